"""The audit log: every act is in it, and neither the program nor the data base lets anybody change it."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import DatabaseError, connection, transaction

from ketenkompas.errors import ProductError
from tests.unit.web.editing.conftest import People
from tests.unit.web.editing.made import approved, brought_in, published


def _story(people: People) -> None:
    published(people.releaser, approved(people.editor, people.other, brought_in(people.editor, "2089", {"1": 3.0})))


def test_every_act_is_in_the_log_in_order(people: People) -> None:
    from ketenkompas.web.editing import _audit
    from ketenkompas.web.editing.models import AuditEntry

    _story(people)
    told = list(AuditEntry.objects.values_list("who", "act", "object"))
    assert told == [
        ("eva", "import", "batch 1"),
        ("eva", "submit", "batch 1"),
        ("otto", "approve", "batch 1"),
        ("rita", "plan", "release 2090.1"),
        ("rita", "build", "release 2090.1"),
        ("rita", "publish", "release 2090.1"),
    ]
    last = AuditEntry.objects.last()
    assert last is not None
    found = _audit.verify()
    assert (found.entries, found.head) == (6, last.hash)
    assert _audit.verify(last.previous).entries == 6


@pytest.mark.parametrize(
    "statement", ["UPDATE editing_auditentry SET who = 'x' WHERE sequence = 1", "DELETE FROM editing_auditentry"]
)
def test_the_data_base_refuses_to_change_or_delete(people: People, statement: str) -> None:
    from ketenkompas.web.editing import _audit

    _story(people)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert _audit.verify().entries == 6


def test_the_program_refuses_too(people: People) -> None:
    from ketenkompas.web.editing.models import AuditEntry

    _story(people)
    entry = AuditEntry.objects.get(sequence=1)
    entry.who = "x"
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()
    with pytest.raises(TypeError, match="never deleted"):
        entry.delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(who="x")
    assert AuditEntry.objects.get(sequence=1).who == "eva"


def test_postgresql_refuses_to_empty_the_table(people: People) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite has no TRUNCATE
    _story(people)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE editing_auditentry")


def _unguarded() -> None:
    """What only the administrator of the data base can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER editing_audit_no_update")
            cursor.execute("DROP TRIGGER editing_audit_no_delete")
        else:
            cursor.execute("ALTER TABLE editing_auditentry DISABLE TRIGGER USER")


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE editing_auditentry SET details = '{}' WHERE sequence = 3", 3),
        ("UPDATE editing_auditentry SET who = 'rita' WHERE sequence = 1", 1),
        ("DELETE FROM editing_auditentry WHERE sequence = 2", 2),
    ],
)
def test_whoever_gets_past_the_guard_is_found_out(people: People, statement: str, first: int) -> None:
    from ketenkompas.web.editing import _audit

    _story(people)
    _unguarded()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(ProductError) as caught:
        _audit.verify()
    assert (caught.value.code, caught.value.params["sequence"]) == ("editing.audit_broken", first)


def test_a_log_that_was_cut_off_does_not_hold_the_hash_that_was_noted(people: People) -> None:
    from ketenkompas.web.editing import _audit

    _story(people)
    noted = _audit.verify().head
    _unguarded()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM editing_auditentry WHERE sequence = 6")
    assert _audit.verify().entries == 5, "the rest is still a chain"
    with pytest.raises(ProductError) as caught:
        _audit.verify(noted)
    assert caught.value.code == "editing.audit_cut_off"


def test_an_act_that_fails_leaves_no_entry(people: People) -> None:
    from ketenkompas.web.editing import _audit

    def halfway() -> None:
        with transaction.atomic():
            _audit.record("eva", "import", "batch 1")
            raise ValueError("halfway")

    with pytest.raises(ValueError, match="halfway"):
        halfway()
    assert _audit.verify().entries == 0
    with pytest.raises(RuntimeError, match="transaction of its act"):
        _audit.record("eva", "import", "batch 1")


def test_the_export_can_be_checked_elsewhere_and_holds_no_formula(people: People) -> None:
    from ketenkompas.web.editing import _audit

    _story(people)
    _audit.alone("=HYPERLINK(1)", "log in", "user =HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(_audit.as_csv(_audit.entries()))))
    assert [row["sequence"] for row in rows] == ["7", "6", "5", "4", "3", "2", "1"]
    assert rows[0]["previous"] == rows[1]["hash"]
    assert rows[0]["who"] == "'=HYPERLINK(1)"
    assert [one.sequence for one in _audit.entries(who="eva", act="submit")] == [2]
