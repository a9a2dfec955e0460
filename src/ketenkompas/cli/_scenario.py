"""``scenario``: the table otherwise, by a file or a packaged what-if."""

from __future__ import annotations

from typing import Annotated

import typer

from ketenkompas import library, pipeline
from ketenkompas.cli._analyses import give_analysis
from ketenkompas.cli._chains import GasOption, ModelOption
from ketenkompas.cli._data import Format as ListFormat
from ketenkompas.cli._data import FormatOption as ListFormatOption
from ketenkompas.cli._figures import Format, FormatOption, OutOption
from ketenkompas.cli._shared import Lang, LangOption, print_json, told

app = typer.Typer(
    name="scenario", no_args_is_help=True, help="What footprints and emissions do when the table is otherwise."
)


@app.command()
def run(
    file: Annotated[str, typer.Argument(help="A YAML file, or a packaged scenario by name ('scenario list').")],
    area: Annotated[str, typer.Option("--area", help="Whose footprint is shown.")] = "NL",
    year: Annotated[int | None, typer.Option("--year", help="A year that the scenario speaks of.")] = None,
    model: ModelOption = pipeline.WIOD,
    gas: GasOption = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """The footprint before and after, and emissions at home, elsewhere and in the world: do they fall or move?

    A packaged what-if:

        ketenkompas scenario run metals-from-germany --year 2008

    A scenario of your own:

        ketenkompas scenario run my-scenario.yml --area EU26 --year 2008
    """
    give_analysis(
        lambda: library.scenario(file, area, year=year, model=model, gas=gas, lang=lang.value), lang, form, out
    )


@app.command("list")
def list_(lang: LangOption = Lang.NL, form: ListFormatOption = ListFormat.TABLE) -> None:
    """Show the packaged scenarios: made what-ifs, to run and to copy."""
    with told(lang, as_json=form is ListFormat.JSON):
        listed = library.scenarios(lang.value)
        if form is ListFormat.JSON:
            print_json(listed)
            return
        for one in listed:
            typer.echo(f"{one['id']}  ({one['first_year']}-{one['last_year']})  {one['title']}")
            typer.echo(f"    {one['note']}")
