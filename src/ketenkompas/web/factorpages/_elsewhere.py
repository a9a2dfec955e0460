"""Emission factors on other pages: found by the site's search, told on the front page and in the catalogue."""

from __future__ import annotations

from ketenkompas.i18n import Language, text
from ketenkompas.library import factors
from ketenkompas.web.factorpages import _held, _words
from ketenkompas.web.factorpages._asked import LONGEST, Asked
from ketenkompas.web.factorpages._find import find
from ketenkompas.web.factorpages._rows import full_name

_FEW = 8


def newest(language: Language) -> Asked | None:
    """The newest release as a page would show it, or None where there is no release."""
    release = _held.newest()
    if release is None:
        return None
    return Asked(language, release, release.number, open_only=factors.only_green_asked())


def first_found(words: str, language: Language) -> list[tuple[str, str, str]]:
    """What a text finds among the factors: what it is, its name with the value, where it leads."""
    shown = newest(language) if words else None
    if shown is None:
        return []
    kind = text("factors.search.kind", language)
    found = [factor for factor, _ in find(words[:LONGEST], shown, limit=_FEW)]
    return [
        (kind, f"{full_name(one, language)}: {_words.value_words(one, language)}", shown.factor_link(one))
        for one in found
    ]


def invitation(language: Language) -> tuple[str, str] | None:
    """A sentence for the front page and where it leads; None where there is no release."""
    shown = newest(language)
    if shown is None:
        return None
    count = _words.figure(len(shown.records), language)
    return text("factors.home.text", language, count=count), shown.link("factors")
