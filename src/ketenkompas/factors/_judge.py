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
from ketenkompas.factors._quantity import Amount, reach
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
    unit: ActivityUnit
    region: str
    year: int
    boundary: str | None
    gwp_set: str | None
    only_green: bool
    vat: Vat
    rates: tuple[Rate, ...]
    price_index: PriceIndex | None
    conversions: tuple[Conversion, ...]

    def told(self) -> dict[str, Any]:
        """The question as plain data."""
        names = ("activity", "quantity", "region", "year", "boundary", "gwp_set", "only_green", "vat")
        return {"unit": self.unit.code, **{name: getattr(self, name) for name in names}}


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
    if asked.unit.kind == goal.kind == "money":
        paid = money_amount(asked.quantity, asked.unit.code, factor, asked.year, asked.rates, asked.price_index)
        return paid or refused("needs_rate", factor, unit=asked.unit.code, needed=factor.unit)
    amount = reach(asked.quantity, asked.unit, goal, bridges_of(factor, asked.conversions))
    if amount is None:
        kinds = {"asked_kind": asked.unit.kind, "kind": goal.kind}
        return refused("unit_kind_mismatch", factor, unit=asked.unit.code, needed=goal.code, **kinds)
    crossed = tuple(step for step in amount.steps if step.rule != "unit")
    reasons = [Reason("conversion.gas_bill", {}, "warning") for step in crossed if step.assumed]
    if crossed:
        told = {"unit": asked.unit.code, "needed": goal.code, "sources": tuple(step.source for step in crossed)}
        reasons.append(Reason("conversion.crossed", told, points=choice_rules().points["conversion"]))
    return amount, tuple(reasons)


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
