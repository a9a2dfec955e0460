"""The page of a release, and the release as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import Language, text
from ketenkompas.library import factors
from ketenkompas.web.factorpages import _held, _words
from ketenkompas.web.factorpages._asked import Asked, asked
from ketenkompas.web.factorpages._page import FILES, files, page, told


@require_safe
def release(request: HttpRequest, language: Language, number: str) -> HttpResponse:
    """What is in a release, from which files, what changed, and how to take it along."""
    shown = asked(request, language)
    info = next((one for one in _held.listed() if one.number == number), None)
    if info is None:
        known = ", ".join(one.number for one in _held.listed())
        raise Http404(text("factors.no_release", language, number=number, known=known))
    this = Asked(
        language, factors.release(number), shown.newest, "" if number == shown.newest else number, shown.open_only
    )
    counted = _held.counts(this.records, "source")
    context = {
        "info": info,
        "note": info.note(language),
        "sources": [
            (
                one,
                this.link("factor_source", one.source_id),
                _words.figure(counted.get(one.source_id, 0), language),
                _words.terms(one, language),
            )
            for one in info.editions
        ],
        "files": files(this),
        "listed": [(one, this.link("factor_release", one.number)) for one in _held.listed()],
        **page(this, lambda other: this.link("factor_release", number, language=other)),
        **told(this),
    }
    return render(request, "ketenkompas/factors/release.html", context)


@require_safe
def file(request: HttpRequest, language: Language, number: str, form: str) -> HttpResponse:
    """A whole release in one of its forms; a release never changes, so neither does the file."""
    if form not in FILES:
        raise Http404
    shown = asked(request, language)
    written, media_type = FILES[form]
    try:
        held = factors.release(number)
        content = factors.export(written, release=number, only_green=shown.open_only)
    except KetenkompasError as fault:
        raise Http404(fault.text(language)) from fault
    response = HttpResponse(content, content_type=media_type)
    kept = "-open" if shown.open_only else ""
    response.headers["Content-Disposition"] = f'attachment; filename="ketenkompas-factors-{number}{kept}.{form}"'
    response.headers["ETag"] = f'"{held.sha256[:32]}-{written}{kept}"'
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
