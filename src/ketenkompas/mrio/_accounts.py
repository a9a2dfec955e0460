"""The accounts of one year: an immutable, validated value with labelled arrays inside."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import xarray as xr

from ketenkompas.errors import AlignmentError, InputError, KetenkompasError, MissingValueError, Where

Array = npt.NDArray[np.float64]
HOUSEHOLDS = "households_direct"
_SHOWN_CELLS = 10
_LARGE = 1 << 20  # cells from which two threads check a table
_STRIP = 32


@dataclass(frozen=True, slots=True)
class Sectors:
    """The flat axis of a table: region and product (or industry) of each sector, region-major by custom."""

    regions: tuple[str, ...]
    products: tuple[str, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """One label per sector, ``NL_C10T12``."""
        return tuple(f"{region}_{product}" for region, product in zip(self.regions, self.products, strict=True))

    def __len__(self) -> int:
        return len(self.regions)


@dataclass(frozen=True, slots=True)
class FinalUses:
    """The flat axis of final demand: consuming region and category of each column."""

    regions: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """One label per column, ``NL_P3_S14``."""
        return tuple(f"{region}_{category}" for region, category in zip(self.regions, self.categories, strict=True))

    def __len__(self) -> int:
        return len(self.regions)


@dataclass(frozen=True, slots=True)
class Meta:
    """What the numbers of the accounts mean and where they come from."""

    model: str
    year: int
    money_unit: str
    emission_units: tuple[str, ...]
    price_basis: str = "basic prices, current"
    table_edition: str = ""
    emission_edition: str = ""
    principle: str = "residence"
    scheme: str = ""
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    households_unknown: tuple[str, ...] = ()
    """Regions without a figure for direct emissions of households: the zero in ``Accounts.direct`` has no meaning."""


@dataclass(frozen=True)
class Accounts:
    """One year of a monetary table with emissions beside it.

    Build it with :meth:`build`, which checks everything and names all faults together. The arrays cannot be written
    to; every property hands out a view of its own.

    Attributes
    ----------
    flows : DataArray (make, use)
        Deliveries between sectors, rows sell and columns buy, in ``meta.money_unit``.
    demand : DataArray (make, final_use)
        Deliveries to final demand.
    output : DataArray (make)
        Row sums of flows and demand: the output that closes the accounts (fact sheet section 2).
    emissions : DataArray (gas, make)
        Emissions by industry, kt of the gas.
    direct : DataArray (gas, region)
        Direct emissions of households; they never pass through the table. Regions in ``meta.households_unknown`` have
        no figure; :func:`with_households` refuses them.
    value_added : DataArray (component, use), optional
        Rows below the table (taxes, wages, operating surplus), as the source gives them.
    """

    sectors: Sectors
    final_uses: FinalUses
    gases: tuple[str, ...]
    meta: Meta
    _flows: Array = field(repr=False)
    _demand: Array = field(repr=False)
    _output: Array = field(repr=False)
    _emissions: Array = field(repr=False)
    _direct: Array = field(repr=False)
    _value_added: Array | None = field(repr=False, default=None)
    value_added_rows: tuple[str, ...] = ()

    @classmethod
    def build(
        cls,
        *,
        flows: Array,
        demand: Array,
        emissions: Array,
        direct: Array,
        sectors: Sectors,
        final_uses: FinalUses,
        gases: Sequence[str],
        meta: Meta,
        value_added: Array | None = None,
        value_added_rows: Sequence[str] = (),
    ) -> Accounts:
        """Accounts from plain arrays; refuses missing values, negative flows and labels that do not fit.

        Parameters
        ----------
        flows : array (n, n), demand : array (n, k)
            Money; float64 arrays are taken over without a copy and frozen.
        emissions : array (g, n), direct : array (g, regions)
            kt of each gas; regions in the order of their first appearance on the sector axis.
        sectors, final_uses, gases, meta
            The labels and the meaning.

        Raises
        ------
        InputError
            ``accounts.faults`` with every fault found: shapes, duplicate labels, unknown regions of final demand, NaN
            or infinite values, negative flows or emissions of industries without output.
        """
        arrays = {"flows": flows, "demand": demand, "emissions": emissions, "direct": direct}
        regions = tuple(dict.fromkeys(sectors.regions))
        shapes = {
            "flows": (len(sectors), len(sectors)),
            "demand": (len(sectors), len(final_uses)),
            "emissions": (len(gases), len(sectors)),
            "direct": (len(gases), len(regions)),
        }
        if value_added is not None:
            arrays["value_added"], shapes["value_added"] = value_added, (len(value_added_rows), len(sectors))
        faults = [*_label_faults(sectors, final_uses, gases, regions), *_shape_faults(arrays, shapes)]
        strangers = [region for region in meta.households_unknown if region not in regions]
        faults += [AlignmentError("accounts.unknown_consumer", found=region) for region in strangers]
        if not faults:
            faults = _value_faults(flows, arrays, sectors, final_uses)
        if faults:
            raise InputError("accounts.faults", problems=faults, model=meta.model, year=meta.year, count=len(faults))
        if len(meta.emission_units) != len(gases):
            raise AlignmentError("accounts.gas_units", gases=", ".join(gases), units=", ".join(meta.emission_units))
        output = _frozen(flows.sum(axis=1) + demand.sum(axis=1))
        return cls(
            sectors=sectors,
            final_uses=final_uses,
            gases=tuple(gases),
            meta=meta,
            _flows=_frozen(flows),
            _demand=_frozen(demand),
            _output=output,
            _emissions=_frozen(emissions),
            _direct=_frozen(direct),
            _value_added=None if value_added is None else _frozen(value_added),
            value_added_rows=tuple(value_added_rows),
        )

    @property
    def regions(self) -> tuple[str, ...]:
        """Model regions in the order of their first appearance."""
        return tuple(dict.fromkeys(self.sectors.regions))

    @property
    def make(self) -> dict[str, xr.Variable]:
        """Coordinates of the selling side: labels, region, product."""
        return _axis(self.sectors, "make", "region", "product")

    @property
    def use(self) -> dict[str, xr.Variable]:
        """Coordinates of the buying side."""
        return _axis(self.sectors, "use", "use_region", "use_product")

    @property
    def final_use(self) -> dict[str, xr.Variable]:
        """Coordinates of final demand: labels, consuming area, category."""
        return _columns(self.final_uses)

    @property
    def gas(self) -> dict[str, tuple[str, Sequence[str]]]:
        """Coordinates of gases: name and unit."""
        return {"gas": ("gas", list(self.gases)), "gas_unit": ("gas", list(self.meta.emission_units))}

    @property
    def flows(self) -> xr.DataArray:
        """Deliveries between sectors (make, use), money."""
        return self._labelled(self._flows, ("make", "use"), {**self.make, **self.use}, self.meta.money_unit)

    @property
    def demand(self) -> xr.DataArray:
        """Deliveries to final demand (make, final_use), money."""
        return self._labelled(
            self._demand, ("make", "final_use"), {**self.make, **self.final_use}, self.meta.money_unit
        )

    @property
    def output(self) -> xr.DataArray:
        """Output by sector (make), money."""
        return self._labelled(self._output, ("make",), self.make, self.meta.money_unit)

    @property
    def emissions(self) -> xr.DataArray:
        """Emissions by industry (gas, make), kt."""
        return self._labelled(self._emissions, ("gas", "make"), {**self.gas, **self.make}, self.emission_unit)

    @property
    def direct(self) -> xr.DataArray:
        """Direct emissions of households (gas, region), kt."""
        coordinates = {**self.gas, "region": ("region", list(self.regions))}
        return self._labelled(self._direct, ("gas", "region"), coordinates, self.emission_unit)

    @property
    def value_added(self) -> xr.DataArray | None:
        """Value-added rows (component, use), money, or None where the source has none."""
        if self._value_added is None:
            return None
        coordinates = {"component": ("component", list(self.value_added_rows)), **self.use}
        return self._labelled(self._value_added, ("component", "use"), coordinates, self.meta.money_unit)

    @property
    def emission_unit(self) -> str:
        """The unit of the emissions: the gas's own when there is one gas, else ``kt`` of each."""
        units = set(self.meta.emission_units)
        return units.pop() if len(units) == 1 else "kt of each gas"

    def _labelled(
        self, values: Array, dims: tuple[str, ...], coordinates: Mapping[str, Any], units: str
    ) -> xr.DataArray:
        return xr.DataArray(values, dims=dims, coords=coordinates, attrs={"units": units})


