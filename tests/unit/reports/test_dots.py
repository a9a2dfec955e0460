"""The ranked dot plot: order, intervals, highlighted areas, words, and the table that holds the same numbers."""

import polars as pl
import pytest
from altair import Chart as AltairChart

from ketenkompas.errors import InputError
from ketenkompas.i18n import Language
from ketenkompas.reports import dots_chart

FRAME = pl.DataFrame(
    {
        "code": ["NL", "DE", "IN"],
        "label": ["Nederland", "Duitsland", "India"],
        "value": [12.0, 12.9, 1.5],
        "low": [11.2, 12.1, None],
        "high": [12.9, 13.7, None],
        "unit": ["t CO2/head"] * 3,
    }
)


@pytest.mark.parametrize("layout", ["image", "page", "narrow"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_a_valid_specification_and_draws(layout: str, language: Language) -> None:
    made = dots_chart(FRAME, language=language, title="Per head", layout=layout, note="Source", mark="DEMO")  # type: ignore[arg-type]
    AltairChart.from_dict(dict(made.spec))
    assert made.svg().startswith("<svg")


def test_the_table_has_every_number_in_order_and_leaves_gaps_open() -> None:
    table = dots_chart(FRAME, language="en", title="x").table()
    assert table.frame["code"].to_list() == ["DE", "NL", "IN"]
    assert table.frame["low"].to_list() == [12.1, 11.2, None]
    assert table.cells()[-1][-1] == "–"


def test_the_words_name_the_largest_the_one_asked_for_and_the_smallest() -> None:
    alt = dots_chart(FRAME, language="nl", title="Per hoofd", highlighted=["NL"]).alt.replace("\N{NO-BREAK SPACE}", " ")
    assert alt.index("Duitsland 12,9") < alt.index("Nederland 12,0") < alt.index("India 1,5")


def test_only_what_has_an_interval_gets_a_stroke() -> None:
    spec = dots_chart(FRAME, language="en", title="x").spec
    (rule,) = [one for one in spec["layer"] if one["mark"]["type"] == "rule"]
    assert [row["code"] for row in rule["data"]["values"]] == ["DE", "NL"]


def test_nothing_and_mixed_units_are_refused() -> None:
    with pytest.raises(InputError):
        dots_chart(FRAME.clear(), language="en", title="x")
    mixed = FRAME.with_columns(unit=pl.Series(["a", "b", "a"]))
    with pytest.raises(InputError) as raised:
        dots_chart(mixed, language="en", title="x")
    assert raised.value.code == "reports.units_mixed"
