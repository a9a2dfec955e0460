"""People, roles and passwords; who may do what."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from django.test import RequestFactory
from django.utils import timezone

from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError
from tests.unit.web.editing.made import PASSWORD, person

if TYPE_CHECKING:
    from ketenkompas.web.editing._roles import Act

MATRIX: dict[Act, set[str]] = {
    "look": {"viewer", "editor", "releaser"},
    "import": {"editor"},
    "decide": {"editor"},
    "submit": {"editor"},
    "answer": {"editor"},
    "correct": {"editor"},
    "abandon": {"editor"},
    "review": {"editor", "releaser"},
    "release": {"releaser"},
}
"""Written out here, not read from the program."""


@pytest.mark.parametrize("role", ["viewer", "editor", "releaser", "nobody"])
def test_the_roles_and_what_they_may(desk: str, role: str) -> None:
    from ketenkompas.web.editing._roles import may, require

    somebody = person("iemand", *([role] if role != "nobody" else []))
    assert {act for act in MATRIX if may(somebody, act)} == {act for act, allowed in MATRIX.items() if role in allowed}
    for act, allowed in MATRIX.items():
        if role not in allowed:
            with pytest.raises(InputError) as caught:
                require(somebody, act)
            assert caught.value.code == "editing.not_allowed"


def test_every_act_of_the_workflow_asks_for_the_role(desk: str) -> None:
    from ketenkompas.web.editing import _correcting, _drafting, _importing, _publishing, _reviewing, _workflow
    from ketenkompas.web.editing.models import AuditEntry, ImportBatch

    today = datetime.date(2090, 1, 1)
    looking = person("vera", "viewer")
    looking.is_superuser = looking.is_staff = True
    looking.save()
    batch = _importing.import_files(
        person("eva", "editor"), "made", [("a.json", b'{"source": "made", "edition": "1", "values": {"1": 1}}')]
    )
    row = batch.drafts.get()
    told = {"kind": "correction", "reason": "r", "notice_nl": "n", "notice_en": "e"}
    acts = [
        lambda: _importing.import_files(looking, "made", [("a", b"x")]),
        lambda: _importing.compare_again(looking, batch.pk),
        lambda: _drafting.decide(looking, batch.pk, row.pk, 1, "take", ""),
        lambda: _drafting.decide_together(looking, batch.pk, 1, "removed", "lapse", ""),
        lambda: _drafting.submit(looking, batch.pk, 1, today=today),
        lambda: _drafting.recall(looking, batch.pk, 1),
        lambda: _workflow.give_up(looking, ImportBatch, batch.pk, 1),
        lambda: _reviewing.review(looking, ImportBatch, batch.pk, 1, approve=True, comment=""),
        lambda: _reviewing.ask(looking, batch.pk, row.pk, "x"),
        lambda: _reviewing.answer(looking, batch.pk, 1, "x"),
        lambda: _correcting.propose(looking, "x", {}, **told),
        lambda: _correcting.revise(looking, 1, 1, {}, **told),
        lambda: _correcting.submit_correction(looking, 1, 1, today=today),
        lambda: _publishing.plan(looking, batches=[1], corrections=[], note_nl="a", note_en="b", today=today),
        lambda: _publishing.publish(looking, 1),
        lambda: _publishing.abandon(looking, 1),
    ]
    codes = []
    for act in acts:
        with pytest.raises(KetenkompasError) as caught:
            act()
        codes.append(caught.value.code)
    assert codes == ["editing.not_allowed"] * len(acts)
    assert AuditEntry.objects.count() == 1


def test_a_person_is_made_changed_and_shut_out_but_never_deleted(desk: str) -> None:
    from ketenkompas.web.editing._audit import entries
    from ketenkompas.web.editing._roles import may
    from ketenkompas.web.editing._users import add_user, change_user, users

    made = add_user("eva", ["editor"], PASSWORD)
    assert may(made, "import")
    assert made.check_password(PASSWORD)
    with pytest.raises(InputError, match="already"):
        add_user("EVA", ["viewer"], PASSWORD)
    changed = change_user("eva", roles=["viewer"], password=f"{PASSWORD}, anders")
    assert (may(changed, "import"), may(changed, "look")) == (False, True)
    gone = change_user("eva", active=False)
    assert not may(gone, "look")
    assert [one.username for one in users()] == ["eva"]
    assert [one.act for one in entries(object_="user eva")] == ["change user", "change user", "add user"]
    assert PASSWORD not in "".join(one.details for one in entries())
    with pytest.raises(UnknownCodeError, match="no user piet"):
        change_user("piet", active=False)


@pytest.mark.parametrize(
    ("name", "roles", "password", "code"),
    [
        ("eva", ["editor"], "kort", "editing.password_weak"),
        ("eva", ["editor"], "password1234", "editing.password_weak"),
        ("eva-de-redacteur", ["editor"], "eva-de-redacteur", "editing.password_weak"),
        ("eva", ["chef"], PASSWORD, "editing.role_unknown"),
        ("eva", [], PASSWORD, "editing.role_unknown"),
        ("", ["editor"], PASSWORD, "editing.user_name"),
        ("e\0va", ["editor"], PASSWORD, "editing.user_name"),
    ],
)
def test_a_person_that_cannot_be_is_told(desk: str, name: str, roles: list[str], password: str, code: str) -> None:
    from ketenkompas.web.editing._users import add_user, users

    with pytest.raises(KetenkompasError) as caught:
        add_user(name, roles, password)
    assert caught.value.code == code
    assert users() == []


def _try(name: str, password: str, address: str = "203.0.113.9") -> str:
    from ketenkompas.web.editing._users import log_in

    try:
        log_in(RequestFactory().post("/nl/redactie/inloggen"), name, password, address)
    except InputError as fault:
        return fault.code
    return ""


def test_who_guesses_waits_and_so_does_the_right_password(desk: str) -> None:
    from ketenkompas.web.editing._users import MOST_BY_NAME, WINDOW, add_user
    from ketenkompas.web.editing.models import LoginAttempt

    add_user("eva", ["editor"], PASSWORD)
    add_user("otto", ["editor"], PASSWORD)
    assert [_try("Eva", "raden") for _ in range(MOST_BY_NAME)] == ["editing.login_wrong"] * MOST_BY_NAME
    assert _try("eva", PASSWORD) == "editing.login_wait"
    assert _try("otto", PASSWORD) == "", "somebody else is not hindered"
    LoginAttempt.objects.update(at=timezone.now() - WINDOW - datetime.timedelta(seconds=1))
    assert _try("eva", PASSWORD) == ""
    assert not LoginAttempt.objects.filter(name="eva").exists()


def test_an_address_that_tries_many_names_waits(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from ketenkompas.web.editing import _users

    monkeypatch.setattr(_users, "MOST_BY_ADDRESS", 3)
    _users.add_user("eva", ["editor"], PASSWORD)
    assert [_try(f"naam{place}", "x") for place in range(3)] == ["editing.login_wrong"] * 3
    assert _try("eva", PASSWORD) == "editing.login_wait"
    assert _try("eva", PASSWORD, address="127.0.0.1") == "", "a proxy on this machine stands for everybody"


@pytest.mark.parametrize(("name", "password"), [("eva\0", PASSWORD), ("", ""), ("x" * 500, "y" * 5000), ("vera", "v")])
def test_nonsense_does_not_log_in(desk: str, name: str, password: str) -> None:
    person("vera")
    assert _try(name, password) == "editing.login_wrong"
