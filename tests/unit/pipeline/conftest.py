"""The made country of the full level, built once for all tests that ask it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkompas.classifications import scheme
from ketenkompas.households import settle
from ketenkompas.pipeline._household_inputs import bridge_links
from tests import household_tables_made as tables
from tests.unit.pipeline.household_full_world import World, at_hand, built, starter


@pytest.fixture(scope="session")
def world(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENKOMPAS_MIRROR", str(mirror))
        patch.setenv("KETENKOMPAS_HOME", str(tmp_path_factory.mktemp("none")))
        situation, files, _ = starter()
        made = tables.country(situation, settle(situation))
        folder = tmp_path_factory.mktemp("tables")
        for one in (tables.sizes(made), tables.incomes(made), *tables.survey(made), tables.accounts(made)):
            tables.written(one, folder)
        codes = tuple(scheme("A64").items)
        links, _ = bridge_links(files, codes, made.groups)
        bought = tables.bought(made, links, codes)
        tables.valuation(bought, folder)
        return World(made, folder, tables.figaro(bought, tmp_path_factory.mktemp("figaro")))


@pytest.fixture(scope="session")
def everything(world: World, mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built with all tables; tests read it by setting the user's folder."""
    home = tmp_path_factory.mktemp("everything")
    with pytest.MonkeyPatch.context() as patch:
        at_hand(world, mirror, home, patch)
        built()
    return home


@pytest.fixture
def whole(everything: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KETENKOMPAS_HOME", str(everything))
    monkeypatch.setenv("KETENKOMPAS_MIRROR", f"{mirror}:{everything / 'tables'}")
    return everything
