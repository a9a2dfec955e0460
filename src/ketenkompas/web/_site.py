"""The map of the site: every page with charts, its address in both languages, its controls and its panels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ketenkompas.i18n import Language
from ketenkompas.web import panels
from ketenkompas.web._panel import Panel
from ketenkompas.web._state import State

Make = Callable[[State, Language], Panel]


@dataclass(frozen=True, slots=True)
class Group:
    """Panels under one heading (a message key, empty for none); ``beside`` puts them next to each other."""

    makers: tuple[tuple[str, Make], ...]
    heading: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page with charts.

    ``controls`` are the fields of the state that a reader can set here, ``section`` the page of the main menu that it
    belongs to, ``lead`` the answer above everything.
    """

    id: str
    paths: Mapping[Language, str]
    controls: tuple[str, ...]
    section: str
    groups: Callable[[], Sequence[Group]]
    lead: Callable[[State, Language], str] | None = None


def _overview() -> list[Group]:
    models = panels.own_models()
    bridged = (("territory", panels.territory),) if models and models[0].territorial_years else ()
    return [
        Group(((panels.RECENT, panels.recent),)),
        Group((("course", panels.course), ("bridge", panels.bridge), *bridged), heading="web.group.two_numbers"),
    ]


def _origin() -> list[Group]:
    models = panels.own_models()
    shown = (("map", panels.on_the_map),) if models else ()
    return [Group((*shown, *((model.id, _of_model(model.id)) for model in models)))]


def _of_model(id_: str) -> Make:
    def make(state: State, language: Language) -> Panel:
        model = next(one for one in panels.own_models() if one.id == id_)
        return panels.origins(model, state, language)

    return make


def _products() -> list[Group]:
    def of(by: panels.Breakdown) -> Make:
        return lambda state, language: panels.of_year(by, state, language)

    models = panels.own_models()
    keyed = [Group(((panels.PURPOSES, of("purpose")),))] if models and models[0].purpose_years else []
    return [
        Group(tuple((name, of(by)) for by, name in panels.BREAKDOWNS.items()), beside=True),
        *keyed,
        Group((("recent-products", panels.recent_products),), heading="web.group.newest"),
    ]


def _change() -> list[Group]:
    return [
        Group((("drivers", panels.drivers),)),
        Group(
            (("certainty", panels.certainty), ("official-change", panels.official)),
            heading="web.group.real",
            beside=True,
        ),
        Group((("drivers-by-product", panels.parts),)),
    ]


def _chains() -> list[Group]:
    return [Group((("paths", panels.largest), ("intensities", panels.industries)))]


def _compare() -> list[Group]:
    return [Group((("ranking", panels.ranking),)), Group((("flows", panels.flows), ("exchange", panels.exchange)))]


def _sources() -> list[Group]:
    return [Group((("beside", panels.side_by_side),))]


def _target() -> list[Group]:
    return [
        Group((("path", panels.beside_path),)),
        Group((("path-numbers", panels.numbers),)),
        Group((("path-budgets", panels.in_budgets),)),
        Group((("path-revised", panels.after_revision),)),
        Group((("published-targets", panels.published), ("published-revisions", panels.published_revisions))),
    ]


def _variants() -> list[Group]:
    return [Group((("variants", panels.variants),)), Group((("another-mix", panels.another_mix),))]


_ALL = ("area", "scope", "per")
PAGES: Mapping[str, Page] = {
    page.id: page
    for page in (
        Page(
            "footprint",
            {"nl": "voetafdruk", "en": "footprint"},
            (*_ALL, "view", "year"),
            "footprint",
            _overview,
            panels.headline,
        ),
        Page("origin", {"nl": "voetafdruk/herkomst", "en": "footprint/origin"}, (*_ALL, "year"), "footprint", _origin),
        Page(
            "products",
            {"nl": "voetafdruk/producten", "en": "footprint/products"},
            (*_ALL, "year"),
            "footprint",
            _products,
        ),
        Page(
            "change",
            {"nl": "voetafdruk/verandering", "en": "footprint/change"},
            ("area", "scope", "first", "last"),
            "footprint",
            _change,
        ),
        Page("chains", {"nl": "voetafdruk/ketens", "en": "footprint/chains"}, ("area", "year"), "footprint", _chains),
        Page("compare", {"nl": "vergelijk", "en": "compare"}, ("area", "scope", "year"), "compare", _compare),
        Page("sources", {"nl": "bronnen", "en": "sources"}, ("area",), "sources", _sources),
        Page(
            "variants",
            {"nl": "productgroepen", "en": "product-groups"},
            ("area", "year"),
            "variants",
            _variants,
        ),
        Page(
            "target",
            {"nl": "streefpad", "en": "target-path"},
            (
                "area",
                "series",
                "per",
                "target",
                "base",
                "end",
                "low",
                "high",
                "shape",
                "budgets",
                "revised",
                "revision",
            ),
            "target",
            _target,
        ),
    )
}
SECTIONS = tuple(dict.fromkeys(page.section for page in PAGES.values()))


def makers(page: Page) -> dict[str, Make]:
    """Every panel of a page by its id."""
    return {id_: make for group in page.groups() for id_, make in group.makers}
