"""Corrections: a new version of one released factor, with the reason and what the public is told."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError
from ketenkompas.factors import Factor, amended
from ketenkompas.web.editing import _audit
from ketenkompas.web.editing._assembly import assembled
from ketenkompas.web.editing._records import current_release
from ketenkompas.web.editing._roles import require
from ketenkompas.web.editing._workflow import edited_by, locked, move, name_of, require_open, said, stale, touched
from ketenkompas.web.editing.models import Correction

if TYPE_CHECKING:
    from django.contrib.auth.models import User

KINDS = ("correction", "method")
CORRECTABLE = (
    "value", "unit", "status", "name_nl", "name_en", "description", "boundary", "components", "gases", "biogenic_co2",
    "avoided", "energy_content_mj", "low", "high", "gsd2", "valid_to", "flags", "classifications", "search_terms_nl",
    "search_terms_en",
)  # fmt: skip
"""Columns that a person can correct by hand; everything else comes with an edition."""


def factor_to_correct(factor: str) -> Factor:
    """The current version of a factor, by id or key.

    Raises
    ------
    UnknownCodeError
        ``factor.unknown``, ``factor.key_not_unique``; ``editing.no_release`` before the first release.
    """
    current = current_release()
    if current is None:
        raise UnknownCodeError("editing.no_release")
    return current.get(factor)


def propose(
    editor: User, factor: str, cells: Mapping[str, str], *, kind: str, reason: str, notice_nl: str, notice_en: str
) -> Correction:
    """Propose a correction of the current version.

    Parameters
    ----------
    cells : mapping
        Columns of :data:`CORRECTABLE` with their new text, in the form of ``records.csv``.
    kind : {"correction", "method"}
        Whether the figure was wrong, or is now found in another way.
    reason : str
        Why, for the reviewer; stays inside.
    notice_nl, notice_en : str
        What stands in the release, public.

    Raises
    ------
    InputError
        ``editing.not_allowed``, ``editing.text_needed``, ``editing.cause_unknown``,
        ``factor.amend_has_problems``, ``factor.amend_nothing``.
    """
    require(editor, "correct")
    before = factor_to_correct(factor)
    told = _told(before, cells, kind, reason, notice_nl, notice_en)
    current, now = current_release(), timezone.now()
    with transaction.atomic():
        made = Correction.objects.create(
            factor_id=before.factor_id,
            key=before.key,
            before_ref=before.ref,
            author=editor,
            changed_by=editor,
            made_at=now,
            changed_at=now,
            editors=[editor.pk],
            compared_with=current.number if current else "",
            **told,
        )
        _audit.record(editor.get_username(), "correct", name_of(made), factor=before.ref, key=before.key, **told)
    return made


def revise(
    editor: User,
    pk: int,
    seen: int,
    cells: Mapping[str, str],
    *,
    kind: str,
    reason: str,
    notice_nl: str,
    notice_en: str,
) -> Correction:
    """Change a correction that was not handed in; it is then held against the current version of its factor.

    Raises
    ------
    InputError
        As :func:`propose`; ``editing.stale`` with both texts, ``editing.wrong_state``.
    """
    require(editor, "correct")
    with transaction.atomic():
        item = locked(Correction, pk)
        before = factor_to_correct(item.factor_id)
        if item.version != seen:
            raise stale(
                item.changed_by.get_username(),
                theirs=_as_text(_texts_of(item)),
                yours=_as_text(
                    {"cells": dict(cells), "reason": reason, "notice_nl": notice_nl, "notice_en": notice_en}
                ),
            )
        require_open(item)
        for name, value in _told(before, cells, kind, reason, notice_nl, notice_en).items():
            setattr(item, name, value)
        current = current_release()
        item.before_ref, item.compared_with = before.ref, current.number if current else ""
        edited_by(item, editor)
        touched(item, editor)
        _audit.record(editor.get_username(), "correct", name_of(item), factor=before.ref, **_texts_of(item))
    return item


def submit_correction(editor: User, pk: int, seen: int, *, today: datetime.date) -> Correction:
    """Hand a correction in for review; it must be able to become a release as it stands.

    Raises
    ------
    InputError
        ``editing.base_outdated``, and as :func:`ketenkompas.web.editing._drafting.submit`.
    """
    require(editor, "submit")
    with transaction.atomic():
        item = locked(Correction, pk, seen)
        require_open(item)
        assembled(current_release(), (), (item,), published_on=today)
        edited_by(item, editor)
        move(editor, item, "submit")
    return item


def recall_correction(editor: User, pk: int, seen: int) -> Correction:
    """Take a correction back that was handed in.

    Raises
    ------
    InputError
        As :func:`ketenkompas.web.editing._workflow.move`.
    """
    with transaction.atomic():
        item = locked(Correction, pk, seen)
        move(editor, item, "recall")
    return item


def _told(
    before: Factor, cells: Mapping[str, str], kind: str, reason: str, notice_nl: str, notice_en: str
) -> dict[str, object]:
    texts = {"reason": said(reason), "notice_nl": said(notice_nl), "notice_en": said(notice_en)}
    problems: list[KetenkompasError] = [
        InputError("editing.text_needed", where=name, found=name) for name, text in texts.items() if not text
    ]
    problems += [InputError("factor.amend_fixed", where=name, found=name) for name in cells if name not in CORRECTABLE]
    if problems:
        raise InputError("editing.not_ready", problems=problems, count=len(problems))
    if kind not in KINDS:
        raise InputError("editing.cause_unknown", found=kind, known=", ".join(KINDS))
    kept = {name: said(cell) for name, cell in cells.items()}
    amended(before, kept, kind="method" if kind == "method" else "correction", note=texts["notice_nl"])
    return {"cells": kept, "kind": kind, **texts}


def _texts_of(item: Correction) -> dict[str, object]:
    return {"cells": item.cells, "reason": item.reason, "notice_nl": item.notice_nl, "notice_en": item.notice_en}


def _as_text(told: Mapping[str, object]) -> str:
    cells = told["cells"]
    lines = [f"{name}: {value}" for name, value in cells.items()] if isinstance(cells, dict) else []
    return "\n".join([*lines, *(str(told[name]) for name in ("reason", "notice_nl", "notice_en"))])
