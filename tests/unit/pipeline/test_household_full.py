"""From tables on disk to products: each table that is here lifts its part, and the doors say what is lacking still.

Public files are the real ones of the mirror; tables of the full level have the real form and made numbers
(``tests/household_tables_made.py``), from a known country that the build must find again.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

import ketenkompas as kk
from ketenkompas import sources
from ketenkompas.errors import MissingValueError
from ketenkompas.pipeline import HOUSEHOLD_PARTS, household_plans, replay, user_store
from tests import household_tables_made as tables
from tests.unit.pipeline.household_full_world import DRAWS, World, at_hand, built, product

pytestmark = pytest.mark.mirror
CBS = {"71486ned", "86161NED", "83676NED", "85419NED", "85420NED", "85873NED"}


@pytest.mark.usefixtures("whole")
def test_the_receipt_names_every_table_and_the_level_of_every_part(world: World) -> None:
    receipt = user_store().receipt("households", tables.YEAR, "figures")
    assert receipt is not None
    told = receipt.identity["parameters"]
    assert told["level"] == dict.fromkeys(HOUSEHOLD_PARTS, "full")
    assert told["table_model"] == "made-figaro"
    named = {one["source"]: one["sha256"] for one in receipt.identity["inputs"]}
    assert {f"cbs-{name.lower()}" for name in CBS} <= {*named}
    assert {f"eurostat-naio_10_{code}-nl" for code in tables.CODES.values()} <= {*named}
    assert {f"user:{path.name}" for path in world.figaro.values()} <= {*named}
    assert named["cbs-71486ned"] == sources.open_source("cbs-71486ned").sha256
    assert [note.split(":")[0] for note in receipt.notes] == ["accounts"]
    assert all(check["passed"] for check in receipt.validation)


@pytest.mark.usefixtures("whole")
def test_ages_are_those_of_the_counts(world: World) -> None:
    homes = world.made.homes.sum(axis=(0, 1, 3, 4))
    expected = [sum(homes[at] for at, ours in enumerate(tables.OURS) if ours == one) for one in range(4)]
    mix = product("mix").filter((pl.col("area") == "NL") & (pl.col("dimension") == "age"))
    assert mix["class"].to_list() == ["0-34", "35-54", "55-64", "65+"]
    assert mix["households"].to_list() == pytest.approx(expected, rel=1e-6)
    cells = product("cells").filter(pl.col("area") == "NL")
    assert cells["households"].sum() == round(sum(expected))
    assert kk.households.types("all", "all", "all", age="65+").rows[0]["households"] == pytest.approx(
        expected[3], rel=1e-3
    )


@pytest.mark.usefixtures("whole")
def test_spending_by_age_shows_in_the_kinds(world: World) -> None:
    """Older households were made to buy less at equal size, income and tenure; the mean of a row keeps the order."""
    rows = product("types").filter((pl.col("item") == "food") & (pl.col("size") == "2") & (pl.col("income") == "3"))
    kg = {row["age"]: row["kg"] for row in rows.filter(pl.col("tenure") == "own").iter_rows(named=True)}
    slope = np.linspace(1.15, 0.85, 4)
    assert [kg[age] / kg["0-34"] for age in ("0-34", "35-54", "55-64", "65+")] == pytest.approx(
        slope / slope[0], rel=0.02
    )
    by_age = kk.households.footprint("GM0363", by="age")
    assert [part.id for part in by_age.parts] == ["0-34", "35-54", "55-64", "65+"]
    assert sum(part.value for part in by_age.parts) == pytest.approx(by_age.value)
    assert kk.households.footprint("GM0363", by="age", lang="nl").parts[3].label == "hoofdkostwinner van 65 of ouder"


@pytest.mark.usefixtures("whole")
def test_the_whole_is_the_own_model_with_direct_emissions() -> None:
    """One set of accounts: households and others buy exactly what the model on the user's table says."""
    model = kk.footprint("NL", tables.YEAR, model="made-figaro", scope="industry_only").value
    national = {row["name"]: row["value"] for row in product("national").iter_rows(named=True)}
    bought = national["bought_by_households"] + national["bought_by_others"]
    assert bought == pytest.approx(model, rel=1e-9)
    assert national["national_total"] == pytest.approx(model + national["direct"], rel=1e-9)
    assert national["level_factor"] == 1.0
    assert national["table_to_official"] == pytest.approx(national["official_total"] / model, rel=1e-9)
    assert {"official_factor", "common_ratio"} & {*national} == set()


