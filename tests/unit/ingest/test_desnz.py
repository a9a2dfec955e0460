"""The British factors: what is selected, gases in kilogrammes, and files that are not as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.ingest._factor_forms import DESNZ_HEADER, desnz_file, desnz_line

from ketenkompas.errors import InputError
from ketenkompas.ingest import read_desnz

BOARD = ["Material use", "Paper", "Paper and board: board", "", "Primary material production"]
FLIGHT = ["Business travel- air", "Flights", "Long-haul, to/from UK", "Economy class", "Without RF"]
TWIN = ["WTT- business travel- air", "WTT- flights", "Long-haul, to/from UK", "Economy class", "Without RF"]
CAR = ["Business travel- land", "Cars (by size)", "Small car", "", "Diesel"]
HOTEL = ["Hotel stay", "Hotel stay", "Germany", "", ""]


def codes(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_desnz(path)
    assert caught.value.text("nl") != caught.value.text("en")
    return [problem.code for problem in caught.value.problems] or [caught.value.code]


def test_a_material_is_a_british_proxy_with_scores(tmp_path: Path) -> None:
    (board,) = read_desnz(
        desnz_file(tmp_path, [desnz_line("19_1_1_15", BOARD, "tonnes", ["1199.7", "", "", ""])])
    ).records
    assert (board.value, board.unit, board.cell, board.region) == (1199.7, "t", "M2", "GB")
    assert (board.name_nl, board.name_en) == ("Karton, nieuw materiaal", "Board, primary material")
    assert (board.flags, board.pedigree, board.pedigree_table) == (("proxy_region",), (3, 3, 4, 3, 3), "v1")
    assert board.gsd2 == pytest.approx(1.328581, abs=1e-6)
    assert (board.uncertainty_source, board.gwp_set) == ("pedigree", "AR5-100@gwp-0.13.2")


def test_gas_columns_are_divided_by_the_potentials_of_the_source(tmp_path: Path) -> None:
    figures = ["0.06926", "0.06826", "0.00056", "0.00044"]
    (flight,) = read_desnz(desnz_file(tmp_path, [desnz_line("21_1_1_11", FLIGHT, "passenger.km", figures)])).records
    assert flight.gases["co2_fossil"] == 0.06826
    assert flight.gases["ch4_fossil"] == pytest.approx(0.00002)
    assert flight.gases["n2o"] == pytest.approx(0.00044 / 265)
    assert (flight.aviation_rf, flight.boundary, flight.component_sum_checked) == ("no", "TTW", "not_applicable")


def test_with_the_non_co2_effect_the_co2_column_is_no_mass_of_gas(tmp_path: Path) -> None:
    figures = ["0.11704", "0.11604", "0.00001", "0.00099"]
    lines = [desnz_line("21_1_2_11", [*FLIGHT[:4], "With RF"], "passenger.km", figures)]
    (flight,) = read_desnz(desnz_file(tmp_path, lines)).records
    assert (flight.aviation_rf, dict(flight.gases)) == ("yes", {})


def test_gases_that_do_not_add_up_are_flagged_on_the_record(tmp_path: Path) -> None:
    lines = [desnz_line("21_1_1_11", FLIGHT, "passenger.km", ["0.07", "0.06", "0.001", "0.001"])]
    read = read_desnz(desnz_file(tmp_path, lines))
    assert "sum_mismatch" in read.records[0].flags
    assert "0,062" in read.anomalies[0].note


def test_the_chain_before_the_tank_is_a_factor_of_its_own(tmp_path: Path) -> None:
    lines = [
        desnz_line(native, level, "passenger.km") for native, level in (("21_1_1_11", FLIGHT), ("22_1_1_11", TWIN))
    ]
    main, twin = read_desnz(desnz_file(tmp_path, lines)).records
    assert (main.boundary, twin.boundary, twin.key) == ("TTW", "WTT", f"{main.key}.wtt")
    assert main.name_nl == "Vlucht, lange afstand, economy, zonder niet-CO2-effect (RF)"
    assert twin.name_nl == f"{main.name_nl}, brandstofketen (WTT)"


def test_a_hotel_stands_in_its_own_country(tmp_path: Path) -> None:
    (hotel,) = read_desnz(desnz_file(tmp_path, [desnz_line("29_1_1_13", HOTEL, "Room per night")])).records
    assert (hotel.key, hotel.region, hotel.unit, hotel.flags) == ("hotel.de", "DE", "{room.night}", ())
    assert hotel.name_nl == "Hotelovernachting in Duitsland"


def test_every_other_row_is_skipped_with_the_reason(tmp_path: Path) -> None:
    lines = [
        desnz_line("1_1_1_15", BOARD, "tonnes", ["", "", "", ""]),
        desnz_line("1_1_2_4", CAR, "km"),
        desnz_line("1_1_2_5", CAR, "miles"),
        desnz_line("1_1_3_1", ["Outside of scopes", "Biogas", "Biogas", "", ""], "kWh", ["", "0.2", "", ""]),
        desnz_line("1_1_4_1", ["WTT- bioenergy", "WTT- biogas", "Landfill gas", "", ""], "kWh", ["0", "", "", ""]),
    ]
    read = read_desnz(desnz_file(tmp_path, lines))
    assert read.records == ()
    assert [one.reason for one in read.skipped] == [
        "empty_in_source", "not_selected", "duplicate_unit", "not_selected", "not_selected"
    ]  # fmt: skip
    assert read.skipped[0].where == "line 2, 1_1_1_15"
    assert read.as_json("nl")["skipped"][0]["why"].startswith("De cel is leeg in de bron")


def test_a_zero_of_the_source_is_a_value(tmp_path: Path) -> None:
    (board,) = read_desnz(desnz_file(tmp_path, [desnz_line("1_1_1_15", BOARD, "tonnes", ["0", "", "", ""])])).records
    assert board.value == 0


def test_stray_blanks_do_not_hide_a_row(tmp_path: Path) -> None:
    reefer = ["Freighting goods", "Cargo ship", "Refrigerated cargo", " All dwt", ""]
    (ship,) = read_desnz(desnz_file(tmp_path, [desnz_line("27_1_1_14", reefer, "tonne.km")])).records
    assert ship.key == "freight.gb.sea.reefer"


def test_the_year_of_the_edition_comes_from_the_name_of_the_file(tmp_path: Path) -> None:
    lines = [desnz_line("19_1_1_15", BOARD, "tonnes")]
    newer = read_desnz(desnz_file(tmp_path, lines, name="ghg-conversion-factors-2026.csv"))
    older = read_desnz(desnz_file(tmp_path, lines))
    assert (newer.edition.edition, newer.records[0].valid_from.year) == ("2026", 2026)
    assert newer.records[0].factor_id == older.records[0].factor_id
    assert codes(desnz_file(tmp_path, lines, name="factors.csv")) == ["factor.file_undated"]


def test_a_selected_row_without_a_reviewed_name_is_refused(tmp_path: Path) -> None:
    lines = [desnz_line("19_1_1_15", ["Material use", "Paper", "Hemp", "", "Primary material production"], "tonnes")]
    with pytest.raises(InputError) as caught:
        read_desnz(desnz_file(tmp_path, lines))
    assert (caught.value.code, caught.value.params["found"]) == ("factor.gb_word_unknown", "Hemp")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (desnz_line("1_1_1_15", BOARD, "stone"), "factor.gb_unit"),
        (
            desnz_line("1_1_1_15", BOARD, "tonnes", ["1,5", "", "", ""]),
            "ingest.decimal_comma",
        ),
        (desnz_line("1_1_1_15", BOARD, "tonnes", ["n/a", "", "", ""]), "ingest.no_value"),
        (desnz_line("1_1_1_15", BOARD, "tonnes") + ",9", "table.row_width"),
        (desnz_line("", BOARD, "tonnes"), "factor.gb_id_twice"),
    ],
)
def test_lines_that_are_not_as_they_should_be_are_named(tmp_path: Path, line: str, code: str) -> None:
    assert codes(desnz_file(tmp_path, [line])) == [code]


def test_doubled_ids_and_moved_or_renamed_columns_are_refused(tmp_path: Path) -> None:
    line = desnz_line("1_1_1_15", BOARD, "tonnes")
    assert codes(desnz_file(tmp_path, [line, line])) == ["factor.gb_id_twice"]
    moved = DESNZ_HEADER.replace("kgco2e,co2_kgco2e", "co2_kgco2e,kgco2e")
    for header in (moved, DESNZ_HEADER.replace("uom", "unit"), f"{DESNZ_HEADER},extra", ""):
        assert codes(desnz_file(tmp_path, [line], header)) == ["factor.gb_header"]
    assert codes(desnz_file(tmp_path, [])) == ["factor.list_no_rows"]
