"""``make bench``: every benchmark in turn, each in a process of its own, ratios printed as they come.

A benchmark is a script in this folder whose name does not begin with an underscore; it prints its table and writes
``results/<name>.json`` with machine and date.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main() -> int:
    """Run all, or those named on the command line; the exit code is that of the worst."""
    scripts = sorted(path for path in FOLDER.glob("*.py") if not path.name.startswith("_"))
    wanted = sys.argv[1:] or [path.stem for path in scripts]
    unknown = [name for name in wanted if name not in [path.stem for path in scripts]]
    if unknown:
        print(
            f"No benchmark {', '.join(unknown)}; there are: {', '.join(path.stem for path in scripts)}", file=sys.stderr
        )
        return 2
    worst = 0
    for path in scripts:
        if path.stem in wanted:
            print(f"== {path.stem}", flush=True)
            worst = max(worst, subprocess.run([sys.executable, str(path)], check=False).returncode)
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
