"""The products on change over time: what is in them, when they are built, and that a receipt makes them again."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from ketenkompas import pipeline
from ketenkompas.mrio import EFFECTS
from ketenkompas.pipeline import WIOD, WIOD_YEARS, Store
from ketenkompas.pipeline._build import _work
from ketenkompas.pipeline._change import change_plans
from ketenkompas.pipeline._plan import carry_out


@pytest.fixture
def store(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    return pipeline.user_store()


@pytest.mark.mirror
def test_every_pair_of_years_for_every_area(store: Store) -> None:
    with pipeline.writing(store):
        receipts = [carry_out(store, plan).receipt for plan in change_plans((2007, 2008, 2009))]
    totals, products = (store.read(receipt) for receipt in receipts)
    assert totals.height == 3 * 6 * 41
    assert products.height == 3 * 41 * 35
    pairs = totals.select("from_year", "to_year").unique().sort("from_year", "to_year").rows()
    assert pairs == [(2007, 2008), (2007, 2009), (2008, 2009)]
    mean = (totals["first_form"] + totals["second_form"]) / 2
    assert (mean - totals["change"]).abs().max() < 1e-6  # type: ignore[operator]
    keys = ["area", "from_year", "to_year"]
    wide = totals.group_by(keys).agg(pl.col("change").sum())
    summed = products.group_by(keys).agg(pl.sum_horizontal(pl.col(EFFECTS).cast(pl.Float64)).sum().alias("parts"))
    both = wide.join(summed, on=keys)
    assert both.height == 3 * 41
    assert (both["change"] - both["parts"]).abs().max() < 1.0  # type: ignore[operator]
    sources = [item["source"] for item in receipts[0].identity["inputs"]]
    assert "pwt-10.01" in sources
    assert receipts[0].identity["parameters"]["base_year"] == 2008
    assert receipts[0].identity["year"] is None
    assert pipeline.replay(receipts[0].id).verdict == "identical_bytes"


@pytest.mark.mirror
@pytest.mark.parametrize(("years", "expected"), [(WIOD_YEARS, 2), ((2008,), 0), ((2007, 2008), 0)])
def test_they_are_built_when_all_years_are(store: Store, years: tuple[int, ...], expected: int) -> None:
    planned = [plan.identity.product for _, plans in _work([WIOD], years) for plan in plans]
    assert sum(product.startswith("decomposition") for product in planned) == expected
    assert store.receipt(WIOD, None, "decomposition") is None


def test_changes_keep_fewer_digits_on_another_machine() -> None:
    assert pipeline.replay_tolerance("trade") < pipeline.replay_tolerance("decomposition") < 1e-7
