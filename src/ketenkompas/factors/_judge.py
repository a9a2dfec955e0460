"""One factor and one question: the candidate that comes of it, or the typed reason why none does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ketenkompas.factors._bridges import bridges_of
from ketenkompas.factors._choice import Candidate
from ketenkompas.factors._conversions import Conversion
from ketenkompas.factors._fit import Fit, fit, refused
from ketenkompas.factors._interval import interval_of
from ketenkompas.factors._money import PriceIndex, Rate, Vat, money_amount, spend_reasons
from ketenkompas.factors._quantity import Amount, Bridge, Step, reach
from ketenkompas.factors._reasons import Reason, Refusal
from ketenkompas.factors._record import Factor
from ketenkompas.factors._rules import choice_rules
from ketenkompas.factors._units import ActivityUnit, activity_unit
from ketenkompas.factors._weigh import meaning_reasons, quality_reasons, region_reasons, source_reasons, year_reasons

Role = Literal["named", "variant", "spend_route"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question, its parts checked."""

    activity: str | tuple[str, ...]
    quantity: float
    unit: str
    units: tuple[ActivityUnit, ...]
    region: str
    year: int
    boundary: str | None
    gwp_set: str | None
    only_green: bool
    vat: Vat
    rates: tuple[Rate, ...]
    price_index: PriceIndex | None
    conversions: tuple[Conversion, ...]

    @property
    def in_money(self) -> bool:
        """Whether the quantity is an amount of money."""
        return self.units[0].kind == "money"

    def unit_for(self, goal: ActivityUnit) -> ActivityUnit:
        """The unit that was asked with, read as a factor in ``goal`` needs it."""
        return next((one for one in self.units if one.kind == goal.kind), self.units[0])

    def told(self) -> dict[str, Any]:
        """The question as plain data."""
        names = ("unit", "activity", "quantity", "region", "year", "boundary", "gwp_set", "only_green", "vat")
        return {name: getattr(self, name) for name in names}


def judge(factor: Factor, role: Role, asked: Asked) -> Iterator[Candidate | Refusal]:
    """One factor applied to the question: a candidate, the reason there is none, or a part with the reason for it.

    ``role`` says whether the question named the factor itself, or a factor that this is a variant of, or energy that
    was asked about with an amount of money.
    """
    refusal = _unusable(factor, asked)
    if refusal is not None:
        yield refusal
        return
    where = region_reasons(factor, asked.region)
    if where is None:
        yield refused("out_of_coverage", factor, region=factor.region, asked=asked.region)
        return
    amount = _amount(factor, asked)
    if isinstance(amount, Refusal):
        yield amount
        return
    fitted = fit(factor, asked.boundary, asked.gwp_set)
    if fitted.refusal is not None:
        yield fitted.refusal
    if fitted.fit is not None:
        yield _candidate(factor, fitted.fit, amount[0], [*amount[1], *where, *_about(factor, role, asked)])


def _unusable(factor: Factor, asked: Asked) -> Refusal | None:
    if factor.status == "lapsed":
        return refused("lapsed", factor)
    if factor.status == "withdrawn":
        return refused("withdrawn", factor)
    if asked.only_green and factor.source.licence_verdict != "green":
        return refused("licence_blocked", factor, licence=factor.source.licence)
    stages = {one.stage for one in factor.components}
    if factor.value is None and "variable" in factor.flags and asked.boundary not in stages:
        return refused("variable", factor, words=factor.value_text)
    if factor.value is None and not stages:
        return refused("empty_in_source", factor)
    return None


def _amount(factor: Factor, asked: Asked) -> tuple[Amount, tuple[Reason, ...]] | Refusal:
    goal = activity_unit(factor.unit)
    unit = asked.unit_for(goal)
    if unit.kind == goal.kind == "money":
        paid = money_amount(asked.quantity, unit.code, factor, asked.year, asked.rates, asked.price_index)
        return paid or refused("needs_rate", factor, unit=unit.code, needed=factor.unit)
    bridges = bridges_of(factor, asked.conversions)
    amount = reach(asked.quantity, unit, goal, bridges)
    if amount is None:
        return _out_of_reach(factor, unit, goal, bridges, asked)
    crossed = tuple(step for step in amount.steps if step.rule != "unit")
    reasons = [*_read_as(unit, asked), *(Reason("conversion.gas_bill", {}, "warning") for _ in _assumed(crossed))]
    if crossed:
        told = {"unit": unit.code, "needed": goal.code, "sources": tuple(step.source for step in crossed)}
        reasons.append(Reason("conversion.crossed", told, points=choice_rules().points["conversion"]))
    return amount, tuple(reasons)


def _assumed(steps: Iterable[Step]) -> Iterator[Step]:
    return (step for step in steps if step.assumed)


def _read_as(unit: ActivityUnit, asked: Asked) -> Iterator[Reason]:
    """How a unit was read that leaves open what is counted: a traveller's kilometre is a guess at one traveller."""
    if len(asked.units) > 1 and unit.kind == "vehicle_distance":
        yield Reason("conversion.of_vehicle")
    if len(asked.units) > 1 and unit.kind == "passenger_distance":
        yield Reason("conversion.of_traveller", {}, "warning")


def _out_of_reach(
    factor: Factor, unit: ActivityUnit, goal: ActivityUnit, bridges: tuple[Bridge, ...], asked: Asked
) -> Refusal:
    heat = [activity_unit(code) for code in ("kW.h{GCV}", "kW.h{NCV}")]
    if unit.kind == "energy" and any(reach(1.0, one, goal, bridges) for one in heat):
        return refused("calorific_value_open", factor, unit=unit.code)
    kind = "distance" if len(asked.units) > 1 else unit.kind
    return refused("unit_kind_mismatch", factor, unit=asked.unit, needed=goal.code, asked_kind=kind, kind=goal.kind)


def _about(factor: Factor, role: Role, asked: Asked) -> Iterator[Reason]:
    if role == "spend_route":
        yield Reason("variant.spend_route", {}, "warning", choice_rules().points["variant"])
    if role == "variant":
        told = {"variant": factor.variant or factor.technology or factor.key}
        yield Reason("variant.other", told, points=choice_rules().points["variant"])
    yield from year_reasons(factor, asked.year)
    if factor.category == "spend":
        yield from spend_reasons(factor, asked.vat)
    yield from source_reasons(factor)
    yield from quality_reasons(factor)
    yield from meaning_reasons(factor)


def _candidate(factor: Factor, found: Fit, amount: Amount, reasons: Iterable[Reason]) -> Candidate:
    told = (*found.reasons, *reasons)
    value = amount.value * found.value
    subjects = {one.subject for one in told if one.points}
    interval = interval_of(
        factor, value, amount=amount.value, boundary=found.boundary, restated=found.gwp_set != factor.gwp_set,
        same_year="year" not in subjects, same_region="region" not in subjects,
    )  # fmt: skip
    whole = found.boundary == factor.boundary
    return Candidate(
        factor=factor,
        value_kg_co2e=value,
        interval=interval,
        conversion=amount,
        boundary=found.boundary,
        gwp_set=found.gwp_set,
        by_component={stage: amount.value * part for stage, part in found.by_component.items()},
        by_gas={gas: amount.value * part for gas, part in found.by_gas.items()},
        biogenic_kg_co2=_times(amount.value, factor.biogenic_co2 if whole else None),
        avoided_kg_co2e=_times(amount.value, factor.avoided if whole else None),
        reasons=told,
    )


def _times(amount: float, per_unit: float | None) -> float | None:
    return None if per_unit is None else amount * per_unit
