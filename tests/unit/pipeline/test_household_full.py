"""From tables on disk to products: each table that is here lifts its part, and the doors say what is lacking still.

Public files are the real ones of the mirror; tables of the full level have the real form and made numbers
(``tests/household_tables_made.py``), from a known country that the build must find again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import ketenkompas as kk
from ketenkompas import ingest, sources
from ketenkompas.classifications import scheme
from ketenkompas.errors import InputError, KetenkompasError, MissingValueError
from ketenkompas.households import CellFrame, settle
from ketenkompas.pipeline import HOUSEHOLD_PARTS, OwnTable, build_own, household_plans, replay, user_store, writing
from ketenkompas.pipeline._factor_store import read_some
from ketenkompas.pipeline._household_counts import counted
from ketenkompas.pipeline._household_files import household_files
from ketenkompas.pipeline._household_full import FullTables, full_tables
from ketenkompas.pipeline._household_inputs import bridge_links, household_situation, purchaser_key
from ketenkompas.pipeline._household_lifted import lifted
from ketenkompas.pipeline._household_survey import account_ratios, survey_errors
from ketenkompas.pipeline._plan import carry_out
from tests import household_tables_made as tables

pytestmark = pytest.mark.mirror
DRAWS = 6
FRAME = CellFrame(persons=(1.0, 2.0, 3.0, 4.0, 5.35))
BUILT = ("figures", "origins", "types", "mix", "cells", "national", "places")
CBS = {"71486ned", "86161NED", "83676NED", "85419NED", "85420NED", "85873NED"}


@dataclass(frozen=True)
class World:
    """The made country, the folder with all its tables, and the files of its own multi-regional table."""

    made: tables.Country
    folder: Path
    figaro: dict[str, Path]


@pytest.fixture(scope="module")
def world(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENKOMPAS_MIRROR", str(mirror))
        patch.setenv("KETENKOMPAS_HOME", str(tmp_path_factory.mktemp("none")))
        parameters, buyers = ingest.household_parameters(), ingest.purchasers()
        keys = {*parameters.factors.values(), *(purchaser_key(code) for code in buyers.prior)}
        files = household_files()
        situation = household_situation(files, parameters, buyers, read_some(parameters.factor_release, keys))
        made = tables.country(situation, settle(situation))
        folder = tmp_path_factory.mktemp("tables")
        for one in (tables.sizes(made), tables.incomes(made), *tables.survey(made), tables.accounts(made)):
            tables.written(one, folder)
        codes = tuple(scheme("A64").items)
        links, _ = bridge_links(files, codes, made.groups)
        bought = tables.bought(made, links, codes)
        tables.valuation(bought, folder)
        yield World(made, folder, tables.figaro(bought, tmp_path_factory.mktemp("figaro")))


def at_hand(
    world: World,
    mirror: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    leave: Sequence[str] = (),
    *,
    own: bool = True,
) -> Path:
    """Make the tables available but those left out; the folder that holds them."""
    folder = home / "tables"
    shutil.copytree(world.folder, folder)
    for path in folder.rglob("*.json"):
        if path.stem in leave:
            path.unlink()
    monkeypatch.setenv("KETENKOMPAS_HOME", str(home))
    monkeypatch.setenv("KETENKOMPAS_MIRROR", f"{mirror}:{folder}")
    if own:
        build_own(OwnTable(like="figaro", model="made-figaro", year=tables.YEAR, **world.figaro))
    return folder


def built(products: Sequence[str] = BUILT, count: int = DRAWS) -> None:
    with writing(user_store()):
        for plan in household_plans(count=count):
            if plan.identity.product in products:
                carry_out(user_store(), plan)


@pytest.fixture(scope="module")
def everything(world: World, mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store built with all tables; tests read it by setting the user's folder."""
    home = tmp_path_factory.mktemp("everything")
    with pytest.MonkeyPatch.context() as patch:
        at_hand(world, mirror, home, patch)
        built()
        yield home


