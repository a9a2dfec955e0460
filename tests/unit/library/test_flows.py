"""Flows add up to the footprint in every door; their picture draws what the table holds."""

from __future__ import annotations

import json

import polars as pl
import pytest
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas.cli import app
from ketenkompas.errors import InputError
from ketenkompas.reports import flows_chart


@pytest.mark.parametrize("area", ["NL", "LU", "CN", "EU26", "WORLD"])
@pytest.mark.parametrize("year", [2000, 2008])
def test_flows_add_up_to_the_footprint_of_industries(area: str, year: int) -> None:
    found = kk.flows(area, year)
    whole = kk.footprint(area, year, scope="industry_only")
    assert sum(row["value"] for row in found.rows) == pytest.approx(whole.value, rel=1e-10)
    assert found.item("whole").value == pytest.approx(whole.value, rel=1e-10)
    at_home = next(part.value for part in whole.parts if part.code == "domestic_industry")
    assert found.item("domestic").value == pytest.approx(at_home, rel=1e-9)


def test_the_command_and_the_library_say_the_same() -> None:
    told = CliRunner().invoke(app, ["flows", "NL", "2008", "--lang", "en", "--format", "json"])
    assert json.loads(told.stdout)["rows"] == list(kk.flows("NL", 2008).rows)


def test_a_series_without_a_table_has_no_flows() -> None:
    with pytest.raises(InputError) as raised:
        kk.flows("NL", 2022, model="eurostat-ghgfp")
    assert raised.value.code == "query.economy_only"


def test_blocks_are_as_high_as_their_share_and_thin_bands_are_left_to_the_table() -> None:
    frame = pl.DataFrame(
        {"a": ["x", "x", "y"], "b": ["p", "q", "q"], "value": [60.0, 0.1, 39.9], "unit": ["Mt CO2"] * 3}
    )
    chart = flows_chart(frame, ["a", "b"], language="en", heads=["From", "To"], title="T", layout="page")
    rects = next(layer for layer in chart.spec["layer"] if layer["mark"]["type"] == "rect")["data"]["values"]
    heights = [row["y2"] - row["y"] for row in rects]
    assert heights[0] / heights[1] == pytest.approx(60.1 / 39.9)
    bands = next(layer for layer in chart.spec["layer"] if layer["mark"]["type"] == "area")["data"]["values"]
    assert len({row["band"] for row in bands}) == 2
    assert chart.table().frame.height == 3


def test_negative_flows_cannot_be_drawn() -> None:
    frame = pl.DataFrame({"a": ["x", "y"], "b": ["p", "q"], "value": [1.0, -0.5], "unit": ["Mt CO2"] * 2})
    with pytest.raises(InputError) as raised:
        flows_chart(frame, ["a", "b"], language="nl", heads=["Van", "Naar"], title="T")
    assert raised.value.code == "reports.flows_negative"


def test_on_a_phone_no_name_stands_on_another() -> None:
    chart = kk.flows("NL", 2008, lang="nl").chart(layout="narrow")
    names = [
        layer for layer in chart.spec["layer"] if layer["mark"]["type"] == "text" and "field" in layer["encoding"]["x"]
    ]
    rows = [row for layer in names if "stroke" not in layer["mark"] for row in layer["data"]["values"]]
    assert {layer["mark"]["align"] for layer in names} == {"right"}
    boxes = [(row["x"] - 5.6 * len(row["name"]), row["x"], row["y"]) for row in rows]
    for at, (left, right, y) in enumerate(boxes):
        for other_left, other_right, other_y in boxes[at + 1 :]:
            assert right <= other_left or other_right <= left or abs(y - other_y) >= 5
    below = [layer["mark"]["text"] for layer in chart.spec["layer"] if layer["mark"].get("text")]
    assert sum(said.startswith(("Rest van de wereld", "Nederland", "Rest van de EU")) for said in below) == 3
