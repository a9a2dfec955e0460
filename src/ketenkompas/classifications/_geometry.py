"""The shapes of countries, for maps."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Mapping
from typing import Any

Ring = list[list[float]]


@functools.cache
def _world() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(
        (importlib.resources.files("ketenkompas") / "data/geometry/world.json").read_text("utf-8")
    )
    return found


def world_shapes() -> Mapping[str, list[list[Ring]]]:
    """The polygons of every country by area code, longitude and latitude in degrees (Natural Earth).

    Examples
    --------
    >>> len(world_shapes()["NL"]) >= 1
    True
    """
    shapes: Mapping[str, list[list[Ring]]] = _world()["areas"]
    return shapes


def shapes_source() -> str:
    """Whose shapes these are."""
    return str(_world()["source"])
