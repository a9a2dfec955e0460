"""Addresses of pages: parallel in Dutch and English, each with its state."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from ketenkompas.i18n import LANGUAGES, Language
from ketenkompas.web._state import State, query

PATHS: Mapping[str, Mapping[Language, str]] = {
    "home": {"nl": "", "en": ""},
    "footprint": {"nl": "voetafdruk", "en": "footprint"},
    "download": {"nl": "voetafdruk/<slug:panel>.<str:form>", "en": "footprint/<slug:panel>.<str:form>"},
    "receipt": {"nl": "herkomstbewijs/<slug:receipt>", "en": "receipt/<slug:receipt>"},
}


def page(state: State, language: Language) -> str:
    """The permanent link of the footprint page in a state."""
    return _with(reverse(f"footprint-{language}"), query(state, language))


def download(panel: str, form: str, state: State, language: Language) -> str:
    """Where a panel's numbers or picture are."""
    return _with(reverse(f"download-{language}", args=[panel, form]), query(state, language))


def receipt(id_: str, language: Language) -> str:
    """Where a receipt can be read."""
    return reverse(f"receipt-{language}", args=[id_])


def other(language: Language) -> Language:
    """The language that the reader can switch to."""
    return next(one for one in LANGUAGES if one != language)


def _with(path: str, asked: str) -> str:
    return f"{path}?{asked}" if asked else path
