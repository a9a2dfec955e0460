"""The page of a place, its panels as files and on other sites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ketenkompas import reports
from ketenkompas.errors import UnknownCodeError
from ketenkompas.i18n import text
from ketenkompas.library import households
from ketenkompas.reports import citation
from ketenkompas.web import _addresses
from ketenkompas.web._files import FORMS, about
from ketenkompas.web._pages import alone, handed_over
from ketenkompas.web._panel import Panel
from ketenkompas.web._shown import Places, Shown, shown_at
from ketenkompas.web.householdpages import _place_frames
from ketenkompas.web.householdpages._asked import MOST_COMPARED, Asked, value, written
from ketenkompas.web.householdpages._page import page, reading
from ketenkompas.web.householdpages._place_panels import TIME, panels
from ketenkompas.web.householdpages._policy import address as policy_address
from ketenkompas.web.householdpages._policy_state import Policy

_LARGEST = 3


@reading
def place(request: HttpRequest, shown: Asked, place: str) -> HttpResponse:
    """The footprint of the households of a place."""
    found = place_of(place, shown)
    if place != found.area:
        return redirect(address(shown, found))
    language = shown.language
    made = panels(found, shown)
    figure = _place_frames.footprint(found.area, shown)
    link = request.build_absolute_uri(address(shown, found))
    context = {
        "place": found,
        "name": found.title(language),
        "lead": lead(found, figure, shown),
        "largest": largest(figure, shown),
        "figure": figure,
        "facts": facts(found, shown),
        "first": [
            drawn(name, make_of(made[name], found, shown), found, shown) for name in ("whole", "groups", "origin")
        ],
        "time": [drawn(name, make_of(made[name], found, shown), found, shown) for name in TIME if name in made],
        "rest": [drawn(name, make_of(made[name], found, shown), found, shown) for name in ("types", "local")],
        "compare": [drawn("compare", make_of(made["compare"], found, shown), found, shown)]
        if "compare" in made
        else [],
        "strange": strange(request, shown),
        "compared": [_compared(area, found, shown) for area in shown.compare],
        "items": [(written(item, language), households.item_label(item, language), item) for item in households.RANKED],
        "plain": reverse(f"household_place-{language}", args=[found.area]),
        "similar": _similar(found, shown),
        "most": MOST_COMPARED,
        "profile": shown.link("household_profile", found.area),
        "permalink": address(shown, found),
        "api": f"/api/v1/households/{found.area}",
        "report": f"{reverse(f'contact-{language}')}?place={found.area}&receipt={figure.receipt}",
        "citation": citation(about(make_of(made["whole"], found, shown)(), link, language), "text"),
        "list": shown.link("households"),
        "why": shown.link("household_why"),
        "mine": shown.link("household_mine"),
        "policy": policy_address(Policy(place=found.area), shown),
        **page(shown, lambda state: address(state, found)),
    }
    return render(request, "ketenkompas/households/place.html", context)


def place_of(asked: str, shown: Asked) -> households.Place:
    """The place of an address.

    Raises
    ------
    Http404
        With the nearest names.
    """
    try:
        return households.place(asked)
    except UnknownCodeError as fault:
        raise Http404(fault.text(shown.language)) from fault


def address(shown: Asked, found: households.Place, name: str = "household_place", *parts: str) -> str:
    """The address of a place, or of something of it, with the path that the reader set."""
    path: dict[str, Any] = {"less": shown.less, "until": shown.until} if shown.less else {}
    return shown.link(name, found.area, *parts, **path)


def make_of(
    make: Callable[[households.Place, Asked], Panel], found: households.Place, shown: Asked
) -> Callable[[], Panel]:
    """A panel of a place, to be made when it is needed."""
    return lambda: make(found, shown)


def drawn(name: str, make: Callable[[], Panel], found: households.Place, shown: Asked) -> Shown:
    """A panel with its addresses."""
    places = Places(
        lambda form: address(shown, found, "household_place_file", name, form),
        address(shown, found, "household_place_embed", name),
        lambda id_: _addresses.receipt(id_, shown.language),
    )
    return shown_at(places, name, make, shown.language)


def lead(found: households.Place, figure: households.HouseholdFigure, shown: Asked) -> str:
    """The answer in one sentence: how much, how sure, how much of it is measured here."""
    said = reports.said_with(figure.value, figure.low, figure.high, shown.language)
    measured = reports.percent(100 * figure.observed_share, shown.language)
    return text(
        f"household.place.lead.{shown.per}",
        shown.language,
        place=phrase(found, shown),
        value=said.value,
        low=said.low,
        high=said.high,
        measured=measured,
    )


def phrase(found: households.Place, shown: Asked) -> str:
    """A place as it stands in a sentence."""
    return text(f"household.place.phrase.{found.kind}", shown.language, name=found.title(shown.language))


def largest(figure: households.HouseholdFigure, shown: Asked) -> str:
    """The largest groups with their shares."""
    first = sorted(figure.parts, key=lambda part: part.value, reverse=True)[:_LARGEST]
    names = [
        f"{part.label[0].lower()}{part.label[1:]} ({reports.percent(100 * part.share, shown.language)})"
        for part in first
    ]
    joined = f"{', '.join(names[:-1])} {text('household.and', shown.language)} {names[-1]}"
    return text("household.place.largest", shown.language, names=joined)


def facts(found: households.Place, shown: Asked) -> list[str]:
    """Flags, former municipalities and what else must be known before the figures are read."""
    language = shown.language
    told = [text(f"household.flag.{flag}", language) for flag in found.flags]
    if found.former:
        told.append(text("household.place.former", language, names=", ".join(found.former)))
    return told


def strange(request: HttpRequest, shown: Asked) -> list[str]:
    """Names to compare with that lead to no place, each with the nearest."""
    told = []
    for name in filter(None, (one.strip() for one in value(request, "compare", shown.language).split(",")[:10])):
        try:
            households.place(name)
        except UnknownCodeError:
            near = " / ".join(one.place.title(shown.language) for one in households.find(name, limit=3))
            meant = text("household.place.beside.meant", shown.language, names=near) if near else ""
            told.append(text("household.place.beside.unknown", shown.language, name=name[:40], nearest=meant))
    return told


def _compared(area: str, found: households.Place, shown: Asked) -> tuple[str, str]:
    """A place that is compared with, and the page without it."""
    return households.place(area).title(shown.language), address(shown.without_place(area), found)


def _similar(found: households.Place, shown: Asked) -> list[tuple[str, str, bool]]:
    """The similar municipalities: name, code, whether it is compared with."""
    near = households.similar(found)
    return [(one.title(shown.language), one.area, one.area in shown.compare) for one in near]


@reading
def download(request: HttpRequest, shown: Asked, place: str, panel: str, form: str) -> HttpResponse:
    """The numbers or the picture of one panel of a place."""
    found, make = _panel(place, panel, shown)
    if form not in FORMS:
        raise Http404
    link = request.build_absolute_uri(address(shown, found))
    name = f"ketenkompas-{found.area}-{panel}-{shown.per}"
    return handed_over(request, make, form, link, shown.language, name)


@reading
def embed(request: HttpRequest, shown: Asked, place: str, panel: str) -> HttpResponse:
    """One panel of a place alone, for a frame on another site."""
    found, make = _panel(place, panel, shown)
    whole = request.build_absolute_uri(address(shown, found))
    return alone(request, drawn(panel, make, found, shown), whole, shown.language)


def _panel(place: str, name: str, shown: Asked) -> tuple[households.Place, Callable[[], Panel]]:
    found = place_of(place, shown)
    make: Any = panels(found, shown).get(name)
    if make is None:
        raise Http404
    return found, make_of(make, found, replace(shown))
