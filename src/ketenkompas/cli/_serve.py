"""``serve``: open the site on this machine. ``api-schema``: the description of the API, for files and checks."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from ketenkompas.cli._shared import Lang, LangOption, on_screen, told
from ketenkompas.errors import InputError, ProductError, Where
from ketenkompas.i18n import Language, text

DESCRIPTION = Path("docs/reference/openapi.json")


def serve(
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; without it 8000 or the next free one. 0 takes any.")
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    open_: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the browser; by default when run by hand.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=0, max=64, help="Processes that make pages; without it one for each processor, at most 4."),
    ] = None,
    lang: LangOption = Lang.NL,
) -> None:
    """Open the site on this machine, until Ctrl-C.

    Shows the figures that are here: those you built, else the starter set. Nothing leaves this machine.
    """
    from ketenkompas import web

    language: Language = lang.value
    by_hand = on_screen() and sys.stdin.isatty() and _has_browser()
    opens = by_hand if open_ is None else open_

    def ready(address: str, taken: int) -> None:
        if taken != (port or 8000) and port != 0:
            typer.echo(text("web.serve.other_port", language, port=port or 8000, taken=taken))
        if not web.front_end_built():
            typer.secho(text("web.serve.no_frontend", language), fg=typer.colors.YELLOW, err=True)
        typer.secho(text("web.serve.at", language, address=address), bold=True)
        typer.echo(text("web.serve.stop", language))
        sys.stdout.flush()
        if opens:
            webbrowser.open(address)

    def not_kept(fault: ProductError) -> None:
        said = text("web.serve.not_kept", language)
        typer.secho(f"{said}\n{fault.text(language)}", fg=typer.colors.YELLOW, err=True)

    with told(lang, as_json=False):
        try:
            web.start(host, 8000 if port is None else port, workers=workers, ready=ready, edition_not_kept=not_kept)
        except KeyboardInterrupt:
            typer.echo()
        typer.echo(text("web.serve.stopped", language))


def api_schema(
    check: Annotated[bool, typer.Option("--check", help="Compare with the file instead of writing.")] = False,
    file: Annotated[Path, typer.Option(help="The committed description.")] = DESCRIPTION,
    lang: LangOption = Lang.NL,
) -> None:
    """Write the OpenAPI description of the API to the screen, or check that the committed one is the same."""
    from ketenkompas import web

    with told(lang, as_json=False):
        made = web.openapi_text()
        if not check:
            sys.stdout.write(made)
        elif not file.is_file() or file.read_text("utf-8") != made:
            raise InputError("web.api_description_differs", where=Where(file=str(file)))


def _has_browser() -> bool:
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
