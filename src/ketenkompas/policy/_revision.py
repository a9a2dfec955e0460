"""What a revision of statistics does to a target, and the split of a new figure into revision and change."""

from __future__ import annotations

from dataclasses import dataclass

from ketenkompas.errors import AlignmentError, InputError
from ketenkompas.policy._target import RebaseRule


@dataclass(frozen=True, slots=True)
class Observation:
    """A value of a year as an edition of a statistic gives it."""

    year: int
    value: float
    edition: str


@dataclass(frozen=True, slots=True)
class Revision:
    """``total = revised + changed``: from an old edition's figure to a new edition's figure of a later year."""

    total: float
    revised: float
    changed: float


def change(earlier: Observation, later: Observation) -> float:
    """The difference of two observations of one edition.

    Raises
    ------
    AlignmentError
        ``target.editions``: figures of two editions are never subtracted.
    """
    if earlier.edition != later.edition:
        raise AlignmentError("target.editions", first=earlier.edition, second=later.edition)
    return later.value - earlier.value


def revision(old: Observation, same_year: Observation, later: Observation) -> Revision:
    """Split the step from an old edition's figure to a new edition's figure of a later year.

    Parameters
    ----------
    old : Observation
        As the old edition had it.
    same_year : Observation
        The same year in the new edition.
    later : Observation
        The later year in the new edition.

    Raises
    ------
    InputError
        ``target.same_year``.
    AlignmentError
        ``target.editions``.

    Notes
    -----
    revised = new(t1) - old(t1); changed = new(t2) - new(t1); their sum is new(t2) - old(t1).

    Examples
    --------
    >>> revision(Observation(2022, 623.0, "2023"), Observation(2022, 671.5, "2024"), Observation(2023, 644.0, "2024"))
    Revision(total=21.0, revised=48.5, changed=-27.5)
    """
    if old.year != same_year.year:
        raise InputError("target.same_year", first=old.year, last=same_year.year)
    changed = change(same_year, later)
    revised = same_year.value - old.value
    return Revision(revised + changed, revised, changed)


def rebased_level(
    level: float, old_reference: float, new_reference: float, rule: RebaseRule, *, threshold_per_cent: float = 1.0
) -> float:
    """A target level after the value of its reference year was revised.

    Parameters
    ----------
    level : float
        As it was set against the old reference value.
    rule : {"frozen", "relative", "threshold_relative", "chained"}
        The tonnes stay; the percentage stays; the percentage stays if the revision exceeds the threshold; the level
        stays on the old series, on which newer growth rates are chained.

    Examples
    --------
    >>> rebased_level(80.0, 200.0, 212.0, "relative").__round__(1), rebased_level(80.0, 200.0, 212.0, "frozen")
    (84.8, 80.0)
    """
    if old_reference <= 0 or new_reference <= 0:
        raise InputError("target.level", found=min(old_reference, new_reference))
    moved = abs(new_reference / old_reference - 1)
    if rule == "relative" or (rule == "threshold_relative" and moved > threshold_per_cent / 100):
        return level * new_reference / old_reference
    return level
