"""The built front end: which files a page loads, by the manifest that Vite writes."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

ENTRY = "src/main.ts"


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of scripts and styles; both empty when the front end has not been built."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


def assets() -> Assets:
    """What the page's entry needs, newest build."""
    path = Path(settings.STATIC_ROOT) / "ketenkompas" / "build" / ".vite" / "manifest.json"
    return _read(path, path.stat().st_mtime_ns) if path.exists() else Assets()


@functools.lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Assets:  # noqa: ARG001 (the time of change is part of the key)
    entry = json.loads(path.read_text("utf-8"))[ENTRY]
    base = f"{settings.STATIC_URL}ketenkompas/build/"
    return Assets((base + entry["file"],), tuple(base + name for name in entry.get("css", ())))
