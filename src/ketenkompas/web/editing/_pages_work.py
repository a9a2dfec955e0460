"""The work list, and bringing in a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import Language
from ketenkompas.ingest import FACTOR_SOURCES
from ketenkompas.web.editing._access import done, person_of, shown, signed_in
from ketenkompas.web.editing._importing import CAUSES, MOST_BYTES, import_files
from ketenkompas.web.editing._paths import address
from ketenkompas.web.editing._publishing import unfinished
from ketenkompas.web.editing._records import current_release
from ketenkompas.web.editing._workflow import title_of
from ketenkompas.web.editing.models import Correction, ImportBatch, Proposed

_SHOWN = 50


@signed_in
@require_safe
def home(request: HttpRequest, language: Language) -> HttpResponse:
    """What waits for whom: everything that is not released or abandoned, then what was last."""
    person = person_of(request)
    items: list[Proposed] = [
        *ImportBatch.objects.select_related("author", "changed_by"),
        *Correction.objects.select_related("author", "changed_by"),
    ]
    items.sort(key=lambda one: one.changed_at, reverse=True)
    ended = [one for one in items if one.state in ("released", "abandoned")]
    waiting = [_told(one, language, person.pk) for one in items if one not in ended]
    current = current_release()
    context = {
        "waiting": waiting,
        "ended": [_told(one, language, person.pk) for one in ended[:_SHOWN]],
        "current": current.number if current else "",
        "published_on": current.published_on if current else None,
        "run": unfinished(),
        "bring_in": address("import", language),
        "releases": address("releases", language),
    }
    return shown(request, language, "home", context)


def _told(item: Proposed, language: Language, person: int) -> dict[str, object]:
    batch = isinstance(item, ImportBatch)
    return {
        "item": item,
        "kind": f"editing.kind.{'batch' if batch else 'correction'}",
        "state": f"editing.state.{item.state}",
        "title": title_of(item),
        "link": address("batch" if batch else "correction", language, item.pk),
        "yours": person in item.editors,
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, language: Language) -> HttpResponse:
    """Choose a source and its official file."""
    error: KetenkompasError | None = None
    chosen, cause = request.POST.get("source", request.GET.get("source", "")), request.POST.get("cause", "new")
    if request.method == "POST":
        try:
            return _brought_in(request, language, chosen, cause)
        except KetenkompasError as fault:
            error = fault
    context = {
        "sources": [(one.source_id, one.name(language), one.file_kind) for one in FACTOR_SOURCES.values()],
        "causes": [(one, f"editing.cause.{one}") for one in CAUSES],
        "chosen": chosen,
        "cause": cause,
        "most": MOST_BYTES // 1024**2,
    }
    return shown(request, language, "import", context, error=error)


def _brought_in(request: HttpRequest, language: Language, source_id: str, cause: str) -> HttpResponse:
    given = [(one.name or "", one.read()) for one in request.FILES.getlist("file")]
    batch = import_files(person_of(request), source_id, given, cause=cause)
    return done("batch", language, batch.pk, said="imported")
