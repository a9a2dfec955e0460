"""What a question means: its words in order, each with the ways in which it can be read."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ketenkompas.classifications import areas
from ketenkompas.factors._search_index import WordIndex
from ketenkompas.factors._search_spelling import nearest, parts
from ketenkompas.factors._search_synonyms import Meaning, Synonyms, code_key, term_key
from ketenkompas.factors._search_text import (
    LIGHT, meaningful, number_codes, refrigerant, stem, without_numbers, without_tail, words,
)  # fmt: skip

WhyCode = Literal["word", "part", "compound", "synonym", "typo", "code", "region"]
_WHOLE, _TAIL, _HEAD = 1.0, 0.78, 0.6
_MEANS, _MEANS_OTHER_LANGUAGE, _COMPOUND, _LAST_PART, _TYPO = 0.95, 0.8, 0.88, 0.5, 0.85
_CODE_BELOW, _CODE_ABOVE = 0.95, 0.85
_LIGHT_WEIGHT = 0.2
_LONGEST_PHRASE, _LONGEST_CODE = 5, 3
_SHORTEST_PART, _SHORTEST_HEADING, _MOST_PARTS = 4, 4, 60
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


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the question with its readings; without readings it was not understood."""

    asked: str
    weight: float
    readings: tuple[Reading, ...]


def slots_of(index: WordIndex, synonyms: Synonyms, text: str, language: str) -> tuple[Slot, ...]:
    """The question in parts, from left to right; amounts and words that say nothing are left out."""
    numbers = tuple(_number_slots(index, text))
    return numbers + tuple(_word_slots(index, synonyms, words(without_numbers(text)), language))


def _number_slots(index: WordIndex, text: str) -> Iterator[Slot]:
    for digits in number_codes(text):
        found = _number_readings(index, digits)
        if found:
            yield Slot(digits, 1.0, found)


def _number_readings(index: WordIndex, digits: str) -> tuple[Reading, ...]:
    """A customs code itself and everything below it; otherwise the nearest heading above it."""
    key = code_key("CN", digits)
    below = [(code, _CODE_BELOW) for code in index.below(key)]
    found = ([(key, 1.0)] if key in index.codes else []) + below
    for length in range(len(digits) - 1, _SHORTEST_HEADING - 1, -1):
        above = code_key("CN", digits[:length])
        if above in index.codes:
            found.append((above, _CODE_ABOVE))
            break
    return (Reading("code", digits, 1.0, codes=tuple(found)),) if found else ()


def _word_slots(index: WordIndex, synonyms: Synonyms, asked: Sequence[str], language: str) -> Iterator[Slot]:
    asked = tuple(asked)
    place = 0
    while place < len(asked):
        size, slot = _longest(index, synonyms, asked[place:], language)
        place += size
        if slot is not None:
            yield slot


def _longest(index: WordIndex, synonyms: Synonyms, asked: tuple[str, ...], language: str) -> tuple[int, Slot | None]:
    """The longest phrase at the start that means something as a whole, or the first word."""
    for size in range(min(_LONGEST_PHRASE, len(asked)), 1, -1):
        phrase = asked[:size]
        found = _phrase_readings(index, synonyms, phrase, language)
        if found:
            return size, Slot(" ".join(phrase), 1.0, found)
    return 1, _one_word(index, synonyms, asked[0], language)


def _phrase_readings(
    index: WordIndex, synonyms: Synonyms, phrase: tuple[str, ...], language: str
) -> tuple[Reading, ...]:
    joined = "".join(phrase)
    meanings = synonyms.get(term_key(phrase), ()) or synonyms.get(term_key([joined]), ())
    found = [*_meanings(meanings, language), *_area(phrase)]
    kept = meaningful(phrase, language)
    if found and all(map(index.knows, kept)):
        found.append(_own(index, kept))
    if len(phrase) <= _LONGEST_CODE:
        found += _code(index, phrase)
    return tuple(found)


