"""A client of the application, and figures from the starter set."""

import os
from pathlib import Path

import pytest
from django.test import Client


@pytest.fixture(scope="session", autouse=True)
def _application(tmp_path_factory: pytest.TempPathFactory) -> None:
    home: Path = tmp_path_factory.mktemp("web-home")
    before = os.environ.get("KETENKOMPAS_HOME")
    os.environ["KETENKOMPAS_HOME"] = str(home)
    from ketenkompas import web

    web.prepare()
    if before is None:
        os.environ.pop("KETENKOMPAS_HOME")
    else:
        os.environ["KETENKOMPAS_HOME"] = before


@pytest.fixture
def client() -> Client:
    return Client(HTTP_HOST="localhost", raise_request_exception=False)
