"""``ketenkompas api-key``: keys that lift the limit of the API."""

from __future__ import annotations

from typing import Annotated

import typer

from ketenkompas.cli._shared import Lang, LangOption, told
from ketenkompas.i18n import text

app = typer.Typer(
    name="api-key",
    no_args_is_help=True,
    help="Keys of the API: nobody needs one, they lift the limit of who asks much.",
)
Name = Annotated[str, typer.Argument(help="Who or what the key is for.")]


@app.command()
def add(name: Name, lang: LangOption = Lang.NL) -> None:
    """Make a key and show it, once; send it in the header X-Api-Key."""
    from ketenkompas import web

    with told(lang, as_json=False):
        typer.echo(web.add_api_key(name))
        typer.echo(text("cli.keys.once", lang.value), err=True)


@app.command("list")
def list_(lang: LangOption = Lang.NL) -> None:
    """Show for whom keys were made; the keys themselves are not kept."""
    from ketenkompas import web

    with told(lang, as_json=False):
        typer.echo("\n".join(web.api_keys()) or text("cli.keys.none", lang.value))


@app.command()
def drop(name: Name, lang: LangOption = Lang.NL) -> None:
    """Take a key back."""
    from ketenkompas import web

    with told(lang, as_json=False):
        web.drop_api_key(name)
        typer.echo(text("cli.keys.dropped", lang.value, name=name))
