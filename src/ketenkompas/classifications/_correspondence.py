"""Keys from one classification to another, with a report of what they cover."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ketenkompas.errors import CorrespondenceError


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
    """A key: each code of the source scheme with its targets."""

    source: str
    target: str
    pairs: Mapping[str, tuple[str, ...]] = field(repr=False)

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

    def then(self, further: Correspondence) -> Correspondence:
        """The key followed by another one; codes whose targets the other lacks have no target.

        Raises
        ------
        CorrespondenceError
            ``correspondence.does_not_join`` when the other does not begin where this one ends.
        """
        if further.source != self.target:
            raise CorrespondenceError("correspondence.does_not_join", found=further.source, expected=self.target)
        reached = {
            code: tuple(dict.fromkeys(end for middle in middles for end in further.pairs.get(middle, ())))
            for code, middles in self.pairs.items()
        }
        return Correspondence(self.source, further.target, {code: ends for code, ends in reached.items() if ends})

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


@functools.cache
def _divisions() -> Mapping[str, str]:
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
    known = _divisions()
    pairs = {code: (known[code[:2]],) for code in codes if code[:2] in known}
    return Correspondence("CPA2.1", "A64", pairs)
