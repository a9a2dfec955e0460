"""What every page has: menu, switch of language, the edition of the figures, and links at the foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings

from ketenkompas.i18n import Language, text
from ketenkompas.pipeline import current_edition, edition_now, editions
from ketenkompas.web import _addresses
from ketenkompas.web._site import PAGES, SECTIONS
from ketenkompas.web._state import State
from ketenkompas.web.editing._paths import address

_FOOT = ("about", "accessibility", "privacy", "contact")


def pinned(state: State) -> State:
    """The state with the edition that is shown now, for a link that keeps showing it."""
    return replace(state, edition=edition_now())


def older(newest: Callable[[], str]) -> dict[str, str] | None:
    """What must be said when the edition shown is not the newest: since when it is kept, the way to the newest."""
    shown, current = edition_now(), current_edition()
    if not current or shown == current:
        return None
    kept = next((one.kept for one in editions() if one.id == shown), "")
    return {"kept": kept, "newest": current, "link": newest()}


def frame(language: Language, section: str, here: Callable[[Language], str]) -> dict[str, Any]:
    """The context of ``base.html``."""
    other = _addresses.other(language)
    return {
        "language": language,
        "here": here(language),
        "elsewhere": here(other),
        "other": other,
        "menu": [
            (text(f"page.{one}.nav", language), _addresses.page(one, State(), language), one == section)
            for one in SECTIONS
            if one in PAGES
        ]
        + [
            (text(f"page.{one}.nav", language), _addresses.plain(one, language), one == section)
            for one in ("households", "factors", "data")
        ],
        "foot": [(text(f"page.{name}.nav", language), _addresses.plain(name, language)) for name in _FOOT]
        + ([(text("editing.nav", language), address("home", language))] if settings.EDITING else []),
        "home": _addresses.plain("home", language),
        "search": _addresses.plain("search", language),
        "edition": edition_now(),
    }
