"""What a search needs of the records: who has which word, code and region. Values only, so that it can be pickled."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ketenkompas.classifications import areas
from ketenkompas.factors._record import Factor
from ketenkompas.factors._search_synonyms import code_key
from ketenkompas.factors._search_text import meaningful, phrase_key, plain, refrigerant, stem, without_numbers, words

Numbers = NDArray[np.float32]
Places = NDArray[np.int32]
LANGUAGES = ("nl", "en")

IN_NAME = 1.0
_TERM, _VARIANT, _GROUP = 0.92, 0.55, 0.5
_PARTICULARS = re.compile("[,(:]")  # what stands after it tells records of one thing apart
_PARTICULAR = 0.4  # weight of such a word in the size of a name
_EXACT_CODE, _WIDER_CODE = 1.0, 0.6
_LONGEST_LEAD = 2

# What comes first when words fit equally: the national list, then RIVM, then spend, then proxies (rule 9 of the facts).
_RANK = {
    "co2emissiefactoren-nl": 0.10, "rivm-food": 0.08, "figaro-ecodex": 0.05, "desnz": 0.03, "grid-intensity": 0.0,
    "cbam-defaults": 0.0, "cbam-benchmarks": -0.02, "gwp-ipcc": -0.03,
}  # fmt: skip
_RANK_OF_OTHERS, _RANK_AT_HOME, _RANK_PURCHASER, _RANK_NO_TOTAL = 0.04, 0.05, 0.02, -0.02
# A general question asks for the general factor.
_GENERAL = ((re.compile(r"\b(onbekend|algemeen)\b"), 0.12), (re.compile(r"\b(gemiddelde?|gem)\b"), 0.08))
_REST = {"nl": "overige landen", "en": "other countries"}  # the name of all countries without values of their own
_FIRST_REGIONS = ("EU27_2020", "RoW", "FIGW1", "GB")


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
    stems = {language: _postings(records, functools.partial(_stems_of, language=language)) for language in LANGUAGES}
    codes = _postings(records, _codes_of)
    texts = {text for one in records for language in LANGUAGES for text in _texts(one, language)}
    surface = sorted(
        {word for text in texts for word in words(without_numbers(text))}, key=lambda word: (-len(word), word)
    )
    return WordIndex(
        size=len(records),
        stems=stems,
        codes=codes,
        identities=_identities(records),
        regions=_postings(records, lambda one: [(one.region, 1.0)]),
        names=_grouped(records, _whole_names),
        leads=_grouped(records, _leads),
        terms=_grouped(records, _terms),
        name_sizes={language: _sizes(records, language) for language in LANGUAGES},
        rank=np.array([_rank(one, home) for one in records], dtype=np.float32),
        families=_numbered(_family(one) for one in records),
        heads=_numbered(_head(one) for one in records),
        preferred=np.array([_preference(one.region, home) for one in records], dtype=np.int32),
        spelled={stem(word): word for word in surface},
        surface=tuple(sorted(surface)),
        backwards=tuple(sorted(word[::-1] for word in surface)),
        sorted_codes=tuple(sorted(codes)),
    )


def _terms(record: Factor, language: str) -> tuple[str, ...]:
    return record.search_terms_nl if language == "nl" else record.search_terms_en


def _group(record: Factor, language: str) -> str:
    return record.group_nl if language == "nl" else record.group_en


def _texts(record: Factor, language: str) -> tuple[str, ...]:
    beside = (record.technology, record.variant, _group(record, language))
    return (_own_name(record, language), *_terms(record, language), *beside)


def _own_name(record: Factor, language: str) -> str:
    """The name without that of the record's own region, which is found as a region and never guessed as a word."""
    area = areas().get(record.region)
    own = area.name(language) if area else _REST[language] if record.region == "RoW" else ""
    return record.name(language).replace(own, " ") if own else record.name(language)


def _whole_names(record: Factor, language: str) -> tuple[str, ...]:
    """The name, where it does not tell one country from the others."""
    name = record.name(language)
    return (name,) if _own_name(record, language) == name else ()


