"""From an official file to a batch of drafts beside the current release."""

from __future__ import annotations

import hashlib
import io
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ketenkompas.errors import InputError, UnknownCodeError, Where
from ketenkompas.factors import ChangeKind, Factor, Proposal, proposals
from ketenkompas.i18n import Language
from ketenkompas.ingest import FACTOR_SOURCES, FactorImport
from ketenkompas.web.editing import _audit
from ketenkompas.web.editing._records import current_release, kept_cells, kept_edition, read_kept_cells
from ketenkompas.web.editing._records import read_kept_edition as _edition
from ketenkompas.web.editing._roles import require
from ketenkompas.web.editing._workflow import locked, move, name_of, touched
from ketenkompas.web.editing.models import Draft, ImportBatch

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024
_LONGEST_NAME = 200
_DESCRIPTION = "edition.yml"
CAUSES: tuple[ChangeKind, ...] = ("new", "restatement", "correction", "method")
"""Why an edition is brought in: it is new, its publisher changed it, we read it wrongly, or we read it otherwise."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What an editor handed in: the file or files, as one thing with a name and a hash."""

    name: str
    size: int
    sha256: str


def import_files(
    editor: User, source_id: str, files: Sequence[tuple[str, bytes]], *, cause: str = "new"
) -> ImportBatch:
    """Read official files and keep their records as drafts; the files themselves are not kept, only their hash.

    Parameters
    ----------
    files : sequence of (name, bytes)
        One file, with an ``edition.yml`` beside it where the source asks for one; or the several files of a source.
    cause : str
        One of :data:`CAUSES`.

    Raises
    ------
    InputError
        ``editing.not_allowed``, ``editing.no_file``, ``editing.file_too_large``, ``editing.file_empty``,
        ``editing.file_twice``, ``editing.other_source``, ``editing.no_records``, ``editing.cause_unknown``, and
        whatever the importer refuses.
    UnknownCodeError
        ``editing.source_unknown``.
    """
    require(editor, "import")
    source = FACTOR_SOURCES.get(source_id)
    if source is None:
        raise UnknownCodeError("editing.source_unknown", found=source_id, known=", ".join(FACTOR_SOURCES) or "-")
    given = [(plain_name(name), data) for name, data in files]
    _bearable(given)
    with tempfile.TemporaryDirectory(prefix="ketenkompas-import-") as folder:
        for name, data in given:
            (Path(folder) / name).write_bytes(data)
        tables = [name for name, _ in given if name != _DESCRIPTION]
        found = source.read(Path(folder) / tables[0] if len(tables) == 1 else Path(folder))
    return keep_import(editor, source_id, found, _handed(given), cause=cause)


def keep_import(
    editor: User, source_id: str, found: FactorImport, handed: Handed, *, cause: str = "new"
) -> ImportBatch:
    """Keep what an importer gave as a batch, in one transaction.

    Raises
    ------
    InputError
        ``editing.not_allowed``, ``editing.other_source``, ``editing.no_records``, ``editing.cause_unknown``.
    """
    require(editor, "import")
    if cause not in CAUSES:
        raise InputError("editing.cause_unknown", found=cause, known=", ".join(CAUSES))
    if found.edition.source_id != source_id:
        raise InputError("editing.other_source", found=found.edition.source_id, expected=source_id)
    if not found.records:
        raise InputError("editing.no_records", where=Where(file=handed.name))
    now, previous = timezone.now(), current_release()
    compared = proposals(previous.current if previous else (), found.records)
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            source_id=source_id,
            cause=cause,
            edition=kept_edition(found.edition),
            file_name=handed.name,
            file_size=handed.size,
            file_sha256=handed.sha256,
            report={"nl": _report(found, "nl"), "en": _report(found, "en")},
            author=editor,
            changed_by=editor,
            made_at=now,
            changed_at=now,
            editors=[editor.pk],
            compared_with=previous.number if previous else "",
        )
        Draft.objects.bulk_create(_drafts(batch, compared), batch_size=500)
        _audit.record(
            editor.get_username(), "import", name_of(batch), source=source_id, edition=found.edition.edition,
            file=handed.name, sha256=handed.sha256, rows=Counter(one.kind for one in compared),
            compared_with=batch.compared_with,
        )  # fmt: skip
    return batch


