"""What a question means: its parts from left to right, each with the ways in which it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ketenkompas.factors._search_readings import (
    Lexicon,
    Reading,
    number_reading,
    own_reading,
    phrase_readings,
    word_readings,
)
from ketenkompas.factors._search_spelling import is_slip, last_part, nearest, parts
from ketenkompas.factors._search_text import (
    meaningful,
    number_codes,
    special_words,
    without_diminutive,
    without_numbers,
    without_tail,
    words,
)

_COMPOUND, _LAST_PART, _TYPO = 0.88, 0.55, 0.85
_LIGHT_WEIGHT, _REGION_WEIGHT = 0.2, 0.6
_LONGEST_PHRASE, _LONGEST_QUESTION = 6, 400


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the question with its readings; without readings it was not understood."""

    asked: str
    weight: float
    readings: tuple[Reading, ...]

    @property
    def is_amount(self) -> bool:
        """Whether it is a number and no code."""
        return self.asked.isdigit() and not self.names("code")

    def names(self, *kinds: str) -> bool:
        """Whether one of its readings is of these kinds."""
        return any(reading.kind in kinds for reading in self.readings)

    @property
    def own_phrase(self) -> str:
        """The words themselves, corrected where they were misspelt; empty when they are in no record."""
        own = (reading.phrase for reading in self.readings if reading.kind in ("word", "typo", "compound"))
        return next(filter(None, own), "")


def slots_of(lexicon: Lexicon, text: str) -> tuple[Slot, ...]:
    """The question in parts; words that say nothing and numbers that are no codes are left out."""
    text = text[:_LONGEST_QUESTION]
    identity = text.strip().casefold()
    if identity in lexicon.index.identities:
        return (Slot(identity, 1.0, (Reading("code", identity, 1.0, codes=((identity, 1.0),)),)),)
    read = [(digits, number_reading(lexicon.index, digits)) for digits in number_codes(text)]
    codes = tuple(Slot(digits, 1.0, (reading,)) for digits, reading in read if reading is not None)
    slots = codes + tuple(_word_slots(lexicon, words(without_numbers(text))))
    return () if all(slot.is_amount for slot in slots) else slots


def _word_slots(lexicon: Lexicon, asked: tuple[str, ...]) -> Iterator[Slot]:
    respelled = tuple(_respelled(lexicon, word) for word in asked)
    place = 0
    while place < len(asked):
        size, slot = _longest(lexicon, asked[place:], respelled[place:])
        place += size
        if slot is not None:
            yield slot


def _longest(lexicon: Lexicon, asked: tuple[str, ...], respelled: tuple[str, ...]) -> tuple[int, Slot | None]:
    """The longest phrase at the start that means something as a whole, or the first word."""
    for size in range(min(_LONGEST_PHRASE, len(asked)), 1, -1):
        phrase, right = asked[:size], respelled[:size]
        found = phrase_readings(lexicon, phrase)
        if not found and right != phrase:
            found = tuple(_as_typo(one, " ".join(right)) for one in phrase_readings(lexicon, right))
        if found:
            return size, _slot(" ".join(phrase), 1.0, found)
    return 1, _one_word(lexicon, asked[0])


def _one_word(lexicon: Lexicon, word: str) -> Slot | None:
    if not meaningful([word], lexicon.language):
        return None
    weight = _LIGHT_WEIGHT if word in special_words().light or word.isdigit() else 1.0
    forms = dict.fromkeys((word, without_tail(word), without_diminutive(word)))
    found = next(filter(None, (word_readings(lexicon, form) for form in forms)), ())
    if not found and word.isdigit():
        return None
    return _slot(word, weight, found or _compound(lexicon, word) or _typos(lexicon, word) or _ending(lexicon, word))


def _slot(asked: str, weight: float, readings: tuple[Reading, ...]) -> Slot:
    """A part of the question; a country says less than a thing."""
    is_region = any(reading.kind == "region" for reading in readings)
    return Slot(asked, min(weight, _REGION_WEIGHT) if is_region else weight, readings)


def _compound(lexicon: Lexicon, word: str) -> tuple[Reading, ...]:
    """A word that nobody has as a compound of words that are known: all of them, or the last alone."""
    cut = parts(word, lexicon.knows)
    if not cut:
        return ()
    shown = " + ".join(cut)
    own = own_reading(lexicon, cut)
    whole = [replace(own, kind="compound", shown=shown, quality=_COMPOUND)] if all(own.terms) else []
    return (*whole, *_as_ending(lexicon, cut[-1], shown))


def _ending(lexicon: Lexicon, word: str) -> tuple[Reading, ...]:
    """The kind of thing that a compound is, when its first part says nothing to us (``winterbanden``)."""
    last = last_part(word, lexicon.knows)
    return _as_ending(lexicon, last, last) if last else ()


def _as_ending(lexicon: Lexicon, last: str, shown: str) -> tuple[Reading, ...]:
    return tuple(
        replace(one, kind="compound", shown=shown, quality=one.quality * _LAST_PART)
        for one in word_readings(lexicon, last)
        if one.kind != "region"
    )


def _typos(lexicon: Lexicon, word: str) -> tuple[Reading, ...]:
    return tuple(
        _as_typo(one, right, quality)
        for right, quality in _near(lexicon, word)
        for one in word_readings(lexicon, right)
    )


def _near(lexicon: Lexicon, word: str) -> tuple[tuple[str, float], ...]:
    near = ((lexicon.spelled(key), quality) for key, quality in nearest(word, lexicon.vocabulary))
    return tuple((right, quality) for right, quality in near if is_slip(word, right))


def _respelled(lexicon: Lexicon, word: str) -> str:
    """The word, or the one that was probably meant when nobody has it."""
    if lexicon.knows(word):
        return word
    near = _near(lexicon, word)
    return near[0][0] if near else word


def _as_typo(reading: Reading, right: str, quality: float = 1.0) -> Reading:
    return replace(reading, kind="typo", shown=right, quality=reading.quality * quality * _TYPO)
