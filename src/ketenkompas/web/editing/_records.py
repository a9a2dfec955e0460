"""Records as the data base keeps them, and the release that they are held against."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from ketenkompas.errors import Where
from ketenkompas.factors import Edition, Factor, Release, from_cells, from_row, to_cells
from ketenkompas.pipeline import newest_release, read_release, release_numbers


def kept_edition(edition: Edition) -> dict[str, Any]:
    """An edition as JSON."""
    return {**dataclasses.asdict(edition), "retrieved_on": edition.retrieved_on.isoformat()}


def read_kept_edition(told: Mapping[str, Any]) -> Edition:
    """The edition of :func:`kept_edition`."""
    return Edition(**{**told, "retrieved_on": datetime.date.fromisoformat(told["retrieved_on"])})


def kept_cells(factor: Factor) -> dict[str, str]:
    """A record as JSON: the cells of the reviewable files that hold something."""
    return {name: cell for name, cell in to_cells(factor).items() if cell}


def read_kept_cells(cells: Mapping[str, str], factor_id: str, edition: Edition) -> Factor:
    """The record of :func:`kept_cells`."""
    row = from_cells(cells, where=Where(label=cells.get("key", factor_id)))
    row |= {"factor_id": factor_id, "source_id": edition.source_id, "edition": edition.edition}
    return from_row(row, {(edition.source_id, edition.edition): edition})


def current_release() -> Release | None:
    """The newest release that is here; None before the first."""
    return read_release(newest_release()) if release_numbers() else None


def released(number: str) -> Release | None:
    """A release by its number; None for the empty one, before the first."""
    return read_release(number) if number else None
