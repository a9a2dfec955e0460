"""Keys that nobody published, from a rule: same code, same words, same heading. Every pair says that it is derived."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from ketenkompas.classifications._correspondence import Correspondence
from ketenkompas.classifications._find import fold
from ketenkompas.classifications._packaged import About
from ketenkompas.classifications._pairs import Pair
from ketenkompas.classifications._schemes import Item

HEADINGS = (6, 4)  # digits: the subheading of the HS first, then its heading


def same_code(old: Iterable[str], new: Iterable[str], said: About, *, source: str, target: str) -> Correspondence:
    """Customs codes of one year in the next: the same code, and for a code that is gone those that came in its heading.

    A code that stays may still have changed its content, which only the table of the publisher tells: confidence 2.
    """
    later, earlier = set(new), list(old)
    came = sorted(later - set(earlier))
    found: dict[str, tuple[Pair, ...]] = {}
    for code in earlier:
        if code in later:
            found[code] = (Pair(code, "exact", 1.0, derived=True, confidence=2, note="same code"),)
        else:
            found[code] = _candidates(_in_heading(code, came), "new code in the same heading")
    return _key(source, target, found, said)


def by_heading(
    codes: Iterable[str], known: Correspondence, said: About, *, source: str, used: Container[str] = ()
) -> Correspondence:
    """Customs codes of a later year with the targets of an earlier one: of the same code, else of its heading.

    Where every code of the heading has the same target, that is taken (confidence 2); where they differ, they are
    candidates (confidence 1) without shares. Codes of ``used`` goods have candidates only: the CPA classes what is
    made, and a used car was made, and counted, before.
    """
    found: dict[str, tuple[Pair, ...]] = {}
    for code in codes:
        if code in known.pairs:
            found[code] = tuple(
                Pair(pair.target, pair.relation, pair.weight, derived=True, confidence=2, note="same code")
                for pair in known.candidates(code)
            )
            continue
        beside = _in_heading(code, known.pairs)
        ends = list(dict.fromkeys(end for other in beside for end in known.pairs[other]))
        if code in used:
            found[code] = _candidates(ends, "used goods: made, and counted, before")
        elif len(ends) == 1:
            found[code] = (Pair(ends[0], "broad", 1.0, derived=True, confidence=2, note="all codes of the heading"),)
        else:
            found[code] = _candidates(ends, "a code of the same heading")
    return _key(source, known.target, found, said)


def same_words(old: Sequence[Item], new: Sequence[Item], said: About, *, source: str, target: str) -> Correspondence:
    """Codes of one revision in the next, at the same level: same code and same words, else candidates.

    Letters are never matched by letter: from one revision to the next they stand for other sections.
    """
    by_words: dict[tuple[int, str], list[str]] = {}
    for item in new:
        by_words.setdefault((item.level, fold(item.en)), []).append(item.code)
    levels = {item.code: item.level for item in new}
    found: dict[str, tuple[Pair, ...]] = {}
    for item in old:
        alike = by_words.get((item.level, fold(item.en)), [])
        same = levels.get(item.code) == item.level and item.level > 1
        if same and item.code in alike:
            found[item.code] = (Pair(item.code, "exact", 1.0, derived=True, confidence=2, note="same code and words"),)
        elif len(alike) == 1 and item.level == 1:
            found[item.code] = (Pair(alike[0], "related", None, derived=True, confidence=1, note="same words"),)
        else:
            pairs = [Pair(code, "related", None, derived=True, confidence=1, note="same words") for code in alike]
            other = Pair(item.code, "related", None, derived=True, confidence=1, note="same code, other words")
            found[item.code] = (*pairs, *([other] if same else []))
    return _key(source, target, found, said)


def _in_heading(code: str, among: Iterable[str]) -> list[str]:
    listed = list(among)
    for digits in HEADINGS:
        beside = [other for other in listed if other[:digits] == code[:digits] and other != code]
        if beside:
            return beside
    return []


def _candidates(codes: Iterable[str], note: str) -> tuple[Pair, ...]:
    return tuple(Pair(code, "related", None, derived=True, confidence=1, note=note) for code in codes)


def _key(source: str, target: str, found: Mapping[str, tuple[Pair, ...]], said: About) -> Correspondence:
    details = {code: pairs for code, pairs in found.items() if pairs}
    return Correspondence(
        source, target, {code: tuple(pair.target for pair in pairs) for code, pairs in details.items()}, details, said
    )
