"""``compare``, ``exchange`` and ``flows``: areas side by side, who emits for whom, and for what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenkompas import library, pipeline
from ketenkompas.cli._analyses import give_analysis
from ketenkompas.cli._figures import AreaArgument, Format, FormatOption, OutOption
from ketenkompas.cli._shared import Lang, LangOption
from ketenkompas.library import Per, Scope

ModelOption = Annotated[str, typer.Option("--model", help="A model of 'ketenkompas models'.")]


def compare(
    year: Annotated[int, typer.Argument(help="The year.")],
    among: Annotated[list[str] | None, typer.Argument(help="Areas; every country of the model without them.")] = None,
    model: ModelOption = pipeline.WIOD,
    scope: Annotated[
        Scope, typer.Option("--scope", help="With or without direct household emissions.")
    ] = "with_households",
    per: Annotated[Per, typer.Option("--per", help="Per inhabitant, or per unit of final demand.")] = "head",
    gas: Annotated[str | None, typer.Option("--gas", help="One gas of the model.")] = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """Footprints of areas side by side in one year, the largest first, with intervals.

    ketenkompas compare 2008

    ketenkompas compare 2008 NL DE BE --lang en
    """
    give_analysis(
        lambda: library.compare(year, among or (), model=model, scope=scope, per=per, gas=gas, lang=lang.value),
        lang,
        form,
        out,
    )


def exchange(
    area: AreaArgument,
    year: Annotated[int, typer.Argument(help="The year.")],
    model: ModelOption = pipeline.WIOD,
    gas: Annotated[str | None, typer.Option("--gas", help="One gas of the model.")] = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file.")] = None,
) -> None:
    """Who emits for whom: the area, the rest of the European Union, the rest of the world.

    ketenkompas exchange NL 2008
    """
    give_analysis(lambda: library.exchange(area, year, model=model, gas=gas, lang=lang.value), lang, form, out)


def flows(
    area: AreaArgument,
    year: Annotated[int, typer.Argument(help="The year.")],
    model: ModelOption = pipeline.WIOD,
    gas: Annotated[str | None, typer.Option("--gas", help="One gas of the model.")] = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """From the place of emission, over the branch that emits, to what is bought; a Sankey diagram as picture.

    ketenkompas flows NL 2008

    ketenkompas flows NL 2008 --out flows.svg
    """
    give_analysis(lambda: library.flows(area, year, model=model, gas=gas, lang=lang.value), lang, form, out)
