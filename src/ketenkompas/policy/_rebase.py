"""What stands of an indicative path after the figure of its reference year was revised, under each rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from ketenkompas.errors import InputError
from ketenkompas.policy._progress import distance, required_rate
from ketenkompas.policy._revision import Observation, rebased_level
from ketenkompas.policy._target import RebaseRule, Target, path

Reach = Literal["reference", "series"]
"""What a revision touches: the reference year alone, or every year alike (a new method)."""
REBASE_RULES: tuple[RebaseRule, ...] = get_args(RebaseRule)
REACHES: tuple[Reach, ...] = get_args(Reach)


@dataclass(frozen=True, slots=True)
class Rebased:
    """A path and the newest observation after a revision, in the unit of the target.

    ``level`` is the high side in the year of the observation and ``distance`` the observation over it, less 1; both
    None where the path has no level in that year. ``required`` is the yearly rate to the high side at the end, None
    when the observation is of the end year or later.
    """

    end_low: float
    end_high: float
    observed: float
    level: float | None
    distance: float | None
    required: float | None


def rebased(target: Target, newest: Observation, revision: float, rule: RebaseRule, reach: Reach) -> Rebased:
    """The path and the newest observation when the figure of the reference year was revised by a share.

    Parameters
    ----------
    target : Target
        As it stands before the revision.
    newest : Observation
        A year after the reference year, before the revision.
    revision : float
        New over old figure of the reference year, less 1; 0.09 for 9 per cent more.
    rule : {"frozen", "relative", "threshold_relative", "chained"}
        :func:`rebased_level`; with ``chained`` the observation is brought back onto the old series by the new growth.
    reach : {"reference", "series"}
        Whether the newest figure stays, or is revised by the same share.

    What is conserved: a revision of zero changes nothing; under ``relative`` and ``chained`` a revision of the whole
    series leaves the distance where it was (``tests/unit/policy/test_budgets.py``).

    Raises
    ------
    InputError
        ``target.level`` when nothing is left of the figure; ``target.newest_is_reference``.

    Examples
    --------
    >>> one = Target(2020, 200.0, 2050, 80.0, 80.0, "geometric")
    >>> after = rebased(one, Observation(2030, 150.0, ""), 0.06, "relative", "reference")
    >>> round(after.end_high, 1), round(100 * (after.distance or 0), 2)
    (84.8, -3.97)
    """
    if newest.year <= target.start_year:
        raise InputError("target.newest_is_reference", year=newest.year)
    factor = 1.0 + revision
    old, new = target.start_level, target.start_level * factor
    observed = newest.value * (factor if reach == "series" else 1.0)
    if rule == "chained":
        observed /= factor if factor > 0 else 1.0

    def moved(level: float) -> float:
        return rebased_level(level, old, new, rule)

    points = path(target, [newest.year])
    level = moved(points[0].high) if points else None
    end = moved(target.high)
    return Rebased(
        end_low=moved(target.low),
        end_high=end,
        observed=observed,
        level=level,
        distance=None if level is None else distance(observed, level),
        required=required_rate(observed, newest.year, end, target.end_year) if newest.year < target.end_year else None,
    )
