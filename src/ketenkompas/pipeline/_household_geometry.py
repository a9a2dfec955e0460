"""The packaged shapes of municipalities, made from the registered boundaries: our own layout, never a copy."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenkompas.classifications import Line, Topology, repaired, simplified, without_specks
from ketenkompas.errors import InputError
from ketenkompas.ingest import Borders, read_topojson
from ketenkompas.pipeline._store import starter_folder, write_bytes
from ketenkompas.sources import Opened, open_source

SOURCE = "nl-municipalities-2023"
COUNT = 342
ATTRIBUTION = "CBS and Kadaster (PDOK), CC BY 4.0"
TOLERANCE_M = 250.0
"""How far a border may be from where the source draws it, which is simplified to some 200 m itself."""
LEAST_KM2 = 0.01
"""Smaller islands are left out where a municipality has larger ones."""
_LATITUDE = 52.2  # degrees; the middle of the country
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class BuiltMap:
    """What was written: the place, the number of areas and points, the bytes."""

    path: Path
    areas: int
    points: int
    size: int


def build_household_map(folder: Path | None = None) -> BuiltMap:
    """Make the shapes of the 342 municipalities of 2023: fewer points, borders that fit, nothing that crosses.

    Parameters
    ----------
    folder : Path, optional
        Where to; by default the folder in the package.

    Raises
    ------
    SourceError
        When the boundaries are not here, or are another file.
    InputError
        When the file has faults, has not 342 areas, or borders cross that cannot be parted.
    """
    opened = open_source(SOURCE)
    borders = read_topojson(opened.path, name="gemeente_2023", key="statcode")
    if len(borders.topology.areas) != COUNT:
        raise InputError("households_map.count", found=len(borders.topology.areas), known=COUNT)
    shapes = generalised(borders)
    written = (json.dumps(_packed(shapes, borders, opened), separators=(",", ":")) + "\n").encode()
    path = (folder or starter_folder().parent / "geometry") / f"{SOURCE}.json"
    write_bytes(path, written)
    return BuiltMap(path, len(shapes.areas), sum(map(len, shapes.lines)), len(written))


def generalised(borders: Borders) -> Topology:
    """The areas with fewer points and without specks, no border of which crosses another."""
    across, down = borders.step
    aspect = across * math.cos(math.radians(_LATITUDE)) / down
    step_km = down * _KM_PER_DEGREE
    larger = without_specks(borders.topology, LEAST_KM2 / (step_km**2 * aspect))
    return simplified(repaired(larger), TOLERANCE_M / 1000 / step_km, aspect)


def _packed(shapes: Topology, borders: Borders, opened: Opened) -> Mapping[str, Any]:
    return {
        "title": {"en": opened.record.title, "nl": opened.record.title_nl},
        "attribution": ATTRIBUTION,
        "licence": "CC BY 4.0",
        "made_from": {"source": opened.record.id, "sha256": opened.sha256},
        "origin": borders.origin,
        "step": borders.step,
        "lines": [_steps(line) for line in shapes.lines],
        "areas": dict(sorted(shapes.areas.items())),
    }


def _steps(line: Line) -> list[int]:
    """The first point and the steps from point to point, in one row."""
    moves = [step for (x, y), (u, v) in itertools.pairwise(line) for step in (u - x, v - y)]
    return [*line[0], *moves]
