"""Load from outside at a fixed rate: what is asked does not wait for what was asked before.

``hey`` asks one address each, so several run side by side, two connections each: together the rate of what is prepared.
Hey's workers keep to their pace while an answer takes less than the time between two of their questions (200 ms); how
many answers came is held against how many were due. New states, which are another address each time, are asked by a
thread of this script each, at the moment that they are due and not when a thread happens to be free; their time counts
from that moment.
"""

from __future__ import annotations

import csv
import http.client
import io
import random
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

PAGES = (
    "voetafdruk",
    "voetafdruk/herkomst",
    "voetafdruk/producten",
    "voetafdruk/verandering",
    "vergelijk",
    "streefpad",
)
ENGLISH = ("", "footprint", "sources", "compare")
API = (
    "footprints?area=NL",
    "footprints?area=NL&year=2008",
    "footprints?area=DE&year=2010&by=origin",
    "footprints?area=NL&year=2008&by=product",
    "multipliers?area=NL&year=2008",
    "trade?area=NL&year=2008",
    "published?area=NL",
    "models",
    "areas?model=wiod2013-co2",
)
FILES = (
    "voetafdruk/verandering/drivers.csv",
    "vergelijk/ranking.csv",
    "voetafdruk/course.csv",
    "vergelijk/exchange.csv",
)
KINDS = ("new pages", "new files", "new api")
EACH = 10  # a second, for each address of what is prepared
CONNECTIONS = 2
NEW = 10  # a second: pages, files and the API in turn
PATIENCE = 30.0  # seconds; later is an error
FIRST, LAST = 2000, 2011


@dataclass(frozen=True)
class Outcome:
    """What came of a kind of question: seconds of each answer, how many were due, how many were wrong or missing."""

    seconds: tuple[float, ...]
    due: int
    errors: int


def prepared() -> dict[str, list[str]]:
    """The addresses of what is prepared, pages and API."""
    pages = [f"/nl/{page}" for page in PAGES] + [f"/en/{page}" for page in ENGLISH]
    return {"pages": pages, "api": [f"/api/v1/{one}" for one in API]}


def new_states(areas: Sequence[str], count: int, seed: int) -> list[str]:
    """Addresses that have not been asked before: pages, files of a chart and the API in turn, like :data:`KINDS`."""
    draw = random.Random(seed)  # noqa: S311
    found: dict[str, None] = {}
    while len(found) < count:
        area, year = draw.choice(areas), draw.randint(FIRST, LAST)
        kind = KINDS[len(found) % len(KINDS)]
        if kind == "new api":
            by = draw.choice(("origin", "product", "industry"))
            scope = draw.choice(("with_households", "industry_only"))
            asked = {"area": area, "year": year, "by": by, "scope": scope}
            found[f"/api/v1/footprints?{urlencode(asked)}"] = None
        else:
            scope = draw.choice(("met", "zonder"))
            asked = {"gebied": area, "jaar": year, "huishoudens": scope, "eenheid": draw.choice(("totaal", "hoofd"))}
            place = draw.choice(PAGES) if kind == "new pages" else draw.choice(FILES)
            found[f"/nl/{place}?{urlencode(asked)}"] = None
    return list(found)


def loaded(address: str, seconds: int, states: Sequence[str]) -> dict[str, Outcome]:
    """Ask for ``seconds`` and tell, by kind, what came: ``pages`` and ``api`` (prepared), and each of :data:`KINDS`."""
    running = {path: _hey(address + path, seconds) for paths in prepared().values() for path in paths}
    asked = _new(address, states)
    told = {path: process.communicate()[0] for path, process in running.items()}
    due = EACH * seconds
    found = {kind: _joined([_of_hey(told[path], due) for path in paths]) for kind, paths in prepared().items()}
    for place, kind in enumerate(KINDS):
        times = [asked[path] for path in states[place :: len(KINDS)]]
        good = tuple(one for one in times if one is not None)
        found[kind] = Outcome(good, len(times), len(times) - len(good))
    return found


def percentile(seconds: Sequence[float], percent: float) -> float:
    """The smallest time that ``percent`` of all keep to."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else float("inf")


def ask(address: str, path: str) -> int:
    """The status of one answer, read to its end, packed as a browser asks for it."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _hey(url: str, seconds: int) -> subprocess.Popen[str]:
    pace = ("-c", str(CONNECTIONS), "-q", str(EACH // CONNECTIONS), "-z", f"{seconds}s", "-t", str(int(PATIENCE)))
    command = ["hey", *pace, "-o", "csv", "-H", "Accept-Encoding: gzip", url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _of_hey(told: str, due: int) -> Outcome:
    rows = list(csv.DictReader(io.StringIO(told)))
    good = tuple(float(row["response-time"]) for row in rows if row["status-code"] == "200")
    return Outcome(good, due, len(rows) - len(good))


def _joined(outcomes: Sequence[Outcome]) -> Outcome:
    return Outcome(
        tuple(one for outcome in outcomes for one in outcome.seconds),
        sum(outcome.due for outcome in outcomes),
        sum(outcome.errors for outcome in outcomes),
    )


def _new(address: str, states: Sequence[str]) -> dict[str, float | None]:
    """Seconds from the moment each was due to its last byte; None where it failed."""
    found: dict[str, float | None] = dict.fromkeys(states)
    began = time.perf_counter()

    def one(path: str, due: float) -> None:
        try:
            if ask(address, path) == 200:
                found[path] = time.perf_counter() - due
        except OSError:
            return

    threads = []
    for place, path in enumerate(states):
        due = began + place / NEW
        time.sleep(max(0.0, due - time.perf_counter()))
        threads.append(threading.Thread(target=one, args=(path, due)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    return found
