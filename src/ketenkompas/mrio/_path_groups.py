"""Paths taken together: by the regions a chain runs through, and all chains by their first supplier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

import xarray as xr

from ketenkompas.errors import UnknownCodeError
from ketenkompas.mrio._accounts import Array
from ketenkompas.mrio._paths import Paths, PathSearch


@dataclass(frozen=True, slots=True)
class RegionChain:
    """The recorded paths that run through the same regions: the regions from final delivery to emitter, the emissions
    of these paths together (kt), and how many they are.
    """

    regions: tuple[str, ...]
    value: float
    paths: int


def chains_by_region(found: Paths, groups: Mapping[str, str] | None = None) -> tuple[RegionChain, ...]:
    """Recorded paths summed by the regions, or groups of regions, that they run through, largest first.

    Parameters
    ----------
    found : Paths
    groups : mapping, optional
        Region to group (``{"DE": "EU", ...}``), complete; each region by itself without it.

    Returns
    -------
    tuple of RegionChain
        Links that follow each other within one region or group count as one. Together they are
        ``found.recorded`` (``tests/properties/test_path_groups.py``).

    Raises
    ------
    UnknownCodeError
        ``paths.group`` with the regions that have no group.

    Examples
    --------
    >>> from ketenkompas.mrio import chains_by_region, demand_of, example_accounts, paths, prepare_paths
    >>> accounts = example_accounts()
    >>> found = paths(prepare_paths(accounts), demand_of(accounts, ["BE"]), threshold=0.1)
    >>> [chain.regions for chain in chains_by_region(found)]
    [('BE', 'NL')]
    """
    regions = found.accounts.regions
    lacking = [region for region in regions if groups is not None and region not in groups]
    if lacking:
        raise UnknownCodeError("paths.group", found=", ".join(lacking))
    named = [region if groups is None else groups[region] for region in found.accounts.sectors.regions]
    summed: dict[tuple[str, ...], tuple[float, int]] = {}
    for chain, value in zip(found.chains, found.values.tolist(), strict=True):
        key = tuple(group for group, _ in groupby(named[sector] for sector in chain))
        before, count = summed.get(key, (0.0, 0))
        summed[key] = (before + value, count + 1)
    together = [RegionChain(key, value, count) for key, (value, count) in summed.items()]
    return tuple(sorted(together, key=lambda one: -abs(one.value)))


def first_suppliers(search: PathSearch, demand: Array) -> xr.Dataset:
    """All emissions behind a demand by the first supplier of the makers, without a threshold: nothing is left out.

    Parameters
    ----------
    search : PathSearch
    demand : array (make,)
        Money.

    Returns
    -------
    Dataset
        ``own`` (make): of the sectors that deliver to final demand themselves; ``behind`` (make): of each sector as
        their direct supplier, with everything behind it; both kt. Their sums are all emissions behind the demand
        (``tests/properties/test_path_groups.py``).

    Notes
    -----
    ``own_j = f_j y_j``; ``behind_i = m_i (A y)_i``.

    Examples
    --------
    >>> from ketenkompas.mrio import demand_of, example_accounts, first_suppliers, prepare_paths
    >>> accounts = example_accounts()
    >>> parts = first_suppliers(prepare_paths(accounts), demand_of(accounts, ["NL"]))
    >>> float(parts["own"].sum() + parts["behind"].sum().round(9))
    38.666666667
    """
    accounts = search.accounts
    unit = accounts.meta.emission_units[accounts.gases.index(search.gas)]
    behind = demand @ search.behind
    parts = {"own": search.direct * demand, "behind": behind}
    return xr.Dataset(
        {
            name: xr.DataArray(values, dims=("make",), coords=accounts.make, attrs={"units": unit})
            for name, values in parts.items()
        }
    )
