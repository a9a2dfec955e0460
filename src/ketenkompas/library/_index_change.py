"""The change of a footprint as an index decomposition: population, spending per head, mix and chain intensity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import xarray as xr

from ketenkompas.classifications import members
from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.library._analysis import computed
from ketenkompas.library._change import DEFLATION_STEPS, Effects, Prices, heads, priced_tables
from ketenkompas.library._parts import Question
from ketenkompas.mrio import ChangeBy, chain_factors, index_decomposition
from ketenkompas.pipeline import Step

_NAMES: Mapping[str, str] = {
    "chain_intensity": "intensity",
    "demand_mix": "mix",
    "demand_volume": "spending_per_head",
    "population": "population",
}


def index_effects(asked: Question, years: Sequence[int], by: ChangeBy | None, prices: Prices) -> Effects:
    """The effects between the first and the last of the years, added up over the steps between them, kt.

    Raises
    ------
    InputError
        ``explain.index_by`` for a breakdown by emitter: the chain of factors ends at the product.
    MissingValueError
        ``explain.index_population`` where the population of a region or year is not known.
    """
    if by not in (None, "product"):
        raise InputError("explain.index_by", found=by)
    tables, accounts, base, inputs = priced_tables(asked.model.id, years, prices)
    population, counted = heads(accounts)
    if population is None:
        raise MissingValueError("explain.index_population", years=", ".join(map(str, years)))
    inside = list(members(asked.area, accounts[0].regions))
    factors = [
        chain_factors(one, head).sel(gas=[asked.gas], area=inside)
        for one, head in zip(accounts, population, strict=True)
    ]
    steps = [index_decomposition(before, after).sum(["gas", "area"]) for before, after in pairwise(factors)]
    total: xr.DataArray = sum(steps[1:], start=steps[0])
    parts = {
        str(code): {name: float(total.sel(factor=factor, product=code)) for name, factor in _NAMES.items()}
        for code in total["product"].values
    }
    whole = {name: float(total.sel(factor=factor).sum()) for name, factor in _NAMES.items()}
    basis = computed(
        "explain",
        tables,
        (*(DEFLATION_STEPS if base is not None else ()), Step("mrio.index_decomposition", 1)),
        {"years": list(years), "base_year": base, "method": "index", "by": by or "product"},
        inputs=[*inputs, *counted],
    )
    return Effects(basis, {"change": whole}, parts if by else {}, base, prices.index is not None, names=tuple(_NAMES))
