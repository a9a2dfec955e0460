"""Pages of the compass in a real browser: a place, one's own household, policy, why; computed as the server does."""

import json
import math
import random
from typing import Any

import pytest
from playwright.sync_api import Page

from ketenkompas.i18n import number
from ketenkompas.library import households
from tests.web.conftest import Opener
from tests.web.test_pages_in_a_browser import (
    NARROW,
    WIDE,
    _axe,
    _axe_finds_nothing_when_alive,
    _open_everything,
    _sideways,
    _weight,
    _without_complaint,
)

pytestmark = pytest.mark.browser

MINE = {"nl": "/nl/consumptiekompas/mijn-huishouden", "en": "/en/consumption-compass/my-household"}
POLICY = {"nl": "/nl/consumptiekompas/beleid", "en": "/en/consumption-compass/policy"}
WHY = {"nl": "/nl/consumptiekompas/waarom-anders", "en": "/en/consumption-compass/why-different"}
PATHS = [
    "/nl/consumptiekompas/GM0014?minder=50&vergelijk=GM0363,GM0184",
    "/en/consumption-compass/GM0034?per=person",
    "/nl/consumptiekompas/GM0088",
    "/en/consumption-compass/NL",
    f"{MINE['nl']}?gas=1500&doen=less_gas",
    MINE["en"],
    f"{POLICY['nl']}?plaats=GM0014",
    POLICY["en"],
    *WHY.values(),
]
FAST_MS = 100


@pytest.mark.parametrize("path", PATHS)
def test_a_page_on_a_wide_screen_is_sound_in_the_light_and_in_the_dark(visit: Opener, site: str, path: str) -> None:
    visited = visit(path, WIDE)
    _without_complaint(visited, site, path[1:3])
    assert _weight(visited) < 200_000
    assert _axe(visited) == [], "as it loads"
    _open_everything(visited)
    visited.page.emulate_media(color_scheme="dark")
    assert _axe(visited) == [], "opened, in the dark"
    visited.page.emulate_media(color_scheme="light")
    _axe_finds_nothing_when_alive(visited)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_on_a_phone_is_sound_and_never_scrolls_sideways(visit: Opener, site: str, path: str) -> None:
    visited = visit(path, NARROW[-1])
    _without_complaint(visited, site, path[1:3])
    assert _sideways(visited) == []
    _open_everything(visited)
    assert _sideways(visited) == [], "opened"
    assert _axe(visited) == [], "opened"


def _computed(page: Page) -> Any:
    """The numbers of the household as the browser has them, when it has made them."""
    page.wait_for_selector("kk-household[data-state=computed]")
    return page.evaluate("document.querySelector('kk-household').result")


def _fill(page: Page, one: households.Household, actions: list[str], *, respend: bool) -> None:
    """Fill the form as a person does; every field tells the page that it changed."""
    fields = {name: getattr(one, name) for name in households.Household.__slots__}
    told = {name: "" if value is None else str(value) for name, value in fields.items()}
    told["tenure"] = {"own": "koop", "rent": "huur", None: ""}[one.tenure]
    page.evaluate(
        """([told, actions, respend]) => {
          const form = document.querySelector('kk-household');
          for (const [name, value] of Object.entries(told)) form.querySelector(`[data-field=${name}]`).value = value;
          for (const box of form.querySelectorAll('[data-field=action]')) box.checked = actions.includes(box.value);
          form.querySelector('[data-field=respend]').checked = !respend;
          delete form.dataset.state;
          form.querySelector('#size').dispatchEvent(new Event('input', {bubbles: true}));
        }""",
        [told, actions, respend],
    )


def _some(chance: random.Random) -> tuple[households.Household, list[str], bool]:
    def maybe(low: float, high: float) -> float | None:
        return None if chance.random() < 0.3 else round(chance.uniform(low, high), 2)

    known = [one["id"] for one in households.calculator()["actions"] if one["status"] != "not_modelled"]
    one = households.Household(
        size=chance.randint(1, 8),
        income=chance.choice([None, "1", "2", "3", "4", "5"]),
        tenure=chance.choice([None, "own", "rent"]),
        gas_m3=maybe(0, 4000),
        kwh=maybe(0, 9000),
        heat_gj=maybe(0, 60),
        cars=maybe(0, 3),
        km=maybe(0, 60_000),
    )
    return one, [name for name in known if chance.random() < 0.4], chance.random() < 0.7


