"""Density and calorific value of fuels: what lets a litre, a kilogram and a kilowatt-hour be compared."""

from __future__ import annotations

import csv
import functools
import importlib.resources
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from ketenkompas.factors._record import factor_id

State = Literal["solid", "liquid", "gaseous"]
Origin = Literal["renewable", "not_renewable"]
Fault = Literal["wrong_state", "wrong_origin", "other_composition", ""]
_NL_LIST = "co2emissiefactoren-nl"


@dataclass(frozen=True, slots=True)
class Conversion:
    """What one kilogram and one litre of a fuel hold, each figure with its source.

    Attributes
    ----------
    fuel : str
        Slug (``gas-diesel-oil``).
    ncv_mj_per_kg : float
        Net calorific value, MJ per kg.
    density_kg_per_l, density_kg_per_m3 : float, optional
        Of liquids and of gases; None where the source has none or its figure cannot be right.
    gcv_per_ncv : float, optional
        Gross over net calorific value; None where no source has both.
    source, cell, gcv_source : str
        Where net value and density stand, and from which two rows the quotient was taken.
    applies_to, gcv_applies_to : tuple of str
        ``factor_id`` of the factors for which all figures hold, and of those for which only the quotient does.
    fault, note_nl, note_en : str
        What is wrong with the source's row, or why another source leads.
    """

    fuel: str
    name_nl: str
    name_en: str
    state: State
    origin: Origin
    ncv_mj_per_kg: float
    density_kg_per_l: float | None
    density_kg_per_m3: float | None
    gcv_per_ncv: float | None
    source: str
    cell: str
    gcv_source: str
    applies_to: tuple[str, ...] = ()
    gcv_applies_to: tuple[str, ...] = ()
    fault: Fault = ""
    note_nl: str = ""
    note_en: str = ""

    @property
    def ncv_mj_per_l(self) -> float | None:
        """Net calorific value of a liquid, MJ per litre; None where no density is known."""
        return None if self.density_kg_per_l is None else self.ncv_mj_per_kg * self.density_kg_per_l

    def name(self, language: str = "nl") -> str:
        """The name in one language."""
        return self.name_en if language == "en" else self.name_nl


@functools.cache
def conversions() -> tuple[Conversion, ...]:
    """All fuels with density and calorific value, in the order of the source.

    Source: EFRAG, VSME Digital Template 1.3.0, sheet Fuel Conversion Parameters (MIT); quotients of gross over net
    from DESNZ 2025 (OGL v3.0). For fuels of the Dutch list the ``energy_content_mj`` of the record itself leads.

    Examples
    --------
    >>> diesel = next(one for one in conversions() if one.fuel == "gas-diesel-oil")
    >>> round(1000 * diesel.ncv_mj_per_l / 3600, 6)
    10.033333
    """
    path = importlib.resources.files("ketenkompas") / "data/factors/conversions.csv"
    return tuple(_conversion(row) for row in csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def _conversion(row: Mapping[str, str]) -> Conversion:
    return Conversion(
        fuel=row["fuel"],
        name_nl=row["name_nl"],
        name_en=row["name_en"],
        state=cast(State, row["state"]),
        origin=cast(Origin, row["origin"]),
        ncv_mj_per_kg=float(row["ncv_mj_per_kg"]),
        density_kg_per_l=_number(row["density_kg_per_l"]),
        density_kg_per_m3=_number(row["density_kg_per_m3"]),
        gcv_per_ncv=_number(row["gcv_per_ncv"]),
        source=row["source"],
        cell=row["cell"],
        gcv_source=row["gcv_source"],
        applies_to=_factors(row["nl_list"]),
        gcv_applies_to=_factors(row["nl_list"]) + _factors(row["nl_list_gcv"]),
        fault=cast(Fault, row["fault"]),
        note_nl=row["note_nl"],
        note_en=row["note_en"],
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _factors(cell: str) -> tuple[str, ...]:
    return tuple(factor_id(_NL_LIST, native) for native in cell.split("|") if native)
