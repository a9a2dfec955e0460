"""How every analysis is given: a table to read, data to process, or its picture."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ketenkompas.cli._figures import Format, table_bytes, write_out
from ketenkompas.cli._shared import Lang, on_screen, told
from ketenkompas.cli._tables import MOST_ROWS, PIPE_WIDTH
from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, number, text, unit_label
from ketenkompas.library import Analysis, Item


def give_analysis(ask: Callable[[], Analysis], lang: Lang, form: Format, out: Path | None) -> None:
    """Ask, and give the answer in the form wanted, to the screen or to a file; errors as every command tells them."""
    with told(lang, as_json=form is Format.JSON):
        if form is Format.PNG and out is None and on_screen():
            raise InputError("cli.binary_to_screen", format=form.value)
        answer = ask()
        if form is Format.TABLE and out is None:
            print_analysis(answer)
            return
        data = _encoded(answer, form)
        if out is None:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return
        write_out(out, data)
        typer.echo(text("cli.written", lang.value, path=str(out), bytes=number(len(data), lang.value, 0)), err=True)


def print_analysis(answer: Analysis) -> None:
    """An analysis as a person reads it: title, headline figures, rows, and what must be said with them."""
    language = answer.language
    console = Console(width=None if on_screen() else PIPE_WIDTH, highlight=False)
    console.print(f"[bold]{escape(answer.title)}[/bold]")
    console.print(_items(answer, language))
    if answer.rows:
        console.print(_rows(answer, language))
    if len(answer.rows) > MOST_ROWS:
        console.print(text("analysis.more_rows", language, count=len(answer.rows) - MOST_ROWS))
    console.print(
        escape(
            text(
                "analysis.kind",
                language,
                kind=text(f"reports.kind.{answer.kind}", language),
                edition=answer.edition,
            )
        )
    )
    for note in answer.notes:
        console.print(escape(note))
    console.print(
        text("cli.see_receipt", language, id=answer.receipt)
        if answer.kept
        else text("analysis.identity", language, receipt=answer.receipt)
    )


def _items(answer: Analysis, language: Language) -> Table:
    intervals = any(item.low is not None for item in answer.items)
    table = Table(box=None, pad_edge=False)
    table.add_column(text("analysis.figure", language))
    table.add_column(text("cli.value", language), justify="right", no_wrap=True)
    table.add_column(text("analysis.unit", language), no_wrap=True)
    if intervals:
        table.add_column(text("analysis.interval", language), no_wrap=True)
    for item in answer.items:
        cells = [escape(item.label), _number(item.value, language), unit_label(item.unit, language)]
        table.add_row(*cells, *([_span(item, language)] if intervals else []))
    return table


def _span(item: Item, language: Language) -> str:
    if item.low is None or item.high is None:
        return ""
    low, high = (_number(value, language) for value in (item.low, item.high))
    return text("analysis.span", language, low=low, high=high)


def _rows(answer: Analysis, language: Language) -> Table:
    table = Table(box=None, pad_edge=False)
    for name, unit in answer.columns.items():
        numeric = any(isinstance(row[name], int | float) for row in answer.rows)
        head = text(f"analysis.column.{name}", language)
        shown = f"{head}\n{unit_label(unit, language)}" if unit else head
        table.add_column(shown, justify="right" if numeric else "left", overflow="fold")
    for row in answer.rows[:MOST_ROWS]:
        table.add_row(*_cells(row, answer.columns, language))
    return table


def _cells(row: Mapping[str, Any], columns: Mapping[str, str], language: Language) -> list[str]:
    return [_cell(row[name], language) for name in columns]


def _cell(value: object, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return _number(value, language)
    return escape(str(value))


def _number(value: float, language: Language) -> str:
    return number(value, language, 3 if abs(value) < 1000 else 1)


def _encoded(answer: Analysis, form: Format) -> bytes:
    if form is Format.JSON:
        return (answer.to_json() + "\n").encode()
    if form is Format.SVG:
        return answer.chart().svg().encode()
    if form is Format.PNG:
        return answer.chart().png()
    return table_bytes(answer.to_polars(), form)
