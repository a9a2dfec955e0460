"""Why a footprint changed between two years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import polars as pl

from ketenkompas.classifications import areas, label_of
from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError
from ketenkompas.i18n import Language, text
from ketenkompas.library._analysis import Analysis, Item, analysis
from ketenkompas.library._change import Course, Effects, Method, Prices, effects
from ketenkompas.library._figure import Scope
from ketenkompas.library._index_change import index_effects
from ketenkompas.library._parts import Question, answer
from ketenkompas.library._query import question_of, sources_of_inputs
from ketenkompas.mrio import HOUSEHOLDS, ChangeBy
from ketenkompas.pipeline import CITED, OFFICIAL, WIOD
from ketenkompas.reports import Chart, Layout, kind_mark, source_note, waterfall_chart

_ALL = "all"


def explain(
    area: str,
    from_year: int,
    to_year: int,
    *,
    model: str = WIOD,
    by: ChangeBy | None = None,
    scope: Scope = "with_households",
    course: Course = "direct",
    method: Method = "structural",
    base: int | None = None,
    prices: Path | None = None,
    current_prices: bool = False,
    gas: str | None = None,
    lang: str = "en",
) -> Analysis:
    """Why the footprint of an area changed between two years: intensity, technology, trade, demand, population.

    Parameters
    ----------
    area, model, gas, lang
        As :func:`footprint`; a model with tables.
    from_year, to_year : int
        The earlier year first.
    by : {"product", "origin", "industry"}, optional
        Each effect by final product, emitting region or emitting industry; without it, the effects with their range.
    scope : {"with_households", "industry_only"}
        With or without the change of direct household emissions, a row of its own: they do not pass through the table.
    course : {"direct", "chained"}
        From the two years alone, or as the sum of the changes from year to year.
    method : {"structural", "index"}
        The structural decomposition of the table, or an index decomposition (LMDI) of population x spending per head x
        mix x chain intensity, which needs raw tables.
    base : int, optional
        The year in whose prices both tables are put: 2008 for WIOD, ``to_year`` with an index of one's own.
    prices : Path, optional
        A price index of one's own, ``region,year,index`` or ``region,product,year,index``; needed for every model but
        WIOD, which has country deflators of the Penn World Table.
    current_prices : bool
        Without deflating. Inflation and exchange rates then stand as effects; never to be published.

    Returns
    -------
    Analysis
        ``items``: the footprint before and after, the change, and that of industries; ``rows``: the effects (by part),
        Mt. They add up to the change.

    Raises
    ------
    KetenkompasError
        As :func:`footprint`, all together; ``explain.order``, ``explain.no_table``, ``explain.prices_needed``,
        ``explain.index_year``, ``explain.index_by``, ``explain.index_population``,
        ``explain.prices_twice``; ``table.not_here`` where a raw table is needed and absent.

    Examples
    --------
    >>> import ketenkompas as kk
    >>> found = kk.explain("NL", 2000, 2008)
    >>> {row["code"]: round(row["value"], 2) for row in found.rows}["intensity"]
    -59.69
    """
    asked = _asked(
        area, (from_year, to_year), model=model, scope=scope, gas=gas, lang=lang, by=by, course=course, method=method
    )
    if current_prices and (prices is not None or base is not None):
        raise InputError("explain.prices_twice")
    years = [year for year in asked[0].model.years if from_year <= year <= to_year]
    told = Prices(base, prices, current_prices)
    if method == "index":
        found = index_effects(asked[0], years if course == "chained" else [from_year, to_year], by, told)
    else:
        found = effects(asked[0], years, by, course, told)
    totals = [answer(one).amounts for one in asked]
    return _told(asked, totals, found, by, course)


def _asked(
    area: str, years: tuple[int, int], *, by: ChangeBy | None, course: Course, method: Method, **chosen: Any
) -> tuple[Question, Question]:
    faults: dict[str, KetenkompasError] = {}
    questions: list[Question] = []

    for year in years:
        try:
            questions.append(question_of(area, year, **chosen))
        except KetenkompasError as raised:
            faults |= {str(one): one for one in raised.problems or (raised,)}
    named = (("by", by, ChangeBy), ("course", course, Course), ("method", method, Method))
    for name, found, choices in ((name, found, get_args(kind)) for name, found, kind in named):
        if found is not None and found not in choices:
            fault = UnknownCodeError("query.choice", name=name, found=found, known=", ".join(choices))
            faults[str(fault)] = fault
    if years[0] >= years[1]:
        faults["order"] = InputError("explain.order", first=years[0], last=years[1])
    if questions and questions[0].model.info.id in (OFFICIAL, CITED):
        faults["table"] = InputError("explain.no_table", model=questions[0].model.id)
    if faults:
        listed = list(faults.values())
        raise listed[0] if len(listed) == 1 else InputError("query.faults", problems=listed, count=len(listed))
    return questions[0], questions[1]


def _told(
    asked: tuple[Question, Question],
    totals: Sequence[Mapping[str, float]],
    found: Effects,
    by: ChangeBy | None,
    course: Course,
) -> Analysis:
    question, language = asked[0], asked[0].language
    info = question.model.info
    unit = f"Mt {info.units[info.gases.index(question.gas)].removeprefix('kt ')}"
    years = (asked[0].year, asked[1].year)
    households = _households(totals)
    rows = _effect_rows(found, households, language) if by is None else _part_rows(found, households, by, language)
    numbers = ("value", *found.shown) if by else ("value", "lowest_form", "highest_form")
    title = text("explain.title", language, area=areas()[question.area].name(language), first=years[0], last=years[1])
    items = _items(totals, households, years, unit, language)
    notes = _notes(found, question, course)
    told = analysis(
        "explain",
        found.basis,
        area=question.area,
        years=years,
        gas=question.gas,
        title=title,
        items=items,
        columns={"code": "", "label": "", **dict.fromkeys(numbers, unit)},
        rows=rows,
        notes=notes,
        language=language,
    )
    steps = _effect_rows(found, households, language)
    return replace(told, picture=lambda layout: _picture(told, steps, items, notes, layout))


def _households(totals: Sequence[Mapping[str, float]]) -> float | None:
    before, after = (one.get(HOUSEHOLDS) for one in totals)
    return None if before is None or after is None else after - before


def _items(
    totals: Sequence[Mapping[str, float]],
    households: float | None,
    years: tuple[int, int],
    unit: str,
    language: Language,
) -> list[Item]:
    before, after = (sum(one.values()) / 1e3 for one in totals)
    items = [
        Item("before", text("explain.footprint", language, year=years[0]), before, unit),
        Item("after", text("explain.footprint", language, year=years[1]), after, unit),
        Item("change", text("explain.change", language), after - before, unit),
    ]
    if households is not None:
        industries = after - before - households / 1e3
        items.append(Item("change_industries", text("explain.change_industries", language), industries, unit))
    return items


def _effect_rows(found: Effects, households: float | None, language: Language) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for effect in found.shown:
        ends = [found.forms[form][effect] / 1e3 for form in found.forms if form != "change"]
        rows.append(
            {
                "code": effect,
                "label": text(f"explain.effect.{effect}", language),
                "value": found.forms["change"][effect] / 1e3,
                "lowest_form": min(ends, default=None),
                "highest_form": max(ends, default=None),
            }
        )
    if households is not None:
        label = text("library.part.households_direct", language)
        rows.append({"code": HOUSEHOLDS, "label": label, "value": households / 1e3})
        rows[-1] |= {"lowest_form": None, "highest_form": None}
    return rows


def _part_rows(found: Effects, households: float | None, by: ChangeBy, language: Language) -> list[dict[str, Any]]:
    """All together first, then the parts, the largest change first, then households."""
    parts = sorted(found.parts.items(), key=lambda item: -abs(sum(item[1].values())))
    listed = [(code, _label(code, by, language), row) for code, row in parts]
    listed.insert(0, (_ALL, text("explain.all", language), found.forms["change"]))
    rows: list[dict[str, Any]] = [
        {
            "code": code,
            "label": label,
            "value": sum(row.values()) / 1e3,
            **{effect: row[effect] / 1e3 for effect in found.shown},
        }
        for code, label, row in listed
    ]
    if households is not None:
        label = text("library.part.households_direct", language)
        rows.append({"code": HOUSEHOLDS, "label": label, "value": households / 1e3, **dict.fromkeys(found.shown)})
    return rows


def _label(code: str, by: ChangeBy, language: Language) -> str:
    if by == "origin":
        return areas()[code].name(language) if code in areas() else code
    return label_of(code, language, product=by == "product")


def _notes(found: Effects, question: Question, course: Course) -> list[str]:
    language = question.language
    if found.base is None:
        prices = text("explain.current_prices", language)
    elif found.own_prices:
        prices = text("explain.own_prices", language, base=found.base)
    else:
        prices = text("explain.country_prices", language, base=found.base)
    forms = "explain.method" if len(found.forms) > 1 else "explain.method_index"
    told = [prices, text(forms, language)]
    if question.area not in question.model.info.regions:
        told.append(text("explain.aggregate", language))
    if not found.population:
        told.append(text("explain.no_population", language))
    if course == "chained":
        told.append(text("explain.chained", language))
    return told


def _picture(
    told: Analysis,
    steps: Sequence[Mapping[str, Any]],
    items: Sequence[Item],
    notes: Sequence[str],
    layout: Layout,
) -> Chart:
    listed = {item.code: item for item in items}
    sources = [one.as_json() for one in sources_of_inputs([one.id for one in told.sources], told.language)]
    return waterfall_chart(
        pl.DataFrame([{name: step[name] for name in ("code", "label", "value")} for step in steps]),
        start=(listed["before"].label, listed["before"].value),
        end=listed["after"].label,
        unit=listed["before"].unit,
        language=told.language,
        title=told.title,
        subtitle=notes[0],
        note=source_note(sources, edition=told.edition, language=told.language),
        mark=kind_mark([told.kind], told.language),
        layout=layout,
    )
