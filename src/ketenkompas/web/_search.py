"""Search over areas, products, pages and figures."""

from __future__ import annotations

import difflib
import functools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ketenkompas import library
from ketenkompas.classifications import areas, scheme, synonyms
from ketenkompas.i18n import Language, text
from ketenkompas.pipeline import products_stamp
from ketenkompas.web import _addresses, _frame, factorpages, householdpages, panels
from ketenkompas.web._site import PAGES
from ketenkompas.web._state import State

_MOST = 30
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be looked up: what it is, its name, where it leads, and other spellings."""

    kind: str
    name: str
    link: str
    words: str


@require_safe
def search(request: HttpRequest, language: Language) -> HttpResponse:
    """What matches the words asked for, the best first."""
    asked = request.GET.get("q", "").strip()[:_LONGEST]
    entries = _entries(language, products_stamp())
    found = matching(asked, entries) if asked else []
    factors = [Found(kind, name, link, "") for kind, name, link in factorpages.first_found(asked, language)]
    context = {
        "asked": asked,
        "found": [*found[: _MOST - len(factors)], *factors],
        "near": [] if found or factors or not asked else _near(asked, entries),
        "title_key": "page.search.title",
        **_frame.frame(language, "", lambda other: _addresses.plain("search", other)),
    }
    return render(request, "ketenkompas/search.html", context)


def matching(asked: str, entries: tuple[Found, ...]) -> list[Found]:
    """Entries that hold every word asked for; names that begin with it first, then by name."""
    wanted = plain(asked).split()
    held = [one for one in entries if all(word in one.words for word in wanted)]
    whole = " ".join(wanted)
    return sorted(held, key=lambda one: (not plain(one.name).startswith(whole), len(one.name), one.name))


def plain(words: str) -> str:
    """Lower case without accents.

    Examples
    --------
    >>> plain("België, Oekraïne")
    'belgie, oekraine'
    """
    parted = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def _near(asked: str, entries: tuple[Found, ...]) -> list[Found]:
    names = {plain(one.name): one for one in entries}
    return [names[name] for name in difflib.get_close_matches(plain(asked), list(names), n=5, cutoff=0.6)]


@functools.lru_cache(maxsize=4)
def _entries(language: Language, stamp: object) -> tuple[Found, ...]:  # noqa: ARG001 (part of the key)
    return (*_pages(language), *_areas(language), *_municipalities(language), *_products(language))


def _pages(language: Language) -> Iterator[Found]:
    for page in PAGES.values():
        name = text(f"page.{page.id}.title", language, area=panels.area_phrase(State().area, language))
        told = " ".join(
            (name, *(text(f"page.{page.id}.{part}", language, area="") for part in ("description", "words")))
        )
        kind = text("web.search.page", language)
        yield Found(kind, name, _addresses.page(page.id, State(), language), plain(told))


def _areas(language: Language) -> Iterator[Found]:
    for code in dict.fromkeys(code for model in library.models() for code in model.areas):
        area = areas()[code]
        words = plain(" ".join((code, area.name_nl, area.name_en, *area.aliases)))
        link = _addresses.page("footprint", State(area=code), language)
        yield Found(text("web.search.area", language), area.name(language), link, words)


def _municipalities(language: Language) -> Iterator[Found]:
    kind = text("household.search.kind", language)
    for name, link, names in householdpages.searched(language):
        yield Found(kind, name, link, plain(names))


def _products(language: Language) -> Iterator[Found]:
    """Product groups: those of the newest year with the everyday words for what is in them, and those of our models."""
    page, kind = _addresses.page("products", State(), language), text("web.search.product", language)
    everyday = _everyday()
    recent, own = "A64", dict.fromkeys(model.info.scheme for model in panels.own_models())
    for name, link in {**dict.fromkeys(own, page), recent: f"{page}#recent-products"}.items():
        for item in scheme(name).items.values():
            told = [item.code, item.nl, item.en, item.product_nl, item.product_en]
            words = plain(" ".join(told + (everyday.get(item.code, []) if name == recent else [])))
            yield Found(kind, item.label(language, product=True), link, words)


def _everyday() -> dict[str, list[str]]:
    """Everyday words in both languages, by the product group they lie in."""
    found: dict[str, list[str]] = {}
    for one in synonyms():
        found.setdefault(one.a64, []).extend((one.term_nl, one.term_en))
    return found
