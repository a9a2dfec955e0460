"""Lists of codes and keys as publishers print them: read whole, or refused with every fault named."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkompas.errors import InputError
from ketenkompas.ingest import (
    CODE_TABLES,
    read_cn_to_next_cn,
    read_codes,
    read_countries_to_figaro,
    read_nace_to_cpa,
    require_counts,
)


def _file(tmp_path: Path, text: str | bytes, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _codes(error: InputError) -> set[str]:
    return {problem.code for problem in error.problems}


CPA = "CPA 2.1,Name,Include,Exclude,URI\n"


def test_products_get_level_and_parent_from_their_code_and_notes_in_one_line(tmp_path: Path) -> None:
    text = (
        CPA + 'A,Farming,,,A\n01,Crops,"This includes:\n- wheat",,01\n01.1,Non-perennial,,,011\n01.11,Cereals,,,0111\n'
    )
    frame = read_codes(_file(tmp_path, text), CODE_TABLES["CPA2.1"])
    assert frame.select("code", "level", "parent", "notes").rows() == [
        ("A", 1, "", ""),
        ("01", 2, "A", "This includes: - wheat"),
        ("01.1", 3, "01", ""),
        ("01.11", 4, "01.1", ""),
    ]


def test_a_list_of_procurement_codes_gets_the_nearest_parent_that_exists(tmp_path: Path) -> None:
    header = "code8,check_digit,level,label_en\n"
    text = header + "03000000,1,division,Farm\n03110000,5,class,Crops\n03111000,2,category,Seeds\n"
    frame = read_codes(_file(tmp_path, text), CODE_TABLES["CPV2008"])
    assert frame["parent"].to_list() == ["", "03000000", "03110000"]


def test_na_is_an_empty_note_in_one_list_and_namibia_in_another(tmp_path: Path) -> None:
    header = "nace2,Name,Level,Parent,Include,Include_Also,Exclude\n"
    nace = header + "A,Farming,1,NA,NA,NA,NA\n01,Crops,2,A,NA,also hunting,NA\n"
    frame = read_codes(_file(tmp_path, nace), CODE_TABLES["NACE2"])
    assert frame["notes"].to_list() == ["", "also hunting"]
    countries = "iso2,iso3,iso_numeric,name_nl,name_en,eu27_2020,eurostat_geo\nNA,NAM,516,Namibië,Namibia,0,NA\n"
    assert read_codes(_file(tmp_path, countries), CODE_TABLES["COUNTRIES"])["code"].to_list() == ["NA"]


def test_the_total_of_the_harmonized_system_is_left_out_and_its_texts_are_not_taken(tmp_path: Path) -> None:
    text = (
        "section,hscode,description,parent,level\nI,01,Animals,TOTAL,2\nI,0101,Horses,01,4\nTOTAL,TOTAL,Total,TOTAL,5\n"
    )
    frame = read_codes(_file(tmp_path, text), CODE_TABLES["HS2022"])
    assert frame.select("code", "level", "parent", "en", "nl").rows() == [
        ("01", 1, "", "", ""),
        ("0101", 2, "01", "", ""),
    ]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("CN2023", "cn8,label_nl,supplementary_unit\n1012100,Paarden,pce\n", "correspondence.bad_code"),
        (
            "CN2023",
            "cn8,label_nl,supplementary_unit\n01012100,Paarden,pce\n01012100,Paarden,pce\n",
            "classification.code_twice",
        ),
        ("CN2023", "cn8,label_nl,supplementary_unit\n01012100,Prijs \u0080 5,pce\n", "classification.broken_letters"),
        (
            "CN2023",
            "cn8,label_nl,supplementary_unit\n01012100,\u00e2\u20ac\u0153paard,pce\n",
            "classification.broken_letters",
        ),
        (
            "CPV2008",
            "code8,check_digit,level,label_en\n15000000,8,division,Liver p\u0430te\n",
            "classification.foreign_letters",
        ),
        ("NACE2.1", "code,parent,level,name_en\n01.1,01,3,Crops\n", "classification.no_parent"),
    ],
)
def test_every_fault_of_a_list_is_named(tmp_path: Path, name: str, text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_codes(_file(tmp_path, text), CODE_TABLES[name])
    assert caught.value.code == "ingest.file_has_problems"
    assert _codes(caught.value) == {code}
    assert caught.value.problems[0].where.row == (3 if code == "classification.code_twice" else 2)
    assert caught.value.text("nl")


def test_faults_are_told_together(tmp_path: Path) -> None:
    text = "cn8,label_nl,supplementary_unit\n1012100,a,\n01012100,p\u0430ard,\n0101210x,b,\n"
    with pytest.raises(InputError) as caught:
        read_codes(_file(tmp_path, text), CODE_TABLES["CN2023"])
    assert [problem.where.row for problem in caught.value.problems] == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "table.empty"),
        ("cn8,label_nl\n01012100,Paarden\n", "table.columns_absent"),
        ("cn8,label_nl,supplementary_unit\n01012100,Paarden\n", "ingest.file_has_problems"),
        (b"cn8,label_nl,supplementary_unit\n01012100,Caf\xe9,\n", "table.not_utf8"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, text: str | bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_codes(_file(tmp_path, text), CODE_TABLES["CN2023"])
    assert caught.value.code == code


def test_columns_in_another_order_give_the_same_table(tmp_path: Path) -> None:
    first = read_codes(
        _file(tmp_path, "cn8,label_nl,supplementary_unit\n01012100,Paarden,pce\n"), CODE_TABLES["CN2023"]
    )
    turned = read_codes(
        _file(tmp_path, "supplementary_unit,label_nl,cn8\npce,Paarden,01012100\n"), CODE_TABLES["CN2023"]
    )
    assert first.equals(turned)


def test_a_list_that_was_cut_off_is_found_by_its_number_of_codes(tmp_path: Path) -> None:
    frame = read_codes(
        _file(tmp_path, "cn8,label_nl,supplementary_unit\n01012100,Paarden,pce\n"), CODE_TABLES["CN2023"]
    )
    with pytest.raises(InputError) as caught:
        require_counts(frame, CODE_TABLES["CN2023"], "list.csv")
    assert (caught.value.code, caught.value.params["found"], caught.value.params["expected"]) == (
        "classification.other_count",
        "1: 1",
        "1: 9759",
    )


def test_a_key_with_a_byte_order_mark_and_blanks_in_its_header(tmp_path: Path) -> None:
    key = read_nace_to_cpa(_file(tmp_path, "\ufeffNACE Rev 2.,CPA 2.1 \n01.11,01.11\n01.11,01.11.1\nA,A\n"))
    assert (key.source, key.target, key.pairs) == ("NACE2", "CPA2.1", {"01.11": ("01.11", "01.11.1"), "A": ("A",)})


def test_a_key_with_codes_that_lost_a_zero_is_refused(tmp_path: Path) -> None:
    header = "CN 2021,CN 2022,CNKEY,TYPE,CN2021_Deleted codes,CN2021_Reused Code\n"
    with pytest.raises(InputError) as caught:
        read_cn_to_next_cn(_file(tmp_path, header + "1012100,01012100,,,,\n02089098,4101010,,-,,\n"))
    assert [(one.where.row, one.where.column) for one in caught.value.problems] == [(2, "CN 2021"), (3, "CN 2022")]
    whole = read_cn_to_next_cn(_file(tmp_path, header + "02089098,04101010,,-,,\n02089098,02089098,,-,,\n"))
    assert whole.pairs == {"02089098": ("04101010", "02089098")}


def test_countries_keep_their_code_as_text(tmp_path: Path) -> None:
    header = "iso2,iso3,iso_numeric,name_nl,name_en,eu27_2020,figaro_csv_region,figaro_api_region\n"
    key = read_countries_to_figaro(_file(tmp_path, header + "NA,NAM,516,Namibië,Namibia,0,FIGW1,WRL_REST\n"))
    assert key.pairs == {"NA": ("FIGW1",)}
