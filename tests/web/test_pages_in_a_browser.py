"""The footprint page in a real browser: both languages, desktop and phone, keyboard, no third parties."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from ketenkompas.i18n import LANGUAGES
from ketenkompas.web._addresses import METHODS, OTHERS
from ketenkompas.web._site import PAGES
from tests.conftest import ROOT
from tests.web.conftest import Opener, Visit

pytestmark = pytest.mark.browser

PATHS = {"nl": "/nl/voetafdruk", "en": "/en/footprint"}
EVERY = {
    language: [f"/{language}/{page.paths[language]}" for page in PAGES.values()]
    + [f"/{language}/{words[language]}" for words in OTHERS.values() if "<" not in words[language]]
    + [f"/{language}/{OTHERS['methods'][language]}/{METHODS['change'][language]}"]
    for language in LANGUAGES
}
FACTORS = [
    *("/nl/emissiefactoren?q=kantoormeubelen", "/nl/emissiefactoren/fuel.petrol.e0?hoeveelheid=10&jaar=2023"),
    *(
        "/nl/emissiefactoren/customs.72071114.tr",
        "/nl/emissiefactoren/fuel.bitumen",
        "/nl/emissiefactoren/release/2026.1",
    ),
    *("/nl/emissiefactoren/vergelijk?a=fuel.petrol.e0&b=fuel.diesel.b7", "/nl/emissiefactoren/categorie/voeding"),
    *("/en/emission-factors?q=diesel&open=yes", "/en/emission-factors/spend.nl.c31_32.purchaser"),
    *("/nl/emissiefactoren/codes?q=kantoormeubelen", "/en/emission-factors/codes/CN2023/72071114"),
    *("/en/emission-factors/source/rivm-food", "/en/emission-factors/changes?to=2026.1"),
]
"""Pages about emission factors that have a state: found, computed, compared, listed, without a total."""
ALL = [*EVERY["nl"], *EVERY["en"], "/nl/zoeken?q=staal", *FACTORS]
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
WIDE, NARROW = 1440, (768, 320, 390)


def _live(visited: Visit) -> Any:
    chart = visited.page.locator("kk-chart:visible").first
    chart.scroll_into_view_if_needed()
    chart.hover()
    visited.page.wait_for_selector("kk-chart[data-state=live] svg", timeout=20_000)
    return chart


def _weight(visited: Visit) -> int:
    """Bytes transferred for a page and all that it asked."""
    return int(visited.page.evaluate("performance.getEntries().reduce((sum, one) => sum + (one.transferSize || 0), 0)"))


AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def _axe(visited: Visit) -> list[str]:
    """Violations that axe finds. It is put in by the test itself, past the policy that forbids strangers' scripts."""
    if not visited.page.evaluate("'axe' in window"):
        visited.page.evaluate(AXE.read_text("utf-8") + "; undefined")
    # asked for one page, as it stands: no frames to wait for, and no report on what passes
    asked = {"runOnly": AXE_RULES, "resultTypes": ["violations"]}
    found = visited.page.evaluate("asked => axe.run(asked)", asked)
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


def _without_complaint(visited: Visit, site: str, language: str) -> None:
    """A page in its language, with nothing from third parties, no complaint, no cookie, and every picture drawn."""
    assert visited.page.locator("html").get_attribute("lang") == language
    assert visited.page.locator("h1").count() == 1
    assert visited.hosts == {site.removeprefix("http://")}
    assert visited.complaints == []
    assert visited.page.context.cookies() == []
    pictures = visited.page.locator("kk-chart:visible")
    assert all(picture.locator("svg").count() == 1 for picture in pictures.all())


def _sideways(visited: Visit) -> list[int]:
    """The widths at which the page, as it was opened, scrolls sideways; the last is that of a phone."""
    wrong = []
    for width in NARROW:
        visited.page.set_viewport_size({"width": width, "height": 900})
        if visited.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append(width)
    return wrong


def _open_everything(visited: Visit) -> None:
    for summary in visited.page.locator("summary").all():
        summary.click()


def _axe_finds_nothing_when_alive(visited: Visit) -> None:
    if visited.page.locator("kk-chart:visible").count():
        _live(visited)
    assert _axe(visited) == [], "opened, and its first chart alive"