def test_the_browser_computes_a_household_as_the_server_to_the_millionth(visit: Opener) -> None:
    page = visit(MINE["nl"]).page
    chance = random.Random(6)  # noqa: S311 (cases, no secret)
    for _ in range(60):
        one, actions, respend = _some(chance)
        _fill(page, one, actions, respend=respend)
        got = _computed(page)
        every = list(got["effects"])
        found = households.calculate(one, actions, respend=respend)
        alone = households.calculate(one, every, respend=respend)
        close = {"rel_tol": 1e-6, "abs_tol": 1e-6}
        for name in ("value", "low", "high", "after"):
            assert math.isclose(got[name], getattr(found, name), **close), (name, one, actions)
        assert math.isclose(got["usual"][0], found.usual, **close)
        for effect in alone.effects:
            if effect.id != "together":
                for name in ("value", "home", "abroad", "rebound"):
                    assert math.isclose(got["effects"][effect.id][name], getattr(effect, name), **close), (
                        effect.id,
                        one,
                    )


def _words(page: Page) -> list[str]:
    said = [page.locator(f"[data-out={name}]").inner_text() for name in ("answer", "beside", "after")]
    return said + page.locator("[data-cell], [data-effect], [data-usual]").all_inner_texts()


@pytest.mark.parametrize(("language", "person"), [("nl", "persoon"), ("en", "person")])
def test_what_the_browser_writes_is_what_the_server_writes(visit: Opener, language: str, person: str) -> None:
    query = {
        "nl": "personen=4&inkomen=5&woning=koop&gas=1800&autos=2&km=21000&doen=less_gas,heat_pump&terugslag=nee",
        "en": "persons=4&income=5&home=own&gas=1800&cars=2&km=21000&do=less_gas,heat_pump&rebound=no",
    }[language]
    live = visit(f"{MINE[language]}#{query}&per=person").page
    _computed(live)
    live.wait_for_selector(".kk-switch a:nth-of-type(2)[aria-current=true]")
    plain = visit(f"{MINE[language]}?{query}&per={person}", scripts=False).page
    assert _words(live) == _words(plain)


def test_nothing_that_a_household_says_is_sent_or_kept(visit: Opener) -> None:
    visited = visit(MINE["nl"])
    page = visited.page
    page.locator("#gas_m3").fill("1234")
    _computed(page)
    asked = len(visited.asked)
    page.locator("#income").select_option("4")
    page.locator("#do-less_gas").check()
    page.get_by_role("link", name="Per persoon").click()
    page.locator("#km").fill("4321")
    page.locator("#km").blur()
    page.wait_for_url("**km=4321**")
    later = [one for one in visited.asked[asked:] if not one.endswith("icon.svg")]
    assert later == []
    assert not any("1234" in one or "4321" in one for one in visited.asked)
    assert "?" not in page.url
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_a_shared_link_opens_the_same_household(visit: Opener) -> None:
    page = visit(MINE["en"]).page
    page.locator("#size").fill("3")
    page.locator("#gas_m3").fill("777")
    page.locator("#do-drive_less").check()
    _computed(page)
    page.wait_for_selector("[data-share][href*=drive_less]")
    link = page.locator("[data-share]").get_attribute("href") or ""
    said = page.locator("[data-out=answer]").inner_text()
    other = visit(link).page
    _computed(other)
    assert other.locator("[data-out=answer]").inner_text() == said
    assert other.locator("#gas_m3").input_value() == "777"
    assert other.locator("#do-drive_less").is_checked()


_TIMED = """name => new Promise(done => {
  const field = document.querySelector(name);
  const begin = performance.now();
  field.value = String(Number(field.value || 0) + 1);
  field.dispatchEvent(new Event('input', {bubbles: true}));
  setTimeout(() => done(performance.now() - begin), 0);
})"""


@pytest.mark.parametrize(("path", "field"), [(MINE["nl"], "#gas_m3"), (POLICY["nl"], "#gas")])
def test_an_answer_follows_within_a_tenth_of_a_second(visit: Opener, path: str, field: str) -> None:
    page = visit(path).page
    page.locator(field).focus()
    page.wait_for_timeout(500)
    page.evaluate(_TIMED, field)
    before = page.locator("[data-out=answer]").inner_text()
    times = [page.evaluate(_TIMED, field) for _ in range(7)]
    page.evaluate(f"document.querySelector('{field}').value = '50'")
    page.evaluate(_TIMED, field)
    assert sorted(times)[3] < FAST_MS
    assert page.locator("[data-out=answer]").inner_text() != before


