"""Releases built from reviewable editions, by the recipe of each: the same files give the same bytes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ketenkompas.errors import InputError, UnknownCodeError, Where
from ketenkompas.factors import Factor, Release, numbered, validate
from ketenkompas.ingest import read_edition
from ketenkompas.pipeline._factor_store import packaged_factors

RECIPES = "releases.yml"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a packaged release is built from: editions by folder, those of which nothing else is left of the source."""

    number: str
    published_on: datetime.date
    editions: tuple[str, ...]
    whole_sources: tuple[str, ...]
    note_nl: str
    note_en: str


def factor_recipes(folder: Path | None = None) -> tuple[Recipe, ...]:
    """The recipes of the packaged releases, the oldest first.

    Raises
    ------
    InputError
        ``factor.recipe_unreadable``.
    """
    path = (folder or packaged_factors()) / RECIPES
    try:
        told: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["releases"]
        return tuple(
            Recipe(
                number=str(one["number"]),
                published_on=one["published_on"],
                editions=tuple(one["editions"]),
                whole_sources=tuple(one.get("whole_sources", ())),
                note_nl=one["note"]["nl"],
                note_en=one["note"]["en"],
            )
            for one in told
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError) as fault:
        raise InputError("factor.recipe_unreadable", where=Where(file=str(path)), reason=str(fault)) from fault


def build_factor_release(number: str, folder: Path | None = None) -> Release:
    """A packaged release from its editions and those of every release before it.

    Parameters
    ----------
    number : str
        A number of :func:`factor_recipes`.
    folder : Path, optional
        The folder with recipes and editions; by default the packaged one.

    Returns
    -------
    Release
        Validated, not written.

    Raises
    ------
    UnknownCodeError
        ``factor.release_unknown``.
    InputError
        What :func:`ketenkompas.ingest.read_edition`, :func:`ketenkompas.factors.numbered` and
        :func:`ketenkompas.factors.validate` refuse.
    """
    place, previous = folder or packaged_factors(), None
    recipes = factor_recipes(place)
    for one in recipes:
        incoming = [record for name in one.editions for record in read_edition(place / "editions" / name)]
        previous = next_release(
            previous, incoming, number=one.number, published_on=one.published_on, whole_sources=one.whole_sources,
            note_nl=one.note_nl, note_en=one.note_en,
        )  # fmt: skip
        if one.number == number:
            return previous
    raise UnknownCodeError("factor.release_unknown", found=number, known=", ".join(one.number for one in recipes))


def next_release(
    previous: Release | None,
    incoming: Sequence[Factor],
    *,
    number: str,
    published_on: datetime.date,
    whole_sources: Sequence[str] = (),
    note_nl: str = "",
    note_en: str = "",
) -> Release:
    """The release that follows another: versions numbered, causes told, every rule checked.

    Raises
    ------
    InputError
        ``factor.changes_refused``, ``factor.release_refused``, and ``factor.published_before`` when the date is not
        after that of the release before.
    """
    if previous is not None and published_on < previous.published_on:
        raise InputError(
            "factor.published_before", found=published_on.isoformat(), before=previous.published_on.isoformat()
        )
    made = numbered(previous, incoming, whole_sources=whole_sources)
    validate(made.records)
    return Release(
        number=number,
        sequence=previous.sequence + 1 if previous else 1,
        published_on=published_on,
        records=made.records,
        changes=made.changes,
        previous=previous.number if previous else "",
        note_nl=note_nl,
        note_en=note_en,
    )


def next_number(previous: str, year: int) -> str:
    """The number after a release, in a year.

    Examples
    --------
    >>> next_number("2026.1", 2026), next_number("2026.9", 2027), next_number("", 2026)
    ('2026.2', '2027.1', '2026.1')
    """
    before, _, count = previous.partition(".")
    return f"{year}.{int(count) + 1}" if before == str(year) else f"{year}.1"
