"""The audit log: every act once, in order, each entry with the hash of the one before."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from ketenkompas.errors import ProductError
from ketenkompas.web.editing.models import AuditEntry

if TYPE_CHECKING:
    from django.db.models import QuerySet

BEGINNING = "0" * 64
FIELDS = ("sequence", "at", "who", "act", "object", "details", "previous", "hash")


@dataclass(frozen=True, slots=True)
class Verified:
    """A log that holds: how many entries it has, and the hash of the last one, to be noted elsewhere."""

    entries: int
    head: str


def record(who: str, act: str, object_: str, **details: Any) -> AuditEntry:
    """Add an entry, in the transaction of the act itself: no act without its entry, no entry without its act.

    Writers wait for each other here, on SQLite because a transaction begins as a writer, on PostgreSQL by a lock of
    the table that lets readers pass.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an entry is written in the transaction of its act")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE editing_auditentry IN SHARE ROW EXCLUSIVE MODE")
    last = AuditEntry.objects.order_by("-sequence").first()
    entry = AuditEntry(
        sequence=last.sequence + 1 if last else 1,
        at=timezone.now(),
        who=who,
        act=act,
        object=object_,
        details=json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        previous=last.hash if last else BEGINNING,
    )
    entry.hash = hash_of(entry)
    entry.save()
    return entry


def alone(who: str, act: str, object_: str, **details: Any) -> None:
    """Add an entry of something that changes nothing else."""
    with transaction.atomic():
        record(who, act, object_, **details)


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 of everything that an entry says, the hash of the one before included."""
    told = [
        entry.sequence, entry.at.astimezone(UTC).isoformat(), entry.who, entry.act, entry.object, entry.details,
        entry.previous,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def verify(noted: str = "") -> Verified:
    """Follow the whole chain.

    Parameters
    ----------
    noted : str, optional
        The hash of an entry that was written down elsewhere; it must be in the log. Without it, entries that were cut
        off at the end by the administrator of the data base cannot be missed.

    Raises
    ------
    ProductError
        ``editing.audit_broken`` with the first entry that is absent or altered; ``editing.audit_cut_off``.
    """
    head, expected, seen = BEGINNING, 0, not noted
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        expected += 1
        if entry.sequence != expected or entry.previous != head or entry.hash != hash_of(entry):
            raise ProductError("editing.audit_broken", sequence=expected)
        head = entry.hash
        seen = seen or head == noted
    if not seen:
        raise ProductError("editing.audit_cut_off", noted=noted, entries=expected)
    return Verified(expected, head)


def entries(*, who: str = "", act: str = "", object_: str = "") -> QuerySet[AuditEntry]:
    """Entries of a person, an act and an object, the newest first; empty means all."""
    asked = {"who": who, "act": act, "object": object_}
    return AuditEntry.objects.filter(**{name: value for name, value in asked.items() if value}).order_by("-sequence")


def as_csv(found: Iterable[AuditEntry]) -> str:
    """Entries as a table with which the hashes can be checked elsewhere; times are in UTC."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FIELDS)
    for one in found:
        told = {name: getattr(one, name) for name in FIELDS} | {"at": one.at.astimezone(UTC).isoformat()}
        writer.writerow([_harmless(str(told[name])) for name in FIELDS])
    return text.getvalue()


def _harmless(cell: str) -> str:
    """No spreadsheet takes a cell for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell
