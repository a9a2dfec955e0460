"""Search over all packaged emission factors and the choice of one, customs goods of every country included.

Every query of ``tests/published`` is asked several times, in turns; every single answer is timed, so that the
percentiles are those of questions and not of averages. A choice is asked in euros, kilogrammes and kilometres, at home
and for another country, and by key. The index is made anew each time. Writes ``results/factor_search.json``;
``--quick`` asks once.
"""

from __future__ import annotations

import argparse
import csv
import os
import pickle
import resource
import time
from pathlib import Path

import numpy as np

from _results import Row, keep
from ketenkompas import library
from ketenkompas.errors import KetenkompasError
from ketenkompas.factors import SearchIndex, search_index
from ketenkompas.ingest import read_edition
from ketenkompas.pipeline import packaged_factors

QUERIES = Path(__file__).resolve().parent.parent / "tests" / "published"
RELEASE = "2026.1"
TURNS, INDEXED = 5, 5
SLOWEST, LONGEST = 0.030, 2.0


def queries() -> list[tuple[str, str, str]]:
    """Text, language and kind of every query, hostile and empty ones too."""
    asked = []
    for name in ("factor_queries.csv", "factor_queries_fresh.csv"):
        with (QUERIES / name).open(encoding="utf-8", newline="") as file:
            asked += [(row["query"], row["language"], row["kind"]) for row in csv.DictReader(file)]
    return asked


def timed(index: SearchIndex, asked: list[tuple[str, str, str]], turns: int) -> np.ndarray:
    """Seconds per question, turn after turn."""
    seconds = np.zeros((turns, len(asked)))
    for turn in range(turns):
        for place, (text, language, _) in enumerate(asked):
            started = time.perf_counter()
            index.find(text, language="en" if language == "en" else "nl")
            seconds[turn, place] = time.perf_counter() - started
    return seconds


def chosen(asked: list[tuple[str, str, str]], turns: int) -> tuple[np.ndarray, int]:
    """Seconds per choice from the packaged release, and how many questions had an answer."""
    questions = [
        (text, language, unit, region)
        for text, language, _ in asked
        for unit, region in (("EUR", "NL"), ("kg", "NL"), ("km", "NL"), ("kg", "TR"))
    ]
    questions += [(one.key, "nl", "kg", "NL") for one in library.factors.release(RELEASE).current[::100]]
    seconds, answered = np.zeros((turns, len(questions))), 0
    for turn in range(turns):
        for place, (text, language, unit, region) in enumerate(questions):
            spoken = "en" if language == "en" else "nl"
            started = time.perf_counter()
            try:
                library.factors.choose(text, 10, unit, year=2026, region=region, language=spoken, release=RELEASE)
                answered += 1
            except KetenkompasError:
                pass
            seconds[turn, place] = time.perf_counter() - started
    return seconds, answered // turns


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="ask once, to try the script")
    quick = parser.parse_args().quick
    folders = sorted((packaged_factors() / "editions").glob("*/*/"))
    records = tuple(one for folder in folders for one in read_edition(folder))
    making: list[float] = []  # processor time: it is one thread, and others may use the machine
    waited: list[float] = []
    for _ in range(1 if quick else INDEXED):
        started, busy = time.perf_counter(), time.process_time()
        index = search_index(records)
        waited.append(time.perf_counter() - started)
        making.append(time.process_time() - busy)
    asked = queries()
    seconds = timed(index, asked, 1 if quick else TURNS)
    misspelt = seconds[:, [kind == "typo" for _, _, kind in asked]]
    started = time.perf_counter()
    library.factors.release(RELEASE)
    reading = time.perf_counter() - started
    library.factors.warm()
    library.factors.choose("kantoormeubelen", 1, "EUR", year=2026, release=RELEASE)
    choices, answered = chosen(asked, 1 if quick else TURNS)
    slow = float(np.percentile(choices, 95))
    middle, late = float(np.median(seconds)), float(np.percentile(seconds, 95))
    table = [
        Row(f"A question over {len(records)} records (median)", "", middle, None, "-", True),
        Row("  the same, 95th percentile", "", late, None, "p95 < 30 ms", late < SLOWEST),
        Row("  misspelt questions, 95th percentile", "", float(np.percentile(misspelt, 95)), None, "-", True),
        Row("  the slowest", "", float(seconds.max()), None, "-", True),
        Row(
            "Making the index, processor time (median)",
            "",
            float(np.median(making)),
            None,
            "2 s",
            float(np.median(making)) < LONGEST,
        ),
        Row("A choice by words or key (median)", "", float(np.median(choices)), None, "-", True),
        Row("  the same, 95th percentile", "", slow, None, "p95 < 30 ms", slow < SLOWEST),
        Row("Reading the release", "", reading, None, "-", True),
    ]
    notes = {
        "records": len(records),
        "sources": len({one.source.source_id for one in records}),
        "queries": len(asked),
        "choices": choices.shape[1],
        "choices_answered": answered,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "turns": len(seconds),
        "index_waited_seconds": round(float(np.median(waited)), 3),
        "load": os.getloadavg()[0],
        "index_megabytes": round(len(pickle.dumps(index.words)) / 1e6, 1),
    }
    keep("" if quick else "factor_search", table, notes, packages=("numpy", "rapidfuzz"))


if __name__ == "__main__":
    main()
