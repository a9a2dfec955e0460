"""TopoJSON: arcs are walked, every fault of a file is told together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ketenkompas.errors import InputError
from ketenkompas.ingest import read_topojson


def _written(folder: Path, *geometries: dict[str, Any], **changed: Any) -> Path:
    made = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.25], "translate": [3.0, 50.0]},
        "arcs": [[[0, 0], [4, 0], [0, 4], [-4, -4]]],
        "objects": {"places": {"type": "GeometryCollection", "geometries": list(geometries)}},
    }
    path = folder / "places.topojson"
    path.write_text(json.dumps(made | changed), "utf-8")
    return path


def _place(code: str | None, arcs: list[Any], kind: str = "Polygon") -> dict[str, Any]:
    return {"type": kind, "properties": {} if code is None else {"code": code}, "arcs": arcs}


def test_arcs_are_walked_and_a_polygon_is_a_multipolygon_of_one(tmp_path: Path) -> None:
    path = _written(tmp_path, _place("A", [[0]]), _place("B", [[[-1]]], "MultiPolygon"))
    read = read_topojson(path, name="places", key="code")
    assert read.topology.lines == (((0, 0), (4, 0), (4, 4), (0, 0)),)
    assert read.topology.areas == {"A": (((0,),),), "B": (((-1,),),)}
    assert (read.origin, read.step) == ((3.0, 50.0), (0.5, 0.25))
    assert read.topology.ring((-1,)) == [(0, 0), (4, 4), (4, 0), (0, 0)]


def test_every_fault_is_told(tmp_path: Path) -> None:
    faulty = [_place("A", [[0]]), _place("A", [[0]]), _place(None, [[0]]), _place("B", [0], "LineString")]
    path = _written(tmp_path, *faulty, _place("C", [[7]]))
    with pytest.raises(InputError) as told:
        read_topojson(path, name="places", key="code")
    assert [(one.code, one.where.row) for one in told.value.problems] == [
        ("households_map.code_twice", 2),
        ("households_map.no_code", 3),
        ("households_map.no_polygon", 4),
        ("households_map.line_unknown", 5),
    ]


@pytest.mark.parametrize("changed", [{"arcs": None}, {"objects": {}}, {"transform": {}}])
def test_another_json_is_refused_with_what_was_looked_for(tmp_path: Path, changed: dict[str, Any]) -> None:
    with pytest.raises(InputError) as told:
        read_topojson(_written(tmp_path, **changed), name="places", key="code")
    assert told.value.problems[0].code == "households_map.not_topojson"
    assert "places" in told.value.problems[0].text("nl")


def test_an_absent_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        read_topojson(tmp_path / "none.topojson", name="places", key="code")
    assert told.value.code == "ingest.file_absent"
