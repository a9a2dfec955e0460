"""The pages: the footprint, its downloads, a receipt, and the choice of language. No arithmetic here."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from ketenkompas import library, reports
from ketenkompas.classifications import areas
from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import LANGUAGES, Language, text, unit_label
from ketenkompas.web import _addresses, _panels, _state
from ketenkompas.web._panels import Panel
from ketenkompas.web._state import State

FORMS = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "vega": "application/json",
}
_SHOWN_FORMS = ("csv", "json", "svg", "png")


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel as the template needs it: drawn, its table filled, its addresses made; or why it cannot be shown."""

    id: str
    panel: Panel | None
    pictures: tuple[tuple[str, SafeString, str], ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""
    unit: str = ""
    downloads: tuple[tuple[str, str], ...] = ()
    receipts: tuple[tuple[str, str], ...] = ()
    newest: tuple[tuple[str, int, str, str], ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    problem: str = ""


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
def home(request: HttpRequest, language: Language) -> HttpResponse:
    """The front page is the footprint page, until there are more."""
    del request
    return redirect(f"footprint-{language}")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the application answers, the data base too, and which models are here."""
    del request
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "models": [model.id for model in library.models()]})


@require_safe
def footprint(request: HttpRequest, language: Language) -> HttpResponse:
    """The footprint of an area: the newest official and cited years, then our own models by origin."""
    state, notices = _read(request, language)
    return render(
        request,
        "ketenkompas/footprint.html",
        {**_content(state, language, _panels.products_stamp()), "notices": notices},
    )


@functools.lru_cache(maxsize=64)
def _content(state: State, language: Language, stamp: object) -> dict[str, Any]:  # noqa: ARG001 (part of the key)
    shown = [_shown(name, make, state, language) for name, make in _makers(state, language)]
    models = _panels.own_models()
    return {
        "language": language,
        "state": state,
        "area_name": _panels.area_name(state.area, language),
        "headline": _panels.headline(state, language),
        "recent": shown[0],
        "origins": [item for item in shown[1:] if item.id not in _panels.BREAKDOWNS.values()],
        "details": [item for item in shown[1:] if item.id in _panels.BREAKDOWNS.values()],
        "areas": _area_choices(language),
        "years": sorted(models[0].years, reverse=True) if models else [],
        "year": _panels.year_shown(models[0], state) if models else None,
        "names": _state.names(language),
        "words": _state.words(language),
        **_frame(language, lambda other: _addresses.page(state, other)),
    }


@require_safe
def download(request: HttpRequest, language: Language, panel: str, form: str) -> HttpResponse:
    """The numbers or the picture of one panel, in the state of the address."""
    state, _ = _read(request, language)
    makers = dict(_makers(state, language))
    if panel not in makers or form not in FORMS:
        raise Http404
    made = makers[panel]()
    layout: reports.Layout = "narrow" if request.GET.get("layout") == "narrow" else "page"
    chart = made.draw(layout if form == "vega" else "image")
    content: dict[str, Callable[[], str | bytes]] = {
        "csv": lambda: chart.table().csv(),
        "json": lambda: json.dumps(list(made.figures.figures), ensure_ascii=False, indent=1),
        "svg": chart.svg,
        "png": chart.png,
        "vega": lambda: json.dumps(chart.vega(), ensure_ascii=False),
    }
    response = HttpResponse(content[form](), content_type=FORMS[form])
    if form != "vega":
        name = f"ketenkompas-{panel}-{state.area}-{state.scope}-{state.per}.{form}".lower().replace("_", "-")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def receipt(request: HttpRequest, language: Language, receipt: str) -> HttpResponse:
    """A receipt to read: what went in, by which steps, which checks it passed."""
    try:
        found = library.receipt(receipt).as_json()
    except KetenkompasError as fault:
        raise Http404(fault.text(language)) from fault
    context = {
        "language": language,
        "receipt": found,
        "raw": json.dumps(found, indent=2, ensure_ascii=False),
        **_frame(language, lambda other: _addresses.receipt(receipt, other)),
    }
    return render(request, "ketenkompas/receipt.html", context)


def _read(request: HttpRequest, language: Language) -> tuple[State, list[str]]:
    models = _panels.own_models()
    known = dict.fromkeys(code for model in library.models() for code in model.areas)
    return _state.read(
        request.GET.dict(), language, areas=known, years={year for model in models for year in model.years}
    )


def _makers(state: State, language: Language) -> Iterator[tuple[str, Callable[[], Panel]]]:
    yield _panels.RECENT, lambda: _panels.recent(state, language)
    models = _panels.own_models()
    for model in models:
        yield model.id, lambda model=model: _panels.of_model(model, state, language)  # type: ignore[misc]
    for by, name in _panels.BREAKDOWNS.items() if models else ():
        yield name, lambda by=by: _panels.of_year(models[0], by, state, language)  # type: ignore[misc]


def _shown(name: str, make: Callable[[], Panel], state: State, language: Language) -> Shown:
    try:
        panel = make()
        pictures = {layout: panel.draw(layout) for layout in ("page", "narrow")}
    except KetenkompasError as fault:
        said = fault.sentences(language)
        return Shown(name, None, problem=f"{said['what']} {said['todo']}")
    table = pictures["page"].table()
    vega = _addresses.download(name, "vega", state, language)
    joint = "&" if "?" in vega else "?"
    return Shown(
        id=name,
        panel=panel,
        pictures=tuple(
            (layout, mark_safe(chart.svg(titled=False)), f"{vega}{joint}layout={layout}")  # noqa: S308 (drawn by us)
            for layout, chart in pictures.items()
        ),
        header=table.header,
        rows=tuple(tuple(row) for row in table.cells()),
        caption=table.caption,
        unit=unit_label(table.unit, language),
        downloads=tuple((form.upper(), _addresses.download(name, form, state, language)) for form in _SHOWN_FORMS),
        receipts=tuple((id_, _addresses.receipt(id_, language)) for id_ in panel.receipts),
        newest=tuple(
            (reports.kind_label(kind, language).lower(), year, id_, _addresses.receipt(id_, language))
            for kind, year, id_ in panel.newest_receipts
        ),
        kinds=tuple((kind, reports.kind_label(kind, language)) for kind in panel.kinds),
    )


def _area_choices(language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    known = dict.fromkeys(code for model in library.models() for code in model.areas)
    sorted_names = sorted((areas()[code].name(language), code) for code in known)
    groups = {"economy": "web.areas.economies", "aggregate": "web.areas.unions", "rest_of_world": "web.areas.rest"}
    return [
        (text(key, language), [(code, name) for name, code in sorted_names if areas()[code].kind == kind])
        for kind, key in groups.items()
    ]


def _frame(language: Language, here: Callable[[Language], str]) -> dict[str, Any]:
    other = _addresses.other(language)
    return {
        "here": here(language),
        "elsewhere": here(other),
        "other": other,
        "start": reverse(f"footprint-{language}"),
        "api": reverse("api-1.0.0:openapi-json"),
    }
