"""pymrio's saved folders, both ways, against the installed pymrio as an independent oracle."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ketenkompas.errors import InputError
from ketenkompas.ingest import read_pymrio, write_pymrio
from ketenkompas.mrio import Accounts, FinalUses, Meta, Sectors, multipliers

pymrio = pytest.importorskip("pymrio")
GASES = {"emission_type1": "CO2", "emission_type2": "CH4"}
ARRAYS = ("flows", "demand", "output", "emissions", "direct")


def made_accounts() -> Accounts:
    random = np.random.default_rng(3)
    return Accounts.build(
        flows=random.random((4, 4)) * 10,
        demand=random.random((4, 4)) * 100 / 3,
        emissions=random.random((2, 4)),
        direct=random.random((2, 2)),
        sectors=Sectors(("NL", "NL", "WIOD_ROW", "WIOD_ROW"), ("c1", "c2", "c1", "c2")),
        final_uses=FinalUses(("NL", "NL", "WIOD_ROW", "WIOD_ROW"), ("c42", "c37", "c42", "c37")),
        gases=("CO2", "GHG"),
        meta=Meta("made", 2008, "MEUR", ("kt CO2", "kt CO2e_AR5")),
        value_added=random.random((1, 4)),
        value_added_rows=("Value added",),
    )


@pytest.mark.parametrize("form", ["txt", "parquet"])
def test_pymrio_test_system_is_read_to_the_last_digit(form: str, tmp_path: Path) -> None:
    system = pymrio.load_test()
    system.save_all(tmp_path / "test_2010", table_format=form)
    accounts = read_pymrio(tmp_path / "test_2010", gases=GASES)
    assert (accounts.meta.year, accounts.meta.money_unit, accounts.gases) == (2010, "MUSD", ("CO2", "CH4"))
    assert np.array_equal(accounts.flows.values, system.Z.values)
    assert np.array_equal(accounts.demand.values, system.Y.values)
    assert accounts.emissions.values == pytest.approx(system.emissions.F.values * 1e-6, rel=1e-15)
    by_region = system.emissions.F_Y.T.groupby(level="region", sort=False).sum().T
    assert accounts.direct.values == pytest.approx(by_region.values * 1e-6, rel=1e-14)
    assert accounts.value_added_rows == ("Value Added",)


def test_our_folder_is_opened_by_pymrio(tmp_path: Path) -> None:
    accounts = made_accounts()
    write_pymrio(accounts, tmp_path / "made")
    system = pymrio.load_all(tmp_path / "made")
    assert np.array_equal(system.Z.values, accounts.flows.values)
    assert system.emissions.unit["unit"].to_list() == ["kt CO2", "kt CO2e_AR5"]
    system.calc_all()
    assert system.emissions.M.values == pytest.approx(multipliers(accounts).values, rel=1e-10)
    assert system.emissions.F_Y.to_numpy()[:, [1, 3]] == pytest.approx(accounts.direct.values, rel=1e-15)


def test_round_trip_keeps_every_digit_and_label(tmp_path: Path) -> None:
    accounts = made_accounts()
    write_pymrio(accounts, tmp_path / "made_2008")
    again = read_pymrio(tmp_path / "made_2008", model="made")
    for name in ARRAYS:
        assert np.array_equal(getattr(again, name).values, getattr(accounts, name).values), name
    assert (again.sectors, again.final_uses, again.gases) == (accounts.sectors, accounts.final_uses, accounts.gases)
    assert again.meta.emission_units == accounts.meta.emission_units
    assert again.value_added is not None
    assert accounts.value_added is not None
    assert np.array_equal(again.value_added.values, accounts.value_added.values)


def test_a_zip_and_a_table_of_coefficients_are_read_too(tmp_path: Path) -> None:
    accounts = made_accounts()
    write_pymrio(accounts, tmp_path / "made_2008")
    coefficients = accounts.flows.values / accounts.output.values[None, :]
    lines = (tmp_path / "made_2008/Z.txt").read_text("utf-8").splitlines()
    rows = [
        "\t".join([*line.split("\t")[:2], *(repr(float(cell)) for cell in row)])
        for line, row in zip(lines[3:], coefficients, strict=True)
    ]
    (tmp_path / "made_2008/A.txt").write_text("\n".join([*lines[:3], *rows]) + "\n", "utf-8")
    (tmp_path / "made_2008/Z.txt").unlink()
    packed = shutil.make_archive(str(tmp_path / "packed_2008"), "zip", tmp_path, "made_2008")
    assert read_pymrio(Path(packed)).flows.values == pytest.approx(accounts.flows.values, rel=1e-14)


def _edit(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / name).write_text(change((folder / name).read_text("utf-8")), "utf-8")

    return spoil


def _cell(text: str, row: int, column: int, value: str) -> str:
    lines = [line.split("\t") for line in text.splitlines()]
    lines[row - 1][column] = value
    return "\n".join("\t".join(line) for line in lines) + "\n"


def _swap(text: str, first: int, second: int) -> str:
    lines = text.splitlines()
    lines[first - 1], lines[second - 1] = lines[second - 1], lines[first - 1]
    return "\n".join(lines) + "\n"


MALFORMED: dict[str, tuple[Callable[[Path], None], str, str, str]] = {
    "text in number": (_edit("Z.txt", lambda t: _cell(t, 4, 3, "abc")), "ingest.text_in_number", "Z.txt", "row 4"),
    "decimal comma": (_edit("Y.txt", lambda t: _cell(t, 5, 2, "1,5")), "ingest.decimal_comma", "Y.txt", "NL c2"),
    "NaN": (_edit("Z.txt", lambda t: _cell(t, 6, 2, "nan")), "ingest.no_value", "Z.txt", "WIOD_ROW c1"),
    "empty cell": (_edit("Z.txt", lambda t: _cell(t, 6, 2, "")), "ingest.empty_cell", "Z.txt", "row 6"),
    "row cut off": (_edit("Z.txt", lambda t: t[:-30]), "table.row_width", "Z.txt", "row 7"),
    "row missing": (
        _edit("Z.txt", lambda t: "\n".join(t.splitlines()[:-1]) + "\n"),
        "saved.labels_differ",
        "Z.txt",
        "3",
    ),
    "rows in another order": (
        _edit("Y.txt", lambda t: _swap(t, 4, 5)),
        "saved.labels_differ",
        "Y.txt",
        "NL c2 <> NL c1",
    ),
    "row twice": (
        _edit("Y.txt", lambda t: _cell(t, 5, 1, "c1")),
        "table.label_twice",
        "Y.txt",
        "NL c1",
    ),
    "output of another table": (_edit("x.txt", lambda t: _cell(t, 3, 2, "9999")), "pymrio.output_differs", "x", "%"),
    "no final demand": (lambda folder: (folder / "Y.txt").unlink(), "saved.no_table", "made_2008", "Y.txt"),
    "no units": (lambda folder: (folder / "unit.txt").unlink(), "saved.file_absent", "unit.txt", "unit.txt"),
    "unknown money": (_edit("unit.txt", lambda t: t.replace("MEUR", "bitcoin")), "saved.money_unit", "made", "bitcoin"),
    "two moneys": (
        _edit("unit.txt", lambda t: t.replace("MEUR", "MUSD", 1)),
        "saved.money_unit",
        "made_2008",
        "MEUR, MUSD",
    ),
    "emissions in litres": (
        _edit("emissions/unit.txt", lambda t: t.replace("kt CO2\n", "l\n")),
        "pymrio.mass_unit",
        "emissions/F.txt",
        "'l'",
    ),
    "no known gas": (
        _edit("emissions/unit.txt", lambda t: t.replace("CO2\tkt", "soot\tkt").replace("GHG\tkt", "dust\tkt")),
        "pymrio.no_gas",
        "made_2008",
        "soot",
    ),
    "stressor without row": (
        _edit("emissions/F.txt", lambda t: t.replace("GHG\t", "ZZZ\t")),
        "pymrio.stressor_absent",
        "emissions/F.txt",
        "GHG",
    ),
    "parameters no JSON": (
        _edit("file_parameters.json", lambda t: t[:-20]),
        "saved.parameters_damaged",
        "file_parameters.json",
        "",
    ),
    "cp1252": (
        lambda folder: (folder / "Y.txt").write_bytes("région\t\tNL\n".encode("cp1252") * 4),
        "table.not_utf8",
        "Y.txt",
        "row 1",
    ),
}


@pytest.mark.parametrize("case", MALFORMED, ids=list(MALFORMED))
def test_malformed_folder_is_named(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    spoil, code, file, place = MALFORMED[case]
    write_pymrio(made_accounts(), tmp_path / "made_2008")
    spoil(tmp_path / "made_2008")
    with pytest.raises(InputError) as caught:
        read_pymrio(tmp_path / "made_2008")
    assert_told(caught.value, code, file, place=place)


def test_what_cannot_be_guessed_is_asked(tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    write_pymrio(made_accounts(), tmp_path / "made")
    with pytest.raises(InputError) as caught:
        read_pymrio(tmp_path / "made")
    assert_told(caught.value, "pymrio.no_year", "made")
    with pytest.raises(InputError) as caught:
        read_pymrio(tmp_path / "made", year=2008, extension="water")
    assert_told(caught.value, "pymrio.no_extension", "made", place="emissions")
    with pytest.raises(InputError) as caught:
        read_pymrio(tmp_path / "made", year=2008, gases={"soot": "CO2"})
    assert caught.value.code == "pymrio.no_gas"
    with pytest.raises(InputError) as caught:
        read_pymrio(tmp_path / "nowhere", year=2008)
    assert_told(caught.value, "saved.absent", "nowhere")
    (tmp_path / "broken_2008.zip").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(InputError) as caught:
        read_pymrio(tmp_path / "broken_2008.zip")
    assert_told(caught.value, "saved.archive_damaged", "broken_2008.zip")


def test_nothing_is_overwritten(tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    write_pymrio(made_accounts(), tmp_path / "made")
    with pytest.raises(InputError) as caught:
        write_pymrio(made_accounts(), tmp_path / "made")
    assert_told(caught.value, "pymrio.folder_not_empty", "made")


def test_two_regions_of_one_area_are_not_merged(tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    write_pymrio(made_accounts(), tmp_path / "made_2008")
    for file in (tmp_path / "made_2008").rglob("*.txt"):
        file.write_text(file.read_text("utf-8").replace("WIOD_ROW", "NLD"), "utf-8")
    with pytest.raises(InputError) as caught:
        read_pymrio(tmp_path / "made_2008")
    assert_told(caught.value, "saved.regions_merge", "made_2008", place="NL, NLD")
