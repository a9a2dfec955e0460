"""The figure of every door: its JSON, its parts, its tables, and the faults of a question told together."""

from __future__ import annotations

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketenkompas as kk
from ketenkompas.errors import InputError, KetenkompasError, MissingValueError, UnknownCodeError

NAMES = [
    *("area", "year", "model", "view", "scope", "gases", "unit", "value", "low", "high", "level", "interval_reason"),
    *("kind", "edition", "parts", "sources", "receipt", "notes"),
]
areas = st.sampled_from(kk.area_codes("wiod2013-co2"))
years = st.integers(2000, 2011)
bys = st.sampled_from([None, "origin", "industry", "product", "final_use"])
scopes = st.sampled_from(["with_households", "industry_only"])


def test_the_names_that_cross_doors() -> None:
    figure = json.loads(kk.footprint("NL", 2008, by="origin").to_json())
    assert list(figure) == NAMES
    assert figure["scope"] == "with_households"
    assert figure["low"] < figure["value"] < figure["high"]
    assert figure["level"] == 0.95
    assert "1,000 draws" in figure["interval_reason"]
    assert {"code", "label", "value"} == set(figure["parts"][0])
    assert all(source["attribution"] and source["licence"] for source in figure["sources"])
    assert kk.receipt(figure["receipt"]).identity["model"] == "wiod2013-co2"


@given(areas, years, bys, scopes)
def test_parts_add_up_and_every_breakdown_is_the_same_total(area: str, year: int, by: str | None, scope: str) -> None:
    figure = kk.footprint(area, year, by=by, scope=scope)  # type: ignore[arg-type]
    assert sum(part.value for part in figure.parts) == pytest.approx(figure.value, rel=1e-12)
    assert figure.value == pytest.approx(kk.footprint(area, year, scope=scope).value, rel=1e-9)  # type: ignore[arg-type]
    assert ("households_direct" in [part.code for part in figure.parts]) == (scope == "with_households")


@given(areas, years, scopes)
def test_consumption_is_production_minus_exports_plus_imports(area: str, year: int, scope: str) -> None:
    consumed = kk.footprint(area, year, scope=scope)  # type: ignore[arg-type]
    produced = kk.footprint(area, year, view="production", scope=scope)  # type: ignore[arg-type]
    closed = produced.value - produced.part("exports") + consumed.part("abroad")
    assert closed == pytest.approx(consumed.value, rel=1e-9)
    assert produced.part("own_use") == pytest.approx(consumed.part("domestic_industry"), rel=1e-12)


@given(areas, years, st.sampled_from(["head", "money"]))
def test_a_denominator_keeps_the_shares(area: str, year: int, per: str) -> None:
    total, shared = kk.footprint(area, year), kk.footprint(area, year, per=per)  # type: ignore[arg-type]
    assert [part.value / shared.value for part in shared.parts] == pytest.approx(
        [part.value / total.value for part in total.parts], rel=1e-9
    )


def test_per_head_and_per_money_of_the_netherlands() -> None:
    # 225.769 Mt over 16.568 million inhabitants; industry and households over 751,380 MUSD; 0.6827 EUR per USD
    head = kk.footprint("NL", 2008, per="head")
    assert (head.unit, head.value) == ("t CO2/head", pytest.approx(225.769 / 16.568, rel=1e-4))
    money = kk.footprint("NL", 2008, per="money")
    assert (money.unit, money.value) == ("kg CO2/USD_2008", pytest.approx(225769 / 751380, rel=1e-5))
    euro = kk.footprint("NL", 2008, per="money", currency="EUR")
    assert (euro.unit, euro.value) == ("kg CO2/EUR_2008", pytest.approx(money.value / 0.6827, rel=1e-4))
    assert "pwt-10.01" in [source.id for source in head.sources]


def test_population_of_the_world_is_that_of_all_regions() -> None:
    heads = {
        area: kk.footprint(area, 2008).value / kk.footprint(area, 2008, per="head").value
        for area in ("WORLD", "WIOD_ROW")
    }
    listed = [area for area in kk.area_codes("wiod2013-co2") if area not in ("WORLD", "EU26", "WIOD_ROW")]
    rest = sum(kk.footprint(area, 2008).value / kk.footprint(area, 2008, per="head").value for area in listed)
    assert heads["WORLD"] == pytest.approx(rest + heads["WIOD_ROW"], rel=1e-9)


