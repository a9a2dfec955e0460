"""A synthetic population for researchers: one row for every household of the published cells."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.households import population_rows
from ketenkompas.i18n import Language
from ketenkompas.pipeline._household_plans import HOUSEHOLDS
from ketenkompas.pipeline._receipt import Receipt
from ketenkompas.pipeline._store import load

KIND = ("size", "age", "income", "tenure")
POPULATION_NOTE: dict[Language, str] = {
    "en": (
        "Synthetic: whole households by province, size, income fifth and tenure, which add up to the published cells."
        " Made from public margins; no record of a real household is in it, and it says nothing of one that exists."
        " How kinds go together rests on a product of margins and is modelled. Do not link to persons."
    ),
    "nl": (
        "Synthetisch: hele huishoudens naar provincie, grootte, inkomensvijfde en eigendom, die optellen tot de"
        " gepubliceerde cellen. Gemaakt uit openbare randtotalen; er zitten geen gegevens van echte huishoudens in en"
        " het zegt niets over een huishouden dat bestaat. Hoe de kenmerken samengaan steunt op een product van"
        " randtotalen en is gemodelleerd. Niet aan personen koppelen."
    ),
}


def population_frame(cells: pl.DataFrame) -> pl.DataFrame:
    """One row per household: ``province`` and the kinds, as categories.

    Parameters
    ----------
    cells : DataFrame
        The product ``cells``: households of the country and its provinces by kind.

    Returns
    -------
    DataFrame
        About 8.2 million rows; counted by province and kind it is ``cells``
        (``tests/unit/pipeline/test_household_population.py``).
    """
    rows = cells.filter(pl.col("area") != "NL")
    _, which = population_rows(rows["households"].to_numpy()[None, :])
    columns = {"province": rows["area"], **{name: rows[name] for name in KIND}}
    return pl.DataFrame({name: column.cast(pl.Categorical).gather(which) for name, column in columns.items()})


def write_population(path: Path, *, year: int = 2023) -> Receipt:
    """The synthetic population as Parquet, the disclosure note and the receipt of its cells in the file's metadata.

    Raises
    ------
    ProductError
        ``product.absent`` when the household footprint was not built.
    InputError
        ``households.population_exists`` when the file is there already, ``households.population_unwritable``.
    """
    cells, receipt = load(HOUSEHOLDS, year, "cells")
    if path.exists():
        raise InputError("households.population_exists", where=Where(file=path.name))
    told = {
        "note_en": POPULATION_NOTE["en"],
        "note_nl": POPULATION_NOTE["nl"],
        "receipt": receipt.id,
        "year": str(year),
        "licence": "CC BY 4.0",
    }
    part = path.with_name(f"{path.name}.part")
    try:
        population_frame(cells).write_parquet(part, compression="zstd", metadata={"ketenkompas": json.dumps(told)})
        part.replace(path)
    except OSError as fault:
        part.unlink(missing_ok=True)
        raise InputError(
            "households.population_unwritable",
            where=Where(file=path.name),
            reason=fault.strerror or type(fault).__name__,
        ) from fault
    return receipt
