"""The dated rules of choosing: points for each step down, rank of sources, what money cannot measure."""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ketenkompas.factors._search_text import meaningful, special_words, words


@dataclass(frozen=True, slots=True)
class ChoiceRules:
    """Rules of one date, as stated in ``data/factors/choice-rules.json``.

    Attributes
    ----------
    gap : int
        Points by which the first candidate must lead to be picked without asking.
    gap_of_words : int
        The same where words were searched: what they mean is less sure than a key.
    other_meaning : float
        Share of the best score of a search from which a finding of another category is another meaning of the words.
    points : Mapping of str to int
        Points of each step down.
    source_rank, holds_years : Mapping of str to int
        By source: its rank (0 is best), and for how many years after its edition's first year an open-ended record
        counts as the right edition.
    country_bound, everywhere : frozenset of str
        Categories that say nothing about another country, and those that hold in every country.
    margin_only, margin_or_repair, mass_better : frozenset of str
        A64 products of which a euro buys only the trade margin, or that and a repair; for which a weight gives the
        better figure.
    energy : Mapping of str to tuple of str
        A64 products that are energy, with the units to ask for instead of euros.
    """

    id: str
    stated: str
    gap: int
    gap_of_words: int
    other_meaning: float
    points: Mapping[str, int]
    source_rank: Mapping[str, int]
    source_rank_other: int
    holds_years: Mapping[str, int]
    holds_years_other: int
    old_data_years: int
    country_bound: frozenset[str]
    everywhere: frozenset[str]
    world: frozenset[str]
    margin_only: frozenset[str]
    margin_or_repair: frozenset[str]
    mass_better: frozenset[str]
    energy: Mapping[str, tuple[str, ...]]
    instruments: tuple[str, ...]
    no_purchase: frozenset[str]

    def rank(self, source_id: str) -> int:
        """The rank of a source."""
        return self.source_rank.get(source_id, self.source_rank_other)

    def holds(self, source_id: str) -> int:
        """Years after its first that an open-ended record of this source still is the right edition."""
        return self.holds_years.get(source_id, self.holds_years_other)

    def names_instrument(self, words: str) -> str:
        """The word for an offset or certificate that a text uses; empty when it uses none."""
        told = words.casefold()
        # Dutch writes compounds as one word (klimaatcompensatie); short words must begin where a word begins.
        start = {one: "" if len(one) > 6 else r"\b" for one in self.instruments}
        return next((one for one in self.instruments if re.search(start[one] + re.escape(one), told)), "")

    def names_no_purchase(self, text: str) -> bool:
        """Whether a text is pay, a tax, depreciation or the like, and nothing else: salary administration is bought."""
        light = special_words().light
        told = [one for one in meaningful(words(text)) if one not in light and not one.isdigit()]
        return " ".join(told) in self.no_purchase


@functools.cache
def choice_rules() -> ChoiceRules:
    """The packaged rules.

    Examples
    --------
    >>> choice_rules().rank("co2emissiefactoren-nl"), choice_rules().names_instrument("CO2-compensatie vlucht")
    (0, 'compensatie')
    >>> choice_rules().names_no_purchase("salaris 2026"), choice_rules().names_no_purchase("salarisadministratie")
    (True, False)
    """
    told: Mapping[str, Any] = json.loads(_packaged("choice-rules.json"))
    spend = told["spend"]
    plain = (
        "id", "stated", "gap", "gap_of_words", "other_meaning", "points", "source_rank", "source_rank_other",
        "holds_years", "holds_years_other", "old_data_years",
    )  # fmt: skip
    return ChoiceRules(
        **{name: told[name] for name in plain},
        country_bound=frozenset(told["country_bound"]),
        everywhere=frozenset(told["everywhere"]),
        world=frozenset(told["world"]),
        margin_only=frozenset(spend["margin_only"]),
        margin_or_repair=frozenset(spend["margin_or_repair"]),
        mass_better=frozenset(spend["mass_better"]),
        energy={code: tuple(units) for code, units in spend["energy"].items()},
        instruments=tuple(told["instruments"]),
        no_purchase=frozenset(told["no_purchase"]),
    )


def _packaged(name: str) -> str:
    return (importlib.resources.files("ketenkompas") / "data/factors" / name).read_text("utf-8")