def test_every_fault_of_a_question_is_told_with_the_nearest() -> None:
    with pytest.raises(InputError) as asked:
        kk.footprint("Nederlnd", 1990, by="colour")  # type: ignore[arg-type]
    assert [problem.code for problem in asked.value.problems] == ["query.choice", "area.unknown", "year.unknown"]
    dutch, english = asked.value.text("nl"), asked.value.text("en")
    assert "het dichtst in de buurt: NL" in dutch
    assert "nearest: 2000" in english


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({"model": "figaro"}, "model.unknown"),
        ({"lang": "fr"}, "language.unknown"),
        ({"view": "territorial"}, "territorial.needs_bridge"),
        ({"gas": "CH4"}, "query.choice"),
        ({"view": "production", "by": "product"}, "query.by_not_in_view"),
        ({"per": "money", "currency": "GBP"}, "query.currency"),
    ],
)
def test_what_cannot_be_answered_is_said(question: dict[str, str], code: str) -> None:
    with pytest.raises(KetenkompasError) as refused:
        kk.footprint("NL", 2008, **question)  # type: ignore[arg-type]
    assert refused.value.code == code
    for language in ("nl", "en"):
        assert refused.value.text(language)  # type: ignore[arg-type]


def test_a_population_that_is_not_there_is_no_zero() -> None:
    with pytest.raises(MissingValueError, match="NL 2022"):
        kk.published("NL", 2022, per="head")
    assert kk.published("NL", 2019, per="head").value == pytest.approx(171.155 / 17.097, rel=2e-3)


def test_tables_of_a_figure_and_a_series() -> None:
    series = kk.series("NL", by="origin", years=[2007, 2008], lang="nl")
    frame = series.to_polars()
    assert frame.filter(pl.col("year") == 2008)["value"].sum() == pytest.approx(225.769, abs=0.001)
    assert frame.filter(pl.col("code") == "CN")["label"].unique().to_list() == ["China"]
    assert series.to_pandas().shape == frame.shape
    assert dict(series.to_xarray().sizes) == {"year": 2, "part": 42}
    assert series.to_xarray().sel(year=2008).sum().item() == pytest.approx(225.769, abs=0.001)
    assert [figure["year"] for figure in json.loads(series.to_json())] == [2007, 2008]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_charts_say_what_they_are(language: str) -> None:
    chart = kk.series("NL", by="origin", lang=language).chart()
    drawn = chart.svg()
    assert {"nl": "DEMONSTRATIE", "en": "DEMONSTRATION"}[language] in drawn
    assert "World Input-Output Database" in drawn
    assert kk.footprint("NL", 2008, by="product", lang=language).chart().png().startswith(b"\x89PNG")


def test_models_and_areas() -> None:
    assert [(model.id, model.info.kind) for model in kk.models()] == [
        ("eurostat-ghgfp", "official"),
        ("figaro-nl-cited", "cited"),
        ("wiod2013-co2", "demo"),
    ]
    assert kk.area_name("EL", "nl") == "Griekenland"
    with pytest.raises(UnknownCodeError):
        kk.model("wiod")


def test_multipliers_and_trade_are_those_of_the_engine() -> None:
    # Dutch multipliers of 2008 in kt/MUSD (= kg/USD) and emissions abroad, as computed from WIOD 2013 with JRC CO2
    rows = {row["code"]: row for row in kk.multipliers("NL", 2008).rows}
    assert rows["c17"]["upstream"] == pytest.approx(1.463226, rel=1e-5)
    assert rows["c17"]["direct"] == pytest.approx(0.851789, rel=1e-5)
    assert kk.multipliers("NL", 2008).units["upstream"] == "kg CO2/USD_2008"
    for area in ("NL", "EU26", "WORLD"):
        named = {row["code"]: row["value"] for row in kk.trade(area, 2008).rows}
        assert named["production"] - named["exports"] + named["imports"] == pytest.approx(
            named["consumption"], rel=1e-9
        )
        assert named["consumption"] + named["households_direct"] == pytest.approx(kk.footprint(area, 2008).value)
    assert kk.trade("NL", 2008).to_polars().height == 5


def test_lists_that_do_not_exist_are_refused() -> None:
    for ask in (lambda: kk.multipliers("EU26", 2008), lambda: kk.trade("NL", 2022, model="eurostat-ghgfp")):
        with pytest.raises(InputError) as refused:
            ask()
        assert refused.value.code == "query.economy_only"
