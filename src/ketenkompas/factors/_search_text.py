"""Words of a question or a name: one spelling, without inflection; codes told apart from words."""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019`](?=s\b)")
_REPEATED = re.compile(r"([^\W\d])\1+")
_SCHEME = r"(?:\b(?:cn|gn|hs|gs)(?:\s?20\d\d)?[\s:]*)?"
_NO_AMOUNT = r"(?!\s*(?:euro?|gj|gram|kg|kilo|km|kwh|l|liters?|litres?|m3|mj|mwh|tkm|tonn?e?s?|uur)\b)"
_DIGITS = re.compile(_SCHEME + r"(?<![\w.])(\d(?:[ .]?\d){3,11})(?![\w.]|[ .]\d)" + _NO_AMOUNT)
_DIMINUTIVE = re.compile(r"(\w{3,})jes?")
_REFRIGERANT = re.compile(r"(?P<family>r|hfc|hcfc|hfo|cfc|hfk|hcfk|cfk)?(?P<number>\d{2,4}[a-z]{0,2}\d?)")
_HARDENED = {"v": "f", "z": "s", "d": "t", "y": "i"}  # brieven and brief, glazen and glas, broot and brood, battery
_SHORTEST_STEM = 3
_SHORTEST_NUMBER = 3


@dataclass(frozen=True, slots=True)
class SpecialWords:
    """Words that the search treats apart: empty ones say nothing, light ones help but need not be found."""

    empty: frozenset[str]
    empty_in_dutch_only: frozenset[str]
    light: frozenset[str]
    tails: tuple[str, ...]


@functools.cache
def special_words() -> SpecialWords:
    """The packaged list of words that are treated apart."""
    path = importlib.resources.files("ketenkompas") / "data/factors/search-words.json"
    told = json.loads(path.read_text("utf-8"))
    empty, dutch, light = (frozenset(told[name]) for name in ("empty", "empty_in_dutch_only", "light"))
    return SpecialWords(empty, dutch, light, tuple(told["tails"]))


def plain(text: str) -> str:
    r"""Text without capitals, accents, small figures or invisible characters.

    Examples
    --------
    >>> plain("Crème CO₂\u200b")
    'creme co2'
    """
    if not text.isascii():
        spread = unicodedata.normalize("NFKD", text)
        text = "".join(one for one in spread if unicodedata.category(one) not in ("Mn", "Cf", "Cs"))
    return _POSSESSIVE.sub("", text.casefold())


def words(text: str) -> tuple[str, ...]:
    """The words of a text, in order.

    Examples
    --------
    >>> words("Auto's: R-410A")
    ('autos', 'r', '410a')
    """
    return tuple(_WORD.findall(plain(text)))


@functools.lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without Dutch or English endings and doubled letters; meant to be compared, not to be read.

    Examples
    --------
    >>> stem("bananen") == stem("banaan"), stem("rode") == stem("rood"), stem("glazen") == stem("glas")
    (True, True, True)
    >>> stem("batteries") == stem("battery"), stem("r410a")
    (True, 'r410a')
    """
    if any(one.isdigit() for one in word):
        return word
    bare = _REPEATED.sub(r"\1", word)
    before = ""
    while bare != before:
        before = bare
        if len(bare) > _SHORTEST_STEM and bare[-1] in _HARDENED:
            bare = bare[:-1] + _HARDENED[bare[-1]]
        for ending in ("s", "en", "e"):
            if bare.endswith(ending) and len(bare) - len(ending) >= _SHORTEST_STEM:
                bare = _REPEATED.sub(r"\1", bare[: -len(ending)])
    return bare


def meaningful(found: Iterable[str], language: str = "nl") -> tuple[str, ...]:
    """Words without those that say nothing.

    Examples
    --------
    >>> meaningful(["trein", "van", "de", "ns"]), meaningful(["van"], "en")
    (('trein', 'ns'), ('van',))
    """
    special = special_words()
    empty = special.empty - special.empty_in_dutch_only if language == "en" else special.empty
    return tuple(one for one in found if one not in empty)


def phrase_key(found: Iterable[str], language: str = "nl") -> str:
    """What a whole name or question is compared by: the stems of its meaningful words.

    Examples
    --------
    >>> phrase_key(["de", "bananen"]) == phrase_key(["banaan"])
    True
    """
    return " ".join(stem(one) for one in meaningful(found, language))


def without_tail(word: str) -> str:
    """A compound without a last part that adds nothing (``benzinekosten`` -> ``benzine``); itself without one.

    Examples
    --------
    >>> without_tail("benzinekosten"), without_tail("kosten")
    ('benzine', 'kosten')
    """
    for tail in special_words().tails:
        if word.endswith(tail) and len(word) - len(tail) >= _SHORTEST_STEM:
            return word[: -len(tail)]
    return word


def without_diminutive(word: str) -> str:
    """A Dutch diminutive without its ending (``pakketjes`` -> ``pakket``); itself when it is none.

    Examples
    --------
    >>> without_diminutive("pakketjes"), without_diminutive("doosje"), without_diminutive("trein")
    ('pakket', 'doos', 'trein')
    """
    found = _DIMINUTIVE.fullmatch(word)
    if found is None:
        return word
    return found[1]


def number_codes(text: str) -> tuple[str, ...]:
    """Codes of four to twelve figures, however they were grouped.

    Examples
    --------
    >>> number_codes("CN 7207 11 14 en 2523.10.00"), number_codes("1000 liter diesel")
    (('72071114', '25231000'), ())
    """
    return tuple(re.sub(r"\D", "", found) for found in _DIGITS.findall(plain(text)))


def without_numbers(text: str) -> str:
    """The text without what :func:`number_codes` found in it."""
    return _DIGITS.sub(" ", plain(text))


def refrigerant(word: str) -> str:
    """The number that a gas has in every spelling (``r134a``, ``hfc134a``, ``134a``); empty for other words.

    Examples
    --------
    >>> refrigerant("hfc134a"), refrigerant("1234yf"), refrigerant("r32"), refrigerant("2500"), refrigerant("e10")
    ('134a', '1234yf', '32', '', '')
    """
    found = _REFRIGERANT.fullmatch(word)
    if found is None:
        return ""
    number = found["number"]
    alone = number[-1].isalpha() and sum(one.isdigit() for one in number) >= _SHORTEST_NUMBER
    return number if found["family"] or alone else ""
