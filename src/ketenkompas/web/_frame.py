"""What every page has: menu, switch of language, the edition of the figures, and links at the foot."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ketenkompas.i18n import Language, text
from ketenkompas.web import _addresses
from ketenkompas.web._products import Stamp, products_stamp
from ketenkompas.web._site import PAGES, SECTIONS
from ketenkompas.web._state import State

_FOOT = ("about", "accessibility", "privacy", "contact")


@functools.lru_cache(maxsize=4)
def edition(stamp: Stamp) -> str:
    """The edition of all figures together: the month of the newest product and a hash of all receipts.

    Two installations with the same products have the same edition; any rebuilt figure gives another one.
    """
    receipts = [json.loads(Path(path).read_text("utf-8")) for path, _ in stamp]
    months = [str(receipt["circumstances"].get("time", ""))[:7] for receipt in receipts]
    ids = sorted(str(receipt["id"]) for receipt in receipts)
    return f"{max(months, default='')}-{hashlib.sha256(' '.join(ids).encode()).hexdigest()[:8]}"


def pinned(state: State) -> State:
    """The state with the edition that is shown now, for a link that tells when figures have changed."""
    return replace(state, edition=edition(products_stamp()))


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
        + [(text("page.data.nav", language), _addresses.plain("data", language), section == "data")],
        "foot": [(text(f"page.{name}.nav", language), _addresses.plain(name, language)) for name in _FOOT],
        "home": _addresses.plain("home", language),
        "search": _addresses.plain("search", language),
        "edition": edition(products_stamp()),
    }
