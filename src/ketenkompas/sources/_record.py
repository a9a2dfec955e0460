"""What is known of one file version: the record, its columns and the corrections of its errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ketenkompas.errors import Language, SourceError, Where

TwoLanguages = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its name as it stands there, its unit (empty for labels) and what it means."""

    name: str
    unit: str
    meaning: TwoLanguages


@dataclass(frozen=True, slots=True)
class Correction:
    """One error of the source, told in a file beside the record and never in code.

    ``where`` picks exactly one row (column name -> the text in that column); in it ``column`` must read ``found`` and
    is read as ``corrected``.
    """

    where: Mapping[str, str]
    column: str
    found: str
    corrected: str
    reason: TwoLanguages
    decided: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """Rows of the file that are wrong and for which no right value is known: they are left out of every product.

    ``where`` picks the rows (column name -> the text in that column), ``years`` the first and the last of them.
    """

    where: Mapping[str, str]
    years: tuple[int, int]
    reason: TwoLanguages


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One version of one source file: who made it, under which licence, how to have it and what is wrong with it.

    ``sha256`` and ``size`` (bytes) are None for a publisher's file that nobody has seen yet; ``run_against_publisher``
    is False until somebody has fetched it from the publisher's own address. ``odata`` is for a table that comes in
    pages: its address by version of OData, and the ``filter`` of the rows that are wanted.
    """

    id: str
    title: str
    title_nl: str
    publisher: str
    citation: str
    url: str
    published: str
    licence: str
    licence_confirmed: bool
    attribution: str
    path: str
    accessed: str | None = None
    download_url: str | None = None
    sha256: str | None = None
    size: int | None = None
    rows: int | None = None
    year: int | None = None
    edition: str = ""
    second_hand: bool = False
    run_against_publisher: bool = False
    packaging: TwoLanguages | None = None
    family: str | None = None
    columns: tuple[Column, ...] = ()
    known_faults: tuple[TwoLanguages, ...] = ()
    hand_download: tuple[TwoLanguages, ...] = ()
    unusable: tuple[Unusable, ...] = ()
    odata: Mapping[str, str] | None = None
    corrections: tuple[Correction, ...] = field(default=())

    def title_in(self, language: Language) -> str:
        """The title in one language."""
        return self.title_nl if language == "nl" else self.title

    @property
    def link(self) -> str:
        """The publisher's page, or nothing: a record writes ``-`` where there is none."""
        return "" if self.url == "-" else self.url

    @property
    def name(self) -> str:
        """The file name without its folders."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def kind(self) -> str:
        """The kind of file by the end of its name: ``csv``, ``zip``, ``parquet``, ``json`` ..."""
        return self.name.rsplit(".", 1)[-1].lower()

    @property
    def reach(self) -> str:
        """How it can be had: ``address`` (a download), ``hand`` (steps for a person) or ``mirror`` (only there)."""
        return "address" if self.download_url else "hand" if self.hand_download else "mirror"


def apply_corrections(
    record: SourceRecord, rows: Sequence[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], list[Correction]]:
    """The rows with the record's corrections made, and the corrections that were made (they belong in the receipt).

    Parameters
    ----------
    record : SourceRecord
        The record of the file the rows were read from.
    rows : sequence of mappings
        Rows as text, column name -> the cell as it stands in the file (or a number that prints the same).

    Raises
    ------
    SourceError
        ``sources.correction_unmatched`` when a correction does not find its one row, or finds another value there:
        the file is then another version and the correction must be thought over.

    Examples
    --------
    >>> from dataclasses import replace
    >>> wrong = Correction({"row": "b"}, "value", "7", "8", {"en": "misprint", "nl": "drukfout"}, "2026-11-23")
    >>> corrected, made = apply_corrections(replace(_EXAMPLE, corrections=(wrong,)), [{"row": "b", "value": "7"}])
    >>> corrected[0]["value"], len(made)
    ('8', 1)
    """
    result = [dict(row) for row in rows]
    for correction in record.corrections:
        hits = [row for row in result if all(str(row.get(key)) == value for key, value in correction.where.items())]
        found = str(hits[0].get(correction.column)) if len(hits) == 1 else None
        if found != correction.found:
            place = ", ".join(f"{key} {value}" for key, value in correction.where.items())
            raise SourceError(
                "sources.correction_unmatched",
                where=Where(file=record.path, column=correction.column, label=place),
                id=record.id,
                hits=len(hits),
                found=found or "-",
                wanted=correction.found,
            )
        hits[0][correction.column] = correction.corrected
    return result, list(record.corrections)


_EXAMPLE = SourceRecord(
    id="example",
    title="Example",
    title_nl="Voorbeeld",
    publisher="-",
    citation="-",
    url="-",
    published="-",
    licence="-",
    licence_confirmed=True,
    attribution="-",
    path="example.csv",
)
