"""A factor in another set of global warming potentials, where its gases are known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ketenkompas.factors._gwp import gwp_sets, gwp_values
from ketenkompas.factors._record import Factor

NATIVE = "source-native"
_APART = frozenset({"co2_biogenic"})
# Printed gas columns of five decimals miss their total by up to 3e-5 (DESNZ 2025).
_ABSOLUTE, _RELATIVE = 5e-5, 0.005


@dataclass(frozen=True, slots=True)
class Restated:
    """A factor's value in another set: kg CO2e per unit, by gas (kg CO2e), and the set."""

    value: float
    by_gas: Mapping[str, float]
    gwp_set: str


@dataclass(frozen=True, slots=True)
class NotRestated:
    """Why a factor cannot be told in another set.

    ``no_gases``: the source gives only the equivalent. ``own_set_unknown``: it does not say which potentials it used,
    so that the gases cannot be checked against the total. ``gases_incomplete``: the gases do not make up the total.
    ``gas_not_in_set``: the set has no potential for one of them (``gas``), and none is not zero.
    """

    reason: Literal["no_gases", "own_set_unknown", "gases_incomplete", "gas_not_in_set"]
    gas: str = ""


def restate(factor: Factor, gwp_set: str) -> Restated | NotRestated:
    """The factor's value in another set of potentials.

    Biogenic carbon dioxide stays apart, as in the record. The gases must make up the total in the factor's own set
    (within the larger of 0.00005 and 0.5 %), otherwise some are missing and the result would be too low.

    Parameters
    ----------
    factor : Factor
    gwp_set : str
        Id with edition, for instance ``AR5-100@gwp-0.13.2``.

    Raises
    ------
    UnknownCodeError
        ``factor.gwp_set_unknown``.

    Notes
    -----
    value = sum over gases of (kg of the gas per unit) * (potential in the set); docs/methods/factor-gwp-sets.md.
    """
    wanted = gwp_values(gwp_set)
    counted = {gas: mass for gas, mass in factor.gases.items() if gas not in _APART}
    if not counted or factor.value is None:
        return NotRestated("no_gases")
    if factor.gwp_set not in gwp_sets():
        return NotRestated("own_set_unknown")
    own = _equivalents(counted, gwp_values(factor.gwp_set))
    if isinstance(own, NotRestated):
        return own
    if abs(math.fsum(own.values()) - factor.value) > max(_ABSOLUTE, _RELATIVE * abs(factor.value)):
        return NotRestated("gases_incomplete")
    found = _equivalents(counted, wanted)
    if isinstance(found, NotRestated):
        return found
    return Restated(math.fsum(found.values()), found, gwp_set)


def _equivalents(gases: Mapping[str, float], values: Mapping[str, float]) -> dict[str, float] | NotRestated:
    lacking = next((gas for gas, mass in gases.items() if mass and gas not in values), None)
    if lacking is not None:
        return NotRestated("gas_not_in_set", lacking)
    return {gas: mass * values[gas] if mass else 0.0 for gas, mass in gases.items()}
