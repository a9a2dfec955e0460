"""A made source of factors, people with roles, and the way from a file to a release; for tests and their processes."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from unittest import mock

from ketenkompas.errors import InputError, Where
from ketenkompas.factors import Factor
from ketenkompas.ingest import Anomaly, FactorImport, FactorSource, Skipped
from tests.unit.factors.made import EDITION, made_factor

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from ketenkompas.web.editing.models import Draft, ImportBatch, ReleaseRun

TODAY = datetime.date(2090, 3, 1)
PASSWORD = "een lange zin van 12"  # noqa: S105 (of made people)
Values = Mapping[str, float | None]
FIRST: Values = {"1": 3.0, "2": 2.0, "3": 1.0}


def read_made(path: Path) -> FactorImport:
    """The made official file: JSON with an edition and a value for each native id."""
    data = path.read_bytes()
    try:
        told = json.loads(data)
        values: dict[str, float | None] = told["values"]
    except (ValueError, KeyError, TypeError):
        raise InputError("editing.no_records", where=Where(file=path.name)) from None
    edition = dataclasses.replace(
        EDITION,
        source_id=told["source"],
        edition=told["edition"],
        source_version=told["edition"],
        file_sha256=hashlib.sha256(data).hexdigest(),
    )
    records = tuple(_record(name, value, edition) for name, value in values.items())
    skipped = (Skipped("B9", "empty_in_source", "<b>Kolen</b>"),)
    return FactorImport(records, skipped, (Anomaly("B7", "outlier", "fuel.made-1", "raar", "odd"),), edition)


def _record(name: str, value: float | None, edition: object) -> Factor:
    lapsed = value is None
    return made_factor(
        name, source=edition, value=value, status="lapsed" if lapsed else "active", name_nl=f"Brandstof {name}",
        name_en=f"Fuel {name}", flags=("lapsed",) if lapsed else (),
    )  # fmt: skip


def official(edition: str, values: Values, source: str = "made") -> bytes:
    """The bytes of a made official file."""
    return json.dumps({"source": source, "edition": edition, "values": values}).encode()


MADE = MappingProxyType(
    {
        "made": FactorSource("made", "Gemaakte lijst", "Made list", read_made, file_kind="json"),
        "second": FactorSource("second", "Tweede lijst", "Second list", read_made, file_kind="json"),
    }
)


@contextlib.contextmanager
def made_sources(packaged: Path) -> Iterator[None]:
    """Only the made source can be imported, and nothing is packaged."""
    with (
        mock.patch("ketenkompas.web.editing._importing.FACTOR_SOURCES", MADE),
        mock.patch("ketenkompas.web.editing._pages_work.FACTOR_SOURCES", MADE),
        mock.patch("ketenkompas.pipeline._factor_store.packaged_factors", return_value=packaged),
    ):
        yield


def person(name: str, *roles: str) -> User:
    """Somebody with roles; the password is stored by a quick hash, which the tests need and nobody else uses."""
    from django.contrib.auth.models import Group, User

    made = User.objects.create(username=name)
    made.groups.set(Group.objects.filter(name__in=roles))
    return made


def brought_in(editor: User, edition: str, values: Values, cause: str = "new", source: str = "made") -> ImportBatch:
    """A batch of a made source."""
    from ketenkompas.web.editing._importing import import_files

    return import_files(editor, source, [(f"lijst {edition}.json", official(edition, values, source))], cause=cause)


def approved(editor: User, reviewer: User, batch: ImportBatch) -> ImportBatch:
    """The batch, handed in and approved."""
    from ketenkompas.web.editing._drafting import submit
    from ketenkompas.web.editing._reviewing import review
    from ketenkompas.web.editing.models import ImportBatch as Batch

    handed_in = submit(editor, batch.pk, Batch.objects.get(pk=batch.pk).version, today=TODAY)
    return review(reviewer, Batch, batch.pk, handed_in.version, approve=True, comment="")


def published(
    releaser: User, *batches: ImportBatch, corrections: tuple[int, ...] = (), today: datetime.date = TODAY
) -> ReleaseRun:
    """The release of batches and corrections."""
    from ketenkompas.web.editing._publishing import plan, publish

    run = plan(
        releaser, batches=[one.pk for one in batches], corrections=corrections, note_nl="Nieuw.", note_en="New.",
        today=today,
    )  # fmt: skip
    return publish(releaser, run.pk)


def first_release(releaser: User, editor: User, reviewer: User) -> ReleaseRun:
    """A release of the first edition."""
    return published(releaser, approved(editor, reviewer, brought_in(editor, "2089", FIRST)))


def row_of(batch: ImportBatch, native: str) -> Draft:
    """The row of a made factor."""
    return batch.drafts.get(key=f"fuel.made-{native}")
