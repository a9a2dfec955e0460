"""The page of one factor, its charts as files, and its charts on other sites."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ketenkompas.errors import KetenkompasError, UnknownCodeError
from ketenkompas.factors import Factor, interval_of
from ketenkompas.i18n import Language, text
from ketenkompas.reports import citation
from ketenkompas.web._files import FORMS, about
from ketenkompas.web._pages import alone, handed_over
from ketenkompas.web._shown import Places, Shown, shown_at
from ketenkompas.web.factorpages import _sections, _words
from ketenkompas.web.factorpages._asked import Asked, asked
from ketenkompas.web.factorpages._page import page
from ketenkompas.web.factorpages._panels import Make, panels
from ketenkompas.web.factorpages._provenance import interval_words
from ketenkompas.web.factorpages._rows import full_name, rows
from ketenkompas.web.factorpages._use import use


@require_safe
def factor(request: HttpRequest, language: Language, factor: str) -> HttpResponse:
    """Everything about one factor."""
    shown = asked(request, language)
    try:
        found = shown.release.get(factor)
    except UnknownCodeError as fault:
        if fault.code == "factor.key_not_unique":
            return _several(request, shown, factor)
        raise Http404(f"{fault.text(language)}\n{_hint(factor, shown)}".strip()) from fault
    sum_ = use(request, found, shown)
    link = request.build_absolute_uri(pinned(found, shown))
    made = panels(found, shown)
    cited = about(made["record"](found, shown), link, language)
    context = {
        "factor": found,
        "name": full_name(found, language),
        "group": found.group_en if language == "en" else found.group_nl,
        "value": "" if found.value is None else _words.figure(found.value, language),
        "unit": _words.per_unit(found, language),
        "none": _words.no_value(found, language) if found.value is None else "",
        "hidden_terms": not shown.shows(found),
        "interval": _interval(found, language),
        "sum": sum_,
        "charts": [drawn(name, make, found, shown) for name, make in made.items() if name != "record"],
        "records": [drawn("record", made["record"], found, shown)],
        "page_path": reverse(f"factor-{language}", args=[factor]),
        "compare_this": shown.link("factor_compare", first=shown.release.spelled(found)),
        "citation": citation(cited, "text"),
        "pinned": pinned(found, shown),
        "api": f"/api/v1/factors/{found.ref}?release={shown.release.number}",
        "contact": f"{reverse(f'contact-{language}')}?factor={found.ref}&release={shown.release.number}",
        **_sections.sections(found, shown),
        **page(shown, lambda other: shown.link("factor", factor, language=other)),
    }
    return render(request, "ketenkompas/factors/factor.html", context)


def _interval(found: Factor, language: Language) -> str:
    return "" if found.value is None else interval_words(found, interval_of(found, found.value), language)


def pinned(found: Factor, shown: Asked) -> str:
    """The address that keeps showing this version from this release."""
    told = f"{found.factor_id}@{found.version}"
    return shown.link("factor", told) if shown.pinned else shown.link("factor", told, release=shown.release.number)


def drawn(name: str, make: Make, found: Factor, shown: Asked) -> Shown:
    """A chart of a factor with its addresses."""
    told = f"{found.factor_id}@{found.version}"
    places = Places(
        lambda form: shown.link("factor_file_of", told, name, form, release=shown.release.number),
        shown.link("factor_embed", told, name),
        lambda number: shown.link("factor_release", number),
    )
    return shown_at(places, name, lambda: make(found, shown), shown.language)


@require_safe
def download(request: HttpRequest, language: Language, factor: str, panel: str, form: str) -> HttpResponse:
    """The numbers or the picture of one chart of a factor."""
    shown, found, make = _panel(request, language, factor, panel)
    if form not in FORMS:
        raise Http404
    link = request.build_absolute_uri(pinned(found, shown))
    name = f"ketenkompas-{found.key.replace('.', '-')}-{panel}-{shown.release.number}"
    return handed_over(request, lambda: make(found, shown), form, link, language, name)


@require_safe
def embed(request: HttpRequest, language: Language, factor: str, panel: str) -> HttpResponse:
    """One chart of a factor alone, for a frame on another site."""
    shown, found, make = _panel(request, language, factor, panel)
    whole = request.build_absolute_uri(pinned(found, shown))
    return alone(request, drawn(panel, make, found, shown), whole, language)


def _panel(request: HttpRequest, language: Language, factor: str, panel: str) -> tuple[Asked, Factor, Make]:
    shown = asked(request, language)
    try:
        found = shown.release.get(factor)
    except KetenkompasError as fault:
        raise Http404(fault.text(language)) from fault
    make = panels(found, shown).get(panel)
    if make is None:
        raise Http404
    return shown, found, make


def _several(request: HttpRequest, shown: Asked, key: str) -> HttpResponse:
    """Factors that share a key: the reader chooses."""
    mine: Iterable[Factor] = [one for one in shown.records if one.key == key.partition("@")[0]]
    context: dict[str, Any] = {
        "title": key,
        "about": text("factors.several", shown.language),
        "found": rows(mine, shown),
        "count": "",
        **page(shown, lambda other: shown.link("factor", key, language=other)),
    }
    return render(request, "ketenkompas/factors/list.html", context, status=300)


def _hint(asked_for: str, shown: Asked) -> str:
    """The factors that a mistyped key may have meant."""
    known = {one.key: one for one in shown.records}
    near = difflib.get_close_matches(asked_for.partition("@")[0], list(known), n=3, cutoff=0.7)
    said = ", ".join(f"{full_name(known[key], shown.language)} ({key})" for key in near)
    return text("factors.near", shown.language, names=said) if near else ""
