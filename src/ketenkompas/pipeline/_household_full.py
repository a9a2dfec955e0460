"""Which tables of the full level are at hand, read as they stand; what is not here is left to the starter's parts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from ketenkompas import ingest, sources
from ketenkompas.errors import InputError
from ketenkompas.pipeline._household_own import OwnAccounts, own_accounts
from ketenkompas.pipeline._receipt import Input

Part = Literal["survey", "age", "counts", "incomes", "joint", "accounts", "table"]
PARTS: tuple[Part, ...] = ("survey", "age", "counts", "incomes", "joint", "accounts", "table")
"""What of the model has a starter's form and a full one."""
SURVEY = ("cbs-83676ned", "cbs-85419ned", "cbs-85420ned")
SIZES, INCOMES = "cbs-71486ned", "cbs-86161ned"
ACCOUNTS = ("cbs-85873ned", "eurostat-nama_10_co3_p3-nl")
"""Consumption by purpose: the first that is here counts (national concept before domestic concept)."""
VALUATION = {part: f"eurostat-{code}-nl" for part, code in ingest.VALUATION_TABLES.items()}
_SURVEY_YEAR = 2020
_SIZES = ("1", "2", "3", "4", "5+")


@dataclass(frozen=True)
class FullTables:
    """The tables of the full level that are here; None where a part stays as in the starter.

    ``sizes`` and ``ages``, ``incomes``, ``kinds`` and ``consumption`` as their readers in :mod:`ketenkompas.ingest`
    say; ``own`` and ``valuation`` together are the multi-regional table. ``notes`` say which part is here incompletely.
    """

    inputs: tuple[Input, ...] = ()
    survey: ingest.FullSurvey | None = None
    sizes: pl.DataFrame | None = None
    ages: pl.DataFrame | None = None
    incomes: pl.DataFrame | None = None
    kinds: pl.DataFrame | None = None
    consumption: pl.DataFrame | None = None
    own: OwnAccounts | None = None
    valuation: Mapping[str, Path] | None = None
    notes: tuple[str, ...] = ()

    @property
    def level(self) -> dict[str, str]:
        """``starter`` or ``full`` of every part."""
        here = {
            "survey": self.survey is not None,
            "age": self.ages is not None,
            "counts": self.sizes is not None,
            "incomes": self.incomes is not None,
            "joint": self.kinds is not None,
            "accounts": self.consumption is not None,
            "table": self.own is not None,
        }
        return {part: "full" if here[part] else "starter" for part in PARTS}


def full_tables(year: int, parts: Collection[str] = PARTS) -> FullTables:
    """The tables that are here for the shown year; nothing is downloaded.

    Parameters
    ----------
    year : int
        The shown year: that of counts, incomes, accounts and the multi-regional table.
    parts : collection of str
        The parts that may be at the full level. A receipt is replayed with those that it had.

    Raises
    ------
    InputError
        ``household_tables.part_unknown``; the faults of a table that is here. A table that cannot be read is never
        left aside in silence.
    SourceError
        For a file that is not the registered one.
    """
    unknown = sorted({*parts} - {*PARTS})
    if unknown:
        raise InputError("household_tables.part_unknown", found=", ".join(unknown), known=", ".join(PARTS))
    found = _Found({})
    survey = _survey(found) if "survey" in parts else None
    sizes, ages = _sizes(found, year) if "counts" in parts else (None, None)
    incomes, kinds = _incomes(found, year) if {"incomes", "joint"} & {*parts} else (None, None)
    consumption = _consumption(found, year) if "accounts" in parts else None
    own, valuation = _table(found, year) if "table" in parts else (None, None)
    with_age = survey is not None and "age" in parts and "age" in survey.totals["dimension"].to_list()
    joined = "joint" in parts and kinds is not None and _joined(kinds, with_age=with_age)
    return FullTables(
        inputs=(*found.inputs(), *(own.inputs if own is not None else ())),
        survey=survey,
        sizes=sizes,
        ages=ages if with_age else None,
        incomes=incomes if "incomes" in parts else None,
        kinds=kinds if joined else None,
        consumption=consumption,
        own=own,
        valuation=valuation,
        notes=(*found.notes, *_incomplete(survey, ages, with_age=with_age)),
    )


