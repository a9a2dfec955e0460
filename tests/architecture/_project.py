"""What the tests of this folder share: the files that belong to the project, and its source as syntax trees."""

from __future__ import annotations

import ast
import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ketenkompas"
LEFT_OUT = {
    ".git",
    ".venv",
    "node_modules",
    "_build",
    "dist",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
}


@functools.cache
def project_files() -> tuple[Path, ...]:
    """Every file that is, or may become, part of a commit (git's list; in an unpacked release every file)."""
    asked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if asked.returncode == 0:
        names = [name for name in asked.stdout.decode().split("\0") if name]
        return tuple(path for path in map(ROOT.joinpath, names) if path.is_file())
    return tuple(p for p in ROOT.rglob("*") if p.is_file() and not LEFT_OUT.intersection(p.relative_to(ROOT).parts))


def text_of(path: Path) -> str | None:
    """The text of a file, or None when it is not text."""
    content = path.read_bytes()
    if b"\0" in content[:8192]:
        return None
    return content.decode("utf-8", errors="replace")


@functools.cache
def trees() -> tuple[tuple[Path, ast.Module], ...]:
    """Every module of the package as a syntax tree."""
    return tuple((path, ast.parse(path.read_text("utf-8"), str(path))) for path in sorted(SOURCE.rglob("*.py")))


def module_name(path: Path) -> str:
    """The dotted name of a source file."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
