"""Scenarios on WIOD 2008: our own results, kept so that no change of code moves them unseen, held by other ways.

The footprint before is that of section 4.1 of the fact sheet without households (187.43 Mt). The move of metals equals
the substitution of chains, which solves the changed table by itself.
"""

from __future__ import annotations

import functools

import numpy as np
import pytest

from ketenkompas import ingest, library, pipeline
from ketenkompas.mrio import Scenario, Selection, TechnologyChange, prepare, run_scenario

pytestmark = [
    pytest.mark.mirror,
    pytest.mark.usefixtures("mirror"),
]


@functools.cache
def wiod() -> pipeline.Table:
    return pipeline.table(pipeline.WIOD, 2008)


def test_metals_from_germany_are_the_substitution() -> None:
    found = library.scenario("metals-from-germany", "NL", year=2008)
    other = library.extract("NL", 2008, move="CN:c12", to="DE")
    assert found.item("footprint_before").value == pytest.approx(187.43, abs=0.01)
    for code in ("footprint_after", "footprint_change", "inside_change", "elsewhere_change", "world_change"):
        assert found.item(code).value == pytest.approx(other.item(code).value, rel=1e-9, abs=1e-9)
    assert found.item("footprint_change").value == pytest.approx(-1.569, abs=0.001)
    assert found.item("footprint_abroad_change").value == pytest.approx(-1.574, abs=0.001)
    assert found.item("shifted").value == 0.0
    assert any("rank 2" in note for note in found.notes)


def test_half_the_electricity_emissions_fall_at_home() -> None:
    found = library.scenario("dutch-electricity-halved", "NL", year=2008)
    accounts = wiod().accounts
    own = accounts.emissions.sel(gas="CO2", make="NL_c17").item() / 1e3
    assert found.item("inside_change").value == pytest.approx(-own / 2, rel=1e-9)
    assert found.item("elsewhere_change").value == 0.0
    assert found.item("footprint_change").value == pytest.approx(-16.211, abs=0.001)
    assert sum(row["after"] for row in found.rows) == pytest.approx(found.item("footprint_after").value, rel=1e-12)


def test_a_prepared_what_if_and_an_update_are_the_changed_table_solved_anew() -> None:
    accounts = wiod().accounts
    buyers = Selection(("NL",), tuple(f"c{number}" for number in range(1, 17)))
    less = TechnologyChange(name="less", year=2008, source="made", buyers=buyers, factor=0.9)
    scenario = Scenario("less", (less,))
    update, anew = run_scenario(accounts, scenario), run_scenario(accounts, scenario, method="resolve")
    assert (update.method, update.rank, anew.method) == ("low_rank", 16, "resolve")
    assert max(update.residual, anew.residual) < 1e-9
    expected = anew.after.multipliers.values
    assert np.abs(update.after.multipliers.values - expected).max() < 1e-9 * expected.max()
    session = prepare(accounts)
    prepared = session.update(scenario)
    assert np.abs(session.multipliers(prepared).values - expected).max() < 1e-6 * expected.max()
    totals = anew.after.footprint.sum("origin").values
    assert np.abs(session.totals(prepared).values - totals).max() < 1e-6 * totals.max()
    assert session.residual(prepared) < 1e-6


def test_both_packaged_scenarios_name_regions_and_codes_of_the_table() -> None:
    for name in library.PACKAGED_SCENARIOS:
        made = ingest.read_scenario(name).scenario("WIOD2013_35", wiod().accounts.regions)
        outcome = run_scenario(wiod().accounts, made)
        assert outcome.after.world.item() < outcome.before.world.item()
