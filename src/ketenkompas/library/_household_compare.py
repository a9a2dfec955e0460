"""Places beside each other, from draws that they share: above, below, or about as high; a rank is an interval."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.households import Ranks, rank_intervals
from ketenkompas.i18n import Language, language_of, text
from ketenkompas.library._figure import SourceRef
from ketenkompas.library._household_figure import HouseholdFigure, HouseholdRows, said
from ketenkompas.library._household_footprint import footprint
from ketenkompas.library._household_places import Place, place, places
from ketenkompas.library._household_products import (
    COUNTRY,
    HOUSEHOLDS_ONLY,
    YEAR,
    HouseholdPer,
    item_label,
    item_of,
    per_of,
    product,
    unit_of,
)
from ketenkompas.library._query import sources_of
from ketenkompas.pipeline import drawn_of

Verdict = Literal["above", "below", "about_as_high"]

RANKED = (HOUSEHOLDS_ONLY, "home_energy", "car")
MOST = 20
SURE = 0.95
_TOLD_ONCE = ("sources", "missing", "notes", "model", "kind", "edition", "level", "interval_reason")


@dataclass(frozen=True, slots=True)
class Pair:
    """How one place stands to another: ``probability`` is the share of draws in which it is above it."""

    area: str
    other: str
    verdict: Verdict
    probability: float

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Rank:
    """The position of a place as an interval, 1 being the highest; not told where it covers more than half."""

    area: str
    name: str
    first: int
    last: int
    told: bool
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """Plain data; the interval only where it is told."""
        shown = {"first": self.first, "last": self.last} if self.told else {}
        return {"area": self.area, "name": self.name, "told": self.told, **shown, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Places beside each other: their figures, every pair, and their rank among themselves."""

    item: str
    label: str
    per: HouseholdPer
    unit: str
    year: int
    figures: tuple[HouseholdFigure, ...]
    pairs: tuple[Pair, ...]
    ranks: tuple[Rank, ...]
    sources: tuple[SourceRef, ...]
    receipt: str
    language: Language = "en"

    def pair(self, area: str, other: str) -> Pair:
        """How one place stands to another.

        Raises
        ------
        KeyError
            When they are not both compared.
        """
        for pair in self.pairs:
            if (pair.area, pair.other) == (area, other):
                return pair
        raise KeyError((area, other))

    def as_json(self) -> dict[str, Any]:
        """Plain data for every door."""
        return {
            "item": self.item,
            "label": self.label,
            "per": self.per,
            "unit": self.unit,
            "year": self.year,
            **said(self.year, self.language),
            "figures": [_plain(figure) for figure in self.figures],
            "pairs": [pair.as_json() for pair in self.pairs],
            "ranks": [rank.as_json() for rank in self.ranks],
            "receipt": self.receipt,
            "sources": [source.as_json() for source in self.sources],
        }

    def to_json(self) -> str:
        """JSON text."""
        return json.dumps(self.as_json(), ensure_ascii=False)

    def to_polars(self) -> pl.DataFrame:
        """One row for each pair, both ways."""
        return pl.DataFrame([pair.as_json() for pair in self.pairs])


def compare(
    asked: Sequence[str | Place],
    item: str = HOUSEHOLDS_ONLY,
    per: str = "household",
    *,
    year: int = YEAR,
    lang: str = "en",
) -> Comparison:
    """Two to twenty places beside each other, from the draws that they share.

    Parameters
    ----------
    asked : sequence of str or Place
    item : {"households", "home_energy", "car"}
        Modelled groups alone are never ranked, and government and investment are the same for all.
    per : {"household", "person"}

    Returns
    -------
    Comparison
        One place is above another where it is in 95 % of the draws, else ``about_as_high``: never by whether their
        intervals overlap, for they share most of their errors.

    Raises
    ------
    InputError
        ``households.not_ranked``, ``households.compare_number``.
    UnknownCodeError
        ``households.place_unknown``.
    MissingValueError
        ``households.draws_absent``.

    Notes
    -----
    Fact sheet of households, 3.11.
    """
    language, kind = language_of(lang), per_of(per)
    _require_ranked(item)
    chosen = list({one.area: one for one in (_read(one, year) for one in asked)}.values())
    if not 2 <= len(chosen) <= MOST:
        raise InputError("households.compare_number", found=len(chosen), most=MOST)
    ranks = rank_intervals(_draws([one.area for one in chosen], item, kind, year), SURE)
    figures = tuple(footprint(one, group=item, per=kind, year=year, lang=language) for one in chosen)
    _, receipt = product("draws", year)
    return Comparison(
        item=item,
        label=item_label(item, language),
        per=kind,
        unit=unit_of(kind),
        year=year,
        figures=figures,
        pairs=_pairs(chosen, ranks),
        ranks=_ranks(chosen, ranks, language),
        sources=sources_of((receipt,), language),
        receipt=receipt.id,
        language=language,
    )


