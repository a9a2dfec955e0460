"""The footprint of the households of a place: whole, by group, item, place of emission or class of household."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast, get_args

import polars as pl

from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.i18n import Language, language_of, text
from ketenkompas.library._household_figure import HouseholdBy, HouseholdFigure, HouseholdPart, HouseholdRows
from ketenkompas.library._household_level import Full, full_parts, missing_of, status_text
from ketenkompas.library._household_places import Place, place, places
from ketenkompas.library._household_products import (
    COUNTRY,
    HOUSEHOLDS_ONLY,
    ORIGINS,
    PUBLIC,
    TOTAL,
    YEAR,
    HouseholdPer,
    groups,
    item_label,
    item_of,
    leaves_of,
    per_of,
    product,
    status_code,
    unit_of,
)
from ketenkompas.library._household_types import AGE, CLASSES, class_label, class_means
from ketenkompas.library._query import sources_of
from ketenkompas.pipeline import Receipt

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A place, an item, the rows of figures of the place by item, and the parts built from full tables."""

    place: Place
    item: str
    per: HouseholdPer
    year: int
    language: Language
    rows: Mapping[str, _Row]
    full: Full

    def row(self, item: str) -> _Row:
        if item not in self.rows:
            raise MissingValueError("households.figure_absent", item=item, area=self.place.area, year=self.year)
        return self.rows[item]

    def numbers(self, item: str) -> tuple[float, float, float, float]:
        """Value, low, high, and the share that is measured in the place."""
        row = self.row(item)
        value, low, high = (float(row[f"{part}_{self.per}"]) for part in ("kg", "low", "high"))
        return value, low, high, float(row["observed"])


def footprint(
    asked: str | Place,
    by: str | None = None,
    group: str | None = None,
    *,
    per: str = "household",
    year: int = YEAR,
    lang: str = "en",
) -> HouseholdFigure:
    """What the households of a place cause in a year, at home and abroad, kg CO2-equivalent (AR5) per household.

    Parameters
    ----------
    asked : str or Place
        A code (``GM0363``, ``PV27``, ``NL``), a name, or a place.
    by : {"group", "item", "origin", "income", "size", "age", "tenure"}, optional
        The parts. Without it: the groups of a whole, the items of a group. By age only where spending by age was
        loaded.
    group : str, optional
        A group, an item, ``households`` (without government and investment) or ``total``, the default.
    per : {"household", "person"}
    year : int
    lang : {"en", "nl"}

    Returns
    -------
    HouseholdFigure
        ``parts`` add up to ``value``. By origin they follow the mix of all final demand, or that of households where a
        full table was at hand. By class of household they
        share the value by the place's households and what such a household causes in the whole country
        (``parts[].each``): the expected part, for no class is measured in a municipality.

    Raises
    ------
    UnknownCodeError
        ``households.place_unknown``, ``households.item_unknown``, ``households.year_unknown``.
    InputError
        ``households.by_unknown``, ``households.per_unknown``, ``households.no_class_parts``.
    MissingValueError
        ``households.figure_absent``, ``households.mix_absent``; ``household_tables.no_age``.

    Notes
    -----
    By class: ``value * n_c k_c / sum_c n_c k_c`` with shares of households n and national kg k per class. The whole by
    origin has intervals of its own draws; those of other parts by origin and by class are the interval of what is
    divided times the part's share.

    Examples
    --------
    >>> import ketenkompas as kk
    >>> kk.households.footprint("GM0363", by="origin").unit  # doctest: +SKIP
    'kg CO2e_AR5/household'
    """
    language = language_of(lang)
    one = asked if isinstance(asked, Place) else place(asked, year)
    frame, receipt = product("figures", year)
    rows = {row["item"]: row for row in frame.filter(pl.col("area") == one.area).iter_rows(named=True)}
    full = full_parts(receipt)
    question = _Asked(one, item_of(group or TOTAL), per_of(per), year, language, rows, full)
    value, low, high, observed = question.numbers(question.item)
    parts, more = _parts(question, _by(by))
    code = status_code(observed, question.item)
    return HouseholdFigure(
        area=one.area,
        name=one.title(language),
        year=year,
        item=question.item,
        label=item_label(question.item, language),
        per=question.per,
        by=_by(by),
        unit=unit_of(question.per),
        value=value,
        low=low,
        high=high,
        observed_share=observed,
        status_code=code,
        status=status_text(code, language, full),
        parts=parts,
        sources=sources_of((receipt, *more), language),
        receipt=receipt.id,
        missing=missing_of(leaves_of(question.item), language, full, origins=by == "origin"),
        notes=_notes(question, _by(by)),
        language=language,
    )


