"""Publishing: from approved work to a release, in steps that can be interrupted anywhere and taken up again.

1. *planned*: which batches and corrections, number, date and words are fixed in the data base;
2. *built*: the release was made in memory, and the hash that its manifest will have is noted;
3. the folder is put in place by one rename: from here on readers see the new release, until here the old one;
4. *published*: the data base says so too.

What is planned is enough to make the same bytes again. So whoever continues looks what is there, and does what is left.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from ketenkompas.errors import InputError, ProductError, UnknownCodeError
from ketenkompas.factors import Release
from ketenkompas.pipeline import (
    next_number,
    own_factors,
    release_files,
    release_manifest,
    write_release,
)
from ketenkompas.web.editing import _audit
from ketenkompas.web.editing._assembly import assembled
from ketenkompas.web.editing._records import current_release, released
from ketenkompas.web.editing._roles import require
from ketenkompas.web.editing._workflow import locked, name_of, said, title_of, two_persons
from ketenkompas.web.editing.models import Correction, ImportBatch, Proposed, ReleaseRun

if TYPE_CHECKING:
    from pathlib import Path

    from django.contrib.auth.models import User

UNFINISHED = ("planned", "built")
_MANIFEST = "release.json"


def unfinished() -> ReleaseRun | None:
    """The run that was begun and neither published nor abandoned."""
    return ReleaseRun.objects.filter(state__in=UNFINISHED).first()


def plan(
    releaser: User,
    *,
    batches: Sequence[int],
    corrections: Sequence[int],
    note_nl: str,
    note_en: str,
    today: datetime.date,
) -> ReleaseRun:
    """Fix what the next release will hold.

    Raises
    ------
    InputError
        ``editing.nothing_chosen``, ``editing.run_open``; for each of what was chosen ``editing.not_approved``,
        ``editing.one_person``, ``editing.base_outdated``, ``editing.in_a_run``; ``editing.text_needed`` without words
        in both languages.
    """
    require(releaser, "release")
    texts = {"note_nl": said(note_nl), "note_en": said(note_en)}
    for name, text in texts.items():
        if not text:
            raise InputError("editing.text_needed", where=name, found=name)
    if not batches and not corrections:
        raise InputError("editing.nothing_chosen")
    previous = current_release()
    try:
        with transaction.atomic():
            items: list[Proposed] = [locked(ImportBatch, pk) for pk in sorted(batches)]
            items += [locked(Correction, pk) for pk in sorted(corrections)]
            for item in items:
                _releasable(item, releaser, previous)
            run = ReleaseRun.objects.create(
                number=next_number(previous.number if previous else "", today.year),
                sequence=previous.sequence + 1 if previous else 1,
                previous=previous.number if previous else "",
                previous_sha256=previous.sha256 if previous else "",
                published_on=today,
                releaser=releaser,
                began_at=timezone.now(),
                **texts,
            )
            for item in items:
                item.run = run
                item.save(update_fields=["run"])
            _audit.record(
                releaser.get_username(), "plan", f"release {run.number}", run=run.pk, items=[name_of(i) for i in items]
            )
    except IntegrityError as fault:
        raise InputError("editing.run_open") from fault
    return run


def publish(releaser: User, pk: int) -> ReleaseRun:
    """Do what is left of a run, whatever it was interrupted at; a run that was published stays as it is.

    Raises
    ------
    InputError
        ``editing.not_allowed``, ``editing.one_person``, ``editing.run_ended``, and what
        :func:`ketenkompas.pipeline.next_release` refuses.
    ProductError
        ``editing.release_conflict`` when another release has the number, or the one before is no longer the same;
        ``product.cannot_write``.
    """
    require(releaser, "release")
    run = _run(pk)
    if run.state == "abandoned":
        raise InputError("editing.run_ended", found=run.number)
    if run.state == "published":
        return run
    for item in items_of(run):
        two_persons(item, releaser)
    if not _in_place(run).exists():
        _put(run, _build(releaser, run))
    return _finish(releaser, run)


def abandon(releaser: User, pk: int) -> ReleaseRun:
    """Give a run up before its release was put in place; what was approved stays approved.

    Raises
    ------
    InputError
        ``editing.not_allowed``, ``editing.run_ended``; ``editing.run_in_place`` when readers can see it already.
    """
    require(releaser, "release")
    with transaction.atomic():
        run = _locked_run(pk)
        if run.state not in UNFINISHED:
            raise InputError("editing.run_ended", found=run.number)
        if _in_place(run).exists():
            raise InputError("editing.run_in_place", found=run.number)
        for item in items_of(run):
            item.run = None
            item.save(update_fields=["run"])
        run.state, run.ended_at = "abandoned", timezone.now()
        run.save()
        _audit.record(releaser.get_username(), "give up", f"release {run.number}", run=run.pk)
    return run


def items_of(run: ReleaseRun) -> list[Proposed]:
    """The batches and corrections of a run, in a fixed order."""
    return [
        *ImportBatch.objects.filter(run=run).order_by("pk"),
        *Correction.objects.filter(run=run).order_by("pk"),
    ]


def _releasable(item: Proposed, releaser: User, previous: Release | None) -> None:
    if item.run_id is not None:
        raise InputError("editing.in_a_run")
    two_persons(item, releaser)
    if item.compared_with != (previous.number if previous else ""):
        raise InputError("editing.base_outdated", found=item.compared_with or "-", object=title_of(item))


def _build(releaser: User, run: ReleaseRun) -> Release:
    previous = released(run.previous)
    if (previous.sha256 if previous else "") != run.previous_sha256:
        raise ProductError("editing.release_conflict", found=run.previous or "-")
    made = assembled(
        previous,
        ImportBatch.objects.filter(run=run).order_by("pk"),
        Correction.objects.filter(run=run).order_by("pk"),
        published_on=run.published_on,
        note_nl=run.note_nl,
        note_en=run.note_en,
    )
    if made.number != run.number:
        raise ProductError("editing.release_conflict", found=run.number)
    sha256 = hashlib.sha256(release_files(made)[_MANIFEST]).hexdigest()
    with transaction.atomic():
        kept = _wanted(run.pk)
        if kept.state == "published":
            return made
        kept.state, kept.sha256, kept.records = "built", sha256, len(made.records)
        kept.save()
        _audit.record(releaser.get_username(), "build", f"release {run.number}", run=run.pk, sha256=sha256)
    return made


def _put(run: ReleaseRun, made: Release) -> None:
    with transaction.atomic():
        _wanted(run.pk)  # held until the folder is there, so that nobody gives the run up meanwhile
        try:
            write_release(made)
        except ProductError as fault:
            if fault.code != "factor.release_exists":  # else somebody was first; the hash tells whether it is the same
                raise


def _finish(releaser: User, run: ReleaseRun) -> ReleaseRun:
    with transaction.atomic():
        kept = _locked_run(run.pk)
        if kept.state == "published":
            return kept
        if release_manifest(_in_place(kept))[1] != kept.sha256:
            raise ProductError("editing.release_conflict", found=kept.number)
        for item in items_of(kept):
            item.state = "released"
            item.version += 1
            item.save(update_fields=["state", "version"])
        kept.state, kept.ended_at = "published", timezone.now()
        kept.save()
        _audit.record(
            releaser.get_username(), "publish", f"release {kept.number}", run=kept.pk, sha256=kept.sha256,
            records=kept.records,
        )  # fmt: skip
    return kept


def _in_place(run: ReleaseRun) -> Path:
    return own_factors() / "releases" / run.number


def _run(pk: int) -> ReleaseRun:
    found = ReleaseRun.objects.filter(pk=pk).first()
    if found is None:
        raise UnknownCodeError("editing.unknown", found=pk)
    return found


def _wanted(pk: int) -> ReleaseRun:
    found = _locked_run(pk)
    if found.state == "abandoned":
        raise InputError("editing.run_ended", found=found.number)
    return found


def _locked_run(pk: int) -> ReleaseRun:
    return ReleaseRun.objects.select_for_update().get(pk=pk)
