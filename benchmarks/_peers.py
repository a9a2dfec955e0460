"""Peers in environments of their own: made once by pip, called as processes, never part of the project."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def peer(name: str, *requirements: str) -> Path:
    """The interpreter of the environment ``.env-<name>`` with these requirements and the newest NumPy for them."""
    folder = FOLDER / f".env-{name}"
    python = folder / "bin" / "python"
    ready = folder / "requirements.txt"
    wanted = "\n".join(requirements)
    if not ready.exists() or ready.read_text("utf-8") != wanted:
        print(f"Making the environment of {name} ...", file=sys.stderr)
        venv.EnvBuilder(with_pip=True, clear=True).create(folder)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)
        ready.write_text(wanted, "utf-8")
    return python
