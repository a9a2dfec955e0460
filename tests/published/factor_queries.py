"""The everyday queries with their expected factors, and how often a search answers them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from ketenkompas.factors import Factor, SearchIndex

TOP = 5
QUERIES = Path(__file__).parent / "factor_queries.csv"
FRESH = Path(__file__).parent / "factor_queries_fresh.csv"


@dataclass(frozen=True)
class Query:
    """A question as somebody types it, and what any of the first five answers must be; nothing for nonsense."""

    text: str
    language: str
    kind: str
    expected: tuple[str, ...]

    def answered(self, index: SearchIndex) -> bool:
        """Whether the first five hold an expected factor, or nothing is found where nothing should be."""
        found = index.find(self.text, language="en" if self.language == "en" else "nl", limit=TOP)
        if not self.expected:
            return not found
        return any(is_expected(one.factor, told) for one in found for told in self.expected)


def queries(path: Path = QUERIES) -> tuple[Query, ...]:
    """Every query of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Query(row["query"], row["language"], row["kind"], tuple(filter(None, row["expected"].split("|"))))
            for row in csv.DictReader(file)
        )


def is_expected(factor: Factor, told: str) -> bool:
    """Whether a factor is what ``source:native id`` or ``source:scheme=code@region`` says; ``*`` stands for any."""
    source, _, what = told.partition(":")
    if factor.source.source_id != source:
        return False
    scheme, is_code, code = what.partition("=")
    if not is_code:
        return fnmatchcase(factor.native_id.partition("#")[0], what)
    code, _, region = code.partition("@")
    if region and factor.region != region:
        return False
    return any(fnmatchcase(one, code.casefold()) for one in _held(factor, scheme))


def _held(factor: Factor, scheme: str) -> list[str]:
    if scheme == "iso":
        return [factor.region.casefold()]
    if scheme == "gas":
        return [factor.key.rpartition(".")[2]]
    held = [link.code for link in factor.classifications if link.scheme.casefold().startswith(scheme)]
    # A customs code of another year has no link to the classification of this one; its key has the code.
    held += [factor.key.split(".")[1]] if scheme == "cn" else []
    return [one.replace(" ", "").casefold() for one in held]


@dataclass(frozen=True)
class Rates:
    """Share of queries answered, by group, with those that were not."""

    shares: dict[str, float]
    counts: dict[str, int]
    failed: tuple[Query, ...]


def rates(index: SearchIndex, asked: Sequence[Query]) -> Rates:
    """How many of the queries are answered: all, Dutch, English, typing errors, codes, nothing."""
    groups: dict[str, list[bool]] = defaultdict(list)
    failed = []
    for one in asked:
        right = one.answered(index)
        group = one.kind if one.kind in ("typo", "code", "nothing") else one.language
        groups[group].append(right)
        groups["all"].append(right)
        if not right:
            failed.append(one)
    shares = {name: sum(right) / len(right) for name, right in groups.items()}
    return Rates(shares, {name: len(right) for name, right in groups.items()}, tuple(failed))