@pytest.mark.usefixtures("whole")
def test_places_of_emission_are_those_of_what_households_buy() -> None:
    origins = product("origins").filter(pl.col("item").is_in(["food_home", "clothing"]))
    sums = origins.group_by("item").agg(pl.col("share").sum())["share"].to_list()
    assert sums == pytest.approx([1.0] * len(sums))
    by_origin = kk.footprint("NL", tables.YEAR, model="made-figaro", scope="industry_only", by="origin")
    abroad = {part.code: part.value for part in by_origin.parts}
    figure = kk.households.footprint("NL", by="origin")
    national = {row["name"]: row["value"] for row in product("national").iter_rows(named=True)}
    whole = national["national_total"]
    shares = {part.id: part.value / figure.value for part in figure.parts}
    assert shares["EU"] == pytest.approx(abroad["DE"] / whole, rel=1e-6)
    assert shares["rest"] == pytest.approx((abroad["US"] + abroad["FIGW1"]) / whole, rel=1e-6)


@pytest.mark.usefixtures("whole")
@pytest.mark.parametrize(
    ("lang", "label", "lockdown"),
    [
        (
            "en",
            "Situation 2023 (spending survey 2020, national accounts 2023, households counted 2023, tenure 2021, own "
            "multi-regional table 2023, cars 2022).",
            "The spending survey is of 2020, a year of lockdowns.",
        ),
        (
            "nl",
            "Situatie 2023 (Budgetonderzoek 2020, nationale rekeningen 2023, huishoudens geteld 2023, eigendom 2021, "
            "eigen multiregionale tabel 2023, auto's 2022).",
            "Het Budgetonderzoek is van 2020, een coronajaar.",
        ),
    ],
)
def test_with_all_tables_the_label_of_the_starter_is_gone(lang: str, label: str, lockdown: str) -> None:
    assert kk.households.situation(lang) == label  # type: ignore[arg-type]
    assert not kk.households.provisional()
    food = kk.households.footprint("GM0363", group="food", lang=lang)
    assert food.missing == (lockdown,)
    everything = kk.households.footprint("GM0363", by="origin", lang=lang)
    assert len(everything.missing) == 3  # the survey's year, weather, kilometres
    said = " ".join((everything.status, food.status, *(part.status for part in everything.parts)))
    assert "provisional" not in said
    assert "voorlopig" not in said


@pytest.mark.usefixtures("whole")
def test_a_build_with_tables_can_be_made_again_and_one_without_them_is_the_starter() -> None:
    receipt = user_store().receipt("households", tables.YEAR, "cells")
    assert receipt is not None
    assert replay(receipt.id).verdict == "identical_bytes"
    (bare,) = (plan for plan in household_plans(count=DRAWS, parts=()) if plan.identity.product == "cells")
    assert bare.identity.parameters["level"] == dict.fromkeys(HOUSEHOLD_PARTS, "starter")
    assert not any(one.source.startswith(("cbs-7", "cbs-8", "user:")) for one in bare.identity.inputs)


HALF = {
    # what is not here, the level, notes of the receipt, what a figure of food then lacks
    "no counts": (
        ("71486ned",),
        {"age": "starter", "counts": "starter"},
        ["age: not used, because households are not counted by age"],
        ("lockdowns", "The age of the household"),
    ),
    "no totals of the survey": (
        ("85419NED", "naio_10_cp1620"),
        {"survey": "starter", "age": "starter", "table": "starter"},
        ["survey: not used, because not all of its tables are here: cbs-85419ned",
         "table: not used, because not all of its tables are here: eurostat-naio_10_cp1620-nl",
         "age: not used, because spending by age is not here"],
        ("second hand", "not balanced", "The age of the household"),
    ),
    "survey alone": (
        ("71486ned", "86161NED", "85873NED", *(f"naio_10_{code}" for code in tables.CODES.values())),
        {part: "starter" for part in HOUSEHOLD_PARTS if part != "survey"},
        ["table: not used, because none of its price tables is here", "age: not used"],
        ("lockdowns", "national accounts", "not balanced", "independent", "The age of the household"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", list(HALF))
def test_a_set_that_is_half_here_lifts_what_it_can(
    case: str, world: World, mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave, lower, noted, lacking = HALF[case]
    at_hand(world, mirror, tmp_path, monkeypatch, leave)
    built(("figures", "types", "national"), count=3)
    receipt = user_store().receipt("households", tables.YEAR, "figures")
    assert receipt is not None
    assert receipt.identity["parameters"]["level"] == dict.fromkeys(HOUSEHOLD_PARTS, "full") | lower
    for words in noted:
        assert any(note.startswith(words) for note in receipt.notes), (words, receipt.notes)
    assert all(check["passed"] for check in receipt.validation)
    missing = kk.households.footprint("GM0363", group="food", lang="en").missing
    assert len(missing) == len(lacking)
    for sentence, words in zip(missing, lacking, strict=True):
        assert words in sentence
    assert kk.households.situation("en").endswith("provisional.")
    assert "age" not in product("types").columns
    with pytest.raises(MissingValueError) as caught:
        kk.households.types(age="65+")
    assert caught.value.code == "household_tables.no_age"
