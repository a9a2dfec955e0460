"""Why a footprint changed, as the library tells it: from the product, from raw tables, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import ketenkompas as kk
from ketenkompas.errors import InputError, KetenkompasError, SourceError
from ketenkompas.library import Analysis
from ketenkompas.library._change import Prices, _of_tables, effects
from ketenkompas.library._query import question_of
from ketenkompas.mrio import EFFECTS, example_accounts
from ketenkompas.pipeline import WIOD, ModelInfo, Step, Store, Table, user_store, writing
from ketenkompas.pipeline._change import change_plans
from ketenkompas.pipeline._plan import carry_out

YEARS = (2000, 2001, 2008)

pytestmark = pytest.mark.xdist_group("explain")  # one worker makes what they share


@pytest.fixture(scope="module")
def products(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with the decompositions of three years."""
    home = tmp_path_factory.mktemp("changes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENKOMPAS_MIRROR", str(mirror))
        patch.setenv("KETENKOMPAS_HOME", str(home))
        store = user_store()
        with writing(store):
            for plan in change_plans(YEARS):
                built = carry_out(store, plan)
                assert [check["passed"] for check in built.receipt.validation] == [True]
        yield home


@pytest.fixture
def home(products: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("KETENKOMPAS_HOME", str(products))
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    return user_store()


def values(found: Analysis) -> dict[str, float]:
    return {row["code"]: row["value"] for row in found.rows}


@pytest.mark.mirror
def test_the_netherlands_in_the_fact_sheet(home: Store) -> None:
    found = kk.explain("NL", 2000, 2008)
    told = values(found)
    assert told["intensity"] == pytest.approx(-59.679, abs=0.01)
    assert told["technology"] + told["trade_structure"] == pytest.approx(41.580, abs=0.01)
    assert told["demand_mix"] == pytest.approx(7.665, abs=0.01)
    assert told["demand_volume"] + told["population"] == pytest.approx(27.742, abs=0.01)
    assert found.item("change_industries").value == pytest.approx(17.308, abs=0.01)
    assert found.item("before").value == pytest.approx(kk.footprint("NL", 2000).value)
    assert sum(told.values()) == pytest.approx(found.item("change").value, abs=1e-9)
    ends = {row["code"]: (row["lowest_form"], row["highest_form"]) for row in found.rows}
    assert ends["intensity"] == pytest.approx((-74.837, -44.521), abs=0.01)
    assert found.receipt == home.receipt(WIOD, None, "decomposition").id  # type: ignore[union-attr]
    assert found.kept
    assert any("constant prices of 2008" in note for note in found.notes)


@pytest.mark.mirror
@pytest.mark.parametrize("area", ["NL", "EU26", "WORLD"])
def test_parts_add_up_and_agree_with_raw_tables(home: Store, area: str) -> None:
    found = kk.explain(area, 2000, 2008, by="product", scope="industry_only")
    whole, parts = found.rows[0], found.rows[1:]
    for effect in EFFECTS:
        assert sum(row[effect] for row in parts) == pytest.approx(whole[effect], rel=1e-6, abs=1e-4)
    assert whole["value"] == pytest.approx(found.item("change").value, abs=1e-9)
    question = question_of(area, 2000, model=WIOD, gas=None, lang="en")
    for by in ("product", "origin", "industry"):
        raw = _of_tables(question, [2000, 2008], by, Prices())  # type: ignore[arg-type]
        for effect in EFFECTS:
            assert raw.forms["change"][effect] / 1e3 == pytest.approx(whole[effect], abs=1e-6)
            assert sum(row[effect] for row in raw.parts.values()) / 1e3 == pytest.approx(whole[effect], abs=1e-6)


@pytest.mark.mirror
def test_chained_over_years_it_is_the_same_change(home: Store) -> None:
    direct = kk.explain("NL", 2000, 2001, course="chained")
    assert values(direct) == values(kk.explain("NL", 2000, 2001))
    assert direct.kept
    question = question_of("NL", 2000, model=WIOD, gas=None, lang="en")
    chained = effects(question, [2000, 2001, 2008], None, "chained", Prices())
    both = [values(kk.explain("NL", *years, scope="industry_only")) for years in ((2000, 2001), (2001, 2008))]
    assert {name: value / 1e3 for name, value in chained.forms["change"].items()} == pytest.approx(
        {name: both[0][name] + both[1][name] for name in EFFECTS}
    )


@pytest.mark.mirror
def test_current_prices_are_loud(home: Store) -> None:
    found = kk.explain("NL", 2000, 2008, current_prices=True, scope="industry_only", lang="nl")
    assert values(found)["intensity"] == pytest.approx(-209.771, abs=0.01)
    assert any(note.startswith("LOPENDE PRIJZEN") for note in found.notes)
    assert "LOPENDE PRIJZEN" in found.chart().svg()
    assert not found.kept


@pytest.mark.mirror
def test_the_picture_goes_from_the_first_figure_to_the_last(home: Store) -> None:
    chart = kk.explain("NL", 2000, 2008, lang="nl").chart()
    assert chart.table().frame["code"].to_list() == ["start", *EFFECTS, "households_direct", "end"]
    assert chart.table().frame["value"].to_list()[-1] == pytest.approx(225.769, abs=0.01)
    assert ">DEMONSTRATIE<" in chart.svg()


@pytest.mark.mirror
def test_an_index_of_ones_own(home: Store, tmp_path: Path) -> None:
    """With the country deflators as a file it is the same; with one index for all it is only a change of money."""
    from ketenkompas.pipeline import wiod_price_index

    regions = kk.model(WIOD).info.regions
    lines = ["region,year,index"]
    for year in (2000, 2008):
        index = wiod_price_index(regions, year, 2008)
        lines += [f"{region},{year},{100 * float(index.sel(region=region)):.12g}" for region in regions]
    (tmp_path / "index.csv").write_text("\n".join(lines) + "\n", "utf-8")
    own = kk.explain("NL", 2000, 2008, prices=tmp_path / "index.csv")
    known = kk.explain("NL", 2000, 2008)
    assert values(own) == pytest.approx(values(known), abs=1e-6)
    assert "user:index.csv" in [item["source"] for item in own.identity["inputs"]]
    with pytest.raises(InputError) as caught:
        kk.explain("NL", 2000, 2005, prices=tmp_path / "index.csv")
    assert caught.value.code == "explain.index_year"


@pytest.mark.mirror
def test_an_index_decomposition_is_of_the_same_change(home: Store) -> None:
    """Its mix is of products: where they are bought is in the chain intensity, structurally it is in the mix."""
    found, other = (kk.explain("NL", 2000, 2008, method=one, scope="industry_only") for one in ("index", "structural"))  # type: ignore[arg-type]
    told, structural = values(found), values(other)
    assert list(told) == ["chain_intensity", "demand_mix", "demand_volume", "population"]
    assert sum(told.values()) == pytest.approx(17.308, abs=0.01)
    assert sum(told.values()) == pytest.approx(found.item("change").value, abs=1e-9)
    assert told["population"] == pytest.approx(structural["population"], abs=0.5)
    chain = sum(structural[name] for name in ("intensity", "technology", "trade_structure", "demand_mix"))
    assert told["chain_intensity"] + told["demand_mix"] == pytest.approx(chain, abs=1)
    by_product = kk.explain("NL", 2000, 2008, method="index", by="product", scope="industry_only")
    assert sum(row["value"] for row in by_product.rows[1:]) == pytest.approx(by_product.rows[0]["value"], abs=1e-9)
    assert found.rows[0]["lowest_form"] is None
    with pytest.raises(InputError) as caught:
        kk.explain("NL", 2000, 2008, method="index", by="origin")
    assert caught.value.code == "explain.index_by"


def test_every_fault_of_a_question_is_told_at_once() -> None:
    with pytest.raises(KetenkompasError) as caught:
        kk.explain("Atlantis", 2012, 2000, by="planet", course="sideways")  # type: ignore[arg-type]
    assert sorted(problem.code for problem in caught.value.problems) == [
        "area.unknown", "explain.order", "query.choice", "query.choice", "year.unknown"
    ]  # fmt: skip


def test_a_series_has_no_reasons() -> None:
    with pytest.raises(InputError) as caught:
        kk.explain("NL", 2014, 2022, model="eurostat-ghgfp", scope="industry_only")
    assert caught.value.code == "explain.no_table"
    with pytest.raises(InputError) as twice:
        kk.explain("NL", 2000, 2008, current_prices=True, base=2005)
    assert twice.value.code == "explain.prices_twice"


def test_without_product_and_tables_the_reason_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(tmp_path))
    with pytest.raises(SourceError) as caught:
        kk.explain("NL", 2000, 2008, by="origin")
    assert caught.value.code == "table.not_here"


def test_another_model_needs_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = example_accounts()
    info = ModelInfo("mine", "model", "", "", ("CO2",), ("kt CO2",), "MEUR", "", accounts.regions, "")
    made = Table(accounts, info, (), Step("ingest.made", 1))
    monkeypatch.setattr("ketenkompas.library._change.table", lambda *_: made)
    question = question_of("NL", 2008, model=WIOD, gas=None, lang="en")
    with pytest.raises(InputError) as caught:
        effects(question, [2020, 2021], "origin", "direct", Prices())
    assert caught.value.code == "explain.prices_needed"


def test_a_year_without_population_is_decomposed_without(monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = example_accounts()
    info = ModelInfo("mine", "model", "", "", ("CO2",), ("kt CO2",), "MEUR", "", accounts.regions, "")
    made = Table(accounts, info, (), Step("ingest.made", 1))
    monkeypatch.setattr("ketenkompas.library._change.table", lambda *_: made)
    question = question_of("NL", 2008, model=WIOD, gas=None, lang="en")
    found = effects(question, [2020, 2021], "origin", "direct", Prices(current=True))
    assert not found.population
    assert np.abs(list(found.forms["change"].values())).max() == pytest.approx(0.0, abs=1e-12)
