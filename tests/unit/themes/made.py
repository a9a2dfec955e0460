"""A theme package that is made in a test and installed by its metadata alone, as pip would leave it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

ABOUT = {"name": {"en": "Sand", "nl": "Zand"}, "chart": {"home": "#7a4a00"}, "chart_dark": {"home": "#e0b060"}}
SHEET = """/* sand */
.kk-theme {
  --kk-brand: #6b3f00;
  --kk-brand-dark: #4a2c00;
  --kk-banner: #6b3f00;
  --kk-ground: #fbf7f0;
  --kk-tint: #f5ead8;
}
@media screen and (prefers-color-scheme: dark) {
  .kk-theme {
    --kk-brand: #e8c48a;
    --kk-brand-dark: #f2dcb6;
    --kk-banner: #4a2c00;
    --kk-ground: #15110a;
    --kk-tint: #2e2413;
  }
}
"""


def installed(
    folder: Path, patch: pytest.MonkeyPatch, name: str, *, about: Mapping[str, object] = ABOUT, css: str = SHEET
) -> str:
    """Put a package with a theme on the path; returns the id of the theme."""
    package = folder / f"{name}_theme"
    package.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    (package / "theme.json").write_text(json.dumps(about), "utf-8")
    (package / "tokens.css").write_text(css, "utf-8")
    metadata = folder / f"{name}_theme-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-theme\nVersion: 1.0\n", "utf-8")
    (metadata / "entry_points.txt").write_text(f"[ketenkompas.themes]\n{name} = {name}_theme\n", "utf-8")
    patch.syspath_prepend(str(folder))
    return name
