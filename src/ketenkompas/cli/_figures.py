"""``footprint``, ``published``, ``models``, ``areas`` and ``receipt``: figures and what they rest on."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from ketenkompas import library, pipeline
from ketenkompas.classifications import areas as known_areas
from ketenkompas.cli._shared import Lang, LangOption, on_screen, print_json, told
from ketenkompas.cli._tables import print_answer, print_listing, print_table, span
from ketenkompas.errors import InputError
from ketenkompas.i18n import number, text
from ketenkompas.library import By, Footprint, Listing, Per, Scope, Series, View


class Format(StrEnum):
    """How a figure is given."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    SVG = "svg"
    PNG = "png"


class ListFormat(StrEnum):
    """How a list is given."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


ListFormatOption = Annotated[ListFormat, typer.Option("--format", help="A table to read, or data to process.")]
FormatOption = Annotated[Format, typer.Option("--format", help="A table to read, data to process, or the chart.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Write to this file instead of the screen.")]
YearOption = Annotated[int | None, typer.Option("--year", help="A year; without it, all years of the model.")]
AreaArgument = Annotated[str, typer.Argument(help="Code or name: NL, NLD, Nederland, EU26, WORLD.")]


def footprint(
    area: AreaArgument,
    model: Annotated[str, typer.Option("--model", help="A model of 'ketenkompas models'.")] = pipeline.WIOD,
    year: YearOption = None,
    by: Annotated[By | None, typer.Option("--by", help="Break the figure down.")] = None,
    view: Annotated[
        View, typer.Option("--view", help="Count by consumption, production or territory.")
    ] = "consumption",
    scope: Annotated[
        Scope, typer.Option("--scope", help="With or without direct household emissions.")
    ] = "with_households",
    per: Annotated[Per | None, typer.Option("--per", help="Per inhabitant, or per unit of final demand.")] = None,
    currency: Annotated[str | None, typer.Option("--currency", help="With --per money: EUR or USD.")] = None,
    gas: Annotated[str | None, typer.Option("--gas", help="One gas of the model.")] = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """The footprint of an area: what its consumption causes, and where.

    Begin with a total, then look inside:

        ketenkompas footprint NL --year 2008

        ketenkompas footprint NL --year 2008 --by origin --lang en

        ketenkompas footprint NL --by origin --format svg --out nl.svg

    'ketenkompas models' shows models and years, 'ketenkompas areas' the areas; 'ketenkompas receipt ID' tells where a
    figure comes from.
    """

    def ask() -> Footprint | Series:
        chosen = {
            "by": by,
            "view": view,
            "scope": scope,
            "per": per,
            "currency": currency,
            "gas": gas,
            "lang": lang.value,
        }
        if year is None:
            return library.series(area, model=model, **chosen)  # type: ignore[arg-type]
        return library.footprint(area, year, model=model, **chosen)  # type: ignore[arg-type]

    _give(ask, lang, form, out)


def published(
    area: AreaArgument,
    year: YearOption = None,
    per: Annotated[Per | None, typer.Option("--per", help="Per inhabitant, where the population is known.")] = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """The official greenhouse gas footprint of Eurostat, as it stands: no households' direct emissions, no interval.

    ketenkompas published NL --year 2022
    """

    def ask() -> Footprint | Series:
        if year is None:
            return library.published_series(area, per=per, lang=lang.value)
        return library.published(area, year, per=per, lang=lang.value)

    _give(ask, lang, form, out)


def multipliers(
    area: AreaArgument,
    year: Annotated[int, typer.Option("--year", help="A year of the model.")],
    model: Annotated[str, typer.Option("--model", help="A model of 'ketenkompas models'.")] = pipeline.WIOD,
    gas: Annotated[str | None, typer.Option("--gas", help="One gas of the model.")] = None,
    lang: LangOption = Lang.NL,
    form: ListFormatOption = ListFormat.TABLE,
) -> None:
    """Emissions per unit of money for every industry of an economy: its own, upstream and downstream.

    ketenkompas multipliers NL --year 2008
    """
    _list(lambda: library.multipliers(area, year, model=model, gas=gas, lang=lang.value), lang, form)


def trade(
    area: AreaArgument,
    year: Annotated[int, typer.Option("--year", help="A year of the model.")],
    model: Annotated[str, typer.Option("--model", help="A model of 'ketenkompas models'.")] = pipeline.WIOD,
    gas: Annotated[str | None, typer.Option("--gas", help="One gas of the model.")] = None,
    lang: LangOption = Lang.NL,
    form: ListFormatOption = ListFormat.TABLE,
) -> None:
    """Emissions embodied in imports and exports; consumption = production - exports + imports.

    ketenkompas trade NL --year 2008
    """
    _list(lambda: library.trade(area, year, model=model, gas=gas, lang=lang.value), lang, form)


def _list(ask: Callable[[], Listing], lang: Lang, form: ListFormat) -> None:
    with told(lang, as_json=form is ListFormat.JSON):
        answer = ask()
        if form is ListFormat.TABLE:
            print_listing(answer)
        else:
            typer.echo(answer.to_json() if form is ListFormat.JSON else answer.to_polars().write_csv(), nl=False)


def models(lang: LangOption = Lang.NL, form: FormatOption = Format.TABLE) -> None:
    """The models and series that figures can be asked from, with their years."""
    with told(lang, as_json=form is Format.JSON):
        listed = library.models()
        if form is Format.JSON:
            print_json([model.as_json(lang.value) for model in listed])
            return
        rows = [
            (model.id, text(f"reports.kind.{model.info.kind}", lang.value), span(model.years), model.title(lang.value))
            for model in listed
        ]
        print_table(rows, ("cli.model", "cli.kind", "cli.years", "cli.title"), lang.value)


def areas(
    model: Annotated[str, typer.Option("--model", help="A model of 'ketenkompas models'.")] = pipeline.WIOD,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
) -> None:
    """The areas of a model: their codes and names."""
    with told(lang, as_json=form is Format.JSON):
        codes = library.area_codes(model)
        named = [(code, known_areas()[code].name(lang.value)) for code in codes]
        if form is Format.JSON:
            print_json([{"code": code, "name": name} for code, name in named])
        else:
            print_table(named, ("cli.code", "cli.name"), lang.value)


def receipt(
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A receipt's id, or its first 6 characters.")
    ] = None,
    replay: Annotated[bool, typer.Option("--replay", help="Rebuild the product from its sources and compare.")] = False,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
) -> None:
    """Where a figure comes from: inputs, steps, checks, result. Without an id: every receipt.

    With --replay the product is made again from its sources and compared: identical bytes on the same machine, else
    the rows, else every value within 1e-12.
    """
    with told(lang, as_json=form is Format.JSON):
        if id_ is None:
            _list_receipts(lang, form)
            return
        if replay:
            _replay(id_, lang, form)
            return
        found = library.receipt(id_)
        print_json(found.as_json())


def _list_receipts(lang: Lang, form: Format) -> None:
    found = [item for store in pipeline.stores() for item in store.receipts()]
    if form is Format.JSON:
        print_json([item.as_json() for item in found])
        return
    rows = [
        (item.id, str(item.identity["model"]), str(item.identity["year"] or "-"), str(item.identity["product"]))
        for item in found
    ]
    print_table(rows, ("cli.receipt", "cli.model", "cli.year", "cli.product"), lang.value)


def _replay(id_: str, lang: Lang, form: Format) -> None:
    outcome = pipeline.replay(id_)
    if form is Format.JSON:
        print_json(
            {"receipt": outcome.receipt.id, "verdict": outcome.verdict, "largestDifference": outcome.largest_difference}
        )
    else:
        key = f"cli.replay.{outcome.verdict}"
        typer.echo(text(key, lang.value, id=outcome.receipt.id, difference=f"{outcome.largest_difference:.1e}"))
    if outcome.verdict == "different":
        raise typer.Exit(4)


def _give(ask: Callable[[], Footprint | Series], lang: Lang, form: Format, out: Path | None) -> None:
    with told(lang, as_json=form is Format.JSON):
        if form is Format.PNG and out is None and on_screen():
            raise InputError("cli.binary_to_screen", format=form.value)
        answer = ask()
        if form is Format.TABLE and out is None:
            print_answer(answer, lang.value)
            return
        data = _encoded(answer, form)
        if out is None:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return
        write_out(out, data)
        typer.echo(text("cli.written", lang.value, path=str(out), bytes=number(len(data), lang.value, 0)), err=True)


def write_out(out: Path, data: bytes) -> None:
    """Write a file that the user named, or say why it cannot be written."""
    try:
        out.write_bytes(data)
    except OSError as fault:
        raise InputError("cli.cannot_write", where=str(out), reason=fault.strerror) from fault


def _encoded(answer: Footprint | Series, form: Format) -> bytes:
    if form is Format.JSON:
        return (answer.to_json() + "\n").encode()
    if form is Format.SVG:
        return answer.chart().svg().encode()
    if form is Format.PNG:
        return answer.chart().png()
    return table_bytes(answer.to_polars(), form)


def table_bytes(frame: pl.DataFrame, form: Format) -> bytes:
    """A table as Parquet where that was asked, else as CSV."""
    if form is not Format.PARQUET:
        return frame.write_csv().encode()
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()
