"""WIOD 2013 with JRC CO2: every figure of section 4.1 of the fact sheet, computed from the mirror by the engine."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import pytest

from ketenkompas import ingest
from ketenkompas.classifications import members
from ketenkompas.mrio import (
    Accounts,
    LeontiefSystem,
    balance,
    embodied_trade,
    footprint,
    intensities,
    leontief,
    multipliers,
    multipliers_with_bound,
    production,
    refined_system,
    spectral_radius,
    with_households,
)

pytestmark = [pytest.mark.mirror, pytest.mark.xdist_group("wiod2013")]  # one worker makes what they share


@functools.cache
def solved(folder: Path, year: int) -> tuple[Accounts, LeontiefSystem]:
    accounts = ingest.read_wiod2013(
        folder / f"wiot_{year}.parquet",
        co2=folder / "co2_jrc_to_wiod2013.parquet",
        regions=folder / "regions.csv",
        industries=folder / "industries.csv",
        final_demand=folder / "final_demand.csv",
        year=year,
    )
    return accounts, leontief(accounts)


@pytest.fixture(scope="module")
def wiod(mirror: Path) -> Path:
    return mirror / "mrio" / "wiod2013"


# year: NL footprint, NL production by industry, households, emitted in NL by industry, abroad (Mt)
NETHERLANDS = {
    2000: (209.177, 152.213, 39.059, 64.994, 105.124),
    2005: (221.744, 158.770, 38.719, 67.769, 115.257),
    2008: (225.769, 155.370, 38.343, 62.221, 125.205),
    2010: (213.429, 157.626, 41.415, 61.446, 110.568),
}
# year: EU26 production, footprint, emitted in EU26, outside, households (Mt)
EU26 = {
    2000: (3879.8, 4386.3, 2513.7, 1147.8, 724.8),
    2005: (3994.9, 4684.3, 2524.2, 1384.8, 775.2),
    2008: (3794.5, 4707.4, 2344.9, 1580.3, 782.2),
    2010: (3592.4, 4323.3, 2145.6, 1384.0, 793.7),
}
WORLD = {2000: 25697.193, 2005: 30049.770, 2008: 32452.769, 2010: 33924.230}


@pytest.mark.parametrize("year", sorted(NETHERLANDS))
def test_the_netherlands(wiod: Path, year: int) -> None:
    accounts, system = solved(wiod, year)
    by_origin = footprint(accounts, by="origin", system=system).sel(gas="CO2", area="NL")
    total, industry, households, at_home, abroad = NETHERLANDS[year]
    assert with_households(footprint(accounts, system=system), accounts).sel(area="NL").item() / 1e3 == pytest.approx(
        total, abs=0.01
    )
    assert production(accounts).sel(region="NL").item() / 1e3 == pytest.approx(industry, abs=0.01)
    assert accounts.direct.sel(region="NL").item() / 1e3 == pytest.approx(households, abs=0.01)
    assert by_origin.sel(origin="NL").item() / 1e3 == pytest.approx(at_home, abs=0.01)
    assert (by_origin.sum() - by_origin.sel(origin="NL")).item() / 1e3 == pytest.approx(abroad, abs=0.01)


@pytest.mark.parametrize("year", sorted(EU26))
def test_the_european_union_of_26(wiod: Path, year: int) -> None:
    accounts, system = solved(wiod, year)
    union = list(members("EU26", accounts.regions))
    assert len(union) == 26
    produced, total, inside, outside, households = EU26[year]
    by_origin = footprint(accounts, by="origin", system=system).sel(gas="CO2", area=union).sum("area") / 1e3
    direct = accounts.direct.sel(region=union).sum().item() / 1e3
    assert by_origin.sel(origin=union).sum().item() == pytest.approx(inside, abs=0.1)
    assert (by_origin.sum() - by_origin.sel(origin=union).sum()).item() == pytest.approx(outside, abs=0.1)
    assert direct == pytest.approx(households, abs=0.1)
    assert by_origin.sum().item() + direct == pytest.approx(total, abs=0.1)
    assert production(accounts).sel(region=union).sum().item() / 1e3 + direct == pytest.approx(produced, abs=0.1)


@pytest.mark.parametrize("year", range(2000, 2012))
def test_world_footprint_is_world_emissions(wiod: Path, year: int) -> None:
    accounts, system = solved(wiod, year)
    consumed = with_households(footprint(accounts, system=system), accounts).sum().item()
    produced = with_households(production(accounts), accounts).sum().item()
    allowed = 2e-8 if year == 2002 else 1e-12
    assert abs(consumed / produced - 1) < allowed
    if year in WORLD:
        assert produced / 1e3 == pytest.approx(WORLD[year], abs=0.01)


def test_the_gap_of_2002_is_named(wiod: Path) -> None:
    accounts, system = solved(wiod, 2002)
    checks = {check.name: check for check in balance(accounts, system=system)}
    leak = checks["chains_into_no_output"]
    assert leak.cells == ("LV_c24: inputs 1, output 0",)
    assert leak.value == pytest.approx(1.6e-8, rel=0.05)
    assert checks["world_total"].value < 1e-12


def test_the_netherlands_in_2008_in_detail(wiod: Path) -> None:
    accounts, system = solved(wiod, 2008)
    by_use = footprint(accounts, by="final_use", system=system).sel(gas="CO2", area="NL") / 1e3
    expected = {"c37": 109.99, "c38": 1.79, "c39": 30.54, "c41": 45.13, "c42": -0.02}
    assert {code: round(by_use.sel(category=code).item(), 2) for code in expected} == pytest.approx(expected, abs=0.01)
    origin = footprint(accounts, by="origin", system=system).sel(gas="CO2", area="NL") / 1e3
    named = {"NL": 62.22, "CN": 32.31, "WIOD_ROW": 29.42, "DE": 10.16, "RU": 9.61, "US": 7.15, "GB": 4.66, "BE": 4.00}
    named |= {"IN": 3.71, "JP": 2.53}
    assert {code: origin.sel(origin=code).item() for code in named} == pytest.approx(named, abs=0.01)
    union = [code for code in members("EU26", accounts.regions) if code != "NL"]
    assert origin.sel(origin=union).sum().item() == pytest.approx(27.62, abs=0.01)
    product = footprint(accounts, by="product", system=system).sel(gas="CO2", area="NL") / 1e3
    goods = {"c17": 26.66, "c18": 18.32, "c31": 11.15, "c3": 10.07, "c34": 9.10, "c33": 8.69, "c8": 8.43, "c9": 8.26}
    assert {code: product.sel(product=code).item() for code in goods} == pytest.approx(goods, abs=0.01)
    industry = footprint(accounts, by="industry", system=system).sel(gas="CO2", area="NL") / 1e3
    makers = {"c17": 79.17, "c12": 15.37, "c9": 10.11, "c11": 9.80}
    assert {code: industry.sel(industry=code).item() for code in makers} == pytest.approx(makers, abs=0.01)


def test_multipliers_and_intensities_of_2008(wiod: Path) -> None:
    accounts, system = solved(wiod, 2008)
    chain, direct = multipliers(accounts, system=system).sel(gas="CO2"), intensities(accounts).sel(gas="CO2")
    expected = {
        "NL_c1": 0.511872, "NL_c8": 0.790354, "NL_c9": 0.586915, "NL_c17": 1.463226, "NL_c23": 0.343642,
        "NL_c30": 0.110883, "CN_c12": 2.643358, "DE_c15": 0.305032, "US_c17": 5.631690, "WIOD_ROW_c2": 0.602965,
    }  # fmt: skip
    assert {label: chain.sel(make=label).item() for label in expected} == pytest.approx(expected, rel=1e-5)
    first = {"NL_c1": 0.247633, "NL_c17": 0.851789, "CN_c12": 0.708622}
    assert {label: direct.sel(make=label).item() for label in first} == pytest.approx(first, rel=1e-5)
    assert spectral_radius(accounts) == pytest.approx(0.61108, abs=1e-5)


def test_dutch_accounts_of_2008(wiod: Path) -> None:
    accounts, _ = solved(wiod, 2008)
    mine = np.array([region == "NL" for region in accounts.sectors.regions])
    output = accounts.output.values[mine].sum()
    assert output == pytest.approx(1_689_982, abs=1)
    assert output - accounts.flows.values[:, mine].sum() == pytest.approx(840_416, abs=1)
    buyers = np.array([region == "NL" for region in accounts.final_uses.regions])
    assert accounts.demand.values[:, buyers].sum() == pytest.approx(751_380, abs=1)


@pytest.mark.parametrize("year", [2000, 2008, 2011])
def test_trade_closes_for_every_region(wiod: Path, year: int) -> None:
    accounts, system = solved(wiod, year)
    trade = embodied_trade(accounts, system=system)
    closed = trade["production"] - trade["exports"] + trade["imports"]
    np.testing.assert_allclose(closed.values, trade["consumption"].values, rtol=1e-9)


@pytest.mark.parametrize("year", range(2000, 2012))
def test_iterated_multipliers_and_their_bound(wiod: Path, year: int) -> None:
    """Within 1e-10 of the factorisation, and the bound covers the difference (both rounding errors are in it)."""
    accounts, system = solved(wiod, year)
    direct = multipliers(accounts, system=system).values
    for solver in ("block_jacobi", "mixed"):
        answer = multipliers_with_bound(accounts, solver=solver)  # type: ignore[arg-type]
        assert answer.attrs["method"] == solver
        difference = np.abs(answer["multiplier"].values - direct)
        assert difference.max() <= 1e-10 * direct.max()
        assert (difference <= answer["error_bound"].values + 1e-14 * direct.max()).all()
        assert float(answer["error_bound"].max()) <= 1e-10 * direct.max()


def test_every_solver_on_icio(mirror: Path) -> None:
    """OECD ICIO 2019 (G20, sections): value added as the row, for the packaged extract has no emissions."""
    accounts = ingest.read_icio(mirror / "mrio/oecd_icio/icio_2019_g20_isic_sections.parquet")
    assert accounts.value_added is not None
    rows = accounts.value_added.values * leontief(accounts).inverse_output
    known = leontief(accounts).transposed(rows)
    for solver in ("block_jacobi", "mixed", "lu"):
        found = refined_system(accounts, solver).solved(rows)  # type: ignore[arg-type]
        assert found.solver == solver
        assert np.abs(found.values - known).max() <= 1e-10 * known.max()
