"""Words that nobody has: cut in known parts, or read as the word that is spelt almost the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from ketenkompas.factors._search_text import stem

_SHORTEST_PART, _SHORTEST_LAST, _LONGEST_WORD, _MOST_CUTS = 3, 5, 40, 3
_LINKS = ("", "s", "en", "e", "n")
_MOST_NEAR = 4
_SHORTEST_GUESSED, _NOT_SHORT, _LONG = 5, 7, 10
_ALIKE = tuple(
    map(frozenset, ("aeiouy", "cks", "ckq", "sz", "dt", "fvw", "bp", "gh", "mn", "ij", "xs"))
)  # letters that sound alike


def parts(word: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """The word as a compound of known words, the fewest; empty when it is none.

    Between two parts there may be a linking sound: verzekering-s-premie, kip-p-en-vlees.

    Examples
    --------
    >>> parts("kantoorstoelen", {"kantoor", "stoelen"}.__contains__)
    ('kantoor', 'stoelen')
    >>> parts("verzekeringspremie", {"verzekering", "premie"}.__contains__), parts("heimwee", {"hei"}.__contains__)
    (('verzekering', 'premie'), ())
    """
    if not word.isalpha() or len(word) > _LONGEST_WORD:
        return ()
    for count in range(2, _MOST_CUTS + 1):
        found = _cut(word, known, count)
        # Three short words can be found in anything.
        if found and (count == 2 or all(len(part) > _SHORTEST_PART for part in found)):
            return found
    return ()


def last_part(word: str, known: Callable[[str], bool]) -> str:
    """The longest known word that a longer word ends with; empty when there is none of some length.

    Examples
    --------
    >>> last_part("winterbanden", {"banden", "den"}.__contains__), last_part("friendship", {"ship"}.__contains__)
    ('banden', '')
    """
    tails_of = (word[start:] for start in range(_SHORTEST_PART, len(word) - _SHORTEST_LAST + 1))
    return next(filter(known, tails_of), "") if word.isalpha() and len(word) <= _LONGEST_WORD else ""


def _cut(word: str, known: Callable[[str], bool], count: int) -> tuple[str, ...]:
    if count == 1:
        return (word,) if len(word) >= _SHORTEST_PART and known(word) else ()
    # The last part is the kind of thing it is, so the longest last part comes first.
    for end in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        if not known(word[:end]):
            continue
        for tail in tails(word[end:]):
            rest = _cut(tail, known, count - 1)
            if rest:
                return (word[:end], *rest)
    return ()


def tails(rest: str) -> tuple[str, ...]:
    """What can follow the first part of a compound: the rest, with and without a linking sound."""
    return tuple(
        rest[len(link) :] for link in _LINKS if rest.startswith(link) and len(rest) - len(link) >= _SHORTEST_PART
    )


def allowed_errors(key: str) -> int:
    """How many letters of a stem may be wrong, absent, too many or swapped: none in short words, two in long ones."""
    if len(key) < _SHORTEST_GUESSED:
        return 0
    return 1 if len(key) < _LONG else 2


def is_plausible(key: str, near: str) -> bool:
    """Whether a slip of the pen can make one stem of the other.

    In words that are not long another letter usually is another word (koper and koffer), unless it sounds alike.

    Examples
    --------
    >>> is_plausible("kofer", "koper"), is_plausible("diezel", "diesel"), is_plausible("restafvl", "restafval")
    (False, True, True)
    """
    if len(key) >= _LONG or len(key) != len(near) or sorted(key) == sorted(near):
        return key[0] == near[0] or sorted(key) == sorted(near)
    wrong = [frozenset(pair) for pair in zip(key, near, strict=True) if pair[0] != pair[1]]
    return all(any(pair <= alike for alike in _ALIKE) for pair in wrong)


def is_slip(word: str, right: str) -> bool:
    """Whether a short word is one slip away as it is written, too: stems of short words are soon alike.

    Examples
    --------
    >>> is_slip("liefde", "lift"), is_slip("bezine", "benzine")
    (False, True)
    """
    return len(word) >= _NOT_SHORT or OSA.distance(word, right) <= 1


def nearest(word: str, vocabulary: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Stems within the allowed number of errors of the word's, those with the fewest; with their quality.

    Codes are never guessed: R410A is not a slip of the pen for R404A.

    Examples
    --------
    >>> nearest("deisel", ["diesel", "biodiesel"])
    (('diesel', 0.8571428571428572),)
    """
    key = stem(word)
    most = allowed_errors(key)
    if not most or not word.isalpha() or len(word) > _LONGEST_WORD:
        return ()
    found = cdist([key], vocabulary, scorer=OSA.distance, score_cutoff=most, dtype=np.int32)[0]
    places = [int(place) for place in np.flatnonzero(found <= most) if is_plausible(key, vocabulary[int(place)])]
    near = min((int(found[place]) for place in places), default=0)
    best = sorted({vocabulary[place] for place in places if found[place] == near})
    return tuple((one, 1 - near / (len(word) + 1)) for one in best[:_MOST_NEAR])
