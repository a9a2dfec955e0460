"""Figures and lists as tables on a screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ketenkompas.cli._shared import on_screen
from ketenkompas.i18n import Language, number, text, unit_label
from ketenkompas.library import Footprint, Listing, Series, period

PIPE_WIDTH = 160
MOST_ROWS = 25


def print_answer(answer: Footprint | Series, language: Language) -> None:
    """A figure or a series as a person reads it: title, value, parts, and what must be said with it."""
    shown = answer if isinstance(answer, Footprint) else answer.newest
    unit = unit_label(shown.unit, language)
    console = Console(width=None if on_screen() else PIPE_WIDTH, highlight=False)
    console.print(f"[bold]{escape(shown.title if isinstance(answer, Footprint) else answer.title)}[/bold]")
    decimals = 3 if abs(shown.value) < 1000 else 1
    if isinstance(answer, Footprint):
        console.print(f"{number(answer.value, language, decimals)} {unit}")
        rows = sorted(answer.parts, key=lambda part: -part.value)[:MOST_ROWS]
        print_table(
            [(part.code, part.label, number(part.value, language, decimals)) for part in rows],
            ("cli.code", "cli.part", "cli.value"),
            language,
        )
        if len(answer.parts) > len(rows):
            console.print(text("cli.more_rows", language, count=len(answer.parts) - len(rows)))
    else:
        years = [(str(figure.year), number(figure.value, language, decimals)) for figure in answer.figures]
        units = [unit_label(figure.unit, language) for figure in answer.figures]
        if len(set(units)) == 1:
            console.print(unit)
            print_table(years, ("cli.year", "cli.value"), language)
        else:  # per money, each year in its own prices
            told = [(*year, each) for year, each in zip(years, units, strict=True)]
            print_table(told, ("cli.year", "cli.value", "cli.unit"), language)
    console.print(
        text(
            "cli.footer",
            language,
            kind=text(f"reports.kind.{shown.kind}", language),
            scope=text(f"library.scope.{shown.scope}", language),
            edition=shown.edition,
        )
    )
    for note in (*shown.notes, shown.interval_reason):
        console.print(escape(note))
    console.print(text("cli.see_receipt", language, id=shown.receipt))


def print_listing(answer: Listing) -> None:
    """A list as a person reads it: rows, units, kind and receipt."""
    language = answer.language
    columns = [name for name in answer.rows[0] if name not in ("code", "label")]
    console = Console(width=None if on_screen() else PIPE_WIDTH, highlight=False)
    table = Table(box=None, pad_edge=False)
    table.add_column(text("cli.code", language), no_wrap=True)
    table.add_column(text("cli.part", language))
    for name in columns:
        table.add_column(f"{text(f'cli.column.{name}', language)}\n{answer.units[name]}", justify="right")
    for row in answer.rows:
        cells = [number(row[name], language, 0 if name == "output" else 3) for name in columns]
        table.add_row(escape(row["code"]), escape(row["label"]), *cells)
    console.print(table)
    console.print(
        f"{text(f'reports.kind.{answer.kind}', language)}; {answer.edition}. {escape(answer.interval_reason)}"
    )
    console.print(text("cli.see_receipt", language, id=answer.receipt))


def print_table(rows: Sequence[tuple[str, ...]], heads: tuple[str, ...], language: Language) -> None:
    """Rows under translated heads; values to the right."""
    table = Table(box=None, pad_edge=False)
    for position, head in enumerate(heads):
        right = head == "cli.value"
        table.add_column(
            text(head, language), justify="right" if right else "left", overflow="fold", no_wrap=position == 0
        )
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    Console(width=None if on_screen() else PIPE_WIDTH, highlight=False).print(table)


def span(years: Sequence[int]) -> str:
    """First and last year."""
    return period(years) if years else "-"
