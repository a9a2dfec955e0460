"""EXIOBASE 3: small made zips in the publisher's layout."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ketenkompas.classifications import areas, members
from ketenkompas.errors import InputError
from ketenkompas.ingest import read_exiobase

SECTORS = [("NL", "Paddy rice"), ("NL", "Wheat; other"), ("WA", "Paddy rice"), ("WA", "Wheat; other")]
USES = [("NL", "Final consumption expenditure by households"), ("WA", "Final consumption expenditure by households")]
Z = [[1, 2, 0, 0], [0, 1, 1, 0], [3, 0, 2, 1], [0, 0, 0, 1]]
Y = [[10, 0], [5, 1], [2, 20], [0, 9]]
STRESSORS = {
    "CO2 - combustion - air": "kg",
    "CO2 - non combustion - Cement production - air": "kg",
    "CO2_bio - combustion - air": "kg",
    "CO2 - agriculture - peat decay - air": "kg",
    "CH4 - agriculture - air": "kg",
    "SF6 - air": "kg",
    "HFC - air": "kg CO2-eq",
    "NOx - combustion - air": "kg",
}
Files = dict[str, str]


def _matrix(rows: list[Any], columns: list[tuple[str, str]], values: list[list[float]], names: str) -> str:
    pad = "\t" * len(names.split("\t"))
    lines = [level + pad + "\t".join(column[at] for column in columns) for at, level in enumerate(("region", "sector"))]
    lines.append(names + "\t" * len(columns))
    for row, cells in zip(rows, values, strict=True):
        label = row if isinstance(row, str) else "\t".join(row)
        lines.append("\t".join([label, *(repr(float(cell)) for cell in cells)]))
    return "\n".join(lines) + "\n"


def made_files(folder: str = "satellite") -> Files:
    emitted = [[1e6 * (at + 1)] * 4 for at in range(len(STRESSORS))]
    units = "\n".join(["\tunit", *(f"{name}\t{unit}" for name, unit in STRESSORS.items())]) + "\n"
    output = [sum(z) + sum(y) for z, y in zip(Z, Y, strict=True)]
    inputs = [[cell / output[at] for at, cell in enumerate(row)] for row in Z]
    return {
        "A.txt": _matrix(SECTORS, SECTORS, inputs, "region\tsector"),
        "Y.txt": _matrix(SECTORS, USES, Y, "region\tsector"),
        "x.txt": "region\tsector\tindout\n"
        + "".join(f"{region}\t{sector}\t{x}\n" for (region, sector), x in zip(SECTORS, output, strict=True)),
        "unit.txt": "region\tsector\tunit\n" + "".join(f"{r}\t{s}\tM.EUR\n" for r, s in SECTORS),
        f"{folder}/F.txt": _matrix(list(STRESSORS), SECTORS, emitted, "stressor"),
        f"{folder}/F_Y.txt": _matrix(list(STRESSORS), USES, [[5e5, 0.0]] * len(STRESSORS), "stressor"),
        f"{folder}/unit.txt": units,
    }


def _zip(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{path.stem}/{name}", text)
    return path


@pytest.mark.parametrize(("name", "folder"), [("IOT_2019_ixi.zip", "satellite"), ("IOT_2020_pxp.zip", "air_emissions")])
def test_named_stressors_become_gases(name: str, folder: str, tmp_path: Path) -> None:
    accounts = read_exiobase(_zip(tmp_path / name, made_files(folder)))
    assert accounts.meta.model == f"exiobase3-{name[-7:-4]}"
    assert accounts.meta.year == int(name[4:8])
    assert accounts.regions == ("NL", "EXIO_WA")
    assert accounts.gases == ("CO2", "CH4", "SF6")
    assert accounts.meta.emission_units == ("kt CO2", "kt CH4", "kt SF6")
    assert accounts.meta.money_unit == "MEUR"
    assert accounts.flows.values == pytest.approx(_floats(Z), rel=1e-14)
    assert accounts.emissions.values[:, 0].tolist() == [3.0, 5.0, 6.0]  # combustion 1 + cement 2; no biogenic, no peat
    assert accounts.direct.values.tolist() == [[1.0, 0.0], [0.5, 0.0], [0.5, 0.0]]
    assert any("peat decay" in note for note in accounts.meta.notes)
    assert any("HFC" in note for note in accounts.meta.notes)


def _floats(rows: list[list[int]]) -> Any:
    return np.array(rows, dtype=float)


def _without(name: str) -> Callable[[Files], None]:
    return lambda files: files.__delitem__(name)


def _edit(name: str, old: str, new: str) -> Callable[[Files], None]:
    def spoil(files: Files) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new)

    return spoil


MALFORMED: dict[str, tuple[Callable[[Files], None], str, str, str]] = {
    "no satellite": (
        lambda files: [files.pop(name) for name in list(files) if "/" in name] and None,
        "exiobase.no_emissions",
        "IOT_2019",
        "satellite",
    ),
    "cement missing": (
        _edit("satellite/unit.txt", "CO2 - non combustion - Cement production - air\tkg\n", ""),
        "exiobase.required_stressor",
        "unit.txt",
        "Cement",
    ),
    "a new methane stressor": (
        _edit("satellite/unit.txt", "CH4 - agriculture - air", "CH4 - rice paddies - air"),
        "exiobase.stressor_unknown",
        "unit.txt",
        "rice paddies",
    ),
    "output missing": (_without("x.txt"), "saved.file_absent", "IOT_2019", "x.txt"),
    "text in coefficient": (_edit("A.txt", "0.0", "n.a."), "ingest.no_value", "A.txt", "row 4"),
    "F of another table": (_edit("satellite/F.txt", "Paddy rice", "Rice"), "saved.labels_differ", "F.txt", "Rice"),
    "dollars and euros": (
        _edit("unit.txt", "NL\tPaddy rice\tM.EUR", "NL\tPaddy rice\tM.USD"),
        "saved.money_unit",
        "IOT",
        "M.EUR",
    ),
    "emissions in TJ": (
        _edit("satellite/unit.txt", "SF6 - air\tkg", "SF6 - air\tTJ"),
        "pymrio.mass_unit",
        "F.txt",
        "TJ",
    ),
    "no final demand": (_without("Y.txt"), "saved.no_table", "IOT_2019", "Y.txt"),
}


@pytest.mark.parametrize("case", MALFORMED, ids=list(MALFORMED))
def test_malformed_archive_is_named(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    spoil, code, file, place = MALFORMED[case]
    files = made_files()
    spoil(files)
    with pytest.raises(InputError) as caught:
        read_exiobase(_zip(tmp_path / "IOT_2019_ixi.zip", files))
    assert_told(caught.value, code, file, place=place)


def test_a_region_of_unknown_area_belongs_to_no_union() -> None:
    union = [code for code, area in areas().items() if area.in_eu27]
    regions = [*union, "EXIO_WA", "somewhere"]
    assert members("EU27_2020", regions) == tuple(union)
    assert members("EXT_EU27_2020", regions) == ("EXIO_WA", "somewhere")
