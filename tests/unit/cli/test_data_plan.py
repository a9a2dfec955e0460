"""``ketenkompas data plan households``: the plan in order, in two languages, and what is here."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from ketenkompas.cli._data import app
from ketenkompas.cli._data_plan import plan_text
from ketenkompas.households import DOUBTS
from ketenkompas.ingest import PlanItem, household_plan
from ketenkompas.pipeline import Identity, Plan, Step, user_store, writing
from ketenkompas.pipeline._plan import carry_out
from ketenkompas.sources import places, record


@pytest.fixture(autouse=True)
def _plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(tmp_path / "mirror"))
    monkeypatch.delenv("KETENKOMPAS_SOURCES", raising=False)
    monkeypatch.delenv("KETENKOMPAS_LANG", raising=False)


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["plan", "households", *words])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def measured() -> None:
    """A made product of the doubts in the store of the test."""
    doubts = ("cells", "survey", "accounts", "intensity", "buyers", "total", "direct", "energy", "cars", "local")
    place = (0.2, 0.05, 0.0, 0.0, 0.0, 0.0, 0.0, 0.25, 0.4, 0.1)
    groups = (0.0, 0.3, 0.1, 0.4, 0.15, 0.05, 0.0, 0.0, 0.0, 0.0)
    frame = pl.DataFrame({"doubt": doubts, "national": [0.1] * 10, "groups": groups, "place": place})
    identity = Identity("doubts", "households", 2023, (Step("made", 1),), (), {})
    with writing(user_store()):
        carry_out(user_store(), Plan(identity, lambda: (frame, (), ())))


@pytest.fixture
def unmeasured() -> None:
    """A product of the doubts of an earlier form, without what is bought."""
    frame = pl.DataFrame({"doubt": ["cells"], "national": [1.0], "place": [1.0]})
    identity = Identity("doubts", "households", 2023, (Step("made", 1),), (), {})
    with writing(user_store()):
        carry_out(user_store(), Plan(identity, lambda: (frame, (), ())))


@pytest.mark.usefixtures("measured")
def test_the_order_is_that_of_the_measured_doubts() -> None:
    steps = json.loads(run("--format", "json"))
    assert [step["tables"][0]["id"] for step in steps] == [
        "eurostat-naio_10_cp15-nl", "cbs-85419ned", "cbs-83676ned", "cbs-86159ned", "cbs-86161ned", "cbs-71486ned",
        "cbs-85618ned", "cbs-85873ned", "cbs-86141ned", "cbs-84286ned", "cbs-85950ned",
    ]  # fmt: skip
    assert [step["order"] for step in steps] == list(range(1, len(steps) + 1))
    shares = [0.55, 0.3, 0.3, 0.25, 0.2, 0.2, 0.2, 0.1, 0.1]
    assert [step["variance_share"] for step in steps] == [*map(pytest.approx, shares), None, None]
    assert steps[0]["lessens"] == ["intensity", "buyers"]
    assert [step["variance_of"] for step in steps[:4]] == ["groups", "groups", "groups", "place"]


@pytest.mark.usefixtures("measured")
@pytest.mark.parametrize(
    ("lang", "order", "bought", "apart"),
    [
        ("nl", "gemeten door de bouw", "55 % van wat gekocht wordt", "25 % van wat gemeenten doet verschillen"),
        ("en", "measured by the build", "55 % of what is bought", "25 % of what sets municipalities apart"),
    ],
)
def test_a_measured_order_says_of_what_it_is(lang: str, order: str, bought: str, apart: str) -> None:
    told = run("--lang", lang)
    assert (order in told, bought in told, apart in told) == (True, True, True)
    assert "until a build of the model" not in told


def test_every_doubt_of_the_plan_is_one_of_the_model() -> None:
    named = {doubt for item in household_plan() for doubt in item.lessens}
    assert named <= {*DOUBTS}
    assert all((item.seen_in is None) == (not item.lessens) for item in household_plan())


@pytest.mark.usefixtures("unmeasured")
def test_every_step_says_what_it_improves_and_replaces() -> None:
    for lang, first, unmeasured, absent in (
        ("nl", "Het niveau van elke bestedingsgroep", "nog niet gemeten", "niet aanwezig"),
        ("en", "The level of every group of spending", "not measured yet", "not here"),
    ):
        told = run("--lang", lang)
        assert told.index(first) < told.index("cbs-86161ned") < told.index("cbs-85950ned")
        assert (unmeasured in told, absent in told) == (True, True)
        for item in household_plan():
            assert all(name in told for name in item.sources)
            assert item.replaces[lang] in told  # type: ignore[index]


@pytest.mark.usefixtures("unmeasured")
def test_json_holds_both_languages_and_where_each_table_is(tmp_path: Path) -> None:
    there = tmp_path / "mirror" / record("cbs-86161ned").path
    there.parent.mkdir(parents=True)
    there.write_text("{}", "utf-8")
    steps = json.loads(run("--format", "json"))
    assert [step["order"] for step in steps] == list(range(1, len(steps) + 1))
    incomes = next(step for step in steps if step["tables"][0]["id"] == "cbs-86161ned")
    assert incomes["here"] is True
    assert (incomes["tables"][0]["place"], incomes["tables"][0]["file"]) == ("mirror", str(there))
    assert set(incomes["improves"]) == set(incomes["replaces"]) == {"nl", "en"}
    others = [step for step in steps if step is not incomes]
    assert not any(step["here"] for step in others)
    assert {step["variance_share"] for step in steps} == {None}


@pytest.mark.usefixtures("unmeasured")
def test_what_is_here_is_told_and_not_offered_again(tmp_path: Path) -> None:
    there = tmp_path / "mirror" / record("cbs-85873ned").path
    there.parent.mkdir(parents=True)
    there.write_text("{}", "utf-8")
    told = run("--lang", "en")
    assert "mirror" in told.split("cbs-85873ned")[1].splitlines()[0]
    assert "data get eurostat-nama_10_co3_p3-nl" in told


def test_a_measured_share_is_shown() -> None:
    item = PlanItem(1, ("cbs-71486ned",), {"nl": "a", "en": "b"}, {"nl": "c", "en": "d"}, 0.18, 42.0)
    assert "18 %" in plan_text((item,), places(), "nl")


def test_every_source_of_the_plan_is_registered() -> None:
    named = [name for item in household_plan() for name in item.sources]
    assert len(named) == len(set(named))
    assert all(record(name).id == name for name in named)


def test_another_topic_is_refused() -> None:
    assert CliRunner().invoke(app, ["plan", "companies"]).exit_code == 2
