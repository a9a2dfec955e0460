"""A table as data: the twin of a chart, with raw values for files and shown values for pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ketenkompas.i18n import Language
from ketenkompas.reports._words import decimals_for, shown

SHARE = "share"


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart: one row a year (or code), one column a part.

    ``frame`` holds full precision under stable codes; ``header`` holds what a reader sees above each column.
    ``places`` is how many decimals are shown where the values have their own precision.
    """

    frame: pl.DataFrame
    header: tuple[str, ...]
    caption: str
    unit: str
    language: Language
    places: int | None = None

    def cells(self) -> list[list[str]]:
        """Every cell as text: numbers in the language's form, a dash where there is no value."""
        columns = [self._column(name) for name in self.frame.columns]
        return [list(row) for row in zip(*columns, strict=True)]

    def csv(self) -> str:
        """The table as CSV: comma, decimal point, full precision, the codes as header."""
        return self.frame.write_csv()

    def _column(self, name: str) -> Sequence[str]:
        column = self.frame[name]
        if not column.dtype.is_float():
            return [shown(None, self.language, 0) if value is None else str(value) for value in column]
        return [shown(value, self.language, self._decimals(name)) for value in column]

    def _decimals(self, name: str) -> int:
        """One number of decimals for every column in the table's unit; shares are whole per cents with one decimal.

        Columns of a table without one unit each have their own.
        """
        if name == SHARE:
            return 1
        if self.places is not None:
            return self.places
        if not self.unit:
            return decimals_for([value for value in self.frame[name] if value is not None])
        same = [column for column in self.frame if column.dtype.is_float() and column.name != SHARE]
        return decimals_for([value for column in same for value in column if value is not None])
