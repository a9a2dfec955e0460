"""Household footprints as a person reads them on a screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import polars as pl
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ketenkompas.cli._figures import ListFormat
from ketenkompas.cli._shared import on_screen, print_json
from ketenkompas.cli._tables import PIPE_WIDTH
from ketenkompas.i18n import Language, messages, number, text, unit_label
from ketenkompas.library import households


class Answer(Protocol):
    """What every answer about households can do."""

    def as_json(self) -> dict[str, Any]:
        """Plain data."""

    def to_polars(self) -> pl.DataFrame:
        """A table."""


_Given = TypeVar("_Given", bound=Answer)
_LABELLED = {"size", "age", "income", "tenure", "item", "part", "effect", "name"}
"""Codes that a label says in words."""


def give(answer: _Given, form: ListFormat, shown: Callable[[_Given], None]) -> None:
    """An answer in the form that was asked."""
    if form is ListFormat.JSON:
        print_json(answer.as_json())
    elif form is ListFormat.CSV:
        typer.echo(_flat(answer.to_polars()).write_csv(), nl=False)
    else:
        shown(answer)


def print_figure(figure: households.HouseholdFigure) -> None:
    """A figure with its interval, parts, and what must be said with it."""
    language, console = figure.language, _console()
    console.print(f"[bold]{escape(f'{figure.name}, {figure.label}, {figure.year}')}[/bold]")
    console.print(f"{_number(figure.value, language)} {unit_label(figure.unit, language)}")
    interval = {"low": _number(figure.low, language), "high": _number(figure.high, language)}
    observed = number(100 * figure.observed_share, language, 0)
    console.print(text("households.said.interval", language, **interval))
    console.print(text("households.said.observed", language, share=observed))
    rows = [
        (
            part.label,
            *(_number(one, language) for one in (part.value, part.low, part.high)),
            f"{number(100 * part.share, language, 0)} %",
            f"{number(100 * part.observed_share, language, 0)} %",
        )
        for part in figure.parts
    ]
    _table(rows, ("label", "value", "low", "high", "share", "observed_share"), language)
    _said(figure, figure.status)
    for sentence in figure.missing:
        console.print(escape(text("households.said.missing", language, sentence=sentence)))


def print_places(found: households.Places) -> None:
    """The places, one in a row."""
    language = found.language
    rows = [(one.area, one.title(language), one.province) for one in found]
    _table(rows, ("area", "name", "province"), language)


def print_rows(found: households.HouseholdRows) -> None:
    """Rows under their headings with units; what is absent is a dash."""
    every = list(found.rows[0]) if found.rows else []
    names = [name for name in every if not ("label" in every and name in _LABELLED)]
    names.sort(key=lambda name: name != "label")
    units = {name: unit_label(unit, found.language) for name, unit in found.units.items()}
    rows = [tuple(_cell(name, row[name], found.language) for name in names) for row in found.rows]
    _table(rows, names, found.language, units)
    _said(found, "")


def print_comparison(found: households.Comparison) -> None:
    """The figures, then every pair."""
    language = found.language
    _console().print(f"[bold]{escape(found.label)}[/bold], {unit_label(found.unit, language)}")
    ranks = {rank.area: rank.sentence for rank in found.ranks}
    rows = [
        (one.name, *(_number(value, language) for value in (one.value, one.low, one.high)), ranks[one.area])
        for one in found.figures
    ]
    _table(rows, ("place", "value", "low", "high", "rank"), language)
    names = {one.area: one.name for one in found.figures}
    pairs = [
        (
            names[pair.area],
            text(f"households.verdict.{pair.verdict}", language),
            names[pair.other],
            f"{number(100 * pair.probability, language, 0)} %",
        )
        for pair in found.pairs
    ]
    _table(pairs, ("place", "verdict", "other", "probability"), language)
    _said(found, "")


def print_calculation(found: households.Calculation) -> None:
    """One household: parts, total, and what each action changes."""
    language = found.language
    rows = [
        (
            part.label,
            *(_number(value, language) for value in (part.value, part.low, part.high)),
            "" if part.quantity is None else _quantity(part.quantity, part.quantity_unit, language),
        )
        for part in found.parts
    ]
    total = tuple(_number(value, language) for value in (found.value, found.low, found.high))
    rows.append((text("households.item.total", language), *total, unit_label(found.unit, language)))
    _table(rows, ("label", "value", "low", "high", "quantity"), language)
    console = _console()
    console.print(text("households.said.usual", language, value=_number(found.usual, language)))
    if found.effects:
        effects = [
            (one.label, *(_maybe(getattr(one, name), language) for name in _EFFECT), one.status_text)
            for one in found.effects
        ]
        _table(effects, ("label", "value", *_EFFECT[1:], "status"), language)
        console.print(text("households.said.after", language, value=_number(found.after, language)))
    _said(found, found.status)


def print_scenario(found: households.ScenarioResult) -> None:
    """A scenario: the items that change, and all of it."""
    language, console = found.language, _console()
    console.print(f"[bold]{escape(f'{found.title}: {found.name}, {found.year}')}[/bold]")
    rows = [
        (
            row.label,
            *(number(value, language, 1) for value in (row.before, row.after, row.home, row.abroad)),
            text(f"households.local.{row.local}", language),
        )
        for row in found.rows
    ]
    _table(rows, ("label", "before", "after", "home", "abroad", "local"), language)
    numbers = {name: number(getattr(found, name), language, 1) for name in ("home", "abroad", "rebound")}
    change = f"{number(found.after - found.before, language, 1)} {unit_label(found.unit, language)}"
    console.print(text("households.said.change", language, change=change, **numbers))
    console.print(text("households.said.all", language, place=found.name, change=number(found.change_kt, language, 2)))
    _said(found, found.status)


_EFFECT = ("value", "home", "abroad", "rebound", "saved_eur")


class _Spoken(Protocol):
    @property
    def language(self) -> Language: ...
    @property
    def receipt(self) -> str: ...


def _said(answer: _Spoken, status: str) -> None:
    """Status, notes and receipt, under every answer."""
    console, language = _console(), answer.language
    console.print(escape(households.situation(language)))
    if status:
        console.print(escape(text("households.said.status", language, status=status)))
    for note in getattr(answer, "notes", ()):
        console.print(escape(note))
    console.print(text("cli.see_receipt", language, id=answer.receipt))


def _table(
    rows: Sequence[tuple[str, ...]], names: Sequence[str], language: Language, units: Mapping[str, str] | None = None
) -> None:
    table = Table(box=None, pad_edge=False)
    for at, name in enumerate(names):
        unit = (units or {}).get(name, "")
        head = text(f"households.column.{name}", language)
        right = bool(rows) and at > 0 and all(row[at][:1] in "0123456789-−–" for row in rows if row[at])
        table.add_column(f"{head}\n{unit}" if unit else head, justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    _console().print(table)


def _cell(name: str, value: Any, language: Language) -> str:
    if value is None:
        return "–"
    if name in ("state", "unit"):
        return _known(f"households.{name}.{value}", unit_label(str(value), language), language)
    if isinstance(value, float):
        return _number(value, language)
    return str(value)


def _quantity(amount: float, unit: str, language: Language) -> str:
    return f"{_number(amount, language)} {_known(f'households.unit.{unit}', unit, language)}"


def _known(key: str, plain: str, language: Language) -> str:
    """The word for a code, or the code where it is one already."""
    return text(key, language) if key in messages() else plain


def _maybe(value: float | None, language: Language) -> str:
    return "–" if value is None else _number(value, language)


def _number(value: float, language: Language) -> str:
    """Whole from a hundred, one decimal from ten, else three: the digits that a figure of this kind has."""
    return number(value, language, 0 if abs(value) >= 100 else 1 if abs(value) >= 10 or value == 0 else 3)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """A table without lists: their items with a space between them."""
    lists = [name for name, kind in frame.schema.items() if kind.base_type() == pl.List]
    return frame.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join("; ")) if lists else frame


def _console() -> Console:
    return Console(width=None if on_screen() else PIPE_WIDTH, highlight=False)
