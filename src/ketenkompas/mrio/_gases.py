"""Gases into carbon dioxide equivalents, only through a named set of global warming potentials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ketenkompas.errors import UnitError
from ketenkompas.mrio._accounts import Accounts


def combine_gases(accounts: Accounts, potentials: Mapping[str, float], *, unit: str) -> Accounts:
    """Accounts with one row ``GHG``, each gas weighted with its global warming potential.

    Parameters
    ----------
    accounts : Accounts
        Gases in kt of their own mass, or of the target unit (then the weight is 1).
    potentials : mapping
        Kilogrammes of CO2 equivalent per kilogramme of gas, from ``units.gwp_set``.
    unit : str
        The target unit, ``kt CO2e_AR5`` or ``kt CO2e_AR6``: different units, never exchanged silently.

    Raises
    ------
    UnitError
        ``gases.no_potential`` for a gas that the set does not hold, ``gases.other_set`` for equivalents of another set.
    """
    weights = [
        _weight(gas, given, potentials, unit)
        for gas, given in zip(accounts.gases, accounts.meta.emission_units, strict=True)
    ]
    row = np.array(weights)[None, :]
    return Accounts.build(
        flows=accounts.flows.values,
        demand=accounts.demand.values,
        emissions=row @ accounts.emissions.values,
        direct=row @ accounts.direct.values,
        sectors=accounts.sectors,
        final_uses=accounts.final_uses,
        gases=("GHG",),
        meta=replace(accounts.meta, emission_units=(unit,)),
        value_added=None if accounts.value_added is None else accounts.value_added.values,
        value_added_rows=accounts.value_added_rows,
    )


def _weight(gas: str, given: str, potentials: Mapping[str, float], unit: str) -> float:
    if given == unit:
        return 1.0
    if "CO2e" in given:
        raise UnitError("gases.other_set", gas=gas, found=given, expected=unit)
    if gas not in potentials:
        raise UnitError("gases.no_potential", gas=gas, known=", ".join(potentials))
    return potentials[gas]
