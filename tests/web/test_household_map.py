"""Map and list of the municipalities in a real browser: keyboard, phone, dark, weights, layers that change at once."""

import re

import pytest
from playwright.sync_api import Page

from ketenkompas.i18n import LANGUAGES
from tests.web.conftest import Opener, Visit
from tests.web.test_pages_in_a_browser import (
    NARROW,
    WIDE,
    _axe,
    _open_everything,
    _sideways,
    _tab_to,
    _weight,
    _without_complaint,
)

pytestmark = pytest.mark.browser

PATHS = [
    *("/nl/consumptiekompas", "/en/consumption-compass"),
    *(
        "/nl/consumptiekompas?waarvoor=auto&volgorde=hoogte&vergelijk=GM0363,GM0034",
        "/en/consumption-compass?item=heat",
    ),
    *("/nl/consumptiekompas/zoeken?zoek=bergen", "/en/consumption-compass/search?search=weesp"),
]
MAPS = {"nl": "/nl/consumptiekompas", "en": "/en/consumption-compass"}
CHANGED_MS = 100
"""The time in which a layer must have changed: what is computed, not what is painted without a graphics card."""


def _opened(visited: Visit) -> Page:
    button = visited.page.locator("kk-places button")
    button.focus()
    visited.page.keyboard.press("Enter")
    visited.page.wait_for_selector("kk-places[data-state=live] canvas", timeout=30_000)
    return visited.page


def _faults(visited: Visit) -> list[str]:
    return [said for said in visited.complaints if "GL Driver Message" not in said]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_on_a_wide_screen_is_sound_in_the_light_and_in_the_dark(visit: Opener, site: str, path: str) -> None:
    visited = visit(path, WIDE)
    _without_complaint(visited, site, path[1:3])
    assert _axe(visited) == [], "as it loads"
    _open_everything(visited)
    visited.page.emulate_media(color_scheme="dark")
    assert _axe(visited) == [], "opened, in the dark"


@pytest.mark.parametrize("path", PATHS)
def test_a_page_on_a_phone_is_sound_and_never_scrolls_sideways(visit: Opener, path: str) -> None:
    visited = visit(path, NARROW[-1])
    assert _sideways(visited) == []
    assert _axe(visited) == [], "as it loads"


@pytest.mark.parametrize("path", [*PATHS, "/nl/consumptiekompas/insluiten/map"])
def test_a_page_is_light_before_the_map_is_opened(visit: Opener, path: str) -> None:
    assert _weight(visit(path)) < 200_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_opens_by_keyboard_without_outside_tiles_and_is_not_heavy(
    visit: Opener, site: str, language: str
) -> None:
    visited = visit(MAPS[language])
    page = _opened(visited)
    assert visited.hosts == {site.removeprefix("http://")}
    assert _faults(visited) == []
    assert _weight(visited) < 900_000
    assert "CBS and Kadaster (PDOK), CC BY 4.0" in page.locator("kk-places").inner_text()
    assert page.evaluate("document.activeElement.tagName") == "SELECT", "the keyboard stands at the choice of the layer"
    assert not page.locator(".kk-chart--page").is_visible(), "one map at a time"
    assert _axe(visited) == []
    page.emulate_media(color_scheme="dark")
    assert _axe(visited) == []


def test_a_layer_changes_at_once_and_the_list_can_follow(visit: Opener) -> None:
    visited = visit(MAPS["nl"])
    page = _opened(visited)
    loaded = len(visited.asked)
    took = page.evaluate(
        """() => {
            const field = document.querySelector("kk-places select");
            return ["gas", "car", "food"].map(layer => {
                const start = performance.now();
                field.value = layer;
                field.dispatchEvent(new Event("change"));
                return performance.now() - start;
            });
        }"""
    )
    assert max(took) < CHANGED_MS
    assert len(visited.asked) == loaded, "nothing is asked of the server"
    assert page.locator("kk-places").get_attribute("data-layer") == "food|household"
    assert "Dit is lokaal niet gemeten" in page.locator("kk-places").inner_text()
    page.locator("kk-places").get_by_label("Reken per").select_option("person")
    page.get_by_role("link", name="Toon dit in de lijst").click()
    page.wait_for_url("**waarvoor=eten&per=persoon#list")
    assert page.locator("#list-heading").inner_text() == "Lijst: Eten en drinken"


def test_the_map_says_what_is_pointed_at_and_a_click_opens_its_page(visit: Opener) -> None:
    page = _opened(visit(f"{MAPS['nl']}?waarvoor=auto"))
    place = page.locator(".kk-map__place canvas")
    place.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    box = place.bounding_box()
    assert box
    middle = (box["x"] + 0.5 * box["width"], box["y"] + 0.45 * box["height"])
    page.mouse.move(*middle)
    said = page.locator(".kk-live__said")
    page.wait_for_function("document.querySelector('.kk-live__said').textContent.includes('per huishouden')")
    name = said.inner_text().split(":")[0]
    assert re.search(r": [\d.]+ kg CO₂-equivalent per huishouden \([\d.]+ tot [\d.]+\), ", said.inner_text())
    page.mouse.click(*middle)
    page.wait_for_url(re.compile(r"/nl/consumptiekompas/GM\d{4}\?waarvoor=auto$"))
    assert name in page.locator("h1").inner_text()


def test_a_place_is_found_and_compared_by_keyboard_alone_without_scripts(visit: Opener) -> None:
    page = visit(MAPS["nl"], scripts=False).page
    _tab_to(page, "#q")
    page.keyboard.type("amstrdam")
    page.keyboard.press("Enter")
    page.wait_for_url("**zoek=amstrdam**")
    _tab_to(page, ".kk-factor a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/consumptiekompas/GM0363**")
    page.goto(page.url.replace("/GM0363", "?provincie=PV24"))
    page.get_by_label("Vergelijk Almere").check()
    page.get_by_label("Vergelijk Urk").check()
    page.get_by_role("button", name="Zet naast elkaar").press("Enter")
    page.wait_for_url("**#beside")
    assert page.locator("#beside tbody tr").count() == 2
    page.get_by_role("link", name="weglaten Urk").press("Enter")
    page.wait_for_url("**vergelijk=GM0034**")
    assert "Kies in de lijst een tweede gemeente" in page.locator("#beside").inner_text()


def test_the_list_on_a_phone_shows_figure_interval_and_box(visit: Opener) -> None:
    page = visit(f"{MAPS['nl']}?provincie=PV23", NARROW[-1]).page
    line = page.locator(".kk-places tbody tr").first
    line.scroll_into_view_if_needed()
    cells = [line.locator(f".kk-places__{name}") for name in ("value", "span", "measured", "rank", "choose")]
    assert all(cell.is_visible() for cell in cells)
    boxes = [cell.bounding_box() for cell in cells]
    tops = [box["y"] for box in boxes if box]
    assert tops[0] < tops[1] < tops[3], "lines do not lie over each other"
    assert "gemeten" in cells[2].inner_text()
