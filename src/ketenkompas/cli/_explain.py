"""``explain``: why a footprint changed between two years."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenkompas import library, pipeline
from ketenkompas.cli._analyses import give_analysis
from ketenkompas.cli._figures import AreaArgument, Format, FormatOption, OutOption
from ketenkompas.cli._shared import Lang, LangOption
from ketenkompas.library import ChangeBy, Course, Method, Scope


def explain(
    area: AreaArgument,
    from_year: Annotated[int, typer.Argument(help="The first year.")],
    to_year: Annotated[int, typer.Argument(help="The last year.")],
    model: Annotated[str, typer.Option("--model", help="A model of 'ketenkompas models'.")] = pipeline.WIOD,
    by: Annotated[
        ChangeBy | None, typer.Option("--by", help="Each effect by final product, place or industry of emission.")
    ] = None,
    scope: Annotated[
        Scope, typer.Option("--scope", help="With or without direct household emissions.")
    ] = "with_households",
    course: Annotated[
        Course, typer.Option("--course", help="From the two years alone, or added up from year to year.")
    ] = "direct",
    method: Annotated[
        Method, typer.Option("--method", help="Structural decomposition of the table, or an index (LMDI).")
    ] = "structural",
    base: Annotated[int | None, typer.Option("--base", help="The year whose prices are used (WIOD: 2008).")] = None,
    prices: Annotated[
        Path | None,
        typer.Option("--prices", help="A price index of your own: region,year,index or region,product,year,index."),
    ] = None,
    current_prices: Annotated[
        bool, typer.Option("--current-prices", help="Do not deflate: shows inflation as change. Not for publication.")
    ] = False,
    gas: Annotated[str | None, typer.Option("--gas", help="One gas of the model.")] = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """Why a footprint changed: cleaner production, technology, trade, spending, people; in constant prices.

    ketenkompas explain NL 2000 2008

    ketenkompas explain NL 2000 2008 --by product --lang en

    ketenkompas explain NL 2000 2008 --format svg --out waterfall.svg
    """
    give_analysis(
        lambda: library.explain(
            area,
            from_year,
            to_year,
            model=model,
            by=by,
            scope=scope,
            course=course,
            method=method,
            base=base,
            prices=prices,
            current_prices=current_prices,
            gas=gas,
            lang=lang.value,
        ),
        lang,
        form,
        out,
    )