@pytest.mark.parametrize("path", ALL)
def test_a_page_on_a_wide_screen_is_sound_in_the_light_and_in_the_dark(visit: Opener, site: str, path: str) -> None:
    visited = visit(path, WIDE)
    _without_complaint(visited, site, path[1:3])
    assert _axe(visited) == [], "as it loads"
    _open_everything(visited)
    visited.page.emulate_media(color_scheme="dark")
    assert _axe(visited) == [], "opened, in the dark"
    visited.page.emulate_media(color_scheme="light")
    _axe_finds_nothing_when_alive(visited)


@pytest.mark.parametrize("path", ALL)
def test_a_page_on_a_phone_is_sound_and_never_scrolls_sideways(visit: Opener, site: str, path: str) -> None:
    visited = visit(path, NARROW[-1])
    _without_complaint(visited, site, path[1:3])
    assert _sideways(visited) == []
    assert _axe(visited) == [], "as it loads"
    _open_everything(visited)
    _axe_finds_nothing_when_alive(visited)


def test_axe_finds_nothing_on_a_receipt_or_a_missing_page(visit: Opener) -> None:
    visited = visit(PATHS["nl"])
    visited.page.locator('a[href*="/herkomstbewijs/"]').first.click()
    assert "Herkomstbewijs" in visited.page.locator("h1").inner_text()
    assert _axe(visited) == []
    assert _sideways(visited) == []
    assert _axe(visit("/en/nowhere")) == []


@pytest.mark.parametrize("language", PATHS)
def test_a_chart_comes_alive_when_touched(visit: Opener, language: str) -> None:
    visited = visit(PATHS[language])
    assert not any("live-" in one for one in visited.asked), "the runtime is loaded only when somebody touches a chart"
    chart = _live(visited)
    bar = chart.locator("svg .mark-rect path").nth(2)
    bar.hover()
    tip = visited.page.locator(".kk-tip")
    tip.wait_for(state="visible")
    said = tip.inner_text()
    assert ("," if language == "nl" else ".") in said
    assert ("Jaar" if language == "nl" else "Year") in said
    assert visited.complaints == []


def test_arrow_keys_walk_through_the_years_and_speak_them(visit: Opener) -> None:
    visited = visit(PATHS["nl"])
    chart = visited.page.locator("kk-chart:visible").first
    chart.focus()
    visited.page.keyboard.press("End")
    spoken = chart.locator("[aria-live]")
    assert spoken.inner_text().startswith("2023: ")
    last_row = visited.page.locator("#recent-table tbody tr").last
    shown = [cell.text_content() or "" for cell in last_row.locator("td").all()]
    assert all(value in spoken.inner_text() for value in shown)
    visited.page.keyboard.press("ArrowLeft")
    assert spoken.inner_text().startswith("2022: ")
    visited.page.keyboard.press("Escape")
    assert spoken.inner_text() == ""


def test_the_keyboard_reaches_content_table_and_leaves_the_chart(visit: Opener) -> None:
    page = visit(PATHS["nl"]).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    summary = page.locator("#recent details.kk-table summary")
    for _ in range(40):
        if summary.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    assert summary.evaluate("one => one === document.activeElement")
    page.keyboard.press("Enter")
    assert page.locator("#recent-table").is_visible()
    assert page.locator("#recent-table tbody tr").count() == 10


@pytest.mark.parametrize("form", ["CSV", "JSON", "SVG", "PNG"])
def test_downloads_work(visit: Opener, tmp_path: Path, form: str) -> None:
    visited = visit(PATHS["en"])
    with visited.page.expect_download() as waiting:
        visited.page.locator("#recent .kk-take").get_by_role("link", name=form, exact=True).click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.suffix == f".{form.lower()}"
    if form == "CSV":
        assert len(list(csv.DictReader(path.read_text().splitlines()))) == 10
    elif form == "JSON":
        assert {one["kind"] for one in json.loads(path.read_text())} == {"cited", "official"}
    else:
        assert path.stat().st_size > 5000


