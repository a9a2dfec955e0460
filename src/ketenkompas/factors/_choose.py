"""Choosing a factor for an activity: every record that could serve, ranked, each step down told, nothing in silence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ketenkompas.errors import InputError
from ketenkompas.factors._choice import Candidate, Choice
from ketenkompas.factors._conversions import Conversion
from ketenkompas.factors._conversions import conversions as packaged_conversions
from ketenkompas.factors._fit import known_boundary
from ketenkompas.factors._gwp import gwp_values
from ketenkompas.factors._gwp_choice import NATIVE
from ketenkompas.factors._judge import Asked, Role, judge
from ketenkompas.factors._money import PriceIndex, Rate, Vat, product_of
from ketenkompas.factors._pick import answer
from ketenkompas.factors._reasons import Reason, Refusal
from ketenkompas.factors._record import Factor
from ketenkompas.factors._release import Release
from ketenkompas.factors._rules import choice_rules
from ketenkompas.factors._units import unit_code, unit_readings
from ketenkompas.factors._weigh import edition_for, known_region

_YEARS = range(1990, 2101)
_MOST = 1e15
_ENERGY_PRODUCT: Mapping[str, str] = {"electricity": "D35", "heat": "D35", "fuels": "C19"}
_NEVER_BY_MONEY = frozenset({"refrigerants", "gwp"})


def choose(
    release: Release,
    activity: str | Sequence[Factor],
    quantity: float,
    unit: str,
    *,
    region: str = "NL",
    year: int,
    boundary: str | None = None,
    gwp_set: str | None = None,
    only_green: bool = False,
    vat: Vat = "",
    rates: Iterable[Rate] = (),
    price_index: PriceIndex | None = None,
    conversions: Iterable[Conversion] | None = None,
    closeness: Mapping[str, float] | None = None,
) -> Choice:
    """Ranked factors for an activity with the reasons of their rank, one of them picked only when it is beyond doubt.

    Parameters
    ----------
    release : Release
        Where the records are; ``as_of`` a date is a matter of which release is given.
    activity : str or sequence of Factor
        A key or ``factor_id``, or the candidates that a search found; the variants of a key come along as alternatives.
        With ``@version`` that very version, whatever the year.
    quantity, unit : float, str
        How much, in a unit of the list; negative for a credit note, and the sign is kept.
    region, year : str, int
        Of the activity: ``NL``, ``EU27_2020``, ``RoW``, or a name; for customs goods where they were made. The year
        of the footprint.
    boundary : str, optional
        ``WTW``, ``TTW``, ``cradle_to_gate``, ...; without one the factor's own.
    gwp_set : str, optional
        Id with edition; without one the factor's own.
    only_green : bool
        Leave out records of which the licence has an open question; they are listed as refused.
    vat : {"excl", "incl", ""}
        Whether an amount of money includes deductible value-added tax; empty when it is not known.
    rates, price_index
        For money of another currency or year than the factor's.
    conversions : iterable of Conversion, optional
        Densities and calorific values; the packaged ones when None.
    closeness : mapping of str to float, optional
        For what a search found: by ``factor_id`` its score over the best one's. What fits the words less costs points.

    Returns
    -------
    Choice
        Independent of the order of records; a record that has nothing to do with the activity changes nothing.

    Raises
    ------
    UnknownCodeError
        ``factor.unknown``, ``factor.boundary_unknown``, ``factor.gwp_set_unknown``.
    UnitError
        ``factor.unit_unknown``.
    InputError
        ``factor.quantity_not_finite``, ``factor.quantity_too_large``, ``factor.year_out_of_range``,
        ``factor.region_form``.

    Notes
    -----
    The rules and their points stand in ``data/factors/choice-rules.json``; docs/methods/choosing-a-factor.md tells
    them with an example.
    """
    asked = Asked(
        activity=activity if isinstance(activity, str) else tuple(sorted(one.ref for one in activity)),
        quantity=_finite(quantity), unit=unit_code(unit), units=unit_readings(unit),
        region=known_region(region), year=_known_year(year), boundary=known_boundary(boundary),
        gwp_set=_known_set(gwp_set), only_green=only_green, vat=vat, rates=tuple(rates), price_index=price_index,
        conversions=packaged_conversions() if conversions is None else tuple(conversions),
    )  # fmt: skip
    outside = _outside(release, activity)
    if outside is not None:
        return Choice(release=release.number, asked=asked.told(), refusals=(outside,))
    named = _named(release, activity)
    looked_at: dict[str, tuple[Factor, Role]] = {}
    looked_at |= {one.factor_id: (one, "spend_route") for one in _spend_route(release, named, asked)}
    looked_at |= {one.factor_id: (one, "variant") for one in _variants(release, named)}
    looked_at |= {one.factor_id: (one, _role(one, named, closeness or {})) for one in named}
    found, refusals = _judged(release, looked_at.values(), asked)
    return answer(release, asked, [_as_close(one, closeness or {}) for one in found], refusals, closeness or {})


def _as_close(found: Candidate, closeness: Mapping[str, float]) -> Candidate:
    """The candidate with the points for words that fit it less than they fit the best one."""
    missing = 1 - closeness.get(found.factor.factor_id, 1.0)
    points = round(missing * 10 * choice_rules().points["text_tenth"])
    return replace(found, reasons=(*found.reasons, Reason("text.less_close", {}, points=points))) if points else found


def _outside(release: Release, activity: str | Sequence[Factor]) -> Refusal | None:
    """The refusal of what no record stands for: an offset or a certificate, and money by which nothing is bought."""
    if not isinstance(activity, str) or release.holds(activity):
        return None
    rules = choice_rules()
    word = rules.names_instrument(activity)
    if word:
        return Refusal("instrument_not_consumption", key=activity, params={"word": word})
    return (
        Refusal("no_purchase", key=activity, params={"word": activity}) if rules.names_no_purchase(activity) else None
    )


def _finite(quantity: float) -> float:
    if not math.isfinite(quantity):
        raise InputError("factor.quantity_not_finite", found=quantity)
    if abs(quantity) > _MOST:
        raise InputError("factor.quantity_too_large", found=f"{quantity:g}", most=f"{_MOST:g}")
    return float(quantity)


def _known_year(year: int) -> int:
    if year not in _YEARS:
        raise InputError("factor.year_out_of_range", found=year, first=_YEARS[0], last=_YEARS[-1])
    return year


def _known_set(gwp_set: str | None) -> str | None:
    if gwp_set not in (None, NATIVE):
        gwp_values(str(gwp_set))
    return gwp_set


def _named(release: Release, activity: str | Sequence[Factor]) -> list[Factor]:
    """The factors that the question names, newest version each; all that share a key, in whatever region."""
    if not isinstance(activity, str):
        return list({one.factor_id: release.get(one.factor_id) for one in activity}.values())
    return list(release.with_key(activity)) or [release.get(activity)]


def _variants(release: Release, named: list[Factor]) -> list[Factor]:
    own = {one.factor_id for one in named}
    keys = dict.fromkeys(key for one in named for key in (one.key, one.variant_of) if key)
    related = (one for key in keys for one in (*release.with_key(key), *release.variants_of(key)))
    return [one for one in related if one.factor_id not in own]


def _role(factor: Factor, named: list[Factor], closeness: Mapping[str, float]) -> Role:
    """What a finding is: the same thing in another set of potentials is a variant, unless the words fit it better."""
    base = next((one for one in named if one.key == factor.variant_of), None)
    if base is None or base.gwp_set == factor.gwp_set or not closeness:
        return "named"
    return "named" if closeness.get(factor.factor_id, 0.0) > closeness.get(base.factor_id, 0.0) else "variant"


def _spend_route(release: Release, named: list[Factor], asked: Asked) -> list[Factor]:
    """Spend factors of the product, when something is asked with money: the poor route, beside the good one.

    Energy always has it; of other things only when the question found no spend factor itself.
    """
    if not asked.in_money:
        return []
    products = {_ENERGY_PRODUCT[one.category] for one in named if one.category in _ENERGY_PRODUCT}
    if not any(one.category == "spend" for one in named):
        bought = [one for one in named if one.category not in {*_ENERGY_PRODUCT, *_NEVER_BY_MONEY}]
        kept = [one for one in bought if one.category != "waste"] or bought  # clothes are bought before they are waste
        products |= {product_of(one) for one in kept}
    return [one for one in release.of_category("spend") if product_of(one) in products - {""}]


def _judged(
    release: Release, looked_at: Iterable[tuple[Factor, Role]], asked: Asked
) -> tuple[list[Candidate], list[Refusal]]:
    """Candidates of every factor looked at, and refusals of those that the question named."""
    found: list[Candidate] = []
    refusals: list[Refusal] = []
    for newest, role in looked_at:
        pinned = role == "named" and "@" in asked.activity
        factor = newest if pinned else edition_for(release.history(newest.factor_id), asked.year)
        for one in judge(factor, role, asked):
            if isinstance(one, Candidate):
                found.append(one)
            elif role == "named":
                refusals.append(one)
    return found, refusals
