"""``uncertainty``: how sure a footprint is."""

from __future__ import annotations

from typing import Annotated

import typer

from ketenkompas import library
from ketenkompas.cli._analyses import give_analysis
from ketenkompas.cli._chains import GasOption, ModelOption
from ketenkompas.cli._figures import AreaArgument, Format, FormatOption, OutOption
from ketenkompas.cli._shared import Lang, LangOption
from ketenkompas.ingest import DEFAULT_ERRORS
from ketenkompas.pipeline import KEPT_SEED, WIOD


def uncertainty(
    area: AreaArgument,
    year: Annotated[int, typer.Argument(help="A year of the model.")],
    other_year: Annotated[int | None, typer.Argument(help="A second year, to compare.")] = None,
    draws: Annotated[int | None, typer.Option("--draws", help="Make so many draws anew.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same draws.")] = KEPT_SEED,
    rebalanced: Annotated[bool, typer.Option("--rebalanced", help="Scale each draw back to the table's sums.")] = False,
    errors: Annotated[
        str, typer.Option("--errors", help="Stated errors of data: a name or a YAML file.")
    ] = DEFAULT_ERRORS,
    workers: Annotated[int | None, typer.Option("--workers", help="Threads; all processors by default.")] = None,
    cluster: Annotated[str | None, typer.Option("--cluster", help="Address of a Dask scheduler.")] = None,
    model: ModelOption = WIOD,
    gas: GasOption = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """How sure a footprint is, what makes it unsure, and whether it changed between two years.

    One year, and two compared on correlated draws:

        ketenkompas uncertainty NL 2008

        ketenkompas uncertainty NL 2000 2008

    New draws, repeatable on any number of workers; a run that was stopped goes on where it was:

        ketenkompas uncertainty NL 2000 2008 --draws 2000 --seed 7 --workers 2
    """
    give_analysis(
        lambda: library.uncertainty(
            area,
            year,
            other_year,
            draws=draws,
            seed=seed,
            rebalanced=rebalanced,
            errors=errors,
            workers=workers,
            cluster=cluster,
            model=model,
            gas=gas,
            lang=lang.value,
        ),
        lang,
        form,
        out,
    )
