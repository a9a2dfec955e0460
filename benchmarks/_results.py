"""How results are told and kept: rows with ratio, floor and aim; machine and date beside them."""

from __future__ import annotations

import datetime
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "results"


@dataclass(frozen=True)
class Row:
    """One line of the table: what was done, against what, both in seconds (or in ``unit``), what was asked."""

    work: str
    against: str
    ours: float
    theirs: float | None
    floor: str
    met: bool
    aim: str = ""
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        """How many times faster."""
        return None if self.theirs is None else self.theirs / self.ours


def processor() -> str:
    """The processor's name, as far as the system tells."""
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def keep(
    name: str, rows: Sequence[Row], notes: Mapping[str, Any], packages: Sequence[str] = ("numpy", "scipy", "numba")
) -> None:
    """Print the table and write ``results/<name>.json``; without a name nothing is written."""
    for row in rows:
        ratio = f"{row.ratio:8.1f} x" if row.ratio is not None else " " * 10
        told = "no floor" if not row.floor else "met" if row.met else "NOT met"
        asked = f"{row.floor}; aim {row.aim}" if row.aim else row.floor
        shown = f"{row.ours * 1e3:10.2f} ms" if row.unit == "s" else f"{row.ours:10.1f} {row.unit}"
        print(f"{row.work:72s} {shown} {ratio}  {told} ({asked})")
    if not name:
        return
    FOLDER.mkdir(exist_ok=True)
    told = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": {"processor": processor(), "cores": os.cpu_count(), "system": platform.system()},
        "versions": {name: version(name) for name in packages},
        "rows": [asdict(row) | {"ratio": row.ratio} for row in rows],
        "notes": dict(notes),
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
