"""One bar of parts: the whole is the sum, shares are of it, and digits are those of the source."""

from __future__ import annotations

import polars as pl
import pytest

from ketenkompas.errors import InputError
from ketenkompas.i18n import Language
from ketenkompas.reports import parts_chart

PETROL = pl.DataFrame(
    {
        "code": ["TTW", "WTT"],
        "label": ["in gebruik", "tot de tank"],
        "value": [2.374, 0.685],
        "unit": ["kg CO2e_AR6/L"] * 2,
    }
)


def test_the_bar_is_the_sum_and_the_twin_holds_the_digits_of_the_source() -> None:
    made = parts_chart(PETROL, language="nl", title="Benzine", places=3)
    bar = next(one for one in made.spec["layer"] if one["mark"]["type"] == "rect")
    assert bar["data"]["values"][-1]["to"] == pytest.approx(3.059)
    assert made.table().cells() == [["TTW", "in gebruik", "2,374", "77,6"], ["WTT", "tot de tank", "0,685", "22,4"]]
    assert made.table().frame["value"].to_list() == [2.374, 0.685]


@pytest.mark.parametrize(("language", "said"), [("nl", "in gebruik 2,37"), ("en", "in gebruik 2.37")])
def test_the_text_says_every_part(language: Language, said: str) -> None:
    assert said in parts_chart(PETROL, language=language, title="Benzine").alt


@pytest.mark.parametrize("layout", ["image", "page", "narrow"])
def test_it_is_drawn_in_every_layout(layout: str) -> None:
    svg = parts_chart(PETROL, language="nl", title="Benzine", layout=layout).svg()  # type: ignore[arg-type]
    assert svg.startswith("<svg")
    assert "0,69" in svg


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (PETROL.head(0), "reports.empty"),
        (PETROL.with_columns(unit=pl.Series(["a", "b"])), "reports.units_mixed"),
        (PETROL.with_columns(value=pl.Series([1.0, -0.5])), "reports.parts_signs"),
    ],
)
def test_what_cannot_be_one_bar_is_refused(frame: pl.DataFrame, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parts_chart(frame, language="nl", title="")
    assert caught.value.code == code