def ranks(item: str = HOUSEHOLDS_ONLY, per: str = "household", *, year: int = YEAR, lang: str = "en") -> HouseholdRows:
    """The rank of every municipality as an interval among all: ``area, name, told, first, last, sentence``.

    ``first`` and ``last`` are None where the interval covers more than half of them.

    Raises
    ------
    InputError
        ``households.not_ranked``.
    """
    language, kind = language_of(lang), per_of(per)
    _require_ranked(item)
    chosen = list(places("municipality", year))
    _, receipt = product("draws", year)
    found = _ranks(chosen, _all_ranks(receipt.id, tuple(one.area for one in chosen), item, kind, year), language)
    blank = {"area": "", "name": "", "told": False, "first": None, "last": None}
    rows = [blank | one.as_json() for one in found]
    return HouseholdRows(
        name="ranks",
        area=COUNTRY,
        year=year,
        rows=tuple(rows),
        units={},
        sources=sources_of((receipt,), language),
        receipt=receipt.id,
        notes=(text("households.note.ranks", language, item=item_label(item, language)),),
        language=language,
    )


@functools.lru_cache(maxsize=16)
def _all_ranks(receipt: str, areas: tuple[str, ...], item: str, per: HouseholdPer, year: int) -> Ranks:  # noqa: ARG001
    return rank_intervals(_draws(areas, item, per, year), SURE)  # the receipt is the key


def _read(asked: str | Place, year: int) -> Place:
    return asked if isinstance(asked, Place) else place(asked, year)


def _require_ranked(item: str) -> None:
    if item_of(item) not in RANKED:
        raise InputError("households.not_ranked", found=item, known=", ".join(RANKED))


def _draws(areas: Sequence[str], item: str, per: HouseholdPer, year: int) -> npt.NDArray[np.float64]:
    """Draws by place (d, m), the same draw in the same row for all."""
    frame, _ = product("draws", year)
    known = drawn_of(frame, item, per)
    lacking = [area for area in areas if area not in known]
    if lacking:
        raise MissingValueError("households.draws_absent", areas=", ".join(lacking[:5]), item=item)
    return np.stack([known[area] for area in areas], axis=1)


def _pairs(chosen: Sequence[Place], found: Ranks) -> tuple[Pair, ...]:
    return tuple(
        Pair(one.area, other.area, _verdict(found, i, j), float(found.above[i, j]))
        for i, one in enumerate(chosen)
        for j, other in enumerate(chosen)
        if i != j
    )


def _verdict(found: Ranks, one: int, other: int) -> Verdict:
    if found.above[one, other] >= SURE:
        return "above"
    return "below" if found.above[other, one] >= SURE else "about_as_high"


def _ranks(chosen: Sequence[Place], found: Ranks, language: Language) -> tuple[Rank, ...]:
    made = []
    for at, one in enumerate(chosen):
        first, last, told = int(found.first[at]), int(found.last[at]), bool(found.told[at])
        kind = ("place" if first == last else "between") if told else "not_told"
        sentence = text(f"households.rank.{kind}", language, first=first, last=last, count=len(chosen))
        made.append(Rank(one.area, one.title(language), first, last, told, sentence))
    return tuple(made)


def _plain(figure: HouseholdFigure) -> dict[str, Any]:
    return {key: value for key, value in figure.as_json().items() if key not in _TOLD_ONCE}
