"""Kinds of households in tables of CBS: ages by size, incomes by kind, consumption by purpose; made numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.ingest._cbs_odata_forms import HOUSEHOLDS, PERIODS, Dimension, Made, Measure

from ketenkompas.errors import InputError
from ketenkompas.ingest import (
    HOUSEHOLD_AGES,
    CbsCells,
    age_bounds,
    consumption_from_cbs,
    household_age,
    household_ages_from_cbs,
    incomes_by_kind_from_cbs,
    read_cbs_cells,
)

VERSIONS = pytest.mark.parametrize("version", ["3", "4"])
AGES = Dimension(
    "LeeftijdReferentiepersoon",
    "Leeftijd referentiepersoon",
    {"10000": "Totaal", "1": "tot 25 jaar", "2": "15 tot 20 jaar", "3": "20 tot 25 jaar", "4": "25 jaar of ouder"},
)
BY_AGE = replace(
    HOUSEHOLDS,
    dimensions=(AGES, *HOUSEHOLDS.dimensions[1:]),
    rows=(
        ("10000", "GM0363", "2025JJ00", 1, 500, 270, 140, 45, 30, 15),
        ("1", "GM0363", "2025JJ00", 1, 40, 30, 10, 0, 0, 0),
        ("2", "GM0363", "2025JJ00", 1, 10, 8, 2, 0, 0, 0),
        ("3", "GM0363", "2025JJ00", 1, 30, 22, 8, 0, 0, 0),
        ("4", "GM0363", "2025JJ00", 1, 460, 240, 130, 45, 30, 15),
        ("10000", "GM0034", "2025JJ00", 1, 9, 5, 4, 0, 0, 0),
        ("2", "GM0034", "2025JJ00", 1, 1, -99997, 0, 0, 0, 0),
        ("3", "GM0034", "2025JJ00", 1, 1, 1, 0, 0, 0, 0),
        ("4", "GM0034", "2025JJ00", 1, 7, 3, 4, 0, 0, 0),
    ),
)
INCOMES = Made(
    "86161NED",
    (
        Dimension("Populatie", "Populatie", {"A1": "Particuliere huishoudens"}),
        Dimension(
            "KenmerkenVanHuishoudens",
            "Kenmerken van huishoudens",
            {
                "1050010": "Particuliere huishoudens",
                "1": "Woningbezit: eigen woning",
                "2": "Woningbezit: huurwoning",
                "3": "Leeftijd hoofdkostwinner: 25 tot 35 jaar",
            },
        ),
        Dimension("RegioS", "Regio's", {"NL01": "Nederland", "GM0363": "Amsterdam"}, "GeoDimension"),
        PERIODS,
    ),
    (
        Measure("ParticuliereHuishoudens_1", "Particuliere huishoudens", "x 1 000"),
        *(Measure(f"k_{at}e10Groep_{at + 1}", f"{at}e 10%-groep", "%") for at in range(1, 11)),
    ),
    (
        ("A1", "1050010", "NL01", "2025JJ00", 8000, *[10] * 10),
        ("A1", "1", "NL01", "2025JJ00", 4600, 2, 4, 6, 8, 10, 12, 13, 14, 15, 16),
        ("A1", "2", "NL01", "2025JJ00", 3400, -99997, 18, 15, 12, 10, 8, 6, 5, 4, 2),
        ("A1", "3", "NL01", "2025JJ00", 1000, *[10] * 10),
        ("A1", "1050010", "GM0363", "2025JJ00", 500, *[10] * 10),
    ),
)
PURPOSES = Made(
    "85873NED",
    (
        Dimension(
            "Bestedingscategorieen",
            "Bestedingscategorieën",
            {"T": "Totaal bestedingen", "A": "01 Voeding", "B": "011000 Brood", "X": "Consumptie in het buitenland"},
        ),
        PERIODS,
    ),
    (Measure("WerkelijkePrijzen_1", "Werkelijke prijzen", "mln euro"),),
    (
        ("T", "2025JJ00", 500_000), ("A", "2025JJ00", 60_000), ("B", "2025JJ00", None), ("X", "2025JJ00", 20_000),
        ("T", "2020JJ00", None), ("A", "2020JJ00", 50_000),
    ),
)  # fmt: skip


def _cells(made: Made, folder: Path, version: str = "3") -> CbsCells:
    return read_cbs_cells(made.write(folder, version))


@pytest.mark.parametrize(
    ("title", "bounds", "ours"),
    [
        ("tot 25 jaar", (0, 25), "0-34"),
        ("30 tot 35 jaar", (30, 35), "0-34"),
        ("35 tot 45 jaar", (35, 45), "35-54"),
        ("55 tot 65 jaar", (55, 65), "55-64"),
        ("65 tot 75 jaar", (65, 75), "65+"),
        ("95 jaar of ouder", (95, None), "65+"),
    ],
)
def test_ages_as_they_are_written(title: str, bounds: tuple[int, int | None], ours: str) -> None:
    assert age_bounds(title) == bounds
    assert household_age(bounds) == ours


def test_what_is_no_age_has_no_bounds_and_ages_of_two_classes_are_refused() -> None:
    assert [age_bounds(title) for title in ("Totaal", "25+", "eigen woning")] == [None, None, None]
    assert list(HOUSEHOLD_AGES) == ["0-34", "35-54", "55-64", "65+"]
    for bounds in ((25, 45), (60, None)):
        with pytest.raises(InputError) as caught:
            household_age(bounds)
        assert caught.value.code == "household_tables.age_crosses"
    assert "60-" in str(caught.value)


@VERSIONS
def test_the_finest_ages_are_taken_and_hidden_ones_stay_hidden(tmp_path: Path, version: str) -> None:
    found = household_ages_from_cbs(_cells(BY_AGE, tmp_path, version), year=2025)
    assert found is not None
    one = found.filter((found["area"] == "GM0363") & (found["size"] == "1"))
    assert one.select("first", "older", "households").rows() == [(15, 20, 8.0), (20, 25, 22.0), (25, None, 240.0)]
    hidden = found.filter(found["households"].is_null())
    assert hidden.select("area", "size", "first", "state").rows() == [("GM0034", "1", 15, "suppressed")]


def test_ages_that_do_not_add_up_name_place_and_size(tmp_path: Path) -> None:
    rows = tuple(row if row[:2] != ("4", "GM0363") else (*row[:5], 241, *row[6:]) for row in BY_AGE.rows)
    with pytest.raises(InputError) as caught:
        household_ages_from_cbs(_cells(replace(BY_AGE, rows=rows), tmp_path), year=2025)
    assert "GM0363 1" in str(caught.value)
    assert [fault.code for fault in caught.value.problems] == ["households.parts_differ"]


def test_a_table_of_all_ages_together_has_none(tmp_path: Path) -> None:
    rows = tuple(row for row in BY_AGE.rows if row[0] == "10000")
    assert household_ages_from_cbs(_cells(replace(BY_AGE, rows=rows), tmp_path), year=2025) is None


@VERSIONS
def test_incomes_by_kind_of_the_country(tmp_path: Path, version: str) -> None:
    found = incomes_by_kind_from_cbs(_cells(INCOMES, tmp_path, version), year=2025)
    assert found is not None
    kinds = found.select("dimension", "category").unique(maintain_order=True).rows()
    assert sorted(kinds) == [("age", "25 tot 35 jaar"), ("all", "all"), ("tenure", "own")]  # rent has a hidden tenth
    own = found.filter(found["category"] == "own")
    assert own["households"].to_list() == pytest.approx(
        [46e3 * share for share in (2, 4, 6, 8, 10, 12, 13, 14, 15, 16)]
    )
    rows = tuple(row for row in INCOMES.rows if row[2] == "GM0363")
    assert incomes_by_kind_from_cbs(_cells(replace(INCOMES, rows=rows), tmp_path), year=2025) is None


@VERSIONS
def test_consumption_by_purpose_in_euro(tmp_path: Path, version: str) -> None:
    found = consumption_from_cbs(_cells(PURPOSES, tmp_path, version), year=2025)
    assert dict(found.iter_rows()) == {"00": 500e9, "01": 60e9, "01.1": None}


def test_consumption_without_a_whole_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        consumption_from_cbs(_cells(PURPOSES, tmp_path), year=2020)
    assert caught.value.code == "household_tables.no_whole"
    assert "2020" in str(caught.value)