def compare_again(editor: User, pk: int, seen: int | None = None) -> bool:
    """Hold a batch against the release that is current now; whether anything differs from what was decided on.

    Decisions and notes stay where a row still says the same. Where a row says something else, the batch goes back to
    its editor, approved or not.

    Raises
    ------
    InputError
        ``editing.not_allowed``, ``editing.stale``, ``editing.in_a_run``, ``editing.wrong_state``.
    """
    require(editor, "submit")
    previous = current_release()
    with transaction.atomic():
        batch = locked(ImportBatch, pk, seen)
        if batch.run_id is not None and batch.state != "released":
            raise InputError("editing.in_a_run")
        if batch.state in ("released", "abandoned"):
            raise InputError("editing.wrong_state", found=batch.state, known="draft, rejected, in_review, approved")
        old = {one.factor_id: one for one in batch.drafts.all()}
        compared = proposals(previous.current if previous else (), drafted(batch, old.values()))
        fresh = {one.factor_id: one for one in _drafts(batch, compared)}
        differs = {name: _saying(one) for name, one in old.items()} != {n: _saying(one) for n, one in fresh.items()}
        if differs and batch.state in ("in_review", "approved"):
            move(editor, batch, "recall", cause="compared again")
        elif differs:
            touched(batch, editor)
        _replace(batch, old, fresh)
        batch.compared_with = previous.number if previous else ""
        batch.save(update_fields=["compared_with"])
        _audit.record(
            editor.get_username(), "compare", name_of(batch), compared_with=batch.compared_with, differs=differs
        )
    return differs


def drafted(batch: ImportBatch, drafts: Iterable[Draft]) -> list[Factor]:
    """The records of a batch as its importer gave them, in the order of the file."""
    edition = _edition(batch.edition)
    return [read_kept_cells(one.cells, one.factor_id, edition) for one in drafts if one.cells is not None]


def plain_name(name: str) -> str:
    r"""The last part of a file's name, without control characters and separators.

    Examples
    --------
    >>> plain_name(r"C:\Users\x\lijst 2027.xlsx"), plain_name("../../etc/passwd"), plain_name("..")
    ('lijst 2027.xlsx', 'passwd', 'file')
    """
    last = PureWindowsPath(PurePosixPath(name).name).name
    kept = "".join(one for one in last if unicodedata.category(one)[0] != "C").strip(". ")
    return kept[-_LONGEST_NAME:] or "file"


def _bearable(files: Sequence[tuple[str, bytes]]) -> None:
    if not [name for name, _ in files if name != _DESCRIPTION]:
        raise InputError("editing.no_file")
    for name, count in Counter(name for name, _ in files).items():
        if count > 1:
            raise InputError("editing.file_twice", found=name)
    unpacked = 0
    for name, data in files:
        if not data:
            raise InputError("editing.file_empty", where=Where(file=name))
        unpacked += _unpacked(data)
    if sum(len(data) for _, data in files) > MOST_BYTES or unpacked > MOST_UNPACKED:
        raise InputError("editing.file_too_large", most=MOST_BYTES // 1024**2)


def _unpacked(data: bytes) -> int:
    """Bytes that a packed file says it holds; 0 for what is not packed, or too damaged for any importer to unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile:
        return 0


def _handed(files: Sequence[tuple[str, bytes]]) -> Handed:
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files}
    size, names = sum(len(data) for _, data in files), ", ".join(hashes)
    if len(hashes) == 1:
        return Handed(names, size, hashes[names])
    listed = "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))  # as sha256sum writes it
    return Handed(names[:_LONGEST_NAME], size, hashlib.sha256(listed.encode()).hexdigest())


def _report(found: FactorImport, language: Language) -> dict[str, object]:
    return {name: value for name, value in found.as_json(language).items() if name != "edition"}


def _drafts(batch: ImportBatch, compared: Iterable[Proposal]) -> list[Draft]:
    return [
        Draft(
            batch=batch,
            place=place,
            factor_id=one.factor.factor_id,
            key=one.factor.key,
            name_nl=one.factor.name_nl,
            name_en=one.factor.name_en,
            kind=one.kind,
            before_ref=one.before.ref if one.before else "",
            cells=kept_cells(one.after) if one.after else None,
            fields=list(one.fields),
            ratio=one.ratio,
            mark=one.mark,
            decision="" if one.kind == "removed" else "take",
        )
        for place, one in enumerate(compared, 1)
    ]


def _saying(draft: Draft) -> tuple[object, ...]:
    return draft.kind, draft.before_ref, draft.fields, draft.mark


def _replace(batch: ImportBatch, old: Mapping[str, Draft], fresh: Mapping[str, Draft]) -> None:
    for name in fresh.keys() & old.keys():
        if _saying(fresh[name]) != _saying(old[name]):
            _renew(old[name], fresh[name])
    Draft.objects.bulk_create([fresh[name] for name in fresh.keys() - old.keys()], batch_size=500)
    gone = batch.drafts.filter(factor_id__in=old.keys() - fresh.keys())
    gone.filter(questions__isnull=True).delete()
    gone.update(kind="same", decision="keep", mark="")  # what was asked about a row stays readable


def _renew(old: Draft, fresh: Draft) -> None:
    for name in ("kind", "before_ref", "cells", "fields", "ratio", "mark", "decision"):
        setattr(old, name, getattr(fresh, name))
    old.version += 1
    old.save()
