"""Every page at FIGARO's full size: a made table of 46 areas and 64 industries in the real layout, built by command.

The table is made anew (random numbers, no real figure), built with ``ketenkompas build`` and served with
``ketenkompas serve`` as a user would. Then every page is asked for in both languages, twice: the first time it is made,
the second it is there. A page that does not answer with 200 ends the run. Memory is that of the server and its
processes together, what they share counted once. Writes ``results/site_figaro.json``; ``--quick`` takes 5 industries.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from _load import ask
from _made_figaro import figaro_regions, made_table, write_footprint_emissions, write_households, write_matrix
from _results import Row, keep
from _served import Site, served
from ketenkompas.classifications import scheme
from ketenkompas.i18n import LANGUAGES
from ketenkompas.web._addresses import METHODS, OTHERS
from ketenkompas.web._site import PAGES

AREAS, YEARS, MODEL = 46, (2021, 2022), "figaro-made"
MAIN_SECONDS = 0.15
QUICK = ("A01", "C10T12", "C31_32", "D35", "J62_63")


def build(home: Path, folder: Path, industries: tuple[str, ...]) -> float:
    """Make the files of two years and build them; returns the seconds of the newest build."""
    seconds = 0.0
    for place, year in enumerate(YEARS):
        made = made_table(figaro_regions(AREAS), industries, seed=1 + place)
        table = write_matrix(made, folder / f"matrix_eu-ic-io_ind-by-ind_24ed_{year}.csv")
        emissions = write_footprint_emissions(made, folder / f"env_ac_ghgfp_{year}.csv", year)
        households = write_households(made, folder / f"env_ac_ainah_r2_{year}.csv", year)
        command = [sys.executable, "-c", "from ketenkompas.cli import main; main()", "build"]
        options = ["--from", str(table), "--like", "figaro", "--model", MODEL, "--lang", "en"]
        beside = ["--emissions", str(emissions), "--households", str(households)]
        began = time.perf_counter()
        own = {**os.environ, "KETENKOMPAS_HOME": str(home), "KETENKOMPAS_API_RATE": "off"}
        subprocess.run([*command, *options, *beside], env=own, check=True, stderr=subprocess.DEVNULL)
        seconds = time.perf_counter() - began
        table.unlink()
    return seconds


def paths() -> list[str]:
    """Every page in both languages; of those with a name in their address, the first."""
    found = []
    for language in LANGUAGES:
        found += [f"/{language}/{page.paths[language]}" for page in PAGES.values()]
        found += [f"/{language}/{words[language]}" for words in OTHERS.values() if "<" not in words[language]]
        found.append(f"/{language}/{OTHERS['methods'][language]}/{METHODS['change'][language]}")
    return found


def asked(site: Site, wanted: list[str]) -> dict[str, float]:
    """Seconds of each page; ends the run where one does not answer with 200."""
    found = {}
    for path in wanted:
        began = time.perf_counter()
        status = ask(site.address, path)
        found[path] = time.perf_counter() - began
        if status != 200:
            raise SystemExit(f"{path} answered with {status}")
    return found


class Watch:
    """The most memory that a site takes while it is watched, megabytes."""

    def __init__(self, site: Site) -> None:
        self.most = 0.0
        self._site, self._ended = site, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._ended.wait(0.5):
            self.most = max(self.most, self._site.memory())

    def end(self) -> float:
        """Stop watching."""
        self._ended.set()
        self._thread.join()
        return self.most


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="few industries, to try the script")
    quick = parser.parse_args().quick
    load = os.getloadavg()[0]
    industries = QUICK if quick else tuple(scheme("A64").items)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        built = build(home, Path(folder), industries)
        with served(home) as site:
            watch = Watch(site)
            wanted = paths()
            first, again = asked(site, wanted), asked(site, wanted)
            memory = watch.end()
    slowest, slow_again = max(first, key=first.__getitem__), max(again, key=again.__getitem__)
    rows = [
        Row("Build of the newest year", "", built, None, "", True),
        Row(f"Slowest page of {len(wanted)}, first time ({slowest})", "", first[slowest], None, "", True),
        Row(
            f"Slowest page, second time ({slow_again})",
            "",
            again[slow_again],
            None,
            "150 ms",
            again[slow_again] < MAIN_SECONDS,
        ),
        Row("Most memory of the server and its processes", "", memory, None, "", True, unit="MB"),
    ]
    notes = {
        "areas": AREAS,
        "industries": len(industries),
        "years": list(YEARS),
        "load before": load,
        "seconds, first time": {path: round(one, 4) for path, one in first.items()},
        "seconds, second time": {path: round(one, 4) for path, one in again.items()},
    }
    keep("" if quick else "site_figaro", rows, notes, ("django", "polars", "vl-convert-python"))


if __name__ == "__main__":
    main()
