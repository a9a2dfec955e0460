"""All factors of a category or of a source, in pages, with what narrows the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ketenkompas.factors import Factor
from ketenkompas.i18n import Language, text
from ketenkompas.web._addresses import CATEGORIES
from ketenkompas.web.factorpages import _words
from ketenkompas.web.factorpages._asked import Asked, asked, value, whole
from ketenkompas.web.factorpages._find import find
from ketenkompas.web.factorpages._page import page
from ketenkompas.web.factorpages._rows import rows

EACH = 50
_MOST_FOUND = 500


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is in a long list, and the way on and back."""

    at: int
    last: int
    before: str
    after: str


@require_safe
def by_category(request: HttpRequest, language: Language, category: str) -> HttpResponse:
    """The factors of a category."""
    code = next((code for code, words in CATEGORIES.items() if words[language] == category), None)
    if code is None:
        raise Http404(text("factors.no_category", language))
    shown = asked(request, language)
    context = {
        "title": text(f"factors.category.{code}", language),
        "about": text(f"factors.category_about.{code}", language),
    }

    def link(other: Language, **given: str | int) -> str:
        return shown.link("factor_category", CATEGORIES[code][other], language=other, **given)

    mine = [one for one in shown.records if one.category == code]
    return _listed(request, shown, mine, link, context, category=code)


@require_safe
def by_source(request: HttpRequest, language: Language, source: str) -> HttpResponse:
    """The factors of a source, with its editions and terms."""
    shown = asked(request, language)
    editions = [one for one in shown.release.editions if one.source_id == source]
    if not editions:
        raise Http404(text("factors.no_source", language))
    mine = [one for one in shown.records if one.source.source_id == source]
    context = {
        "title": f"{_words.publisher(editions[-1])}: {editions[-1].dataset}",
        "about": text("factors.source_about", language),
        "editions": [(one, _words.terms(one, language)) for one in editions],
    }

    def link(other: Language, **given: str | int) -> str:
        return shown.link("factor_source", source, language=other, **given)

    return _listed(request, shown, mine, link, context)


def _listed(
    request: HttpRequest,
    shown: Asked,
    mine: list[Factor],
    link: Callable[..., str],
    context: dict[str, Any],
    *,
    category: str = "",
) -> HttpResponse:
    language = shown.language
    words, region = value(request, "text", language), value(request, "region", language)
    given = {"text": words, "region": region}
    regions = _regions(mine, language)
    kept = [one for one in mine if region in ("", one.region)]
    if words:
        found = [factor for factor, _ in find(words, shown, limit=_MOST_FOUND, category=category, region=region)]
        among = {one.factor_id for one in kept}
        kept = [one for one in found if one.factor_id in among]
    last = max(1, -(-len(kept) // EACH))
    at = min(whole(value(request, "page", language), 1, 10**6) or 1, last)
    part = kept[(at - 1) * EACH : at * EACH]
    made = {
        **context,
        "words": words,
        "region": region,
        "regions": regions if len(regions) > 1 else [],
        "count": _words.figure(len(kept), language),
        "found": rows(part, shown),
        "pages": Pages(
            at,
            last,
            link(language, **given, page=at - 1) if at > 1 else "",
            link(language, **given, page=at + 1) if at < last else "",
        ),
        "plain": link(language).partition("?")[0],
        **page(shown, lambda other: link(other, **given, **({"page": at} if at > 1 else {}))),
    }
    return render(request, "ketenkompas/factors/list.html", made)


def _regions(mine: list[Factor], language: Language) -> list[tuple[str, str]]:
    named = {code: _words.region_name(code, language) for code in {one.region for one in mine}}
    return sorted(named.items(), key=lambda one: one[1])
