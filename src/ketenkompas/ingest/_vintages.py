"""A user's file with figures by vintage: year, edition of the data, edition of the method."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import read_sheet
from ketenkompas.mrio import Vintage


def read_vintages(path: Path) -> tuple[Mapping[Vintage, float], str]:
    """Figures by vintage and their one unit, from a text table ``year,data,method,value,unit``.

    Raises
    ------
    InputError
        ``table.*`` for a file that is no such table; ``ingest.file_has_problems`` with text in numbers, doubled
        vintages and a second unit (``vintages.unit``).
    """
    sheet = read_sheet(path, ["year", "data", "method", "value", "unit"])
    faults = Faults(path.name)
    years, values = sheet.years("year", faults), sheet.floats("value", faults)
    units = sheet.column("unit")
    found: dict[Vintage, float] = {}
    for number, year, data, method, value, unit in zip(
        sheet.numbers, years, sheet.column("data"), sheet.column("method"), values, units, strict=True
    ):
        vintage = Vintage(year, data.strip(), method.strip())
        if vintage in found:
            faults.add("table.row_twice", row=number, column="year, data, method", found=str(vintage))
        if unit.strip() != units[0].strip():
            faults.add("vintages.unit", row=number, column="unit", found=unit, expected=units[0])
        if not math.isnan(value):
            found[vintage] = value
    faults.raise_if_any()
    return found, units[0].strip()