def _by(asked: str | None) -> HouseholdBy | None:
    if asked is not None and asked not in get_args(HouseholdBy):
        raise InputError("households.by_unknown", found=asked)
    return cast(HouseholdBy | None, asked)


def _parts(asked: _Asked, by: HouseholdBy | None) -> tuple[tuple[HouseholdPart, ...], tuple[Receipt, ...]]:
    if by == "origin":
        return _by_origin(asked)
    if by is not None and by in (*CLASSES, AGE):
        return _by_class(asked, by)
    return _inside(asked, by), ()


def _inside(asked: _Asked, by: HouseholdBy | None) -> tuple[HouseholdPart, ...]:
    """Groups of a whole, items of a group; an item is its own part."""
    whole = asked.item in (TOTAL, HOUSEHOLDS_ONLY)
    if whole and by != "item":
        names: Sequence[str] = [one for one in groups() if asked.item == TOTAL or one != PUBLIC]
    else:
        names = [asked.item] if by == "group" else leaves_of(asked.item)
    total, *_ = asked.numbers(asked.item)
    return tuple(_part(asked, name, asked.numbers(name), total) for name in names)


def _part(asked: _Asked, name: str, numbers: tuple[float, float, float, float], total: float) -> HouseholdPart:
    value, low, high, observed = numbers
    status = status_text(status_code(observed, name), asked.language, asked.full)
    label = item_label(name, asked.language)
    return HouseholdPart(name, label, value, low, high, observed, status, value / total if total else 0.0)


def _by_origin(asked: _Asked) -> tuple[tuple[HouseholdPart, ...], tuple[Receipt, ...]]:
    frame, receipt = product("origins", asked.year)
    shares = {(row["item"], row["origin"]): float(row["share"]) for row in frame.iter_rows(named=True)}
    made: dict[str, float] = dict.fromkeys(ORIGINS, 0.0)
    measured: dict[str, float] = dict.fromkeys(ORIGINS, 0.0)
    for name in leaves_of(asked.item):
        value, _, _, observed = asked.numbers(name)
        for origin in ORIGINS:
            made[origin] += value * shares[name, origin]
            measured[origin] += value * shares[name, origin] * observed
    labels = {name: text(f"households.origin.{name}", asked.language) for name in ORIGINS}
    shares_measured = {name: measured[name] / made[name] if made[name] else 0.0 for name in ORIGINS}
    parts = _shared(asked, made, labels, shares_measured)
    if asked.item != TOTAL:
        return parts, (receipt,)
    drawn, more = product("origin_figures", asked.year)
    rows = drawn.filter(pl.col("area") == asked.place.area).iter_rows(named=True)
    bounds = {row["origin"]: (row[f"low_{asked.per}"], row[f"high_{asked.per}"]) for row in rows}
    return tuple(replace(one, low=bounds[one.id][0], high=bounds[one.id][1]) for one in parts), (receipt, more)


