"""``ledger``: how much of a new figure is revision, and how much is true change."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenkompas import library
from ketenkompas.cli._analyses import give_analysis
from ketenkompas.cli._figures import Format, FormatOption, OutOption
from ketenkompas.cli._shared import Lang, LangOption


def ledger(
    figures: Annotated[Path, typer.Argument(help="A file with year,data,method,value,unit: the figures by vintage.")],
    earlier: Annotated[str, typer.Option("--earlier", help="The earlier figure: year,data,method.")],
    later: Annotated[str, typer.Option("--later", help="The new figure: year,data,method.")],
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """Split a new figure from an earlier one into revised data, a revised method and true change.

    ketenkompas ledger figures.csv --earlier 2022,25ed,v1 --later 2023,26ed,v2
    """
    give_analysis(lambda: library.ledger(figures, earlier, later, lang=lang.value), lang, form, out)
