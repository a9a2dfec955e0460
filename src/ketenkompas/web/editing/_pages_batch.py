"""A batch: its report, its differences row by row, handing in and reviewing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ketenkompas.errors import KetenkompasError, UnknownCodeError
from ketenkompas.i18n import Language
from ketenkompas.ingest import edition_texts
from ketenkompas.web.editing import _drafting, _importing, _reviewing, _workflow
from ketenkompas.web.editing._access import done, person_of, shown, signed_in, whole
from ketenkompas.web.editing._paths import address
from ketenkompas.web.editing._records import released
from ketenkompas.web.editing._view import before_of, fields, lines
from ketenkompas.web.editing.models import Draft, ImportBatch

if TYPE_CHECKING:
    from django.db.models import QuerySet

FILTERS = ("open", "marked", "new", "changed", "lapsed", "removed", "same", "all")
_A_PAGE = 100
_SAID: Mapping[str, str] = {
    "submit": "submitted", "recall": "recalled", "abandon": "abandoned", "compare": "compared", "approve": "approved",
    "reject": "rejected", "together": "decided",
}  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, language: Language, pk: int) -> HttpResponse:
    """The whole of a batch, and what can be done with it."""
    error: KetenkompasError | None = None
    if request.method == "POST":
        act = request.POST.get("act", "")
        try:
            _acts(request, pk)[act]()
        except KeyError:
            raise UnknownCodeError("editing.unknown", found=act[:20]) from None
        except KetenkompasError as fault:
            error = fault
        else:
            return done("batch", language, pk, said=_SAID[act])
    return shown(request, language, "batch", _batch_context(request, language, pk), args=(pk,), error=error)


def _acts(request: HttpRequest, pk: int) -> Mapping[str, Callable[[], object]]:
    person, form, seen = person_of(request), request.POST, whole(request.POST.get("version", ""))
    today = timezone.localdate()
    told = form.get("comment", "")
    return {
        "submit": lambda: _drafting.submit(person, pk, seen, today=today),
        "recall": lambda: _drafting.recall(person, pk, seen),
        "abandon": lambda: _workflow.give_up(person, ImportBatch, pk, seen),
        "compare": lambda: _importing.compare_again(person, pk, seen),
        "approve": lambda: _reviewing.review(person, ImportBatch, pk, seen, approve=True, comment=told),
        "reject": lambda: _reviewing.review(person, ImportBatch, pk, seen, approve=False, comment=told),
        "together": lambda: _drafting.decide_together(
            person, pk, seen, form.get("group", ""), form.get("decision", ""), form.get("note", "")
        ),
    }


def _batch_context(request: HttpRequest, language: Language, pk: int) -> dict[str, Any]:
    item = _found(pk)
    counts = {name: _filtered(item, name).count() for name in FILTERS}
    asked = request.GET.get("show", "")
    shown_now = asked if asked in FILTERS else next((name for name in FILTERS if counts[name]), "all")
    page = Paginator(_filtered(item, shown_now), _A_PAGE).get_page(request.GET.get("page"))
    return {
        "item": item,
        "state": f"editing.state.{item.state}",
        "cause": f"editing.cause.{item.cause}",
        "report": item.report[language],
        "filters": [(f"editing.show.{name}", name, counts[name], name == shown_now) for name in FILTERS],
        "query": f"show={shown_now}",
        "page": page,
        "lines": lines(item, page.object_list, released(item.compared_with), language),
        "reviews": item.reviews.select_related("reviewer"),
        "is_editor": person_of(request).pk in item.editors,
        "is_open": item.state in _workflow.OPEN,
        "groups": [
            {
                "name": group,
                "heading": f"editing.together.{group}",
                "count": len(found),
                "choices": [(one, f"editing.decision.{one}") for one in _drafting.TAKES[found[0].kind]],
            }
            for group in _drafting.GROUPS
            for found in [_drafting.waiting_of(item, group)]
            if found
        ],
        "comment": request.POST.get("comment", ""),
        "records": address("records", language, pk),
    }


def _found(pk: int) -> ImportBatch:
    found = ImportBatch.objects.select_related("author", "changed_by").filter(pk=pk).first()
    if found is None:
        raise UnknownCodeError("editing.unknown", found=pk)
    return found


def _filtered(item: ImportBatch, name: str) -> QuerySet[Draft]:
    if name == "all":
        return item.drafts.all()
    if name == "marked":
        return item.drafts.exclude(mark="")
    if name == "open":
        return item.drafts.filter(pk__in=[one.pk for one in _drafting.waiting(item)])
    return item.drafts.filter(kind=name)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, language: Language, pk: int, row: int) -> HttpResponse:
    """One factor: before beside after, the decision, questions and answers."""
    error: KetenkompasError | None = None
    if request.method == "POST":
        try:
            said = _row_act(request, pk, row)
        except KetenkompasError as fault:
            error = fault
        else:
            return done("row", language, pk, row, said=said)
    item = _found(pk)
    draft = _drafting.draft_of(item, row)
    context = {
        "item": item,
        "draft": draft,
        "name": draft.name_en if language == "en" else draft.name_nl,
        "kind": f"editing.row.{draft.kind}",
        "mark": f"editing.mark.{draft.mark}" if draft.mark else "",
        "decided": f"editing.decision.{draft.decision or 'none'}",
        "fields": fields(item, draft, before_of(draft, released(item.compared_with)), language),
        "choices": [(one, f"editing.decision.{one}") for one in _drafting.TAKES[draft.kind]],
        "decision": request.POST.get("decision", draft.decision),
        "note": request.POST.get("note", draft.note),
        "questions": draft.questions.select_related("asker", "answerer"),
        "is_open": item.state in _workflow.OPEN,
        "batch": address("batch", language, pk),
        "next": next((address("row", language, pk, one.pk) for one in _drafting.waiting(item) if one.pk != row), ""),
        "text": request.POST.get("text", ""),
    }
    return shown(request, language, "row", context, args=(pk, row), error=error)


def _row_act(request: HttpRequest, pk: int, row: int) -> str:
    person, form = person_of(request), request.POST
    act = form.get("act", "")
    if act == "decide":
        seen = whole(form.get("version", ""))
        _drafting.decide(person, pk, row, seen, form.get("decision", ""), form.get("note", ""))
        return "decided"
    if act == "ask":
        _reviewing.ask(person, pk, row, form.get("text", ""))
        return "asked"
    if act == "answer":
        _reviewing.answer(person, pk, whole(form.get("question", "")), form.get("text", ""))
        return "answered"
    raise UnknownCodeError("editing.unknown", found=act[:20])


@signed_in
@require_safe
def records(request: HttpRequest, language: Language, pk: int) -> HttpResponse:
    """The records of a batch in the reviewable form of the project's own editions."""
    del request, language
    item = _found(pk)
    text = edition_texts(_importing.drafted(item, item.drafts.all()))["records.csv"]
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="batch-{pk}-records.csv"'
    return response
