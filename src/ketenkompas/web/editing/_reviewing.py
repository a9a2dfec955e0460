"""The second pair of eyes: questions on rows, and the verdict on the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.web.editing import _audit
from ketenkompas.web.editing._drafting import draft_of
from ketenkompas.web.editing._records import current_release
from ketenkompas.web.editing._roles import require
from ketenkompas.web.editing._workflow import Item, locked, move, name_of, said, title_of
from ketenkompas.web.editing.models import Correction, ImportBatch, Proposed, Question, Review

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def review(reviewer: User, model: type[Item], pk: int, seen: int, *, approve: bool, comment: str) -> Item:
    """Approve or reject the version that was seen.

    Raises
    ------
    InputError
        ``editing.four_eyes`` for everybody who had a hand in it, whatever their role; ``editing.comment_needed`` for a
        rejection without a word; ``editing.questions_open``; ``editing.base_outdated``; ``editing.stale``,
        ``editing.wrong_state``, ``editing.not_allowed``.
    """
    require(reviewer, "review")
    told = said(comment)
    with transaction.atomic():
        item = locked(model, pk, seen)
        if reviewer.pk in item.editors:
            raise InputError("editing.four_eyes", name=reviewer.get_username(), object=title_of(item))
        if not approve and not told:
            raise InputError("editing.comment_needed")
        if approve:
            _approvable(item)
        move(reviewer, item, "approve" if approve else "reject", comment=told)
        Review.objects.create(
            batch=item if isinstance(item, ImportBatch) else None,
            correction=item if isinstance(item, Correction) else None,
            reviewer=reviewer,
            of_version=item.version,
            approved=approve,
            comment=told,
            at=timezone.now(),
        )
    return item


def _approvable(item: Proposed) -> None:
    current = current_release()
    if item.compared_with != (current.number if current else ""):
        raise InputError("editing.base_outdated", found=item.compared_with or "-", object=title_of(item))
    if isinstance(item, ImportBatch):
        waiting = Question.objects.filter(draft__batch=item, answered_at=None).count()
        if waiting:
            raise InputError("editing.questions_open", count=waiting)


def ask(reviewer: User, batch_pk: int, draft_pk: int, text: str) -> Question:
    """Ask the editors about a row of a batch that is under review.

    Raises
    ------
    InputError
        ``editing.not_allowed``, ``editing.wrong_state``, ``editing.comment_needed``.
    """
    require(reviewer, "review")
    told = _something(text)
    with transaction.atomic():
        batch = locked(ImportBatch, batch_pk)
        if batch.state != "in_review":
            raise InputError("editing.wrong_state", found=batch.state, known="in_review")
        draft = draft_of(batch, draft_pk)
        made = Question.objects.create(draft=draft, asker=reviewer, text=told, asked_at=timezone.now())
        _audit.record(reviewer.get_username(), "ask", name_of(batch), factor=draft.key, text=told)
    return made


def answer(editor: User, batch_pk: int, question_pk: int, text: str) -> Question:
    """Answer a question; an answer is given once.

    Raises
    ------
    InputError
        ``editing.not_allowed``, ``editing.comment_needed``; ``editing.stale`` with both texts when it was answered.
    UnknownCodeError
        ``editing.unknown``.
    """
    require(editor, "answer")
    told = _something(text)
    with transaction.atomic():
        batch = locked(ImportBatch, batch_pk)
        found = Question.objects.filter(pk=question_pk, draft__batch=batch).first()
        if found is None:
            raise UnknownCodeError("editing.unknown", found=question_pk)
        if found.answered_at is not None:
            by = found.answerer.get_username() if found.answerer else ""
            raise InputError("editing.stale", by=by, theirs=found.answer, yours=told)
        found.answer, found.answerer, found.answered_at = told, editor, timezone.now()
        found.save()
        _audit.record(editor.get_username(), "answer", name_of(batch), factor=found.draft.key, text=told)
    return found


def _something(text: str) -> str:
    told = said(text)
    if not told:
        raise InputError("editing.comment_needed")
    return told
