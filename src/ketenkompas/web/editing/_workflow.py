"""The states of what is proposed, and the one way to go from one to the next.

Every act locks what it changes, looks whether it is still what the person saw, changes it and writes the audit log, in
one transaction. So two persons who act at the same time lose nothing: one of them is told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeVar

from django.db import transaction
from django.utils import timezone

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.web.editing import _audit
from ketenkompas.web.editing._roles import Act, require
from ketenkompas.web.editing.models import Correction, ImportBatch, Proposed, Review

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Move = Literal["submit", "recall", "abandon", "approve", "reject"]
MOVES: Mapping[Move, tuple[frozenset[str], str, Act]] = {
    "submit": (frozenset({"draft", "rejected"}), "in_review", "submit"),
    "recall": (frozenset({"in_review", "approved"}), "draft", "submit"),
    "abandon": (frozenset({"draft", "rejected", "in_review", "approved"}), "abandoned", "abandon"),
    "approve": (frozenset({"in_review"}), "approved", "review"),
    "reject": (frozenset({"in_review"}), "rejected", "review"),
}
"""From which states, to which, by whose right."""
OPEN = frozenset({"draft", "rejected"})
"""States in which an editor may change what is proposed."""
LONGEST = 4000
Item = TypeVar("Item", bound=Proposed)


def name_of(item: Proposed) -> str:
    """How the audit log calls it: ``batch 12``, ``correction 3``."""
    return f"{'batch' if isinstance(item, ImportBatch) else 'correction'} {item.pk}"


def title_of(item: Proposed) -> str:
    """How people call it: data set and edition of a batch, key of a corrected factor."""
    if isinstance(item, ImportBatch):
        return f"{item.edition['dataset']} {item.edition['edition']}"
    return item.key if isinstance(item, Correction) else ""


def locked(model: type[Item], pk: int, seen: int | None = None) -> Item:
    """A batch or correction that nobody else can change until the transaction ends.

    Raises
    ------
    UnknownCodeError
        ``editing.unknown``.
    InputError
        ``editing.stale`` when it is no longer the version that was seen.
    """
    found = model._default_manager.select_for_update().filter(pk=pk).first()
    if found is None:
        raise UnknownCodeError("editing.unknown", found=pk)
    if seen is not None and found.version != seen:
        raise stale(found.changed_by.get_username())
    return found


def stale(by: str, *, theirs: str = "", yours: str = "") -> InputError:
    """Somebody else was first; both texts are kept in the error, so that nothing is lost."""
    return InputError("editing.stale", by=by, theirs=theirs, yours=yours)


def require_open(item: Proposed) -> None:
    """Refuse changes of what is under review, approved, released or abandoned.

    Raises
    ------
    InputError
        ``editing.wrong_state``.
    """
    if item.state not in OPEN:
        raise InputError("editing.wrong_state", found=item.state, known=", ".join(sorted(OPEN)))


def move(actor: User, item: Proposed, act: Move, **details: object) -> None:
    """Bring a locked batch or correction to its next state, and write it down.

    Raises
    ------
    InputError
        ``editing.not_allowed``, ``editing.wrong_state``, and ``editing.in_a_run`` while it is being released.
    """
    states, target, right = MOVES[act]
    require(actor, right)
    if item.run_id is not None:
        raise InputError("editing.in_a_run")
    if item.state not in states:
        raise InputError("editing.wrong_state", found=item.state, known=", ".join(sorted(states)))
    item.state = target
    touched(item, actor)
    _audit.record(actor.get_username(), act, name_of(item), version=item.version, **details)


def give_up(editor: User, model: type[Item], pk: int, seen: int) -> Item:
    """End a batch or correction that will not be released; it stays readable.

    Raises
    ------
    InputError
        As :func:`move`.
    """
    with transaction.atomic():
        item = locked(model, pk, seen)
        move(editor, item, "abandon")
    return item


def touched(item: Proposed, actor: User) -> None:
    """Save a locked batch or correction as its next version."""
    item.version += 1
    item.changed_at, item.changed_by = timezone.now(), actor
    item.save()


def edited_by(item: Proposed, actor: User) -> None:
    """Remember that a person had a hand in it: this person cannot review it."""
    if actor.pk not in item.editors:
        item.editors = [*item.editors, actor.pk]


def approval(item: Proposed) -> Review | None:
    """The approval of the version that is there now, by somebody who had no hand in it."""
    found = item.reviews.order_by("-at", "-id").first()
    if found is None or not found.approved or found.of_version != item.version:
        return None
    return None if found.reviewer_id in item.editors else found


def two_persons(item: Proposed, releaser: User) -> None:
    """Refuse a release that rests on one person.

    Raises
    ------
    InputError
        ``editing.not_approved``; ``editing.one_person`` when nobody but the releaser edited and approved.
    """
    found = approval(item)
    if item.state != "approved" or found is None:
        raise InputError("editing.not_approved", object=title_of(item))
    if not {*item.editors, found.reviewer_id} - {releaser.pk}:
        raise InputError("editing.one_person", object=title_of(item))


def said(text: str, longest: int = LONGEST) -> str:
    """What a person typed, without control characters; too long is told, not cut.

    Raises
    ------
    InputError
        ``editing.too_long``.
    """
    kept = "".join(one for one in text.replace("\r\n", "\n") if one in "\n\t" or unicodedata.category(one) != "Cc")
    if len(kept) > longest:
        raise InputError("editing.too_long", found=len(kept), most=longest)
    return kept.strip()