def test_the_browser_carries_out_a_what_if_as_the_server_to_the_millionth(visit: Opener) -> None:
    chance = random.Random(7)  # noqa: S311 (cases, no secret)
    page = visit(f"{POLICY['en']}?place=GM0363").page
    page.locator("#gas").focus()  # what computes comes with the first touch
    for _ in range(100):
        if page.evaluate("Boolean(customElements.get('kk-policy'))"):
            break
        page.wait_for_timeout(100)
    for _ in range(20):
        most = {"things": 50, "longer": 100, "gas": 50, "driving": 50, "share": 100}
        told = {name: chance.randint(0, top) for name, top in most.items()}
        respend = chance.random() < 0.6
        got = page.evaluate(
            """([told, respend]) => {
              const all = document.querySelector('kk-policy');
              for (const [name, value] of Object.entries(told)) all.querySelector(`[data-field=${name}]`).value = value;
              all.querySelector('[data-field=respend]').checked = !respend;
              all.querySelector('#gas').dispatchEvent(new Event('input', {bubbles: true}));
              return all.result;
            }""",
            [told, respend],
        )
        share = told["share"] / 100
        changes: list[dict[str, Any]] = [
            *({"item": one, "change": -told["things"] / 100, "share": share} for one in ("clothing", "furnishing")),
            {"item": "gas", "change": -told["gas"] / 100, "share": share},
            {"item": "driving", "change": -told["driving"] / 100, "share": share},
        ]
        if told["longer"]:
            more = told["longer"] / 100
            changes += [{"item": one, "longer_life": more, "share": share} for one in ("clothing", "furnishing")]
        said = {"nl": "x", "en": "x"}
        definition = {"id": "x", "title": said, "note": said, "stated": "2026-11-28", "respend": respend}
        definition["changes"] = [{**one, "basis": "assumption", "source": "made"} for one in changes]
        found = households.scenario(definition, "GM0363")
        pairs = {"before": found.before, "after": found.after, "home": found.home, "abroad": found.abroad}
        pairs |= {"rebound": found.rebound, "kt": found.change_kt}
        for name, value in pairs.items():
            assert math.isclose(got[name], value, rel_tol=1e-6, abs_tol=1e-6), (name, told, respend)


def test_sliders_move_by_keyboard_and_are_spoken_and_their_link_is_kept(visit: Opener) -> None:
    page = visit(f"{POLICY['nl']}?plaats=GM0014").page
    before = page.locator("[data-out=answer]").inner_text()
    page.locator("#gas").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert page.locator("[data-output=gas]").inner_text() == "25%"
    after = page.locator("[data-out=answer]").inner_text()
    assert after != before
    assert page.locator("[role=status] [data-out=answer]").count() == 1
    link = page.locator("[data-permalink]").get_attribute("href") or ""
    plain = visit(link, scripts=False)
    assert plain.page.locator("[data-out=answer]").inner_text() == after


def test_the_switch_stays_in_view(visit: Opener) -> None:
    for width in (WIDE, NARROW[-1]):
        page = visit("/nl/consumptiekompas/GM0014", width).page
        page.evaluate("window.scrollTo(0, document.body.scrollHeight / 2)")
        box = page.locator(".kk-switch").bounding_box()
        assert box
        assert 0 <= box["y"] < 200


def test_the_charts_show_and_the_forms_work_without_scripts(visit: Opener) -> None:
    page = visit("/en/consumption-compass/GM0014", scripts=False).page
    assert page.locator("kk-chart:visible svg").count() >= 5
    page.get_by_label("how many per cent below").fill("40")
    page.get_by_role("button", name="Show this path").click()
    page.wait_for_url("**less=40**")
    assert "your path: 40% less by 2035" in (page.locator("#whole").text_content() or "")


def test_downloads_of_a_place_work(visit: Opener) -> None:
    page = visit("/en/consumption-compass/GM0014").page
    with page.expect_download() as waiting:
        page.locator("#groups .kk-take").get_by_role("link", name="JSON", exact=True).click()
    figures = json.loads(waiting.value.path().read_text())
    assert {one["area"] for one in figures} == {"GM0014", "NL"}


@pytest.mark.parametrize("language", WHY)
def test_the_figures_of_others_stand_in_the_text(visit: Opener, language: str) -> None:
    said = visit(WHY[language]).page.locator("main").inner_text()
    for one in households.comparisons():
        assert number(one.value, language, 1 if "person" in one.id else 2) in said  # type: ignore[arg-type]
