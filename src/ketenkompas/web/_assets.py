"""The built front end: which files a page loads, by the manifest that Vite writes, and the sheet of the theme."""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ketenkompas.themes import NEUTRAL, active_theme, sheet

ENTRY = "src/main.ts"


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of scripts and styles; both empty when the front end has not been built."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


def assets() -> Assets:
    """What the page's entry needs, newest build, with the tokens of the theme that is set.

    Raises
    ------
    KetenkompasError
        Those of :func:`active_theme`.
    """
    chosen = active_theme()
    path = Path(settings.STATIC_ROOT) / "ketenkompas" / "build" / ".vite" / "manifest.json"
    if not path.exists():
        return Assets()
    found = _read(path, path.stat().st_mtime_ns)
    if chosen.id == NEUTRAL:  # its tokens are in the styles of every page
        return found
    return replace(found, styles=(*found.styles, f"/theme/{chosen.id}-{_digest(sheet(chosen))}.css"))


@require_safe
def theme_sheet(request: HttpRequest, name: str) -> HttpResponse:
    """The style sheet of the theme that is set, under a name that changes with it."""
    del request
    chosen = active_theme()
    css = sheet(chosen)
    if name != f"{chosen.id}-{_digest(css)}":
        raise Http404
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _digest(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:12]


@functools.lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Assets:  # noqa: ARG001 (the time of change is part of the key)
    manifest = json.loads(path.read_text("utf-8"))
    entry, base = manifest[ENTRY], f"{settings.STATIC_URL}ketenkompas/build/"
    return Assets((base + entry["file"],), tuple(base + name for name in entry.get("css", ())))
