"""One computed household as it is read: by group beside a similar household. The browser makes the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ketenkompas.i18n import Language
from ketenkompas.reports._household_words import said_rounded


@dataclass(frozen=True, slots=True)
class MineRow:
    """A group: what the household and a similar one cause, in words and as shares (0-100) of the longest bar."""

    id: str
    value: str
    usual: str
    width: float
    usual_width: float


def mine_rows(
    groups: Sequence[str], own: Iterable[tuple[str, float]], usual: Iterable[tuple[str, float]], language: Language
) -> tuple[MineRow, ...]:
    """The groups in their order.

    Parameters
    ----------
    groups : sequence of str
    own, usual : iterable of (str, float)
        Group and kg of every part of the household, and of a similar one.
    """
    mine, theirs = _summed(own), _summed(usual)
    top = max((*mine.values(), *theirs.values(), 1e-9))
    return tuple(
        MineRow(
            id=name,
            value=said_rounded(mine.get(name, 0.0), language),
            usual=said_rounded(theirs.get(name, 0.0), language),
            width=round(100 * mine.get(name, 0.0) / top, 2),
            usual_width=round(100 * theirs.get(name, 0.0) / top, 2),
        )
        for name in groups
        if name in mine or name in theirs
    )


def _summed(parts: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for group, kg in parts:
        found[group] = found.get(group, 0.0) + kg
    return found
