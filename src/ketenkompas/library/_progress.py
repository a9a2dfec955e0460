"""``progress``: how a footprint stands to an indicative path, of one's own or in the form that others published."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ketenkompas import ingest
from ketenkompas.classifications import areas
from ketenkompas.errors import MissingValueError, UnknownCodeError
from ketenkompas.i18n import Language, language_of, number, text, unit_label
from ketenkompas.library._analysis import Analysis, Item
from ketenkompas.library._catalogue import receipt
from ketenkompas.library._figure import Footprint, Per, Scope, Series
from ketenkompas.library._interval import joint_of
from ketenkompas.library._query import series
from ketenkompas.pipeline import OFFICIAL, Identity, Input, Step
from ketenkompas.policy import (
    PathPoint,
    Target,
    corridor_state,
    distance,
    path,
    probability_above,
    required_rate,
    trend_rate,
)
from ketenkompas.reports import Chart, Layout, kind_mark, source_note, target_chart

PathShape = Literal["point", "linear", "geometric"]
_DEFAULT_END, _DEFAULT_LOW, _DEFAULT_HIGH = 2050, -79.0, -71.0


@dataclass(frozen=True, slots=True)
class Aim:
    """A path in per cent of a reference year: where it comes from, and its end."""

    preset: str
    reference_year: int | None
    end_year: int
    low: float
    high: float
    shape: PathShape


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
    language = language_of(lang)
    if shape not in get_args(PathShape):
        raise UnknownCodeError("query.choice", name="shape", found=shape, known=", ".join(get_args(PathShape)))
    chosen: Scope = scope or ("industry_only" if model == OFFICIAL else "with_households")
    found = series(area, model=model, scope=chosen, per=per, lang=language)
    aim = _aim(target, base_year, end_year, (low, high), shape)
    base = aim.reference_year if aim.reference_year is not None else found.years[0]
    observed = {figure.year: figure for figure in found.figures}
    if base not in observed:
        span = f"{found.years[0]}-{found.years[-1]}"
        nearest = min(found.years, key=lambda year: abs(year - base))
        raise MissingValueError("target.no_reference", year=base, model=model, known=span, nearest=nearest)
    start = observed[base].value
    goal = Target(base, start, aim.end_year, start * (1 + aim.low / 100), start * (1 + aim.high / 100), aim.shape)
    return _told(found, goal, aim, language)


def _aim(
    target: str | None,
    base_year: int | None,
    end_year: int | None,
    sides: tuple[float | None, float | None],
    shape: PathShape,
) -> Aim:
    if target is None:
        low, high = sides
        if low is None and high is None:
            low, high = _DEFAULT_LOW, _DEFAULT_HIGH
        ends = sorted(float(one) for one in (low, high) if one is not None)
        return Aim("", base_year, end_year or _DEFAULT_END, ends[0], ends[-1], shape)
    preset = ingest.read_target(target)
    point = preset.points[-1]
    if point["low_per_cent"] is None or point["high_per_cent"] is None:
        raise MissingValueError("target.per_cent_unknown", target=target)
    return Aim(
        target,
        base_year if base_year is not None else preset.reference_year,
        int(point["year"]),
        float(point["low_per_cent"]),
        float(point["high_per_cent"]),
        shape,
    )


def _told(found: Series, goal: Target, aim: Aim, language: Language) -> Analysis:
    newest = found.newest
    years = sorted({*found.years, *range(goal.start_year, goal.end_year + 1)})
    points = {point.year: point for point in path(goal)}
    rows = [_row(year, found, points) for year in years if year in found.years or year in points]
    title = text("progress.title", language, area=areas()[newest.area].phrase(language))
    parameters = {
        "area": newest.area,
        "scope": newest.scope,
        "unit": newest.unit,
        "base_year": goal.start_year,
        "end_year": goal.end_year,
        "low_per_cent": aim.low,
        "high_per_cent": aim.high,
        "shape": aim.shape,
        "target": aim.preset or None,
        "receipts": _receipts(found),
    }
    inputs = tuple(dict.fromkeys(Input(item["source"], item["sha256"]) for item in _inputs(found)))
    identity = Identity("progress", newest.model, None, (Step("policy.path", 1),), inputs, parameters)
    return Analysis(
        name="progress",
        title=title,
        area=newest.area,
        years=tuple(found.years),
        model=newest.model,
        kind=newest.kind,
        edition=newest.edition,
        gases=newest.gases,
        items=(*_items(found, goal, points.get(newest.year), language), *_chance(found, goal, points, language)),
        columns={"year": "", "observed": newest.unit, "path_low": newest.unit, "path_high": newest.unit},
        rows=tuple(rows),
        notes=tuple(_notes(newest, goal, aim, language)),
        sources=newest.sources,
        receipt=identity.id,
        identity=identity.as_json(),
        kept=False,
        language=language,
        picture=lambda layout: _picture(found, rows, title, layout, language),
    )


def _receipts(found: Series) -> list[str]:
    return list(dict.fromkeys(figure.receipt for figure in found.figures))


def _inputs(found: Series) -> list[Mapping[str, Any]]:
    return [item for id_ in _receipts(found) for item in receipt(id_).identity["inputs"]]


def _chance(found: Series, goal: Target, points: Mapping[int, PathPoint], language: Language) -> list[Item]:
    """The chance that the newest observation lies above the high side, from the joint draws of it and the first year.

    The level of the path is a share k of the reference year's observation, whose errors it inherits:
    ``var(F - k F0) = s^2 + k^2 s0^2 - 2 k cov``, with cov from the deviation of the change. No error is stated for
    direct emissions of households, so they count as exact.
    """
    newest, base = found.newest, next(figure for figure in found.figures if figure.year == goal.start_year)
    if newest.year not in points or newest.year <= base.year:
        return []
    joint = joint_of(base, newest)
    if joint is None:
        return []
    level = points[newest.year].high
    share = level / base.value
    variance = joint.last**2 + (share * joint.first) ** 2 - 2 * share * joint.covariance
    chance = probability_above(newest.value, level, math.sqrt(max(variance, 0.0)))
    return [Item("chance_above", text("progress.chance_above", language), 100 * chance, "%")]


def _row(year: int, found: Series, points: dict[int, PathPoint]) -> dict[str, Any]:
    observed = {figure.year: figure.value for figure in found.figures}
    point = points.get(year)
    return {
        "year": year,
        "observed": observed.get(year),
        "path_low": point.low if point else None,
        "path_high": point.high if point else None,
    }


def _items(found: Series, goal: Target, point: PathPoint | None, language: Language) -> list[Item]:
    newest = found.newest
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


def _notes(newest: Footprint, goal: Target, aim: Aim, language: Language) -> Sequence[str]:
    told = []
    if aim.preset:
        preset = ingest.read_target(aim.preset)
        told.append(
            text(
                "progress.preset",
                language,
                name=preset.words("name", language),
                force=text(f"progress.force.{preset.force}", language),
                stated=preset.stated,
            )
        )
        told += [preset.words("note", language), text("progress.per_cent_only", language)]
    else:
        told.append(text("progress.own_path", language))
    told.append(text(f"progress.scope.{newest.scope}", language))
    told.append(
        text(
            f"progress.shape.{goal.kind}",
            language,
            first=goal.start_year,
            last=goal.end_year,
            low=number(aim.low, language, 0),
            high=number(aim.high, language, 0),
        )
    )
    if newest.low is None:
        told.append(text("progress.no_chance", language, reason=newest.interval_reason))
    told.append(text("progress.lag", language, year=newest.year))
    return told


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


def _picture(found: Series, rows: Sequence[dict[str, Any]], title: str, layout: Layout, language: Language) -> Chart:
    newest = found.newest
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
