"""``households``: what the households of a place cause; the command takes a place at once, or one of its parts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ketenkompas.cli._data import Format as JsonFormat
from ketenkompas.cli._data import FormatOption as JsonOption
from ketenkompas.cli._figures import ListFormat, ListFormatOption
from ketenkompas.cli._household_text import (
    give,
    print_calculation,
    print_comparison,
    print_figure,
    print_places,
    print_rows,
    print_scenario,
)
from ketenkompas.cli._shared import Lang, LangOption, print_json, told
from ketenkompas.i18n import number, text
from ketenkompas.library import households

_DEFAULT = "show"


class _PlaceFirst(TyperGroup):
    """``households GM0363`` is ``households show GM0363``, and ``households`` alone lists the places."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # its context is a private class of typer
        if not args or (args[0] not in self.commands and args[0] not in self.get_help_option_names(ctx)):
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    name="households",
    cls=_PlaceFirst,
    help=(
        "The greenhouse gas footprint of Dutch households: of a municipality, a province, the country, or one "
        "household.\n\n"
        "    ketenkompas households GM0363 --by origin\n\n"
        "    ketenkompas households\n\n"
        "    ketenkompas households calculate --size 2 --gas 1000 --km 12000"
    ),
)

PlaceArgument = Annotated[str, typer.Argument(metavar="PLACE", help="GM0363, PV27, NL, or a name.")]
PerOption = Annotated[households.HouseholdPer, typer.Option("--per", help="Per household or per person.")]
YearOption = Annotated[int, typer.Option("--year", help="The year of the figures.")]
ItemOption = Annotated[str, typer.Option("--item", "--group", help="An item, a group, households or total.")]


@app.command(_DEFAULT)
def show(
    place: Annotated[
        str | None, typer.Argument(metavar="[PLACE]", help="GM0363, PV27, NL, or a name; without it: all places.")
    ] = None,
    group: Annotated[str | None, typer.Option("--group", help="A group, an item, households or total.")] = None,
    by: Annotated[households.HouseholdBy | None, typer.Option("--by", help="Divide the figure.")] = None,
    per: PerOption = "household",
    year: YearOption = households.YEAR,
    lang: LangOption = Lang.NL,
    form: ListFormatOption = ListFormat.TABLE,
) -> None:
    """The footprint of the households of a place, with its interval and what of it is measured there.

    The word 'show' may be left out:

        ketenkompas households GM0363

        ketenkompas households "Den Haag" --group home_energy --per person

        ketenkompas households GM0363 --by origin --format json
    """
    with told(lang, as_json=form is ListFormat.JSON):
        if place is None:
            give(households.places("all", year, lang=lang.value), form, print_places)
        else:
            found = households.footprint(place, by, group, per=per, year=year, lang=lang.value)
            give(found, form, print_figure)


@app.command("find")
def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name, with typing errors, or a former municipality.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="At most so many answers.")] = 8,
    year: YearOption = households.YEAR,
    lang: LangOption = Lang.NL,
    form: ListFormatOption = ListFormat.TABLE,
) -> None:
    """Search a place: names, other names, former municipalities, typing errors.

    ketenkompas households find Hellevoetsluis
    """
    with told(lang, as_json=form is ListFormat.JSON):
        give(households.search(text, limit, year=year, lang=lang.value), form, print_rows)


@app.command("compare")
def compare(
    places: Annotated[list[str], typer.Argument(metavar="PLACE PLACE...", help="Two to twenty places.")],
    item: ItemOption = "households",
    per: PerOption = "household",
    year: YearOption = households.YEAR,
    lang: LangOption = Lang.NL,
    form: ListFormatOption = ListFormat.TABLE,
) -> None:
    """Places beside each other: above, below, or about as high, from draws that they share.

    ketenkompas households compare GM0363 GM0599 --item home_energy
    """
    with told(lang, as_json=form is ListFormat.JSON):
        give(households.compare(places, item, per, year=year, lang=lang.value), form, print_comparison)


@app.command("types")
def types(
    size: Annotated[str | None, typer.Option("--size", help="1, 2, 3, 4, 5+, or all together.")] = None,
    income: Annotated[str | None, typer.Option("--income", help="Quintile 1 to 5, or all together.")] = None,
    tenure: Annotated[str | None, typer.Option("--tenure", help="own, rent, or all together.")] = None,
    age: Annotated[
        str | None, typer.Option("--age", help="0-34, 35-54, 55-64 or 65+, where spending by age was loaded.")
    ] = "all",
    item: ItemOption = "total",
    year: YearOption = households.YEAR,
    lang: LangOption = Lang.NL,
    form: ListFormatOption = ListFormat.TABLE,
) -> None:
    """What households of a size, income and tenure cause in the whole country.

    ketenkompas households types --income all --tenure all
    """
    with told(lang, as_json=form is ListFormat.JSON):
        give(households.types(size, income, tenure, age=age, item=item, year=year, lang=lang.value), form, print_rows)


