"""The two-page profile of a place as a PDF: the same figures and charts as its page."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from ketenkompas import reports
from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import Language, text
from ketenkompas.library import households
from ketenkompas.reports import Block
from ketenkompas.web._panel import Panel
from ketenkompas.web.householdpages import _place_frames
from ketenkompas.web.householdpages._asked import Asked
from ketenkompas.web.householdpages._page import reading
from ketenkompas.web.householdpages._place import address, facts, largest, lead, place_of
from ketenkompas.web.householdpages._place_panels import panels


@reading
def profile(request: HttpRequest, shown: Asked, place: str) -> HttpResponse:
    """A profile to print and to hand over."""
    found = place_of(place, shown)
    language = shown.language
    link = request.build_absolute_uri(address(shown, found))
    made = pages(found, replace(shown, compare=()), link)
    title = text("household.profile.title", language, place=found.title(language))
    subject = households.situation(language)
    content = reports.joined_pdf(made, title=title, language=language, subject=subject)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="ketenkompas-{found.area.lower()}.pdf"'
    return response


def pages(found: households.Place, shown: Asked, link: str) -> list[str]:
    """The two pages as pictures."""
    language = shown.language
    made = {name: make(found, shown) for name, make in panels(found, shown).items() if name != "change"}
    figure = _place_frames.footprint(found.area, shown)
    day = datetime.now(UTC).date()
    foot = text("household.profile.foot", language, link=link, day=f"{day:%d-%m-%Y}", receipt=figure.receipt)
    title = text("household.profile.title", language, place=found.title(language))
    first = [
        Block("title", title),
        Block("lead", lead(found, figure, shown)),
        Block("text", largest(figure, shown)),
        Block("small", households.situation(language)),
        *[Block("text", one) for one in facts(found, shown)],
        *_charted(made["whole"]),
        *_charted(made["groups"]),
        *_charted(made["origin"]),
    ]
    second = [
        *_time(made, found, shown),
        Block("heading", made["local"].heading),
        *[Block("small", one, bullet=True) for one in _movable(language)],
        Block("text", made["local"].explanation),
        Block("heading", text("household.place.lacks", language)),
        *[Block("small", one, bullet=True) for one in figure.missing],
        Block("heading", text("web.panel.source", language)),
        Block("fine", " · ".join(_credits(made["whole"]))),
    ]
    return [reports.page_svg(blocks, f"{foot} {at}/2") for at, blocks in enumerate((first, second), 1)]


def _charted(panel: Panel) -> list[Block]:
    told = [Block("text", panel.answer)] if panel.answer else []
    drawn = [Block("chart", charts=(("", panel.draw("page")),))] if panel.draw else []
    return [Block("heading", panel.heading), *told, *drawn]


def _time(made: Mapping[str, Panel], found: households.Place, shown: Asked) -> list[Block]:
    """Energy and cars over the years beside what changed them, where something is known of them."""
    if "course" not in made:
        return []
    panel = made["course"]
    charts = [(panel.heading, panel.draw("narrow"))] if panel.draw else []
    with contextlib.suppress(KetenkompasError):  # nothing is known of two years
        change = panels(found, shown)["change"](found, shown)
        charts += [(change.heading, change.draw("narrow"))] if change.draw else []
    told = [Block("text", one) for one in panel.reasons]
    return [Block("heading", text("household.place.time", shown.language)), *told, Block("chart", charts=tuple(charts))]


def _movable(language: Language) -> list[str]:
    """The items by whether local policy can show in their figure."""
    told = []
    for kind in ("yes", "partly", "no"):
        names = [one.name[language] for one in households.leaves().values() if one.local == kind]
        told.append(f"{text(f'household.local.{kind}', language).capitalize()}: {'; '.join(names)}.")
    return told


def _credits(panel: Panel) -> list[str]:
    return [f"{one.attribution} ({one.licence})" for one in panel.provenance.credits]
