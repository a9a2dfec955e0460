"""What an editor decides on the rows of a batch, and handing the batch in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError
from ketenkompas.web.editing import _audit
from ketenkompas.web.editing._assembly import assembled
from ketenkompas.web.editing._records import current_release
from ketenkompas.web.editing._roles import require
from ketenkompas.web.editing._workflow import (
    edited_by,
    locked,
    move,
    name_of,
    require_open,
    said,
    stale,
    title_of,
    touched,
)
from ketenkompas.web.editing.models import Draft, ImportBatch

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

TAKES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("new", "changed", "same", "lapsed"), ("take", "leave")),
    "removed": ("lapse", "keep"),
}
"""What can be decided on a row: take the new version or leave it; let a factor that is gone lapse, or keep it."""
GROUPS = ("removed", "marked")
"""Rows that can be decided on together."""
_WITHOUT_NOTE = frozenset({"take", "lapse"})


def draft_of(batch: ImportBatch, pk: int) -> Draft:
    """A row of a batch.

    Raises
    ------
    UnknownCodeError
        ``editing.unknown``.
    """
    found = batch.drafts.select_related("decided_by").filter(pk=pk).first()
    if found is None:
        raise UnknownCodeError("editing.unknown", found=pk)
    return found


def decide(editor: User, batch_pk: int, draft_pk: int, seen: int, decision: str, note: str) -> Draft:
    """Decide on a row. The note of a row that is taken becomes public, with the new version.

    Raises
    ------
    InputError
        ``editing.not_allowed``, ``editing.wrong_state``, ``editing.decision_unknown``, ``editing.note_needed``;
        ``editing.stale`` with both texts when somebody else decided since ``seen``.
    UnknownCodeError
        ``editing.unknown``.
    """
    require(editor, "decide")
    kept = said(note)
    with transaction.atomic():
        batch = locked(ImportBatch, batch_pk)
        draft = draft_of(batch, draft_pk)
        if draft.version != seen:
            by = draft.decided_by.get_username() if draft.decided_by else batch.changed_by.get_username()
            raise stale(by, theirs=draft.note, yours=kept)
        require_open(batch)
        _fits(draft, decision, kept)
        draft.decision, draft.note, draft.decided_by = decision, kept, editor
        draft.version += 1
        draft.save()
        edited_by(batch, editor)
        batch.save(update_fields=["editors"])
        _audit.record(editor.get_username(), "decide", name_of(batch), factor=draft.key, decision=decision, note=kept)
    return draft


def decide_together(editor: User, batch_pk: int, seen: int, group: str, decision: str, note: str) -> int:
    """Decide at once, with one note, on all rows of a group that wait; gives how many there were.

    Parameters
    ----------
    group : str
        One of :data:`GROUPS`.

    Raises
    ------
    InputError
        As :func:`decide`.
    UnknownCodeError
        ``editing.unknown`` for another group.
    """
    require(editor, "decide")
    kept = said(note)
    with transaction.atomic():
        batch = locked(ImportBatch, batch_pk, seen)
        require_open(batch)
        found = waiting_of(batch, group)
        for draft in found:
            _fits(draft, decision, kept)
            draft.decision, draft.note, draft.decided_by = decision, kept, editor
            draft.version += 1
            draft.save()
        edited_by(batch, editor)
        touched(batch, editor)
        _audit.record(
            editor.get_username(), "decide", name_of(batch), group=group, rows=len(found), decision=decision, note=kept
        )
    return len(found)


def waiting_of(batch: ImportBatch, group: str) -> list[Draft]:
    """Rows of a group that wait: ``removed`` from the edition, or with a large change (``marked``).

    Raises
    ------
    UnknownCodeError
        ``editing.unknown`` for another group.
    """
    if group not in GROUPS:
        raise UnknownCodeError("editing.unknown", found=group[:20])
    return [one for one in waiting(batch) if (one.kind == "removed") == (group == "removed")]


def submit(editor: User, pk: int, seen: int, *, today: datetime.date) -> ImportBatch:
    """Hand a batch in for review; it must be able to become a release as it stands.

    Raises
    ------
    InputError
        ``editing.not_ready`` with every row that waits for a decision or a note; ``editing.base_outdated``; and what
        :func:`ketenkompas.factors.numbered` and :func:`ketenkompas.factors.validate` refuse.
    """
    require(editor, "submit")
    previous = current_release()
    with transaction.atomic():
        batch = locked(ImportBatch, pk, seen)
        require_open(batch)
        if batch.compared_with != (previous.number if previous else ""):
            raise InputError("editing.base_outdated", found=batch.compared_with or "-", object=title_of(batch))
        problems = unready(batch)
        if problems:
            raise InputError("editing.not_ready", problems=problems, count=len(problems))
        assembled(previous, (batch,), (), published_on=today)
        edited_by(batch, editor)
        move(editor, batch, "submit")
    return batch


def recall(editor: User, pk: int, seen: int) -> ImportBatch:
    """Take a batch back that was handed in, to change it.

    Raises
    ------
    InputError
        As :func:`ketenkompas.web.editing._workflow.move`.
    """
    with transaction.atomic():
        batch = locked(ImportBatch, pk, seen)
        move(editor, batch, "recall")
    return batch


def unready(batch: ImportBatch) -> list[KetenkompasError]:
    """Rows that wait for a decision or a note."""
    return [
        InputError("editing.note_needed" if one.decision else "editing.decision_needed", where=one.key, key=one.key)
        for one in waiting(batch)
    ]


def waiting(batch: ImportBatch) -> list[Draft]:
    """Rows that wait for a decision or a note."""
    asked: QuerySet[Draft] = batch.drafts.exclude(mark="", decision__in=_WITHOUT_NOTE)
    return [one for one in asked if not one.decision or (needs_note(one.mark, one.decision) and not one.note)]


def needs_note(mark: str, decision: str) -> bool:
    """Whether a decision must be explained: a large change that is taken, and everything that is not taken over."""
    return decision not in _WITHOUT_NOTE or (decision == "take" and mark != "")


def _fits(draft: Draft, decision: str, note: str) -> None:
    if decision not in TAKES[draft.kind]:
        raise InputError("editing.decision_unknown", found=decision, known=", ".join(TAKES[draft.kind]))
    if needs_note(draft.mark, decision) and not note:
        raise InputError("editing.note_needed", where=draft.key, key=draft.key)
