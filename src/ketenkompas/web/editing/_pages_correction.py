"""A correction: looked up, typed, handed in, reviewed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ketenkompas.errors import KetenkompasError, UnknownCodeError
from ketenkompas.factors import Boundary, Factor, Status, to_cells
from ketenkompas.i18n import Language
from ketenkompas.web.editing import _correcting, _reviewing, _workflow
from ketenkompas.web.editing._access import done, person_of, shown, signed_in, whole
from ketenkompas.web.editing._records import released
from ketenkompas.web.editing.models import Correction

_CHOICES: Mapping[str, Any] = {"status": Status, "boundary": Boundary}
_MAIN = 4
_SAID: Mapping[str, str] = {
    "revise": "saved", "submit": "submitted", "recall": "recalled", "abandon": "abandoned", "approve": "approved",
    "reject": "rejected",
}  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, language: Language) -> HttpResponse:
    """Choose a factor, then type what is wrong with it."""
    error: KetenkompasError | None = None
    asked = request.POST.get("factor", request.GET.get("factor", "")).strip()
    before: Factor | None = None
    try:
        before = _correcting.factor_to_correct(asked) if asked else None
        if request.method == "POST" and before is not None:
            made = _correcting.propose(person_of(request), before.factor_id, **_typed(request, before))
            return done("correction", language, made.pk, said="proposed")
    except KetenkompasError as fault:
        error = fault
    name = before.name(language) if before else ""
    context = {"asked": asked, "before": before, "name": name, **(_form(request, before, None) if before else {})}
    return shown(request, language, "correct", context, error=error)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, language: Language, pk: int) -> HttpResponse:
    """A correction and what can be done with it."""
    error: KetenkompasError | None = None
    item = _found(pk)
    if request.method == "POST":
        act = request.POST.get("act", "")
        try:
            _acts(request, item)[act]()
        except KeyError:
            raise UnknownCodeError("editing.unknown", found=act[:20]) from None
        except KetenkompasError as fault:
            error = fault
        else:
            return done("correction", language, pk, said=_SAID[act])
        item = _found(pk)
    return shown(request, language, "correction", _context(request, item), args=(pk,), error=error)


def _acts(request: HttpRequest, item: Correction) -> Mapping[str, Callable[[], object]]:
    person, pk, seen = person_of(request), item.pk, whole(request.POST.get("version", ""))
    today, told = timezone.localdate(), request.POST.get("comment", "")

    def revise() -> Correction:
        before = _correcting.factor_to_correct(item.factor_id)
        return _correcting.revise(person, pk, seen, **_typed(request, before))

    return {
        "revise": revise,
        "submit": lambda: _correcting.submit_correction(person, pk, seen, today=today),
        "recall": lambda: _correcting.recall_correction(person, pk, seen),
        "abandon": lambda: _workflow.give_up(person, Correction, pk, seen),
        "approve": lambda: _reviewing.review(person, Correction, pk, seen, approve=True, comment=told),
        "reject": lambda: _reviewing.review(person, Correction, pk, seen, approve=False, comment=told),
    }


def _found(pk: int) -> Correction:
    found = Correction.objects.select_related("author", "changed_by").filter(pk=pk).first()
    if found is None:
        raise UnknownCodeError("editing.unknown", found=pk)
    return found


def _context(request: HttpRequest, item: Correction) -> dict[str, Any]:
    release = released(item.compared_with)
    if release is None:
        raise UnknownCodeError("editing.no_release")
    before = release.get(item.before_ref)
    cells = to_cells(before)
    return {
        "item": item,
        "state": f"editing.state.{item.state}",
        "before": before,
        "differing": [(f"editing.field.{name}", cells[name], text) for name, text in item.cells.items()],
        "reviews": item.reviews.select_related("reviewer"),
        "is_editor": person_of(request).pk in item.editors,
        "is_open": item.state in _workflow.OPEN,
        "comment": request.POST.get("comment", ""),
        **_form(request, before, item),
    }


def _form(request: HttpRequest, before: Factor, item: Correction | None) -> dict[str, Any]:
    """The fields as they were typed just now, else as they were saved, else as they are released."""
    cells = {**to_cells(before), **(item.cells if item else {})}
    typed = request.POST
    inputs = [
        {
            "name": f"cell-{name}",
            "label": f"editing.field.{name}",
            "value": typed.get(f"cell-{name}", cells[name]),
            "options": get_args(_CHOICES[name]) if name in _CHOICES else (),
        }
        for name in _correcting.CORRECTABLE
    ]
    return {
        "main_inputs": inputs[:_MAIN],
        "more_inputs": inputs[_MAIN:],
        "kinds": [(one, f"editing.cause.{one}") for one in _correcting.KINDS],
        "kind": typed.get("kind", item.kind if item else _correcting.KINDS[0]),
        "reason": typed.get("reason", item.reason if item else ""),
        "notice_nl": typed.get("notice_nl", item.notice_nl if item else ""),
        "notice_en": typed.get("notice_en", item.notice_en if item else ""),
    }


def _typed(request: HttpRequest, before: Factor) -> dict[str, Any]:
    """Only the columns that differ from what is released."""
    old, form = to_cells(before), request.POST
    cells = {name: form.get(f"cell-{name}", old[name]).strip() for name in _correcting.CORRECTABLE}
    return {
        "cells": {name: text for name, text in cells.items() if text != old[name]},
        **{name: form.get(name, "") for name in ("kind", "reason", "notice_nl", "notice_en")},
    }
