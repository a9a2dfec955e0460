"""The packaged shapes are those of the registered boundaries: made again, byte for byte; areas stay what they were."""

from __future__ import annotations

import importlib.resources
import json
import math
from pathlib import Path

import pytest

from ketenkompas.classifications import doubled_area
from ketenkompas.ingest import read_topojson
from ketenkompas.pipeline import build_household_map
from ketenkompas.pipeline._household_geometry import generalised
from ketenkompas.sources import record

pytestmark = pytest.mark.mirror
PACKAGED = Path(str(importlib.resources.files("ketenkompas"))) / "data/geometry/nl-municipalities-2023.json"
TOTAL_KM2 = 35_091.0


def test_a_rebuild_gives_the_packaged_shapes(mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    built = build_household_map(tmp_path)
    assert (built.areas, built.points) == (342, 7837)
    assert built.path.read_bytes() == PACKAGED.read_bytes()
    assert built.size < 120_000


def test_areas_are_those_of_the_publisher_within_a_few_per_cent(mirror: Path) -> None:
    path = mirror / record("nl-municipalities-2023").path
    borders = read_topojson(path, name="gemeente_2023", key="statcode")
    listed = json.loads(path.read_text("utf-8"))["objects"]["gemeente_2023"]["geometries"]
    official = {one["properties"]["statcode"]: one["properties"]["area_km2"] for one in listed}
    assert sum(official.values()) == pytest.approx(TOTAL_KM2, abs=1)
    made = generalised(borders)
    measured = {}
    for code, shape in made.areas.items():
        km2 = 0.0
        for rings in shape:
            outer, *holes = (made.ring(ring) for ring in rings)
            latitude = borders.origin[1] + borders.step[1] * outer[0][1]
            square = borders.step[0] * 111.32 * math.cos(math.radians(latitude)) * borders.step[1] * 111.25
            km2 += square * (abs(doubled_area(outer)) - sum(abs(doubled_area(hole)) for hole in holes)) / 2
        measured[code] = km2
    assert sum(measured.values()) == pytest.approx(TOTAL_KM2, rel=0.005)
    off = {code: measured[code] / official[code] - 1 for code in official}
    assert max(abs(one) for code, one in off.items() if official[code] > 20) < 0.06
    assert max(map(abs, off.values())) < 0.2