def _by_class(asked: _Asked, by: str) -> tuple[tuple[HouseholdPart, ...], tuple[Receipt, ...]]:
    if asked.item in (PUBLIC, *leaves_of(PUBLIC)):
        raise InputError("households.no_class_parts", item=item_label(asked.item, asked.language))
    mix, receipt = product("mix", asked.year)
    mine = mix.filter((pl.col("area") == asked.place.area) & (pl.col("dimension") == by))
    shares = {row["class"]: row["share"] for row in mine.iter_rows(named=True) if row["households"] is not None}
    if mine.is_empty() and by == AGE:
        raise MissingValueError("household_tables.no_age")
    if not shares or len(shares) < mine.height:
        raise MissingValueError("households.mix_absent", area=asked.place.area, by=by)
    means, types = class_means(by, asked.item, tuple(shares), asked.year)
    made = {name: share * means[name] for name, share in shares.items()}
    labels = {name: class_label(by, name, asked.language) for name in shares}
    parts = _shared(asked, made, labels, dict.fromkeys(made, 0.0))
    return tuple(replace(part, households=shares[part.id], each=means[part.id]) for part in parts), (receipt, types)


def _shared(
    asked: _Asked, made: Mapping[str, float], labels: Mapping[str, str], observed: Mapping[str, float]
) -> tuple[HouseholdPart, ...]:
    """The value and its interval shared in proportion to what was made."""
    value, low, high, _ = asked.numbers(asked.item)
    total = sum(made.values())
    shares = {name: one / total if total else 0.0 for name, one in made.items()}
    return tuple(
        HouseholdPart(
            id=name,
            label=labels[name],
            value=value * share,
            low=low * share,
            high=high * share,
            observed_share=observed[name],
            status=status_text(status_code(observed[name]), asked.language, asked.full),
            share=share,
        )
        for name, share in shares.items()
    )


def _notes(asked: _Asked, by: HouseholdBy | None) -> tuple[str, ...]:
    items = leaves_of(asked.item)
    concerned = {"lease": "driving" in items, "lease_possible": "driving" in items, "dwellings": "gas" in items}
    flags = [f"flag_{name}" for name in asked.place.flags if concerned[name]]
    kinds = ["by_class"] if by in (*CLASSES, AGE) else []
    public = ["public"] if asked.item in (TOTAL, PUBLIC) else []
    named = [*flags, *kinds, *public, *(["by_origin"] if by == "origin" else [])]
    return tuple(
        text(f"households.note.{name}", asked.language, place=asked.place.title(asked.language)) for name in named
    )


def figures(
    item: str = TOTAL, kind: str = "municipality", *, per: str = "household", year: int = YEAR, lang: str = "en"
) -> HouseholdRows:
    """One item for every place of a kind, in the order of their names: what a map or a list shows.

    Returns
    -------
    HouseholdRows
        ``area, name, province, value, low, high, observed_share, flags``; never a position: see :func:`ranks`.

    Raises
    ------
    UnknownCodeError
        ``households.item_unknown``, ``households.year_unknown``.
    InputError
        ``households.per_unknown``, ``households.kind_unknown``.
    """
    language, wanted, by = language_of(lang), item_of(item), per_of(per)
    frame, receipt = product("figures", year)
    mine = {row["area"]: row for row in frame.filter(pl.col("item") == wanted).iter_rows(named=True)}
    unit = unit_of(by)
    rows = tuple(
        {
            "area": one.area,
            "name": one.title(language),
            "province": one.province,
            "value": mine[one.area][f"kg_{by}"],
            "low": mine[one.area][f"low_{by}"],
            "high": mine[one.area][f"high_{by}"],
            "observed_share": mine[one.area]["observed"],
            "flags": " ".join(one.flags),
        }
        for one in places(kind, year)
    )
    return HouseholdRows(
        name="figures",
        area=COUNTRY,
        year=year,
        rows=rows,
        units={"value": unit, "low": unit, "high": unit},
        sources=sources_of((receipt,), language),
        receipt=receipt.id,
        notes=missing_of(leaves_of(wanted), language, full_parts(receipt)),
        language=language,
    )
