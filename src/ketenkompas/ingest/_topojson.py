"""Reader of TopoJSON: borders that neighbours share, on the grid of the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenkompas.classifications import Shape, Topology
from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._faults import Faults


@dataclass(frozen=True, slots=True)
class Borders:
    """Areas on a grid, and where the grid lies.

    Attributes
    ----------
    topology : Topology
        Areas by the code in the file.
    origin, step : tuple of float
        Degrees east and north of the grid's zero, and of one step.
    """

    topology: Topology
    origin: tuple[float, float]
    step: tuple[float, float]


def read_topojson(path: Path, *, name: str, key: str) -> Borders:
    """The areas of one object of a quantised TopoJSON file.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        The object that is read.
    key : str
        The property that holds the code of an area.

    Raises
    ------
    InputError
        ``ingest.file_absent``; ``ingest.file_has_problems`` with ``households_map.not_topojson``,
        ``households_map.no_code``, ``households_map.code_twice``, ``households_map.no_polygon`` or
        ``households_map.line_unknown``.

    Notes
    -----
    An arc is a first point and steps from point to point; ``~n`` is arc ``n`` walked backwards (TopoJSON 1.0).
    """
    if not path.is_file():
        raise InputError("ingest.file_absent", where=Where(file=path.name), folder=path.parent.name or ".")
    faults = Faults(path.name)
    try:
        read = json.loads(path.read_text("utf-8"))
        lines = tuple(_walked(arc) for arc in read["arcs"])
        across, down = read["transform"]["scale"]
        east, north = read["transform"]["translate"]
        listed = read["objects"][name]["geometries"]
    except (ValueError, KeyError, TypeError):
        faults.add("households_map.not_topojson", found=name)
        faults.raise_if_any()
        raise
    areas: dict[str, Shape] = {}
    for row, geometry in enumerate(listed, start=1):
        _note(geometry, row, key, areas, faults, len(lines))
    faults.raise_if_any()
    return Borders(Topology(lines, areas), (float(east), float(north)), (float(across), float(down)))


def _walked(arc: list[list[int]]) -> tuple[tuple[int, int], ...]:
    x = y = 0
    points = []
    for across, down in arc:
        x, y = x + across, y + down
        points.append((x, y))
    return tuple(points)


def _note(geometry: Mapping[str, Any], row: int, key: str, areas: dict[str, Shape], faults: Faults, count: int) -> None:
    code = geometry.get("properties", {}).get(key)
    if not code:
        faults.add("households_map.no_code", row=row, found=key)
    elif code in areas:
        faults.add("households_map.code_twice", row=row, found=code)
    elif geometry.get("type") not in ("Polygon", "MultiPolygon"):
        faults.add("households_map.no_polygon", row=row, found=f"{code} {geometry.get('type')}")
    else:
        shape = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        areas[code] = tuple(tuple(tuple(ring) for ring in rings) for rings in shape)
        numbers = {number for rings in shape for ring in rings for number in ring}
        for number in sorted(one for one in numbers if not -count <= one < count):
            faults.add("households_map.line_unknown", row=row, found=f"{code} {number}")
