"""Scenario files: what they say, and every fault with its place and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ketenkompas import ingest, library
from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.mrio import DemandChange, IntensityChange, Selection, TechnologyChange, TradeMove

SAID = {"year": 2020, "basis": "assumption", "source": "made"}
HEAD: dict[str, Any] = {
    "id": "made",
    "title": {"en": "Made", "nl": "Gemaakt"},
    "stated": "2026-11-24",
    "note": {"en": "Made", "nl": "Gemaakt"},
}


def written(tmp_path: Path, *changes: dict[str, Any]) -> Path:
    path = tmp_path / "made.yml"
    path.write_text(yaml.safe_dump({**HEAD, "changes": [{**SAID, **change} for change in changes]}), "utf-8")
    return path


def test_every_kind_of_change(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"kind": "demand", "name": "a", "factor": 0.9, "products": {"any": ["metal"]}, "areas": ["WORLD"]},
        {
            "kind": "technology",
            "name": "b",
            "value": 0.1,
            "unit": "MEUR/MEUR",
            "inputs": {"regions": ["NL"]},
            "buyers": {"products": {"A64": ["C24"]}},
        },
        {"kind": "intensity", "name": "c", "amount": -1, "unit": "kt CO2", "gases": ["CO2"]},
        {"kind": "trade", "name": "d", "from": "NL", "to": "DE", "share": 0.5, "only": "final_uses"},
        {"kind": "trade", "name": "e", "from": "NL", "to": "DE", "amount": 2, "unit": "MEUR", "only": "industries"},
    )
    made = ingest.read_scenario(path).scenario("A64", ("NL", "DE"))
    said = {"year": 2020, "source": "made"}
    assert made.changes == (
        DemandChange(name="a", **said, factor=0.9, products=Selection((), ("metal",)), areas=("NL", "DE")),
        TechnologyChange(
            name="b",
            **said,
            value=0.1,
            unit="MEUR/MEUR",
            inputs=Selection(("NL",)),
            buyers=Selection((), ("C24",)),
        ),
        IntensityChange(name="c", **said, amount=-1, unit="kt CO2", gases=("CO2",)),
        TradeMove(name="d", **said, origin="NL", destination="DE", share=0.5, industries=None),
        TradeMove(name="e", **said, origin="NL", destination="DE", amount=2, unit="MEUR", final_uses=None),
    )


def test_faults_come_together_with_line_and_place(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yml"
    path.write_text(
        "id: wrong\n"
        "title: {en: Wrong, nl: Fout}\n"
        "stated: '2026-11-24'\n"
        "note: {en: x, nl: x}\n"
        "changes:\n"
        "  - kind: trade\n"
        "    name: a\n"
        "    name: b\n"
        "    year: 2020\n"
        "    basis: assumption\n"
        "    source: made\n"
        "    from: NL\n"
        "    to: DE\n"
        "    share: 1.5\n"
        "  - kind: demand\n"
        "    name: c\n"
        "    year: 2020\n"
        "    basis: guess\n"
        "    source: made\n"
        "    factor: 2\n",
        "utf-8",
    )
    with pytest.raises(InputError) as caught:
        ingest.read_scenario(path)
    places = {(fault.where.row, fault.where.label) for fault in caught.value.problems}
    assert places == {(8, "changes.0.name"), (14, "changes.0.share"), (18, "changes.1.basis")}
    assert all(fault.where.file == "wrong.yml" for fault in caught.value.problems)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "demand", "name": "a"},
        {"kind": "demand", "name": "a", "factor": 1, "value": 2, "unit": "MEUR"},
        {"kind": "demand", "name": "a", "value": 2},
        {"kind": "demand", "name": "a", "factor": -1},
        {"kind": "technology", "name": "a", "factor": 1},
        {"kind": "trade", "name": "a", "from": "NL", "share": 0.1},
        {"kind": "trade", "name": "a", "from": "NL", "to": "DE", "factor": 0.1},
        {"kind": "intensity", "name": "a", "factor": 1, "years": {"first": 2000, "last": 2001}},
        {"kind": "unknown", "name": "a", "factor": 1},
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        ingest.read_scenario(written(tmp_path, change))
    assert caught.value.code == "scenario_file.faults"


def test_years_that_run_backwards_and_missing_codes_of_a_scheme(tmp_path: Path) -> None:
    backwards = {**SAID, "kind": "demand", "name": "a", "factor": 1, "years": {"first": 2001, "last": 2000}}
    del backwards["year"]
    with pytest.raises(InputError) as caught:
        ingest.read_scenario({**HEAD, "changes": [backwards]})
    assert "first is after last" in caught.value.text()
    given = ingest.read_scenario("metals-from-germany")
    assert given.years == tuple(range(2000, 2025))
    with pytest.raises(InputError) as refused:
        given.scenario("ISIC", ("NL", "DE", "CN"))
    assert {fault.code for fault in refused.value.problems} == {"scenario_file.other_scheme"}


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.yml"
    for text, row in (("id: [1\n", 2), ("a: &x 1\nb: *x\n", 2)):
        path.write_text(text, "utf-8")
        with pytest.raises(InputError) as caught:
            ingest.read_scenario(path)
        assert (caught.value.code, caught.value.where.row) == ("scenario_file.unreadable", row)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError) as undecoded:
        ingest.read_scenario(path)
    assert undecoded.value.code == "scenario_file.unreadable"
    path.write_text("", "utf-8")
    with pytest.raises(InputError):
        ingest.read_scenario(path)
    with pytest.raises(UnknownCodeError) as unknown:
        ingest.read_scenario("no-such-scenario")
    assert "metals-from-germany" in unknown.value.params["known"]


def test_every_packaged_scenario_can_be_asked_by_name_and_says_what_it_is() -> None:
    assert ingest.packaged_scenarios() == library.PACKAGED_SCENARIOS
    for name in ingest.packaged_scenarios():
        given = ingest.read_scenario(name)
        assert given.id == name
        assert given.note("en").startswith("A made what-if")
        assert given.note("nl").startswith("Een bedachte wat-als")
