"""``factor derive``: spend factors computed from the table of a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenkompas import ingest, library
from ketenkompas.cli._figures import ListFormat, ListFormatOption
from ketenkompas.cli._shared import Lang, LangOption, print_json, told
from ketenkompas.factors import Buyer
from ketenkompas.i18n import text
from ketenkompas.pipeline import WIOD


def derive(
    year: Annotated[int, typer.Option("--year", help="A year of the table: of emissions and prices.")],
    model: Annotated[str, typer.Option("--model", help="A model of which the full table is at hand.")] = WIOD,
    area: Annotated[str, typer.Option("--area", help="Who sells and who buys.")] = "NL",
    valuation: Annotated[
        str | None,
        typer.Option(
            "--valuation",
            help="Price shares: a folder with Eurostat's five tables, a CSV file of your own, or 'eurostat'.",
        ),
    ] = None,
    buyer: Annotated[
        Buyer, typer.Option("--buyer", help="Whose purchases: industries or households.")
    ] = "intermediate",
    suppliers: Annotated[
        list[str] | None, typer.Option("--supplier", help="Further factors for purchases from this area.")
    ] = None,
    vat: Annotated[
        float | None, typer.Option("--vat", help="VAT that the buyer cannot deduct, 0.21: further factors with it.")
    ] = None,
    gas: Annotated[str | None, typer.Option("--gas", help="One gas of the model.")] = None,
    currency: Annotated[str | None, typer.Option("--currency", help="Another currency than the table's.")] = None,
    rate: Annotated[
        float | None, typer.Option("--rate", help="Units of that currency per unit of the table's, in that year.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="A new folder for the edition's two files.")] = None,
    lang: LangOption = Lang.NL,
    form: ListFormatOption = ListFormat.TABLE,
) -> None:
    """Spend factors of an area from a full table, as an edition of records.

    At basic prices, from the demonstration model:

        ketenkompas factor derive --model wiod2013-co2 --area NL --year 2011 --out spend-2011

    At purchaser prices, from your own FIGARO table:

        ketenkompas factor derive --model figaro-26ed --area NL --year 2023 --valuation eurostat --out spend-2023
    """
    with told(lang, as_json=form is ListFormat.JSON):
        found = library.derive(
            model,
            year,
            area,
            valuation=valuation,
            gas=gas,
            currency=currency,
            rate=rate,
            buyer=buyer,
            suppliers=suppliers or (),
            vat=vat,
        )
        folder = None if out is None else library.write_factor_edition(found, out)
    if form is ListFormat.JSON:
        print_json({**found.as_json(lang.value), "notes": library.derive_notes(found, lang.value)})
        return
    if form is ListFormat.CSV:
        typer.echo(ingest.edition_texts(found.records)["records.csv"], nl=False)
        return
    typer.echo(library.derived_sentence(found, lang.value))
    for note in library.derive_notes(found, lang.value):
        typer.echo(f"- {note}")
    if folder is not None:
        typer.echo(text("factor.derived_written", lang.value, folder=str(folder)))
