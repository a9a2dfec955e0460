"""The packaged tables of codes and keys, read with a check: a damaged table is named, never half used."""

from __future__ import annotations

import csv
import importlib.resources
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

import polars as pl

from ketenkompas.errors import InputError, Where

SCHEME_COLUMNS = ("code", "level", "parent", "en", "nl", "unit", "aliases", "marks", "notes")
KEY_COLUMNS = ("source", "target", "relation", "note")


@dataclass(frozen=True, slots=True)
class About:
    """Where a table of codes or a key comes from, and what it may be used for.

    ``derived`` is true for a key that nobody published: it follows from a rule of ours, which ``note`` tells.
    """

    title_en: str
    title_nl: str
    edition: str
    publisher: str
    licence: str
    attribution: str
    derived: bool = False
    note_en: str = ""
    note_nl: str = ""

    def title(self, language: str = "en") -> str:
        """The title in one language."""
        return self.title_nl if language == "nl" else self.title_en

    def note(self, language: str = "en") -> str:
        """What must be known before it is used, in one language."""
        return self.note_nl if language == "nl" else self.note_en


def folder() -> Traversable:
    """The folder with the packaged tables."""
    return importlib.resources.files("ketenkompas") / "data/classifications"


def frame(path: Traversable, columns: Sequence[str]) -> pl.DataFrame:
    """A packaged Parquet table with exactly these columns, without gaps.

    Raises
    ------
    InputError
        ``classification.damaged`` when it cannot be read, or has other columns, gaps or codes that stand twice.
    """
    name = path.name
    try:
        read = pl.read_parquet(io.BytesIO(path.read_bytes()))
    except (pl.exceptions.PolarsError, OSError, ValueError) as broken:
        raise _damaged(name, str(broken).splitlines()[0][:120]) from None
    if read.columns != list(columns):
        raise _damaged(name, f"columns {', '.join(read.columns)}")
    numbers = [name for name, kind in read.schema.items() if kind != (pl.Int8 if name == "level" else pl.String)]
    if numbers:  # a code that became a number has lost its zeros
        raise _damaged(name, f"kind of {', '.join(numbers)}")
    if read.null_count().sum_horizontal().item():
        raise _damaged(name, "empty cells")
    key = ["code"] if "code" in columns else ["source", "target"]
    if read.select(key).is_duplicated().any():
        raise _damaged(name, f"{' and '.join(key)} not unique")
    return read


def rows(path: Traversable, columns: Sequence[str]) -> list[dict[str, str]]:
    """A packaged text table with exactly these columns; every cell is text, ``NA`` and ``01`` stay what they are.

    Raises
    ------
    InputError
        ``classification.damaged``.
    """
    try:
        lines = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"))))
    except (OSError, UnicodeDecodeError, csv.Error) as broken:
        raise _damaged(path.name, str(broken)[:120]) from None
    if not lines or lines[0] != list(columns):
        raise _damaged(path.name, f"columns {', '.join(lines[0]) if lines else '-'}")
    ragged = [str(number) for number, line in enumerate(lines, 1) if len(line) != len(columns)]
    if ragged:
        raise _damaged(path.name, f"width of row {', '.join(ragged[:5])}")
    return [dict(zip(columns, line, strict=True)) for line in lines[1:]]


def about(path: Traversable) -> About:
    """Who made a table and under which licence, from the file beside it.

    Raises
    ------
    InputError
        ``classification.damaged``.
    """
    try:
        read: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
        return About(
            title_en=read["title"]["en"],
            title_nl=read["title"]["nl"],
            edition=read["edition"],
            publisher=read["publisher"],
            licence=read["licence"],
            attribution=read["attribution"],
            derived=read.get("derived", False),
            note_en=read.get("note", {}).get("en", ""),
            note_nl=read.get("note", {}).get("nl", ""),
        )
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise _damaged(path.name, repr(broken)[:120]) from None


def _damaged(name: str, reason: str) -> InputError:
    return InputError("classification.damaged", where=Where(file=name), file=name, reason=reason)
