"""``data build-household-map``: the shapes of the municipalities."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenkompas import pipeline
from ketenkompas.cli._shared import Lang, LangOption, told
from ketenkompas.i18n import text


def build_household_map(
    folder: Annotated[Path | None, typer.Option("--to", help="Another folder than the packaged one.")] = None,
    lang: LangOption = Lang.NL,
) -> None:
    """Make the packaged shapes of the municipalities from the registered boundaries."""
    with told(lang, as_json=False):
        built = pipeline.build_household_map(folder)
        said = {"areas": built.areas, "points": built.points, "size": built.size}
        typer.echo(text("household_map.built", lang.value, file=built.path.name, **said))
