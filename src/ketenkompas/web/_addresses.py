"""Addresses of pages: parallel in Dutch and English, each with its state."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from ketenkompas.i18n import LANGUAGES, Language
from ketenkompas.web._site import PAGES
from ketenkompas.web._state import State, query

OTHERS: Mapping[str, Mapping[Language, str]] = {
    "home": {"nl": "", "en": ""},
    "search": {"nl": "zoeken", "en": "search"},
    "receipt": {"nl": "herkomstbewijs/<slug:receipt>", "en": "receipt/<slug:receipt>"},
    "about": {"nl": "over", "en": "about"},
    "accessibility": {"nl": "toegankelijkheid", "en": "accessibility"},
    "privacy": {"nl": "privacy", "en": "privacy"},
    "contact": {"nl": "contact", "en": "contact"},
}
"""The addresses of what is no page with charts."""


def page(id_: str, state: State, language: Language) -> str:
    """The permanent link of a page in a state; only what the page can show is in it."""
    return _with(reverse(f"{id_}-{language}"), query(state, language, PAGES[id_].controls))


def download(id_: str, panel: str, form: str, state: State, language: Language) -> str:
    """Where a panel's numbers or picture are."""
    address = reverse(f"{id_}-download-{language}", args=[panel, form])
    return _with(address, query(state, language, PAGES[id_].controls))


def plain(name: str, language: Language) -> str:
    """The address of a page without a state."""
    return reverse(f"{name}-{language}")


def receipt(id_: str, language: Language) -> str:
    """Where a receipt can be read."""
    return reverse(f"receipt-{language}", args=[id_])


def other(language: Language) -> Language:
    """The language that the reader can switch to."""
    return next(one for one in LANGUAGES if one != language)


def _with(path: str, asked: str) -> str:
    return f"{path}?{asked}" if asked else path
