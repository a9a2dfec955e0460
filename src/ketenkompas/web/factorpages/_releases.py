"""The page of a release, and the release as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from ketenkompas.errors import KetenkompasError
from ketenkompas.factors import Release
from ketenkompas.i18n import Language, text
from ketenkompas.library import factors
from ketenkompas.pipeline import home
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
def file(request: HttpRequest, language: Language, number: str, form: str) -> HttpResponseBase:
    """A whole release in one of its forms, made at the first request; a release never changes, nor does its file."""
    if form not in FILES:
        raise Http404
    shown = asked(request, language)
    written, media_type = FILES[form]
    try:
        path = _kept(factors.release(number), form, open_only=shown.open_only)
    except KetenkompasError as fault:
        raise Http404(fault.text(language)) from fault
    etag = f'"{path.stem}-{written}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    response = FileResponse(path.open("rb"), content_type=media_type, as_attachment=True, filename=path.name)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _kept(held: Release, form: str, *, open_only: bool) -> Path:
    """The file of a release, put in place whole, so that two who ask first do not see half of it."""
    part = "-open" if open_only else ""
    path = home() / "downloads" / f"ketenkompas-factors-{held.number}{part}-{held.sha256[:12]}.{form}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as aside:
            aside.write(factors.export(FILES[form][0], release=held.number, only_green=open_only))
        Path(aside.name).replace(path)
    return path
