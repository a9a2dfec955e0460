"""Words that nobody has: cut in known parts, or read as the word that is spelt almost the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from ketenkompas.factors._search_text import stem

_SHORTEST_PART, _LONGEST_WORD, _MOST_CUTS = 3, 40, 3
_LINKS = ("", "s", "en", "e", "n")
_MOST_NEAR = 4
_SHORTEST_GUESSED = 4


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
        if found:
            return found
    return ()


def _cut(word: str, known: Callable[[str], bool], count: int) -> tuple[str, ...]:
    if count == 1:
        return (word,) if len(word) >= _SHORTEST_PART and known(word) else ()
    # The last part is the kind of thing it is, so the longest last part comes first.
    for end in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        if not known(word[:end]):
            continue
        for link in _LINKS:
            if word.startswith(link, end):
                rest = _cut(word[end + len(link) :], known, count - 1)
                if rest:
                    return (word[:end], *rest)
    return ()


def allowed_errors(word: str) -> int:
    """How many letters may be wrong, absent, too many or swapped: none in short words, two in long ones."""
    if len(word) < _SHORTEST_GUESSED:
        return 0
    return 1 if len(word) <= 7 else 2


def nearest(word: str, vocabulary: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Stems within the allowed number of errors of the word's, those with the fewest; with their quality.

    Codes are never guessed: R410A is not a slip of the pen for R404A.

    Examples
    --------
    >>> nearest("deisel", ["diesel", "biodiesel"])
    (('diesel', 0.8571428571428572),)
    """
    most = allowed_errors(word)
    if not most or not word.isalpha() or len(word) > _LONGEST_WORD:
        return ()
    found = cdist([stem(word)], vocabulary, scorer=OSA.distance, score_cutoff=most, dtype=np.int32)[0]
    near = int(found.min(initial=most + 1))
    if near > most:
        return ()
    best = {vocabulary[int(place)] for place in np.flatnonzero(found == near)}
    ordered = sorted(best, key=lambda one: (one[0] != word[0], one))
    return tuple((one, 1 - near / (len(word) + 1)) for one in ordered[:_MOST_NEAR])
