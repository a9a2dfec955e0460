"""National data to refine a global table with: a region's own table, imports, emissions, and how they fit the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ketenkompas.errors import InputError, KetenkompasError, MissingValueError, UnknownCodeError
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._footprints import demand_by_area
from ketenkompas.mrio._system import reciprocal_output

_ONE = 1e-9


@dataclass(frozen=True)
class National:
    """A region's own input-output table, imports and emissions, in products of its own, finer or the same.

    Attributes
    ----------
    region : str
        The home region in the global table.
    products : tuple of str
        National products (N).
    domestic : array (N, N)
        Deliveries between home industries, money of the global table.
    imports : array (N, N)
        Imported products (rows) used by home industries (columns), without re-exports.
    demand, imported : arrays (N,)
        Home final demand for home products, and for imported products.
    exports : array (N,)
        Home products delivered abroad.
    emissions : array (gases, N), direct : array (gases,)
        kt, by industry and directly by households; gases as in the accounts.
    to_global : array (G, N)
        H: which product of the global table a national product is; columns sum to 1.
    origins : array (abroad, G)
        S: share of each foreign region in the imports of a global product; columns sum to 1 where anything is imported.
    prices : array (N,)
        kappa: basic price at the origin over the national price of imports (c.i.f.), 1 where they are the same.
    assumptions : tuple of str
        What was assumed; told with every figure.
    """

    region: str
    products: tuple[str, ...]
    domestic: Array = field(repr=False)
    imports: Array = field(repr=False)
    demand: Array = field(repr=False)
    imported: Array = field(repr=False)
    exports: Array = field(repr=False)
    emissions: Array = field(repr=False)
    direct: Array = field(repr=False)
    to_global: Array = field(repr=False)
    origins: Array = field(repr=False)
    prices: Array = field(repr=False)
    assumptions: tuple[str, ...] = ()

    @property
    def output(self) -> Array:
        """Output by product (N,), the row sums."""
        summed: Array = self.domestic.sum(axis=1) + self.demand + self.exports
        return summed


@dataclass(frozen=True)
class Home:
    """Where the home region stands in a global table."""

    at: np.ndarray
    abroad: np.ndarray
    column: int
    products: tuple[str, ...]
    regions: tuple[str, ...]


def home_of(accounts: Accounts, region: str) -> Home:
    """The places of a region's sectors and of all others.

    Raises
    ------
    UnknownCodeError
        ``refine.region``.
    """
    if region not in accounts.regions:
        raise UnknownCodeError("refine.region", found=region, known=", ".join(accounts.regions))
    inside = np.array([name == region for name in accounts.sectors.regions])
    at = np.flatnonzero(inside)
    return Home(
        at=at,
        abroad=np.flatnonzero(~inside),
        column=accounts.regions.index(region),
        products=tuple(accounts.sectors.products[place] for place in at),
        regions=tuple(name for name in accounts.regions if name != region),
    )


def own_block(accounts: Accounts, region: str) -> National:
    """The global table's own block of a region as national data: the case in which nothing is refined.

    Origin shares are those of the imports that serve home final demand, so that :func:`coupled_footprint` with world
    feedback gives the plain footprint exactly.

    Examples
    --------
    >>> from ketenkompas.mrio import example_accounts, own_block
    >>> own_block(example_accounts(), "NL").products
    ('A',)
    """
    home = home_of(accounts, region)
    flows, pooled = accounts.flows.values, demand_by_area(accounts).values
    products = len(home.products)
    makes = _makes(accounts, home)
    domestic = flows[np.ix_(home.at, home.at)]
    exports = flows[np.ix_(home.at, home.abroad)].sum(axis=1) + np.delete(pooled[home.at], home.column, 1).sum(axis=1)
    national = National(
        region=region,
        products=home.products,
        domestic=domestic,
        imports=makes @ flows[np.ix_(home.abroad, home.at)],
        demand=pooled[home.at, home.column],
        imported=makes @ pooled[home.abroad, home.column],
        exports=exports,
        emissions=accounts.emissions.values[:, home.at],
        direct=accounts.direct.values[:, home.column],
        to_global=np.eye(products),
        origins=np.zeros((len(home.regions), products)),
        prices=np.ones(products),
        assumptions=("origin shares: imports that serve home final demand, from the global table itself",),
    )
    inputs = flows[np.ix_(home.abroad, home.at)] * reciprocal_output(accounts)[home.at]
    served: Array = inputs @ outputs_at_home(national) + pooled[home.abroad, home.column]
    return replace(national, origins=_shares(accounts, home, served))


def outputs_at_home(national: National) -> Array:
    """Home output that serves home final demand along home chains, ``(I - Add)^-1 yd`` (N,)."""
    output = national.output
    per_output = np.divide(1.0, output, out=np.zeros_like(output), where=output > 0)
    inputs = national.domestic * per_output[None, :]
    return np.asarray(np.linalg.solve(np.eye(len(output)) - inputs, national.demand), dtype=np.float64)


def require_national(accounts: Accounts, national: National) -> None:
    """Refuse national data that do not fit: every fault told together.

    Raises
    ------
    InputError
        ``refine.faults`` with shapes, shares that do not add up to 1, missing or negative values.
    """
    home = home_of(accounts, national.region)
    n, globals_, gases = len(national.products), len(home.products), len(accounts.gases)
    shapes = {
        "domestic": (n, n), "imports": (n, n), "demand": (n,), "imported": (n,), "exports": (n,),
        "emissions": (gases, n), "direct": (gases,), "to_global": (globals_, n),
        "origins": (len(home.regions), globals_), "prices": (n,),
    }  # fmt: skip
    faults: list[KetenkompasError] = []
    for name, shape in shapes.items():
        values = getattr(national, name)
        if values.shape != shape:
            faults.append(InputError("refine.shape", name=name, found=str(values.shape), expected=str(shape)))
        elif not np.isfinite(values).all():
            faults.append(MissingValueError("refine.missing", name=name, count=int((~np.isfinite(values)).sum())))
    if not faults:
        faults += [*_sum_faults(national, home), *_sign_faults(national)]
    if faults:
        raise InputError("refine.faults", problems=faults, region=national.region, count=len(faults))


def _sum_faults(national: National, home: Home) -> list[KetenkompasError]:
    keys = national.to_global.sum(axis=0)
    faults: list[KetenkompasError] = [
        InputError("refine.key", product=national.products[place], found=float(keys[place]))
        for place in np.flatnonzero(np.abs(keys - 1) > _ONE)
    ]
    shares, wanted = (
        national.origins.sum(axis=0),
        national.to_global @ (national.imports.sum(axis=1) + national.imported),
    )
    faults += [
        InputError("refine.origins", product=home.products[place], found=float(shares[place]))
        for place in np.flatnonzero((np.abs(shares - 1) > _ONE) & (np.abs(wanted) > 0))
    ]
    return faults


def _sign_faults(national: National) -> list[KetenkompasError]:
    named = ("domestic", "imports", "exports", "emissions", "to_global", "origins", "prices")
    return [
        InputError("refine.negative", name=name, value=float(getattr(national, name).min()))
        for name in named
        if getattr(national, name).min(initial=0.0) < 0
    ]


def _makes(accounts: Accounts, home: Home) -> Array:
    """0/1 (G, abroad): which global product a foreign sector makes, in the order of the home region.

    A product that only others make is counted with the fault of the key, so it is refused here.
    """
    place = {product: row for row, product in enumerate(home.products)}
    strangers = sorted({accounts.sectors.products[at] for at in home.abroad} - place.keys())
    if strangers:
        raise InputError("refine.foreign_product", products=", ".join(strangers[:10]), region=home.products[0])
    makes = np.zeros((len(home.products), len(home.abroad)))
    makes[[place[accounts.sectors.products[at]] for at in home.abroad], np.arange(len(home.abroad))] = 1.0
    return makes


def _shares(accounts: Accounts, home: Home, imported: Array) -> Array:
    """Share of each foreign region in the imports (abroad,) of each product, (regions, G)."""
    row = {region: place for place, region in enumerate(home.regions)}
    column = {product: place for place, product in enumerate(home.products)}
    shares = np.zeros((len(home.regions), len(home.products)))
    for value, at in zip(imported, home.abroad, strict=True):
        shares[row[accounts.sectors.regions[at]], column[accounts.sectors.products[at]]] += value
    sums = shares.sum(axis=0)
    divided: Array = np.divide(shares, sums, out=np.zeros_like(shares), where=sums != 0)
    return divided


def by_origin(accounts: Accounts, home: Home, national: National, imported: Array) -> Array:
    """Imports of national products (N,) as deliveries of foreign sectors (abroad,): ``S (H kappa h)``."""
    wanted = national.to_global @ (national.prices * imported)
    row = {region: place for place, region in enumerate(home.regions)}
    column = {product: place for place, product in enumerate(home.products)}
    delivered: Array = np.array(
        [
            national.origins[row[accounts.sectors.regions[at]], column[accounts.sectors.products[at]]]
            * wanted[column[accounts.sectors.products[at]]]
            for at in home.abroad
        ]
    )
    return delivered


def with_changes(
    national: National,
    accounts: Accounts,
    *,
    emissions: Sequence[float] | None = None,
    imports: Sequence[float] | None = None,
    origins: Array | None = None,
    assumptions: Sequence[str] = (),
) -> National:
    """National data with factors on emissions and imports (by product) and other origin shares; a stated variant.

    Parameters
    ----------
    emissions, imports : sequences of float, optional
        One factor for each national product.
    origins : array (abroad, G), optional

    Raises
    ------
    InputError
        As :func:`require_national`.
    """
    n = len(national.products)
    more = np.ones(n) if emissions is None else np.asarray(emissions, dtype=np.float64)
    less = np.ones(n) if imports is None else np.asarray(imports, dtype=np.float64)
    changed = replace(
        national,
        emissions=national.emissions * more[None, :],
        imports=national.imports * less[:, None],
        imported=national.imported * less,
        origins=national.origins if origins is None else origins,
        assumptions=(*national.assumptions, *assumptions),
    )
    require_national(accounts, changed)
    return changed
