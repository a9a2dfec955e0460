"""``ketenkompas factor`` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.cli.test_commands import run
from tests.unit.factors.published import publish

import ketenkompas as kk


@pytest.fixture(autouse=True)
def _published() -> None:
    publish()


def test_a_factor_in_two_languages() -> None:
    code, dutch, _ = run("factor", "show", "fuel.made-1")
    assert code == 0
    assert "3,251 kg CO2e/liter" in dutch
    assert "Source: made for tests" in dutch
    _, english, _ = run("factors", "show", "fuel.made-1", "--lang", "en")
    assert "3.251 kg CO2e/litre" in english
    _, out, _ = run("factor", "show", "car.electric", "--history", "--json")
    assert [one["value"] for one in json.loads(out)] == [1.09, 0.109]


def test_what_changed() -> None:
    code, out, _ = run("factor", "diff", "--lang", "en")
    assert code == 0
    assert "From 2090.1 to 2090.2: 3 factors changed" in out
    _, plain, _ = run("factor", "diff", "2090.1", "2090.2", "--json")
    assert json.loads(plain)["byCause"] == {"correction": 1, "lapsed": 1, "new": 1}
    assert run("factor", "diff", "2090.1", "2099.1")[0] == 2


def test_a_release_is_listed_and_written(tmp_path: Path) -> None:
    _, out, _ = run("factor", "release", "list")
    assert "Uitgave 2090.2 van 2090-06-01: 6 records" in out
    target = tmp_path / "factors.json"
    code, _, _ = run("factor", "release", "export", str(target), "--format", "json", "--release", "2090.1")
    assert code == 0
    assert target.read_bytes() == kk.factors.export("json", release="2090.1")
    assert run("factor", "release", "export", str(target), "--format", "docx")[0] == 2


def test_units_and_faults() -> None:
    _, out, _ = run("factor", "units")
    assert "reizigerskilometer" in out
    code, _, err = run("factor", "show", "nothing", "--lang", "en")
    assert (code, "no emission factor nothing" in err) == (2, True)
    code, _, err = run("factor", "import", "nobody", "x.csv", "--lang", "en")
    assert (code, "no importer for nobody" in err) == (2, True)


def test_search_and_choice_on_the_packaged_release() -> None:
    code, out, _ = run("factor", "search", "dieseltrein", "--release", "2026.1")
    assert code == 0
    assert "[train.diesel]" in out
    _, plain, _ = run("factor", "search", "7207", "11", "14", "--json", "--release", "2026.1", "--limit", "3")
    assert {one["key"].split(".")[1] for one in json.loads(plain)} == {"72071114"}
    assert run("factor", "search", "xyzzyxyzzy", "--release", "2026.1")[0] == 2
    code, out, _ = run("factor", "choose", "diesel", "1000", "liter", "--year", "2026", "--release", "2026.1")
    assert code == 0
    assert "3.251 kg CO2e" in out
    code, out, _ = run(
        "factor", "choose", "karton", "1", "ton", "--year", "2026", "--release", "2026.1", "--lang", "en"
    )
    assert code == 2
    assert "The words can also mean something else" in out
    assert run("factor", "search", "x", "--category", "toys")[0] == 2
    assert run("factor", "choose", "diesel", "1", "EUR", "--year", "2026", "--vat", "maybe")[0] == 2


@pytest.mark.parametrize(
    ("written", "shown"),
    [("-10", "−32,51 kg"), ("1250,5", "4.065,375 kg"), ("1.250,50", "4.065,375 kg"), ("1e3", "3.251")],
)
def test_quantities_as_people_write_them(written: str, shown: str) -> None:
    code, out, _ = run("factor", "choose", "fuel.diesel.b7", written, "liter", "--year", "2026", "--release", "2026.1")
    assert code == 0
    assert shown in out


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1.000", "‘1.000’ kan 1000 zijn, of een duizendste daarvan."), ("1,250", "kan 1250 zijn"),
        ("veel", "‘veel’ is geen hoeveelheid."), ("nan", "geen hoeveelheid"), ("1e400", "De hoeveelheid is inf."),
        ("1e300", "groter dan wat ooit wordt gebruikt"), ("1_000", "geen hoeveelheid"), ("٣", "geen hoeveelheid"),
    ],
)  # fmt: skip
def test_a_quantity_that_can_be_two_numbers_is_asked_back(written: str, said: str) -> None:
    code, _, err = run("factor", "choose", "fuel.diesel.b7", written, "liter", "--year", "2026", "--release", "2026.1")
    assert code == 2
    assert said in err


def test_words_without_a_factor_and_kilometres_of_a_traveller() -> None:
    code, _, err = run("factor", "choose", "bouwmarkt", "10", "EUR", "--year", "2026", "--release", "2026.1")
    assert code == 2
    assert "niet de winkel of het merk" in err
    _, out, _ = run("factor", "choose", "trein", "100", "km", "--year", "2026", "--release", "2026.1")
    assert "! Opgevat als kilometers van één reiziger: vermenigvuldig met het aantal reizigers." in out
    _, listed, _ = run("factor", "units")
    assert "kilometer" in listed
    assert "afstand van reizigers" in listed
