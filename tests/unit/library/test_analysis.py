"""The result type of every analysis: what it is computed from, and how it reads."""

from __future__ import annotations

import json

import pytest

from ketenkompas.cli._analyses import print_analysis
from ketenkompas.errors import InputError
from ketenkompas.library import Item, model
from ketenkompas.library._analysis import Analysis, analysis, computed
from ketenkompas.mrio import example_accounts
from ketenkompas.pipeline import WIOD, Input, Step, Table


def made(language: str = "en", **parameters: object) -> Analysis:
    table = Table(example_accounts(), model(WIOD).info, (Input("user:table.csv", "ab"),), Step("ingest.made", 1))
    return analysis(
        "paths",
        computed("paths", [table], [Step("mrio.paths", 1)], parameters),
        area="NL",
        years=[2020],
        gas="CO2",
        title="Paths",
        items=[Item("total", "All of it", 12.5, "Mt CO2", 10.0, 15.0), Item("part", "A part", 2.5, "Mt CO2")],
        columns={"code": "", "value": "Mt CO2"},
        rows=[{"code": "c17", "value": 2.5}],
        notes=["An assumption."],
        language="nl" if language == "nl" else "en",
    )


def test_the_receipt_is_the_hash_of_inputs_steps_and_parameters() -> None:
    assert made().receipt == made().receipt
    assert made(threshold=1e-3).receipt != made(threshold=1e-4).receipt
    identity = made(threshold=1e-3).identity
    assert identity["inputs"] == [{"source": "user:table.csv", "sha256": "ab"}]
    assert [step["id"] for step in identity["steps"]] == ["ingest.made", "mrio.paths"]
    assert identity["parameters"] == {"threshold": 1e-3}


def test_plain_data_hold_everything_that_must_be_said() -> None:
    told = json.loads(made().to_json())
    assert told["items"][0] == {
        "code": "total", "label": "All of it", "value": 12.5, "unit": "Mt CO2", "low": 10.0, "high": 15.0
    }  # fmt: skip
    assert told["notes"][1] == "An assumption."
    assert "not for current decisions" in told["notes"][0]
    assert made().to_polars().to_dicts() == [{"code": "c17", "value": 2.5}]
    assert made().item("part").value == 2.5


def test_an_analysis_without_a_picture_says_so() -> None:
    with pytest.raises(InputError) as caught:
        made().chart()
    assert caught.value.code == "analysis.no_picture"


def test_it_reads_in_dutch(capsys: pytest.CaptureFixture[str]) -> None:
    print_analysis(made("nl"))
    shown = capsys.readouterr().out
    assert "12,500" in shown
    assert "10,000 tot 15,000" in shown
    assert "Herkomstbewijs" in shown
