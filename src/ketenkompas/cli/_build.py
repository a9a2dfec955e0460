"""``build`` and ``data build-starter``: products from sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenkompas import library, pipeline
from ketenkompas.cli._shared import Lang, LangOption, told
from ketenkompas.errors import InputError
from ketenkompas.i18n import text
from ketenkompas.pipeline import Built, OwnTable


def build(
    models: Annotated[
        list[str] | None, typer.Argument(help="Models to build; without any, all registered ones.")
    ] = None,
    years: Annotated[
        list[int] | None, typer.Option("--year", help="Only this year; may be given more than once.")
    ] = None,
    table: Annotated[Path | None, typer.Option("--from", help="Build your own table from this file or folder.")] = None,
    like: Annotated[
        str | None, typer.Option("--like", help="Its layout: figaro, pymrio, exiobase, icio, wiod2013.")
    ] = None,
    emissions: Annotated[Path | None, typer.Option("--emissions", help="Emission accounts beside the table.")] = None,
    households: Annotated[Path | None, typer.Option("--households", help="Direct household emissions.")] = None,
    bridge: Annotated[
        Path | None,
        typer.Option("--bridge", help="From residents to the territory (env_ac_aibrid_r2), for the territorial view."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--model", help="The name of your own model, for instance figaro-26ed.")
    ] = None,
    lang: LangOption = Lang.NL,
) -> None:
    """Build products (footprints, multipliers, trade) with receipts; what is already there is left alone.

    From the registered sources:

        ketenkompas build

        ketenkompas build wiod2013-co2 --year 2008

    From your own table, which every door then shows:

        ketenkompas build --from matrix_eu-ic-io_ind-by-ind_26ed_2023.csv --like figaro --model figaro-26ed
        --emissions env_ac_ghgfp.csv --households env_ac_ainah_r2.csv
    """
    with told(lang, as_json=False):
        if table is None:
            chosen = tuple(models) if models else pipeline.BUILDABLE
            built = pipeline.build(chosen, years=years or pipeline.WIOD_YEARS, told=_teller(lang))
        else:
            if like is None or name is None:
                raise InputError(
                    "cli.own_needs",
                    missing=", ".join(
                        option for option, value in (("--like", like), ("--model", name)) if value is None
                    ),
                )
            year = years[0] if years else None
            beside = {"emissions": emissions, "households": households, "bridge": bridge}
            built = pipeline.build_own(OwnTable(table=table, like=like, model=name, year=year, **beside))
        _closing(built, lang)


def build_starter(
    folder: Annotated[Path | None, typer.Option("--to", help="Another folder than the packaged one.")] = None,
    lang: LangOption = Lang.NL,
) -> None:
    """Make the starter set from the raw sources: results and facts in our own layout, never a raw file."""
    with told(lang, as_json=False):
        _closing(pipeline.build_starter(folder, told=_teller(lang)), lang)


def _teller(lang: Lang) -> pipeline.Told:
    def tell(built: Built) -> None:
        identity = built.receipt.identity
        words = text(f"cli.built.{built.state}", lang.value)
        typer.echo(
            f"{identity['model']} {identity['year'] or ''} {identity['product']}: {words} ({built.receipt.id})",
            err=True,
        )

    return tell


def _closing(built: list[Built], lang: Lang) -> None:
    made = sum(item.state == "built" for item in built)
    typer.echo(text("cli.build_done", lang.value, made=made, kept=len(built) - made, folder=str(pipeline.home())))


def bundle(
    file: Annotated[Path, typer.Argument(help="The ZIP file to write.")],
    lang: LangOption = Lang.NL,
) -> None:
    """Everything in one ZIP file: products as CSV and Parquet, receipts, sources and licences.

    ketenkompas bundle figures.zip
    """
    with told(lang, as_json=False):
        made = library.bundle(file)
    typer.echo(text("cli.bundled", lang.value, file=str(made), size=f"{made.stat().st_size / 1e6:.1f}"))
