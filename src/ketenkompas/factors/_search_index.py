"""What a search needs of the records: who has which word, code and region. Values only, so that it can be pickled."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ketenkompas.factors._record import Factor
from ketenkompas.factors._search_fields import (
    codes_of,
    family_of,
    head_of,
    identities_of,
    leads_of,
    name_size,
    phrase_of,
    preference,
    rank_of,
    stems_of,
    terms_of,
    texts_of,
    whole_names,
)
from ketenkompas.factors._search_text import stem, without_numbers, words

Numbers = NDArray[np.float32]
Places = NDArray[np.int32]
LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Postings:
    """Records (by their place) that have something, with the weight of the field that has it."""

    places: Places
    weights: Numbers


@dataclass(frozen=True)
class WordIndex:
    """Who has which word: the inverted index over one release."""

    size: int
    stems: Mapping[str, Mapping[str, Postings]]
    codes: Mapping[str, Postings]
    identities: Mapping[str, tuple[int, ...]]
    regions: Mapping[str, Postings]
    names: Mapping[str, Places]
    leads: Mapping[str, Places]
    terms: Mapping[str, Places]
    name_sizes: Mapping[str, Numbers]
    rank: Numbers
    families: Places
    heads: Places
    preferred: Places
    spelled: Mapping[str, str]
    surface: tuple[str, ...]
    backwards: tuple[str, ...]
    sorted_codes: tuple[str, ...]

    def starting(self, word: str) -> tuple[str, ...]:
        """Words of the records that begin with this one, itself left out."""
        return tuple(one for one in _between(self.surface, word) if one != word)

    def ending(self, word: str) -> tuple[str, ...]:
        """Words of the records that end with this one, itself left out."""
        return tuple(one[::-1] for one in _between(self.backwards, word[::-1]) if one[::-1] != word)

    def below(self, code: str) -> tuple[str, ...]:
        """Codes that begin with this one, itself left out."""
        return tuple(one for one in _between(self.sorted_codes, code) if one != code)

    def coded(self, key: str) -> Postings | None:
        """The records with a code, or with an identity of their own (key, id, source and native id)."""
        places = self.identities.get(key)
        if places is None:
            return self.codes.get(key)
        return Postings(np.array(places, dtype=np.int32), np.ones(len(places), dtype=np.float32))

    def knows(self, word: str) -> bool:
        """Whether any record has the word, in any inflection."""
        key = stem(word)
        return any(key in self.stems[language] for language in LANGUAGES)


def _between(ordered: tuple[str, ...], start: str) -> tuple[str, ...]:
    return ordered[bisect.bisect_left(ordered, start) : bisect.bisect_left(ordered, start + "\U0010ffff")]


def word_index(records: tuple[Factor, ...], home: str) -> WordIndex:
    """The index over records, those of the home region first when words fit equally."""
    stems = {language: _postings(records, functools.partial(stems_of, language=language)) for language in LANGUAGES}
    codes = _postings(records, codes_of)
    texts = {text for one in records for language in LANGUAGES for text in texts_of(one, language)}
    surface = sorted(
        {word for text in texts for word in words(without_numbers(text))}, key=lambda word: (-len(word), word)
    )
    return WordIndex(
        size=len(records),
        stems=stems,
        codes=codes,
        identities=_identities(records),
        regions=_postings(records, lambda one: [(one.region, 1.0)]),
        names=_grouped(records, whole_names),
        leads=_grouped(records, leads_of),
        terms=_grouped(records, terms_of),
        name_sizes={
            language: np.array([name_size(one, language) for one in records], dtype=np.float32)
            for language in LANGUAGES
        },
        rank=np.array([rank_of(one, home) for one in records], dtype=np.float32),
        families=_numbered(family_of(one) for one in records),
        heads=_numbered(head_of(one) for one in records),
        preferred=np.array([preference(one.region, home) for one in records], dtype=np.int32),
        spelled={stem(word): word for word in surface},
        surface=tuple(sorted(surface)),
        backwards=tuple(sorted(word[::-1] for word in surface)),
        sorted_codes=tuple(sorted(codes)),
    )


def _identities(records: tuple[Factor, ...]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for place, one in enumerate(records):
        for name in identities_of(one):
            found[name] = (*found.get(name, ()), place)
    return found


def _postings(
    records: tuple[Factor, ...], keys_of: Callable[[Factor], Iterable[tuple[str, float]]]
) -> Mapping[str, Postings]:
    found: dict[str, dict[int, float]] = {}
    for place, one in enumerate(records):
        for key, weight in keys_of(one):
            weights = found.setdefault(key, {})
            weights[place] = max(weight, weights.get(place, 0.0))
    return {
        key: Postings(np.array(list(weights), dtype=np.int32), np.array(list(weights.values()), dtype=np.float32))
        for key, weights in found.items()
    }


def _grouped(records: tuple[Factor, ...], texts_of: Callable[[Factor, str], Iterable[str]]) -> Mapping[str, Places]:
    found: dict[str, dict[int, None]] = {}
    for place, one in enumerate(records):
        for language in LANGUAGES:
            for text in texts_of(one, language):
                found.setdefault(phrase_of(text, language), {})[place] = None
    return {key: np.array(list(places), dtype=np.int32) for key, places in found.items()}


def _numbered(names: Iterable[tuple[str, ...]]) -> Places:
    numbers: dict[tuple[str, ...], int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int32)
