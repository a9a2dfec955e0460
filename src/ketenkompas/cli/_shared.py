"""What every command shares: languages, formats, how an error is told, exit codes."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from ketenkompas.errors import (
    BalanceError,
    KetenkompasError,
    MissingValueError,
    ProductError,
    SourceError,
)

EXIT_FAILED, EXIT_QUESTION, EXIT_SOURCE, EXIT_PRODUCT = 1, 2, 3, 4


class Lang(StrEnum):
    """The languages of the screens."""

    NL = "nl"
    EN = "en"


LangOption = Annotated[
    Lang, typer.Option("--lang", envvar="KETENKOMPAS_LANG", help="Language of the answer: nl or en.")
]


def exit_code(error: KetenkompasError) -> int:
    """The stable exit code of an error: 2 a question or file that is wrong, 3 a source, 4 a product, balance or gap."""
    if isinstance(error, SourceError):
        return EXIT_SOURCE
    return EXIT_PRODUCT if isinstance(error, ProductError | BalanceError | MissingValueError) else EXIT_QUESTION


@contextlib.contextmanager
def told(lang: Lang, *, as_json: bool) -> Iterator[None]:
    """Tell an error in the language asked, as JSON where JSON was asked, and leave with its exit code."""
    try:
        yield
    except KetenkompasError as error:
        if as_json:
            print_json({"error": error.as_json(lang.value)}, error=True)
        else:
            typer.secho(error.text(lang.value), fg=typer.colors.RED, err=True)
        raise typer.Exit(exit_code(error)) from error


def print_json(data: Any, *, error: bool = False) -> None:
    """Write JSON, indented, for people and programs."""
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False), err=error)


def on_screen() -> bool:
    """Whether the answer goes to a screen, not to a file or pipe."""
    return sys.stdout.isatty()
