"""``split``: a product in variants."""

from __future__ import annotations

from typing import Annotated

import typer

from ketenkompas import library, pipeline
from ketenkompas.cli._analyses import give_analysis
from ketenkompas.cli._figures import AreaArgument, Format, FormatOption, OutOption
from ketenkompas.cli._shared import Lang, LangOption


def split(
    area: AreaArgument,
    year: Annotated[int, typer.Option("--year", help="A year of the model.")],
    variants: Annotated[
        str, typer.Option("--variants", help="A packaged definition, or a YAML file of your own.")
    ] = "steel-routes",
    model: Annotated[str, typer.Option("--model", help="A model with a table at hand.")] = pipeline.WIOD,
    gas: Annotated[str | None, typer.Option("--gas", help="One gas of the model.")] = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """A product split into variants, and what the footprint does when buyers choose another mix (a scenario).

    Steel by production route, with the benchmarks of CBAM:

        ketenkompas split NL --year 2008

    A definition of your own:

        ketenkompas split NL --year 2008 --variants my-variants.yml
    """
    give_analysis(
        lambda: library.split(area, year, model=model, variants=variants, gas=gas, lang=lang.value), lang, form, out
    )
