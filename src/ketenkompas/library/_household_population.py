"""The synthetic population as a file for researchers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ketenkompas.i18n import Language
from ketenkompas.library._household_products import YEAR, product
from ketenkompas.pipeline import POPULATION_NOTE, write_population


@dataclass(frozen=True, slots=True)
class Population:
    """A written file: how many households, what may be done with it by language, and the receipt of its cells."""

    file: str
    count: int
    note: Mapping[Language, str]
    receipt: str


def population(to: Path, *, year: int = YEAR) -> Population:
    """Write one row for every household of the published cells, as Parquet.

    Parameters
    ----------
    to : Path
        A file that is not there yet.

    Returns
    -------
    Population
        Columns ``province, size, age, income, tenure``; counted by them it is the product ``cells``, household by
        household (``tests/unit/pipeline/test_household_products.py``). The note stands in the file's metadata.

    Raises
    ------
    InputError
        ``households.population_exists``, ``households.population_unwritable``.
    ProductError
        ``product.absent``.
    """
    receipt = write_population(to, year=year)
    cells, _ = product("cells", year)
    country = cells.filter(cells["area"] == "NL")
    return Population(to.name, int(country["households"].sum()), POPULATION_NOTE, receipt.id)
