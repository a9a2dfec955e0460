"""Each part of the full level by itself: what it replaces, what it refuses, and that the account adds up."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import ketenkompas as kk
from ketenkompas.errors import InputError, KetenkompasError, MissingValueError
from ketenkompas.households import settle
from ketenkompas.pipeline import HOUSEHOLD_PARTS, household_plans
from ketenkompas.pipeline._household_counts import counted
from ketenkompas.pipeline._household_full import FullTables, full_tables
from ketenkompas.pipeline._household_lifted import lifted
from ketenkompas.pipeline._household_survey import account_ratios, survey_errors
from tests import household_tables_made as tables
from tests.unit.pipeline.household_full_world import FRAME, World, at_hand, product, starter

pytestmark = pytest.mark.mirror


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
    begun, files, parameters = starter()
    full = full_tables(tables.YEAR, parts)
    assert {name for name, level in full.level.items() if level == "full"} == expected
    situation, _ = lifted(begun, files, parameters, full)
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
    begun, files, parameters = starter()
    full = full_tables(tables.YEAR)
    assert (full.level, full.inputs) == (dict.fromkeys(HOUSEHOLD_PARTS, "starter"), ())
    found, notes = lifted(begun, files, parameters, full)
    assert notes == ()
    assert all(getattr(found, name) is getattr(begun, name) for name in begun.__slots__ if name != "counts")
    assert found.counts == ()
    assert kk.households.provisional()
    assert kk.households.situation("en").startswith(
        "Situation 2023 (spending survey 2020, national accounts 2025, district"
    )


def test_accounts_and_errors_of_the_survey_are_found_again(
    world: World, mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_hand(world, mirror, tmp_path, monkeypatch, own=False)
    begun, files, parameters = starter()
    full = full_tables(tables.YEAR)
    found, _ = lifted(begun, files, parameters, full)
    spent = found.households * found.survey.everyone * found.survey.price * found.survey.ratio
    expected = dict(zip(world.made.groups, world.made.paid, strict=True))
    for group in ("01", "04.5", "11.1", "unlisted"):
        assert spent[world.made.groups.index(group)] == pytest.approx(expected[group], rel=1e-3)
    assert spent.sum() == pytest.approx(sum(expected.values()) - expected["not_consumption"], rel=1e-9)
    assert full.survey is not None
    group, total = survey_errors(begun.survey, full.survey, 0.1)
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
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENKOMPAS_MIRROR", str(mirror))
        begun, _, _ = starter()
    with pytest.raises(KetenkompasError, match="05") as caught:
        account_ratios(begun.survey, consumption, 8e6)
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
