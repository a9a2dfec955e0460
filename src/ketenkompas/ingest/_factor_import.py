"""What an importer of emission factors gives: records, and a report of what was not taken and what looks odd."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from ketenkompas.errors import Language
from ketenkompas.factors import Edition, Factor, Flag
from ketenkompas.i18n import text

SkipReason = Literal[
    "empty_in_source", "duplicate_unit", "not_selected", "uses_other_countries", "not_applicable",
    "archived", "no_climate_figure", "no_emissions", "no_figure", "no_output", "no_purchases", "no_valuation",
    "not_balanced", "not_produced", "unit_unknown",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row of the file that gave no record, and why.

    Attributes
    ----------
    where : str
        Cell, line or native id in the file.
    reason : SkipReason
        One of the closed list; its sentence is ``factor.skipped.<reason>``.
    text : str
        What the row says, as an editor recognises it.
    """

    where: str
    reason: SkipReason
    text: str


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something odd in the file that was kept as it stands, and flagged on the record ``key``.

    ``note`` is the whole sentence in Dutch, ``note_en`` in English.
    """

    where: str
    flag: Flag
    key: str
    note: str
    note_en: str

    def sentence(self, language: Language = "nl") -> str:
        """The note in one language."""
        return self.note_en if language == "en" else self.note


@dataclass(frozen=True, slots=True)
class FactorImport:
    """The records of one edition with the report of the import.

    Every row of the file that holds a figure is in ``records`` or in ``skipped``; nothing is left out unsaid.
    """

    records: tuple[Factor, ...] = field(repr=False)
    skipped: tuple[Skipped, ...] = field(repr=False)
    anomalies: tuple[Anomaly, ...] = field(repr=False)
    edition: Edition

    def as_json(self, language: Language = "nl") -> dict[str, Any]:
        """The report as plain data: the edition, counts, and every row that was skipped or is odd.

        Examples
        --------
        >>> import datetime
        >>> made = Edition(source_id="made", publisher="Made", dataset="List", edition="2026", source_version="1",
        ...     url="https://example.org", file_sha256="0" * 64, retrieved_on=datetime.date(2026, 1, 1),
        ...     published_on="2026", licence="CC0-1.0", licence_verdict="green", redistribute=True, attribution="Made")
        >>> report = FactorImport((), (Skipped("line 5", "empty_in_source", "Bricks"),), (), made).as_json("en")
        >>> report["taken"], report["skipped"][0]["why"]
        (0, 'The cell is empty in the source: not available, which is not zero.')
        """
        edition = {**dataclasses.asdict(self.edition), "retrieved_on": self.edition.retrieved_on.isoformat()}
        return {
            "edition": edition,
            "taken": len(self.records),
            "by_status": dict(sorted(Counter(one.status for one in self.records).items())),
            "by_category": dict(sorted(Counter(one.category for one in self.records).items())),
            "by_skip_reason": dict(sorted(Counter(one.reason for one in self.skipped).items())),
            "skipped": [
                {**dataclasses.asdict(one), "why": text(f"factor.skipped.{one.reason}", language)}
                for one in self.skipped
            ],
            "anomalies": [
                {"where": one.where, "flag": one.flag, "key": one.key, "note": one.sentence(language)}
                for one in self.anomalies
            ],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class FactorSource:
    """A source of which a new edition can be read: ``ketenkompas factor import <source_id> FILE``.

    Attributes
    ----------
    read : callable
        Official file (or folder, or nothing) in, records with report out.
    guide : str
        Page of the documentation that tells how to bring in the next edition.
    file_kind : str
        Ending of the official file (``xlsx``), ``folder`` for several; empty where the data come from a package.
    """

    source_id: str
    name_nl: str
    name_en: str
    read: Callable[..., FactorImport] = field(repr=False, compare=False)
    guide: str = ""
    file_kind: str = ""

    def name(self, language: Language = "nl") -> str:
        """The name in one language."""
        return self.name_en if language == "en" else self.name_nl