class _Found:
    """Files of sources, opened and checked when they are here, and what was noticed."""

    def __init__(self, opened: dict[str, sources.Opened]) -> None:
        self.opened, self.notes = opened, list[str]()

    def path(self, source: str) -> Path | None:
        if sources.find(source) is None:
            return None
        self.opened[source] = sources.open_source(source)
        return self.opened[source].path

    def all_of(self, part: str, wanted: Collection[str]) -> dict[str, Path] | None:
        """The files when all are here; when only some are, none counts and it is noted."""
        absent = [source for source in wanted if sources.find(source) is None]
        if absent and len(absent) < len(wanted):
            self.notes.append(f"{part}: not used, because not all of its tables are here: {', '.join(absent)}")
        return None if absent else {source: path for source in wanted if (path := self.path(source)) is not None}

    def inputs(self) -> tuple[Input, ...]:
        return tuple(Input(source, one.sha256) for source, one in self.opened.items())


def _survey(found: _Found) -> ingest.FullSurvey | None:
    paths = found.all_of("survey", SURVEY)
    if paths is None:
        return None
    levels, totals, structure = (ingest.read_cbs_cells(paths[source]) for source in SURVEY)
    return ingest.survey_from_cbs(levels, totals, structure, year=_SURVEY_YEAR)


def _sizes(found: _Found, year: int) -> tuple[pl.DataFrame | None, pl.DataFrame | None]:
    path = found.path(SIZES)
    if path is None:
        return None, None
    cells = ingest.read_cbs_cells(path)
    counted = ingest.household_counts_from_cbs(cells, year=year).sizes
    return counted, ingest.household_ages_from_cbs(cells, year=year)


def _incomes(found: _Found, year: int) -> tuple[pl.DataFrame | None, pl.DataFrame | None]:
    path = found.path(INCOMES)
    if path is None:
        return None, None
    cells = ingest.read_cbs_cells(path)
    return ingest.incomes_from_cbs(cells, year=year), ingest.incomes_by_kind_from_cbs(cells, year=year)


def _joined(kinds: pl.DataFrame, *, with_age: bool) -> bool:
    """Whether a characteristic of the model is there in full."""
    wanted = {"size": {*_SIZES}, "tenure": {"own", "rent"}}
    listed = {name: {*kinds.filter(pl.col("dimension") == name)["category"]} for name in ("size", "age", "tenure")}
    return any(names <= listed[name] for name, names in wanted.items()) or (with_age and bool(listed["age"]))


def _consumption(found: _Found, year: int) -> pl.DataFrame | None:
    for source in ACCOUNTS:
        path = found.path(source)
        if path is not None:
            break
    else:
        return None
    if source == ACCOUNTS[0]:
        return ingest.consumption_from_cbs(ingest.read_cbs_cells(path), year=year)
    found.notes.append("accounts: domestic concept, with purchases of visitors and without those of residents abroad")
    table = ingest.read_household_consumption(path).filter((pl.col("area") == "NL") & (pl.col("year") == year))
    spent = table.select(pl.col("purpose").alias("code"), (pl.col("value_meur") * 1e6).alias("eur"))
    if spent.filter((pl.col("code") == "00") & pl.col("eur").is_not_null()).is_empty():
        raise InputError("household_tables.no_whole", year=year)
    return spent


def _table(found: _Found, year: int) -> tuple[OwnAccounts | None, dict[str, Path] | None]:
    own = own_accounts(year)
    if own is None:
        return None, None
    paths = found.all_of("table", list(VALUATION.values()))
    if paths is None:
        if not found.notes or not found.notes[-1].startswith("table:"):
            found.notes.append(
                f"table: not used, because none of its price tables is here: {', '.join(VALUATION.values())}"
            )
        return None, None
    return own, {part: paths[source] for part, source in VALUATION.items()}


def _incomplete(survey: ingest.FullSurvey | None, ages: pl.DataFrame | None, *, with_age: bool) -> list[str]:
    """Why age does not count although one of its two tables is here."""
    if survey is not None and ages is None:
        return [f"age: not used, because households are not counted by age: {SIZES} with all ages"]
    if ages is not None and not with_age:
        return [f"age: not used, because spending by age is not here: {', '.join(SURVEY)}"]
    return []
