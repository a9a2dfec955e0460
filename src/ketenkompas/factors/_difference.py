"""What differs between two releases: factor by factor, with the value before and after, and the cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ketenkompas.factors._record import Factor
from ketenkompas.factors._release import Release


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """One factor in both releases; ``before`` or ``after`` is None where a release does not have it.

    ``factor`` is the later record, to name the step by.
    ``ratio`` is the value after over the one before; None where either has no value, or another unit, boundary or set
    of warming potentials makes them incomparable.
    """

    factor: Factor
    before: Factor | None
    after: Factor | None
    cause: str
    note: str

    @property
    def ratio(self) -> float | None:
        """Value after over value before."""
        if self.before is None or self.after is None or not self.before.value or self.after.value is None:
            return None
        alike = all(getattr(self.before, name) == getattr(self.after, name) for name in ("unit", "boundary", "gwp_set"))
        return self.after.value / self.before.value if alike else None

    @property
    def percent(self) -> float | None:
        """The change in per cent of the value before; None where :attr:`ratio` is."""
        return None if self.ratio is None else 100 * (self.ratio - 1)

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        one = self.factor
        return {
            "factorId": one.factor_id,
            "key": one.key,
            "nameNl": one.name_nl,
            "nameEn": one.name_en,
            "cause": self.cause,
            "note": self.note,
            "unit": one.unit,
            "before": None if self.before is None else {"version": self.before.version, "value": self.before.value},
            "after": None if self.after is None else {"version": self.after.version, "value": self.after.value},
            "ratio": self.ratio,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """The steps from one release to another, in the order of the later one."""

    old: str
    new: str
    steps: tuple[ChangeStep, ...]

    @property
    def by_cause(self) -> Mapping[str, int]:
        """How many factors changed, by cause."""
        return dict(Counter(step.cause for step in self.steps))


def difference(old: Release | None, new: Release) -> Difference:
    """What changed from ``old`` to ``new``; from nothing when ``old`` is None.

    Notes
    -----
    The cause of a factor that changed several times in between is that of its last change. Looking back (from a later
    release to an earlier one) the causes are those of the way forward.
    """
    before = {one.factor_id: one for one in old.current} if old else {}
    after = {one.factor_id: one for one in new.current}
    told = {change.factor_id: change for release in (old, new) if release for change in release.changes}
    steps = []
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        if one is not None and other is not None and one.version == other.version:
            continue
        later = max((found for found in (one, other) if found is not None), key=lambda found: found.version)
        change = told.get(name)
        known = change is not None and change.after == later.version
        cause = change.cause if change is not None and known else _cause(later)
        steps.append(ChangeStep(later, one, other, cause, later.change_note))
    return Difference(old.number if old else "", new.number, tuple(steps))


def _cause(later: Factor) -> str:
    return later.status if later.status != "active" and later.version > 1 else later.change_kind
