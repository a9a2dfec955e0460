"""One pair of a key: what the two codes are to each other, how much of the one goes to the other, and how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Relation = Literal["exact", "narrow", "broad", "related"]
_INVERSE: Mapping[Relation, Relation] = {"exact": "exact", "narrow": "broad", "broad": "narrow", "related": "related"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A target of a code, with the SKOS relation read from the source: ``broad`` says that the target is the wider one.

    Attributes
    ----------
    target : str
        The code in the target scheme.
    relation : str
        ``exact``, ``narrow``, ``broad`` or ``related`` (skos:exactMatch, narrowMatch, broadMatch, relatedMatch).
    weight : float or None
        The share of the source that goes to this target; None when nobody knows it. It is never made up.
    derived : bool
        True when no publisher states the pair: it follows from a rule of ours.
    confidence : int
        3 sure, 2 likely, 1 a candidate to be looked at.
    note : str
        Why, where it is not plain.
    """

    target: str
    relation: Relation
    weight: float | None = None
    derived: bool = False
    confidence: int = 3
    note: str = ""

    def then(self, further: Pair) -> Pair:
        """The pair followed by one from its target on: the weights are multiplied, the lower confidence holds."""
        known = self.weight is not None and further.weight is not None
        return Pair(
            target=further.target,
            relation=_joined(self.relation, further.relation),
            weight=(self.weight or 0.0) * (further.weight or 0.0) if known else None,
            derived=self.derived or further.derived,
            confidence=min(self.confidence, further.confidence),
            note="; ".join(note for note in (self.note, further.note) if note),
        )

    def turned(self, source: str) -> Pair:
        """The pair read from the other side; a share of the source says nothing about a share of the target."""
        return Pair(source, _INVERSE[self.relation], None, self.derived, self.confidence, self.note)


def _joined(first: Relation, second: Relation) -> Relation:
    if "exact" in (first, second):
        return second if first == "exact" else first
    return first if first == second else "related"


def relations(pairs: Sequence[tuple[str, str]]) -> list[Relation]:
    """The relation of each pair of a complete key, from its form.

    One code to one code is ``exact``; several sources to one target make the target ``broad``; one source to several
    targets that have no other source makes them ``narrow``; what crosses is ``related``.

    Examples
    --------
    >>> relations([("01", "A"), ("02", "B"), ("03", "B"), ("04", "C"), ("04", "D")])
    ['exact', 'broad', 'broad', 'narrow', 'narrow']
    """
    ends: dict[str, set[str]] = {}
    starts: dict[str, set[str]] = {}
    for source, target in pairs:
        ends.setdefault(source, set()).add(target)
        starts.setdefault(target, set()).add(source)
    found: list[Relation] = []
    for source, target in pairs:
        several_ends, several_starts = len(ends[source]) > 1, len(starts[target]) > 1
        if several_ends and several_starts:
            found.append("related")
        elif several_ends:
            found.append("narrow" if all(len(starts[end]) == 1 for end in ends[source]) else "related")
        else:
            found.append("broad" if several_starts else "exact")
    return found


@dataclass(frozen=True, slots=True)
class Totals:
    """Values of one scheme brought to another: nothing is lost, and what is not known stays in sight.

    Attributes
    ----------
    by_target : mapping of str to float
        What could be placed: codes with one target, or with shares that add up to one.
    undecided : mapping of str to float
        By source code: several targets and no shares. Never split equally.
    missing : mapping of str to float
        By source code: no target at all.
    """

    by_target: Mapping[str, float]
    undecided: Mapping[str, float] = field(default_factory=dict)
    missing: Mapping[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """Everything together; equal to the sum of the values that went in."""
        return sum(sum(part.values()) for part in (self.by_target, self.undecided, self.missing))
