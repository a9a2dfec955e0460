"""Steps down in the ranking of a factor: region, year, source, quality; each logged as a reason with its points."""

from __future__ import annotations

from collections.abc import Iterator

from ketenkompas.classifications import areas, canonical_area
from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.factors._reasons import Reason
from ketenkompas.factors._record import Factor
from ketenkompas.factors._rules import choice_rules

EU = "EU27_2020"
_REST = "RoW"
_FLAGS = (
    "second_hand", "provisional", "dated", "outlier", "erroneous", "partial", "partial_boundary", "sum_mismatch",
    "derived_rounding", "method", "proxy_region",
)  # fmt: skip
_LONGEST = 60
_QUIET = frozenset({"sum_mismatch", "derived_rounding", "method"})


def known_region(spelling: str) -> str:
    """The region of a question in the spelling of the records: ISO code, ``EU27_2020``, ``RoW`` or ``WORLD``.

    Raises
    ------
    InputError
        ``factor.region_form`` for what is no area.

    Examples
    --------
    >>> known_region("UK"), known_region("Turkije"), known_region("EU"), known_region("RoW")
    ('GB', 'TR', 'EU27_2020', 'RoW')
    """
    if spelling.casefold() == _REST.casefold():
        return _REST
    try:
        return canonical_area(spelling[:_LONGEST])
    except UnknownCodeError:
        raise InputError("factor.region_form", found=spelling[:_LONGEST]) from None


def region_reasons(factor: Factor, asked: str) -> tuple[Reason, ...] | None:
    """What the factor's region costs; None when it says nothing about the region asked for.

    Same region, then the European Union for its members, then a named proxy, the world, any other country. Power, heat
    and customs defaults of one country say nothing about another. Customs goods come from outside the Union: a member
    state that is asked for is where they arrive, and the record names the origin.
    """
    step = _region_step(factor, asked)
    if step == "bound":
        return None
    if step == "same":
        return ()
    points = choice_rules().points.get(step.replace(".", "_"), 0)
    return (Reason(step, {"region": factor.region, "asked": asked}, "warning" if points else "info", points),)


def _region_step(factor: Factor, asked: str) -> str:
    rules = choice_rules()
    in_union = asked == EU or (asked in areas() and areas()[asked].in_eu27)
    steps = (
        ("same", factor.region == asked or factor.category in rules.everywhere),
        ("region.origin", factor.category == "customs_goods" and factor.region != EU and in_union),
        ("region.eu", factor.region == EU and in_union),
        ("region.world", factor.region in rules.world),
        ("bound", factor.category in rules.country_bound),
        ("region.proxy", "proxy_region" in factor.flags),
    )
    return next((step for step, holds in steps if holds), "region.other")


def edition_for(history: tuple[Factor, ...], year: int) -> Factor:
    """The version of a factor for a year: the newest that holds in it, else the last before it, else the first after.

    ``valid_from`` of a yearly list is the year of its edition (the publisher's own rule: factors are for footprints
    from the year of publication on).
    """
    begun = [one for one in history if one.valid_from.year <= year]
    holding = [one for one in begun if one.valid_to is None or one.valid_to.year >= year]
    if holding or begun:
        return max(holding or begun, key=lambda one: (one.valid_from, one.version))
    return min(history, key=lambda one: (one.valid_from, -one.version))


def year_reasons(factor: Factor, year: int) -> Iterator[Reason]:
    """What the distance between the edition, its data and the year of the footprint costs."""
    rules = choice_rules()
    first, last = factor.valid_from.year, factor.valid_to.year if factor.valid_to else None
    told = {"edition": factor.source.edition, "first": first, "year": year}
    age = year - first
    if age < 0:
        yield Reason("year.edition_later", told, "warning", _distance(-age))
    elif last is not None and year > last:
        yield Reason("year.expired", {**told, "last": last}, "warning", _distance(year - last))
    elif last is None and age > rules.holds(factor.source.source_id):
        yield Reason("year.edition_older", told, "warning", _distance(age - rules.holds(factor.source.source_id)))
    elif age > 0:
        yield Reason("year.edition_holds", told)
    if factor.data_year_to is not None and year - factor.data_year_to > rules.old_data_years:
        yield Reason(
            "quality.data_old", {"data": factor.data_year_to, "year": year}, "warning", _points("year_data_old")
        )


def _distance(years: int) -> int:
    return _points("year_near" if years <= 1 else "year_some" if years <= 5 else "year_far")


def _points(name: str) -> int:
    return choice_rules().points[name]


def source_reasons(factor: Factor) -> Iterator[Reason]:
    """The rank of the source, and its licence where that is not open beyond doubt."""
    source = factor.source
    rank = choice_rules().rank(source.source_id)
    yield Reason("source.rank", {"publisher": source.publisher, "rank": rank}, points=rank)
    if source.licence_verdict == "amber":
        yield Reason("source.licence_open_question", {"licence": source.licence})
    if source.licence_verdict == "red":
        yield Reason("source.own_licence", {"licence": source.licence}, "warning")


def quality_reasons(factor: Factor) -> Iterator[Reason]:
    """What the flags of the record say of its quality."""
    for flag in _FLAGS:
        if flag in factor.flags:
            points = choice_rules().points.get(f"flag_{flag}", 0)
            yield Reason(f"quality.{flag}", {}, "info" if flag in _QUIET else "warning", points)


def meaning_reasons(factor: Factor) -> Iterator[Reason]:
    """What a user must know so as not to count wrongly: what is outside the value, or counted elsewhere as well."""
    category = factor.category
    if category == "food":
        yield Reason("meaning.as_consumed", {}, "warning")
    if "includes_use_phase" in factor.flags:
        yield Reason("meaning.use_phase", {}, "warning")
    if category in ("refrigerants", "gwp"):
        yield Reason("meaning.refill_is_leak")
    if category == "materials" and (factor.variant or factor.technology):
        yield Reason("meaning.recycled_content", {"variant": factor.variant or factor.technology})
    if factor.avoided:
        yield Reason("meaning.avoided_apart", {"unit_value": factor.avoided, "unit": factor.unit})
    if factor.biogenic_co2:
        yield Reason("meaning.biogenic_apart", {"unit_value": factor.biogenic_co2, "unit": factor.unit})
    if factor.includes_infrastructure is False:
        yield Reason("meaning.no_infrastructure")
    if factor.market_or_location == "market":
        yield Reason("meaning.market_based")
    if factor.aviation_rf != "na":
        yield Reason("meaning.aviation_with_rf" if factor.aviation_rf == "yes" else "meaning.aviation_without_rf")
