"""Pages that are text: what this is, the accessibility statement, privacy, contact."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ketenkompas.i18n import Language, text
from ketenkompas.web import _addresses, _frame

PARAGRAPHS: Mapping[str, int] = {"about": 6, "accessibility": 6, "privacy": 4, "contact": 3}
"""How many paragraphs each page has."""


@require_safe
def page(request: HttpRequest, language: Language, name: str) -> HttpResponse:
    """A page of text."""
    context = {
        "subject": _subject(request, language) if name == "contact" else "",
        "title_key": f"page.{name}.title",
        "description_key": f"page.{name}.description",
        "paragraphs": [text(f"page.{name}.text.{place}", language) for place in range(1, PARAGRAPHS[name] + 1)],
        **_frame.frame(language, "", lambda other: _addresses.plain(name, other)),
    }
    return render(request, "ketenkompas/text.html", context)


def _subject(request: HttpRequest, language: Language) -> str:
    """What a fault is reported about, to send along; empty when the address names neither a factor nor a place."""
    ref, release, place, receipt = (
        request.GET.get(name, "")[:60] for name in ("factor", "release", "place", "receipt")
    )
    if place:
        return text("household.contact", language, place=place, receipt=receipt)
    return text("factors.contact", language, ref=ref, release=release) if ref else ""
