"""The editing pages as a browser without scripts uses them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from ketenkompas.pipeline import read_release
from ketenkompas.web.editing._paths import PATHS
from tests.unit.web.editing.conftest import People
from tests.unit.web.editing.made import PASSWORD, approved, brought_in, official, published

if TYPE_CHECKING:
    from django.contrib.auth.models import User

EVIL = "<script>alert(1)</script>"
Signed = Callable[["User"], Client]


@pytest.fixture
def signed(desk: str) -> Signed:
    """A browser in which a person is logged in."""

    def made(who: User) -> Client:
        client = Client(HTTP_HOST="localhost", raise_request_exception=False)
        client.force_login(who)
        return client

    return made


def _text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:2000]
    return str(response.content.decode())


def _version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("path", ["/nl/redactie", "/nl/redactie/inloggen", "/en/editing/log", "/en/editing/log-in"])
def test_switched_off_there_is_nothing(client: Client, desk: str, path: str) -> None:
    with override_settings(EDITING=False):
        response = client.get(path)
    assert response.status_code == 404
    assert not response.cookies


def test_public_pages_set_no_cookie_and_link_from_the_foot_only_when_on(client: Client, desk: str) -> None:
    response = client.get("/nl/privacy")
    assert not response.cookies
    assert 'href="/nl/redactie"' in _text(response)
    with override_settings(EDITING=False):
        assert "/nl/redactie" not in _text(client.get("/nl/privacy"))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", [name for name in PATHS if name not in ("login", "logout")])
def test_nobody_looks_without_logging_in(client: Client, desk: str, language: str, name: str) -> None:
    base = {"nl": "/nl/redactie", "en": "/en/editing"}[language]
    path = base + re.sub(r"<[^>]+>", "1", PATHS[name][language])  # type: ignore[index]
    response = client.get(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith(f"{base}{PATHS['login'][language]}?next=")  # type: ignore[index]


def test_logging_in_and_out(client: Client, people: People) -> None:
    people.editor.set_password(PASSWORD)
    people.editor.save()
    page = _text(client.get("/nl/redactie/inloggen"))
    assert "Inloggen" in page
    wrong = client.post("/nl/redactie/inloggen", {"name": "eva", "password": "fout"})
    assert "Naam of wachtwoord klopt niet" in _text(wrong, 400)
    given = {"name": "eva", "password": PASSWORD, "next": "/nl/redactie/logboek"}
    inside = client.post("/nl/redactie/inloggen", given)
    assert inside.headers["Location"] == "/nl/redactie/logboek"
    cookie = inside.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    log = client.get("/nl/redactie/logboek")
    assert "log in" in _text(log)
    assert (log.headers["Cache-Control"], log.headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert client.post("/nl/redactie/uitloggen").status_code == 302
    assert client.get("/nl/redactie").status_code == 302


@pytest.mark.parametrize(
    "elsewhere", ["https://boos.example/", "//boos.example", "/nl/voetafdruk", "javascript:alert(1)", "/nl/redactie@x"]
)
def test_logging_in_leads_nowhere_else(client: Client, people: People, elsewhere: str) -> None:
    people.editor.set_password(PASSWORD)
    people.editor.save()
    inside = client.post("/nl/redactie/inloggen", {"name": "eva", "password": PASSWORD, "next": elsewhere})
    assert inside.headers["Location"] == "/nl/redactie"


def test_every_form_needs_its_token(people: People) -> None:
    batch = brought_in(people.editor, "2089", {"1": 3.0})
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(people.editor)
    forms = {
        "/nl/redactie/inloggen": {"name": "eva", "password": "x"},
        "/nl/redactie/uitloggen": {},
        "/nl/redactie/inlezen": {"source": "made"},
        f"/nl/redactie/levering/{batch.pk}": {"act": "abandon", "version": "1"},
        f"/nl/redactie/levering/{batch.pk}/rij/{batch.drafts.get().pk}": {"act": "decide"},
        "/nl/redactie/correctie": {"factor": "x"},
        "/nl/redactie/uitgaven": {"act": "plan"},
    }
    for path, given in forms.items():
        assert "kwam niet van deze site" in _text(client.post(path, given), 403), path
    batch.refresh_from_db()
    assert batch.state == "draft"
    page = _text(client.get("/nl/redactie/inlezen"))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    file = SimpleUploadedFile("lijst.json", official("2090", {"1": 3.0}))
    given = {"source": "made", "cause": "new", "file": file, "csrfmiddlewaretoken": token[1]}
    assert client.post("/nl/redactie/inlezen", given).status_code == 302


def test_the_whole_way_through_the_pages(people: People, signed: Signed) -> None:
    first = approved(people.editor, people.other, brought_in(people.editor, "2019", {"1": 3.0, "2": 2.0}))
    published(people.releaser, first, today=datetime.date(2020, 1, 1))
    eva, otto, rita = signed(people.editor), signed(people.other), signed(people.releaser)
    file = SimpleUploadedFile("lijst 2090.json", official("2090", {"1": 30.25, "3": 1.5}))
    sent = eva.post("/nl/redactie/inlezen", {"source": "made", "cause": "new", "file": file})
    path = sent.headers["Location"].partition("?")[0]
    page = _text(eva.get(sent.headers["Location"]))
    assert "Het bestand is ingelezen" in page
    for said in (
        "lijst 2090.json",
        "30,25",
        "meer dan 3 keer groter of kleiner",
        "niet meer vermeld",
        "wacht op besluit",
    ):
        assert said in page
    refused = _text(eva.post(path, {"act": "submit", "version": _version(page)}), 400)
    assert "er ontbreken 2 dingen" in refused
    assert "fuel.made-1" in refused
    (row,) = re.findall(rf'href="({path}/rij/\d+)">Brandstof 1<', page)
    detail = _text(eva.get(row))
    assert "<strong>30,25</strong>" in detail
    saved = eva.post(row, {"act": "decide", "version": _version(detail), "decision": "take", "note": "Herzien."})
    assert "Besloten door eva" in _text(eva.get(saved.headers["Location"]))
    page = _text(eva.get(path))
    assert (
        eva.post(
            path, {"act": "together", "group": "removed", "version": _version(page), "decision": "lapse"}
        ).status_code
        == 302
    )
    page = _text(eva.get(path))
    assert eva.post(path, {"act": "submit", "version": _version(page)}).status_code == 302
    page = _text(eva.get(path))
    assert "iemand anders moet het beoordelen" in page
    own = eva.post(path, {"act": "approve", "version": _version(page)})
    assert "heeft aan Made list 2090 gewerkt" in _text(own, 403)
    assert otto.post(row, {"act": "ask", "text": "Welke cel?"}).status_code == 302
    page = _text(otto.get(path))
    assert "nog niet beantwoord" in _text(otto.post(path, {"act": "approve", "version": _version(page)}), 400)
    question = re.search(r'name="question" value="(\d+)"', _text(eva.get(row)))
    assert question
    assert eva.post(row, {"act": "answer", "question": question[1], "text": "B7"}).status_code == 302
    told = {"act": "approve", "version": _version(page), "comment": "Gezien."}
    assert otto.post(path, told).status_code == 302
    ready = _text(rita.get("/nl/redactie/uitgaven"))
    (chosen,) = re.findall(r'name="batch" value="(\d+)"', ready)
    done = rita.post(
        "/nl/redactie/uitgaven", {"act": "plan", "batch": chosen, "note_nl": "Editie 2090.", "note_en": "Edition 2090."}
    )
    assert done.status_code == 302, done.content.decode()
    newest = _text(rita.get(done.headers["Location"]))
    assert "De uitgave is gepubliceerd" in newest
    number = re.search(r'scope="row">(\d{4}\.\d+)<', newest)
    assert number
    assert read_release(number[1]).get("fuel.made-1").value == 30.25
    assert read_release(number[1]).previous == "2020.1"
    assert "Herzien." in [one.note for one in read_release(number[1]).changes]


def test_a_correction_through_the_pages(people: People, signed: Signed) -> None:
    published(people.releaser, approved(people.editor, people.other, brought_in(people.editor, "2089", {"1": 3.0})))
    eva, otto = signed(people.editor), signed(people.other)
    form = _text(eva.get("/en/editing/correction?factor=fuel.made-1"))
    assert 'name="cell-value" type="text" autocomplete="off" maxlength="4000" value="3"' in form
    texts = {"kind": "correction", "reason": "Typo.", "notice_nl": "Was fout.", "notice_en": "Was wrong."}
    made = eva.post("/en/editing/correction", {"factor": "fuel.made-1", "cell-value": "3.3", **texts})
    path = made.headers["Location"].partition("?")[0]
    page = _text(eva.get(path))
    assert "<strong>3.3</strong>" in page
    first = _version(page)
    assert eva.post(path, {"act": "revise", "version": first, "cell-value": "3.4", **texts}).status_code == 302
    late = otto.post(path, {"act": "revise", "version": first, "cell-value": "9", **texts, "reason": "Mine."})
    told = _text(late, 409)
    for said in ("eva changed this after you opened it", "value: 3.4", "value: 9", "What you typed"):
        assert said in told
    assert ">Mine.</textarea>" in told
    unknown = _text(eva.get("/en/editing/correction?factor=fuel.diesle"), 400)
    assert "There is no emission factor fuel.diesle" in unknown


def test_what_people_type_is_text_and_nothing_else(people: People, signed: Signed) -> None:
    eva, otto = signed(people.editor), signed(people.other)
    file = SimpleUploadedFile(f"{EVIL}.json", official(EVIL, {EVIL: 3.0}))
    sent = eva.post("/nl/redactie/inlezen", {"source": "made", "cause": "new", "file": file})
    path = sent.headers["Location"].partition("?")[0]
    page = _text(eva.get(path))
    (row,) = re.findall(rf'href="({path}/rij/\d+)"', page)
    eva.post(row, {"act": "decide", "version": "1", "decision": "take", "note": EVIL})
    eva.post(path, {"act": "submit", "version": _version(_text(eva.get(path)))})
    otto.post(row, {"act": "ask", "text": EVIL})
    version = _version(_text(otto.get(path)))
    otto.post(path, {"act": "reject", "version": version, "comment": EVIL})
    pages = [
        path,
        f"{path}?show=all",
        row,
        "/nl/redactie",
        "/nl/redactie/logboek",
        f"/nl/redactie/logboek?object={EVIL}",
    ]
    pages += [
        f"/nl/redactie/correctie?factor={EVIL}",
        f"{path}?done={EVIL}",
        f"{path}?show={EVIL}",
        f"{path}?page={EVIL}",
    ]
    for one in pages:
        shown = eva.get(one).content.decode()
        assert EVIL not in shown, one
        assert "<h1" in shown, one
    wrong = eva.post("/nl/redactie/inlezen", {"source": EVIL, "cause": "new", "file": SimpleUploadedFile("x", b"x")})
    assert EVIL not in _text(wrong, 400)
    assert "&lt;b&gt;Kolen&lt;/b&gt;" in page, "the words of the source too"


def test_a_file_that_is_too_large_is_not_even_read(people: People, signed: Signed) -> None:
    eva = signed(people.editor)
    response = eva.generic(
        "POST", "/nl/redactie/inlezen", b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH="99999999"
    )
    assert "te groot" in _text(response, 413)


def test_a_wrong_file_is_explained_on_the_form(people: People, signed: Signed) -> None:
    eva = signed(people.editor)
    wrong = eva.post(
        "/nl/redactie/inlezen", {"source": "made", "file": SimpleUploadedFile("brief.json", b"Geachte heer")}
    )
    page = _text(wrong, 400)
    assert "Dit is niet gelukt" in page
    assert "brief.json" in page
    none = eva.post("/nl/redactie/inlezen", {"source": "made"})
    assert "Er is geen bestand gekozen" in _text(none, 400)


@pytest.mark.parametrize("who", ["viewer", "editor", "releaser"])
def test_pages_offer_only_what_one_may(people: People, signed: Signed, who: str) -> None:
    batch = brought_in(people.other, "2089", {"1": 3.0})
    browser = signed(getattr(people, who))
    page = _text(browser.get(f"/nl/redactie/levering/{batch.pk}"))
    assert ("Ter beoordeling aanbieden" in page) == (who == "editor")
    posted = browser.post(f"/nl/redactie/levering/{batch.pk}", {"act": "submit", "version": "1"})
    assert posted.status_code == (302 if who == "editor" else 403)
    handed = _text(browser.get(f"/nl/redactie/levering/{batch.pk}"))
    assert "Goedkeuren" not in handed, "only what is in review can be approved, and not by who handed it in"
    planned = browser.post("/nl/redactie/uitgaven", {"act": "plan", "note_nl": "a", "note_en": "b"})
    assert planned.status_code == (400 if who == "releaser" else 403)


def test_a_person_without_a_role_sees_nothing(desk: str, signed: Signed) -> None:
    from tests.unit.web.editing.made import person

    assert "heeft hier geen rol" in _text(signed(person("niemand")).get("/nl/redactie"), 403)


@pytest.mark.parametrize(
    "path", ["/nl/redactie/levering/99", "/nl/redactie/levering/99/rij/1", "/nl/redactie/correctie/99"]
)
def test_what_is_not_there_is_told(people: People, signed: Signed, path: str) -> None:
    assert "99 is hier niet" in _text(signed(people.viewer).get(path), 404)


@pytest.mark.parametrize("act", ["", "delete", "submit", "x" * 100])
def test_an_act_that_does_not_exist_or_has_no_version_does_nothing(people: People, signed: Signed, act: str) -> None:
    batch = brought_in(people.editor, "2089", {"1": 3.0})
    posted = signed(people.editor).post(f"/nl/redactie/levering/{batch.pk}", {"act": act, "version": "-1"})
    assert posted.status_code == (409 if act == "submit" else 404)
    batch.refresh_from_db()
    assert batch.state == "draft"


def test_the_log_can_be_filtered_exported_and_checked(people: People, signed: Signed) -> None:
    published(people.releaser, approved(people.editor, people.other, brought_in(people.editor, "2089", {"1": 3.0})))
    browser = signed(people.viewer)
    page = _text(browser.get("/nl/redactie/logboek?who=otto"))
    assert page.count('scope="row"') == 1
    assert 'href="/nl/redactie/logboek.csv?who=otto&amp;act=&amp;object="' in page
    file = browser.get("/nl/redactie/logboek.csv?who=otto")
    assert len(file.content.decode().splitlines()) == 2
    assert "attachment" in file.headers["Content-Disposition"]
    assert "De keten van 6 regels klopt" in _text(browser.get("/nl/redactie/logboek?noted="))
    assert "staat niet in het logboek" in _text(browser.get("/nl/redactie/logboek?noted=abc"), 400)


def test_the_records_of_a_batch_can_be_taken_along(people: People, signed: Signed) -> None:
    batch = brought_in(people.editor, "2089", {"1": 3.0})
    file = signed(people.viewer).get(f"/nl/redactie/levering/{batch.pk}/records.csv")
    assert file.content.decode().splitlines()[0].startswith("version,key,")


def test_long_lists_go_by_the_page(people: People, signed: Signed) -> None:
    batch = brought_in(people.editor, "2089", {str(place): 1.0 for place in range(101)})
    browser = signed(people.viewer)
    first = _text(browser.get(f"/en/editing/batch/{batch.pk}"))
    assert "Page 1 of 2" in first
    assert "Fuel 100" in _text(browser.get(f"/en/editing/batch/{batch.pk}?show=new&page=2"))
