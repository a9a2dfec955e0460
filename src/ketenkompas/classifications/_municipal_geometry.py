"""The shapes of the Dutch municipalities of 2023, for maps."""

from __future__ import annotations

import functools
import importlib.resources
import itertools
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ketenkompas.classifications._geometry import Ring
from ketenkompas.classifications._topology import Point, Topology, doubled_area

FILE = "data/geometry/nl-municipalities-2023.json"
_PLACES = 5  # decimals of a degree, about a metre: with four, two borders would cross


@functools.cache
def _packaged() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((importlib.resources.files("ketenkompas") / FILE).read_text("utf-8"))
    return found


@functools.cache
def municipal_topology() -> Topology:
    """Municipalities as polygons of shared lines, on the grid of the packaged file."""
    read = _packaged()
    lines = tuple(_unpacked(line) for line in read["lines"])
    areas = {
        code: tuple(tuple(tuple(ring) for ring in rings) for rings in shape) for code, shape in read["areas"].items()
    }
    return Topology(lines, areas)


def _unpacked(line: Iterable[int]) -> tuple[tuple[int, int], ...]:
    steps = iter(line)
    pairs = zip(steps, steps, strict=True)
    return tuple(itertools.accumulate(pairs, lambda at, step: (at[0] + step[0], at[1] + step[1])))


@functools.cache
def municipal_shapes() -> Mapping[str, list[list[Ring]]]:
    """The polygons of the 342 municipalities of 2023 by code, longitude and latitude in degrees.

    Examples
    --------
    >>> len(municipal_shapes()), max(map(len, municipal_shapes()["GM0744"]))  # Baarle-Nassau has Belgian holes
    (342, 13)
    """
    topology = municipal_topology()
    return {
        code: [[[_degrees(point) for point in topology.ring(ring)] for ring in rings] for rings in shape]
        for code, shape in topology.areas.items()
    }


def municipal_borders(groups: Mapping[str, str]) -> list[list[list[float]]]:
    """Lines between municipalities of different groups (provinces, for instance), in degrees.

    Parameters
    ----------
    groups : Mapping
        The group of each municipality; a municipality that has none parts from no neighbour.
    """
    topology = municipal_topology()
    return [
        [_degrees(point) for point in topology.lines[number]]
        for number, owners in enumerate(topology.owners())
        if len({groups[code] for code in owners if code in groups}) > 1
    ]


@functools.cache
def municipal_centres() -> Mapping[str, list[float]]:
    """The middle of the largest polygon of each municipality, in degrees: where a mark stands.

    Examples
    --------
    >>> [round(degrees, 1) for degrees in municipal_centres()["GM0344"]]  # Utrecht
    [5.1, 52.1]
    """
    topology = municipal_topology()
    found = {}
    for code, shape in topology.areas.items():
        ring = max((topology.ring(rings[0]) for rings in shape), key=lambda points: abs(doubled_area(points)))
        found[code] = _degrees(_middle(ring))
    return found


def _middle(ring: list[Point]) -> Point:
    """The centre of mass of a ring."""
    doubled, x_sum, y_sum = doubled_area(ring), 0, 0
    for (x, y), (u, v) in itertools.pairwise(ring):
        x_sum += (x + u) * (x * v - u * y)
        y_sum += (y + v) * (x * v - u * y)
    return round(x_sum / 3 / doubled), round(y_sum / 3 / doubled)


def municipal_source() -> str:
    """Whose shapes these are, as they must be named."""
    return str(_packaged()["attribution"])


def _degrees(point: tuple[int, int]) -> list[float]:
    read = _packaged()
    return [round(read["origin"][at] + read["step"][at] * point[at], _PLACES) for at in (0, 1)]
