"""The map of municipalities: a picture that the server draws, and the data with which a browser opens it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from ketenkompas import reports
from ketenkompas.i18n import Language, text
from ketenkompas.library import households
from ketenkompas.pipeline import products_stamp
from ketenkompas.reports import Chart, Layout, Table
from ketenkompas.web import _addresses
from ketenkompas.web._files import FORMS
from ketenkompas.web._pages import alone, handed_over
from ketenkompas.web._panel import LiveMap, Panel, Provenance
from ketenkompas.web._shown import Places, Shown, shown_at
from ketenkompas.web.householdpages import _held
from ketenkompas.web.householdpages._asked import NAMES, WORDS, Asked, Per
from ketenkompas.web.householdpages._page import PERS, reading

LEVEL = 0.9
_TWIN = ("code", "label", "province", "value", "low", "high", "share", "rank", "reason")


def panel(shown: Asked) -> Panel:
    """One item in every municipality, as a map with its table."""
    language = shown.language
    frame = _held.frame(shown.item, shown.per, language)
    title = text(
        "household.map.title", language, item=households.item_label(shown.item, language), year=households.YEAR
    )
    came = provenance(_held.figures(shown.item, shown.per, language))
    note = reports.source_note(came.sources, edition="; ".join(came.editions), language=language)
    twin = Table(frame.select(_TWIN), _heads(language), title, str(frame["unit"][0]), language, 0)

    def draw(layout: Layout) -> Chart:
        return reports.municipal_map(
            frame,
            twin,
            language=language,
            title=title,
            subtitle=f"{text(f'household.per.{shown.per}', language)}. {households.situation(language)}",
            note=note,
            mark=reports.kind_mark(came.kinds, language, provisional=True),
            layout=layout,
        )

    return Panel(
        "map",
        title,
        about(shown.item, language),
        came,
        draw=draw,
        notes=tuple(_held.figures(shown.item, shown.per, language).notes),
        reasons=_reasons(shown),
        shapes=lambda: reports.municipal_features(frame, language),
        level=LEVEL,
        listed="list",
        live=_live(shown),
    )


def about(item: str, language: Language) -> str:
    """What is measured of an item and what is expected, in a sentence; of a single item its own."""
    if item in households.leaves():
        return str(households.leaves()[item].why[language])
    if item in _held.MEASURED:
        return text(f"household.map.explanation.{item}", language)
    found = {households.leaves()[one].basis for one in households.leaves_of(item)}
    kind = "equal" if found == {"equal_per_head"} else "partly" if "observed" in found else "expected"
    return text(f"household.map.explanation.{kind}", language)


def provenance(found: households.HouseholdRows) -> Provenance:
    """The provenance of rows of the household footprint."""
    edition = "household.edition" if households.provisional(found.year) else "household.edition_full"
    return Provenance(
        kinds=("model",),
        sources=tuple(source.as_json() for source in found.sources),
        receipts=(found.receipt,),
        newest=(("model", found.year, found.receipt),),
        editions=(text(edition, found.language, year=found.year),),
        intervals=(text("household.interval", found.language),),
        data=(found.as_json(),),
    )


def _reasons(shown: Asked) -> tuple[str, ...]:
    """Which places are marked on the map."""
    marked = _held.frame(shown.item, shown.per, shown.language).filter("marked")["label"].to_list()
    return (text("household.map.marked", shown.language, names=", ".join(marked)),) if marked else ()


def _heads(language: Language) -> tuple[str, ...]:
    return tuple(text(f"household.column.{name}", language) for name in _TWIN)


def _live(shown: Asked) -> LiveMap:
    language = shown.language
    return LiveMap(
        outlines=reverse(f"household_data-{language}", args=["outlines"]),
        layers=reverse(f"household_data-{language}", args=["layers"]),
        layer=f"{shown.item}|{shown.per}",
        place=shown.link("household_place", "CODE"),
        page=_addresses.plain("households", language),
    )


def drawn(shown: Asked) -> Shown:
    """The map with its addresses."""
    state = replace(shown, text="", compare=())
    places = Places(
        lambda form: state.link("household_file", "map", form),
        state.link("household_embed", "map"),
        lambda id_: _addresses.receipt(id_, shown.language),
    )
    return shown_at(places, "map", lambda: panel(shown), shown.language)


@reading
def download(request: HttpRequest, shown: Asked, panel: str, form: str) -> HttpResponse:
    """The numbers or the picture of the map."""
    make = _made(panel, shown)
    if form not in FORMS:
        raise Http404
    link = request.build_absolute_uri(shown.link("households"))
    name = f"ketenkompas-{panel}-{WORDS[shown.language].get(shown.item, shown.item)}-{shown.per}"
    return handed_over(request, make, form, link, shown.language, name)


@reading
def embed(request: HttpRequest, shown: Asked, panel: str) -> HttpResponse:
    """The map alone, for a frame on another site."""
    _made(panel, shown)
    return alone(request, drawn(shown), request.build_absolute_uri(shown.link("households")), shown.language)


def _made(name: str, shown: Asked) -> Callable[[], Panel]:
    if name != "map":
        raise Http404
    return lambda: panel(shown)


@reading
def data(request: HttpRequest, shown: Asked, part: str) -> HttpResponse:
    """What a browser needs to open the map: the shapes, and every layer, so that it can change without asking again."""
    del request
    make = {"outlines": _outlines, "layers": _layers}.get(part)
    if make is None:
        raise Http404
    return JsonResponse(make(shown.language, products_stamp()), json_dumps_params={"separators": (",", ":")})


@functools.lru_cache(maxsize=2)
def _outlines(language: Language, stamp: object) -> Mapping[str, Any]:  # noqa: ARG001 (part of the key)
    frame = _held.frame("total", "household", language)
    named = {name: dict(zip(frame["code"], frame[name], strict=True)) for name in ("label", "group")}
    return reports.municipal_outlines(named["label"], named["group"])


@functools.lru_cache(maxsize=2)
def _layers(language: Language, stamp: object) -> Mapping[str, Any]:  # noqa: ARG001 (part of the key)
    groups = _held.layers(language)
    items = [item for _, listed in groups for item, _ in listed]
    frame = _held.frame("total", "household", language)
    return {
        "language": language,
        "codes": frame["code"].to_list(),
        "names": frame["label"].to_list(),
        "groups": [
            {"name": name, "items": [{"id": id_, "name": told} for id_, told in listed]} for name, listed in groups
        ],
        "pers": [{"id": per, "name": text(f"household.per.{per}", language)} for per in PERS],
        "words": {name: text(f"household.live.{name}", language) for name in ("item", "per", "list", "hint")},
        "addresses": {"item": WORDS[language], "names": _names(language)},
        "key": reports.municipal_key(language),
        "layers": {f"{item}|{per}": _layer(item, per, language) for item in items for per in PERS},
    }


def _names(language: Language) -> Mapping[str, str]:
    return {name: NAMES[language][name] for name in ("item", "per")}


def _layer(item: str, per: Per, language: Language) -> Mapping[str, Any]:
    made = reports.municipal_layer(_held.frame(item, per, language), language)
    return {**made, "about": about(item, language)}
