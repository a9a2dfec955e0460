"""Keys from one classification to another, with a report of what they cover."""

from __future__ import annotations

import dataclasses
import functools
import importlib.resources
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ketenkompas.classifications._packaged import About
from ketenkompas.classifications._pairs import Pair, Totals
from ketenkompas.errors import CorrespondenceError

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a list of codes fares under a key.

    Attributes
    ----------
    asked, covered : int
        Codes asked (each once) and codes with a target.
    by_target : mapping of str to int
        Codes by target; a code with several targets counts at each.
    missing : tuple of str
        Codes without a target, in the order asked. They are never dropped in silence.
    several : tuple of str
        Codes with more than one target: a sum over them needs weights.
    share : float, optional
        The covered share of the weights (trade, spend), where weights were given.
    """

    source: str
    target: str
    asked: int
    covered: int
    by_target: Mapping[str, int]
    missing: tuple[str, ...]
    several: tuple[str, ...]
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A key: each code of the source scheme with its targets.

    Attributes
    ----------
    source, target : str
        The schemes, with their versions.
    pairs : mapping of str to tuple of str
        The targets of each code.
    details : mapping of str to tuple of Pair, optional
        The same targets with relation, weight, confidence and whether the pair is derived.
    about : About, optional
        Who made the key and under which licence.
    through : tuple of str
        The schemes between, where the key is a chain of keys.
    """

    source: str
    target: str
    pairs: Mapping[str, tuple[str, ...]] = field(repr=False)
    details: Mapping[str, tuple[Pair, ...]] = field(default_factory=dict, repr=False)
    about: About | None = field(default=None, repr=False)
    through: tuple[str, ...] = ()

    def targets(self, code: str) -> tuple[str, ...]:
        """The targets of a code.

        Raises
        ------
        CorrespondenceError
            ``correspondence.no_target``.
        """
        found = self.pairs.get(code)
        if found is None:
            raise CorrespondenceError(
                "correspondence.no_target", found=code, source=self.source, target=self.target, count=len(self.pairs)
            )
        return found

    def candidates(self, code: str) -> tuple[Pair, ...]:
        """The targets of a code with relation, weight and confidence, the surest first.

        A key without details knows one thing: a single target takes everything.

        Raises
        ------
        CorrespondenceError
            ``correspondence.no_target``.
        """
        ends = self.targets(code)
        share = 1.0 if len(ends) == 1 else None
        known = self.details.get(code) or tuple(Pair(end, "related", share) for end in ends)
        return tuple(sorted(known, key=lambda pair: -pair.confidence))

    def then(self, further: Correspondence) -> Correspondence:
        """The key followed by another one; codes whose targets the other lacks have no target.

        Weights are multiplied where both are known; a target that is reached in two ways keeps the surer of the two,
        with the sum of their weights.

        Raises
        ------
        CorrespondenceError
            ``correspondence.does_not_join`` when the other does not begin where this one ends.
        """
        if further.source != self.target:
            raise CorrespondenceError("correspondence.does_not_join", found=further.source, expected=self.target)
        reached = {
            code: _merged(
                first.then(second)
                for first in self.candidates(code)
                if first.target in further.pairs
                for second in further.candidates(first.target)
            )
            for code in self.pairs
        }
        details = {code: pairs for code, pairs in reached.items() if pairs}
        return Correspondence(
            self.source,
            further.target,
            {code: tuple(pair.target for pair in pairs) for code, pairs in details.items()},
            details,
            through=(*self.through, self.target, *further.through),
        )

    def turned(self) -> Correspondence:
        """The key read from its target: every pair with the inverse relation; shares are not known that way.

        A code with one target takes everything again.
        """
        found: dict[str, list[Pair]] = {}
        for code in self.pairs:
            for pair in self.candidates(code):
                found.setdefault(pair.target, []).append(pair.turned(code))
        details = {code: _sole(pairs) for code, pairs in found.items()}
        return Correspondence(
            self.target,
            self.source,
            {code: tuple(pair.target for pair in pairs) for code, pairs in details.items()},
            details,
            self.about,
            tuple(reversed(self.through)),
        )

    def totals(self, values: Mapping[str, float]) -> Totals:
        """Values by source code brought to the target scheme; the sum of the three parts is the sum that went in.

        A code with several targets is placed only when their shares are known. It is never split equally.

        Examples
        --------
        >>> key = Correspondence("A64", "WIOD2013_35", {"C24": ("c12",), "C13T15": ("c4", "c5")})
        >>> found = key.totals({"C24": 10.0, "C13T15": 4.0, "ZZ": 1.0})
        >>> found.by_target, found.undecided, found.missing, found.total
        ({'c12': 10.0}, {'C13T15': 4.0}, {'ZZ': 1.0}, 15.0)
        """
        placed: dict[str, float] = {}
        undecided: dict[str, float] = {}
        missing: dict[str, float] = {}
        for code, value in values.items():
            if code not in self.pairs:
                missing[code] = value
                continue
            pairs = self.candidates(code)
            if not _shares_known(pairs):
                undecided[code] = value
                continue
            for pair in pairs:
                placed[pair.target] = placed.get(pair.target, 0.0) + value * (pair.weight or 0.0)
        return Totals(placed, undecided, missing)

    def counted_twice(self) -> tuple[str, ...]:
        """Codes whose known shares do not add up to one: a sum over the key would count them twice, or lose a part."""
        return tuple(
            code
            for code, pairs in self.details.items()
            if all(pair.weight is not None for pair in pairs) and not _shares_known(pairs)
        )

    def coverage(self, codes: Iterable[str], weights: Mapping[str, float] | None = None) -> Coverage:
        """What the key covers of a list of codes, and which codes it misses.

        Examples
        --------
        >>> key = Correspondence("CN2022", "CPA2.1", {"72071114": ("24.10.21",)})
        >>> report = key.coverage(["72071114", "76011010"], {"72071114": 3.0, "76011010": 1.0})
        >>> report.covered, report.asked, report.missing, report.share
        (1, 2, ('76011010',), 0.75)
        """
        asked = list(dict.fromkeys(codes))
        reached = {code: self.pairs[code] for code in asked if code in self.pairs}
        share = None
        if weights is not None:
            share = sum(weights[code] for code in reached) / sum(weights[code] for code in asked)
        return Coverage(
            source=self.source,
            target=self.target,
            asked=len(asked),
            covered=len(reached),
            by_target=dict(Counter(end for ends in reached.values() for end in ends)),
            missing=tuple(code for code in asked if code not in reached),
            several=tuple(code for code, ends in reached.items() if len(ends) > 1),
            share=share,
        )


