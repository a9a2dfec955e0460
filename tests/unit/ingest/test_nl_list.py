"""The Dutch list: blocks by their texts, every meaning of columns B to E, and files that are not as they should be."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from tests.unit.ingest._factor_forms import LONG, nl_blocks, nl_workbook

from ketenkompas.errors import InputError
from ketenkompas.factors import Component, Factor
from ketenkompas.ingest import FactorImport, read_nl_list


@pytest.fixture
def read(tmp_path: Path) -> FactorImport:
    return read_nl_list(nl_workbook(tmp_path))


def of(read: FactorImport, native_id: str) -> Factor:
    return next(one for one in read.records if one.native_id == native_id)


def codes(path: Path) -> list[str]:
    """The codes of the problems of a file that must be refused."""
    with pytest.raises(InputError) as caught:
        read_nl_list(path)
    assert caught.value.text("nl") != caught.value.text("en")
    return [problem.code for problem in caught.value.problems] or [caught.value.code]


def test_a_fuel_has_total_parts_biogenic_and_energy(read: FactorImport) -> None:
    diesel = of(read, "67")
    assert (diesel.value, diesel.unit, diesel.cell, diesel.boundary) == (3.251, "L", "B7", "WTW")
    assert diesel.components == (Component("TTW", 2.462), Component("WTT", 0.788))
    assert (diesel.biogenic_co2, diesel.energy_content_mj) == (0.176, 35.9)
    assert (diesel.key, diesel.name_nl, diesel.component_sum_checked) == ("fuel.diesel.b7", "Diesel B7", "yes")
    assert diesel.description.endswith("> Diesel B7")
    assert (diesel.gwp_set, diesel.source.gwp_basis) == ("AR6-100@NL-2026", "inferred")


def test_a_lapsed_row_stays_without_a_value(read: FactorImport) -> None:
    lapsed = of(read, "139")
    assert (lapsed.status, lapsed.value, lapsed.value_text, lapsed.gsd2) == ("lapsed", None, "Vervallen", None)
    assert lapsed.flags == ("lapsed",)
    assert lapsed.components == ()


def test_a_row_with_combustion_only_has_no_total(read: FactorImport) -> None:
    bitumen = of(read, "118")
    assert bitumen.value is None
    assert bitumen.components == (Component("TTW", 3.381),)
    assert bitumen.flags == ("partial_boundary", "no_total")
    assert bitumen.cell == "C14"


def test_the_older_potential_of_a_refrigerant_is_a_factor_of_its_own(read: FactorImport) -> None:
    newer, older = of(read, "14"), of(read, "14#ar4")
    assert (newer.value, newer.gwp_set) == (4728, "AR6-100@NL-2026")
    assert (older.value, older.gwp_set, older.cell) == (3922, "AR4-100@NL-2026", "E18")
    assert (older.variant_of, older.factor_id != newer.factor_id) == (newer.key, True)


def test_a_sum_that_does_not_hold_is_kept_and_flagged(read: FactorImport) -> None:
    lhv = of(read, "83")
    assert (lhv.value, lhv.flags, lhv.component_sum_checked) == (0.085, ("sum_mismatch",), "no")
    (odd,) = [one for one in read.anomalies if one.flag == "sum_mismatch"]
    assert "0,067 + 0,021 = 0,088" in odd.note
    assert "0.067 + 0.021 = 0.088" in odd.sentence("en")


def test_columns_of_waste_are_alternatives_and_avoided_stands_apart(read: FactorImport) -> None:
    glass = of(read, "232")
    assert glass.value == 26
    assert glass.alternatives == (Component("transport_to_recycling", 22), Component("recycling", 18))
    assert (glass.avoided, glass.components, glass.component_sum_checked) == (-247, (), "not_applicable")


def test_an_older_edition_has_fewer_blocks_and_older_potentials(tmp_path: Path) -> None:
    blocks = [block for block in nl_blocks() if block[0] in {"Koudemiddelen", "Overige Emissies"}]
    blocks[1][3][0] = ("Lachgas (N2O)", 27, [265, None, None, None], "kg", None)
    read = read_nl_list(nl_workbook(tmp_path, blocks=blocks, year=2021))
    assert {one.gwp_set for one in read.records} == {"AR5-100@NL-2021", "AR4-100@NL-2021"}
    assert {one.valid_from.year for one in read.records} == {2021}
    absent = [one.note for one in read.anomalies if one.flag == "partial"]
    assert "Het blok Elektriciteit staat niet in dit bestand." in absent


def test_a_newer_edition_gives_the_same_factors_with_new_values_and_marks_new_rows(tmp_path: Path) -> None:
    blocks = nl_blocks()
    blocks[0][3][0] = ("Diesel B7", 67, [3.3, 2.5, 0.8, 0.2], "liter", 35.9)
    blocks[0][3].append(("Diesel B10", 999, [3.1, 2.3, 0.8, 0.3], "liter", 35.8))
    newer, older = read_nl_list(nl_workbook(tmp_path, blocks=blocks, year=2027)), read_nl_list(nl_workbook(tmp_path))
    assert (newer.edition.edition, newer.edition.source_version) == ("2027", "2027-08-20")
    assert of(newer, "67").factor_id == of(older, "67").factor_id
    assert (of(newer, "67").value, of(newer, "67").valid_from.year) == (3.3, 2027)
    new = of(newer, "999")
    assert (new.value, new.flags, new.key) == (3.1, ("provisional",), "fuel.diesel-b10-999")
    assert any("Nieuwe rij Diesel B10" in one.note for one in newer.anomalies)


def test_an_id_that_got_another_name_is_asked_about(tmp_path: Path) -> None:
    blocks = nl_blocks()
    blocks[0][3][0] = ("Waterstof", 67, [12, 0, 12, 0], "kg", 120)
    read = read_nl_list(nl_workbook(tmp_path, blocks=blocks))
    assert of(read, "67").flags == ("provisional",)
    assert any("heette Diesel B7 en heet nu Waterstof" in one.note for one in read.anomalies)


def test_a_row_without_any_figure_is_empty_and_not_zero(tmp_path: Path) -> None:
    cells = dict.fromkeys(("B7", "C7", "D7", "E7"))
    empty = of(read_nl_list(nl_workbook(tmp_path, cells=cells)), "67")
    assert (empty.value, empty.flags, empty.status) == (None, ("empty_in_source", "no_total"), "active")


def test_unknown_potentials_are_not_guessed(tmp_path: Path) -> None:
    blocks = [block for block in nl_blocks() if block[0] != "Overige Emissies"]
    assert of(read_nl_list(nl_workbook(tmp_path, blocks=blocks)), "67").gwp_set == "source-native"


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        ({"title": "Liste des facteurs 2026"}, "factor.list_title"),
        ({"title": "Factoren 2026 dd 31-02-2026"}, "factor.list_title"),
        ({"links": False}, "factor.list_link"),
        ({"cells": {"C6": "Ketenemissies (WTT)", "D6": "Verbrandingsemissies (TTW)"}}, "factor.list_header"),
        ({"cells": {"B6": "Total (WTW)"}}, "factor.list_header"),
        ({"cells": {"G6": "Conversie kWh"}}, "factor.list_header"),
        ({"cells": {"I7": 3.3}}, "factor.list_extra_column"),
        ({"cells": {"A4": "Kernenergie"}}, "factor.list_block_unknown"),
        ({"cells": {"A5": None, "B5": None}}, "factor.list_row_outside"),
        ({"cells": {"B7": "3,251"}}, "factor.list_no_number"),
        ({"cells": {"B7": "=SUM(C7:D7)"}}, "factor.list_no_number"),
        ({"cells": {"C7": "n.v.t."}}, "factor.list_no_number"),
        ({"cells": {"F7": "vaten"}}, "factor.list_unit"),
        ({"cells": {"F7": None}}, "factor.list_unit"),
        ({"cells": {"A7": None}}, "factor.list_row_unknown"),
        ({"cells": {"C7": "Vervallen"}}, "factor.list_half_lapsed"),
        ({"cells": {"F6": "Toelichting", "G6": "Eenheid", "H6": "Conversie MJ"}}, "factor.list_row_unknown"),
        ({"blocks": []}, "factor.list_no_rows"),
    ],
)  # fmt: skip
def test_what_is_not_as_it_should_be_is_named(tmp_path: Path, spoilt: dict[str, Any], code: str) -> None:
    assert code in codes(nl_workbook(tmp_path, **spoilt))


def test_moved_columns_give_an_error_and_never_other_values(tmp_path: Path) -> None:
    blocks = nl_blocks()
    blocks[0] = (blocks[0][0], blocks[0][1], [LONG[1], LONG[0], *LONG[2:]], blocks[0][3])
    with pytest.raises(InputError) as caught:
        read_nl_list(nl_workbook(tmp_path, blocks=blocks))
    first = caught.value.problems[0]
    assert (first.where.row, first.where.column, first.params["must"]) == (6, "B", "totaal (wtw)")


@pytest.mark.parametrize("order", list(permutations(range(4)))[1:])
def test_no_order_of_columns_gives_shifted_values(tmp_path: Path, order: tuple[int, ...]) -> None:
    section, part, _, (row, *_) = nl_blocks()[0]
    moved = (row[0], row[1], [row[2][at] for at in order], *row[3:])
    blocks = [(section, part, [LONG[at] for at in order], [moved])]
    assert "factor.list_header" in codes(nl_workbook(tmp_path, blocks=blocks))


def test_an_id_in_two_rows_is_refused(tmp_path: Path) -> None:
    blocks = nl_blocks()
    blocks[0][3].append(blocks[0][3][0])
    assert codes(nl_workbook(tmp_path, blocks=blocks)) == ["factor.list_id_twice"]


def test_links_of_another_year_are_refused(tmp_path: Path) -> None:
    assert "factor.list_link" in codes(nl_workbook(tmp_path, title="Factoren 2025 dd 20-08-2025"))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut off", b"name;value\n"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "list.xlsx").write_bytes(data)
    assert codes(tmp_path / "list.xlsx") == ["factor.workbook_unreadable"]


def test_half_a_workbook_is_refused(tmp_path: Path) -> None:
    path = nl_workbook(tmp_path)
    path.write_bytes(path.read_bytes()[:2000])
    assert codes(path) == ["factor.workbook_unreadable"]
    assert codes(tmp_path / "absent.xlsx") == ["table.file_absent"]
