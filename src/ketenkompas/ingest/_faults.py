"""Gather every fault of a source file, then raise them together; tell what is wrong with a cell that is no number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ketenkompas.errors import InputError, Where

KEPT_PER_CODE = 5
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([ ,.'\u00a0\u202f]\d{3})+([.,]\d+)?")
_ABSENT = {
    "",
    ":",
    "-",
    "..",
    "...",
    "na",
    "n/a",
    "n.a.",
    "nan",
    "null",
    "none",
    "x",
    "c",
    "#n/a",
    "#value!",
    "#div/0!",
}
_INFINITE = {"inf", "+inf", "-inf", "infinity", "-infinity", "+infinity", "∞"}


@dataclass
class Faults:
    """The faults found so far in one file: counted all, kept the first few of every kind.

    Keeping a few of *every* kind means that ten thousand cells with a decimal comma never hide the one missing row.

    Parameters
    ----------
    file : str
        The file's name, which every fault repeats.

    Examples
    --------
    >>> faults = Faults("a.csv")
    >>> faults.add("ingest.text_in_number", row=3, column="NL_A01", found="abc")
    >>> faults.count
    1
    """

    file: str
    _kept: list[InputError] = field(default_factory=list)
    _by_code: Counter[str] = field(default_factory=Counter)

    def add(
        self, code: str, *, row: int | None = None, column: str = "", label: str = "", times: int = 1, **params: Any
    ) -> None:
        """Note a fault at a place of the file (header is row 1); ``times`` counts it for several cells at once."""
        kept_already = self._by_code[code] < KEPT_PER_CODE
        self._by_code[code] += times
        if kept_already:
            where = Where(file=self.file, row=row, column=column, label=label)
            self._kept.append(InputError(code, where=where, **params))

    def add_number(self, cell: str, *, row: int | None, column: str = "", label: str = "") -> None:
        """Note what is wrong with a cell that should hold a number (see :func:`number_fault`); nothing if it does."""
        code = number_fault(cell)
        if code:
            self.add(code, row=row, column=column, label=label, found=shown(cell))

    @property
    def count(self) -> int:
        """How many faults were found, exactly, shown or not."""
        return self._by_code.total()

    def has(self, code: str) -> bool:
        """Whether a fault of this kind was found."""
        return code in self._by_code

    def __bool__(self) -> bool:
        return bool(self._by_code)

    def raise_if_any(self) -> None:
        """Raise one error that carries all faults.

        Raises
        ------
        InputError
            ``ingest.file_has_problems`` with the exact count and the first few of every kind as ``problems``.
        """
        if self:
            raise InputError(
                "ingest.file_has_problems",
                where=Where(file=self.file),
                problems=self._kept,
                file=self.file,
                count=self.count,
                shown=len(self._kept),
            )


def number_fault(cell: str) -> str | None:
    """The code of what is wrong with a cell that should hold a plain number with a decimal point, or None.

    Examples
    --------
    >>> number_fault("12.5"), number_fault("1e3"), number_fault("12,5"), number_fault("NaN")
    (None, None, 'ingest.decimal_comma', 'ingest.no_value')
    """
    text = cell.strip()
    if _PLAIN.fullmatch(text):
        padded = "ingest.text_in_number" if cell != cell.rstrip() else None
        return "ingest.number_too_large" if abs(float(text)) == float("inf") else padded
    if len(text) > 1 and text[0] == text[-1] == '"':
        inner = number_fault(text[1:-1])
        return "ingest.quoted_number" if inner is None else inner
    return _kind_of_text(text)


def _kind_of_text(text: str) -> str:
    if text.casefold() in _ABSENT:
        return "ingest.no_value" if text else "ingest.empty_cell"
    if text.casefold() in _INFINITE:
        return "ingest.infinite"
    if _THOUSANDS.fullmatch(text) and not re.fullmatch(r"[+-]?\d{1,3},\d{3}", text):
        return "ingest.thousands_separator"
    return "ingest.decimal_comma" if _DECIMAL_COMMA.fullmatch(text) else "ingest.text_in_number"


def shown(cell: str, limit: int = 40) -> str:
    """A cell as an error shows it: control characters made visible, long text cut."""
    text = cell if cell.isprintable() else cell.encode("unicode_escape").decode("ascii")
    return text if len(text) <= limit else f"{text[:limit]}..."
