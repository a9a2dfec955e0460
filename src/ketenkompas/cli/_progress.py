"""``progress`` and ``targets``: a footprint beside an indicative path, and the paths that others have published."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from ketenkompas import library, pipeline
from ketenkompas.cli._analyses import give_analysis
from ketenkompas.cli._figures import AreaArgument, Format, FormatOption, OutOption
from ketenkompas.cli._shared import Lang, LangOption, on_screen, told
from ketenkompas.cli._tables import PIPE_WIDTH
from ketenkompas.i18n import text
from ketenkompas.library import PathShape, Per, Scope


def progress(
    area: AreaArgument,
    model: Annotated[
        str, typer.Option("--model", help="A series or model of 'ketenkompas models'.")
    ] = pipeline.OFFICIAL,
    target: Annotated[
        str | None, typer.Option("--target", help="The percentages of a target of 'ketenkompas targets'.")
    ] = None,
    base_year: Annotated[int | None, typer.Option("--base-year", help="Reference year of the path.")] = None,
    end_year: Annotated[int | None, typer.Option("--end-year", help="Last year of the path.")] = None,
    low: Annotated[float | None, typer.Option("--low", help="Low side at the end, per cent: -79.")] = None,
    high: Annotated[float | None, typer.Option("--high", help="High side at the end, per cent: -71.")] = None,
    shape: Annotated[
        PathShape, typer.Option("--shape", help="A constant yearly rate, a straight line, or the end alone.")
    ] = "geometric",
    scope: Annotated[Scope | None, typer.Option("--scope", help="With or without direct household emissions.")] = None,
    per: Annotated[Per | None, typer.Option("--per", help="Per inhabitant.")] = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """How a footprint stands to an indicative path, of your own or in the form that others published.

    ketenkompas progress NL --base-year 2014 --end-year 2050 --low -79 --high -71

    ketenkompas progress NL --model wiod2013-co2 --target fr-snbc3 --format svg --out path.svg
    """
    give_analysis(
        lambda: library.progress(
            area,
            model=model,
            target=target,
            base_year=base_year,
            end_year=end_year,
            low=low,
            high=high,
            shape=shape,
            scope=scope,
            per=per,
            lang=lang.value,
        ),
        lang,
        form,
        out,
    )


def targets(
    lang: LangOption = Lang.NL,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with every source and status.")] = False,
) -> None:
    """The published indicative targets that are packaged, with their force and what is known of them."""
    with told(lang, as_json=as_json):
        found = library.targets(lang.value)
        if as_json:
            typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
            return
        console = Console(width=None if on_screen() else PIPE_WIDTH, highlight=False)
        for one in found:
            force = text(f"progress.force.{one['force']}", lang.value)
            console.print(f"[bold]{one['id']}[/bold]  {escape(one['name'])} ({force})")
            console.print(escape(one["note"]))