@pytest.fixture
def whole(everything: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KETENKOMPAS_HOME", str(everything))
    monkeypatch.setenv("KETENKOMPAS_MIRROR", f"{mirror}:{everything / 'tables'}")
    return everything


def product(name: str) -> pl.DataFrame:
    receipt = user_store().receipt("households", tables.YEAR, name)
    assert receipt is not None
    return user_store().read(receipt)


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


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("table",), {"table"}),
        (("counts",), {"counts"}),
        (("incomes",), {"incomes"}),
        (("joint",), {"joint"}),
        (("accounts",), {"accounts"}),
        (("survey", "age"), {"survey"}),
        (("survey", "age", "counts"), {"survey", "age", "counts"}),
    ],
)
def test_each_part_stands_alone_and_the_account_adds_up(
    parts: tuple[str, ...],
    expected: set[str],
    world: World,
    everything: Path,
    mirror: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KETENKOMPAS_HOME", str(everything))
    monkeypatch.setenv("KETENKOMPAS_MIRROR", f"{mirror}:{everything / 'tables'}")
    parameters, buyers = ingest.household_parameters(), ingest.purchasers()
    keys = {*parameters.factors.values(), *(purchaser_key(code) for code in buyers.prior)}
    files = household_files()
    starter = household_situation(files, parameters, buyers, read_some(parameters.factor_release, keys))
    full = full_tables(tables.YEAR, parts)
    assert {name for name, level in full.level.items() if level == "full"} == expected
    situation, _ = lifted(starter, files, parameters, full)
    found = settle(situation)
    direct = found.direct.total
    assert found.account.kg.sum() == pytest.approx(found.country.total + direct, rel=1e-12)
    assert len(situation.frame.age) == (4 if "age" in expected else 1)
    if "counts" in expected:
        assert situation.households == world.made.homes.sum()
        sizes = found.cells.reshape(len(found.cells), 5, -1).sum(axis=2)
        np.testing.assert_allclose(sizes, world.made.homes.sum(axis=(2, 3, 4)), rtol=2e-3, atol=0.5)


@pytest.mark.usefixtures("whole")
def test_without_records_of_doubtful_licence_the_full_table_stands_and_the_starter_does_not() -> None:
    (plan,) = (one for one in household_plans(count=2, only_green=True) if one.identity.product == "national")
    frame, _, _ = plan.make()
    assert "plain_sum" not in frame["name"].to_list()
    assert "plain_sum" in product("national")["name"].to_list()
    (bare,) = (one for one in household_plans(count=2, only_green=True, parts=()) if one.identity.product == "national")
    with pytest.raises(InputError) as caught:
        bare.make()
    assert caught.value.code == "households.only_green"


def test_without_any_table_the_situation_is_the_starter_itself(
    mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    monkeypatch.setenv("KETENKOMPAS_HOME", str(tmp_path))
    parameters, buyers = ingest.household_parameters(), ingest.purchasers()
    keys = {*parameters.factors.values(), *(purchaser_key(code) for code in buyers.prior)}
    files = household_files()
    starter = household_situation(files, parameters, buyers, read_some(parameters.factor_release, keys))
    full = full_tables(tables.YEAR)
    assert (full.level, full.inputs) == (dict.fromkeys(HOUSEHOLD_PARTS, "starter"), ())
    found, notes = lifted(starter, files, parameters, full)
    assert notes == ()
    assert all(getattr(found, name) is getattr(starter, name) for name in starter.__slots__ if name != "counts")
    assert found.counts == ()
    assert kk.households.provisional()
    assert kk.households.situation("en").startswith(
        "Situation 2023 (spending survey 2020, national accounts 2025, district"
    )


def test_accounts_and_errors_of_the_survey_are_found_again(
    world: World, mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_hand(world, mirror, tmp_path, monkeypatch, own=False)
    parameters, buyers = ingest.household_parameters(), ingest.purchasers()
    keys = {*parameters.factors.values(), *(purchaser_key(code) for code in buyers.prior)}
    files = household_files()
    starter = household_situation(files, parameters, buyers, read_some(parameters.factor_release, keys))
    full = full_tables(tables.YEAR)
    found, _ = lifted(starter, files, parameters, full)
    spent = found.households * found.survey.everyone * found.survey.price * found.survey.ratio
    expected = dict(zip(world.made.groups, world.made.paid, strict=True))
    for group in ("01", "04.5", "11.1", "unlisted"):
        assert spent[world.made.groups.index(group)] == pytest.approx(expected[group], rel=1e-3)
    assert spent.sum() == pytest.approx(sum(expected.values()) - expected["not_consumption"], rel=1e-9)
    assert full.survey is not None
    group, total = survey_errors(starter.survey, full.survey, 0.1)
    assert group[world.made.groups.index("01")] == pytest.approx(0.01)
    assert group[world.made.groups.index("unlisted")] == 0.1
    assert total.tolist() == pytest.approx([0.01])
    everyone = dict(zip(found.survey.groups, found.survey.everyone, strict=True))
    homes = world.made.homes.sum(axis=0)
    mean = np.einsum("saqt,saqtp->p", homes, world.made.spending) / homes.sum()
    assert everyone == pytest.approx(dict(zip(world.made.groups, mean, strict=True)), rel=1e-9)


def test_a_suppressed_tenth_shares_what_the_others_leave(
    world: World, mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = at_hand(world, mirror, tmp_path, monkeypatch, own=False)
    tables.written(tables.incomes(world.made, hidden=["GM0363"]), folder)
    full = full_tables(tables.YEAR)
    (_, fifths), notes = counted(FRAME, world.made.codes, full)
    assert notes == ("incomes: suppressed tenths share what the others leave in: GM0363",)
    at = world.made.codes.index("GM0363")
    homes = world.made.homes[at].sum(axis=(0, 1, 3))
    np.testing.assert_allclose(fifths.households[at], homes, rtol=0.02)  # shares are printed with one decimal


def test_a_place_without_counts_is_named(
    world: World, mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_hand(world, mirror, tmp_path, monkeypatch, own=False)
    full = full_tables(tables.YEAR)
    assert full.sizes is not None
    for name in ("sizes", "incomes"):
        short = replace(full, **{name: getattr(full, name).filter(pl.col("area") != "GM0363")})
        with pytest.raises(MissingValueError, match="GM0363") as caught:
            counted(FRAME, world.made.codes, short)
        assert caught.value.code == "household_tables.count_absent"


def test_parts_that_do_not_exist_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        full_tables(tables.YEAR, ["prices"])
    assert caught.value.code == "household_tables.part_unknown"
    assert FullTables().level == dict.fromkeys(HOUSEHOLD_PARTS, "starter")


def test_purposes_that_are_more_than_their_whole_are_refused(world: World, mirror: Path) -> None:
    consumption = pl.DataFrame({"code": ["00", "05", "05.6"], "eur": [9e11, 1e9, 2e9]})
    parameters, buyers = ingest.household_parameters(), ingest.purchasers()
    keys = {*parameters.factors.values(), *(purchaser_key(code) for code in buyers.prior)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENKOMPAS_MIRROR", str(mirror))
        starter = household_situation(household_files(), parameters, buyers, read_some(parameters.factor_release, keys))
    with pytest.raises(KetenkompasError, match="05") as caught:
        account_ratios(starter.survey, consumption, 8e6)
    assert caught.value.code == "household_tables.accounts_negative"


def test_a_model_of_which_a_file_has_changed_is_refused(
    world: World, mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {name: Path(shutil.copy(path, tmp_path / path.name)) for name, path in world.figaro.items()}
    at_hand(replace(world, figaro=own), mirror, tmp_path / "home", monkeypatch)
    full = full_tables(tables.YEAR)
    assert full.own is not None
    own["households"].write_text(own["households"].read_text("utf-8") + "\n", "utf-8")
    with pytest.raises(InputError) as caught:
        full.own.read()
    assert caught.value.code == "household_tables.own_changed"
    assert "env_ac_ainah_r2.csv" in str(caught.value)
    own["table"].unlink()
    assert full_tables(tables.YEAR).level["table"] == "starter"
