"""How uncertain the data are: relative standard errors, what regions share of them, and what stays over the years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from ketenkompas.errors import InputError, KetenkompasError


@dataclass(frozen=True, slots=True)
class DataErrors:
    """Relative standard errors and correlations; every one of them is an assumption until somebody measures it.

    Attributes
    ----------
    emissions, emissions_elsewhere : float
        Relative standard error of the emissions of an industry, in the regions of ``inner`` and elsewhere.
    emissions_shared : float
        Part of that variance that all industries of a region share (0 to 1).
    inputs_home, inputs_trade : float
        Relative standard error of an input coefficient, from the own region and from another.
    demand_home, demand_trade : float
        Of a delivery to final demand, likewise.
    emissions_years, inputs_years, demand_years : float
        Correlation between two years of the same cell's error (0 to 1).
    inner : tuple of str
        Regions with the smaller error of emissions.
    """

    emissions: float
    emissions_elsewhere: float
    emissions_shared: float
    inputs_home: float
    inputs_trade: float
    demand_home: float
    demand_trade: float
    emissions_years: float
    inputs_years: float
    demand_years: float
    inner: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults: list[KetenkompasError] = []
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name == "inner":
                continue
            most = 1.0 if one.name.endswith(("_shared", "_years")) else 3.0
            if not 0 <= value <= most:
                faults.append(InputError("uncertainty.parameter", name=one.name, found=value, most=most))
        if faults:
            raise InputError("uncertainty.faults", problems=faults, count=len(faults))

    def as_json(self) -> Mapping[str, object]:
        """Plain data."""
        return {one.name: getattr(self, one.name) for one in fields(self)} | {"inner": list(self.inner)}