@functools.lru_cache(maxsize=64)
def _shared_axis(sectors: Sectors, dim: str, region: str, product: str) -> tuple[tuple[str, xr.Variable], ...]:
    """The variables of an axis, made once: thousands of labels cost more than many a calculation."""
    return (
        (dim, xr.IndexVariable(dim, list(sectors.labels))),  # type: ignore[no-untyped-call]
        (region, xr.Variable(dim, list(sectors.regions))),
        (product, xr.Variable(dim, list(sectors.products))),
    )


def _axis(sectors: Sectors, dim: str, region: str, product: str) -> dict[str, xr.Variable]:
    return {name: variable.copy(deep=False) for name, variable in _shared_axis(sectors, dim, region, product)}


@functools.lru_cache(maxsize=64)
def _shared_columns(final_uses: FinalUses) -> tuple[tuple[str, xr.Variable], ...]:
    return (
        ("final_use", xr.IndexVariable("final_use", list(final_uses.labels))),  # type: ignore[no-untyped-call]
        ("area", xr.Variable("final_use", list(final_uses.regions))),
        ("category", xr.Variable("final_use", list(final_uses.categories))),
    )


def _columns(final_uses: FinalUses) -> dict[str, xr.Variable]:
    return {name: variable.copy(deep=False) for name, variable in _shared_columns(final_uses)}