@app.command("course")
def course(
    place: PlaceArgument,
    changes: Annotated[bool, typer.Option("--changes", help="What made the difference between the years.")] = False,
    year: YearOption = households.YEAR,
    lang: LangOption = Lang.NL,
    form: ListFormatOption = ListFormat.TABLE,
) -> None:
    """Energy in homes and cars of a place over the years, as measured; with --changes: households, use, factor.

    ketenkompas households course GM0363
    """
    with told(lang, as_json=form is ListFormat.JSON):
        asked = households.changes if changes else households.course
        give(asked(place, year=year, lang=lang.value), form, print_rows)


@app.command("level")
def level(
    year: YearOption = households.YEAR, lang: LangOption = Lang.NL, form: ListFormatOption = ListFormat.TABLE
) -> None:
    """The factors by which the model meets national totals, as they are."""
    with told(lang, as_json=form is ListFormat.JSON):
        give(households.level(year=year, lang=lang.value), form, print_rows)


@app.command("calculate")
def calculate(
    size: Annotated[int, typer.Option("--size", help="Persons in the household.")],
    income: Annotated[str | None, typer.Option("--income", help="Fifth of all incomes: 1 (lowest) to 5.")] = None,
    tenure: Annotated[str | None, typer.Option("--tenure", help="own or rent.")] = None,
    gas: Annotated[float | None, typer.Option("--gas", help="Natural gas of a year, m3.")] = None,
    electricity: Annotated[float | None, typer.Option("--electricity", help="From the grid in a year, kWh.")] = None,
    heat: Annotated[float | None, typer.Option("--heat", help="District heat of a year, GJ.")] = None,
    cars: Annotated[float | None, typer.Option("--cars", help="Cars of the household.")] = None,
    km: Annotated[float | None, typer.Option("--km", help="Kilometres of a year with all cars.")] = None,
    action: Annotated[
        list[str] | None, typer.Option("--action", help="Something to try: less_gas, heat_pump, ...; repeat it.")
    ] = None,
    respend: Annotated[
        bool, typer.Option("--respend/--no-respend", help="Whether the money saved is spent on other things.")
    ] = True,
    per: PerOption = "household",
    year: YearOption = households.YEAR,
    lang: LangOption = Lang.NL,
    form: ListFormatOption = ListFormat.TABLE,
) -> None:
    """What one household causes; what is not said is usual for its size. Nothing is stored or sent.

    ketenkompas households calculate --size 2 --income 3 --tenure own --gas 1000 --action less_gas
    """
    with told(lang, as_json=form is ListFormat.JSON):
        asked = households.Household(size, income, tenure, gas, electricity, heat, cars, km)
        found = households.calculate(asked, action or (), respend=respend, per=per, year=year, lang=lang.value)
        give(found, form, print_calculation)


@app.command("scenario")
def scenario(
    file: Annotated[str, typer.Argument(help="A YAML file, or a packaged scenario by name ('households scenarios').")],
    place: Annotated[str, typer.Option("--place", help="Whose households: GM0363, PV27, NL, or a name.")] = "NL",
    year: YearOption = households.YEAR,
    lang: LangOption = Lang.NL,
    form: ListFormatOption = ListFormat.TABLE,
) -> None:
    """What a scenario does to what households cause, at home and abroad, with the rebound.

    ketenkompas households scenario fewer-new-things --place GM0363
    """
    with told(lang, as_json=form is ListFormat.JSON):
        give(households.scenario(file, place, year=year, lang=lang.value), form, print_scenario)


@app.command("scenarios")
def scenarios(lang: LangOption = Lang.NL, form: JsonOption = JsonFormat.TABLE) -> None:
    """The packaged scenarios: made what-ifs, to run and to copy."""
    listed = households.scenarios(lang.value)
    if form is JsonFormat.JSON:
        print_json(listed)
        return
    for one in listed:
        typer.echo(f"{one['id']}  ({one['stated']})  {one['title']}")
        typer.echo(f"    {one['note']}")


@app.command("population")
def population(
    to: Annotated[Path, typer.Option("--to", help="The Parquet file to write; a file that is there is not touched.")],
    year: YearOption = households.YEAR,
    lang: LangOption = Lang.NL,
) -> None:
    """A synthetic population for researchers: one row per household, adding up to the published cells exactly.

    ketenkompas households population --to population.parquet
    """
    with told(lang, as_json=False):
        written = households.population(to, year=year)
        typer.echo(
            text("households.population.written", lang.value, file=to.name, count=number(written.count, lang.value, 0))
        )
        typer.echo(written.note[lang.value])
        typer.echo(text("cli.see_receipt", lang.value, id=written.receipt))
