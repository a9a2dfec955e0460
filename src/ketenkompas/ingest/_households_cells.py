"""Cells of the household files: codes of municipalities, counts, shares, and figures that may be absent."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ketenkompas.ingest._faults import Faults, shown
from ketenkompas.ingest._rows import Sheet, float_of

MUNICIPALITY = re.compile(r"GM\d{4}")
PURPOSE = re.compile(r"\d{2}(\.\d){0,3}")
_PROVINCES = (
    *("Groningen", "Fryslân", "Drenthe", "Overijssel", "Flevoland", "Gelderland", "Utrecht"),
    *("Noord-Holland", "Zuid-Holland", "Zeeland", "Noord-Brabant", "Limburg"),
)
_OTHER_SPELLINGS: Mapping[str, str] = {"friesland": "Fryslân"}


def municipalities(sheet: Sheet, column: str, faults: Faults, *, once: bool = True) -> list[str]:
    """One column as codes ``GMnnnn``, trailing blanks taken off; anything else, and what stands twice, is noted."""
    found = [cell.strip() for cell in sheet.column(column)]
    seen: set[str] = set()
    for number, code in zip(sheet.numbers, found, strict=True):
        if not MUNICIPALITY.fullmatch(code):
            faults.add("households.municipality_code", row=number, column=column, found=shown(code))
        elif once and code in seen:
            faults.add("table.row_twice", row=number, column=column, found=code)
        seen.add(code)
    return found


def provinces(sheet: Sheet, column: str, faults: Faults, *, empty: bool = False) -> list[str | None]:
    """One column as official names of provinces; ``empty`` tells whether a cell may be so."""
    known = {name.casefold(): name for name in _PROVINCES} | dict(_OTHER_SPELLINGS)
    found: list[str | None] = []
    for number, cell in zip(sheet.numbers, sheet.column(column), strict=True):
        name = known.get(cell.strip().casefold().replace(" ", "-"))
        if name is None and not (empty and not cell.strip()):
            faults.add("households.province", row=number, column=column, found=shown(cell), known=", ".join(_PROVINCES))
        found.append(name)
    return found


def texts(sheet: Sheet, column: str) -> list[str | None]:
    """One column as text without blanks around it, None where nothing is said."""
    return [cell.strip() or None for cell in sheet.column(column)]


def figures(sheet: Sheet, column: str, faults: Faults, *, label: str) -> list[float]:
    """One complete column of numbers that cannot be negative; a negative number is a suppression code and is noted."""
    values = sheet.floats(column, faults, label=label)
    for number, name, value in zip(sheet.numbers, sheet.column(label), values, strict=True):
        if value < 0:
            faults.add("households.suppressed", row=number, column=column, label=name.strip(), found=f"{value:g}")
    return values


def figures_or_none(sheet: Sheet, column: str, faults: Faults, *, label: str) -> list[float | None]:
    """One column of numbers; an empty cell and a negative one (a suppression code of CBS) are absent, never zero."""
    found: list[float | None] = []
    for number, name, cell in zip(sheet.numbers, sheet.column(label), sheet.column(column), strict=True):
        value = float_of(cell) if cell.strip() else None
        if value is None and cell.strip():
            faults.add_number(cell, row=number, column=column, label=name.strip())
        found.append(None if value is None or value < 0 else value)
    return found


def counts(sheet: Sheet, column: str, faults: Faults, *, label: str) -> list[int]:
    """One complete column of whole numbers (persons, dwellings, cars), also where they are written ``12.0``."""
    found = []
    values = figures(sheet, column, faults, label=label)
    for number, name, value in zip(sheet.numbers, sheet.column(label), values, strict=True):
        whole = math.isfinite(value) and value == round(value)
        if not whole and math.isfinite(value):
            faults.add("households.no_count", row=number, column=column, label=name.strip(), found=f"{value:g}")
        found.append(int(value) if whole else 0)
    return found


def require_between(
    sheet: Sheet, values: Mapping[str, Sequence[float | None]], low: float, high: float, faults: Faults, *, label: str
) -> None:
    """Note every value outside its bounds: a share in percent, a degree of urbanity; absent ones pass."""
    for column, found in values.items():
        for number, name, value in zip(sheet.numbers, sheet.column(label), found, strict=True):
            if value is not None and not math.isnan(value) and not low <= value <= high:
                outside(f"{value:g}", low, high, faults, row=number, column=column, label=name.strip())


def outside(found: str, low: float, high: float, faults: Faults, *, row: int, column: str, label: str) -> None:
    """Note one value outside its bounds."""
    lowest, highest = f"{low:g}", f"{high:g}"
    faults.add("households.outside", row=row, column=column, label=label, found=found, low=lowest, high=highest)


def require_sum(
    sheet: Sheet,
    parts: Sequence[Sequence[float]],
    totals: Sequence[float],
    faults: Faults,
    *,
    of: str,
    tolerance: float,
    label: str,
) -> None:
    """Note every row whose parts do not add up to its total; rows with a cell that could not be read pass."""
    for number, name, total, *row in zip(sheet.numbers, sheet.column(label), totals, *parts, strict=True):
        gap = sum(row) - total
        if not math.isnan(gap) and abs(gap) > tolerance:
            faults.add("households.parts_differ", row=number, label=name.strip(), of=of, gap=f"{gap:+.3f}")


def frame(columns: Mapping[str, Sequence[Any]], types: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    """Columns as a table: text by default, ``types`` for the others."""
    schema = {name: types.get(name, pl.String) for name in columns}
    return pl.DataFrame(dict(columns), schema=schema)
