"""The next release from what was approved. Records are numbered and checked in ``factors``."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ketenkompas.errors import InputError
from ketenkompas.factors import ChangeKind, Factor, Release, amended
from ketenkompas.pipeline import next_number, next_release
from ketenkompas.web.editing._records import read_kept_cells, read_kept_edition
from ketenkompas.web.editing._workflow import approval, name_of, title_of
from ketenkompas.web.editing.models import Correction, Draft, ImportBatch, Proposed


def assembled(
    previous: Release | None,
    batches: Iterable[ImportBatch],
    corrections: Iterable[Correction],
    *,
    published_on: datetime.date,
    note_nl: str = "",
    note_en: str = "",
) -> Release:
    """The release that follows, not written; the same input gives the same records.

    Raises
    ------
    InputError
        ``editing.factor_twice`` when two of them are about one factor, and what
        :func:`ketenkompas.pipeline.next_release` refuses.
    """
    current = {one.factor_id: one for one in previous.current} if previous else {}
    given = tuple(batches)
    incoming: dict[str, Factor] = {}
    found = [(title_of(item), one) for item in given for one in _of_batch(item, current)]
    found += [(title_of(item), _of_correction(item, current)) for item in corrections]
    for name, one in found:
        if one.factor_id in incoming:
            raise InputError("editing.factor_twice", key=one.key, object=name)
        incoming[one.factor_id] = one
    return next_release(
        previous,
        tuple(incoming.values()),
        number=next_number(previous.number if previous else "", published_on.year),
        published_on=published_on,
        whole_sources=[one.source_id for one in given],
        note_nl=note_nl,
        note_en=note_en,
    )


def _of_batch(batch: ImportBatch, current: Mapping[str, Factor]) -> Iterator[Factor]:
    edition, cause, found = read_kept_edition(batch.edition), batch.cause, _review_of(batch)
    for draft in batch.drafts.all():
        before = current.get(draft.factor_id)
        if draft.decision == "take":
            taken = read_kept_cells(draft.cells, draft.factor_id, edition)
            if draft.kind == "same" and before is not None and _read_again(before, taken):
                yield before
                continue
            yield _reviewed(_explained(taken, draft, _kind(cause, before)), found)
        elif draft.decision != "lapse" and before is not None:
            yield before  # the same as what is there: it stays, and does not count as gone


def _read_again(before: Factor, taken: Factor) -> bool:
    """Whether a row that is the same comes from the edition that it is already from: no new version of it."""
    return before.source.edition == taken.source.edition and before.cell == taken.cell


def _explained(taken: Factor, draft: Draft, kind: ChangeKind) -> Factor:
    return replace(taken, change_kind=kind, change_note=draft.note or taken.change_note)


def _kind(cause: str, before: Factor | None) -> ChangeKind:
    kinds: dict[str, ChangeKind] = {"correction": "correction", "restatement": "restatement", "method": "method"}
    return kinds.get(cause, "new") if before is not None else "new"


def _of_correction(item: Correction, current: Mapping[str, Factor]) -> Factor:
    before = current.get(item.factor_id)
    if before is None or before.ref != item.before_ref:
        raise InputError("editing.base_outdated", found=item.compared_with, object=title_of(item))
    kind: ChangeKind = "method" if item.kind == "method" else "correction"
    notice = item.notice_nl if item.notice_nl == item.notice_en else f"{item.notice_nl} / {item.notice_en}"
    return _reviewed(amended(before, item.cells, kind=kind, note=notice), _review_of(item))


def _review_of(item: Proposed) -> tuple[str, datetime.date] | None:
    """Who looked stands in the audit log, not in a public file that can never be changed; here is where to find it."""
    found = approval(item)
    return None if found is None else (f"editing: {name_of(item)}", found.at.date())


def _reviewed(one: Factor, found: tuple[str, datetime.date] | None) -> Factor:
    return one if found is None else replace(one, reviewed_by=found[0], reviewed_on=found[1])
