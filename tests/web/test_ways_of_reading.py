"""Pages stay readable for those who enlarge, force their own colours, print, or want nothing to move."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.web import _lighthouse

pytestmark = pytest.mark.browser

MAIN = [f"/nl/{dutch}" for dutch, _ in _lighthouse.MAIN.values()] + ["/en/footprint/products", "/en/footprint/change"]
MAIN += ["/nl/emissiefactoren", "/nl/emissiefactoren/fuel.petrol.e0"]
CHARTS = ["/nl/voetafdruk", "/en/footprint/products", "/nl/vergelijk", "/nl/streefpad"]
CHARTS += ["/nl/emissiefactoren/fuel.petrol.e0"]
LEAST_CONTRAST = 4.5

MOVING = """() => [...document.querySelectorAll("*")].flatMap(one => [null, "::before", "::after"].map(part => {
    const style = getComputedStyle(one, part);
    const lasts = text => text.split(",").some(time => parseFloat(time) > 0);
    const moves = lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration));
    return moves ? one.outerHTML.slice(0, 80) : null;
})).filter(Boolean)"""
BEYOND = """() => [...document.querySelectorAll("h1, h2, h3, p, li, select, input, button, label, summary, a")]
    .filter(one => one.checkVisibility() && !one.closest(".kk-scroll, .kk-hidden, .utrecht-skip-link"))
    .filter(one => { const box = one.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1; })
    .map(one => one.outerHTML.slice(0, 80))"""
FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    return {name: one.outerHTML.slice(0, 80), style: style.outlineStyle, width: parseFloat(style.outlineWidth),
            color: style.outlineColor, ground: getComputedStyle(document.body).backgroundColor};
}"""
INKS = """() => [...document.querySelectorAll("kk-chart")].filter(one => one.checkVisibility()).flatMap(chart => {
    const ground = getComputedStyle(chart.querySelector("svg > rect")).fill;
    return [...chart.querySelectorAll("svg text[fill='#1b1f24'], svg text[fill='#4b5563']")]
        .map(text => [ground, getComputedStyle(text).fill]);
})"""


@pytest.fixture
def page_as(browser: Browser, site: str) -> Iterator[Any]:
    """Open a path in a browser that is set in some way."""
    contexts = []

    def opened(path: str, width: int = 1280, height: int = 900, **setting: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **setting))
        page = contexts[-1].new_page()
        page.goto(site + path, wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", MAIN)
def test_four_times_as_large_nothing_goes_over_the_edge(page_as: Any, path: str) -> None:
    page = page_as(path, 320, 256, device_scale_factor=4)  # 1280 by 1024 at 400 %
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(BEYOND) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_focus_is_seen_in_forced_colours(page_as: Any, colours: str) -> None:
    page = page_as("/nl/voetafdruk", forced_colors="active", color_scheme=colours)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    reached = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        reached.add(focused["name"].split(" ")[0])
        assert (focused["style"], focused["width"]) == ("solid", 3), focused
        assert focused["color"] != focused["ground"], focused
    assert {"<a", "<select", "<button", "<kk-chart", "<summary"} <= reached


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", CHARTS)
def test_charts_can_be_read_in_forced_colours(page_as: Any, path: str, colours: str) -> None:
    page = page_as(path, forced_colors="active", color_scheme=colours)
    inks = page.evaluate(INKS)
    assert len(inks) > 4
    assert min(contrast(ground, ink) for ground, ink in inks) >= LEAST_CONTRAST
    borders = page.locator(".kk-panel").evaluate_all("all => all.map(one => getComputedStyle(one).borderTopStyle)")
    assert set(borders) == {"solid"}
    assert page.locator(".utrecht-button").first.evaluate("one => getComputedStyle(one).borderTopStyle") == "solid"


@pytest.mark.parametrize("path", CHARTS)
def test_print_shows_the_tables_and_no_controls(page_as: Any, path: str) -> None:
    page = page_as(path, color_scheme="dark")
    hidden = page.locator("form, nav, summary, .kk-take, .kk-more, kk-map, .utrecht-skip-link")
    tables = page.locator(".kk-panel table")
    count = tables.count()
    assert count
    page.emulate_media(media="print")
    assert [one.evaluate("one => one.outerHTML.slice(0, 80)") for one in hidden.all() if one.is_visible()] == []
    seen = tables.evaluate_all("all => all.filter(one => one.checkVisibility() && one.offsetHeight > 20).length")
    assert seen == count
    assert all(one.is_visible() for one in page.locator(".kk-credit").all()), "a printed figure names its source"
    charts = page.locator("kk-chart, .kk-chart").filter(visible=True)
    assert charts.count() == page.locator(".kk-figure").count(), "one picture of each chart, not one for each width"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 31, 36)", "dark ink, whatever the screen"
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("path", MAIN)
def test_nothing_moves_where_that_is_asked(page_as: Any, path: str) -> None:
    page = page_as(path, reduced_motion="reduce")
    assert page.evaluate(MOVING) == []


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, as WCAG 2 defines it.

    Examples
    --------
    >>> contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    21.0
    """
    lights = sorted(map(_light, (first, second)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: str) -> float:
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