def _shares_known(pairs: Sequence[Pair]) -> bool:
    weights = [pair.weight for pair in pairs if pair.weight is not None]
    return len(weights) == len(pairs) and math.isclose(sum(weights), 1.0, abs_tol=_TOLERANCE)


def _sole(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    return tuple(dataclasses.replace(pair, weight=1.0) for pair in pairs) if len(pairs) == 1 else tuple(pairs)


def _merged(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Pairs of one code, each target once."""
    found: dict[str, Pair] = {}
    for pair in pairs:
        known = found.get(pair.target)
        if known is None:
            found[pair.target] = pair
            continue
        surer = max(known, pair, key=lambda one: one.confidence)
        both = None if known.weight is None or pair.weight is None else known.weight + pair.weight
        found[pair.target] = dataclasses.replace(surer, weight=both)
    return tuple(found.values())


@functools.cache
def divisions() -> Mapping[str, str]:
    """The A64 group of each of the 88 divisions of NACE Rev. 2 and CPA 2.1."""
    text = (importlib.resources.files("ketenkompas") / "data/classifications/a64.json").read_text("utf-8")
    return {division: row["code"] for row in json.loads(text)["items"] for division in row["divisions"]}


def cpa_to_a64(codes: Sequence[str]) -> Correspondence:
    """The key from CPA 2.1 codes (with dots, any level from division on) to the industries and products of FIGARO.

    Notes
    -----
    The first two digits are the division, and every division lies in one A*64 group.

    Examples
    --------
    >>> cpa_to_a64(["24.10.21", "25.93.11"]).targets("24.10.21")
    ('C24',)
    """
    known = divisions()
    pairs = {code: (known[code[:2]],) for code in codes if code[:2] in known}
    return Correspondence("CPA2.1", "A64", pairs)
