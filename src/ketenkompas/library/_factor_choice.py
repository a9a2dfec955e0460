"""Finding emission factors by text, and choosing one for an activity."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Sequence

from ketenkompas.errors import Language, UnknownCodeError
from ketenkompas.factors import (
    Boundary,
    Category,
    Choice,
    Factor,
    Found,
    PriceIndex,
    Rate,
    SearchIndex,
    Vat,
    choice_rules,
    green_only,
    known_region,
    search_index,
    unit_readings,
)
from ketenkompas.factors import choose as _choose
from ketenkompas.library._factor_releases import held, only_green_asked

_HOME = "NL"
_LONGEST_TOLD = 80
_SEARCHED, _FURTHER = 12, 60
"""How many findings of a text are weighed against each other; how far is looked for some in the unit that was asked."""
_LIKELY = 0.8
"""A finding is weighed when its score is at least this part of the best one's."""
_LOOKS_LIKE_A_KEY = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+(@.*)?|[0-9a-f-]{36}(@.*)?", re.ASCII)


def search(
    text: str,
    *,
    language: Language = "nl",
    limit: int = 10,
    category: Category | None = None,
    region: str | None = None,
    source: str | None = None,
    boundary: Boundary | None = None,
    release: str | None = None,
    as_of: datetime.date | str | None = None,
    only_green: bool | None = None,
) -> tuple[Found, ...]:
    """Emission factors that a question can mean, the best first, each with why it was found; none if nothing fits.

    Parameters
    ----------
    text : str
        Words in Dutch or English, typing errors allowed; a code (``7207 11 14``, ``R-410A``, ``C31_32``), key or id.
    language : {"nl", "en"}
        Language of the question.
    limit : int
        The most that is answered.
    category, region, source, boundary : str, optional
        Only factors of these.
    release, as_of : optional
        As for :func:`ketenkompas.library.factors.release`.
    only_green : bool, optional
        Leave out what is not open beyond doubt; by default as ``KETENKOMPAS_ONLY_GREEN`` says.

    Raises
    ------
    UnknownCodeError
        ``factor.release_unknown``; ``factor.before_first_release``.
    InputError
        ``factor.region_form``.

    Examples
    --------
    >>> search("dieseltrein")[0].factor.key
    'train.diesel'
    """
    index = _index(held(release, as_of).number, only_green_asked(only_green))
    return index.find(
        text, language=language, limit=limit, category=category, region=region and known_region(region),
        source=source, boundary=boundary,
    )  # fmt: skip


@functools.lru_cache(maxsize=4)
def _index(number: str, only_green: bool) -> SearchIndex:
    records = held(number, None).current
    return search_index(green_only(records) if only_green else records)


def warm() -> None:
    """Read the newest release and make its index now, so that the first question does not wait for it."""
    search("", limit=1)


def choose(
    activity: str,
    quantity: float,
    unit: str,
    *,
    year: int,
    region: str = "NL",
    boundary: str | None = None,
    gwp_set: str | None = None,
    language: Language = "nl",
    vat: Vat = "",
    rates: Iterable[Rate] = (),
    price_index: PriceIndex | None = None,
    release: str | None = None,
    as_of: datetime.date | str | None = None,
    only_green: bool | None = None,
) -> Choice:
    """Ranked emission factors for an activity, each with its result, interval and reasons; never a silent fallback.

    Parameters
    ----------
    activity : str
        Key or id of a factor (with ``@version`` that very version), or words: then what a search finds is weighed.
    quantity, unit : float, str
        How much, in a unit of ``ketenkompas factor units``; negative for a credit note.
    year : int
        Of the activity.
    region, boundary, gwp_set, vat, rates, price_index
        As for :func:`ketenkompas.factors.choose`.
    language : {"nl", "en"}
        Language of the words.
    release, as_of, only_green : optional
        As for :func:`search`.

    Raises
    ------
    UnknownCodeError
        ``factor.unknown`` for a key or an id, ``factor.words_unknown`` when words find nothing;
        ``factor.boundary_unknown``, ``factor.gwp_set_unknown``.
    UnitError, InputError
        As for :func:`ketenkompas.factors.choose`.

    Examples
    --------
    >>> found = choose("fuel.petrol.e0", 1000, "L", year=2026)
    >>> round(found.picked.value_kg_co2e, 6), found.picked.low < 3059 < found.picked.high
    (3059.0, True)
    """
    held_release, green = held(release, as_of), only_green_asked(only_green)
    ask = functools.partial(
        _choose, held_release, quantity=quantity, unit=unit, region=region, year=year, boundary=boundary,
        gwp_set=gwp_set, only_green=green, vat=vat, rates=rates, price_index=price_index,
    )  # fmt: skip
    try:
        return ask(activity)
    except UnknownCodeError as fault:
        if fault.code not in {"factor.unknown", "factor.key_not_unique"}:
            raise
        find = functools.partial(_index(held_release.number, only_green=False).find, activity, language=language)
        found = _findings(find, known_region(region))
        if not found:
            if _LOOKS_LIKE_A_KEY.fullmatch(activity):
                raise
            raise UnknownCodeError("factor.words_unknown", found=activity[:_LONGEST_TOLD]) from None
        return _weighed(ask, found, unit)


def _findings(find: Callable[..., tuple[Found, ...]], region: str) -> tuple[Found, ...]:
    """What words can mean, the best first; where another region than that of the index was asked, its records too.

    Those of further countries of which the figures say nothing about that region are then left out.
    """
    found = find(limit=_FURTHER)
    there = () if region == _HOME else find(limit=_SEARCHED, region=region)
    if not there:
        return found
    own = {one.factor.factor_id for one in there}
    bound = choice_rules().country_bound
    usable = {region, "EU27_2020", *choice_rules().world}
    others = [one for one in found if one.factor.category not in bound or one.factor.region in usable]
    merged = (*there, *(one for one in others if one.factor.factor_id not in own))
    return tuple(sorted(merged, key=lambda one: -one.score))


def _weighed(ask: Callable[..., Choice], found: tuple[Found, ...], unit: str) -> Choice:
    """The choice between the findings that fit the words best and, where those lack, that the unit fits.

    A customs code is as sure as a key: then no words have to be weighed.
    """
    by_code = found[0].factor.category == "customs_goods" and any(why.code == "code" for why in found[0].why)
    closeness = {} if by_code else {one.factor.factor_id: one.score / found[0].score for one in found}
    likely = _likely(found[:_SEARCHED])
    kinds = {one.kind for one in unit_readings(unit)}
    further = [one for one in _likely([one for one in found if one.factor.quantity_kind in kinds]) if one not in likely]
    first = ask(likely, closeness=closeness)
    if not further or (first.candidates and "money" not in kinds):
        return first
    return ask([*likely, *further], closeness=closeness)


def _likely(found: Sequence[Found]) -> list[Factor]:
    """The findings that come near the best of them."""
    return [one.factor for one in found if one.score >= _LIKELY * found[0].score]