def test_choices_are_a_plain_form_and_end_up_in_the_address(visit: Opener) -> None:
    page = visit(PATHS["nl"]).page
    page.get_by_label("Gebied", exact=True).select_option("DE")
    page.get_by_label("Uitstoot huishoudens zelf", exact=True).select_option("zonder")
    page.get_by_role("button", name="Toon").click()
    page.wait_for_url("**gebied=DE**")
    assert "huishoudens=zonder" in page.url
    assert "Duitsland" in page.locator("h1").inner_text()
    page.get_by_role("link", name="English").click()
    assert "/en/footprint" in page.url
    assert "area=DE" in page.url
    assert "households=without" in page.url
    page.go_back()
    assert "gebied=DE" in page.url


def test_without_scripts_everything_is_there(visit: Opener) -> None:
    page = visit(PATHS["nl"], scripts=False).page
    assert page.locator("kk-chart:visible svg").count() >= 2
    page.locator("#recent details.kk-table summary").click()
    assert page.locator("#recent-table").is_visible()


@pytest.mark.parametrize("path", [*EVERY["nl"], *FACTORS])
def test_a_page_is_light_before_it_is_touched(visit: Opener, path: str) -> None:
    assert _weight(visit(path)) < 200_000


def test_the_page_is_light(visit: Opener) -> None:
    visited = visit(PATHS["nl"])
    assert _weight(visited) < 200_000
    _live(visited)
    assert _weight(visited) < 450_000


def test_nothing_moves_for_those_who_ask_so(visit: Opener) -> None:
    page = visit(PATHS["nl"]).page
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.utrecht-button')).transitionDuration") == "0s"


def test_the_map_opens_by_keyboard_without_outside_tiles_and_is_not_heavy(visit: Opener, site: str) -> None:
    visited = visit("/nl/voetafdruk/herkomst")
    button = visited.page.locator("kk-map button")
    button.focus()
    visited.page.keyboard.press("Enter")
    visited.page.wait_for_selector("kk-map[data-state=live] canvas", timeout=30_000)
    assert visited.hosts == {site.removeprefix("http://")}
    faults = [said for said in visited.complaints if "GL Driver Message" not in said]
    assert faults == []
    assert _weight(visited) < 900_000
    assert visited.page.locator("kk-map").get_by_role("button", name="Inzoomen").is_visible()
    assert _axe(visited) == []


def test_a_panel_stands_on_another_site(visit: Opener) -> None:
    there = visit("/en/footprint")
    code = there.page.locator("#recent details.kk-more code").text_content() or ""
    strange = f"<!doctype html><html lang=en><title>Strange</title><main>{code}</main>"
    page = there.page.context.new_page()
    page.route("http://strange.example/", lambda route: route.fulfill(body=strange, content_type="text/html"))
    page.goto("http://strange.example/")
    inside = page.frame_locator("iframe")
    inside.locator("kk-chart:visible svg").first.wait_for(timeout=20_000)
    assert inside.locator("h2").first.inner_text()


def test_a_factor_is_found_and_used_by_keyboard_alone(visit: Opener) -> None:
    page = visit("/nl/emissiefactoren", scripts=False).page
    _tab_to(page, "#q")
    page.keyboard.type("benzine e0")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=benzine+e0**")
    _tab_to(page, ".kk-factor a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fuel.petrol.e0**")
    assert "3,059" in page.locator(".kk-big").first.inner_text()
    _tab_to(page, "#amount")
    page.keyboard.type("100")
    page.keyboard.press("Enter")
    page.wait_for_url("**hoeveelheid=100**")
    assert "305,9 kg CO₂e" in page.locator(".kk-sum").inner_text()


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus."""
    wanted = page.locator(selector).first
    for _ in range(60):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_the_drawing_of_the_boundary_becomes_a_list_on_a_phone(visit: Opener) -> None:
    wide, narrow = (visit("/nl/emissiefactoren/fuel.bitumen", width).page for width in (WIDE, NARROW[-1]))
    assert wide.locator("svg.kk-chain").is_visible()
    assert not wide.locator(".kk-chain__list").is_visible()
    assert not narrow.locator("svg.kk-chain").is_visible()
    assert narrow.locator(".kk-chain__list").is_visible()
    assert "niet bekend" in narrow.locator(".kk-chain__list").inner_text()
