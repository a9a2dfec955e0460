"""What a question for spend factors needs of a table: gas, money, the parts of the chain, the purchases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import xarray as xr

from ketenkompas.classifications import areas
from ketenkompas.errors import InputError, UnitError, UnknownCodeError
from ketenkompas.factors._valuation import Buyer, Valuation, require_valuation
from ketenkompas.mrio import Accounts, System, intensities, multipliers

Array = npt.NDArray[np.float64]

HOUSEHOLD_USES: tuple[str, ...] = ("P3_S14", "c37", "HFCE")
ENERGY_PRODUCTS: Mapping[str, tuple[str, ...]] = {"A64": ("D35",), "WIOD2013_35": ("c17",)}
_MONEY = re.compile(r"M(?P<currency>[A-Z]{3})(?:_(?P<year>\d{4}))?")


@dataclass(frozen=True)
class Asked:
    """A checked question: the accounts, the area, the gas, the groups of origin."""

    accounts: Accounts
    area: str
    gas: str
    gas_unit: str
    suppliers: tuple[str, ...]
    energy: tuple[str, ...]
    groups: Mapping[str, str]
    valuation: Valuation | None

    @classmethod
    def of(
        cls,
        accounts: Accounts,
        area: str,
        gas: str | None,
        buyer: Buyer,
        valuation: Valuation | None,
        suppliers: Sequence[str],
        energy: Sequence[str] | None,
        origins: Mapping[str, str] | None,
    ) -> Asked:
        """Check a question of :func:`spend_table`; its errors stand there."""
        for one in (area, *suppliers):
            if one not in accounts.regions:
                raise UnknownCodeError("spend.unknown_area", found=one, known=", ".join(accounts.regions))
        if valuation is not None:
            _require_same(valuation, area, accounts.meta.year, buyer)
            require_products(accounts, valuation.shares)
        chosen, unit = _gas(accounts, gas)
        groups = _groups(area, accounts.regions) if origins is None else origins
        return cls(accounts, area, chosen, unit, tuple(suppliers), _energy(accounts, energy), groups, valuation)

    @property
    def group_names(self) -> tuple[str, ...]:
        """The groups of origin: that of the area itself, then in the order of the regions."""
        return tuple(dict.fromkeys(self.groups[region] for region in (self.area, *self.accounts.regions)))

    @property
    def products(self) -> tuple[str, ...]:
        """Every product once."""
        return tuple(dict.fromkeys(self.accounts.sectors.products))

    def places(self, product: str) -> npt.NDArray[np.intp]:
        """Where the sectors of a product stand, in all regions."""
        return np.flatnonzero(np.array(self.accounts.sectors.products) == product)

    def place(self, product: str, region: str) -> int | None:
        """Where the sector of a product in a region stands; None where there is none."""
        regions = self.accounts.sectors.regions
        return next((int(at) for at in self.places(product) if regions[at] == region), None)


def _require_same(valuation: Valuation, area: str, year: int, buyer: Buyer) -> None:
    require_valuation(valuation)
    if (valuation.area, valuation.year, valuation.buyer) != (area, year, buyer):
        raise InputError(
            "spend.valuation_other", found=f"{valuation.area} {valuation.year} {valuation.buyer}",
            wanted=f"{area} {year} {buyer}",
        )  # fmt: skip


def require_products(accounts: Accounts, codes: Iterable[str]) -> None:
    """Refuse codes that are no products of the table: they are never dropped in silence."""
    strangers = sorted(set(codes) - set(accounts.sectors.products))
    if strangers:
        raise UnknownCodeError("spend.unknown_codes", found=", ".join(strangers), scheme=accounts.meta.scheme)


def _gas(accounts: Accounts, gas: str | None) -> tuple[str, str]:
    chosen = gas or (accounts.gases[0] if len(accounts.gases) == 1 else "GHG")
    if chosen not in accounts.gases:
        raise UnknownCodeError("spend.gas_needed", found=chosen, known=", ".join(accounts.gases))
    unit = accounts.meta.emission_units[accounts.gases.index(chosen)]
    if not unit.startswith("kt "):
        raise UnitError("spend.units", found=unit, expected="kt CO2e_AR5, kt CO2")
    return chosen, unit.removeprefix("kt ")


def _energy(accounts: Accounts, energy: Sequence[str] | None) -> tuple[str, ...]:
    chosen = ENERGY_PRODUCTS.get(accounts.meta.scheme) if energy is None else tuple(energy)
    absent = sorted(set(chosen or ()) - set(accounts.sectors.products))
    if chosen is None or absent:
        raise UnknownCodeError("spend.energy_needed", found=", ".join(absent) or "-", scheme=accounts.meta.scheme)
    return chosen


def _groups(area: str, regions: Sequence[str]) -> dict[str, str]:
    known = areas()
    return {
        region: area if region == area
        else "EU" if region in known and known[region].in_eu27
        else "RoW"
        for region in regions
    }  # fmt: skip


def money_of(accounts: Accounts, currency: str | None, rate: float | None) -> tuple[str, int, float]:
    """The currency and price year of the factors, and their money per unit of the table's."""
    told = _MONEY.fullmatch(accounts.meta.money_unit)
    if told is None:
        raise UnitError("spend.units", found=accounts.meta.money_unit, expected="MEUR, MUSD, MEUR_2015")
    own, year = told["currency"], int(told["year"] or accounts.meta.year)
    if currency in (None, own):
        if rate is not None:
            raise UnitError("spend.rate_needless", currency=own)
        return own, year, 1.0
    if rate is None or not rate > 0:
        raise UnitError("spend.rate_needed", currency=str(currency), own=own, year=year)
    return str(currency), year, rate


