"""``themes``: the looks of the site that are installed, and whether their colours can be told apart."""

from __future__ import annotations

from typing import Annotated

import typer

from ketenkompas.cli._shared import Lang, LangOption, print_json, told
from ketenkompas.cli._tables import print_table
from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import Language, text
from ketenkompas.themes import theme, theme_ids


def themes(
    lang: LangOption = Lang.NL, as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False
) -> None:
    """The themes that are installed, and what is wrong with one that cannot be used; KETENKOMPAS_THEME chooses one."""
    with told(lang, as_json=as_json):
        rows = [_row(name, lang.value) for name in theme_ids()]
    if as_json:
        print_json([dict(zip(("id", "name", "package", "fault"), row, strict=True)) for row in rows])
    else:
        fine = text("cli.themes.fine", lang.value)
        shown = [(id_, name, package, fault or fine) for id_, name, package, fault in rows]
        heads = ("cli.themes.id", "cli.themes.name", "cli.themes.package", "cli.themes.state")
        print_table(shown, heads, lang.value)
    if any(fault for *_, fault in rows):
        raise typer.Exit(1)


def _row(name: str, language: Language) -> tuple[str, str, str, str]:
    try:
        found = theme(name)
    except KetenkompasError as fault:
        return name, "-", "-", fault.text(language)
    return name, found.names[language], found.package, ""