def _frozen(values: Array) -> Array:
    kept = np.ascontiguousarray(values, dtype=np.float64)
    kept.flags.writeable = False
    return kept


def _label_faults(
    sectors: Sectors, final_uses: FinalUses, gases: Sequence[str], regions: Sequence[str]
) -> list[KetenkompasError]:
    axes = {"sector": sectors.labels, "final use": final_uses.labels, "gas": tuple(gases)}
    faults: list[KetenkompasError] = [
        AlignmentError("accounts.duplicate_label", axis=axis, found=label, count=count)
        for axis, labels in axes.items()
        for label, count in Counter(labels).items()
        if count > 1
    ]
    strangers = [region for region in dict.fromkeys(final_uses.regions) if region not in regions]
    return [*faults, *(AlignmentError("accounts.unknown_consumer", found=region) for region in strangers)]


def _shape_faults(arrays: dict[str, Array], shapes: dict[str, tuple[int, int]]) -> list[KetenkompasError]:
    return [
        AlignmentError("accounts.shape", array=name, found=str(values.shape), expected=str(shapes[name]))
        for name, values in arrays.items()
        if values.shape != shapes[name]
    ]


def _value_faults(
    flows: Array, arrays: dict[str, Array], sectors: Sectors, final_uses: FinalUses
) -> list[KetenkompasError]:
    faults: list[KetenkompasError] = []
    least = 0.0
    for name, values in arrays.items():
        total, smallest = sum_and_least(values)
        least = smallest if name == "flows" else least
        if not np.isfinite(total):
            cells = np.argwhere(~np.isfinite(values))[:_SHOWN_CELLS]
            faults += [
                MissingValueError("accounts.not_finite", array=name, cell=_cell(name, c, sectors, final_uses))
                for c in cells
            ]
    below = bool(faults) or least < 0  # where a cell is no number, the others are still to be told
    negative = np.argwhere(flows < 0)[:_SHOWN_CELLS] if below else ()
    faults += [
        InputError(
            "accounts.negative_flow",
            value=float(flows[i, j]),
            where=Where(label=f"{sectors.labels[i]} -> {sectors.labels[j]}"),
        )
        for i, j in negative
    ]
    return faults


def sum_and_least(values: Array) -> tuple[float, float]:
    """The sum and the smallest cell (not above zero) in one pass through memory.

    The sum of values of which one is no number is no number either.
    """
    rows = values.shape[0] if values.ndim > 1 else 0
    if values.size < _LARGE or rows < 2:
        return float(values.sum()), float(values.min(initial=0.0))
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(_swept, values[: rows // 2])
        total, least = _swept(values[rows // 2 :])
        more, lower = waiting.result()
    return total + more, min(least, lower)


def _swept(values: Array) -> tuple[float, float]:
    total, least = 0.0, 0.0
    for first in range(0, len(values), _STRIP):
        strip = values[first : first + _STRIP]  # small enough to stay in the processor between the two
        total += float(strip.sum())
        least = min(least, float(strip.min()))
    return total, least


def _cell(name: str, index: npt.NDArray[np.intp], sectors: Sectors, final_uses: FinalUses) -> str:
    row, column = (int(part) for part in index)
    rows = sectors.labels if name in ("flows", "demand") else [str(row)] * (row + 1)
    columns = final_uses.labels if name == "demand" else sectors.labels if name != "direct" else sectors.regions
    return f"{rows[row]} / {columns[column] if name != 'direct' else tuple(dict.fromkeys(columns))[column]}"
