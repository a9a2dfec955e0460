"""The built front end: which files a page loads, by the manifest that Vite writes."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from ketenkompas.errors import InputError

ENTRY = "src/main.ts"
NEUTRAL = "neutral"
_THEME = "src/themes/{}.css"


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of scripts and styles; both empty when the front end has not been built."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


def assets() -> Assets:
    """What the page's entry needs, newest build, with the tokens of the theme that is set.

    Raises
    ------
    InputError
        ``web.theme_unknown``.
    """
    path = Path(settings.STATIC_ROOT) / "ketenkompas" / "build" / ".vite" / "manifest.json"
    return _read(path, path.stat().st_mtime_ns, settings.KETENKOMPAS_THEME) if path.exists() else Assets()


@functools.lru_cache(maxsize=4)
def _read(path: Path, changed: int, theme: str) -> Assets:  # noqa: ARG001 (the time of change is part of the key)
    manifest = json.loads(path.read_text("utf-8"))
    entry, base = manifest[ENTRY], f"{settings.STATIC_URL}ketenkompas/build/"
    styles = [*entry.get("css", ())]
    if theme != NEUTRAL:
        found = manifest.get(_THEME.format(theme))
        if found is None:
            known = sorted(_name(one) for one in manifest if _name(one))
            raise InputError("web.theme_unknown", found=theme, known=", ".join([NEUTRAL, *known]))
        styles.append(found["file"])
    return Assets((base + entry["file"],), tuple(base + name for name in styles))


def _name(entry: str) -> str:
    before, _, after = _THEME.partition("{}")
    return entry.removeprefix(before).removesuffix(after) if entry.startswith(before) else ""
