"""Factors in words: numbers with the digits of their source, units, regions, boundaries, flags."""

from __future__ import annotations

from decimal import Decimal

from ketenkompas.classifications import areas
from ketenkompas.factors import Edition, Factor, activity_unit
from ketenkompas.i18n import Language, messages, number, text

_SETS = ("AR4", "AR5", "AR6")
_DIGITS = 7
MARKED = (
    "lapsed", "variable", "empty_in_source", "no_total", "partial_boundary", "provisional", "second_hand",
    "proxy_region", "dated", "sum_mismatch", "includes_use_phase", "outlier", "erroneous",
)  # fmt: skip
"""Flags that have a mark in a list, the gravest first."""


def figure(value: float, language: Language) -> str:
    """A number in the language's form with the digits of its source, at most seven that count.

    Examples
    --------
    >>> figure(3.251, "nl"), figure(24300.0, "nl"), figure(0.000012, "en"), figure(3172.49932, "en")
    ('3,251', '24.300', '0.000012', '3,172.499')
    """
    return number(float(f"{value:.{_DIGITS}g}"), language, decimals(value))


def decimals(*values: float) -> int:
    """How many decimals values have, those of the most precise."""
    written = [Decimal(f"{value:.{_DIGITS}g}").normalize().as_tuple().exponent for value in values]
    return max((-exponent for exponent in written if isinstance(exponent, int) and exponent < 0), default=0)


def per_unit(factor: Factor, language: Language) -> str:
    """What the value counts: ``kg CO₂e per liter``."""
    return text("factors.per", language, unit=unit_name(factor, language))


def unit_name(factor: Factor, language: Language) -> str:
    """The unit of activity: ``liter``, ``tonkilometer``, ``euro (prijzen van 2023)``."""
    one = activity_unit(factor.unit)
    if one.kind != "money":
        return one.label(language)
    currency, _, year = one.label("en").partition(" ")
    named = text("factors.euro", language) if currency == "EUR" else currency
    return text("factors.money", language, currency=named, year=year) if year else named


def unit_code(factor: Factor) -> str:
    """The code of the value's unit in files and charts: ``kg CO2e_AR6/L``."""
    known = next((one for one in _SETS if factor.gwp_set.startswith(one)), "unstated")
    return f"kg CO2e_{known}/{factor.unit}"


def value_words(factor: Factor, language: Language) -> str:
    """The value with its unit in one line, or why there is none."""
    if factor.value is None:
        return no_value(factor, language)
    return f"{figure(factor.value, language)} {per_unit(factor, language)}"


def no_value(factor: Factor, language: Language) -> str:
    """Why a factor has no value; that is never zero."""
    if factor.status != "active":
        return text(f"factors.status.{factor.status}", language)
    known = next(
        (flag for flag in ("variable", "empty_in_source", "partial_boundary") if flag in factor.flags), "other"
    )
    return text(f"factors.no_value.{known}", language)


def region_name(code: str, language: Language) -> str:
    """The name of a region, or its code where it has none here."""
    known = areas().get(code)
    if known is not None:
        return known.name(language)
    return text("factors.region.row", language) if code == "RoW" else code


def publisher(edition: Edition) -> str:
    """The publisher without those who stand behind it, for a line of a list."""
    return edition.publisher.partition(" (")[0]


def years(factor: Factor, language: Language) -> str:
    """The years that the data are of, else the year from which the factor is valid."""
    first, last = factor.data_year_from, factor.data_year_to
    if first and last and first != last:
        return f"{first}–{last}"
    if first or last:
        return str(first or last)
    return text("factors.valid_from_year", language, year=factor.valid_from.year)


def marks(factor: Factor, language: Language) -> list[tuple[str, str]]:
    """What must be seen in a list before the value is used: the kind of mark and its words."""
    found = [("flag", text(f"factors.mark.{flag}", language)) for flag in MARKED if flag in factor.flags]
    if factor.status != "active" and "lapsed" not in factor.flags:
        found.insert(0, ("flag", text(f"factors.status.{factor.status}", language)))
    if factor.source.licence_verdict == "amber":
        found.append(("terms", text("factors.mark.terms", language)))
    return found


def said(key: str, code: str, language: Language) -> str:
    """The words for a code of a source, or the code itself where there are none (a gas, a stage)."""
    return text(key, language) if key in messages() else code.replace("_", " ")


def stage(code: str, language: Language) -> str:
    """A stage of the boundary in words."""
    return said(f"factors.stage.{code}", code, language)


def gas(code: str, language: Language) -> str:
    """A gas by its name."""
    return said(f"factors.gas.{code}", code, language)


def scope(code: str, language: Language) -> str:
    """A scope or category of the GHG Protocol in words."""
    return said(f"factors.scope.{code}", code, language)


def terms(edition: Edition, language: Language) -> dict[str, str]:
    """The terms of an edition in words: the verdict, and who carried the data."""
    via = text("factors.via", language, via=edition.via) if edition.via else ""
    return {"verdict": text(f"factors.verdict.{edition.licence_verdict}", language), "via": via}
