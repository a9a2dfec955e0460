"""The extract of the Global Carbon Budget against the file itself, and what had to be left out of it."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from ketenkompas import sources
from ketenkompas.classifications import areas
from ketenkompas.library import footprint
from ketenkompas.pipeline import BUDGET, load

_FILE = "mrio/gcb/gcb2020_consumption_mtco2.csv"


def _raw(mirror: Path) -> dict[tuple[str, int], float]:
    with (mirror / _FILE).open(encoding="utf-8", newline="") as file:
        return {(row["country"], int(row["year"])): float(row["MtCO2"]) for row in csv.DictReader(file)}


@pytest.mark.mirror
def test_every_value_is_the_one_of_the_file(mirror: Path) -> None:
    raw, frame = _raw(mirror), load(BUDGET, None, "consumption")[0]
    spelled = {"US": "USA", "RU": "Russian Federation", "KR": "South Korea", "TR": "Turkey"}
    for area, year, value in frame.select("area", "year", "value").iter_rows():
        assert value == raw[spelled.get(area, areas()[area].name_en), year]
    assert frame.height == 44 * 19 - 2 * 3  # 2000-2018; the Netherlands and Norway from 2003
    assert frame.height < len(raw) / 4


@pytest.mark.mirror
def test_the_faults_of_the_record_are_in_the_file(mirror: Path) -> None:
    """Each is shown by arithmetic on the file: the jumps, the union without Czechia, the world with a remainder."""
    raw = _raw(mirror)
    assert raw["Netherlands", 1998] / raw["Netherlands", 1999] > 1.4
    assert raw["Netherlands", 2003] / raw["Netherlands", 2001] > 1.3
    assert raw["Luxembourg", 2010] / raw["Luxembourg", 2011] > 2.3
    assert raw["Luxembourg", 2012] / raw["Luxembourg", 2011] > 2.3
    assert not [country for country, _ in raw if country.startswith("Cze")]
    without_czechia = [area.name_en for code, area in areas().items() if area.in_eu27 and code != "CZ"]
    for year in (1990, 2008, 2018):
        assert sum(raw[name, year] for name in without_czechia) == pytest.approx(raw["EU27", year], abs=0.004)
    groups = ["KP Annex B", "Non KP Annex B", "Bunkers", "Statistical Difference"]
    assert raw["World", 2011] - sum(raw[group, 2011] for group in groups) == pytest.approx(1035, abs=0.5)


def test_what_the_record_calls_unusable_is_not_shipped() -> None:
    frame, receipt = load(BUDGET, None, "consumption")
    unusable = sources.record("gcb-2020").unusable
    assert {one.where["country"] for one in unusable} == {"Netherlands", "Luxembourg", "EU27", "World"}
    assert len(receipt.notes) == len(unusable)
    assert frame.filter(pl.col("area") == "NL")["year"].min() == 2003
    assert not {"LU", "EU27_2020", "WORLD", "CZ"} & set(frame["area"])
    assert all(check["passed"] for check in receipt.validation)


def test_the_figures_of_the_fact_sheet() -> None:
    """NL 2005, 2008, 2010: 191.5, 183.6, 184.2 Mt; our model lies 16 to 23 % above them (221.744, 225.769, 213.429)."""
    frame = load(BUDGET, None, "consumption")[0].filter(pl.col("area") == "NL")
    known = dict(frame.select("year", "value").iter_rows())
    assert [round(known[year], 1) for year in (2005, 2008, 2010)] == [191.5, 183.6, 184.2]
    for year, share in {2005: 1.158, 2008: 1.230, 2010: 1.159}.items():
        assert footprint("NL", year).value / known[year] == pytest.approx(share, abs=0.0006)
