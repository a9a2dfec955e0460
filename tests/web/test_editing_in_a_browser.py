"""The editing pages in a real browser: both languages, wide and narrow, light and dark, no scripts, by keyboard."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import ROOT, absent
from tests.unit.web.editing.made import PASSWORD
from tests.web.conftest import MANIFEST, serving

pytestmark = pytest.mark.browser

AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
PAGES = {
    "nl": ["", "/inlezen", "/levering/2", "/levering/2?show=all", "/levering/2/rij/5", "/correctie?factor=fuel.made-1",
           "/correctie/1", "/uitgaven", "/logboek?noted="],
    "en": ["", "/import", "/batch/2", "/batch/2/row/5", "/correction?factor=fuel.made-1", "/correction/1", "/releases",
           "/log"],
}  # fmt: skip
BASE = {"nl": "/nl/redactie", "en": "/en/editing"}
ALL = [f"{BASE[language]}{path}" for language, paths in PAGES.items() for path in paths]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on which people edit."""
    if not MANIFEST.is_file():
        absent("the front end has not been built: make frontend")
    home = tmp_path_factory.mktemp("edited")
    paths = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    variables = {**os.environ, "KETENKOMPAS_HOME": str(home), "PYTHONPATH": paths}
    subprocess.run([sys.executable, "-m", "tests.web.editing_story"], env=variables, cwd=ROOT, check=True)
    before = os.environ.get("KETENKOMPAS_EDITING")
    os.environ["KETENKOMPAS_EDITING"] = "1"
    try:
        with serving(home) as address:
            yield address
    finally:
        os.environ.pop("KETENKOMPAS_EDITING")
        if before is not None:
            os.environ["KETENKOMPAS_EDITING"] = before


def _sign_in(page: Page, desk: str, name: str) -> None:
    page.goto(f"{desk}/nl/redactie")
    page.get_by_label("Naam").fill(name)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{desk}/nl/redactie")


def _opened(browser: Browser, desk: str, name: str, **given: Any) -> Page:
    page = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **given}).new_page()
    _sign_in(page, desk, name)
    return page


def _axe(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    found = page.evaluate("axe.run({runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, desk: str, width: int, scheme: str) -> None:
    complaints: list[str] = []
    page = _opened(browser, desk, "otto", viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
    for path in ALL:
        answer = page.goto(desk + path)
        assert answer
        assert answer.status == 200, path
        for summary in page.locator("summary").all():
            summary.click()
        assert _axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        assert page.locator("html").get_attribute("lang") == path[1:3]
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_where_one_logs_in_or_is_refused(browser: Browser, desk: str, language: str) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{desk}{BASE[language]}")
    assert _axe(page) == []
    page.locator("#name").fill("eva")
    page.locator("#password").fill("verkeerd")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert _axe(page) == []
    page.context.close()


def test_public_pages_stay_without_cookies(browser: Browser, desk: str) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{desk}/nl/privacy")
    assert page.context.cookies() == []
    assert page.get_by_role("link", name="Voor de redactie").count() == 1
    page.context.close()


def test_an_editor_decides_without_scripts_by_keyboard_and_sees_a_colleagues_text(browser: Browser, desk: str) -> None:
    eva = _opened(browser, desk, "eva", java_script_enabled=False)
    otto = _opened(browser, desk, "otto", java_script_enabled=False)
    row = f"{desk}/nl/redactie/levering/2/rij/5"
    for page in (eva, otto):
        page.goto(row)
    assert eva.locator("h1").inner_text() == "Brandstof 2"
    eva.get_by_label("Toelichting").fill("Eva: nieuwe methode.")
    eva.get_by_label("Toelichting").press("Tab")
    assert eva.locator(":focus").inner_text() == "Bewaren"
    eva.keyboard.press("Enter")
    eva.wait_for_selector("text=Het besluit is bewaard.")
    otto.get_by_label("Toelichting").fill("Otto: drukfout.")
    otto.get_by_role("button", name="Bewaren").click()
    told = otto.locator("[role=alert]").inner_text()
    assert "eva heeft dit gewijzigd nadat u het had geopend" in told
    assert "Eva: nieuwe methode." in otto.locator("section[aria-labelledby=theirs]").inner_text()
    assert otto.get_by_label("Toelichting").input_value() == "Otto: drukfout."
    for page in (eva, otto):
        page.context.close()


def test_a_releaser_publishes_what_was_approved(browser: Browser, desk: str, tmp_path: Path) -> None:
    otto, rita = _opened(browser, desk, "otto"), _opened(browser, desk, "rita")
    otto.goto(f"{desk}/nl/redactie/correctie/1")
    otto.get_by_role("button", name="Goedkeuren").click()
    otto.wait_for_selector("text=Goedgekeurd. Het kan worden uitgegeven.")
    rita.goto(f"{desk}/nl/redactie/uitgaven")
    rita.get_by_label("fuel.made-2").check()
    rita.get_by_label("in het Nederlands").fill("Een correctie.")
    rita.get_by_label("in het Engels").fill("A correction.")
    rita.get_by_role("button", name="Publiceren").click()
    rita.wait_for_selector("text=De uitgave is gepubliceerd.")
    rita.get_by_role("button", name="Uitloggen").click()
    rita.wait_for_url("**/inloggen")
    assert [one["name"] for one in rita.context.cookies()] == ["csrftoken"]
    for page in (otto, rita):
        page.context.close()
