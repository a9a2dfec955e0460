"""Splitting on the real table: Dutch and Chinese metal into variants, conserved in every property that is claimed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.published.test_wiod2013 import solved

from ketenkompas.mrio import (
    Share,
    Variant,
    footprint,
    footprint_draws,
    leontief,
    multipliers,
    production,
    split_product,
)

pytestmark = pytest.mark.mirror


@pytest.fixture(scope="module")
def wiod(mirror: Path) -> Path:
    return mirror / "mrio" / "wiod2013"


def routes(buyers: dict[str, tuple[float, float]] | None = None) -> list[Variant]:
    named = buyers or {}
    return [
        Variant(
            code,
            Share(share, share - 0.05, share + 0.05),
            {user: Share(shares[at]) for user, shares in named.items()},
            emission_ratio=ratio,
        )
        for at, (code, share, ratio) in enumerate([("electric", 0.25, 0.2), ("oxygen", 0.75, 3.8 / 3)])
    ]


@pytest.mark.parametrize(("year", "region"), [*((year, "NL") for year in range(2000, 2012)), (2008, "CN")])
def test_a_split_conserves_the_table(wiod: Path, year: int, region: str) -> None:
    accounts, system = solved(wiod, year)
    at = accounts.sectors.labels.index(f"{region}_c12")
    place = [*range(at + 1), *range(at, len(accounts.sectors))]
    sum_ = np.eye(len(accounts.sectors))[place]
    split = split_product(accounts, "c12", routes({"NL_c18": (0.9, 0.1), "NL_c37": (0.5, 0.5)}), region=region)
    np.testing.assert_allclose(sum_.T @ split.flows.values @ sum_, accounts.flows.values, rtol=1e-12, atol=1e-6)
    np.testing.assert_allclose(sum_.T @ split.demand.values, accounts.demand.values, rtol=1e-12, atol=1e-6)
    np.testing.assert_allclose(split.emissions.values @ sum_, accounts.emissions.values, rtol=1e-12)
    np.testing.assert_allclose(sum_.T @ split.output.values, accounts.output.values, rtol=1e-12)
    before, after = footprint(accounts, system=system).values, footprint(split).values
    assert after.sum() == pytest.approx(before.sum(), rel=1e-12)
    assert production(split).values.sum() == pytest.approx(production(accounts).values.sum(), rel=1e-12)
    assert np.abs(after - before).max() > 1.0


def test_without_knowledge_of_variants_or_of_buyers_nothing_moves(wiod: Path) -> None:
    accounts, system = solved(wiod, 2008)
    before = footprint(accounts, system=system).values
    alike = [Variant("a", Share(0.25), {"NL_c18": Share(0.9)}), Variant("b", Share(0.75), {"NL_c18": Share(0.1)})]
    for variants in (alike, routes()):
        after = footprint(split_product(accounts, "c12", variants, region="DE")).values
        np.testing.assert_allclose(after, before, rtol=1e-12)


def test_multipliers_of_variants_straddle_the_average(wiod: Path) -> None:
    accounts, system = solved(wiod, 2008)
    split = split_product(accounts, "c12", routes(), region="CN")
    chain = multipliers(split).sel(gas="CO2")
    electric, oxygen = (chain.sel(make=f"CN_c12.{code}").item() for code in ("electric", "oxygen"))
    average = multipliers(accounts, system=system).sel(gas="CO2", make="CN_c12").item()
    assert average == pytest.approx(2.643358, rel=1e-5)
    assert electric < average < oxygen
    assert 0.25 * electric + 0.75 * oxygen == pytest.approx(average, rel=1e-12)


def test_quick_draws_on_the_real_table(wiod: Path) -> None:
    accounts, system = solved(wiod, 2008)
    variants = routes({"NL_c18": (0.9, 0.1)})
    draws = footprint_draws(accounts, "c12", variants, region="DE", area="NL", draws=200, seed=1, system=system)
    fixed = [Variant(v.code, Share(v.share.value), v.buyer_shares, emission_ratio=v.emission_ratio) for v in variants]
    split = split_product(accounts, "c12", fixed, region="DE")
    whole = footprint(split, system=leontief(split)).sel(gas="CO2", area="NL").item()
    one = footprint_draws(accounts, "c12", fixed, region="DE", area="NL", draws=1, seed=1, system=system).item()
    assert one == pytest.approx(whole, rel=1e-11)
    assert draws.min().item() < whole < draws.max().item()
