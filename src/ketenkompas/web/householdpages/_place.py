"""The page of a place."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ketenkompas.errors import UnknownCodeError
from ketenkompas.i18n import number, text, unit_label
from ketenkompas.library import households
from ketenkompas.web.householdpages._asked import Asked
from ketenkompas.web.householdpages._page import page, reading


@reading
def place(request: HttpRequest, shown: Asked, place: str) -> HttpResponse:
    """The footprint of the households of a place."""
    try:
        found = households.place(place)
    except UnknownCodeError as fault:
        raise Http404(fault.text(shown.language)) from fault
    if place != found.area:
        return redirect(shown.link("household_place", found.area))
    language = shown.language
    figure = households.footprint(found, group=shown.item, per=shown.per, lang=language)
    figures = {name: number(getattr(figure, name), language, 0) for name in ("value", "low", "high")}
    context = {
        "place": found.title(language),
        "label": figure.label,
        "answer": text("household.country", language, unit=unit_label(figure.unit, language), **figures),
        "figure": figure,
        **page(shown, lambda state: state.link("household_place", found.area)),
    }
    return render(request, "ketenkompas/households/place.html", context)
