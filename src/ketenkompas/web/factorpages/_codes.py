"""Labels of the codes that factors carry."""

from __future__ import annotations

from ketenkompas.classifications import scheme
from ketenkompas.errors import UnknownCodeError
from ketenkompas.i18n import Language


def label_of(name: str, code: str, language: Language) -> str:
    """The label of a code, or nothing where the scheme has none here."""
    try:
        return scheme(name).items[code].label(language)
    except (UnknownCodeError, KeyError):
        return ""
