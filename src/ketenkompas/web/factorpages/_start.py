"""The page where factors are looked for: one field, what it finds, categories, the newest release."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ketenkompas.factors import Edition
from ketenkompas.i18n import Language, text
from ketenkompas.web._addresses import CATEGORIES
from ketenkompas.web.factorpages import _held, _words
from ketenkompas.web.factorpages._asked import Asked, asked, value
from ketenkompas.web.factorpages._find import find
from ketenkompas.web.factorpages._page import files, page, told
from ketenkompas.web.factorpages._rows import row

MOST = 25


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category or a source: its name, where it leads, how many factors it holds."""

    name: str
    link: str
    count: str
    about: str = ""


@require_safe
def start(request: HttpRequest, language: Language) -> HttpResponse:
    """Look for a factor, or walk through categories and sources."""
    shown = asked(request, language)
    words = value(request, "text", language)
    found = [row(factor, shown, why) for factor, why in find(words, shown, limit=MOST)] if words else []
    context = {
        "words": words,
        "found": found,
        "many": len(found) == MOST,
        "shelves": shelves(shown),
        "sources": sources(shown),
        "terms": [one.attribution for one in shown.release.editions if _is_shown(one, shown)],
        **page(shown, lambda other: shown.link("factors", language=other, text=words)),
        **told(shown),
        "files": files(shown),
    }
    return render(request, "ketenkompas/factors/start.html", context)


def shelves(shown: Asked) -> list[Shelf]:
    """The categories that have factors, in the order of the list."""
    counted = _held.counts(shown.records, "category")
    return [
        Shelf(
            text(f"factors.category.{code}", shown.language),
            shown.link("factor_category", words[shown.language]),
            _words.figure(counted[code], shown.language),
        )
        for code, words in CATEGORIES.items()
        if counted.get(code)
    ]


def sources(shown: Asked) -> list[Shelf]:
    """The sources of a release, those with most to choose from first named by the order of the release."""
    counted = _held.counts(shown.records, "source")
    return [
        Shelf(
            f"{_words.publisher(one)}: {one.dataset}",
            shown.link("factor_source", one.source_id),
            _words.figure(counted[one.source_id], shown.language),
            text("factors.edition_of", shown.language, edition=one.edition),
        )
        for one in {edition.source_id: edition for edition in shown.release.editions}.values()
        if counted.get(one.source_id)
    ]


def _is_shown(edition: Edition, shown: Asked) -> bool:
    return not shown.open_only or edition.licence_verdict == "green"
