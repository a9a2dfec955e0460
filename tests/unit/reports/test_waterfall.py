"""The waterfall begins at the first figure, steps by every effect and ends at the last."""

from __future__ import annotations

import altair as alt
import polars as pl
import pytest

from ketenkompas import reports
from ketenkompas.errors import InputError
from ketenkompas.reports import Chart, Layout

STEPS = pl.DataFrame({"code": ["a", "b"], "label": ["Less", "More"], "value": [-30.0, 12.5]})


def drawn(layout: Layout = "image", steps: pl.DataFrame = STEPS, language: str = "en") -> Chart:
    return reports.waterfall_chart(
        steps,
        start=("Footprint 2000", 100.0),
        end="Footprint 2008",
        unit="Mt CO2",
        language="nl" if language == "nl" else "en",
        title="Change",
        note="Source: trial.",
        mark="DEMONSTRATION",
        layout=layout,
    )


@pytest.mark.parametrize("layout", ["image", "page", "narrow"])
def test_it_is_valid_vega_lite(layout: Layout) -> None:
    alt.LayerChart.validate(drawn(layout).spec)
    assert drawn(layout).altair().to_dict()["layer"]


def test_every_bar_begins_where_the_one_before_ended() -> None:
    bars = next(one for one in drawn().spec["layer"] if one["mark"]["type"] == "bar")["data"]["values"]
    assert [(bar["from"], bar["to"]) for bar in bars] == [(0, 100), (100, 70), (70, 82.5), (0, 82.5)]
    assert [bar["shown"] for bar in bars] == ["100.0", "−30.0", "+12.5", "82.5"]


def test_words_and_table_say_the_same() -> None:
    chart = drawn(language="nl")
    assert "Less −30,0 en More +12,5" in chart.alt
    assert chart.table().frame["value"].to_list() == [100.0, -30.0, 12.5, 82.5]
    assert ">DEMONSTRATION<" in chart.svg()
    assert chart.png(1).startswith(b"\x89PNG")


def test_without_steps_there_is_no_picture() -> None:
    with pytest.raises(InputError) as caught:
        drawn(steps=STEPS.clear())
    assert caught.value.code == "reports.empty"
