"""The site as it is served: Lighthouse's speed of the main pages, and 200 questions a second for a minute.

**Speed.** Lighthouse's own slow phone (a 4x slower processor, 1.6 Mbit/s and 150 ms as it simulates them), median of
five runs a page; the page is there before the first run. Needs ``make lighthouse`` and Chromium.

**Load.** 200 a second for 60 s on the server that ``ketenkompas serve`` starts with its defaults: 95 % of what is there
(ten pages and nine questions to the API, each asked once before), by ``hey``, and 5 % new states (pages, files and the
API in turn, every address asked for the first time). See ``_load.py``. **Client and server share the machine**, so the
server has less than its processors. No floor is asked for new states; how long they took is in the notes.

Writes ``results/site.json``; ``--quick`` takes one run a page and ten seconds. ``--only speed`` or ``--only load`` keep
nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import _load
from _results import Row, keep
from _served import ARGUMENTS, Site, chromium, served

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.web import _lighthouse

SCORE, PAINT = 95, 1.5
API_SECONDS, PAGE_SECONDS = 0.05, 0.15
MODEL = "wiod2013-co2"


def speed(site: Site, runs: int) -> tuple[list[Row], dict[str, Any]]:
    """The score and the largest contentful paint of each main page, medians."""
    missing, browser = _lighthouse.missing(), chromium()
    if missing or browser is None:
        raise SystemExit(missing or "Chromium is not on this machine; Debian and Ubuntu have it in `chromium`.")
    rows, notes = [], {}
    for name, (dutch, _) in _lighthouse.MAIN.items():
        path = f"/nl/{dutch}"
        _load.ask(site.address, path)
        reports = [_lighthouse.audit(site.address + path, ("performance",), browser, ARGUMENTS) for _ in range(runs)]
        scores = [_lighthouse.scores(one)["performance"] for one in reports]
        paints = [one["audits"]["largest-contentful-paint"]["numericValue"] / 1000 for one in reports]
        score, paint = float(statistics.median(scores)), statistics.median(paints)
        rows += [
            Row(f"Lighthouse, {name}: performance", "", score, None, f"{SCORE}", score >= SCORE, unit="points"),
            Row(f"Lighthouse, {name}: largest contentful paint", "", paint, None, "1.5 s", paint < PAINT),
        ]
        notes[name] = {"scores": scores, "paints": [round(one, 3) for one in paints]}
        notes[name]["lighthouse"] = reports[0]["lighthouseVersion"]
    return rows, notes


def areas(site: Site) -> Sequence[str]:
    """The economies that have figures."""
    with urllib.request.urlopen(f"{site.address}/api/v1/areas?model={MODEL}") as answer:  # noqa: S310 (loopback)
        return [
            one["code"] for one in json.load(answer)["items"] if one["kind"] == "economy" and "ROW" not in one["code"]
        ]


def load(site: Site, seconds: int) -> tuple[list[Row], dict[str, Any]]:
    """What a steady load does to those who ask."""
    if shutil.which("hey") is None:
        raise SystemExit("hey is not on this machine; Debian and Ubuntu have it in `hey`.")
    for path in [path for paths in _load.prepared().values() for path in paths]:
        if _load.ask(site.address, path) != 200:
            raise SystemExit(f"{path} did not answer with 200")
    found = _load.loaded(site.address, seconds, _load.new_states(areas(site), _load.NEW * seconds, seed=1))
    api = (*found["api"].seconds, *found["new api"].seconds)
    slow_api, slow_pages = _load.percentile(api, 95), _load.percentile(found["pages"].seconds, 95)
    errors = sum(one.errors for one in found.values())
    came, due = (sum(counts) for counts in zip(*((len(one.seconds), one.due) for one in found.values()), strict=True))
    rows = [
        Row("Load: API, 95th percentile (new questions too)", "", slow_api, None, "50 ms", slow_api < API_SECONDS),
        Row("Load: prepared pages, 95th percentile", "", slow_pages, None, "150 ms", slow_pages < PAGE_SECONDS),
        Row("Load: errors", "", float(errors), None, "0", errors == 0, unit="errors"),
        Row("Load: answers a second", "", came / seconds, None, "99 % of 200", came >= 0.99 * due, unit="/s"),
    ]
    milliseconds = {
        kind: {str(q): round(1e3 * _load.percentile(one.seconds, q), 1) for q in (50, 90, 95, 99)}
        | {"came": len(one.seconds), "due": one.due, "errors": one.errors}
        for kind, one in found.items()
    }
    return rows, {"seconds": seconds, "milliseconds": milliseconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="one run a page, ten seconds of load; keeps nothing")
    parser.add_argument("--only", choices=("speed", "load"), help="one of the two; keeps nothing")
    asked = parser.parse_args()
    rows: list[Row] = []
    notes: dict[str, Any] = {"client": "on the same processors as the server", "load before": os.getloadavg()[0]}
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as site:
        if asked.only != "load":
            made, notes["speed"] = speed(site, 1 if asked.quick else 5)
            rows += made
        if asked.only != "speed":
            notes["load before load"] = os.getloadavg()[0]
            made, notes["load"] = load(site, 10 if asked.quick else 60)
            rows += made
    keep("" if asked.quick or asked.only else "site", rows, notes, ("django", "waitress", "vl-convert-python"))


if __name__ == "__main__":
    main()
