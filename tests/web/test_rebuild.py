"""Pages asked for while products are rebuilt by another process: no error, and every answer from one edition alone."""

import json
import os
import re
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from django.test import Client

from ketenkompas import library, pipeline, web
from tests.conftest import ROOT
from tests.web.conftest import serving
from tests.web.rebuilding import MODEL, YEARS

pytestmark = pytest.mark.browser  # only to share the processor with nobody

FACTORS = (1.25, 1.5, 1.75)
PAGES = (
    "/en/footprint?year=2008",
    "/nl/voetafdruk/herkomst?jaar=2008",
    "/en/footprint/products?year=2008",
    "/nl/vergelijk?jaar=2008",
)
SERIES = f"/api/v1/footprints?area=NL&model={MODEL}"
SHOWN = re.compile(r"<tbody.*?</tbody>|<svg[^>]*role=\"img\".*?</svg>", re.DOTALL)


class Reader(threading.Thread):
    """Asks one address again and again until told to end, and then once more; keeps every different answer."""

    def __init__(self, address: str, ended: threading.Event) -> None:
        super().__init__()
        self.answers: set[str] = set()
        self.faults: list[str] = []
        self.count = 0
        self._address, self._ended = address, ended

    def run(self) -> None:
        last = False
        while not last:
            last = self._ended.wait(0.02)
            try:
                with urllib.request.urlopen(self._address, timeout=60) as answer:  # noqa: S310 (loopback)
                    self.answers.add(answer.read().decode())
                    self.count += 1
            except OSError as fault:
                self.faults.append(str(fault))


def rebuild(home: Path) -> dict[str, float]:
    """Rebuild in another process, as often as there are factors; the factor of each edition."""
    variables = {**os.environ, "KETENKOMPAS_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "tests.web.rebuilding", *map(str, FACTORS)]
    told = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=True, timeout=120)
    return {edition: float(factor) for edition, factor in map(str.split, told.stdout.splitlines())}


def shown(page: str) -> list[str]:
    """The tables and pictures of a page."""
    return SHOWN.findall(page)


def test_no_error_and_no_mixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_HOME", str(tmp_path))
    web.prepare()
    ended = threading.Event()
    with serving(tmp_path) as address:
        first = pipeline.current_edition()
        readers = {path: Reader(address + path, ended) for path in (*PAGES, SERIES)}
        for reader in readers.values():
            reader.start()
        factors = {first: 1.0, **rebuild(tmp_path)}
        ended.set()
        for reader in readers.values():
            reader.join()
    assert {path: reader.faults for path, reader in readers.items()} == {path: [] for path in readers}
    assert len(factors) == 1 + len(FACTORS)
    assert pipeline.current_edition() == list(factors)[-1]

    with pipeline.reading_edition(first):
        base = {one.year: one.value for one in library.series("NL", model=MODEL).figures}
    assert sorted(base) == list(YEARS)
    found = set()
    for answer in readers[SERIES].answers:
        ratios = {round(one["value"] / base[one["year"]], 9) for one in json.loads(answer)["items"]}
        assert len(ratios) == 1, f"years of several editions in one answer: {ratios}"
        found |= ratios
    assert len(found) >= 2
    assert found <= set(factors.values())

    alone = Client(HTTP_HOST="localhost")
    for path in PAGES:
        seen = set()
        for answer in readers[path].answers:
            named = [edition for edition in factors if re.search(rf"<footer.*{edition}.*</footer>", answer, re.DOTALL)]
            assert len(named) == 1, named
            held = alone.get(path, **{"ketenkompas.edition": named[0]}).content.decode()
            assert len(shown(answer)) > 2
            assert shown(answer) == shown(held), f"{path} shows figures that are not of edition {named[0]}"
            seen.add(named[0])
        assert list(factors)[-1] in seen
