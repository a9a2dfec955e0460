"""The sum on a factor's page: an amount, a unit and a year give emissions, with the reasons. A plain form."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from django.http import HttpRequest

from ketenkompas.errors import KetenkompasError
from ketenkompas.factors import Candidate, Choice, Factor, activity_unit, activity_units, reason_text
from ketenkompas.i18n import Language, text
from ketenkompas.library import factors
from ketenkompas.web.factorpages import _words
from ketenkompas.web.factorpages._asked import Asked, value, whole

_YEARS = (1990, 2100)
_LARGEST = 1e15
_BLANKS = str.maketrans({" ": None, "\N{NO-BREAK SPACE}": None, "\N{MINUS SIGN}": "-"})
_REACHED = ("mass", "volume", "normal_volume", "energy", "energy_ncv", "energy_gcv")
"""Kinds of quantity of fuels and heat between which there are conversions."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The form as it was filled in, and what came of it."""

    amount: str
    unit: str
    year: str
    units: tuple[tuple[str, str], ...]
    asked: str = ""
    answer: str = ""
    interval: str = ""
    apart: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    problem: str = ""
    link: str = ""


def use(request: HttpRequest, factor: Factor, asked: Asked) -> Sum:
    """What an address asks to be computed with a factor."""
    language = asked.language
    amount, unit = value(request, "amount", language), value(request, "unit", language) or _money(factor)
    year = value(request, "year", language) or str(factor.valid_from.year)
    form = Sum(amount, unit, year, tuple(_units(factor, language)))
    if not amount:
        return form
    number, dated = _number(amount, language), whole(year, *_YEARS)
    if number is None:
        return _refused(form, text("factors.use.no_number", language, found=amount))
    if dated is None:
        return _refused(form, text("factors.use.no_year", language, found=year))
    try:
        choice = factors.choose(
            factor.ref, number, unit, region=factor.region, year=dated, release=asked.release.number, only_green=False
        )
    except KetenkompasError as fault:
        return _refused(form, fault.text(language))
    return _answered(form, number, choice, factor, asked)


def _refused(form: Sum, why: str) -> Sum:
    return Sum(form.amount, form.unit, form.year, form.units, problem=why)


def _answered(form: Sum, number: float, choice: Choice, factor: Factor, asked: Asked) -> Sum:
    language = asked.language
    mine = next((one for one in choice.candidates if one.factor.factor_id == factor.factor_id), None)
    refused = [reason_text(one, language) for one in choice.refusals]
    if mine is None:
        return _refused(form, " ".join(refused) or text("factors.use.none", language))
    reasons = [(one.severity, reason_text(one, language)) for one in mine.reasons]
    general = [reason_text(one, language) for one in choice.warnings if one.subject != "choice"]  # the reader chose
    return Sum(
        form.amount,
        form.unit,
        form.year,
        form.units,
        asked=f"{_words.figure(number, language)} {dict(form.units).get(form.unit, form.unit)}",
        answer=f"{_words.figure(mine.value_kg_co2e, language)} {text('factors.kg', language)}",
        interval=_interval(mine, language),
        apart=tuple(_apart(mine, language)),
        told=tuple(said for severity, said in reasons if severity == "info"),
        warnings=tuple(dict.fromkeys((*(said for severity, said in reasons if severity != "info"), *general))),
        link=asked.link(
            "factor", f"{factor.factor_id}@{factor.version}", amount=form.amount, unit=form.unit, year=form.year
        ),
    )


def _apart(mine: Candidate, language: Language) -> list[str]:
    amounts = {"biogenic": mine.biogenic_kg_co2, "avoided": mine.avoided_kg_co2e}
    return [
        text(f"factors.use.{name}", language, amount=_words.figure(amount, language))
        for name, amount in amounts.items()
        if amount
    ]


def _interval(mine: Candidate, language: Language) -> str:
    if mine.low is None or mine.high is None:
        return ""
    low, high = (_words.figure(float(f"{bound:.3g}"), language) for bound in (mine.low, mine.high))
    return text("factors.use.interval", language, low=low, high=high)


def _money(factor: Factor) -> str:
    """The unit that one has at hand: of a factor per euro of some year, the euro of the year of use."""
    return f"{{{factor.currency}}}" if factor.quantity_kind == "money" else factor.unit


def _units(factor: Factor, language: Language) -> list[tuple[str, str]]:
    """Units of the factor's own kind of quantity first, then those that a conversion may reach."""
    own = activity_unit(factor.unit)
    if own.kind == "money":
        then = _words.unit_name(factor, language)
        return [
            (_money(factor), text("factors.use.money_now", language, currency=factor.currency)),
            (factor.unit, then),
        ]
    same = [one for one in activity_units().values() if one.kind == own.kind]
    reached = _REACHED if factor.category in ("fuels", "heat") else ()
    more = [one for one in activity_units().values() if one.kind != own.kind and one.kind in reached]
    return [(one.code, one.label(language)) for one in (*same, *more)]


def _number(told: str, language: Language) -> float | None:
    """A number as people write it in a language; None for what is none.

    Groups of three digits behind the language's mark of thousands are thousands; any other comma or point is decimal.

    Examples
    --------
    >>> _number("1.234,5", "nl"), _number("1.234", "nl"), _number("3.5", "nl"), _number("0,5", "nl")
    (1234.5, 1234.0, 3.5, 0.5)
    >>> _number("1,234.5", "en"), _number("1.234", "en"), _number("veel", "nl")
    (1234.5, 1.234, None)
    """
    plain = told.translate(_BLANKS)
    mark = "." if language == "nl" else ","
    if re.fullmatch(rf"-?\d{{1,3}}(\{mark}\d{{3}})+([.,]\d+)?", plain, re.ASCII):
        plain = plain.replace(mark, "")
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain, re.ASCII):
        return None
    found = float(plain)
    return found if math.isfinite(found) and abs(found) < _LARGEST else None
