"""The theme that is set on a page: its sheet, its charts, and nothing of it where the neutral one is set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from ketenkompas.errors import KetenkompasError
from ketenkompas.themes import sheet, theme
from ketenkompas.web import _pages, application
from tests.conftest import absent
from tests.unit.themes.made import installed
from tests.web.conftest import MANIFEST

PAGE = "/en/target-path"


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    _pages._content.cache_clear()


def sheet_of(client: Client) -> str | None:
    found = re.search(r'href="(/theme/[^"]+)"', client.get(PAGE).content.decode())
    return found[1] if found else None


def test_a_page_takes_the_sheet_and_the_charts_of_a_theme(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not MANIFEST.is_file():
        absent("the front end has not been built: make frontend")
    assert sheet_of(client) is None
    _pages._content.cache_clear()
    name = installed(tmp_path, monkeypatch, "dune")
    monkeypatch.setenv("KETENKOMPAS_THEME", name)
    address = sheet_of(client)
    assert address
    answered = client.get(address)
    assert answered.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answered.headers["Cache-Control"]
    assert answered.content.decode() == sheet(theme(name))
    assert client.get(address.replace(name, "forest")).status_code == 404
    assert theme(name).chart["home"] in client.get(PAGE).content.decode()
    _pages._content.cache_clear()


def test_an_unknown_theme_is_told_when_the_site_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_THEME", "tartan")
    with pytest.raises(KetenkompasError, match="tartan"):
        application()
