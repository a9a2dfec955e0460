"""Bars of a household footprint: what is solid and hatched, whiskers, points, words, the same numbers as a table."""

from typing import Any

import polars as pl
import pytest
from altair import Chart as AltairChart
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.errors import InputError
from ketenkompas.i18n import LANGUAGES, Language
from ketenkompas.reports import Layout, household_chart
from ketenkompas.reports._household_strokes import slanted

FRAME = pl.DataFrame(
    {
        "code": ["home_energy", "car", "food"],
        "label": ["Energie in huis", "Auto", "Eten en drinken"],
        "value": [2000.0, 3000.0, 3500.0],
        "low": [1900.0, 2500.0, None],
        "high": [2100.0, 3600.0, None],
        "observed": [1.0, 0.5, 0.0],
        "unit": ["kg CO2e_AR5/household"] * 3,
        "country": [2300.0, 3200.0, 3560.0],
        "path": [1150.0, None, 1780.0],
    }
)
MARKS = {"country": "Nederland", "path": "uw pad"}


def _spec(**changed: Any) -> Any:
    return household_chart(FRAME, marks=MARKS, language="nl", title="x", layout="page", **changed).spec


def _rows(spec: Any, kind: str, **look: Any) -> list[list[dict[str, Any]]]:
    return [
        layer["data"]["values"]
        for layer in spec["layer"]
        if layer["mark"]["type"] == kind and all(layer["mark"].get(name) == value for name, value in look.items())
    ]


@pytest.mark.parametrize("layout", ["image", "page", "narrow"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_a_valid_specification_and_draws(layout: Layout, language: Language) -> None:
    made = household_chart(
        FRAME, marks=MARKS, language=language, title="T", subtitle="S", note="N", mark="DEMO", layout=layout
    )
    AltairChart.from_dict(dict(made.spec))
    assert made.svg().startswith("<svg")


def test_what_is_measured_is_solid_over_its_share_of_the_bar() -> None:
    solid = next(rows for rows in _rows(_spec(), "rect", color="#0b4f8a") if "code" in rows[0])
    assert [row["code"] for row in solid] == ["home_energy", "car"]
    energy, car = solid
    assert energy["seen"] == pytest.approx(energy["x1"])
    assert car["seen"] - car["x0"] == pytest.approx((car["x1"] - car["x0"]) / 2)


def test_bars_and_points_are_on_one_scale_that_begins_at_zero() -> None:
    bars = {row["code"]: row for row in _rows(_spec(), "rect", color="#ffffff")[0]}
    points = {row["label"]: row for row in _rows(_spec(), "point", shape="circle")[0] if "label" in row}
    per = [
        (bars[code]["x1"] - bars[code]["x0"]) / value for code, value in zip(FRAME["code"], FRAME["value"], strict=True)
    ]
    assert per == pytest.approx([per[0]] * 3)
    assert points["Auto"]["x"] - bars["car"]["x0"] == pytest.approx(3200 * per[0])


def test_a_point_that_is_absent_is_not_drawn() -> None:
    (points,) = [rows for rows in _rows(_spec(), "point", shape="triangle-down") if "code" in rows[0]]
    assert [row["code"] for row in points] == ["home_energy", "food"]


def test_the_table_has_every_number_and_leaves_what_is_absent_open() -> None:
    table = household_chart(FRAME, marks=MARKS, language="nl", title="x").table()
    assert table.frame["value"].to_list() == FRAME["value"].to_list()
    assert table.frame["share_observed"].to_list() == [100.0, 50.0, 0.0]
    assert table.cells()[2] == ["food", "Eten en drinken", "3.500", "–", "–", "0", "3.560", "1.780"]
    assert table.header[-2:] == ("Nederland", "uw pad")


def test_the_words_name_every_bar_once_with_the_unit() -> None:
    alt = household_chart(FRAME, marks={}, language="nl", title="Groningen").alt
    named = "Energie in huis 2.000, Auto 3.000 en Eten en drinken 3.500"
    assert alt == f"Staven. Groningen (kg CO₂-equivalent per huishouden). {named}."


def test_the_legend_explains_only_what_is_drawn() -> None:
    said = str(household_chart(FRAME.filter(pl.col("code") == "food"), marks={}, language="nl", title="x").spec)
    assert "verwacht (berekend)" in said
    assert "hier gemeten" not in said
    assert "90%-interval" not in said


@pytest.mark.parametrize(
    ("frame", "code"),
    [(FRAME.clear(), "reports.empty"), (FRAME.with_columns(unit=pl.Series(["a", "b", "a"])), "reports.units_mixed")],
)
def test_nothing_and_mixed_units_are_refused(frame: pl.DataFrame, code: str) -> None:
    with pytest.raises(InputError) as raised:
        household_chart(frame, marks={}, language="en", title="x")
    assert raised.value.code == code


@given(st.floats(0, 500), st.floats(1, 300), st.floats(5, 40))
def test_slanted_lines_never_leave_their_bar(left: float, wide: float, tall: float) -> None:
    lines = slanted(left, left + wide, 10, 10 + tall)
    for line in lines:
        assert left - 1e-6 <= line["x"] <= line["x2"] <= left + wide + 1e-6
        assert 10 - 1e-6 <= line["y2"] <= line["y"] <= 10 + tall + 1e-6
        assert line["x2"] - line["x"] == pytest.approx(line["y"] - line["y2"], abs=1e-6)
