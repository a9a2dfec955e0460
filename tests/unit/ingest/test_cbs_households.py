"""From tables of CBS to inputs of the model: every class of the survey, sizes and incomes by municipality."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.unit.ingest._cbs_odata_forms import AREAS, HOUSEHOLDS, PERIODS, Dimension, Made, Measure

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.ingest import (
    CbsCells,
    FullSurvey,
    HouseholdCounts,
    group_spending,
    household_counts_from_cbs,
    read_cbs_cells,
    survey_from_cbs,
)

VERSIONS = pytest.mark.parametrize("version", ["3", "4"])
PURPOSES = Dimension(
    "Bestedingscategorieen",
    "Bestedingscategorieën",
    {
        **{"T001112": "Alle bestedingen", "CP01": "01 Voeding en alcoholvrije dranken"},
        **{"CP041": "04.1 Werkelijke woninghuur", "CP0722": "07.2.2 Brandstoffen en smeermiddelen"},
    },
)
DECILES = [f"Besteedbaar inkomen: {number}e 10%-groep" for number in range(1, 11)]
QUINTILES = [f"Besteedbaar inkomen: {number}e 20%-groep" for number in range(1, 6)]
SIZES = ["1 persoon", "2 personen", "3 personen", "4 personen", "5 of meer personen"]
AGES = [
    "tot 25 jaar",
    "25 tot 35 jaar",
    "35 tot 45 jaar",
    "45 tot 55 jaar",
    "55 tot 65 jaar",
    "65 tot 75 jaar",
    "75 jaar of ouder",
]
SOURCES = [
    "werknemer",
    "ambtenaar",
    "zelfstandige",
    "pensioen",
    "werkloosheid",
    "arbeidsongeschiktheid",
    "bijstand",
    "studie",
    "overig",
]
CLASSES = [
    *["Particuliere huishoudens"],
    *[f"Huishoudensgrootte: {size}" for size in SIZES],
    *[f"Leeftijd hoofdkostwinner: {age}" for age in AGES],
    *[f"Inkomensbron: {source}" for source in SOURCES],
    *[
        f"Woningbezit: {own}"
        for own in ("eigen woning", "huurwoning", "huurwoning, met huurtoeslag", "huurwoning, zonder huurtoeslag")
    ],
    *DECILES,
    *QUINTILES,
    *[title.replace("Besteedbaar", "Gestandaardiseerd") for title in (*DECILES, *QUINTILES)],
    *[f"Type: soort {number}" for number in range(1, 27)],
    *[f"Herkomst: groep {number}" for number in range(1, 5)],
    *["Lage-inkomensgrens: onder", "Lage-inkomensgrens: boven"],
]
KINDS = Dimension(
    "KenmerkenVanHuishoudens", "Kenmerken van huishoudens", {f"{1050010 + at}": t for at, t in enumerate(CLASSES)}
)
LEVELS = Made(
    "83676NED",
    (PURPOSES, PERIODS),
    (
        Measure("Bestedingen_1", "Bestedingen", "euro"),
        Measure("OndergrensInterval_2", "Ondergrens 95%-interval", "euro"),
        Measure("BovengrensInterval_3", "Bovengrens 95%-interval", "euro"),
    ),
    (
        ("T001112", "2020JJ00", 35211, 34800, 35622),
        ("CP01", "2020JJ00", 4458, 4400, 4516),
        ("CP041", "2020JJ00", 3181, None, None),
        ("CP0722", "2020JJ00", 0, 0, 0),
        ("CP01", "2025JJ00", 9999, 9000, 9999),
    ),
)


def _totals(cells: Callable[[int], float | None] = lambda at: 20 + at) -> Made:
    rows = [("T001112", code, "2020JJ00", cells(at)) for at, code in enumerate(KINDS.codes)]
    rows += [("CP01", code, "2020JJ00", 4.5) for code in KINDS.codes]
    return Made("85419NED", (PURPOSES, KINDS, PERIODS), (Measure("Bestedingen_1", "Bestedingen", "1 000 euro"),), rows)


def _shares(hidden: Sequence[tuple[str, str]] = ()) -> Made:
    shares = {"T001112": 100, "CP01": 12.6, "CP041": 9, "CP0722": 2.8}
    rows = [
        (purpose, code, "2020JJ00", -99997 if (purpose, code) in hidden else share)
        for purpose, share in shares.items()
        for code in KINDS.codes
    ]
    measure = Measure("AandeelInDeBestedingen_1", "Aandeel in de bestedingen", "%")
    return Made("85420NED", (PURPOSES, KINDS, PERIODS), (measure,), rows)


def _cells(made: Made, folder: Path, version: str) -> CbsCells:
    return read_cbs_cells(made.write(folder, version))


def _survey(folder: Path, version: str = "3", **changed: Made) -> FullSurvey:
    made = {"levels": LEVELS, "totals": _totals(), "structure": _shares()} | changed
    return survey_from_cbs(**{name: _cells(table, folder, version) for name, table in made.items()})


@VERSIONS
def test_all_88_classes_come_with_their_dimension(version: str, tmp_path: Path) -> None:
    found = _survey(tmp_path, version)
    counts = dict(found.totals.group_by("dimension").len().iter_rows())
    assert found.totals.height == 88 == len(CLASSES)
    assert counts == {
        **{"all": 1, "size": 5, "age": 7, "income_source": 9, "tenure": 4, "income_decile": 10, "income_quintile": 5},
        **{"standardised_decile": 10, "standardised_quintile": 5, "type": 26, "origin": 4, "low_income": 2},
    }
    sizes = found.totals.filter(dimension="size")["category"].to_list()
    assert sizes == ["1", "2", "3", "4", "5+"]
    assert found.totals.filter(dimension="tenure")["category"].to_list()[:2] == ["own", "rent"]
    assert found.totals.filter(dimension="age")["category"].to_list() == AGES


@VERSIONS
def test_euros_of_a_class_are_share_times_total(version: str, tmp_path: Path) -> None:
    found = _survey(tmp_path, version)
    assert found.totals["eur"].to_list()[:2] == [20_000, 21_000]  # printed in thousands
    food = found.spending.filter(dimension="size", category="1", code="01")
    assert food.select("eur", "state").row(0) == (pytest.approx(0.126 * 21_000), "ok")
    assert found.spending.filter(code="00", dimension="all")["eur"].to_list() == [20_000]
    assert found.spending.height == 88 * 4


@VERSIONS
def test_intervals_become_relative_errors(version: str, tmp_path: Path) -> None:
    found = _survey(tmp_path, version).everyone
    errors = dict(found.select("code", "relative_error").iter_rows())
    assert found["code"].to_list() == ["00", "01", "04.1", "07.2.2"]
    assert errors["01"] == pytest.approx(58 / 1.96 / 4458)
    assert (errors["04.1"], errors["07.2.2"]) == (None, None)  # no interval printed; nothing spent
    assert found["eur"].to_list() == [35211, 4458, 3181, 0]


def test_a_suppressed_share_is_null_and_never_zero(tmp_path: Path) -> None:
    code = list(KINDS.codes)[1]
    found = _survey(tmp_path, structure=_shares([("CP041", code)])).spending
    rent = found.filter(dimension="size", category="1", code="04.1")
    assert rent.select("eur", "state").row(0) == (None, "suppressed")
    assert found["eur"].null_count() == 1


def test_a_class_without_a_total_has_no_euros(tmp_path: Path) -> None:
    found = _survey(tmp_path, totals=_totals(lambda at: None if at == 1 else 20 + at))
    of_class = found.spending.filter(dimension="size", category="1")
    assert of_class["state"].unique().to_list() == ["absent"]
    assert of_class["eur"].null_count() == 4


def test_groups_of_spending_as_columns_are_read_as_well(tmp_path: Path) -> None:
    measures = (
        Measure("AlleBestedingen_1", "Alle bestedingen", "1 000 euro"),
        Measure("k_01Voeding_2", "01 Voeding", "1 000 euro"),
    )
    rows = [(code, "2020JJ00", 20 + at, 4.5) for at, code in enumerate(KINDS.codes)]
    wide = Made("85419NED", (KINDS, PERIODS), measures, rows)
    assert _survey(tmp_path, totals=wide).totals["eur"].to_list()[:2] == [20_000, 21_000]


def _nested(hidden: Sequence[tuple[str, str]] = ()) -> Made:
    titles = {
        **{"T001112": "000000 Alle bestedingen", "P07": "070000 Vervoer", "P072": "072000 Gebruik"},
        **{"P0722": "072200 Brandstoffen", "P09": "090000 Recreatie"},
    }
    shares = {"T001112": 100, "P07": 12, "P072": 6, "P0722": 2.5, "P09": 9}
    rows = [
        (purpose, code, "2020JJ00", -99997 if (purpose, code) in hidden else share)
        for purpose, share in shares.items()
        for code in KINDS.codes
    ]
    measure = Measure("AandeelInDeBestedingen_1", "Aandeel in de bestedingen", "%")
    return Made("85420NED", (replace(PURPOSES, codes=titles), KINDS, PERIODS), (measure,), rows)


def test_chosen_groups_do_not_overlap_and_add_up_to_each_class(tmp_path: Path) -> None:
    full = _survey(tmp_path, structure=_nested())
    found = group_spending(full, ["07", "07.2.2", "09"])
    everyone = dict(found.filter(dimension="all").select("code", "eur").iter_rows())
    assert everyone == pytest.approx({"07": 1_900, "07.2.2": 500, "09": 1_800, "unlisted": 15_800})
    sums = (
        found.group_by("dimension", "category")
        .agg(pl.col("eur").sum())
        .join(full.totals, on=["dimension", "category"], suffix="_total")
    )
    assert sums.height == 88
    assert sums["eur"].to_list() == pytest.approx(sums["eur_total"].to_list())
    deeper = dict(
        group_spending(full, ["07", "07.2", "07.2.2"]).filter(dimension="all").select("code", "eur").iter_rows()
    )
    assert deeper == pytest.approx({"07": 1_200, "07.2": 700, "07.2.2": 500, "unlisted": 17_600})


def test_what_is_left_beside_a_suppressed_part_is_not_known(tmp_path: Path) -> None:
    code = list(KINDS.codes)[1]
    full = _survey(tmp_path, structure=_nested([("P0722", code)]))
    found = group_spending(full, ["07", "07.2.2"]).filter(dimension="size", category="1")
    assert found.select("code", "eur", "state").rows()[:2] == [("07", None, "absent"), ("07.2.2", None, "suppressed")]
    assert found["state"].to_list()[2] == "ok"  # the rest does not lie inside 07
    with pytest.raises(UnknownCodeError, match="08"):
        group_spending(full, ["08"])


def _renamed(purpose: str, title: str) -> Made:
    purposes = replace(PURPOSES, codes={**PURPOSES.codes, purpose: title})
    made = _shares()
    return replace(made, dimensions=(purposes, *made.dimensions[1:]))


SPOILED: dict[str, tuple[dict[str, Made], str]] = {
    "a group without a code": ({"structure": _renamed("CP01", "Voeding")}, "cbs_odata.purpose_unknown"),
    "a group twice": ({"structure": _renamed("CP01", "04.1 Huur")}, "cbs_odata.class_twice"),
    "another year": ({"levels": replace(LEVELS, rows=LEVELS.rows[-1:])}, "cbs_odata.period_absent"),
    "an unknown unit": (
        {"totals": replace(_totals(), measures=(Measure("Bestedingen_1", "Bestedingen", "gulden"),))},
        "cbs_odata.unit_unknown",
    ),
}


@pytest.mark.parametrize("case", SPOILED, ids=list(SPOILED))
def test_spoiled_surveys_are_told(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    changed, code = SPOILED[case]
    with pytest.raises(InputError) as caught:
        _survey(tmp_path, **changed)
    assert_told(caught.value, code, "-v3.json")


POPULATIONS = Dimension(
    "Populatie", "Populatie", {"A1": "Particuliere huishoudens", "A2": "Particuliere huishoudens excl. studenten"}
)
KIND = Dimension(
    "KenmerkenVanHuishoudens",
    "Kenmerken van huishoudens",
    {"1050010": "Particuliere huishoudens", "1050015": "Type: alleenstaand"},
)
INCOMES = Made(
    "86161NED",
    (POPULATIONS, KIND, AREAS, PERIODS),
    (
        Measure("ParticuliereHuishoudens_1", "Particuliere huishoudens", "x 1 000"),
        Measure("k_1e10GroepLaagInkomen_6", "1e 10%-groep (laag inkomen)", "%"),
        *(Measure(f"k_{number}e10Groep_{number + 5}", f"{number}e 10%-groep", "%") for number in range(2, 10)),
        Measure("k_10e10GroepHoogInkomen_15", "10e 10%-groep (hoog inkomen)", "%"),
    ),
    (
        ("A1", "1050010", "GM0363", "2025JJ00", 500.1, 14, 12, 11, 10, 9, 8, 8, 8, 9, 10),
        ("A1", "1050010", "GM0034", "2025JJ00", 100, 8, 9, 10, 11, -99997, 11, 10, 10, None, 9),
        ("A1", "1050015", "GM0363", "2025JJ00", 270, 20, 20, 10, 10, 10, 10, 5, 5, 5, 5),
        ("A2", "1050010", "GM0363", "2025JJ00", 480, 14, 12, 11, 10, 9, 8, 8, 8, 9, 10),
        ("A1", "1050010", "NL01", "2025JJ00", 8430, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10),
    ),
)


def _counts(
    folder: Path, version: str = "3", sizes: Made = HOUSEHOLDS, incomes: Made | None = INCOMES
) -> HouseholdCounts:
    read = None if incomes is None else _cells(incomes, folder, version)
    return household_counts_from_cbs(_cells(sizes, folder, version), read, year=2025)


@VERSIONS
def test_households_by_size_are_those_of_municipalities(version: str, tmp_path: Path) -> None:
    found = _counts(tmp_path, version).sizes
    assert found.filter(area="GM0363").select("size", "households").rows() == [
        ("1", 270), ("2", 140), ("3", 45), ("4", 30), ("5+", 15),
    ]  # fmt: skip
    hidden = found.filter(pl.col("households").is_null()).select("area", "size", "state").rows()
    assert hidden == [("GM0034", "3", "absent"), ("GM0034", "5+", "suppressed")]
    assert set(found["area"]) == {"GM0034", "GM0363"}


@VERSIONS
def test_households_by_tenth_of_income(version: str, tmp_path: Path) -> None:
    found = _counts(tmp_path, version).incomes
    assert found is not None
    amsterdam = found.filter(area="GM0363")
    assert amsterdam["decile"].to_list() == [str(number) for number in range(1, 11)]
    assert amsterdam["households"].to_list()[0] == pytest.approx(0.14 * 500_100)
    assert amsterdam["share_pct"].sum() == 99  # the rest is income unknown, in no tenth
    almere = found.filter(pl.col("area") == "GM0034", pl.col("state") != "ok")
    assert almere.select("decile", "households", "state").rows() == [("5", None, "suppressed"), ("9", None, "absent")]


def test_counts_without_incomes(tmp_path: Path) -> None:
    found = _counts(tmp_path, incomes=None)
    assert found.incomes is None
    assert found.sources == {"71486ned": "2026-08-21T02:00:00"}


def test_sizes_that_do_not_add_up_are_told(tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    rows = [(*row[:-1], 16) if row[1] == "GM0363" else row for row in HOUSEHOLDS.rows]
    with pytest.raises(InputError) as caught:
        _counts(tmp_path, sizes=replace(HOUSEHOLDS, rows=rows))
    assert_told(caught.value, "households.parts_differ", "71486ned-v3.json", place="GM0363")


def test_two_totals_are_not_chosen_between(tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    twice = replace(
        POPULATIONS, codes={"A1": "Particuliere huishoudens", "A2": "Particuliere huishoudens incl. studenten"}
    )
    with pytest.raises(InputError) as caught:
        _counts(tmp_path, incomes=replace(INCOMES, dimensions=(twice, *INCOMES.dimensions[1:])))
    assert_told(caught.value, "cbs_odata.class_absent", "86161NED-v3.json", place="population")
