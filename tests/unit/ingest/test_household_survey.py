"""The budget survey: leaves that add up, codes as text, classes that are not printed, ratios that fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ketenkompas.errors import InputError
from ketenkompas.ingest import Survey, read_survey
from ketenkompas.ingest._household_survey import survey_parameters
from ketenkompas.sources import record

FILES: dict[str, str] = {
    "groups": (
        "code,label_nl,all_eur,p1_eur,p2_eur\n05,Stoffering,300,150,320\n05.6.1,Schoonmaak,50,30,60\n"
        "07.2,Auto,200,100,210\n07.2.2,Brandstof,90,40,95\n09,Recreatie,400,200,410\n09.3.4,Voer,30,20,35\n"
        "09.3.5,Dierenarts,10,5,9\n09.4.2.3,Televisie,10,8,12\n09.6,Pakketreizen,50,20,60\n00,Alles,1000,500,1100\n"
    ),
    "totals": (
        "characteristic,class,total_eur\nall,Alle particuliere huishoudens,1000\nsize,1 persoon,500\n"
        "size,2 personen,1100\nsize,3 personen,1200\nsize,4 personen,1300\nsize,5 of meer personen,1400\n"
        "income_quintile,Besteedbaar inkomen 1e 20%-groep,600\nincome_quintile,Besteedbaar inkomen 5e 20%-groep,1600\n"
        "tenure,Eigen woning,1200\ntenure,Huurwoning,700\n"
    ),
    "housing": "code,label_nl,own_eur,rent_eur\n04,Huisvesting,100,90\n04.1,Huur,3,70\n04.5,Energie,20,15\n",
    "accounts": "group,bo2020_indexed_2025_eur,na2025_per_household_eur,ratio\nTotaal,1250,1713,1.37\n",
    "prices": "division,factor_2020_2025\nall,1.251\n04 Huisvesting,1.258\n04.5 Energie,1.569\n",
}


def _read(folder: Path, **changed: str) -> Survey:
    paths = {}
    for name, text in (FILES | changed).items():
        paths[name] = folder / f"{name}.csv"
        paths[name].write_text(text, "utf-8")
    return read_survey(**paths)


def test_a_row_is_without_the_rows_inside_it_and_the_rest_is_a_group(tmp_path: Path) -> None:
    found = _read(tmp_path).groups
    everyone = dict(found.select("code", "everyone").iter_rows())
    assert everyone == {
        **{"05": 250, "05.6.1": 50, "07.2": 110, "07.2.2": 90, "09": 300, "09.3.4": 30, "09.3.5": 10},
        **{"09.4.2.3": 10, "09.6": 50, "unlisted": 100},
    }
    assert found.select("everyone", "size_1", "size_2").sum().row(0) == (1000, 500, 1100)


def test_classes_that_are_not_printed_are_there_and_null(tmp_path: Path) -> None:
    found = _read(tmp_path).totals
    hidden = found.filter(~pl.col("known")).select("dimension", "category", "eur").rows()
    assert hidden == [("income_quintile", "2", None), ("income_quintile", "3", None), ("income_quintile", "4", None)]
    assert found.filter(dimension="size")["category"].to_list() == ["1", "2", "3", "4", "5+"]


def test_codes_are_text(tmp_path: Path) -> None:
    found = _read(tmp_path)
    assert found.prices["division"].to_list() == ["00", "04", "04.5"]
    assert found.accounts["code"].to_list() == ["00"]
    assert found.housing.schema["code"] == pl.String


MALFORMED: dict[str, tuple[str, str, str, str, str]] = {
    "a code that lost its zero": ("groups", "05,Stof", "5,Stof", "households.purpose_code", "row 2"),
    "a code twice": ("groups", "05.6.1", "05", "table.row_twice", "row 3"),
    "a nested row that is gone": ("groups", "09.6,P", "09.7,P", "households.group_absent", "code"),
    "parts larger than the row": ("groups", "90,40,95", "290,40,95", "households.parts_larger", "07.2"),
    "rows larger than the total": ("groups", "1000,500,1100", "1000,400,1100", "households.parts_larger", "unlisted"),
    "a suppression code": ("groups", "50,20,60", "50,-99997,60", "households.suppressed", "09.6"),
    "an unknown class": ("totals", "3 personen", "drie personen", "household_files.class_unknown", "row 5"),
    "a class that is gone": ("totals", "tenure,Huurwoning,700\n", "", "households.class_absent", "class"),
    "a class twice": ("totals", "3 personen", "2 personen", "table.row_twice", "row 5"),
    "housing parts larger": ("housing", "3,70", "3,80", "households.parts_larger", "rent_eur"),
    "no row 04": ("housing", "04,H", "05,H", "households.group_absent", "code"),
    "a ratio that does not fit": ("accounts", "1.37", "1.27", "households.ratio", "Totaal"),
    "a group without a code": ("accounts", "Totaal", "Vakantie", "household_files.class_unknown", "row 2"),
    "a price without a code": ("prices", "04.5 Energie", "Energie", "households.purpose_code", "row 4"),
    "a price twice": ("prices", "04.5 ", "04 ", "table.row_twice", "row 4"),
    "a price of nothing": ("prices", "1.569", "0", "households.outside", "04.5"),
}


@pytest.mark.parametrize("case", MALFORMED, ids=list(MALFORMED))
def test_malformed_input_is_named(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    file, before, after, code, place = MALFORMED[case]
    assert before in FILES[file]
    with pytest.raises(InputError) as caught:
        _read(tmp_path, **{file: FILES[file].replace(before, after, 1)})
    assert_told(caught.value, code, f"{file}.csv", place=place)


def test_the_parameters_name_the_files_they_speak_of() -> None:
    assert all(record(source).path.startswith("households/bo2020/") for source in survey_parameters()["sources"])


@pytest.fixture
def survey(mirror: Path) -> Survey:
    ids = {
        **{"groups": "cbs-bo2020-coicop", "totals": "cbs-bo2020-totals", "housing": "cbs-bo2020-housing-by-tenure"},
        **{"accounts": "cbs-bo-accounts-2025", "prices": "cbs-cpi-2020-2025"},
    }
    return read_survey(**{name: mirror / record(source).path for name, source in ids.items()})


@pytest.mark.mirror
def test_the_survey_of_2020(survey: Survey) -> None:
    assert survey.groups.height == 29
    assert survey.groups.select("everyone", "size_1", "size_2").sum().row(0) == (35_211, 23_600, 37_300)
    printed = survey.groups.filter(pl.col("code") != "unlisted")["everyone"].sum()
    assert printed == 34_171  # 97.0 % of the total
    assert survey.totals.filter(pl.col("known")).height == 10


@pytest.mark.mirror
def test_prices_bring_the_survey_to_2025(survey: Survey) -> None:
    factors = dict(survey.prices.select("division", "factor").iter_rows())
    assert round(35_200 * factors["00"]) == 44_035
    assert round(4_458 * factors["01"]) == 5_831
    assert round(1_123 * factors["11"]) == 1_507


@pytest.mark.mirror
def test_tenure_is_consistent_with_the_district_statistics(survey: Survey) -> None:
    totals = {(row[0], row[1]): row[2] for row in survey.totals.iter_rows()}
    owners = (totals["all", "all"] - totals["tenure", "rent"]) / (totals["tenure", "own"] - totals["tenure", "rent"])
    assert owners == pytest.approx(0.568, abs=0.0005)
    everyone = dict(survey.groups.select("code", "everyone").iter_rows())
    for code, _, own, rent in survey.housing.filter(pl.col("code") != "04").iter_rows():
        assert owners * own + (1 - owners) * rent == pytest.approx(everyone[code], rel=0.01), code


def test_a_survey_is_a_value(tmp_path: Path) -> None:
    found = _read(tmp_path)
    assert replace(found, prices=found.prices.head(1)).prices.height == 1
    with pytest.raises(AttributeError):
        found.groups = found.totals  # type: ignore[misc]
