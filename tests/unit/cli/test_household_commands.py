"""The command households: the form of the issue, every part, both languages, and the library's own numbers."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests import household_made as made
from typer.testing import CliRunner

from ketenkompas.cli import app
from ketenkompas.library import households

runner = CliRunner()
COMMANDS = (
    ("show", "GM0363"),
    ("GM0363", "--by", "origin"),
    ("GM0363", "--group", "home_energy", "--per", "person"),
    ("find", "hellevoetsluis"),
    ("compare", "GM0363", "GM0599", "--item", "car"),
    ("types", "--income", "all"),
    ("course", "Laren"),
    ("course", "GM0363", "--changes"),
    ("level",),
    ("calculate", "--size", "2", "--gas", "1000", "--action", "less_gas", "--action", "diet"),
    ("scenario", "fewer-new-things", "--place", "GM0363"),
)


@pytest.fixture(autouse=True)
def _made() -> None:
    made.write()


def run(*arguments: str) -> tuple[int, str, str]:
    result = runner.invoke(app, ["households", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_place_comes_first_and_says_all_that_belongs_to_a_figure() -> None:
    code, out, _ = run("GM0363", "--by", "origin", "--format", "json")
    assert code == 0
    told = json.loads(out)
    figure = households.footprint("GM0363", "origin", lang="nl")
    assert told == json.loads(figure.to_json())
    assert {"value", "low", "high", "unit", "observed_share", "status", "receipt"} <= set(told)


def test_the_word_show_may_be_left_out_and_without_a_place_all_are_listed() -> None:
    assert run("GM0363")[1] == run("show", "GM0363")[1]
    listed = run()[1]
    assert "GM0363" in listed
    assert "Zuid-Holland" in listed
    assert len(json.loads(run("--format", "json")[1])["places"]) == 9


def test_a_figure_on_the_screen_in_both_languages() -> None:
    _, dutch, _ = run("GM0363", "--group", "home_energy")
    assert "Amsterdam, Energie in huis, 2023" in dutch
    assert "2.128 kg CO₂-equivalent per huishouden" in dutch
    assert "100 % gemeten in deze plaats" in dutch
    assert "Budgetonderzoek 2020" in dutch
    _, english, _ = run("GM0363", "--group", "home_energy", "--per", "person", "--lang", "en")
    assert "1,120 kg CO₂ equivalent per person" in english
    assert "in nine draws of ten" in english


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_command_speaks_both_languages_and_gives_data(command: tuple[str, ...], lang: str) -> None:
    code, shown, _ = run(*command, "--lang", lang)
    assert code == 0
    assert {"nl": "voorlopig", "en": "provisional"}[lang] in shown
    assert json.loads(run(*command, "--lang", lang, "--format", "json")[1])
    rows = list(csv.DictReader(io.StringIO(run(*command, "--lang", lang, "--format", "csv")[1])))
    assert rows


def test_codes_are_told_in_words() -> None:
    _, out, _ = run("course", "Laren")
    assert "stadswarmte" in out
    assert "ontbreekt" in out
    assert "–" in out
    _, out, _ = run("compare", "Den Haag", "GM0599")
    assert "ongeveer even hoog" in out
    assert "niet te onderscheiden" in out


def test_one_household_with_what_it_did_not_say() -> None:
    _, out, _ = run("calculate", "--size", "2", "--gas", "1000", "--action", "less_gas", "--action", "diet")
    assert "1.000 m³" in out
    assert "nog niet gemodelleerd" in out
    told = json.loads(
        run("calculate", "--size", "2", "--gas", "1000", "--action", "less_gas", "--no-respend", "--format", "json")[1]
    )
    wanted = households.calculate(households.Household(2, gas_m3=1000), ["less_gas"], respend=False, lang="nl")
    assert told == json.loads(wanted.to_json())


def test_a_scenario_of_one_s_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.yml"
    file.write_text(
        "id: mine\ntitle: {nl: Mijn, en: Mine}\nnote: {nl: Bedacht, en: Made}\nstated: '2026-11-28'\nrespend: false\n"
        "changes:\n  - {item: goods, change: -0.5, basis: assumption, source: made}\n",
        "utf-8",
    )
    told = json.loads(run("scenario", str(file), "--place", "GM0363", "--format", "json")[1])
    goods = households.footprint("GM0363", group="goods").value
    assert told["after"] - told["before"] == pytest.approx(-0.5 * goods)
    assert "fewer-new-things" in run("scenarios")[1]
    assert json.loads(run("scenarios", "--format", "json")[1])[1]["id"] == "less-gas"


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        (("Amstrdam",), 2, "Amsterdam (GM0363)"),
        (("GM0363", "--group", "meat"), 2, "geen onderdeel of groep"),
        (("GM0417", "--by", "income"), 4, "worden niet gegeven"),
        (("compare", "GM0363", "GM0599", "--item", "food"), 2, "Plaatsen worden niet vergeleken op 'food'"),
        (("calculate", "--size", "0"), 2, "een heel getal van 1 tot 12"),
        (("scenario", "nothing"), 2, "fewer-new-things"),
    ],
)
def test_what_is_wrong_is_told_with_its_exit_code(command: tuple[str, ...], code: int, words: str) -> None:
    found, _, said = run(*command)
    assert found == code
    assert words in said
    assert json.loads(run(*command, "--format", "json")[2])["error"]["code"]
