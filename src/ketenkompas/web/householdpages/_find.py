"""A place by its name: typing errors are forgiven, former municipalities lead to those of today."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ketenkompas.errors import ProductError
from ketenkompas.i18n import Language, number, text
from ketenkompas.library import households
from ketenkompas.web.householdpages._asked import Asked
from ketenkompas.web.householdpages._list import suggestions
from ketenkompas.web.householdpages._page import page, reading

MOST = 10
_SURE = ("code", "name", "other_name")


@dataclass(frozen=True, slots=True)
class Match:
    """A place that was found: its name, its page, and why it is in the list where that is not plain."""

    name: str
    link: str
    kind: str
    why: str


@reading
def find(request: HttpRequest, shown: Asked) -> HttpResponse:
    """Straight to the place that is meant; a list where that is not sure."""
    found = households.find(shown.text, MOST) if shown.text else []
    sure = [one for one in found if one.why in _SURE and one.place.kind == "municipality"]
    if len(sure) == 1 and sure[0] is found[0]:
        return redirect(shown.link("household_place", sure[0].place.area))
    context = {
        "matches": [_match(one, shown) for one in found],
        "list": shown.link("households"),
        "suggestions": suggestions(),
        **page(shown, lambda state: state.whole_link("household_find")),
    }
    return render(request, "ketenkompas/households/find.html", context)


def searched(language: Language) -> list[tuple[str, str, str]]:
    """The compass and its municipalities for the search of the site: name, address, everything it may be called."""
    try:
        known = households.places()
    except ProductError:
        return []
    shown = Asked(language)
    own = (text("page.households.title", language), shown.link("households"), text("page.households.words", language))
    return [
        own,
        *((one.name, shown.link("household_place", one.area), " ".join((one.name, *one.former))) for one in known),
    ]


def invitation(language: Language) -> tuple[str, str] | None:
    """A sentence for the front page and where it leads; None where there are no figures."""
    try:
        country = households.footprint("NL", group="total", per="person", lang=language)
    except ProductError:
        return None
    tonnes = number(country.value / 1000, language, 1)
    said = text("household.home.text", language, tonnes=tonnes, year=country.year, count=len(households.places()))
    return said, Asked(language).link("households")


def _match(one: households.Found, shown: Asked) -> Match:
    language = shown.language
    plain = one.why in ("code", "name", "start", "part") and one.name in (one.place.name, one.place.area)
    kind = text(f"household.kind.{one.place.kind}", language)
    why = "" if plain else text(f"household.find.why.{one.why}", language, name=one.name, place=one.place.name)
    return Match(one.place.title(language), shown.link("household_place", one.place.area), kind, why)
