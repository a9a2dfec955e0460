"""``compare``: areas side by side in one year; ``exchange``: who emits for whom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import polars as pl

from ketenkompas.classifications import areas, canonical_area, members
from ketenkompas.errors import InputError, KetenkompasError, MissingValueError
from ketenkompas.i18n import Language, language_of, number, text
from ketenkompas.library._analysis import Analysis, Item, analysis, of_product
from ketenkompas.library._catalogue import model as model_of
from ketenkompas.library._figure import Footprint, Per, Scope
from ketenkompas.library._query import footprint, question_of
from ketenkompas.mrio import HOUSEHOLDS
from ketenkompas.pipeline import CITED, OFFICIAL, WIOD, load

_EUROPE = ("EU27_2020", "EU26")


def compare(
    year: int,
    among: Sequence[str] = (),
    *,
    model: str = WIOD,
    scope: Scope = "with_households",
    per: Per | None = "head",
    gas: str | None = None,
    lang: str = "en",
) -> Analysis:
    """The footprints of areas in one year, the largest first, each with its interval where there is one.

    Parameters
    ----------
    year : int
    among : sequence of str
        Areas; every economy of the model by default. One without a figure is left out and named.
    model, scope, per, gas, lang
        As :func:`footprint`; per inhabitant by default.

    Returns
    -------
    Analysis
        ``rows``: rank, area, value, low, high in the unit of ``per``; ``items``: the largest and the smallest.

    Raises
    ------
    KetenkompasError
        Those of :func:`footprint`; ``compare.none`` when no area has a figure.

    Examples
    --------
    >>> from ketenkompas.library import compare
    >>> [row["code"] for row in compare(2008, ["NL", "DE", "IN"]).rows]
    ['DE', 'NL', 'IN']
    """
    language = language_of(lang)
    known = model_of(model)
    wanted = [canonical_area(one, known.areas) for one in among] or [
        code for code in known.areas if areas()[code].kind == "economy"
    ]
    found: list[Footprint] = []
    lacking: list[str] = []
    for code in dict.fromkeys(wanted):
        try:
            found.append(footprint(code, year, model=model, scope=scope, per=per, gas=gas, lang=language))
        except MissingValueError:
            lacking.append(areas()[code].name(language))
    if not found:
        raise InputError("compare.none", year=year, model=model)
    found.sort(key=lambda figure: -figure.value)
    return _ranked(found, lacking, language)


def _ranked(found: Sequence[Footprint], lacking: Sequence[str], language: Language) -> Analysis:
    first = found[0]
    rows = [
        {
            "rank": rank,
            "code": figure.area,
            "label": areas()[figure.area].name(language),
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
        }
        for rank, figure in enumerate(found, start=1)
    ]
    ends = (("largest", found[0]), ("smallest", found[-1]))
    items = [
        Item(
            code,
            text(f"compare.{code}", language, area=areas()[figure.area].name(language)),
            figure.value,
            figure.unit,
            figure.low,
            figure.high,
        )
        for code, figure in ends
    ]
    info = model_of(first.model).info
    _, receipt = load(first.model, None if info.kind in ("official", "cited") else first.year, _product(first.model))
    notes = [text(f"compare.scope.{first.scope}", language), first.interval_reason, text("compare.overlap", language)]
    if lacking:
        notes.append(text("compare.lacking", language, areas=", ".join(lacking)))
    numbers = dict.fromkeys(("value", "low", "high"), first.unit)
    return analysis(
        "compare",
        of_product(info, receipt),
        area=first.area,
        years=[first.year],
        gas=first.gases[0],
        title=text("compare.title", language, year=first.year),
        items=items,
        columns={"rank": "", "code": "", "label": "", **numbers},
        rows=rows,
        notes=notes,
        language=language,
    )


def _product(model: str) -> str:
    return {OFFICIAL: "official", CITED: "final_demand"}.get(model, "footprint")


def exchange(area: str, year: int, *, model: str = WIOD, gas: str | None = None, lang: str = "en") -> Analysis:
    """Who emits for whom: an area, the rest of the European Union and the rest of the world, Mt.

    Parameters
    ----------
    area, year, model, gas, lang
        As :func:`footprint`; a model with a table. A union is set against the rest of the world.

    Returns
    -------
    Analysis
        ``rows``: an emitter each, with a column for each consumer and their sum; the columns add up to the footprints,
        the rows to the emissions of industries. Direct emissions of households stand in a row of their own.

    Raises
    ------
    KetenkompasError
        Those of :func:`footprint`; ``query.economy_only``.

    Notes
    -----
    Sums of the product ``footprint`` over origins and areas (``tests/unit/library/test_compare.py``).
    """
    question = question_of(area, year, model=model, gas=gas, lang=lang)
    info, language = question.model.info, question.language
    if info.id in (OFFICIAL, CITED):
        raise InputError("query.economy_only", area=question.area, model=info.id)
    groups = _groups(question.area, info.regions)
    frame, receipt = load(info.id, year, "footprint")
    mine = frame.filter(pl.col("gas") == question.gas).with_columns(
        pl.col("area", "origin", "industry").cast(pl.String)
    )
    place = {region: name for name, inside in groups.items() for region in inside}
    grouped = mine.with_columns(
        consumer=pl.col("area").replace_strict(place, default=None), emitter=_emitter(place)
    ).drop_nulls("value")
    sums = {
        (emitter, consumer): math.fsum(values) / 1e3  # exact, whatever order the groups come in
        for emitter, consumer, values in grouped.group_by("emitter", "consumer").agg(pl.col("value")).iter_rows()
    }
    names = {
        name: text(f"exchange.group.{name}", language, area=areas()[question.area].name(language)) for name in groups
    }
    rows = [_exchanged(emitter, list(groups), sums, names, language) for emitter in (*groups, HOUSEHOLDS)]
    unit = f"Mt {info.units[info.gases.index(question.gas)].removeprefix('kt ')}"
    return analysis(
        "exchange",
        of_product(info, receipt),
        area=question.area,
        years=[year],
        gas=question.gas,
        title=text("exchange.title", language, area=areas()[question.area].phrase(language), year=year),
        items=_headline(sums, unit, language, areas()[question.area].phrase(language)),
        columns={"code": "", "label": "", **dict.fromkeys((*groups, "sum"), unit)},
        rows=rows,
        notes=[text("exchange.reading", language)],
        language=language,
    )


def _groups(area: str, regions: Sequence[str]) -> dict[str, tuple[str, ...]]:
    inside = members(area, regions)
    union: tuple[str, ...] = ()
    for code in _EUROPE:
        try:
            union = members(code, regions)
        except KetenkompasError:
            continue
    rest_of_union = tuple(region for region in union if region not in inside) if set(inside) <= set(union) else union
    named = {"area": inside, "other_eu": rest_of_union}
    taken = {region for group in named.values() for region in group}
    named["rest"] = tuple(region for region in regions if region not in taken)
    return {name: group for name, group in named.items() if group}


def _emitter(place: dict[str, str]) -> pl.Expr:
    chains = pl.col("origin").replace_strict(place, default=None)
    return pl.when(pl.col("industry") == HOUSEHOLDS).then(pl.lit(HOUSEHOLDS)).otherwise(chains)


def _exchanged(
    emitter: str,
    consumers: Sequence[str],
    sums: dict[tuple[str, str], float],
    names: dict[str, str],
    language: Language,
) -> dict[str, Any]:
    label = names.get(emitter) or text("library.part.households_direct", language)
    found = {consumer: sums.get((emitter, consumer), 0.0) for consumer in consumers}
    return {"code": emitter, "label": label, **found, "sum": sum(found.values())}


def _headline(sums: dict[tuple[str, str], float], unit: str, language: Language, name: str) -> list[Item]:
    abroad = sum(value for (emitter, consumer), value in sums.items() if consumer == "area" and emitter != "area")
    abroad -= sums.get((HOUSEHOLDS, "area"), 0.0)
    exported = sum(value for (emitter, consumer), value in sums.items() if emitter == "area" and consumer != "area")
    return [
        Item("abroad", text("exchange.abroad", language, area=name), abroad, unit),
        Item("exported", text("exchange.exported", language, area=name), exported, unit),
    ]


def exchange_sentence(found: Analysis) -> str:
    """What an area causes elsewhere beside what others cause in it."""
    language = found.language
    return text(
        "exchange.sentence",
        language,
        area=areas()[found.area].phrase(language),
        year=found.years[0],
        abroad=number(found.item("abroad").value, language, 1),
        exported=number(found.item("exported").value, language, 1),
    )
