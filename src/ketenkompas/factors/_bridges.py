"""The bridges between kinds of quantity that a factor has: energy content, density, calorific values, gas bills."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ketenkompas.factors._conversions import Conversion
from ketenkompas.factors._quantity import Bridge
from ketenkompas.factors._record import Factor


def bridges_of(factor: Factor, known: Iterable[Conversion]) -> tuple[Bridge, ...]:
    """The bridges that hold for one factor, each with its source; the factor's own figures come first.

    Parameters
    ----------
    factor : Factor
        Only fuels have bridges: a kilowatt-hour of power is no fuel, and kilometres of different kinds never meet.
    known : iterable of Conversion
        Densities and calorific values, as of :func:`conversions`.

    Notes
    -----
    ``energy_content_mj`` of the Dutch list is the net calorific value (31.65 MJ per normal m3 of gas).
    """
    if factor.category != "fuels":
        return ()
    return (*_own(factor), *_dutch_gas(factor), *(one for fuel in known for one in _listed(factor, fuel)))


def _own(factor: Factor) -> Iterator[Bridge]:
    if factor.energy_content_mj and factor.quantity_kind in ("mass", "dry_mass", "volume", "normal_volume"):
        place = f"{factor.source.publisher}, {factor.source.dataset} {factor.source.edition}, {factor.cell}"
        yield Bridge("energy_content", factor.unit, "MJ{NCV}", factor.energy_content_mj, place)


def _listed(factor: Factor, fuel: Conversion) -> Iterator[Bridge]:
    if factor.factor_id in fuel.applies_to:
        place = f"{fuel.source}, {fuel.cell}"
        if fuel.density_kg_per_l is not None:
            yield Bridge("density", "L", "kg", fuel.density_kg_per_l, place)
        if not factor.energy_content_mj:
            yield Bridge("net_calorific_value", "kg", "MJ{NCV}", fuel.ncv_mj_per_kg, place)
    if factor.factor_id in fuel.gcv_applies_to and fuel.gcv_per_ncv is not None:
        yield Bridge("gross_over_net", "kW.h{NCV}", "kW.h{GCV}", fuel.gcv_per_ncv, fuel.gcv_source)


def _dutch_gas(factor: Factor) -> Iterator[Bridge]:
    if factor.region == "NL" and factor.quantity_kind == "normal_volume":
        told = _gas()
        bill, gross = told["bill"], told["gross"]
        yield Bridge("gas_bill", "m3", "m3{normal}", bill["normal_m3_per_billed_m3"], bill["source"], assumed=True)
        per_kwh = gross["mj_per_normal_m3"] / 3.6
        yield Bridge("gross_calorific_value", "m3{normal}", "kW.h{GCV}", per_kwh, gross["source"])


@functools.cache
def _gas() -> Mapping[str, Any]:
    path = importlib.resources.files("ketenkompas") / "data/factors/gas-nl.json"
    told: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return told
