"""``budgets``: an indicative path in budget periods, as France writes them, and what has been emitted of each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ketenkompas import ingest
from ketenkompas.classifications import areas
from ketenkompas.errors import InputError
from ketenkompas.i18n import number, text, unit_label
from ketenkompas.library._analysis import Analysis, Item
from ketenkompas.library._figure import Footprint, Per, Scope
from ketenkompas.library._held import Held, PathShape, held, path_notes, told
from ketenkompas.library._interval import joint_of
from ketenkompas.pipeline import OFFICIAL, Step
from ketenkompas.policy import (
    Budget,
    PathPoint,
    Period,
    budget_progress,
    checked_periods,
    corridor_budget,
    corridor_state,
    probability_above,
    usual_periods,
)


def budgets(
    area: str,
    *,
    periods: Sequence[Period] = (),
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
    """An indicative path as budgets: the sum of the path over each period, what has been emitted of it, what is left.

    Parameters
    ----------
    area, model, target, base_year, end_year, low, high, shape, scope, per, lang
        The series and the path, as :func:`progress`.
    periods : sequence of (first year, last year), optional
        In years of the path, none in two periods; by default periods of five years as France counts them (2024-2028,
        2029-2033, ...), from the one in which the newest observation lies.

    Returns
    -------
    Analysis
        ``rows``, one a period: budget on the low and on the high side, emitted so far and until when, what the path
        has for the same years, what is left of the high side, in all and a year, shares of budget and of time used, the
        year in which it would be used up at the newest level, in words where it lies, and for models with draws the
        chance that the sum of the observed years lies above the high side. ``items``: what is left of each period.

    Raises
    ------
    KetenkompasError
        Those of :func:`progress`; ``target.budget_*``.

    Notes
    -----
    A budget is never drawn as a yearly ceiling. No publisher's size of a budget is used: those of France are not known
    here (``docs/methods/indicative-targets.md``).

    Examples
    --------
    >>> import ketenkompas as kk
    >>> found = kk.budgets("NL", periods=[(2019, 2023), (2024, 2028)], low=-79, high=-71)
    >>> [row["period"] for row in found.rows], [row["emitted_to"] for row in found.rows]
    (['2019-2023', '2024-2028'], [2023, None])
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
    language, newest = case.language, case.newest
    if case.goal.kind == "point":
        raise InputError("target.budget_path")
    usual = usual_periods(newest.year, case.goal.start_year, case.goal.end_year)
    asked = checked_periods(periods) if periods else usual
    rows = [_row(case, period) for period in asked]
    amounts = ("budget_low", "budget_high", "emitted", "path_so_far_low", "path_so_far_high", "left", "left_a_year")
    units = {"share_used": "%", "share_of_time": "%", **dict.fromkeys(amounts, newest.unit), "chance_above": "%"}
    return told(
        "budgets",
        case,
        title=text("budgets.title", language, area=areas()[newest.area].phrase(language)),
        steps=(Step("policy.budgets", 1),),
        items=[
            Item(
                f"left.{row['period']}", text("budgets.left", language, period=row["period"]), row["left"], newest.unit
            )
            for row in rows
        ],
        columns={name: units.get(name, "") for name in rows[0]} if rows else {},
        rows=rows,
        notes=_notes(case, given=bool(periods)),
        asked={"periods": [list(period) for period in asked]},
    )


def _row(case: Held, period: Period) -> dict[str, Any]:
    low, high = corridor_budget(list(case.points.values()), period)
    observed = {figure.year: figure.value for figure in case.found.figures}
    state = budget_progress(high, observed)
    inside = [figure for figure in case.found.figures if period[0] <= figure.year <= period[1]]
    so_far = [sum(getattr(case.points[one.year], side) for one in inside) for side in ("low", "high")]
    return {
        "period": f"{period[0]}-{period[1]}",
        "budget_low": low.total,
        "budget_high": high.total,
        "emitted": state.used if inside else None,
        "emitted_to": inside[-1].year if inside else None,
        "path_so_far_low": so_far[0] if inside else None,
        "path_so_far_high": so_far[1] if inside else None,
        "left": state.left,
        "left_a_year": state.mean_left,
        "share_used": state.share_used,
        "share_of_time": state.share_of_time,
        "used_up": state.exhausted,
        "state": _state(case, high, inside, so_far),
        "chance_above": _chance(case, inside, so_far[1]),
    }


def _state(case: Held, budget: Budget, inside: Sequence[Footprint], so_far: Sequence[float]) -> str:
    """Where the sum of the observed years lies, without a verdict."""
    if not inside:
        return text("budgets.state.open", case.language)
    used = sum(figure.value for figure in inside)
    place = corridor_state(used, PathPoint(inside[-1].year, so_far[0], so_far[1]))
    whole = "whole" if inside[-1].year == budget.last else "part"
    return text(f"budgets.state.{whole}.{place}", case.language, year=inside[-1].year)


def _chance(case: Held, inside: Sequence[Footprint], level: float) -> float | None:
    """The chance that the sum of the observed years lies above the path, per cent; None without draws.

    The sum of the path is a share k of the reference year's figure, whose errors it inherits: the variance of
    ``sum(F) - k F0`` from the joint draws of every pair of years.
    """
    if not inside:
        return None
    weights = {case.base.year: -level / case.base.value}
    for figure in inside:
        weights[figure.year] = weights.get(figure.year, 0.0) + 1.0
    figures = {figure.year: figure for figure in (case.base, *inside)}
    years, variance = sorted(figures), 0.0
    for place, one in enumerate(years):
        for other in years[place + 1 :]:
            joint = joint_of(figures[one], figures[other])
            if joint is None:
                return None
            variance += 2 * weights[one] * weights[other] * joint.covariance
            if place == 0:
                variance += weights[other] ** 2 * joint.last**2
                variance += weights[one] ** 2 * joint.first**2 if other == years[1] else 0.0
    if variance <= 0:
        return None
    return 100 * probability_above(sum(figure.value for figure in inside), level, math.sqrt(variance))


def _notes(case: Held, *, given: bool) -> list[str]:
    newest, language = case.newest, case.language
    said = [text("budgets.meaning", language), text("budgets.given" if given else "budgets.usual", language)]
    said += path_notes(case)
    if case.aim.preset:
        known = ingest.read_target(case.aim.preset).budgets
        if known:
            listed = ", ".join(f"{one['first']}-{one['last']}" for one in known)
            said.append(text("budgets.published", language, periods=listed))
    if newest.low is None:
        said.append(text("progress.no_chance", language, reason=newest.interval_reason))
    said.append(text("progress.lag", language, year=newest.year))
    return said


def budget_sentence(found: Analysis) -> str:
    """What has been emitted in the last period that has begun, beside the sum of the path for the same years."""
    language = found.language
    begun = [row for row in found.rows if row["emitted"] is not None]
    if not begun:
        return text("budgets.none_begun", language)
    row = begun[-1]
    return text(
        "budgets.sentence",
        language,
        period=row["period"],
        year=row["emitted_to"],
        emitted=number(row["emitted"], language, 1),
        low=number(row["path_so_far_low"], language, 1),
        high=number(row["path_so_far_high"], language, 1),
        unit=unit_label(found.columns["emitted"], language),
    )
