"""``ketenkompas editions``: figures as they stood earlier, kept to be read again."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ketenkompas import library
from ketenkompas.cli._shared import Lang, LangOption, print_json, told
from ketenkompas.i18n import number, text

app = typer.Typer(
    name="editions", no_args_is_help=True, help="Editions: figures as they stood earlier, kept to be read again."
)
Id = Annotated[str, typer.Argument(help="The edition, as 'editions list' shows it.")]


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="JSON to process.")] = False, lang: LangOption = Lang.NL
) -> None:
    """Show the editions that are kept, the newest first.

    Read one with the option before any command, or by the address of a page:

        ketenkompas --edition 2026-11-0a1b2c3d footprint NL --year 2008
    """
    with told(lang, as_json=as_json):
        found = library.editions()
        if as_json:
            print_json([one.as_json() for one in found])
            return
        if not found:
            typer.echo(text("cli.editions.none", lang.value, edition=library.edition_now()))
            return
        table = Table(box=None, pad_edge=False)
        for name in ("id", "kept", "products", "size"):
            table.add_column(text(f"cli.editions.{name}", lang.value), justify="left" if name == "id" else "right")
        for one in found:
            shown = text("cli.editions.current", lang.value, edition=one.id) if one.current else one.id
            table.add_row(shown, one.kept, str(one.products), f"{number(one.size / 1e6, lang.value, 1)} MB")
        Console().print(table)


@app.command()
def keep(lang: LangOption = Lang.NL) -> None:
    """Put the products that are here now aside as an edition; 'build' and 'serve' do so by themselves."""
    with told(lang, as_json=False):
        typer.echo(text("cli.editions.done", lang.value, edition=library.keep_edition()))


@app.command()
def drop(edition: Id, lang: LangOption = Lang.NL) -> None:
    """Throw an edition away; links to it then show the newest one and say so."""
    with told(lang, as_json=False):
        library.drop_edition(edition)
        typer.echo(text("cli.editions.dropped", lang.value, edition=edition))