def parts_of(asked: Asked, system: System | None) -> Array:
    """Rows scope 1, 2, upstream 3, then the chain by group of origin (3 + groups, n), kg per unit of money."""
    accounts = asked.accounts
    direct = intensities(accounts).sel(gas=asked.gas).values
    names = asked.group_names
    where = np.array([names.index(asked.groups[region]) for region in accounts.sectors.regions])
    masked = np.where(where[None, :] == np.arange(len(names))[:, None], direct[None, :], 0.0)
    rows = xr.DataArray(
        masked, dims=("gas", "make"), coords={"gas": list(names), "make": list(accounts.sectors.labels)}
    )
    by_origin = multipliers(accounts, rows, system=system).values
    output = accounts.output.values
    sells = np.flatnonzero(np.isin(accounts.sectors.products, asked.energy))
    energy = direct[sells] @ accounts.flows.values[sells]
    second = np.divide(energy, output, out=np.zeros_like(energy), where=output > 0)
    third = by_origin.sum(axis=0) - direct - second
    return np.vstack([direct, second, third, by_origin])


def purchases_of(accounts: Accounts, area: str, buyer: Buyer) -> Array:
    """What the buyers of an area buy from every sector (n,), money."""
    if buyer == "intermediate":
        bought: Array = accounts.flows.values[:, np.array(accounts.sectors.regions) == area].sum(axis=1)
        return bought
    wanted = [
        place
        for place, (region, category) in enumerate(
            zip(accounts.final_uses.regions, accounts.final_uses.categories, strict=True)
        )
        if region == area and category in HOUSEHOLD_USES
    ]
    if not wanted:
        known = ", ".join(dict.fromkeys(accounts.final_uses.categories))
        raise UnknownCodeError("spend.no_household_use", area=area, known=known)
    spent: Array = accounts.demand.values[:, wanted].sum(axis=1)
    return spent


def margin_parts_of(asked: Asked, parts: Array, valuation: Valuation) -> Array:
    """The rows of :func:`parts_of` for one unit of margin, of suppliers in the area itself."""
    at = {code: asked.place(code, asked.area) for code, part in valuation.margin_supply.items() if part}
    absent = [code for code, place in at.items() if place is None]
    if absent or not valuation.margin_supply:
        raise UnknownCodeError(
            "spend.margin_unknown", found=", ".join(absent) or "-", scheme=asked.accounts.meta.scheme
        )
    summed = np.zeros(len(parts))
    for code, place in at.items():
        summed += valuation.margin_supply[code] * parts[:, place]
    return summed