def _leads(record: Factor, language: str) -> tuple[str, ...]:
    """What a name begins with: its first word and its first two."""
    first = words(record.name(language))[:_LONGEST_LEAD]
    return tuple(" ".join(first[:count]) for count in range(1, len(first) + 1))


@functools.lru_cache(maxsize=65536)
def _keys(text: str, language: str) -> tuple[str, ...]:
    """The stems by which a text is found; numbers of gases as well, however they are written."""
    found = words(without_numbers(text))
    keys = {stem(one): None for one in meaningful(found, language)}
    for before, after in zip(found, (*found[1:], ""), strict=True):
        gas = refrigerant(before) or (refrigerant(before + after) if before.isalpha() else "")
        if gas:
            keys["#" + gas] = None
    return tuple(keys)


@functools.lru_cache(maxsize=65536)
def _phrase(text: str, language: str) -> str:
    return phrase_key(words(without_numbers(text)), language)


def _stems_of(record: Factor, language: str) -> Iterator[tuple[str, float]]:
    weighed = [(IN_NAME, _own_name(record, language)), *((_TERM, term) for term in _terms(record, language))]
    weighed += [(_VARIANT, record.technology), (_VARIANT, record.variant), (_GROUP, _group(record, language))]
    return ((key, weight) for weight, text in weighed if text for key in _keys(text, language))


def _codes_of(record: Factor) -> Iterator[tuple[str, float]]:
    for link in record.classifications:
        yield code_key(link.scheme, link.code), _EXACT_CODE if link.relation == "exact" else _WIDER_CODE


def _identities(records: tuple[Factor, ...]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for place, one in enumerate(records):
        for name in (one.key, one.factor_id, f"{one.source.source_id}:{one.native_id}"):
            found[name.casefold()] = (*found.get(name.casefold(), ()), place)
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
                found.setdefault(_phrase(text, language), {})[place] = None
    return {key: np.array(list(places), dtype=np.int32) for key, places in found.items()}


def _sizes(records: tuple[Factor, ...], language: str) -> Numbers:
    return np.array([_size(_own_name(one, language)) for one in records], dtype=np.float32)


@functools.lru_cache(maxsize=65536)
def _size(name: str) -> float:
    """How many words a name has; its particulars count for less, words that say nothing not at all."""
    head, particulars = (len(meaningful(words(text))) for text in (*_PARTICULARS.split(name, maxsplit=1), "")[:2])
    return max(1.0, head + _PARTICULAR * particulars)


def _rank(record: Factor, home: str) -> float:
    rank = _RANK.get(record.source.source_id, _RANK_OF_OTHERS)
    rank += _RANK_AT_HOME if record.region == home else 0.0
    rank += _generality(_own_name(record, "nl"))
    rank += _RANK_PURCHASER if record.price_basis == "purchaser" else 0.0
    return rank + (_RANK_NO_TOTAL if record.value is None else 0.0)


@functools.lru_cache(maxsize=65536)
def _generality(name: str) -> float:
    return max(bonus if found.search(plain(name)) else 0.0 for found, bonus in _GENERAL)


def _family(record: Factor) -> tuple[str, ...]:
    """Records of one source that differ in their region alone have the same name, but for that region."""
    codes = [link.code for link in record.classifications if link.relation == "exact"]
    return (record.source.source_id, record.variant, _phrase(_own_name(record, "en"), "en"), *codes)


def _head(record: Factor) -> tuple[str, str]:
    """What a name is about, before the particulars."""
    return record.source.source_id, _PARTICULARS.split(record.name_nl, maxsplit=1)[0]


def _numbered(names: Iterable[tuple[str, ...]]) -> Places:
    numbers: dict[tuple[str, ...], int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int32)


def _preference(region: str, home: str) -> int:
    """Which member of a family is shown when no region is asked for: the lowest."""
    order = (home, *_FIRST_REGIONS)
    return order.index(region) if region in order else len(order)
