"""The ways in which a word or a phrase can be read: itself, a synonym, a code, a country."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ketenkompas.classifications import areas
from ketenkompas.factors._search_fields import REST
from ketenkompas.factors._search_index import WordIndex
from ketenkompas.factors._search_spelling import tails
from ketenkompas.factors._search_synonyms import Meaning, Synonyms, code_key
from ketenkompas.factors._search_text import meaningful, refrigerant, stem, words

WhyCode = Literal["word", "compound", "synonym", "typo", "code", "region", "unused"]
_WHOLE, _LAST_OF_COMPOUND, _FIRST_OF_COMPOUND = 1.0, 0.78, 0.6
_MEANS, _MEANS_OTHER_LANGUAGE = 0.95, 0.8
_CODE_BELOW, _CODE_ABOVE = 0.95, 0.85
_LONGEST_CODE, _SHORTEST_HEADING = 3, 4
_SHORTEST_PART, _SHORTEST_REST, _SHORTEST_HALF_TYPED, _MOST_PARTS = 4, 3, 5, 60
_SCHEMES = {"nevo": "nevo", "cn": "cn", "gn": "cn", "hs": "cn", "gs": "cn", "a64": "a64", "cpa": "cpa", "nace": "nace"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a part of the question.

    Attributes
    ----------
    kind, shown : str
        How it was read, and as what; told to the reader.
    quality : float
        1 for the word itself, less for what is further away.
    terms : tuple
        Per word that a record must have: the stems that will do, with their quality.
    codes : tuple
        Keys of codes that will do, with their quality.
    region : str
        Region that a record must be of.
    """

    kind: WhyCode
    shown: str
    quality: float
    terms: tuple[tuple[tuple[str, float], ...], ...] = ()
    codes: tuple[tuple[str, float], ...] = ()
    region: str = ""

    @property
    def phrase(self) -> str:
        """The words that were read, as whole names are compared; empty for codes and regions."""
        return " ".join(term[0][0] for term in self.terms if term)


@dataclass(frozen=True)
class Lexicon:
    """What a question is read with: the records' words, the table of synonyms, the language of the question."""

    index: WordIndex
    synonyms: Synonyms
    vocabulary: tuple[str, ...]
    language: str

    def knows(self, word: str) -> bool:
        """Whether the word stands in a record, in the table or in the list of countries."""
        return self.index.knows(word) or bool(self.synonyms.of((word,))) or (word,) in area_names()

    def spelled(self, key: str) -> str:
        """A word with the stem, to be shown."""
        return _area_stems().get(key) or self.index.spelled.get(key, key)


def vocabulary(index: WordIndex, meanings: Synonyms) -> tuple[str, ...]:
    """The stems of all words that are known: in records, in the table of synonyms and as a country."""
    return (*index.spelled, *(key[0] for key in meanings.stems if len(key) == 1), *_area_stems())


def word_readings(lexicon: Lexicon, word: str) -> tuple[Reading, ...]:
    """A word as a synonym, a country, a code and itself; none when nobody has it."""
    meanings = lexicon.synonyms.of((word,))
    found = [*_meant(meanings, lexicon.language), *_area((word,)), *_code(lexicon.index, (word,))]
    own = own_reading(lexicon, (word,))
    return (*found, own) if all(own.terms) else tuple(found)


def phrase_readings(lexicon: Lexicon, phrase: tuple[str, ...]) -> tuple[Reading, ...]:
    """Several words that mean something as a whole (``oud papier``, ``r 410a``); none when they do not."""
    meanings = lexicon.synonyms.of(phrase) or lexicon.synonyms.of(("".join(phrase),))
    found = [*_meant(meanings, lexicon.language), *_area(phrase)]
    kept = meaningful(phrase, lexicon.language)
    if found and all(map(lexicon.index.knows, kept)):
        found.append(own_reading(lexicon, kept))
    if len(phrase) <= _LONGEST_CODE:
        found += _code(lexicon.index, phrase)
    return tuple(found)


def own_reading(lexicon: Lexicon, asked: tuple[str, ...]) -> Reading:
    """The words themselves: as they are, and as a part of a longer word."""
    return Reading("word", " ".join(asked), 1.0, tuple(_forms(lexicon, word) for word in asked))


def _forms(lexicon: Lexicon, word: str) -> tuple[tuple[str, float], ...]:
    index = lexicon.index
    found: dict[str, float] = {stem(word): _WHOLE} if index.knows(word) else {}
    if len(word) < _SHORTEST_PART or not word.isalpha():
        return tuple(found.items())
    for longer in sorted(index.ending(word), key=len)[:_MOST_PARTS]:
        if len(longer) - len(word) >= _SHORTEST_REST:
            found.setdefault(stem(longer), _LAST_OF_COMPOUND)
    half_typed = not found and len(word) >= _SHORTEST_HALF_TYPED
    for longer in sorted(index.starting(word), key=len)[:_MOST_PARTS]:
        if half_typed or any(map(lexicon.knows, tails(longer[len(word) :]))):
            found.setdefault(stem(longer), _FIRST_OF_COMPOUND)
    return tuple(found.items())


def _meant(meanings: Sequence[Meaning], language: str) -> Iterator[Reading]:
    own = [one for one in meanings if one.language == language]
    for one in own or meanings:
        quality = _MEANS if one.language == language else _MEANS_OTHER_LANGUAGE
        if one.region:
            yield Reading("region", one.region, 1.0, region=one.region)
        elif one.code:
            yield Reading("synonym", one.shown, quality, codes=((one.code, 1.0),))
        else:
            yield Reading("synonym", one.shown, quality, tuple(((key, 1.0),) for key in one.stems))


def _code(index: WordIndex, phrase: tuple[str, ...]) -> Iterator[Reading]:
    joined = "".join(phrase)
    gas = refrigerant(joined)
    if gas:
        yield Reading("code", joined, 1.0, ((("#" + gas, 1.0),),))
    scheme = _SCHEMES.get(phrase[0]) if len(phrase) > 1 else None
    keys = [code_key(scheme, "".join(phrase[1:]))] if scheme is not None else []
    if any(one.isdigit() for one in joined) and joined[0].isalpha():
        keys.append(code_key("A64", joined))
    for key in keys:
        if key in index.codes:
            yield Reading("code", " ".join(phrase), 1.0, codes=((key, 1.0),))


def number_reading(index: WordIndex, digits: str) -> Reading | None:
    """A customs code itself and everything below it; otherwise the nearest heading above it."""
    key = code_key("CN", digits)
    found = [(key, 1.0)] if key in index.codes else []
    found += [(code, _CODE_BELOW) for code in index.below(key)]
    headings = (code_key("CN", digits[:length]) for length in range(len(digits) - 1, _SHORTEST_HEADING - 1, -1))
    nearest = next((code for code in headings if code in index.codes), None)
    if nearest is not None:
        found.append((nearest, _CODE_ABOVE))
    return Reading("code", digits, 1.0, codes=tuple(found)) if found else None


def _area(phrase: tuple[str, ...]) -> Iterator[Reading]:
    code = area_names().get(phrase)
    if code is not None:
        yield Reading("region", code, 1.0, region=code)


@functools.cache
def area_names() -> Mapping[tuple[str, ...], str]:
    """Names of countries in both languages; codes of two letters are words in Dutch (``de``, ``in``, ``is``)."""
    named = {words(name): code for code, area in areas().items() for name in (area.name_nl, area.name_en)}
    return named | {words(name): "RoW" for name in REST.values()}


@functools.cache
def _area_stems() -> Mapping[str, str]:
    return {stem(name[0]): name[0] for name in area_names() if len(name) == 1}