def _one_word(index: WordIndex, synonyms: Synonyms, word: str, language: str) -> Slot | None:
    if not meaningful([word], language):
        return None
    weight = _LIGHT_WEIGHT if word in LIGHT or word.isdigit() else 1.0
    found = _known(index, synonyms, word, language)
    if not found and any(one.isdigit() for one in word):
        return None if word.isdigit() else Slot(word, weight, ())
    bare = without_tail(word)
    if not found and bare != word:
        found = _known(index, synonyms, bare, language)
    return Slot(word, weight, found or _guessed(index, synonyms, word, language))


def _known(index: WordIndex, synonyms: Synonyms, word: str, language: str) -> tuple[Reading, ...]:
    found = [*_meanings(synonyms.get(term_key([word]), ()), language), *_area((word,)), *_code(index, (word,))]
    own = _own(index, (word,))
    return (*found, own) if all(own.terms) else tuple(found)


def _guessed(index: WordIndex, synonyms: Synonyms, word: str, language: str) -> tuple[Reading, ...]:
    """A word that nobody has: cut in words that are known, or read as a word that is spelt almost the same."""
    cut = parts(word, lambda part: index.knows(part) or term_key([part]) in synonyms)
    if cut:
        return tuple(_compound(index, synonyms, cut, language))
    vocabulary = (*index.spelled, *_terms(synonyms), *_area_words())
    found: list[Reading] = []
    for near, quality in nearest(word, vocabulary):
        right = _area_words().get(near) or index.spelled.get(near, near)
        for reading in _known(index, synonyms, right, language):
            found.append(replace(reading, kind="typo", shown=right, quality=reading.quality * quality * _TYPO))
    return tuple(found)


def _compound(index: WordIndex, synonyms: Synonyms, cut: tuple[str, ...], language: str) -> Iterator[Reading]:
    shown = " + ".join(cut)
    own = _own(index, cut)
    if all(own.terms):
        yield replace(own, kind="compound", shown=shown, quality=_COMPOUND)
    for reading in _known(index, synonyms, cut[-1], language):
        yield replace(reading, kind="compound", shown=shown, quality=reading.quality * _LAST_PART)


def _own(index: WordIndex, asked: tuple[str, ...]) -> Reading:
    """The words themselves: as they are, as the last and as the first part of a longer word."""
    return Reading("word", " ".join(asked), 1.0, tuple(_forms(index, word) for word in asked))


def _forms(index: WordIndex, word: str) -> tuple[tuple[str, float], ...]:
    found: dict[str, float] = {stem(word): _WHOLE} if index.knows(word) else {}
    if len(word) >= _SHORTEST_PART and word.isalpha():
        for longer in sorted(index.ending(word), key=len)[:_MOST_PARTS]:
            found.setdefault(stem(longer), _TAIL)
        for longer in sorted(index.starting(word), key=len)[:_MOST_PARTS]:
            found.setdefault(stem(longer), _HEAD)
    return tuple(found.items())


def _meanings(meanings: Sequence[Meaning], language: str) -> Iterator[Reading]:
    for one in meanings:
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
    if scheme is not None and code_key(scheme, "".join(phrase[1:])) in index.codes:
        yield Reading("code", " ".join(phrase), 1.0, codes=((code_key(scheme, "".join(phrase[1:])), 1.0),))
    mixed = any(one.isdigit() for one in joined) and any(one.isalpha() for one in joined)
    if mixed and code_key("A64", joined) in index.codes:
        yield Reading("code", joined, 1.0, codes=((code_key("A64", joined), 1.0),))


def _area(phrase: tuple[str, ...]) -> Iterator[Reading]:
    code = _area_names().get(phrase)
    if code is not None:
        yield Reading("region", code, 1.0, region=code)


@functools.cache
def _area_names() -> Mapping[tuple[str, ...], str]:
    """Names of countries in both languages; codes of two letters are words in Dutch (``de``, ``in``, ``is``)."""
    return {words(name): code for code, area in areas().items() for name in (area.name_nl, area.name_en)}


@functools.cache
def _area_words() -> Mapping[str, str]:
    return {stem(name[0]): name[0] for name in _area_names() if len(name) == 1}


def _terms(synonyms: Synonyms) -> tuple[str, ...]:
    return tuple(key[0] for key in synonyms if len(key) == 1)
