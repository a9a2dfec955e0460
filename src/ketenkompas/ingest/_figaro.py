"""FIGARO's inter-country input-output tables of one year, whatever form Eurostat hands them out in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._bytes import Source, header_of, open_source
from ketenkompas.ingest._faults import Faults, shown
from ketenkompas.ingest._figaro_flat import Absent, read_flat
from ketenkompas.ingest._figaro_grid import Grid, read_matrix
from ketenkompas.ingest._figaro_labels import ADDED
from ketenkompas.ingest._figaro_lines import FlatColumns
from ketenkompas.mrio import FinalUses, Sectors

Array = npt.NDArray[np.float64]
Form = Literal["matrix", "flat", "sdmx"]
ROUNDING = 0.001
_PRINTED = 0.0005
_FLAT = {
    ("icioiRow", "icioiCol", "refArea", "rowIi", "counterpartArea", "colIi", "obsValue"),
    ("iciopRow", "iciopCol", "refArea", "rowPp", "counterpartArea", "colPp", "obsValue"),
}
_SDMX_ITEMS = (("ind_ava", "ind_use"), ("prd_ava", "prd_use"))


@dataclass(frozen=True)
class FigaroTable:
    """One year of FIGARO in canonical codes, million EUR at current basic prices, checked and balanced.

    Attributes
    ----------
    sectors : Sectors
        Areas alphabetical, industries (or products) in the order of A*64.
    final_uses : FinalUses
        Per area the categories ``P3_S13``, ``P3_S14``, ``P3_S15``, ``P51G``, ``P5M``.
    flows : array (n, n), demand : array (n, k), value_added : array (6, n), value_added_demand : array (6, k)
        MEUR. The last is what stands in the value-added rows below final demand (taxes, purchases abroad).
    products : bool
        Whether this is a product-by-product table.
    form : {"matrix", "flat", "sdmx"}
    notes : tuple of str
        What was done to the figures while reading.
    """

    sectors: Sectors
    final_uses: FinalUses
    flows: Array = field(repr=False)
    demand: Array = field(repr=False)
    value_added: Array = field(repr=False)
    value_added_demand: Array = field(repr=False)
    year: int
    edition: str
    form: Form
    products: bool
    file: str
    value_added_rows: tuple[str, ...] = ADDED
    money_unit: str = "MEUR"
    notes: tuple[str, ...] = ()

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas of the table, in its order."""
        return tuple(dict.fromkeys(self.sectors.regions))

    @property
    def output(self) -> Array:
        """Output by sector (n,), MEUR: the row sums."""
        total: Array = self.flows.sum(axis=1) + self.demand.sum(axis=1)
        return total


def read_figaro(
    path: Path, *, year: int | None = None, edition: str | None = None, absent: Absent = "by_layout"
) -> FigaroTable:
    """One year of FIGARO from a matrix csv, a flat csv or Eurostat's SDMX-CSV, plain, zipped or gzipped.

    The form is told by the header, every dimension by the labels. Rows and columns come out in canonical order (areas
    alphabetical, A*64), so that all forms of one table give identical arrays.

    Parameters
    ----------
    path : Path
    year : int, optional
        Needed when neither the file's name nor its lines name one year.
    edition : str, optional
        For instance ``26ed``; taken from the file's name where it stands there.
    absent : {"by_layout", "zero"}
        What an absent cell of a flat form means. ``by_layout``: a file that lists zeros lists every cell, so an absent
        one is an error; a file without any zero lists the non-zero cells, and an absent cell is zero provided that all
        labels of the table are there. ``zero``: absent cells are zero because the caller says so. Both are recorded
        in ``notes``.

    Returns
    -------
    FigaroTable
        Row and column sums agree within the printed precision.

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with everything that is wrong: labels, numbers, negative flows and outputs, sectors
        whose outlays differ from their output; ``figaro.form_unknown``.

    Notes
    -----
    Values are printed with three decimals. Flows down to -0.001 are rounding and become zero (counted in ``notes``);
    lower ones are errors. A sector is balanced when its column (flows and value added) differs from its row by at most
    0.0005 per cell of both. Tests: ``tests/unit/ingest/test_figaro.py``.
    """
    source = open_source(path)
    header, _ = header_of(source)
    faults = Faults(source.name)
    year, edition = _year_and_edition(path.name, source.member, year, edition, faults)
    faults.raise_if_any()
    form, columns = _form(header, source)
    if columns is None:
        grid = read_matrix(source, header, faults, edition)
    else:
        grid, stated = read_flat(source, columns, faults, edition, year, absent)
        year = stated or year
    if year is None:
        raise InputError("figaro.year_unknown", where=Where(file=source.name))
    return _table(grid, source, faults, year=year, edition=edition, form=form)


