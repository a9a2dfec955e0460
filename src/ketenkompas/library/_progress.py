"""``progress``: how a footprint stands to an indicative path, of one's own or in the form that others published."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ketenkompas import ingest
from ketenkompas.classifications import areas
from ketenkompas.i18n import language_of, number, text, unit_label
from ketenkompas.library._analysis import Analysis, Item
from ketenkompas.library._figure import Per, Scope, Series
from ketenkompas.library._held import Held, PathShape, held, path_notes, told
from ketenkompas.library._interval import joint_of
from ketenkompas.pipeline import OFFICIAL
from ketenkompas.policy import PathPoint, corridor_state, distance, probability_above, required_rate, trend_rate
from ketenkompas.reports import Chart, Layout, kind_mark, source_note, target_chart


def targets(lang: str = "en") -> list[dict[str, Any]]:
    """The published targets that are packaged: name, jurisdiction, force, what is known of them, sources with status.

    Examples
    --------
    >>> [target["id"] for target in targets()]
    ['dk-benchmark', 'fr-snbc3', 'se-sou-2022-15']
    """
    language = language_of(lang)
    found = [ingest.read_target(name) for name in ingest.target_ids()]
    return [
        {
            "id": one.id,
            "jurisdiction": one.jurisdiction,
            "name": one.words("name", language),
            "force": one.force,
            "note": one.words("note", language),
            "reference_year": one.reference_year,
            "points": [dict(point) for point in one.points],
            "budgets": [dict(budget) for budget in one.budgets],
            "sources": [{**source, "says": source["says"][language]} for source in one.sources],
            "stated": one.stated,
        }
        for one in found
    ]


def progress(
    area: str,
    *,
    model: str = OFFICIAL,
    target: str | None = None,
    base_year: int | None = None,
    end_year: int | None = None,
    low: float | None = None,
    high: float | None = None,
    shape: PathShape = "geometric",
    scope: Scope | None = None,
    per: Per | None = None,
    lang: str = "en",
) -> Analysis:
    """How a footprint stands to an indicative path given in per cent of a reference year.

    Parameters
    ----------
    area : str
    model : str
        The series: the official one, or a model of our own.
    target : str, optional
        A packaged target (:func:`targets`), of which the percentages are taken; its tonnes belong to another country.
    base_year, end_year : int, optional
        Reference year (the first of the series by default, or the target's) and end year.
    low, high : float, optional
        Change at the end in per cent of the reference year, for instance -79 and -71; one of them alone is one path.
    shape : {"geometric", "linear", "point"}
        A constant yearly rate, a straight line, or no path in between.
    scope : {"with_households", "industry_only"}, optional
        As :func:`series`; the official series is without direct household emissions.
    per : {"head"}, optional
        Path and series per inhabitant, on the same population.

    Returns
    -------
    Analysis
        ``items``: newest observation, the path in that year, the distance to its high side in per cent, the rate needed
        each year to both ends, the trend observed; ``rows``: year, observed, low and high side of the path.

    Raises
    ------
    KetenkompasError
        Those of :func:`series`; ``target.no_reference`` when the series does not hold the reference year;
        ``target.per_cent_unknown`` when the target's percentages are not known here; ``target.*`` of a path.

    Notes
    -----
    ``docs/methods/indicative-targets.md``.

    Examples
    --------
    >>> import ketenkompas as kk
    >>> found = kk.progress("NL", end_year=2050, low=-79, high=-71)
    >>> round(found.item("observed").value, 3)
    141.675
    """
    case = held(
        area,
        model=model,
        target=target,
        base_year=base_year,
        end_year=end_year,
        low=low,
        high=high,
        shape=shape,
        scope=scope,
        per=per,
        lang=lang,
    )
    newest, language = case.newest, case.language
    years = sorted({*case.found.years, *range(case.goal.start_year, case.goal.end_year + 1)})
    rows = [_row(year, case.found, case.points) for year in years if year in case.found.years or year in case.points]
    title = text("progress.title", language, area=areas()[newest.area].phrase(language))
    return told(
        "progress",
        case,
        title=title,
        steps=(),
        items=(*_items(case), *_chance(case)),
        columns={"year": "", "observed": newest.unit, "path_low": newest.unit, "path_high": newest.unit},
        rows=rows,
        notes=_notes(case),
        picture=lambda layout: _picture(case, rows, title, layout),
    )


def _chance(case: Held) -> list[Item]:
    """The chance that the newest observation lies above the high side, from the joint draws of it and the first year.

    The level of the path is a share k of the reference year's observation, whose errors it inherits:
    ``var(F - k F0) = s^2 + k^2 s0^2 - 2 k cov``, with cov from the deviation of the change. No error is stated for
    direct emissions of households, so they count as exact.
    """
    newest, base, points = case.newest, case.base, case.points
    if newest.year not in points or newest.year <= base.year:
        return []
    joint = joint_of(base, newest)
    if joint is None:
        return []
    level = points[newest.year].high
    share = level / base.value
    variance = joint.last**2 + (share * joint.first) ** 2 - 2 * share * joint.covariance
    chance = probability_above(newest.value, level, math.sqrt(max(variance, 0.0)))
    return [Item("chance_above", text("progress.chance_above", case.language), 100 * chance, "%")]


def _row(year: int, found: Series, points: Mapping[int, PathPoint]) -> dict[str, Any]:
    observed = {figure.year: figure.value for figure in found.figures}
    point = points.get(year)
    return {
        "year": year,
        "observed": observed.get(year),
        "path_low": point.low if point else None,
        "path_high": point.high if point else None,
    }


def _items(case: Held) -> list[Item]:
    found, goal, newest, language = case.found, case.goal, case.newest, case.language
    point = case.points.get(newest.year)
    named: list[Item] = [
        Item(
            "observed",
            text("progress.observed", language, year=newest.year),
            newest.value,
            newest.unit,
            newest.low,
            newest.high,
        )
    ]
    if point is not None:
        for side in ("low", "high"):
            told = text(f"progress.path.{side}", language, year=newest.year)
            named.append(Item(f"path_{side}", told, getattr(point, side), newest.unit))
        told = text("progress.distance", language)
        named.append(Item("distance", told, 100 * distance(newest.value, point.high), "%"))
    if newest.year < goal.end_year:
        for side in ("low", "high"):
            rate = required_rate(newest.value, newest.year, getattr(goal, side), goal.end_year)
            told = text(f"progress.required.{side}", language, year=goal.end_year)
            named.append(Item(f"required_{side}", told, 100 * rate, "%"))
    if len(found.figures) > 1:
        rate = trend_rate({figure.year: figure.value for figure in found.figures})
        told = text("progress.trend", language, first=found.years[0], last=newest.year)
        named.append(Item("trend", told, 100 * rate, "%"))
    return named


def _notes(case: Held) -> Sequence[str]:
    newest, language = case.newest, case.language
    said = path_notes(case)
    if newest.low is None:
        said.append(text("progress.no_chance", language, reason=newest.interval_reason))
    said.append(text("progress.lag", language, year=newest.year))
    return said


def state_sentence(found: Analysis) -> str:
    """Where the newest observation lies between the two sides of the path, without a verdict."""
    listed = {item.code: item for item in found.items}
    language = found.language
    if "path_low" not in listed:
        return text("progress.outside_years", language)
    point = PathPoint(found.years[-1], listed["path_low"].value, listed["path_high"].value)
    state = corridor_state(listed["observed"].value, point)
    return text(
        f"progress.state.{state}",
        language,
        year=found.years[-1],
        value=number(listed["observed"].value, language, 1),
        low=number(point.low, language, 1),
        high=number(point.high, language, 1),
        unit=unit_label(listed["observed"].unit, language),
    )


def _picture(case: Held, rows: Sequence[dict[str, Any]], title: str, layout: Layout) -> Chart:
    newest, language = case.newest, case.language
    sources = [source.as_json() for source in newest.sources]
    return target_chart(
        rows,
        unit=newest.unit,
        language=language,
        title=title,
        subtitle=newest.subtitle,
        note=source_note(sources, edition=newest.edition, language=language),
        mark=kind_mark([newest.kind], language),
        layout=layout,
    )
