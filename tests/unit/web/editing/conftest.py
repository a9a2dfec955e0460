"""A data base of its own for every test, on SQLite and on PostgreSQL, and people with roles."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import override_settings

from tests.conftest import absent
from tests.unit.web.editing.made import made_sources, person

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SERVER = os.environ.get("KETENKOMPAS_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


@contextlib.contextmanager
def using(url: str) -> Iterator[None]:
    """Let Django use another data base, in every thread that begins from here on."""
    from django.db import connections

    from ketenkompas.web._environment import database_of

    before = connections.databases["default"]
    connections["default"].close()
    made = connections.configure_settings({"default": database_of(url)})["default"]
    connections.databases["default"] = made
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.databases["default"] = before
        del connections["default"]


def _server() -> Any:
    psycopg = pytest.importorskip("psycopg")
    try:
        return psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as fault:
        absent(f"no PostgreSQL server: {str(fault).splitlines()[0]}")


@pytest.fixture(scope="session")
def sqlite_template(_application: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables."""
    from ketenkompas import web

    path = tmp_path_factory.mktemp("template") / "web.sqlite3"
    with using(f"sqlite:///{path}"):
        web.migrate()
    return path


@pytest.fixture(scope="session")
def postgres_template(_application: None) -> Iterator[str]:
    """The name of a PostgreSQL data base with all tables."""
    from ketenkompas import web

    name = f"ketenkompas_admin_test_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    with _server() as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            with using(SERVER.rpartition("/")[0] + f"/{name}"):
                web.migrate()
            yield name
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a data base of this test, which Django uses."""
    if request.param == "sqlite":
        path = tmp_path / "web.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        with using(f"sqlite:///{path}"):
            yield f"sqlite:///{path}"
        return
    template = request.getfixturevalue("postgres_template")
    name = f"{template}_{uuid.uuid4().hex[:8]}"
    with _server() as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            address = SERVER.rpartition("/")[0] + f"/{name}"
            with using(address):
                yield address
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def desk(base: str, tmp_path: Path) -> Iterator[str]:
    """Editing switched on, with the made source and no packaged release; the address of the data base."""
    with made_sources(tmp_path / "packaged"), override_settings(EDITING=True):
        yield base


@dataclass(frozen=True)
class People:
    """Who works here."""

    editor: User
    other: User
    releaser: User
    viewer: User


@pytest.fixture
def people(desk: str) -> People:
    """Two editors, a releaser and a viewer."""
    return People(
        person("eva", "editor"), person("otto", "editor"), person("rita", "releaser"), person("vera", "viewer")
    )
