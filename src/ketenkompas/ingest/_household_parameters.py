"""Dated parameters of the household footprint and who buys each product, as packaged definitions."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ketenkompas.classifications import scheme
from ketenkompas.errors import InputError, KetenkompasError, Where
from ketenkompas.ingest._definition_file import read_definition

_FOLDER = "households"


@dataclass(frozen=True)
class HouseholdParameters:
    """Values and sizes of doubt by name, keys of emission factors, and the file as plain data for a receipt."""

    shown_year: int
    factor_release: str
    factors: Mapping[str, str]
    values: Mapping[str, Mapping[str, Any]]
    uncertainty: Mapping[str, Mapping[str, Any]]
    raw: Mapping[str, Any] = field(repr=False)

    def value(self, name: str) -> float:
        """A dated value."""
        return float(self.values[name]["value"])

    def doubt(self, name: str) -> float:
        """The size of a doubt."""
        return float(self.uncertainty[name]["value"])

    def between(self, name: str) -> tuple[float, float]:
        """Low and high of a dated value."""
        return float(self.values[name]["low"]), float(self.values[name]["high"])


@dataclass(frozen=True)
class Purchasers:
    """Shares of the buyers in all final demand and by product (judged), with how sure the prior is (Dirichlet)."""

    categories: tuple[str, ...]
    shares: tuple[float, ...]
    standard_error: float
    prior: Mapping[str, tuple[float, ...]]
    concentration: Mapping[str, float]
    raw: Mapping[str, Any] = field(repr=False)


@functools.cache
def household_parameters() -> HouseholdParameters:
    """The packaged parameters of the model.

    Raises
    ------
    InputError
        ``definition.faults`` with everything that the schema refuses.

    Examples
    --------
    >>> household_parameters().value("gas_energy")
    31.65
    """
    raw = read_definition("model", _FOLDER, lambda _raw, _file: ())
    return HouseholdParameters(
        raw["shown_year"], raw["factor_release"], raw["factors"], raw["values"], raw["uncertainty"], raw
    )


@functools.cache
def purchasers() -> Purchasers:
    """The packaged prior of who buys each product of Dutch final demand.

    Raises
    ------
    InputError
        ``definition.faults``: products that are not in the scheme, shares that do not add up to 1.

    Examples
    --------
    >>> purchasers().categories
    ('households', 'government', 'non_profit', 'investment')
    """
    raw = read_definition("purchasers", _FOLDER, _faults)
    sure = raw["concentration"]
    return Purchasers(
        tuple(raw["categories"]),
        tuple(float(raw["shares"][name]) for name in raw["categories"]),
        float(raw["shares"]["standard_error"]["value"]),
        {code: tuple(float(share) for share in one["prior"]) for code, one in raw["products"].items()},
        {code: float(sure[one["confidence"]]) for code, one in raw["products"].items()},
        raw,
    )


def _faults(raw: Mapping[str, Any], file: str) -> Sequence[KetenkompasError]:
    known, faults = scheme("A64").items, list[KetenkompasError]()
    lines = {code: one["prior"] for code, one in raw["products"].items()}
    lines["shares"] = [raw["shares"][name] for name in raw["categories"]]
    for code, line in lines.items():
        where = Where(file=file, label=code)
        if code != "shares" and code not in known:
            faults.append(InputError("households.prior_product", where=where, found=code))
        if len(line) != len(raw["categories"]) or abs(sum(line) - 1) > 1e-6:
            faults.append(InputError("households.prior_shares", where=where, found=code, total=f"{sum(line):g}"))
    return faults
