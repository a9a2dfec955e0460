"""Addresses of the editing pages; apart from the views, so that who only asks for a path loads no tables."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from ketenkompas.i18n import Language

BASE: Mapping[Language, str] = {"nl": "nl/redactie", "en": "en/editing"}
PATHS: Mapping[str, Mapping[Language, str]] = {
    "home": {"nl": "", "en": ""},
    "login": {"nl": "/inloggen", "en": "/log-in"},
    "logout": {"nl": "/uitloggen", "en": "/log-out"},
    "import": {"nl": "/inlezen", "en": "/import"},
    "batch": {"nl": "/levering/<int:pk>", "en": "/batch/<int:pk>"},
    "row": {"nl": "/levering/<int:pk>/rij/<int:row>", "en": "/batch/<int:pk>/row/<int:row>"},
    "records": {"nl": "/levering/<int:pk>/records.csv", "en": "/batch/<int:pk>/records.csv"},
    "correct": {"nl": "/correctie", "en": "/correction"},
    "correction": {"nl": "/correctie/<int:pk>", "en": "/correction/<int:pk>"},
    "releases": {"nl": "/uitgaven", "en": "/releases"},
    "log": {"nl": "/logboek", "en": "/log"},
    "log-file": {"nl": "/logboek.csv", "en": "/log.csv"},
}


def is_editing(path: str) -> bool:
    """Whether an address belongs to the editing pages.

    Examples
    --------
    >>> is_editing("/nl/redactie/levering/3"), is_editing("/en/editing"), is_editing("/nl/redactieraad")
    (True, True, False)
    """
    return any(path == f"/{base}" or path.startswith(f"/{base}/") for base in BASE.values())


def address(name: str, language: Language, *args: int) -> str:
    """The address of an editing page."""
    return reverse(f"editing-{name}-{language}", args=args)
