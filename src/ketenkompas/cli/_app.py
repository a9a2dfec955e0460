"""The command ``ketenkompas`` and its parts."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from ketenkompas import library
from ketenkompas.cli import (
    _beside,
    _build,
    _chains,
    _classify,
    _compare,
    _data,
    _doctor,
    _editions,
    _explain,
    _factors,
    _factors_admin,
    _factors_choose,
    _factors_derive,
    _figures,
    _household_map,
    _households,
    _keys,
    _ledger,
    _progress,
    _refine,
    _scenario,
    _serve,
    _split,
    _themes,
    _uncertainty,
)
from ketenkompas.cli._shared import Lang, told

app = typer.Typer(
    name="ketenkompas",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
    help=(
        "Greenhouse-gas emissions in product chains: every figure with its source and receipt.\n\n"
        "Start here:\n\n"
        "    ketenkompas footprint NL --year 2008\n\n"
        "    ketenkompas published NL\n\n"
        "    ketenkompas serve\n\n"
        "Exit codes: 0 done, 1 failed, 2 a question or file is wrong, 3 a source cannot be had, "
        "4 a product, balance or value is missing or wrong."
    ),
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"ketenkompas {_doctor.installed_version()}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 (its callback answers)
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
    edition: Annotated[
        str | None,
        typer.Option(envvar="KETENKOMPAS_EDITION", help="Read all figures from this edition ('editions list')."),
    ] = None,
) -> None:
    """Hold the options of the command itself."""
    if edition:
        with told(Lang(os.environ.get("KETENKOMPAS_LANG", Lang.NL)), as_json=False):
            context.with_resource(library.reading_edition(edition))


for _command in (
    _figures.footprint,
    _figures.published,
    _figures.multipliers,
    _figures.trade,
    _figures.models,
    _figures.areas,
    _figures.receipt,
):
    app.command()(_command)
app.command()(_chains.paths)
app.command()(_chains.extract)
app.command()(_refine.refine)
app.command()(_split.split)
app.command()(_uncertainty.uncertainty)
app.command()(_explain.explain)
app.command()(_beside.beside)
app.command()(_compare.compare)
app.command()(_compare.exchange)
app.command()(_compare.flows)
app.command()(_progress.progress)
app.command()(_progress.budgets)
app.command()(_progress.rebase)
app.command()(_progress.targets)
app.command()(_progress.revisions)
app.command()(_themes.themes)
app.command()(_ledger.ledger)
app.command()(_classify.classify)
app.command()(_build.build)
app.command()(_build.bundle)
app.command()(_doctor.doctor)
app.command()(_serve.serve)
app.command("api-schema")(_serve.api_schema)
_data.app.command("build-starter")(_build.build_starter)
_data.app.command("build-classifications")(_classify.build_classifications)
_data.app.command("build-household-map")(_household_map.build_household_map)
app.add_typer(_scenario.app, name="scenario")
app.add_typer(_households.app, name="households")
app.add_typer(_data.app, name="data")
app.add_typer(_editions.app, name="editions")
_factors.app.command()(_factors_choose.search)
# A credit note has a negative quantity, which is no option.
_factors.app.command(context_settings={"ignore_unknown_options": True})(_factors_choose.choose)
_factors.app.command()(_factors_derive.derive)
app.add_typer(_keys.app, name="api-key")
_factors.app.command()(_factors_admin.audit)
_factors.app.add_typer(_factors_admin.users_app, name="user")
app.add_typer(_factors.app, name="factor")
app.add_typer(_factors.app, name="factors", hidden=True)


def main() -> None:
    """Run the command line."""
    app()
