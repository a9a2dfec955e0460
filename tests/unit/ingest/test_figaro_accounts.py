"""FIGARO accounts: exact alignment of table and emissions, named strategies, and the cache."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from ketenkompas.errors import InputError, MissingValueError, ProductError, UnknownCodeError
from ketenkompas.ingest import (
    AirEmissions,
    FigaroTable,
    cached_accounts,
    figaro_accounts,
    fold_areas,
    move_emissions_without_output,
    no_emissions_without_output,
    open_cache,
    read_figaro_accounts,
    save_cache,
)
from ketenkompas.mrio import Accounts, FinalUses, Sectors, footprint, with_households

ITEMS = ("A01", "D35", "T")
USES = ("P3_S14", "P5M")
ADDED = ("D21X31", "OP_RES", "OP_NRES", "D1", "D29X39", "B2A3G")


def table(areas: tuple[str, ...] = ("FIGW1", "NL"), idle: tuple[int, ...] = ()) -> FigaroTable:
    """A balanced table; the rows and columns of ``idle`` sectors are zero."""
    n, k = len(areas) * len(ITEMS), len(areas) * len(USES)
    rng = np.random.default_rng(3)
    flows, demand = rng.uniform(1, 5, (n, n)), rng.uniform(20, 30, (n, k))
    for at in idle:
        flows[at], flows[:, at], demand[at] = 0.0, 0.0, 0.0
    added = np.zeros((6, n))
    added[5] = flows.sum(axis=1) + demand.sum(axis=1) - flows.sum(axis=0)
    return FigaroTable(
        sectors=Sectors(tuple(a for a in areas for _ in ITEMS), ITEMS * len(areas)),
        final_uses=FinalUses(tuple(a for a in areas for _ in USES), USES * len(areas)),
        flows=flows,
        demand=demand,
        value_added=added,
        value_added_demand=np.ones((6, k)),
        year=2022,
        edition="26ed",
        form="matrix",
        products=False,
        file="made.csv",
        notes=("note of the table",),
    )


def emissions(cells: dict[tuple[str, str], float | None], *, gas: str = "GHG", year: int = 2022) -> AirEmissions:
    rows = pl.DataFrame(
        [(area, item, gas, year, value, value is None) for (area, item), value in cells.items()],
        schema={
            "area": pl.String,
            "item": pl.String,
            "gas": pl.String,
            "year": pl.Int64,
            "kt": pl.Float64,
            "confidential": pl.Boolean,
        },
        orient="row",
    )
    return AirEmissions(rows, "emissions.csv", "ENV_AC_GHGFP", "22/01/26")


def complete(areas: tuple[str, ...] = ("FIGW1", "NL")) -> dict[tuple[str, str], float | None]:
    keys = [(area, item) for area in areas for item in (*ITEMS, "HH")]
    return {key: float(at + 1) for at, key in enumerate(keys)}


def codes(error: InputError) -> dict[str, str]:
    return {problem.code: problem.where.label for problem in error.problems}


def test_everything_at_its_place() -> None:
    given = emissions(complete())
    accounts = figaro_accounts(table(), given, given, model="figaro-26ed", sources=("a",), steps=("b",))
    assert accounts.emissions.values.tolist() == [[1, 2, 3, 5, 6, 7]]
    assert accounts.direct.values.tolist() == [[4, 8]]
    assert accounts.emission_unit == "kt CO2e_AR5"
    assert accounts.regions == ("FIGW1", "NL")
    assert accounts.value_added_rows == ADDED
    assert accounts.meta.table_edition == "FIGARO 26ed"
    assert accounts.meta.emission_edition == "ENV_AC_GHGFP 22/01/26"
    assert accounts.meta.notes == ("note of the table", "b")
    assert np.allclose(
        accounts.output.values, accounts.flows.values.sum(axis=0) + accounts.value_added.values.sum(axis=0)
    )


def test_without_households_the_accounts_say_so() -> None:
    accounts = figaro_accounts(table(), emissions(complete()), None, model="x")
    assert accounts.direct.values.tolist() == [[0, 0]]
    assert accounts.meta.households_unknown == accounts.regions
    assert any("industry_only" in note for note in accounts.meta.notes)


def test_several_gases_keep_their_own_units() -> None:
    co2, ch4 = emissions(complete(), gas="CO2"), emissions(complete(), gas="CH4")
    both = dataclasses.replace(co2, rows=pl.concat([co2.rows, ch4.rows]))
    accounts = figaro_accounts(table(), both, both, model="x", gases=("CO2", "CH4"))
    assert accounts.meta.emission_units == ("kt CO2", "kt CH4")


def test_every_cell_without_a_figure_is_named() -> None:
    cells = complete()
    del cells["NL", "D35"]
    cells["FIGW1", "A01"] = None
    cells["QA", "A01"] = 5.0
    with pytest.raises(InputError) as raised:
        figaro_accounts(table(), emissions(cells), emissions({("NL", "HH"): 1.0}), model="x")
    assert codes(raised.value) == {
        "figaro.emission_absent": "NL_D35 GHG 2022",
        "eurostat.confidential": "FIGW1_A01 GHG 2022",
        "figaro.emissions_of_other_areas": "QA",
        "figaro.households_absent": "FIGW1",
    }
    assert "households_unknown" in raised.value.text("nl")


def test_an_area_without_emissions_is_named_once() -> None:
    with pytest.raises(InputError) as raised:
        figaro_accounts(table(), emissions(complete(("FIGW1",))), None, model="x")
    assert codes(raised.value) == {"figaro.emissions_without_area": "NL"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (emissions(complete(), year=2021), "figaro.emissions_year"),
        (emissions(complete(), gas="CO2"), "eurostat.gas_absent"),
    ],
)
def test_another_year_or_gas_is_refused(given: AirEmissions, code: str) -> None:
    with pytest.raises(InputError) as raised:
        figaro_accounts(table(), given, None, model="x")
    assert raised.value.code == code


def test_emissions_without_output_are_moved_only_on_purpose() -> None:
    idle = table(idle=(2, 5))
    given = emissions({**complete(), ("NL", "T"): 0.0})
    with pytest.raises(InputError) as raised:
        figaro_accounts(idle, given, None, model="x")
    assert codes(raised.value) == {"figaro.emissions_without_output": "FIGW1_T"}
    moved, steps = move_emissions_without_output(idle, given)
    accounts = figaro_accounts(idle, moved, None, model="x")
    assert np.allclose(accounts.emissions.values, [[1 + 1, 2 + 2, 0, 5, 6, 0]])
    assert steps == ("FIGW1 GHG: 3 kt of T (no output) moved pro rata",)
    assert steps[0] in accounts.meta.notes


def test_nothing_to_move_changes_nothing() -> None:
    given = emissions(complete())
    moved, steps = move_emissions_without_output(table(), given)
    assert moved.rows.equals(given.rows)
    assert steps == ()


def test_no_figure_is_zero_only_without_output() -> None:
    cells = complete()
    del cells["NL", "T"], cells["NL", "D35"]
    filled, steps = no_emissions_without_output(table(idle=(5,)), emissions(cells))
    assert filled.cells("GHG", 2022)["NL", "T"] == (0.0, False)
    assert ("NL", "D35") not in filled.cells("GHG", 2022)
    assert steps == ("1 industries without output have no emission figure, taken as zero",)


def test_unknown_households_have_no_figure() -> None:
    lived = emissions({("NL", "HH"): 9.0})
    accounts = figaro_accounts(table(), emissions(complete()), lived, model="x", households_unknown=("FIGW1",))
    assert accounts.meta.households_unknown == ("FIGW1",)
    assert "direct household emissions not known: FIGW1" in accounts.meta.notes
    consumed = footprint(accounts)
    with pytest.raises(MissingValueError, match="FIGW1"):
        with_households(consumed, accounts)
    known = consumed.sel(area=["NL"])
    assert float((with_households(known, accounts) - known).item()) == pytest.approx(9.0)


def test_folding_keeps_totals() -> None:
    """A table of 50 areas meets emissions of 46: an error that names the way out, and the way out."""
    wide = table(("AL", "FIGW1", "NL", "RS"))
    given = emissions(complete())
    with pytest.raises(InputError) as raised:
        figaro_accounts(wide, given, given, model="x")
    assert codes(raised.value)["figaro.fold_needed"] == "AL, RS"
    assert "fold_areas" in raised.value.text("en")
    folded, steps = fold_areas(wide, ("AL", "RS"))
    assert steps == ("AL, RS counted in FIGW1",)
    assert folded.sectors == table().sectors
    assert folded.final_uses == table().final_uses
    for name in ("flows", "demand", "value_added", "value_added_demand"):
        assert np.isclose(getattr(folded, name).sum(), getattr(wide, name).sum(), rtol=1e-14)
    assert np.allclose(folded.output[3:], wide.output[6:9])
    assert np.isclose(folded.flows[0, 3], wide.flows[[0, 3, 9], 6].sum())
    assert np.allclose(folded.output, folded.flows.sum(axis=0) + folded.value_added.sum(axis=0))
    accounts = figaro_accounts(folded, given, given, model="x", steps=steps)
    assert accounts.meta.notes.count("AL, RS counted in FIGW1") == 1


def test_folding_an_area_that_is_not_there() -> None:
    with pytest.raises(UnknownCodeError) as raised:
        fold_areas(table(), ("ME",))
    assert raised.value.code == "figaro.fold_unknown"


# --- straight from files ----------------------------------------------------------------------------------------------


def test_from_files(tmp_path: Path) -> None:
    made = table(("AL", "FIGW1", "NL"))
    columns = [*made.sectors.labels, *made.final_uses.labels]
    cells = np.block([[made.flows, made.demand], [made.value_added, made.value_added_demand]])
    rows = [*made.sectors.labels, *(f"W2_{item}" for item in ADDED)]
    lines = [",".join(["rowLabels", *columns])]
    lines += [",".join([label, *(f"{value:.9f}" for value in row)]) for label, row in zip(rows, cells, strict=True)]
    path = tmp_path / "matrix_eu-ic-io_ind-by-ind_26ed_2022.csv"
    path.write_text("\n".join(lines))
    ghgfp = tmp_path / "ghgfp.csv"
    head = "DATAFLOW,LAST UPDATE,freq,c_dest,c_orig,nace_r2,na_item,unit,TIME_PERIOD,OBS_VALUE,OBS_FLAG"
    body = [
        f"ESTAT:ENV_AC_GHGFP(1.0),22/01/26,A,WORLD,{area},{item},TOTAL,THS_T,2022,{value},"
        for area, offset in (("WRL_REST", 10), ("NL", 20))
        for item, value in (("A01", offset + 1), ("D", offset + 2), ("T", offset + 3), ("TOTAL", 999))
    ]
    ghgfp.write_text("\n".join([head, *body]))
    lived = tmp_path / "ainah.csv"
    lived.write_text(
        "freq,airpol,nace_r2,unit,geo,TIME_PERIOD,OBS_VALUE\nA,GHG,HH,THS_T,NL,2022,7\nA,GHG,HH,THS_T,EU27_2020,2022,99\n"
    )
    accounts = read_figaro_accounts(path, ghgfp, lived, model="figaro-26ed")
    assert accounts.regions == ("FIGW1", "NL")
    assert accounts.emissions.values.tolist() == [[11, 12, 13, 21, 22, 23]]
    assert accounts.direct.values.tolist() == [[0, 7]]
    assert "AL counted in FIGW1" in accounts.meta.notes
    assert "direct household emissions not known: FIGW1" in accounts.meta.notes
    without = read_figaro_accounts(path, ghgfp, model="figaro-26ed")
    assert any("industry_only" in note for note in without.meta.notes)


# --- the cache --------------------------------------------------------------------------------------------------------


@pytest.fixture
def accounts() -> Accounts:
    given = emissions(complete())
    return figaro_accounts(table(), given, given, model="figaro-26ed")


def test_cache_gives_the_same_accounts(accounts: Accounts, tmp_path: Path) -> None:
    again = open_cache(save_cache(accounts, tmp_path / "c", key="k"), key="k")
    for name in ("flows", "demand", "output", "emissions", "direct", "value_added"):
        assert getattr(again, name).identical(getattr(accounts, name)), name
    assert again.meta == accounts.meta
    with pytest.raises(ValueError, match="read-only"):
        again.flows.values[0, 0] = 1.0
    assert sorted(item.name for item in tmp_path.iterdir()) == ["c"]


def test_cache_is_replaced_while_it_is_in_use(accounts: Accounts, tmp_path: Path) -> None:
    folder = tmp_path / "c"
    first = open_cache(save_cache(accounts, folder))
    flows = first.flows.values.copy()
    other = Accounts(**{**{f.name: getattr(accounts, f.name) for f in dataclasses.fields(accounts)}, "gases": ("CO2",)})
    save_cache(other, folder)
    assert np.array_equal(first.flows.values, flows)
    assert open_cache(folder).gases == ("CO2",)


def test_a_copied_cache_is_checked_by_content(accounts: Accounts, tmp_path: Path) -> None:
    folder = save_cache(accounts, tmp_path / "c")
    (folder / "flows.npy").touch()
    assert np.array_equal(open_cache(folder).flows.values, accounts.flows.values)


def spoil(folder: Path, how: str) -> None:
    flows, listed = folder / "flows.npy", folder / "accounts.json"
    if how == "torn":
        flows.write_bytes(flows.read_bytes()[:-8])
    elif how == "changed":
        content = bytearray(flows.read_bytes())
        content[-1] ^= 1
        flows.write_bytes(bytes(content))
    elif how == "array lost":
        flows.unlink()
    elif how == "list lost":
        listed.unlink()
    elif how == "list torn":
        listed.write_text(listed.read_text()[:-20])
    elif how == "list edited":
        listed.write_text(listed.read_text().replace("2022", "2023"))
    elif how == "foreign":
        listed.write_text(json.dumps({"content": [], "sha256": "0"}))
    elif how == "folder lost":
        for item in folder.iterdir():
            item.unlink()
        folder.rmdir()


@pytest.mark.parametrize(
    "how",
    ["torn", "changed", "array lost", "list lost", "list torn", "list edited", "foreign", "folder lost", "other key"],
)
def test_a_cache_that_cannot_be_trusted_is_rebuilt(how: str, accounts: Accounts, tmp_path: Path) -> None:
    folder = save_cache(accounts, tmp_path / "c", key="old" if how == "other key" else "k")
    spoil(folder, how)
    with pytest.raises(ProductError) as raised:
        open_cache(folder, key="k")
    assert raised.value.code in ("cache.absent", "cache.not_trusted")
    assert raised.value.text("nl") != raised.value.text("en")
    built: list[int] = []

    def build() -> Accounts:
        built.append(1)
        return accounts

    for _ in range(2):
        again = cached_accounts(folder, build, key="k")
        assert np.array_equal(again.flows.values, accounts.flows.values)
    assert built == [1]
    assert [item.name for item in tmp_path.iterdir()] == ["c"]
