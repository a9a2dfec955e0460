"""Units as a closed vocabulary: pint with our own definitions only, so that ``kt`` is a kilotonne and never a knot."""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pint

from ketenkompas.errors import UnitError, UnknownCodeError

_DEFINITIONS = """
gram = [mass] = g
kilogram = 1000 * gram = kg
tonne = 1e6 * gram = t
kilotonne = 1e9 * gram = kt
megatonne = 1e12 * gram = Mt
head = [person] = head
kilohead = 1000 * head = khead
megahead = 1e6 * head = Mhead
kilowatthour = [energy] = kWh
CO2 = [gas_co2]
CH4 = [gas_ch4]
N2O = [gas_n2o]
HFC = [gas_hfc]
PFC = [gas_pfc]
SF6 = [gas_sf6]
NF3 = [gas_nf3]
CO2e_AR4 = [equivalent_ar4]
CO2e_AR5 = [equivalent_ar5]
CO2e_AR6 = [equivalent_ar6]
"""
_MONEY = re.compile(r"^(?P<scale>[kM]?)(?P<money>[A-Z]{3})(?P<year>_\d{4})?$")
_SCALES = {"": 1.0, "k": 1e3, "M": 1e6}


@functools.cache
def registry() -> pint.UnitRegistry[float]:
    """The registry: masses, persons, energy, one dimension for each gas and each set of equivalents; nothing else."""
    return pint.UnitRegistry(_DEFINITIONS.strip().splitlines(), autoconvert_offset_to_baseunit=False)


def unit(text: str) -> pint.Unit:
    """A unit from its code, for instance ``Mt CO2``, ``t CO2e_AR5/head``, ``kg CO2/USD_2008`` or ``MEUR``.

    Money carries its year where prices matter: ``EUR_2019`` and ``EUR_2023`` are different units, and so are
    ``CO2e_AR5`` and ``CO2e_AR6``. A bare ``CO2e`` is refused: it does not say which set.

    Raises
    ------
    UnitError
        ``unit.unknown``.

    Examples
    --------
    >>> str(unit("kt CO2"))
    'CO2 * kilotonne'
    """
    above, _, below = text.strip().partition("/")
    ureg = registry()
    built: pint.Unit = ureg.Unit("")
    for word in above.split():
        built = built * _word(word, text)
    for word in below.split():
        built = built / _word(word, text)
    return built


def _word(word: str, whole: str) -> pint.Unit:
    ureg = registry()
    if word in ureg:
        return ureg.Unit(word)
    money = _MONEY.match(word)
    if money is None:
        raise UnitError("unit.unknown", found=word, unit=whole)
    base = f"{money['money']}{money['year'] or ''}"
    if base not in ureg:
        ureg.define(f"{base} = [money_{base}]")
    if word not in ureg:
        ureg.define(f"{word} = {_SCALES[money['scale']]} * {base}")
    return ureg.Unit(word)


def convert(value: float, found: str, wanted: str) -> float:
    """A value in another unit of the same kind.

    Raises
    ------
    UnitError
        ``unit.incompatible``: gases, equivalents of another set, and money of another year or currency are crossed only
        by functions that take the potentials, the deflator or the rate.

    Examples
    --------
    >>> round(convert(225769.0, "kt CO2", "Mt CO2"), 6)
    225.769
    """
    source, target = unit(found), unit(wanted)
    if source.dimensionality != target.dimensionality:
        raise UnitError("unit.incompatible", found=found, expected=wanted)
    return float(registry().Quantity(value, source).to(target).magnitude)


def require_unit(found: str | None, expected: str) -> None:
    """Refuse an array whose unit is missing or not exactly the expected one.

    Raises
    ------
    UnitError
        ``unit.missing`` or ``unit.other``.
    """
    if not found:
        raise UnitError("unit.missing", expected=expected)
    if unit(found) != unit(expected):
        raise UnitError("unit.other", found=found, expected=expected)


@dataclass(frozen=True, slots=True)
class GwpSet:
    """Global warming potentials over 100 years of one assessment report."""

    name: str
    unit: str
    source: str
    potentials: Mapping[str, float]


@functools.cache
def gwp_set(name: str) -> GwpSet:
    """The potentials of ``GWP_AR5`` (used by European air emission accounts) or ``GWP_AR6``.

    Raises
    ------
    UnknownCodeError
        ``unit.gwp_unknown``.

    Examples
    --------
    >>> gwp_set("GWP_AR5").potentials["CH4"]
    28.0
    """
    sets = json.loads((importlib.resources.files("ketenkompas") / "data/units/gwp.json").read_text("utf-8"))["sets"]
    if name not in sets:
        raise UnknownCodeError("unit.gwp_unknown", found=name, known=", ".join(sets))
    row = sets[name]
    return GwpSet(name=name, unit=row["unit"], source=row["source"], potentials=row["potentials"])
