"""What is known of the households of every place, as linear margins on the cells, and the national joint table."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from ketenkompas.errors import AlignmentError, InputError
from ketenkompas.households._cells import CellFrame, Dimension
from ketenkompas.households._checks import Array, require_not_negative
from ketenkompas.households._project import project
from ketenkompas.households._situation import Counted, Situation
from ketenkompas.households._size import size_shares

_CONSISTENT = 1e-11  # far below what local and national cells may differ by, or the two could never agree


@dataclass(frozen=True, slots=True)
class LocalMargins:
    """Margins by name: ``rows`` (h, j) what a household of each cell adds, ``totals`` (m, j) households or persons.

    ``households`` (m,) of every place; the sizes of all places add up to it.
    """

    names: tuple[str, ...]
    rows: Array
    totals: Array
    households: Array


def local_margins(situation: Situation, mean_size: Array) -> LocalMargins:
    """The margins of every place, at the date of the district statistics.

    Parameters
    ----------
    situation : Situation
    mean_size : array (m,)
        Persons per household, shifted. Not looked at where households were counted.

    Raises
    ------
    AlignmentError, InputError
        ``households.part_shape`` and ``households.counts_differ`` for counts that do not fit the places or each other;
        those of :func:`size_shares`.

    Notes
    -----
    A dimension that was counted takes the place of what is inferred for it: sizes from the mean size, tenure from
    dwellings, income from shares of persons. Fact sheet on households, 3.1 and 3.2.
    """
    frame, places = situation.frame, situation.places
    counted = [_counted(one, frame, len(places.codes)) for one in situation.counts]
    known = {name for one in situation.counts for name in one.dimensions}
    households = places.inhabitants_then / mean_size
    if counted:
        households = _agreed([part.totals.sum(axis=1) for part in counted], places.codes)
        mean_size = places.inhabitants_then / households
    parts = [*counted]
    if "size" not in known:
        parts.append(_sizes(situation, households, mean_size))
    if "tenure" not in known:
        own = np.minimum(places.own * tenure_ratio(situation, households), 1.0)
        parts.append(_one("tenure own", frame.member("tenure", "own"), households * own))
    if "income" not in known:
        heads, fifths, persons = frame.heads(), frame.income, _persons(situation, parts)
        parts.append(_one("low income", heads * frame.member("income", *fifths[:2]), persons * places.low_income))
        parts.append(_one("high income", heads * frame.member("income", fifths[-1]), persons * places.high_income))
    return LocalMargins(
        tuple(name for part in parts for name in part.names),
        np.concatenate([part.rows for part in parts], axis=1),
        np.concatenate([part.totals for part in parts], axis=1),
        households,
    )


def joint_table(situation: Situation, margins: LocalMargins) -> Array:
    """The national joint table (h,), sum 1: the one given, or one without interactions, brought to the local margins.

    Notes
    -----
    Without a table at hand all cells start alike. Sizes, tenure and fifths are margins themselves, so that what comes
    out is the product of their shares, tilted by what is known of persons: the product of margins.
    """
    frame, joint = situation.frame, situation.joint
    start = np.full(frame.count, 1 / frame.count) if joint is None else joint / joint.sum()
    rows, aims, names = margins.rows, margins.totals.sum(axis=0) / margins.households.sum(), margins.names
    if not any("income" in one.dimensions for one in situation.counts):
        fifths = np.stack([frame.member("income", name) for name in frame.income[1:]], axis=1)
        rows = np.concatenate([rows, fifths], axis=1)
        aims = np.concatenate([aims, start @ fifths])
        names = (*names, *(f"income {name}" for name in frame.income[1:]))
    found = project(start[None], rows, aims[None], names, drop=(), names=["NL"], tolerance=_CONSISTENT).cells[0]
    return np.asarray(found, dtype=np.float64)


def tenure_ratio(situation: Situation, households: Array) -> float:
    """Owner-occupying households over owner-occupied dwellings, as shares: the survey's own total gives the first."""
    (margin,) = (one for one in situation.survey.margins if one.name == "tenure" and one.total)
    own, rent = margin.published
    whole = situation.survey.everyone.sum()
    share = (whole - rent) / (own - rent)
    if not 0 < share < 1:
        raise InputError("households.tenure", own=float(own), rent=float(rent), everyone=float(whole))
    return float(share / (households @ situation.places.own / households.sum()))


def _sizes(situation: Situation, households: Array, mean_size: Array) -> LocalMargins:
    frame, places = situation.frame, situation.places
    shares = size_shares(places.single, mean_size, situation.size_prior, np.array(frame.persons), places.codes).shares
    rows = np.stack([frame.member("size", name) for name in frame.size], axis=1)
    names = tuple(f"size {name}" for name in frame.size)
    return LocalMargins(names, rows, households[:, None] * shares, households)


def _counted(one: Counted, frame: CellFrame, places: int) -> LocalMargins:
    """Counts as margins: one row for each combination of the classes of their dimensions."""
    require_not_negative(counts=one.households)
    classes = [frame.names(dimension) for dimension in one.dimensions]
    wanted = (places, *(len(names) for names in classes))
    if one.households.shape != wanted:
        raise AlignmentError(
            "households.part_shape", name=" ".join(one.dimensions), found=str(one.households.shape), wanted=str(wanted)
        )
    combined = list(itertools.product(*classes))
    rows = np.stack([_combination(frame, one.dimensions, names) for names in combined], axis=1)
    names = tuple(f"{' '.join(one.dimensions)} {' '.join(found)}" for found in combined)
    totals = one.households.reshape(places, math.prod(wanted[1:]))
    return LocalMargins(names, rows, totals, totals.sum(axis=1))


def _combination(frame: CellFrame, dimensions: tuple[Dimension, ...], names: tuple[str, ...]) -> Array:
    members = [frame.member(dimension, name) for dimension, name in zip(dimensions, names, strict=True)]
    found: Array = np.prod(members, axis=0)
    return found


def _persons(situation: Situation, parts: list[LocalMargins]) -> Array:
    """Persons of every place in the households of its size margin: each row of it has one size."""
    at = next((at for at, one in enumerate(situation.counts) if "size" in one.dimensions), len(situation.counts))
    rows = parts[at].rows
    found: Array = parts[at].totals @ (situation.frame.heads() @ rows / rows.sum(axis=0))
    return found


def _one(name: str, row: Array, total: Array) -> LocalMargins:
    return LocalMargins((name,), row[:, None], total[:, None], total)


def _agreed(households: list[Array], codes: tuple[str, ...]) -> Array:
    """The households of every place when all counts have the same."""
    for other in households[1:]:
        apart = np.abs(other - households[0]) > 1e-9 * np.maximum(households[0], 1.0)
        if apart.any():
            at = int(np.flatnonzero(apart)[0])
            raise InputError(
                "households.counts_differ", name=codes[at], one=float(households[0][at]), other=float(other[at])
            )
    return households[0]
