"""A table as an Excel workbook: real numbers on one sheet, source, licence, citation and receipt on the other."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.reports._about import About
from ketenkompas.reports._citation import citation
from ketenkompas.reports._columns import Column, columns
from ketenkompas.reports._safe import defused
from ketenkompas.reports._table import Table

_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NARROWEST, _WIDEST = 10, 48


class _Exact(float):
    """A number that is written with all its digits; XlsxWriter would write 16, and the last bit would be lost."""

    def __format__(self, _: str) -> str:
        return float.__repr__(self)


def workbook(table: Table, about: About) -> bytes:
    """The prepared table as a workbook, the same bytes for the same table and description.

    The sheet with numbers holds nothing but a header (titles with units) and rows; a value that is not there is an
    empty cell. Text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    made = datetime.combine(about.day() or _UNDATED.date(), time(), UTC)
    # Excel's properties are at most 255 letters; the whole title stands on the second sheet.
    book.set_properties({"title": about.title[:255], "author": "Ketenkompas", "created": made})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    known = columns(table, about)
    _numbers(book.add_worksheet(text("files.sheet.data", table.language)), bold, table, known)
    _said(book.add_worksheet(text("files.sheet.about", table.language)), bold, _lines(table, about, known))
    book.close()
    return buffer.getvalue()


def _numbers(sheet: Worksheet, bold: Format, table: Table, known: Sequence[Column]) -> None:
    for place, column in enumerate(known):
        head = defused(column.headed(table.language))
        sheet.write_string(0, place, head, bold)
        sheet.set_column(place, place, min(max(len(head) + 2, _NARROWEST), _WIDEST))
        for row, value in enumerate(table.frame[column.key], 1):
            _write(sheet, row, place, value)
    sheet.freeze_panes(1, 1)


def _said(sheet: Worksheet, bold: Format, lines: Iterable[tuple[str, str]]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for row, (label, content) in enumerate(lines):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, defused(content))


def _write(sheet: Worksheet, row: int, place: int, value: object) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int):
        sheet.write_number(row, place, value)
    elif isinstance(value, float):
        sheet.write_number(row, place, _Exact(value))
    elif value is not None:
        sheet.write_string(row, place, defused(str(value)))


def _lines(table: Table, about: About, known: Sequence[Column]) -> Iterator[tuple[str, str]]:
    language = table.language
    told = {
        "title": [about.title],
        "subtitle": [about.subtitle],
        "unit": [_unit(table.unit, language)],
        "edition": [about.edition],
        "kind": [text(f"reports.kind.{kind}", language) for kind in about.kinds],
        "interval": [] if any(column.key == "level" for column in known) else [about.reason],
        "notes": about.notes,
        "source": about.attribution,
        "licence": [about.licence],
        "citation": [citation(about, "text", language)],
        "receipt": about.receipts,
        "permalink": [about.permalink],
        "built": [about.built],
    }
    for name, contents in told.items():
        yield from ((text(f"files.about.{name}", language), content) for content in contents if content)
    for column in known:
        unit = f" [{_unit(column.unit, language)}]" if column.unit else ""
        yield text("files.about.column", language), f"{column.shown}{unit}: {column.key}"


def _unit(unit: str, language: Language) -> str:
    return unit_label(unit, language) if " " in unit else unit
