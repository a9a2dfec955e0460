"""What the importers of emission-factor lists share: packaged layouts and names, slugs, and the edition of a file."""

from __future__ import annotations

import csv
import datetime
import functools
import hashlib
import importlib.resources
import io
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ketenkompas.errors import InputError, Where
from ketenkompas.factors import Edition, Link, Relation
from ketenkompas.sources import registry

_RELATIONS: Mapping[str, Relation] = {"exact": "exact", "narrow": "narrow", "broad": "broad", "related": "related"}
_SIGNS = {"&": " and ", "%": " pct ", "<": " under ", ">": " over ", "+": " plus "}


@functools.cache
def layout(name: str) -> Mapping[str, Any]:
    """A packaged description of a source's layout or selection (``data/factors/layouts``)."""
    told: Mapping[str, Any] = yaml.safe_load(_text("layouts", f"{name}.yml"))
    return told


@functools.cache
def names(source_id: str) -> Mapping[str, Mapping[str, str]]:
    """The reviewed names of a source by native id (``data/factors/names``)."""
    return {row["native_id"]: row for row in csv.DictReader(io.StringIO(_text("names", f"{source_id}.csv")))}


def _text(folder: str, name: str) -> str:
    return (importlib.resources.files("ketenkompas") / "data" / "factors" / folder / name).read_text("utf-8")


def csv_lines(text: str, file: str, *, delimiter: str = ",") -> list[list[str]]:
    """The lines of a text table as cells.

    Raises
    ------
    InputError
        ``factor.file_no_table`` for bytes or fields that no text table has.
    """
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as broken:
        raise InputError("factor.file_no_table", where=Where(file=file), reason=str(broken)) from None


def slug(text: str) -> str:
    """A text as part of a key: small letters, digits and single hyphens.

    Examples
    --------
    >>> slug("Beer >7 vol% alcohol"), slug("Olijven, crème")
    ('beer-over-7-vol-pct-alcohol', 'olijven-creme')
    """
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def squeezed(text: str) -> str:
    """A text without stray blanks, for comparing headers regardless of case: ``' WTW '`` gives ``'wtw'``."""
    return " ".join(text.split()).casefold()


def links(cell: str) -> tuple[Link, ...]:
    """Classification links from a cell ``A64:C19:broad|NEVO:982:related``."""
    told = (one.split(":") for one in cell.split("|") if one)
    return tuple(Link(scheme, code, _RELATIONS[relation]) for scheme, code, relation in told)


def words(cell: str) -> tuple[str, ...]:
    """The words of a cell ``diesel|gasolie``."""
    return tuple(one for one in cell.split("|") if one)


def file_edition(
    path: Path, data: bytes, about: Mapping[str, Any], *, edition: str, date: str, retrieved_on: datetime.date | None
) -> Edition:
    """The edition that a file holds, from what the layout says of the source.

    Parameters
    ----------
    about : mapping
        The part ``edition`` of a layout; ``{edition}``, ``{day}`` (20-08-2026) and
        ``{spelled}`` (20 augustus 2026) in its attribution are filled.
    retrieved_on : date, optional
        The day on which the file was fetched. By default that of the registry of sources when the file is known there,
        and otherwise the day on which the file was written.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    known = next((one for one in registry().values() if one.sha256 == sha256), None)
    if retrieved_on is None and known is not None and known.accessed:
        retrieved_on = datetime.date.fromisoformat(known.accessed)
    if retrieved_on is None:
        retrieved_on = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC).date()
    filled = about["attribution"].format(
        edition=edition, day="-".join(reversed(date.split("-"))), spelled=_spelled(date)
    )
    published = known.published if known else date
    return Edition(
        **{**about, "attribution": filled, "edition": edition, "source_version": date, "published_on": published},
        file_sha256=sha256, retrieved_on=retrieved_on, registered_as=known.id if known else "",
    )  # fmt: skip


def _spelled(date: str) -> str:
    """A date as the Dutch write it out; a year alone stays a year."""
    parts = date.split("-")
    return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}" if len(parts) == 3 else date


_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
