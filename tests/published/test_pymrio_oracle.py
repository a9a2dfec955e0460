"""pymrio 0.7 as an independent oracle: its bundled system and WIOD 2008 give the same footprints to 1e-10."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ketenkompas import ingest
from ketenkompas.mrio import (
    Accounts,
    FinalUses,
    Meta,
    Sectors,
    account_set,
    embodied_trade,
    footprint,
    multipliers,
    production,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pymrio


def from_pymrio(system: object, extension: str) -> Accounts:
    """Accounts with the labels and arrays of a pymrio system: built here, not read by our own reader."""
    flows, demand = system.Z, system.Y  # type: ignore[attr-defined]
    satellite = getattr(system, extension)
    regions = tuple(dict.fromkeys(flows.index.get_level_values(0)))
    return Accounts.build(
        flows=flows.to_numpy(),
        demand=demand.to_numpy(),
        emissions=satellite.F.to_numpy(),
        direct=satellite.F_Y.T.groupby(level=0, sort=False).sum().T.loc[:, list(regions)].to_numpy(),
        sectors=Sectors(tuple(flows.index.get_level_values(0)), tuple(flows.index.get_level_values(1))),
        final_uses=FinalUses(tuple(demand.columns.get_level_values(0)), tuple(demand.columns.get_level_values(1))),
        gases=tuple("|".join(map(str, row)) for row in satellite.F.index),
        meta=Meta(model="pymrio", year=2010, money_unit="MEUR", emission_units=("kt CO2",) * len(satellite.F)),
    )


def solved(system: object) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        system.calc_all()  # type: ignore[attr-defined]
    return system


def assert_equal(ours: Accounts, theirs: object) -> None:
    """Multipliers, consumption, production, imports and exports by region against pymrio's results."""
    chain = theirs.M.to_numpy()  # type: ignore[attr-defined]
    active = ours.output.values > 0
    np.testing.assert_allclose(multipliers(ours).values[:, active], chain[:, active], rtol=1e-10, atol=1e-14)

    def by_region(account: pd.DataFrame) -> np.ndarray:
        return account.T.groupby(level=0, sort=False).sum().T.loc[:, list(ours.regions)].to_numpy()

    trade = embodied_trade(ours)
    scale = {"rtol": 1e-10, "atol": 1e-10}
    np.testing.assert_allclose(footprint(ours).values, by_region(theirs.D_cba), **scale)  # type: ignore[attr-defined]
    np.testing.assert_allclose(production(ours).values, by_region(theirs.D_pba), **scale)  # type: ignore[attr-defined]
    np.testing.assert_allclose(trade["imports"].values, by_region(theirs.D_imp), rtol=1e-9, atol=1e-8)  # type: ignore[attr-defined]
    np.testing.assert_allclose(trade["exports"].values, by_region(theirs.D_exp), rtol=1e-9, atol=1e-8)  # type: ignore[attr-defined]


def assert_same_set(ours: Accounts, theirs: object) -> None:
    """Every account by sector, in double and in single precision."""
    for precision, close in (("double", 1e-10), ("single", 1e-5)):
        found = account_set(ours, precision=precision)  # type: ignore[arg-type]
        for name in ("D_pba", "D_exp", "D_cba", "D_imp"):
            known = getattr(theirs, name).to_numpy()
            values = found[name].values
            mine = values if values.ndim == 2 else np.moveaxis(values, 1, 2).reshape(known.shape)
            np.testing.assert_allclose(mine, known, rtol=1e-9, atol=close * np.abs(known).max())
        np.testing.assert_allclose(found["origin"].sum("origin"), found["D_cba"])


def test_the_bundled_system() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        system = solved(pymrio.load_test())
    ours = from_pymrio(system, "emissions")
    assert len(ours.sectors) == 48
    assert_equal(ours, system.emissions)
    assert_same_set(ours, system.emissions)


@pytest.mark.mirror
def test_wiod_2008(mirror: Path) -> None:
    folder = mirror / "mrio" / "wiod2013"
    ours = ingest.read_wiod2013(
        folder / "wiot_2008.parquet",
        co2=folder / "co2_jrc_to_wiod2013.parquet",
        regions=folder / "regions.csv",
        industries=folder / "industries.csv",
        final_demand=folder / "final_demand.csv",
        year=2008,
    )
    sectors = pd.MultiIndex.from_arrays([ours.sectors.regions, ours.sectors.products], names=["region", "sector"])
    uses = pd.MultiIndex.from_arrays(
        [ours.final_uses.regions, ours.final_uses.categories], names=["region", "category"]
    )
    rows = pd.Index(["CO2"], name="stressor")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        system = pymrio.IOSystem(
            Z=pd.DataFrame(ours.flows.values.copy(), index=sectors, columns=sectors),
            Y=pd.DataFrame(ours.demand.values.copy(), index=sectors, columns=uses),
        )
        emitted = pd.DataFrame(ours.emissions.values.copy(), index=rows, columns=sectors)
        system.co2 = pymrio.Extension("co2", F=emitted)
        system = solved(system)
    assert_equal(ours, system.co2)
