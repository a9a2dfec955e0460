"""WIOD 2013: a made table of two regions, every way it can be malformed, and the real table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from ketenkompas.errors import InputError
from ketenkompas.ingest import read_jrc_co2, read_wiod2013, read_wiod2013_output, read_wiod2013_regions
from ketenkompas.mrio import Accounts, footprint


@dataclass
class Made:
    """Two regions, two industries, two final uses; cells and emissions can be changed before writing."""

    folder: Path
    cells: list[tuple[int, int, float]] = field(
        default_factory=lambda: [(0, 0, 1), (0, 1, 2), (1, 4, 3), (2, 3, 4), (2, 5, 6), (3, 6, 5), (3, 7, -1)]
    )
    regions: str = "region\nNLD\nRoW\n"
    industries: str = "industry,nace1,name\nc1,AtB,Agriculture\nc2,C,Mining\n"
    uses: str = "code,name\nc37,Households\nc42,Inventories\n"
    co2: list[tuple[int, str, str, float]] = field(
        default_factory=lambda: [
            (2008, region, industry, 1.5) for region in ("NLD", "RoW") for industry in ("c1", "c2", "HH")
        ]
    )
    name: str = "wiot_2008.parquet"

    def write(self) -> None:
        frame = pl.DataFrame(self.cells, schema=["row", "col", "value_musd"], orient="row")
        kinds = {"row": pl.Int16, "col": pl.Int16, "value_musd": pl.Int32}
        fits = frame["value_musd"].dtype.is_numeric()
        (frame.cast(kinds) if fits else frame).write_parquet(self.folder / self.name)  # type: ignore[arg-type]
        pl.DataFrame(self.co2, schema=["year", "region", "industry", "co2_kt"], orient="row").write_parquet(
            self.folder / "co2.parquet"
        )
        for name, text in (("regions", self.regions), ("industries", self.industries), ("uses", self.uses)):
            (self.folder / f"{name}.csv").write_text(text, "utf-8")

    def read(self, year: int = 2008) -> Accounts:
        self.write()
        files = {name: self.folder / f"{name}.csv" for name in ("regions", "industries")}
        return read_wiod2013(
            self.folder / self.name,
            co2=self.folder / "co2.parquet",
            final_demand=self.folder / "uses.csv",
            year=year,
            **files,
        )


def test_made_table_has_labels_units_and_signs(tmp_path: Path) -> None:
    accounts = Made(tmp_path).read()
    assert accounts.regions == ("NL", "WIOD_ROW")
    assert accounts.sectors.labels == ("NL_c1", "NL_c2", "WIOD_ROW_c1", "WIOD_ROW_c2")
    assert accounts.final_uses.labels == ("NL_c37", "NL_c42", "WIOD_ROW_c37", "WIOD_ROW_c42")
    assert accounts.output.values.tolist() == [3.0, 3.0, 10.0, 4.0]
    assert accounts.demand.values[3].tolist() == [0.0, 0.0, 5.0, -1.0]
    assert accounts.direct.values.tolist() == [[1.5, 1.5]]
    assert (accounts.meta.money_unit, accounts.emission_unit) == ("MUSD", "kt CO2")
    assert accounts.meta.sources[0] == "wiod2013-wiot-2008"


def _change(name: str, value: Any) -> Callable[[Made], None]:
    return lambda made: setattr(made, name, value)


def _more(name: str, row: Any) -> Callable[[Made], None]:
    return lambda made: getattr(made, name).append(row)


MALFORMED: dict[str, tuple[Callable[[Made], None], str, str, str]] = {
    "row outside": (_more("cells", (4, 0, 1)), "wiod.index_outside", "wiot_2008", "4"),
    "column outside": (_more("cells", (0, 8, 1)), "wiod.index_outside", "wiot_2008", "0 to 7"),
    "cell twice": (_more("cells", (0, 0, 9)), "table.row_twice", "wiot_2008", "0 0"),
    "negative flow": (_more("cells", (1, 1, -2)), "wiod.negative_flow", "wiot_2008", "NL_c2 -> NL_c2"),
    "text in number": (
        _change("cells", [(0, 0, "abc"), (2, 0, "1")]),
        "table.column_kind",
        "wiot_2008",
        "value_musd",
    ),
    "truncated": (_change("cells", [(0, 0, 1), (1, 4, 2)]), "wiod.region_absent", "wiot_2008", "WIOD_ROW"),
    "file of another year": (_change("name", "wiot_2007.parquet"), "wiod.year_of_file", "wiot_2007", "2007"),
    "unknown region": (_change("regions", "region\nNLD\nXXQ\n"), "table.area_unknown", "regions.csv", "row 3"),
    "region twice": (_change("regions", "region\nNLD\nNL\n"), "table.label_twice", "regions.csv", "row 3"),
    "no header": (_change("regions", "NLD\nRoW\n"), "table.columns_absent", "regions.csv", "region"),
    "industries of WIOD 2016": (
        _change("industries", "industry\nA01\nA02\n"),
        "wiod.code_unknown",
        "industries.csv",
        "A01",
    ),
    "unknown final use": (_change("uses", "code\nc37\nc40\n"), "wiod.code_unknown", "uses.csv", "c40"),
    "emission absent": (lambda made: made.co2.pop(), "wiod.cell_absent", "co2.parquet", "RoW HH"),
    "emission twice": (_more("co2", (2008, "NLD", "c1", 2.0)), "table.row_twice", "co2.parquet", "NLD c1"),
    "emission of a stranger": (_more("co2", (2008, "NOR", "c1", 2.0)), "wiod.code_unknown", "co2.parquet", "NOR"),
    "negative emission": (
        lambda made: made.co2.__setitem__(0, (2008, "NLD", "c1", -2.0)),
        "wiod.negative_emission",
        "co2.parquet",
        "NLD c1",
    ),
    "emission NaN": (
        lambda made: made.co2.__setitem__(0, (2008, "NLD", "c1", float("nan"))),
        "table.no_number",
        "co2.parquet",
        "co2_kt",
    ),
}


@pytest.mark.parametrize("case", MALFORMED, ids=list(MALFORMED))
def test_malformed_input_is_named(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    spoil, code, file, place = MALFORMED[case]
    made = Made(tmp_path)
    spoil(made)
    with pytest.raises(InputError) as caught:
        made.read()
    assert_told(caught.value, code, file, place=place)


def test_file_that_is_no_parquet(tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    made = Made(tmp_path)
    made.write()
    whole = (tmp_path / made.name).read_bytes()
    (tmp_path / made.name).write_bytes(whole[: len(whole) // 2])
    axes = {name: tmp_path / f"{name}.csv" for name in ("regions", "industries")}
    with pytest.raises(InputError) as caught:
        read_wiod2013(
            tmp_path / made.name, co2=tmp_path / "co2.parquet", final_demand=tmp_path / "uses.csv", year=2008, **axes
        )
    assert_told(caught.value, "table.not_parquet", made.name)


def test_years_without_emissions_say_so(tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    made = Made(tmp_path, name="wiot_1996.parquet")
    with pytest.raises(InputError) as caught:
        made.read(1996)
    problem = assert_told(caught.value, "wiod.no_emissions_for_year", "co2.parquet")
    assert "1995-1999" in problem.text("nl")


@pytest.mark.mirror
@pytest.mark.parametrize(("year", "industry", "households"), [(2000, 170.118, 39.059), (2008, 187.426, 38.343)])
def test_real_tables_give_the_known_footprint(mirror: Path, year: int, industry: float, households: float) -> None:
    folder = mirror / "mrio/wiod2013"
    accounts = read_wiod2013(
        folder / f"wiot_{year}.parquet",
        co2=folder / "co2_jrc_to_wiod2013.parquet",
        regions=folder / "regions.csv",
        industries=folder / "industries.csv",
        final_demand=folder / "final_demand.csv",
        year=year,
    )
    found = footprint(accounts).sel(area="NL").sum().item() / 1000
    assert found == pytest.approx(industry, abs=0.001)
    assert accounts.direct.sel(region="NL").item() / 1000 == pytest.approx(households, abs=0.001)
    stated = read_wiod2013_output(
        folder / "output.parquet", regions=folder / "regions.csv", industries=folder / "industries.csv", year=year
    )
    assert np.abs(stated - accounts.output.values).max() <= 113


@pytest.mark.mirror
def test_jrc_accounts_are_tidy(mirror: Path) -> None:
    read = read_jrc_co2(mirror / "mrio/jrc_co2/co2_jrc_2000_2016.parquet")
    assert read.height == 42636
    assert read.filter((pl.col("area") == "NL") & (pl.col("year") == 2008))["co2_kt"].sum() == pytest.approx(
        193_713, rel=2e-3
    )
    assert "households_direct" in read["industry"].to_list()
    assert read_wiod2013_regions(mirror / "mrio/wiod2013/regions.csv")[-1] == "WIOD_ROW"
