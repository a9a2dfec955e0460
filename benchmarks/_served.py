"""The site as a user starts it: ``ketenkompas serve`` in a process of its own, on loopback, with figures of its own."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


@dataclass(frozen=True)
class Site:
    """A site that answers: where, and the process that listens."""

    address: str
    process: int

    def memory(self) -> float:
        """Megabytes that the server and the processes that it started take now, what they share counted once."""
        return sum(_proportional(process) for process in [self.process, *_below(self.process)])


@contextlib.contextmanager
def served(home: Path) -> Iterator[Site]:
    """The production server with its defaults, until the block ends."""
    command = [sys.executable, "-u", "-c", "from ketenkompas.cli import main; main()", "serve"]
    own = {**os.environ, "KETENKOMPAS_HOME": str(home), "KETENKOMPAS_API_RATE": "off"}
    with subprocess.Popen(
        [*command, "--port", "0", "--no-open", "--lang", "en"], env=own, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        found = next((re.search(r"http://\S+/", line) for line in server.stdout if "http://" in line), None)
        try:
            if found is None:
                raise SystemExit("The server did not say where it is; see its own message above.")
            yield Site(found[0].rstrip("/"), server.pid)
        finally:
            server.terminate()


def chromium() -> str | None:
    """Where the machine's Chromium is, if anywhere."""
    return next((path for path in CHROMIUM if Path(path).exists()), None)


def _below(process: int) -> list[int]:
    """The processes that any thread of a process started, and those that they started."""
    told: list[str] = []
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            told += children.read_text("ascii").split()
    return [one for child in map(int, told) for one in (child, *_below(child))]


def _proportional(process: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
