"""Products and accounts by their words: case, accents and compounds left out of account, everyday Dutch words known."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ketenkompas.classifications._packaged import folder, rows
from ketenkompas.classifications._schemes import Item

Why = Literal["label", "label_start", "words", "word_starts", "inside_words", "synonym", "notes"]
_POINTS: Mapping[Why, float] = {
    "label": 100.0,
    "synonym": 95.0,
    "label_start": 80.0,
    "words": 70.0,
    "word_starts": 55.0,
    "inside_words": 40.0,
    "notes": 20.0,
}
_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")
_EXCEPT = re.compile(r"\((?:m\.u\.v\.|excl\.|except|excluding)[^()]*\)?", re.IGNORECASE)  # what it does not hold
_SYNONYM_COLUMNS = ("term_nl", "term_en", "a64", "cpa", "cpv")
_SYNONYMS_OF: Mapping[str, str] = {"A64": "a64", "CPA2.1": "cpa", "CPV2008": "cpv"}
_SHORTEST_INSIDE = 4


@dataclass(frozen=True, slots=True)
class Match:
    """An item that a text was found in: how well (0 to 100), why, and the language of the words that were found."""

    item: Item
    score: float
    why: Why
    language: str


@dataclass(frozen=True, slots=True)
class Synonym:
    """An everyday Dutch word with its English twin and the codes of the product it means (``cpv`` may be empty)."""

    term_nl: str
    term_en: str
    a64: str
    cpa: str
    cpv: str


@dataclass(frozen=True, slots=True)
class Text:
    """The words of an item in one language, or its notes, ready to be searched."""

    label: str
    words: tuple[str, ...]
    item: Item
    language: str
    notes: bool = False


def fold(text: str) -> str:
    """A text in small letters without accents, its words parted by one blank.

    Examples
    --------
    >>> fold("Koffie, thee & Cafés")
    'koffie thee cafes'
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return _BETWEEN_WORDS.sub(" ", plain).strip()


@functools.cache
def synonyms() -> tuple[Synonym, ...]:
    """Our list of everyday Dutch words for products.

    Examples
    --------
    >>> next(one for one in synonyms() if one.term_nl == "bureaustoel").a64
    'C31_32'
    """
    return tuple(Synonym(**row) for row in rows(folder() / "synonyms-nl.csv", _SYNONYM_COLUMNS))


def find(
    name: str, items: Mapping[str, Item], texts: Sequence[Text], text: str, *, language: str, limit: int
) -> tuple[Match, ...]:
    """The items whose words a text is found in, best first; see :meth:`Classification.find_text`."""
    asked = fold(_EXCEPT.sub(" ", text))
    if not asked:
        return ()
    best: dict[str, Match] = {}
    for found in (*_by_synonym(name, items, asked), *_by_words(texts, asked, language)):
        known = best.get(found.item.code)
        if known is None or found.score > known.score:
            best[found.item.code] = found
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.item.level, one.item.code))[:limit])


def _by_words(texts: Sequence[Text], asked: str, language: str) -> list[Match]:
    words, found = tuple(asked.split()), []
    for text in texts:
        why = _why(text, asked, words)
        if why is not None:
            score = _POINTS[why] - (5.0 if text.language != language else 0.0) - min(len(text.label), 400) / 100
            found.append(Match(text.item, score, why, text.language))
    return found


def _why(text: Text, asked: str, words: tuple[str, ...]) -> Why | None:
    if any(word not in text.label for word in words):  # the cheap test first: most texts end here
        return None
    if text.notes:
        return "notes" if all(any(one.startswith(word) for one in text.words) for word in words) else None
    if text.label == asked:
        return "label"
    if all(word in text.words for word in words):
        return "label_start" if text.label.startswith(asked) else "words"
    if all(any(one.startswith(word) for one in text.words) for word in words):
        return "word_starts"
    return "inside_words" if min(map(len, words)) >= _SHORTEST_INSIDE else None


def texts_of(items: Iterable[Item]) -> tuple[Text, ...]:
    """Everything in which the items can be found by their words."""
    found = []
    for item in items:
        said = dict.fromkeys([("nl", item.nl), ("nl", item.product_nl), ("en", item.en), ("en", item.product_en)])
        for language, words in said:
            if words:
                label = fold(_EXCEPT.sub(" ", words))
                found.append(Text(label, tuple(label.split()), item, language))
        if item.notes:
            label = fold(item.notes)
            found.append(Text(label, tuple(label.split()), item, "en", notes=True))
    return tuple(found)


def _by_synonym(name: str, items: Mapping[str, Item], asked: str) -> list[Match]:
    column = _SYNONYMS_OF.get(name)
    if column is None:
        return []
    return [
        Match(items[code], _POINTS["synonym"], "synonym", language)
        for one, language in _terms().get(asked, ())
        if (code := getattr(one, column))
    ]


@functools.cache
def _terms() -> Mapping[str, tuple[tuple[Synonym, str], ...]]:
    found: dict[str, list[tuple[Synonym, str]]] = {}
    for one in synonyms():
        for term, language in ((one.term_nl, "nl"), (one.term_en, "en")):
            found.setdefault(fold(term), []).append((one, language))
    return {term: tuple(listed) for term, listed in found.items()}
