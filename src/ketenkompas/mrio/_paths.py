"""Structural paths: through which chain of suppliers the emissions behind a demand arise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._footprints import demand_by_area
from ketenkompas.mrio._solvers import System
from ketenkompas.mrio._system import intensities, multipliers, reciprocal_output

Indices = npt.NDArray[np.int64]
_MOST_NODES = 5_000_000
_SMALLEST = 1e-12
_MOST_ROUNDS = 60
_BLOCK = 64  # columns that one look at the largest of them may spare


@dataclass(frozen=True)
class PathSearch:
    """What the search needs of a table: the emissions behind every purchase, for one gas and one choice of emitters.

    Costs a copy of the table (8 bytes a cell) and one solve; every demand is then searched in milliseconds.
    """

    accounts: Accounts = field(repr=False)
    gas: str
    behind: Array = field(repr=False)
    all_behind: Array = field(repr=False)
    most_behind: Array = field(repr=False)
    direct: Array = field(repr=False)
    chain: Array = field(repr=False)


@dataclass(frozen=True)
class Paths:
    """The paths found, largest first, and where the rest of the emissions is.

    Attributes
    ----------
    values : array (paths,)
        Emissions of each path, in the unit of the gas (kt).
    chains : tuple of tuples of int
        Sectors of each path: final delivery first, emitter last.
    total, recorded, small, pruned : float
        All emissions behind the demand; those in recorded paths; those of nodes visited whose own emissions are below
        the threshold; those behind what was not visited. ``recorded + small + pruned = total`` to rounding.
    threshold : float
        Every path above this share of the total is among the recorded ones; of the largest ones asked for, it is the
        share of the last.
    visited : int
        Nodes visited.
    """

    accounts: Accounts = field(repr=False)
    gas: str
    unit: str
    values: Array = field(repr=False)
    chains: tuple[tuple[int, ...], ...] = field(repr=False)
    total: float
    recorded: float
    small: float
    pruned: float
    threshold: float
    visited: int

    @property
    def coverage(self) -> float:
        """The share of all emissions that the recorded paths hold."""
        return self.recorded / self.total if self.total else 0.0

    def labels(self, place: int) -> tuple[str, ...]:
        """The labels of a path, final delivery first."""
        return tuple(self.accounts.sectors.labels[sector] for sector in self.chains[place])


def prepare_paths(
    accounts: Accounts,
    *,
    gas: str | None = None,
    emitters: npt.NDArray[np.bool_] | None = None,
    system: System | None = None,
) -> PathSearch:
    """Prepare the search of paths for a gas.

    Parameters
    ----------
    accounts : Accounts
    gas : str, optional
        One gas of the accounts; the first by default.
    emitters : array (make,) of bool, optional
        Only paths that end at these sectors count (:func:`sectors_of`); the bound is then theirs too.
    system : System, optional

    Raises
    ------
    UnknownCodeError
        ``paths.gas``.
    """
    wanted = accounts.gases[0] if gas is None else gas
    if wanted not in accounts.gases:
        raise UnknownCodeError("paths.gas", found=wanted, known=", ".join(accounts.gases))
    row = intensities(accounts).sel(gas=[wanted])
    if emitters is not None:
        row = row.copy(data=np.where(emitters[None, :], row.values, 0.0))
    flows, per_output = accounts.flows.values, reciprocal_output(accounts)
    chain = _settled(flows, per_output, row.values[0], multipliers(accounts, row, system=system).values[0])
    behind = np.empty(flows.shape)
    for first in range(0, len(per_output), 64):  # strips: whole columns would thrash the memory
        at = slice(first, first + 64)
        np.multiply(flows[:, at].T, per_output[at, None], out=behind[at])
        behind[at] *= chain[None, :]
    most = np.maximum.reduceat(behind, np.arange(0, len(per_output), _BLOCK), axis=1)
    return PathSearch(accounts, wanted, behind, behind.sum(axis=1), most, row.values[0], chain)


def _settled(flows: Array, per_output: Array, direct: Array, chain: Array) -> Array:
    """Multipliers that fit their own suppliers to rounding: the split of the total is as exact as ``m = f + m A``."""
    last = np.inf
    for _ in range(_MOST_ROUNDS):
        further = direct + (chain @ flows) * per_output
        apart = float(np.abs(further - chain).max())
        if apart >= last:
            break
        chain, last = further, apart
    return chain


def sectors_of(
    accounts: Accounts, *, regions: Sequence[str] | None = None, products: Sequence[str] | None = None
) -> npt.NDArray[np.bool_]:
    """Which sectors (make,) are of these regions and these products (or industries); all where nothing is named.

    Raises
    ------
    UnknownCodeError
        ``paths.sector`` for a region or product that the accounts do not have.
    """
    chosen = np.ones(len(accounts.sectors), dtype=bool)
    for name, wanted, labels in (
        ("region", regions, accounts.sectors.regions),
        ("product", products, accounts.sectors.products),
    ):
        if wanted is None:
            continue
        strangers = [code for code in wanted if code not in labels]
        if strangers:
            known = list(dict.fromkeys(labels))
            shown = ", ".join(known[:60])
            raise UnknownCodeError("paths.sector", name=name, found=", ".join(strangers), known=shown)
        chosen &= np.isin(np.array(labels), list(wanted))
    return chosen


def demand_of(accounts: Accounts, regions: Sequence[str], products: npt.NDArray[np.bool_] | None = None) -> Array:
    """Final demand (make,) of these consuming regions together, of the chosen final products; money.

    Raises
    ------
    UnknownCodeError
        ``paths.sector`` for a region that the accounts do not have.
    """
    sectors_of(accounts, regions=regions)
    columns = demand_by_area(accounts)
    pooled: Array = columns.sel(area=list(regions)).values.sum(axis=1)
    return pooled if products is None else np.where(products, pooled, 0.0)


def paths(search: PathSearch, demand: Array, *, threshold: float | None = None, top: int | None = None) -> Paths:
    """The paths behind a demand: all of at least a threshold, or exactly the largest ones.

    Parameters
    ----------
    search : PathSearch
        From :func:`prepare_paths`.
    demand : array (make,)
        Money, for instance from :func:`demand_of`.
    threshold : float, optional
        Share of the total from which a path is recorded, above 0 and at most 1; 1e-4 when neither is given.
    top : int, optional
        So many paths, provably the largest: the threshold is lowered until as many are found.

    Returns
    -------
    Paths
        Largest first; with the exact split of the total (``tests/properties/test_paths.py``).

    Raises
    ------
    InputError
        ``paths.threshold``, ``paths.top``; ``paths.too_many`` when more than five million nodes would be visited.

    Notes
    -----
    A path ``j0 <- j1 <- ... <- jt`` emits ``f_jt A[jt,jt-1] ... A[j1,j0] y_j0``. All that lies behind a node i reached
    by the amount q, itself included, is exactly ``m_i q``; with ``A, f >= 0`` no path behind it is larger. So a node
    with ``|m_i q|`` below the threshold is not visited, and no path at or above the threshold is missed, also for
    negative demand. Defourny and Thorbecke (1984), Economic Journal 94; Lenzen (2007), Ecological Economics 61.

    Examples
    --------
    >>> from ketenkompas.mrio import demand_of, example_accounts, paths, prepare_paths
    >>> accounts = example_accounts()
    >>> found = paths(prepare_paths(accounts), demand_of(accounts, ["NL"]), top=2)
    >>> [found.labels(0), round(float(found.values[0]), 2), round(found.coverage, 2)]
    [('NL_A',), 28.0, 0.87]
    """
    if threshold is not None and not 0 < threshold <= 1:
        raise InputError("paths.threshold", found=threshold)
    if top is not None and top < 1:
        raise InputError("paths.top", found=top)
    total = float(search.chain @ demand)
    scale = abs(total) or float(np.abs(search.chain * demand).sum())
    if top is None:
        return _told(search, _visited(search, demand, scale, 1e-4 if threshold is None else threshold), total, None)
    cut = 0.2 / top
    while True:
        visited = _visited(search, demand, scale, cut)
        enough = int(visited.recorded.sum())
        if enough >= top or cut < _SMALLEST:
            return _told(search, visited, total, top)
        cut *= min(0.5, 0.8 * max(enough, 1) / top)


@dataclass(frozen=True)
class _Visited:
    sector: Indices
    parent: Indices
    own: Array
    recorded: npt.NDArray[np.bool_]
    pruned: float
    threshold: float


def _visited(search: PathSearch, demand: Array, scale: float, threshold: float) -> _Visited:
    from ketenkompas.mrio._path_kernels import search as compiled  # compiled code is loaded when it is needed

    cut = threshold * scale if scale else np.inf
    sector, parent, amount, stopped, pruned = compiled(
        search.behind, search.all_behind, search.most_behind, _BLOCK, search.chain, demand, cut, _MOST_NODES
    )
    if stopped:
        raise InputError("paths.too_many", most=_MOST_NODES, threshold=threshold)
    own = search.direct[sector] * amount
    return _Visited(sector, parent, own, np.abs(own) >= cut, float(pruned), threshold)


def _told(search: PathSearch, visited: _Visited, total: float, top: int | None) -> Paths:
    candidates = np.flatnonzero(visited.recorded)
    kept = candidates[np.argsort(-np.abs(visited.own[candidates]), kind="stable")][:top]
    recorded = float(visited.own[kept].sum())
    full = top is not None and len(kept) == top and total
    threshold = float(abs(visited.own[kept[-1]] / total)) if full else visited.threshold
    return Paths(
        accounts=search.accounts,
        gas=search.gas,
        unit=search.accounts.meta.emission_units[search.accounts.gases.index(search.gas)],
        values=visited.own[kept],
        chains=_chains(visited.sector, visited.parent, kept),
        total=total,
        recorded=recorded,
        small=float(visited.own.sum()) - recorded,
        pruned=visited.pruned,
        threshold=threshold,
        visited=len(visited.sector),
    )


def _chains(sector: Indices, parent: Indices, nodes: npt.NDArray[np.intp]) -> tuple[tuple[int, ...], ...]:
    chains = []
    for node in nodes.tolist():
        chain, at = [], node
        while at >= 0:
            chain.append(int(sector[at]))
            at = int(parent[at])
        chains.append(tuple(reversed(chain)))
    return tuple(chains)
