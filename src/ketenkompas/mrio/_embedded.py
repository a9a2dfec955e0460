"""A region's national data put into the global table in place of its block, and the table balanced around it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import BalanceError, InputError
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._balancing import gras
from ketenkompas.mrio._national import Home, National, home_of, require_national

Origins = Literal["national", "table"]
RESTS = ("WIOD_ROW", "FIGW1")
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class _Folded:
    """National data in products of the global table, money of the table."""

    domestic: Array = field(repr=False)
    imports: Array = field(repr=False)
    demand: Array = field(repr=False)
    imported: Array = field(repr=False)
    exports: Array = field(repr=False)
    emissions: Array = field(repr=False)


def refine_national(
    accounts: Accounts, national: National, *, origins: Origins = "national", rest: str | None = None
) -> Accounts:
    """The global table with a region's rows, columns, final demand and emissions replaced by national data.

    Parameters
    ----------
    accounts : Accounts
    national : National
        Finer products are folded by its key.
    origins : {"national", "table"}
        Who delivers the imports: by product, from the national data, or for each user as in the global table.
    rest : str, optional
        The region that takes what is left over; the rest of the world by default, else the last region.

    Returns
    -------
    Accounts
        Every home cell is that of the national data; outputs, value added and emissions of other regions are unchanged;
        deliveries between them are balanced (GRAS), and what cannot be placed goes to final demand of ``rest``. With
        :func:`own_block` and ``origins="table"`` nothing changes. World emissions are the new ones, row sums are
        outputs and columns keep their sums to 1e-10 (``tests/properties/test_embedded.py``).

    Raises
    ------
    InputError
        ``refine.faults``; ``refine.value_added`` naming home industries whose inputs exceed their output.
    BalanceError
        ``refine.infeasible`` with the rows and columns in conflict.

    Notes
    -----
    Home exports keep the old destinations of each product, home final demand the old shares of its categories. Fact
    sheet 7.4; Hoekstra et al. (2013), Environmental Science & Policy 34 (SNAC); Junius and Oosterhaven (2003), Economic
    Systems Research 15 (GRAS).

    Examples
    --------
    >>> from ketenkompas.mrio import example_accounts, own_block, refine_national
    >>> accounts = example_accounts()
    >>> same = refine_national(accounts, own_block(accounts, "NL"), origins="table")
    >>> bool(abs(same.flows - accounts.flows).max() < 1e-9)
    True
    """
    require_national(accounts, national)
    home, folded = home_of(accounts, national.region), _folded(national)
    flows, demand = _home_cells(accounts, home, national, folded, origins)
    _require_value_added(accounts, home, flows, demand)
    flows, demand = _balanced(accounts, home, flows, demand, _rest(accounts, national.region, rest))
    emissions, direct = accounts.emissions.values.copy(), accounts.direct.values.copy()
    emissions[:, home.at] = folded.emissions
    direct[:, home.column] = national.direct
    told = f"{national.region} replaced by national data; origins: {origins}"
    return Accounts.build(
        flows=flows,
        demand=demand,
        emissions=emissions,
        direct=direct,
        sectors=accounts.sectors,
        final_uses=accounts.final_uses,
        gases=accounts.gases,
        meta=dataclasses.replace(accounts.meta, notes=(*accounts.meta.notes, told, *national.assumptions)),
        value_added=_value_added(accounts, home, flows, demand),
        value_added_rows=accounts.value_added_rows,
    )


def _folded(national: National) -> _Folded:
    key, prices = national.to_global, national.prices
    return _Folded(
        domestic=key @ national.domestic @ key.T,
        imports=key @ (prices[:, None] * national.imports) @ key.T,
        demand=key @ national.demand,
        imported=key @ (prices * national.imported),
        exports=key @ national.exports,
        emissions=national.emissions @ key.T,
    )


def _home_cells(
    accounts: Accounts, home: Home, national: National, folded: _Folded, origins: Origins
) -> tuple[Array, Array]:
    """The table with every home cell replaced and the others as they were."""
    flows, demand = accounts.flows.values.copy(), accounts.demand.values.copy()
    inside = np.array([region == national.region for region in accounts.final_uses.regions])
    at, abroad, own = home.at, home.abroad, np.flatnonzero(inside)
    flows[np.ix_(at, at)] = folded.domestic
    demand[np.ix_(at, own)] = folded.demand[:, None] * _pattern(accounts.demand.values[np.ix_(at, own)])
    sold = np.hstack([accounts.flows.values[np.ix_(at, abroad)], accounts.demand.values[at][:, ~inside]])
    placed = folded.exports[:, None] * _pattern(sold)
    flows[np.ix_(at, abroad)], foreign = placed[:, : len(abroad)], placed[:, len(abroad) :]
    demand[np.ix_(at, np.flatnonzero(~inside))] = foreign
    bought = np.hstack([folded.imports, folded.imported[:, None] * _pattern(_pooled(accounts, home, own))])
    before = np.hstack([accounts.flows.values[np.ix_(abroad, at)], accounts.demand.values[np.ix_(abroad, own)]])
    arrived = _by_origin(accounts, home, national, before, bought, origins)
    flows[np.ix_(abroad, at)], demand[np.ix_(abroad, own)] = arrived[:, : len(at)], arrived[:, len(at) :]
    return flows, demand


def _pattern(before: Array) -> Array:
    """Shares of each row, from the row itself, else from all rows together."""
    sums = before.sum(axis=1, keepdims=True)
    overall = before.sum(axis=0) / before.sum() if before.sum() else np.full(before.shape[1], 1 / before.shape[1])
    shares: Array = np.where(sums > 0, before / np.where(sums > 0, sums, 1.0), overall[None, :])
    return shares


def _place(accounts: Accounts, home: Home) -> Places:
    column = {product: place for place, product in enumerate(home.products)}
    return np.array([column[accounts.sectors.products[at]] for at in home.abroad], dtype=np.intp)


def _pooled(accounts: Accounts, home: Home, own: Places) -> Array:
    """Imports for final use by product and category, (G, own)."""
    pooled = np.zeros((len(home.products), len(own)))
    np.add.at(pooled, _place(accounts, home), accounts.demand.values[np.ix_(home.abroad, own)])
    return pooled


def _by_origin(
    accounts: Accounts, home: Home, national: National, before: Array, bought: Array, origins: Origins
) -> Array:
    """Imports by product and user, spread over the foreign sectors that make them."""
    place = _place(accounts, home)
    row = {region: number for number, region in enumerate(home.regions)}
    origin = np.array([row[accounts.sectors.regions[at]] for at in home.abroad])
    shares = national.origins[origin, place]
    spread = np.repeat(shares[:, None], bought.shape[1], axis=1)
    if origins == "table":
        pooled = np.zeros_like(bought)
        np.add.at(pooled, place, before)
        known = pooled[place] != 0
        spread = np.where(known, before / np.where(known, pooled[place], 1.0), spread)
    arrived: Array = spread * bought[place]
    return arrived


def _require_value_added(accounts: Accounts, home: Home, flows: Array, demand: Array) -> None:
    made = flows[home.at].sum(axis=1) + demand[home.at].sum(axis=1)
    bought, before = flows[:, home.at].sum(axis=0), accounts.flows.values[:, home.at].sum(axis=0)
    lost = (bought > made * (1 + 1e-9)) & (before <= accounts.output.values[home.at])
    if lost.any():
        named = ", ".join(home.products[place] for place in np.flatnonzero(lost)[:10])
        raise InputError("refine.value_added", products=named)


def _rest(accounts: Accounts, region: str, rest: str | None) -> str:
    if rest is not None:
        home_of(accounts, rest)
        return rest
    found = [name for name in RESTS if name in accounts.regions and name != region]
    return found[0] if found else [name for name in accounts.regions if name != region][-1]


def _balanced(accounts: Accounts, home: Home, flows: Array, demand: Array, rest: str) -> tuple[Array, Array]:
    """Deliveries between other regions, balanced so that their outputs and value added stay as they were."""
    abroad = home.abroad
    foreign = np.array([region in home.regions for region in accounts.final_uses.regions])
    columns = np.flatnonzero(foreign)
    old_flows, old_demand = accounts.flows.values, accounts.demand.values
    inside = np.flatnonzero(~foreign)
    sold_home = flows[np.ix_(abroad, home.at)].sum(axis=1) + demand[np.ix_(abroad, inside)].sum(axis=1)
    rows = accounts.output.values[abroad] - sold_home
    inputs = old_flows[:, abroad].sum(axis=0) - flows[np.ix_(home.at, abroad)].sum(axis=0)
    uses = old_demand[:, columns].sum(axis=0) - demand[np.ix_(home.at, columns)].sum(axis=0)
    taking = [k for k, at in enumerate(columns) if accounts.final_uses.regions[at] == rest]
    largest = max(taking, key=lambda k: float(uses[k]))
    uses[largest] += rows.sum() - inputs.sum() - uses.sum()
    prior = np.hstack([old_flows[np.ix_(abroad, abroad)], old_demand[np.ix_(abroad, columns)]])
    labels = accounts.sectors.labels
    names = [labels[at] for at in abroad]
    try:
        found = gras(
            prior,
            rows,
            np.concatenate([inputs, uses]),
            row_names=names,
            column_names=[*names, *(accounts.final_uses.labels[at] for at in columns)],
        )
    except BalanceError as fault:
        raise BalanceError("refine.infeasible", problems=[fault], region=rest) from fault
    flows, demand = flows.copy(), demand.copy()
    flows[np.ix_(abroad, abroad)] = found[:, : len(abroad)]
    demand[np.ix_(abroad, columns)] = found[:, len(abroad) :]
    return flows, demand


def _value_added(accounts: Accounts, home: Home, flows: Array, demand: Array) -> Array | None:
    """Value-added rows: unchanged abroad; at home output less inputs, in the old proportions of the rows."""
    if accounts.value_added is None:
        return None
    added = accounts.value_added.values.copy()
    left = flows[home.at].sum(axis=1) + demand[home.at].sum(axis=1) - flows[:, home.at].sum(axis=0)
    added[:, home.at] = _pattern(added[:, home.at].T).T * left
    return added
