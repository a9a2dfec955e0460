"""The British conversion factors as checked rows: every value, gas and unit of the file is read, selected or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ketenkompas.factors import activity_unit
from ketenkompas.ingest._factor_layout import csv_lines, layout
from ketenkompas.ingest._faults import Faults, shown
from ketenkompas.ingest._rows import float_of

SOURCE_ID = "desnz"
VALUE_COLUMN = "M"
_FIGURES = ("kgco2e", "co2_kgco2e", "ch4_kgco2e", "n2o_kgco2e")


@dataclass(frozen=True, slots=True)
class DesnzRow:
    """A line of the file; ``value`` and ``gases`` (kg CO2e by column) are None or lack where the source is empty."""

    line: int
    native_id: str
    scope: str
    level1: str
    level2: str
    level3: str
    level4: str
    column: str
    uom: str
    value: float | None
    gases: Mapping[str, float]

    @property
    def unit(self) -> str:
        """The unit as a code of the list of units."""
        return str(layout(SOURCE_ID)["units"][self.uom])

    @property
    def title(self) -> str:
        """What the row says, in the order of the levels."""
        told = (self.level1, self.level2, self.level3, self.level4, self.column, self.uom)
        return " / ".join(one for one in told if one)


def read_rows(text: str, file: str) -> tuple[DesnzRow, ...]:
    """The rows of the file.

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with moved or renamed columns (``factor.gb_header``), doubled ids, unknown units
        and cells that are no number.
    """
    lines = csv_lines(text, file)
    faults = Faults(file)
    _check_header(lines[0] if lines else [], faults)
    faults.raise_if_any()
    seen: dict[str, int] = {}
    found = [_row(number, cells, seen, faults) for number, cells in enumerate(lines[1:], start=2) if cells]
    if not found:
        faults.add("factor.list_no_rows")
    faults.raise_if_any()
    return tuple(one for one in found if one is not None)


def _check_header(found: Sequence[str], faults: Faults) -> None:
    must: Sequence[str] = layout(SOURCE_ID)["header"]
    if list(found) != list(must):
        wrong = next((f"{is_} ({want})" for is_, want in zip(found, must, strict=False) if is_ != want), len(found))
        faults.add("factor.gb_header", row=1, found=wrong, must=", ".join(must))


def _row(number: int, cells: Sequence[str], seen: dict[str, int], faults: Faults) -> DesnzRow | None:
    header: Sequence[str] = layout(SOURCE_ID)["header"]
    if len(cells) != len(header):
        faults.add("table.row_width", row=number, label=cells[0], found=len(cells), width=len(header))
        return None
    named = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    native_id = named["factor_id"]
    if native_id in seen or not native_id:
        first = seen.get(native_id, number)
        faults.add("factor.gb_id_twice", row=number, label=native_id, found=native_id or "-", first=first)
        return None
    seen[native_id] = number
    if named["uom"] not in layout(SOURCE_ID)["units"]:
        faults.add("factor.gb_unit", row=number, label=native_id, found=shown(named["uom"]) or "-")
        return None
    figures = {name: _figure(named[name], name, number, native_id, faults) for name in _FIGURES}
    gases = {name: one for name, one in figures.items() if name != "kgco2e" and one is not None}
    return DesnzRow(
        line=number, native_id=native_id, scope=named["scope"], level1=named["level1"], level2=named["level2"],
        level3=named["level3"], level4=named["level4"], column=named["column_text"], uom=named["uom"],
        value=figures["kgco2e"], gases=gases,
    )  # fmt: skip


def _figure(cell: str, column: str, number: int, label: str, faults: Faults) -> float | None:
    """A number, or None for an empty cell: not available, which is not zero."""
    if not cell:
        return None
    value = float_of(cell)
    if value is None:
        faults.add_number(cell, row=number, column=column, label=label)
    return value


def metric_twin(row: DesnzRow) -> str:
    """The unit of the row of which this one repeats the figure (miles for kilometres), empty when there is none."""
    other = layout(SOURCE_ID)["twin_unit"].get(row.uom, "")
    return activity_unit(layout(SOURCE_ID)["units"][other]).code if other else ""
