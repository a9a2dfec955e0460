"""The pages: charts with their downloads, receipts, texts, and the choice of language. No arithmetic here."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ketenkompas import library, reports
from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import LANGUAGES, Language, text
from ketenkompas.pipeline import edition_now, products_stamp
from ketenkompas.web import _addresses, _frame, _state, panels
from ketenkompas.web._controls import controls
from ketenkompas.web._files import FORMS, PICTURES, SHAPES, taken
from ketenkompas.web._panel import Panel
from ketenkompas.web._policy import EMBEDDED
from ketenkompas.web._shown import Shown, shown
from ketenkompas.web._site import PAGES, Page, makers
from ketenkompas.web._state import Known, State


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the language of the browser, to Dutch when it asks for neither."""
    asked = request.headers.get("Accept-Language", "")
    response = redirect(f"home-{preferred(asked)}")
    response.headers["Vary"] = "Accept-Language"
    return response


def preferred(header: str) -> Language:
    """The offered language that a browser's header weighs highest; Dutch when it names neither.

    Examples
    --------
    >>> preferred("en-GB,en;q=0.8,nl;q=0.9"), preferred("fr")
    ('en', 'nl')
    """
    weights: dict[str, float] = {}
    for item in header.split(","):
        tag, _, weight = item.strip().partition(";q=")
        try:
            heavy = float(weight or 1)
        except ValueError:
            continue
        name = tag.split("-")[0].lower()
        weights[name] = max(heavy, weights.get(name, 0.0))
    return max(LANGUAGES, key=lambda language: weights.get(language, 0.0))


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the application answers, the data base too, and which models are here."""
    del request
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "models": [model.id for model in library.models()]})


@require_safe
def charts(request: HttpRequest, language: Language, page: str) -> HttpResponse:
    """A page with charts, in the state of its address."""
    state, notices = read_state(request, language)
    try:
        content, passing = _content(page, state, language, products_stamp()), False
    except _PassingError as told:
        content, passing = told.content, True
    older = _frame.older(lambda: _addresses.page(page, replace(state, edition=""), language))
    response = render(request, "ketenkompas/charts.html", {**content, "notices": notices, "older": older})
    if passing:
        response.headers["Cache-Control"] = "no-store"
    return response


class _PassingError(Exception):
    """The content of a page on which something waits for a file that may come at any time; so it is not kept."""

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__()
        self.content = content


@functools.lru_cache(maxsize=32)
def _content(id_: str, state: State, language: Language, stamp: object) -> dict[str, Any]:  # noqa: ARG001 (in the key)
    page = PAGES[id_]
    groups: list[dict[str, Any]] = [
        {
            "heading": text(group.heading, language) if group.heading else "",
            "id": f"group-{place}",
            "beside": group.beside,
            "items": [shown(id_, name, make, state, language) for name, make in group.makers],
        }
        for place, group in enumerate(page.groups())
    ]
    content = {
        "page": page,
        "path": _addresses.plain(id_, language),
        "state": state,
        "edition_name": _state.names(language)["edition"],
        "area": panels.area_phrase(state.area, language),
        "lead": page.lead(state, language) if page.lead else "",
        "controls": controls(page, state, language),
        "tabs": _tabs(page, state, language),
        "groups": groups,
        "title_key": f"page.{id_}.title",
        "heading_key": f"page.{id_}.heading",
        "description_key": f"page.{id_}.description",
        **_frame.frame(language, page.section, lambda other: _addresses.page(id_, state, other)),
        "pinned": _addresses.page(id_, _frame.pinned(state), language),
    }
    if any(one.passing for group in groups for one in group["items"]):
        raise _PassingError(content)
    return content


def _tabs(page: Page, state: State, language: Language) -> list[tuple[str, str, bool]]:
    same = [one for one in PAGES.values() if one.section == page.section]
    if len(same) < 2:
        return []
    return [
        (text(f"page.{one.id}.tab", language), _addresses.page(one.id, state, language), one.id == page.id)
        for one in same
    ]


@require_safe
def download(request: HttpRequest, language: Language, page: str, panel: str, form: str) -> HttpResponse:
    """The numbers or the picture of one panel, in the state of the address."""
    state, _ = read_state(request, language)
    make = makers(PAGES[page]).get(panel)
    if form not in FORMS:
        raise Http404
    if make is None:
        return _moved(panel, form, state, language)
    link = request.build_absolute_uri(_addresses.page(page, _frame.pinned(state), language))
    name = f"ketenkompas-{panel}-{state.area}-{state.scope}-{state.per}"
    return handed_over(request, lambda: make(state, language), form, link, language, name)


def handed_over(
    request: HttpRequest, make: Callable[[], Panel], form: str, link: str, language: Language, name: str
) -> HttpResponse:
    """A panel in one of its forms as a file, with the link that leads back to it.

    Raises
    ------
    Http404
        When the panel cannot be made, or has no such form.
    """
    try:
        made = make()
    except KetenkompasError as fault:
        raise Http404(fault.text(language)) from fault
    if made.shapes is None and form == SHAPES:
        raise Http404(text("web.no_map", language))
    if made.draw is None and form in PICTURES:
        raise Http404(text("web.no_picture", language))
    layout: reports.Layout = "narrow" if request.GET.get("layout") == "narrow" else "page"
    found = taken(made, form, link, language, layout)
    response = HttpResponse(found.content, content_type=found.media_type)
    if form != "vega":
        file_name = f"{name}.{form}".lower().replace("_", "-")
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


@require_safe
def embed(request: HttpRequest, language: Language, page: str, panel: str) -> HttpResponse:
    """One panel alone, with its source, for a frame on another site."""
    state, _ = read_state(request, language)
    make = makers(PAGES[page]).get(panel)
    if make is None:
        raise Http404
    whole = request.build_absolute_uri(_addresses.page(page, state, language))
    return alone(request, shown(page, panel, make, state, language), whole, language)


def alone(request: HttpRequest, item: Shown, whole: str, language: Language) -> HttpResponse:
    """A panel for a frame on any site, with the link to the page where it stands."""
    response = render(request, "ketenkompas/embed.html", {"item": item, "language": language, "whole": whole})
    response.headers["Content-Security-Policy"] = EMBEDDED
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _moved(panel: str, form: str, state: State, language: Language) -> HttpResponse:
    """The way to a panel that stands on another page; addresses that were given out stay good."""
    for page in PAGES.values():
        if panel in makers(page):
            return redirect(_addresses.download(page.id, panel, form, state, language), permanent=True)
    raise Http404


def read_state(request: HttpRequest, language: Language) -> tuple[State, list[str]]:
    """The state of an address; a name that is given several times is read as a list."""
    models = panels.own_models()
    known = Known(
        areas=tuple(dict.fromkeys(code for model in library.models() for code in model.areas)),
        years=frozenset(year for model in models for year in model.years),
        edition=edition_now(),
        targets=frozenset(target["id"] for target in library.targets()),
        revisions=frozenset(one["id"] for one in library.revisions()),
        all_years=frozenset(year for model in library.models() for year in model.years),
    )
    given = {name: ",".join(values) for name, values in request.GET.lists() if all(isinstance(v, str) for v in values)}
    return _state.read(given, language, known)
