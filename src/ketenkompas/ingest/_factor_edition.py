"""The reviewable form of one edition of emission factors: ``edition.yml`` and ``records.csv`` in one folder."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from ketenkompas.errors import InputError, KetenkompasError, Where
from ketenkompas.factors import Edition, Factor, factor_id, from_cells, from_row, record_schema, to_cells
from ketenkompas.ingest._rows import read_sheet, text_of

ABOUT, RECORDS = "edition.yml", "records.csv"
_REQUIRED = ("version", "key", "native_id", "cell", "name_nl", "name_en", "unit", "status")
_ALWAYS = frozenset({"value"})
_SHARED_FROM = 1000
_SHARED = "shared"


def edition_texts(records: Sequence[Factor]) -> dict[str, str]:
    """The two files of an edition as text: the columns that any record uses, rows in the order given.

    In an edition of a thousand records or more, what all of them share (status, unit, boundary) stands once, as
    ``shared`` in ``edition.yml``, and not in every row.

    Raises
    ------
    InputError
        ``factor.edition_mixed`` when the records are of several editions, or there are none.
    """
    editions = {(one.source.source_id, one.source.edition): one.source for one in records}
    if len(editions) != 1:
        raise InputError("factor.edition_mixed", found=", ".join(" ".join(key) for key in editions) or "-")
    (edition,) = editions.values()
    about: dict[str, Any] = {name: value for name, value in dataclasses.asdict(edition).items() if value != ""}
    rows = [to_cells(one) for one in records]
    own = {"source_id", "edition"}
    used = [name for name in rows[0] if name not in own and (name in _ALWAYS or any(row[name] for row in rows))]
    if len(rows) >= _SHARED_FROM:
        about[_SHARED] = {name: rows[0][name] for name in used if len({row[name] for row in rows}) == 1}
        used = [name for name in used if name not in about[_SHARED]]
    text = io.StringIO()
    # A carriage return inside a text is not quoted of itself when lines end in a line feed, and breaks the row.
    returns = any("\r" in cell for row in rows for cell in row.values())
    writer = csv.DictWriter(
        text, used, extrasaction="ignore", lineterminator="\n",
        quoting=csv.QUOTE_ALL if returns else csv.QUOTE_MINIMAL,
    )  # fmt: skip
    writer.writeheader()
    writer.writerows(rows)
    return {ABOUT: yaml.safe_dump(about, sort_keys=False, allow_unicode=True, width=110), RECORDS: text.getvalue()}


def read_edition(folder: Path) -> tuple[Factor, ...]:
    """The records of an edition's folder.

    Raises
    ------
    InputError
        ``factor.edition_about`` for a description with absent or unknown fields; ``factor.shared_twice``;
        ``table.*`` and ``ingest.file_has_problems`` with every row that cannot be read.
    """
    edition, shared = read_about(folder), _shared(folder)
    sheet = read_sheet(folder / RECORDS, [name for name in _REQUIRED if name not in shared])
    doubled = [name for name in sheet.header if name in shared]
    if doubled:
        raise InputError("factor.shared_twice", where=Where(file=ABOUT), found=", ".join(doubled))
    known = {(edition.source_id, edition.edition): edition}
    problems: list[KetenkompasError] = []
    found: list[Factor] = []
    allowed = set(record_schema())
    for unknown in [name for name in (*sheet.header, *shared) if name not in allowed]:
        problems.append(InputError("factor.column_unknown", where=Where(file=RECORDS, row=1), found=unknown))
    for number, cells in sheet.named():
        where = Where(file=f"{folder.name}/{RECORDS}", row=number, label=cells["key"])
        try:
            row = from_cells(
                {**shared, **cells, "source_id": edition.source_id, "edition": edition.edition}, where=where
            )
            row["factor_id"] = factor_id(edition.source_id, cells["native_id"])
            found.append(from_row(row, known))
        except KetenkompasError as fault:
            problems.append(fault)
    _raise_all(problems, folder)
    return tuple(found)


def _raise_all(problems: Iterable[KetenkompasError], folder: Path) -> None:
    told = list(problems)
    if told:
        file = f"{folder.name}/{RECORDS}"
        raise InputError(
            "ingest.file_has_problems", where=Where(file=file), problems=told, file=file, count=len(told),
            shown=len(told),
        )  # fmt: skip


def _shared(folder: Path) -> dict[str, str]:
    told: dict[str, str] = yaml.safe_load(text_of(folder / ABOUT)).get(_SHARED, {})
    return told


def read_about(folder: Path) -> Edition:
    """The description of an edition, ``edition.yml`` in its folder.

    Raises
    ------
    InputError
        ``factor.edition_about`` for absent or unknown fields; ``table.file_absent``.
    """
    try:
        told: Any = yaml.safe_load(text_of(folder / ABOUT))
        told.pop(_SHARED, None)
        told["edition"], told["source_version"] = str(told["edition"]), str(told["source_version"])
        told["published_on"] = str(told["published_on"])
        if not isinstance(told["retrieved_on"], datetime.date):
            told["retrieved_on"] = datetime.date.fromisoformat(str(told["retrieved_on"]))
        return Edition(**told)
    except (yaml.YAMLError, AttributeError, TypeError, KeyError, ValueError) as fault:
        fields = ", ".join(one.name for one in dataclasses.fields(Edition))
        place = Where(file=f"{folder.name}/{ABOUT}")
        raise InputError("factor.edition_about", where=place, found=str(fault), fields=fields) from fault
