"""Answers that are kept: the same bytes as those that are made, for whoever asks, in the right edition."""

import gzip
import json
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from ketenkompas import pipeline
from ketenkompas.pipeline._plan import carry_out
from ketenkompas.web import _makers
from ketenkompas.web._prepared import COMPUTED, Answer, Kept, answer_of
from tests.unit.web.test_editions import FACTOR, YEAR, changed, value

PATHS = ["/nl/", "/en/footprint?year=2008", "/nl/vergelijk/ranking.csv", "/api/v1/footprints?area=NL&year=2008"]


@pytest.fixture
def edition() -> str:
    return pipeline.keep_edition()


def plain(response: HttpResponse) -> bytes:
    return gzip.decompress(response.content) if response.get("Content-Encoding") == "gzip" else response.content


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("first", ["gzip", "identity"])
def test_whoever_asks_first_all_get_the_same(client: Client, path: str, first: str) -> None:
    made = client.get(path)  # no edition is kept yet: nothing is
    pipeline.keep_edition()
    given = [client.get(path, HTTP_ACCEPT_ENCODING=encoding) for encoding in (first, "gzip", "identity", "br")]
    assert {plain(one) for one in given} == {made.content}
    assert {one["ETag"] for one in given} == {given[0]["ETag"]}
    assert {one.get("Content-Type") for one in given} == {made.get("Content-Type")}
    assert [one.get("Content-Encoding") for one in given[1:]] == ["gzip", None, None]
    assert all("Accept-Encoding" in one["Vary"] for one in given)
    assert all(int(one["Content-Length"]) == len(one.content) for one in given)
    expected = {name: value for name, value in made.items() if name not in ("Vary", "ETag", "Content-Length")}
    assert expected.items() <= dict(given[2].items()).items()


@pytest.mark.parametrize("path", PATHS)
def test_who_has_it_already_gets_nothing_again(client: Client, edition: str, path: str) -> None:
    etag = client.get(path)["ETag"]
    again = client.get(path, HTTP_IF_NONE_MATCH=etag)
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag


def test_new_figures_are_shown_at_once_under_another_etag(client: Client) -> None:
    first = pipeline.keep_edition()
    before, page = value(client), client.get("/nl/voetafdruk?jaar=2008")
    with pipeline.writing(pipeline.user_store()):
        carry_out(pipeline.user_store(), changed())
    assert value(client) == before, "half a build is not shown"
    pipeline.keep_edition()
    assert value(client) == pytest.approx(FACTOR * before, rel=1e-12)
    assert value(client, edition=first) == before
    now, old = client.get("/nl/voetafdruk?jaar=2008"), client.get(f"/nl/voetafdruk?jaar=2008&editie={first}")
    assert len({one["ETag"] for one in (page, now, old)}) == 3
    assert "eerdere editie" in old.content.decode()


def test_languages_and_forms_of_the_api_are_kept_apart(client: Client, edition: str) -> None:
    path = f"/api/v1/footprints?area=NL&year={YEAR}"
    given = {
        (language, form): client.get(path, HTTP_ACCEPT=form, HTTP_ACCEPT_LANGUAGE=language)
        for _ in range(2)
        for language in ("nl", "en")
        for form in ("application/json", "text/csv")
    }
    assert len({one.content for one in given.values()}) == 4
    assert all(one["Content-Language"] == language for (language, _), one in given.items())
    assert all(one["Content-Type"].startswith(form) for (_, form), one in given.items())


def test_an_answer_names_the_host_that_was_asked(client: Client, edition: str) -> None:
    pages = [
        client.get("/nl/voetafdruk", headers={"host": host}).content.decode() for host in ("localhost", "127.0.0.1")
    ]
    assert 'rel="canonical" href="http://localhost/' in pages[0]
    assert 'rel="canonical" href="http://127.0.0.1/' in pages[1]
    assert client.get("/nl/voetafdruk", headers={"host": "evil.example"}).status_code == 400


def test_what_must_not_be_kept_is_not() -> None:
    assert answer_of(HttpResponse(b"gone", status=404)) is None
    with_cookie = HttpResponse(b"mine")
    with_cookie.set_cookie("who", "me")
    assert answer_of(with_cookie) is None


def test_memory_is_bounded_and_the_least_asked_leaves_first() -> None:
    kept = Kept(most_bytes=10_000)
    answer = Answer((), b"x" * 2000, packed=False, etag='W/"x"')
    for name in ("a", "b", "c"):
        kept.put(name, answer)
    assert kept.get("a") is answer
    kept.put("d", answer)
    assert [name for name in "abcd" if kept.get(name)] == ["a", "c", "d"]


def test_pages_made_by_another_process_are_the_same(client: Client, edition: str) -> None:
    paths = ["/nl/streefpad", "/en/sources", "/nl/nergens", "/nl/voetafdruk?gebied=XX"]
    here = [client.get(path) for path in paths]
    _makers.start_makers(1)
    try:
        there = [Client(HTTP_HOST="localhost").get(path) for path in paths]
    finally:
        _makers.stop_makers()
    assert [one.content for one in there] == [one.content for one in here]
    assert [one.status_code for one in there] == [200, 200, 404, 200]
    assert [one.get("ETag") for one in there] == [one.get("ETag") for one in here]


def test_too_many_at_once_are_asked_to_come_back(client: Client, edition: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise _makers.BusyError

    monkeypatch.setattr(_makers, "made_elsewhere", full)
    for path, said in (("/nl/voetafdruk", "te druk"), ("/en/footprint", "too busy")):
        answer = client.get(path)
        assert (answer.status_code, answer["Retry-After"]) == (503, str(_makers.RETRY))
        assert said in answer.content.decode()
    assert json.loads(client.get("/api/v1/models").content)["count"] == 3


def test_what_is_computed_from_raw_tables_is_named_by_its_route() -> None:
    from ketenkompas.web.api import api

    routes = {path.removeprefix("/api/v1/").split("/")[0] for path in api.get_openapi_schema()["paths"]}
    assert routes > COMPUTED


@pytest.mark.mirror
def test_what_waits_for_a_table_is_not_kept(
    client: Client, edition: str, mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", "")
    address = "/en/product-groups?year=2009"
    waiting = client.get(address)
    assert waiting["Cache-Control"] == "no-store"
    assert "is not at hand" in waiting.content.decode()
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    come = client.get(address)
    assert "no-store" not in come.get("Cache-Control", "")
    assert "is not at hand" not in come.content.decode()
