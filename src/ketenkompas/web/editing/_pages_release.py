"""Publishing, and the audit log."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ketenkompas.errors import KetenkompasError, UnknownCodeError
from ketenkompas.i18n import Language
from ketenkompas.web.editing import _audit, _publishing
from ketenkompas.web.editing._access import done, person_of, shown, signed_in, whole
from ketenkompas.web.editing._paths import address
from ketenkompas.web.editing._records import current_release
from ketenkompas.web.editing._workflow import approval, title_of
from ketenkompas.web.editing.models import AuditEntry, Correction, ImportBatch, ReleaseRun

_A_PAGE = 100


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def releases(request: HttpRequest, language: Language) -> HttpResponse:
    """What is approved, the release that is on its way, and those that were made here."""
    error: KetenkompasError | None = None
    if request.method == "POST":
        try:
            said = _act(request)
        except KetenkompasError as fault:
            error = fault
        else:
            return done("releases", language, said=said)
    return shown(request, language, "releases", _context(request, language), error=error)


def _act(request: HttpRequest) -> str:
    person, form, act = person_of(request), request.POST, request.POST.get("act", "")
    if act == "plan":
        run = _publishing.plan(
            person,
            batches=[whole(one) for one in form.getlist("batch")],
            corrections=[whole(one) for one in form.getlist("correction")],
            note_nl=form.get("note_nl", ""),
            note_en=form.get("note_en", ""),
            today=timezone.localdate(),
        )
        _publishing.publish(person, run.pk)
        return "published"
    if act == "continue":
        _publishing.publish(person, whole(form.get("run", "")))
        return "published"
    if act == "abandon":
        _publishing.abandon(person, whole(form.get("run", "")))
        return "given_up"
    raise UnknownCodeError("editing.unknown", found=act[:20])


def _context(request: HttpRequest, language: Language) -> dict[str, Any]:
    ready = [
        {
            "name": "batch" if isinstance(item, ImportBatch) else "correction",
            "item": item,
            "title": title_of(item),
            "link": address("batch" if isinstance(item, ImportBatch) else "correction", language, item.pk),
            "review": approval(item),
        }
        for item in (
            *ImportBatch.objects.filter(state="approved", run=None),
            *Correction.objects.filter(state="approved", run=None),
        )
    ]
    current, run = current_release(), _publishing.unfinished()
    return {
        "ready": ready,
        "current": current.number if current else "",
        "run": run,
        "run_items": [title_of(one) for one in _publishing.items_of(run)] if run else [],
        "runs": ReleaseRun.objects.exclude(state__in=_publishing.UNFINISHED).select_related("releaser").order_by("-pk"),
        "note_nl": request.POST.get("note_nl", ""),
        "note_en": request.POST.get("note_en", ""),
    }


@signed_in
@require_safe
def log(request: HttpRequest, language: Language) -> HttpResponse:
    """The audit log, filtered, and whether its chain holds."""
    asked = _asked(request)
    verified, error = None, None
    if "noted" in request.GET:
        try:
            verified = _audit.verify(request.GET["noted"].strip())
        except KetenkompasError as fault:
            error = fault
    page = Paginator(_audit.entries(**asked), _A_PAGE).get_page(request.GET.get("page"))
    context = {
        **asked,
        "page": page,
        "verified": verified,
        "people": _distinct("who"),
        "acts": [(act, said_act(act)) for act in _distinct("act")],
        "lines": [_line(one) for one in page.object_list],
        "noted": request.GET.get("noted", ""),
        "file": address("log-file", language),
        "query": urlencode({"who": asked["who"], "act": asked["act"], "object": asked["object_"]}),
    }
    return shown(request, language, "log", context, error=error)


@signed_in
@require_safe
def log_file(request: HttpRequest, language: Language) -> HttpResponse:
    """The audit log as a table, with the hashes."""
    del language
    response = HttpResponse(_audit.as_csv(_audit.entries(**_asked(request))), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit-log.csv"'
    return response


def said_act(act: str) -> str:
    """The message that says an act of the log.

    Examples
    --------
    >>> said_act("log in")
    'editing.act.log_in'
    """
    return f"editing.act.{act.replace(' ', '_')}"


def _line(entry: AuditEntry) -> dict[str, object]:
    told = {name: getattr(entry, name) for name in ("sequence", "at", "who", "object", "hash")}
    details = [(name, _plain(value)) for name, value in json.loads(entry.details).items()]
    return {**told, "said": said_act(entry.act), "details": details}


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _asked(request: HttpRequest) -> dict[str, str]:
    given = request.GET
    told = {"who": given.get("who", ""), "act": given.get("act", ""), "object_": given.get("object", "")}
    return {name: "" if "\0" in value else value.strip() for name, value in told.items()}


def _distinct(name: str) -> list[str]:
    return list(AuditEntry.objects.order_by(name).values_list(name, flat=True).distinct())
