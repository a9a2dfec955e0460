"""Tables of Statistics Netherlands as its open data give them, and a region's national data made from them.

Form (OData v3, ``TypedDataSet`` saved as text): separated by semicolons, UTF-8, one row a cell, codes padded with
blanks, periods ``2020JJ00``, numbers with a decimal point, and an empty or ``.`` cell where there is no figure. No
publisher's file has been run: which table ids hold these dimensions has still to be confirmed with the publisher.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import float_of, read_sheet
from ketenkompas.mrio import Accounts, National, require_national

Array = npt.NDArray[np.float64]
_MISSING = ("", ".", "-")
_FINAL, _EXPORTS = "T-FINAL", "T-EXPORT"


@dataclass(frozen=True, slots=True)
class CbsFiles:
    """The five files of a year: ``deliveries`` (Leverancier, Afnemer), ``imports`` (Product, Afnemer), ``emissions``
    (Bedrijfstak, Stof), ``origins`` (Land, Product) and ``key`` (national;global, a table of our own).

    Users (Afnemer) are industries, ``T-FINAL`` for home final demand and ``T-EXPORT`` for exports; the emitter
    ``T-HOUSEHOLDS`` stands for households.
    """

    deliveries: Path
    imports: Path
    emissions: Path
    origins: Path
    key: Path


def read_cbs(
    path: Path, dimensions: Sequence[str], year: int, *, measure: str = "Waarde_1"
) -> dict[tuple[str, ...], float]:
    """The cells of a year of a table of Statistics Netherlands: codes of the dimensions -> value.

    Parameters
    ----------
    path : Path
        Text as the module describes it.
    dimensions : sequence of str
        Columns with codes; the column ``Perioden`` holds the period.
    measure : str
        The column with the figures.

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with absent columns, cells without a figure (never taken for zero), text in
        numbers, cells that stand twice; ``cbs.no_year`` with the periods that are there.
    """
    sheet = read_sheet(path, [*dimensions, "Perioden", measure], delimiter=";")
    faults, found = Faults(path.name), {}
    period, periods = f"{year}JJ00", set()
    for row, cells in sheet.named():
        periods.add(cells["Perioden"].strip())
        if cells["Perioden"].strip() != period:
            continue
        codes, text = tuple(cells[name].strip() for name in dimensions), cells[measure].strip()
        label, value = " ".join(codes), float_of(text)
        if text in _MISSING:
            faults.add("cbs.no_figure", row=row, column=measure, label=label)
        elif value is None:
            faults.add_number(text, row=row, column=measure, label=label)
        elif codes in found:
            faults.add("table.row_twice", row=row, label=label, found=label)
        else:
            found[codes] = value
    if period not in periods:
        faults.add("cbs.no_year", found=str(year), known=", ".join(sorted(periods)[:12]) or "-")
    faults.raise_if_any()
    return found


def read_cbs_national(
    files: CbsFiles, accounts: Accounts, year: int, *, region: str = "NL", money: float = 1.0
) -> National:
    """National data of a year for a global table, from tables of Statistics Netherlands.

    Parameters
    ----------
    files : CbsFiles
    accounts : Accounts
        The global table: gives gases, products and regions.
    money : float
        Money of the global table for a million euro of the national tables.

    Returns
    -------
    National
        In the industries of the national table; ``prices`` are 1 (c.i.f. taken as basic price), said in
        ``assumptions``.

    Raises
    ------
    InputError
        Those of :func:`read_cbs`; ``cbs.codes`` for codes of one table that another lacks; ``refine.faults``.
    """
    sold = read_cbs(files.deliveries, ("Leverancier", "Afnemer"), year)
    bought = read_cbs(files.imports, ("Product", "Afnemer"), year)
    emitted = read_cbs(files.emissions, ("Bedrijfstak", "Stof"), year, measure="Emissie_1")
    origin = read_cbs(files.origins, ("Land", "Product"), year, measure="Invoerwaarde_1")
    industries = tuple(dict.fromkeys(row for row, _ in sold))
    _require_codes(files, industries, sold, bought, emitted)
    products = _products(accounts, region)
    abroad = [name for name in accounts.regions if name != region]
    key = _key(files.key, industries, products)
    national = National(
        region=region,
        products=industries,
        domestic=money * _matrix(sold, industries, industries),
        imports=money * _matrix(bought, industries, industries),
        demand=money * _matrix(sold, industries, (_FINAL,))[:, 0],
        imported=money * _matrix(bought, industries, (_FINAL,))[:, 0],
        exports=money * _matrix(sold, industries, (_EXPORTS,))[:, 0],
        emissions=_matrix(emitted, industries, accounts.gases).T.copy(),
        direct=_matrix(emitted, ("T-HOUSEHOLDS",), accounts.gases)[0],
        to_global=key,
        origins=_shares(origin, abroad, industries, key),
        prices=np.ones(len(industries)),
        assumptions=(
            f"Statistics Netherlands {year}: imports at c.i.f. taken as basic prices at the origin",
            "re-exports are not among the imports by user",
        ),
    )
    require_national(accounts, national)
    return national


def _require_codes(
    files: CbsFiles,
    industries: Sequence[str],
    sold: Mapping[tuple[str, ...], float],
    bought: Mapping[tuple[str, ...], float],
    emitted: Mapping[tuple[str, ...], float],
) -> None:
    users = {*industries, _FINAL, _EXPORTS}
    faults = Faults(files.deliveries.name)
    checks = {
        files.deliveries.name: sorted({user for _, user in sold} - users),
        files.imports.name: sorted(({product for product, _ in bought} | {user for _, user in bought}) - users),
        files.emissions.name: sorted(({emitter for emitter, _ in emitted}) - {*industries, "T-HOUSEHOLDS"}),
    }
    for name, strangers in checks.items():
        if strangers:
            faults.add("cbs.codes", label=name, found=", ".join(strangers[:10]), known=", ".join(industries[:20]))
    faults.raise_if_any()


def _products(accounts: Accounts, region: str) -> tuple[str, ...]:
    pairs = zip(accounts.sectors.regions, accounts.sectors.products, strict=True)
    return tuple(product for name, product in pairs if name == region)


def _matrix(cells: Mapping[tuple[str, ...], float], rows: Sequence[str], columns: Sequence[str]) -> Array:
    """Cells as a matrix; a pair that the table does not list is no delivery."""
    return np.array([[cells.get((row, column), 0.0) for column in columns] for row in rows])


def _key(path: Path, industries: Sequence[str], products: Sequence[str]) -> Array:
    """H (products, industries): shares of each national industry in global products; 1 where none is given."""
    sheet = read_sheet(path, ["national", "global"], delimiter=";")
    faults, key = Faults(path.name), np.zeros((len(products), len(industries)))
    for row, cells in sheet.named():
        ours, theirs = cells["national"].strip(), cells["global"].strip()
        share = float_of(cells["share"].strip()) if "share" in cells else 1.0
        if ours not in industries or theirs not in products or share is None:
            faults.add("cbs.codes", row=row, label=path.name, found=f"{ours} {theirs}", known=", ".join(products[:20]))
            continue
        key[products.index(theirs), industries.index(ours)] += share
    faults.raise_if_any()
    return key


def _shares(
    origin: Mapping[tuple[str, ...], float], abroad: Sequence[str], industries: Sequence[str], key: Array
) -> Array:
    """S (regions abroad, products): imports by country of origin, folded to products of the global table."""
    folded = _matrix(origin, abroad, industries) @ key.T
    sums = folded.sum(axis=0)
    shares: Array = np.divide(folded, sums, out=np.zeros_like(folded), where=sums > 0)
    return shares
