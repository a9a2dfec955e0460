"""``refine``: national data with the global table."""

from __future__ import annotations

from typing import Annotated

import typer

from ketenkompas import library
from ketenkompas.cli._analyses import give_analysis
from ketenkompas.cli._chains import GasOption, ModelOption, YearNeeded
from ketenkompas.cli._figures import AreaArgument, Format, FormatOption, OutOption
from ketenkompas.cli._shared import Lang, LangOption
from ketenkompas.mrio import Feedback
from ketenkompas.pipeline import WIOD


def refine(
    area: AreaArgument,
    year: YearNeeded,
    national: Annotated[
        str | None,
        typer.Option(
            "--national",
            help="A packaged definition (nl-reexports-made), or a YAML file of factors or of whole tables.",
        ),
    ] = None,
    mode: Annotated[Feedback, typer.Option("--mode", help="What imports count.")] = "world_global_feedback",
    embed: Annotated[bool, typer.Option("--embed", help="Put the data into the table and balance it.")] = False,
    model: ModelOption = WIOD,
    gas: GasOption = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """The footprint of an economy refined with national data, and how and why it moves.

    What each way of valuing imports counts:

        ketenkompas refine NL --year 2008

    A worked example with made national data, coupled and embedded:

        ketenkompas refine NL --year 2008 --national nl-reexports-made

        ketenkompas refine NL --year 2008 --national nl-reexports-made --embed
    """
    give_analysis(
        lambda: library.refine(
            area, year, national=national, mode=mode, embed=embed, model=model, gas=gas, lang=lang.value
        ),
        lang,
        form,
        out,
    )
