"""Lines over the years: bands only where an interval is known, gaps stay open, the table holds every number."""

import polars as pl
import pytest
from altair import Chart as AltairChart

from ketenkompas.errors import InputError
from ketenkompas.i18n import Language
from ketenkompas.reports import course_chart

FRAME = pl.DataFrame(
    {
        "year": [2000, 2001, 2000, 2002],
        "code": ["consumption", "consumption", "production", "production"],
        "label": ["Voetafdruk", "Voetafdruk", "Eigen uitstoot", "Eigen uitstoot"],
        "value": [209.2, 213.0, 170.0, 171.5],
        "low": [198.0, 202.0, None, None],
        "high": [221.0, 225.0, None, None],
        "unit": ["Mt CO2"] * 4,
    }
)


@pytest.mark.parametrize("layout", ["image", "page", "narrow"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_a_valid_specification_and_draws(layout: str, language: Language) -> None:
    made = course_chart(FRAME, language=language, title="T", layout=layout, note="Source", mark="DEMO")  # type: ignore[arg-type]
    AltairChart.from_dict(dict(made.spec))
    assert made.svg().startswith("<svg")


def test_a_band_is_drawn_for_what_has_an_interval_alone() -> None:
    spec = course_chart(FRAME, language="en", title="T").spec
    (band,) = [one for one in spec["layer"] if one["mark"]["type"] == "area"]
    assert {row["code"] for row in band["data"]["values"]} == {"consumption"}


def test_the_table_leaves_missing_years_open() -> None:
    table = course_chart(FRAME, language="nl", title="T").table()
    assert table.frame["year"].to_list() == [2000, 2001, 2002]
    assert table.frame["consumption"].to_list() == [209.2, 213.0, None]
    assert table.frame["production"].to_list() == [170.0, None, 171.5]
    assert table.frame["consumption_high"].to_list() == [221.0, 225.0, None]
    assert "–" in table.cells()[1]


def test_series_differ_by_more_than_colour() -> None:
    spec = course_chart(FRAME, language="en", title="T").spec
    lines = [one["mark"] for one in spec["layer"] if one["mark"]["type"] == "line"]
    points = [one["mark"] for one in spec["layer"] if one["mark"]["type"] == "point"]
    assert len({tuple(one["strokeDash"]) for one in lines}) == 2
    assert len({one["shape"] for one in points}) == 2


def test_the_words_tell_first_and_last_of_every_series() -> None:
    alt = course_chart(FRAME, language="nl", title="T").alt.replace("\N{NO-BREAK SPACE}", " ")
    assert "Voetafdruk van 209,2 Mt CO₂ in 2000 tot 213,0 Mt CO₂ in 2001" in alt


def test_nothing_and_mixed_units_are_refused() -> None:
    with pytest.raises(InputError):
        course_chart(FRAME.clear(), language="en", title="T")
    with pytest.raises(InputError) as raised:
        course_chart(FRAME.with_columns(unit=pl.Series(["a", "b", "a", "b"])), language="en", title="T")
    assert raised.value.code == "reports.units_mixed"