def _year_and_edition(
    name: str, member: str, year: int | None, edition: str | None, faults: Faults
) -> tuple[int | None, str]:
    """Year and edition as given or as the file's name has them; a contradiction is a fault."""
    text = f"{name} {member}"
    years = {int(found) for found in re.findall(r"(?<!\d)(20[0-4]\d)(?!\d)", text)}
    editions = set(re.findall(r"(?<!\d)(\d\d)ed(?![a-z])", text))
    named_edition = f"{editions.pop()}ed" if len(editions) == 1 else ""
    given = re.fullmatch(r"(\d\d)(?:ed)?", edition or "")
    if edition and given is None:
        faults.add("figaro.edition_unreadable", found=shown(edition))
    if year is not None and len(years) == 1 and year not in years:
        faults.add("figaro.year_of_file", found=min(years), year=year)
    if given and named_edition and not named_edition.startswith(given[1]):
        faults.add("figaro.edition_of_file", found=named_edition, edition=edition)
    return (
        year if year is not None or len(years) != 1 else years.pop(),
        f"{given[1]}ed" if given else named_edition,
    )


def _form(header: Sequence[str], source: Source) -> tuple[Form, FlatColumns | None]:
    """Which form the header belongs to."""
    if header[0] == "rowLabels":
        return "matrix", None
    if set(header) in [set(flat) for flat in _FLAT]:
        names = [next(name for name in header if name.endswith(end)) for end in ("Row", "Col")]
        return "flat", FlatColumns(tuple(header), (names[0],), (names[1],), "obsValue")
    if {"c_orig", "c_dest", "OBS_VALUE", "unit", "TIME_PERIOD"} <= set(header):
        for made, used in _SDMX_ITEMS:
            if {made, used} <= set(header):
                return "sdmx", FlatColumns(
                    header=tuple(header),
                    rows=("c_orig", made),
                    columns=("c_dest", used),
                    value="OBS_VALUE",
                    unit="unit",
                    time="TIME_PERIOD",
                    confidential="CONF_STATUS" if "CONF_STATUS" in header else "",
                    totals=True,
                )
    where = Where(file=source.name, row=1)
    found = shown(", ".join(header[:8]), 120)
    if any(name.startswith(("icsup", "icuse")) for name in header) or "cpa2_1" in header:
        raise InputError("figaro.supply_or_use", where=where, found=found)
    raise InputError("figaro.form_unknown", where=where, found=found)


def _table(grid: Grid, source: Source, faults: Faults, *, year: int, edition: str, form: Form) -> FigaroTable:
    layout = grid.layout
    flows, notes = _without_rounding(grid.flows, grid, faults)
    _note_outputs(flows, grid.demand, grid.added, grid, faults)
    faults.raise_if_any()
    areas, items, uses = layout.areas, layout.items, layout.categories
    return FigaroTable(
        sectors=Sectors(tuple(area for area in areas for _ in items), items * len(areas)),
        final_uses=FinalUses(tuple(area for area in areas for _ in uses), uses * len(areas)),
        flows=flows,
        demand=grid.demand,
        value_added=grid.added,
        value_added_demand=grid.added_demand,
        year=year,
        edition=edition,
        form=form,
        products=layout.products,
        file=source.path.name,
        notes=(*grid.notes, *notes),
    )


def _without_rounding(flows: Array, grid: Grid, faults: Faults) -> tuple[Array, tuple[str, ...]]:
    """Flows with -0.001 (rounding) set to zero; lower ones are noted as faults."""
    if flows.size == 0 or flows.min() >= 0.0:
        return flows, ()
    layout = grid.layout
    negative = flows < 0.0
    low = np.argwhere(flows < -ROUNDING * (1 + 1e-9))
    for row, column in low[:5]:
        place = f"{layout.row_label(int(row))} -> {layout.column_label(int(column))}"
        faults.add("figaro.negative_flow", label=place, found=f"{flows[row, column]:g}", bound=ROUNDING)
    if len(low) > 5:
        faults.add("figaro.negative_flow", times=len(low) - 5, found="", bound=ROUNDING)
    lowest = flows[negative & (flows >= -ROUNDING * (1 + 1e-9))].min(initial=0.0)
    flows[negative] = 0.0
    return flows, (f"{int(negative.sum())} flows between {lowest:g} and 0 MEUR set to zero (rounding)",)


def _note_outputs(flows: Array, demand: Array, added: Array, grid: Grid, faults: Faults) -> None:
    """Note negative outputs and sectors whose outlays differ from their output by more than printing can explain."""
    layout = grid.layout
    output = flows.sum(axis=1) + demand.sum(axis=1)
    outlays = flows.sum(axis=0) + added.sum(axis=0)
    tolerance = _PRINTED * (layout.rows + layout.columns)
    for at in np.flatnonzero(output < -tolerance):
        label = layout.row_label(int(at))
        faults.add("figaro.negative_output", label=label, found=f"{output[at]:.3f}")
    gap = np.abs(output - outlays)
    for at in np.flatnonzero(gap > tolerance + 1e-9 * np.abs(output)):
        faults.add(
            "figaro.unbalanced",
            label=layout.row_label(int(at)),
            output=f"{output[at]:.3f}",
            outlays=f"{outlays[at]:.3f}",
            gap=f"{gap[at]:.3f}",
            tolerance=f"{tolerance:.3f}",
        )
