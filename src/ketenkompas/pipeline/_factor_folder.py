"""The reviewable folder of an edition: put in place whole, never written over."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ketenkompas.errors import InputError, ProductError, Where
from ketenkompas.factors import Factor
from ketenkompas.ingest import edition_texts
from ketenkompas.pipeline._factor_store import own_factors

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,79}")


def write_edition(records: Sequence[Factor], folder: Path | None = None) -> Path:
    """Put the reviewable files of an edition in place: ``<folder>/<source_id>/<edition>``.

    Raises
    ------
    InputError
        ``factor.edition_mixed``; ``factor.edition_name`` for a source or an edition that cannot be a folder's name.
    ProductError
        As :func:`write_edition_folder`.
    """
    texts = edition_texts(records)
    names = (records[0].source.source_id, records[0].source.edition)
    for name in names:
        if not _NAME.fullmatch(name):
            raise InputError("factor.edition_name", found=name[:80])
    target = (folder or own_factors() / "editions").joinpath(*names)
    return _put(texts, target)


def write_edition_folder(records: Sequence[Factor], target: Path) -> Path:
    """Put the reviewable files of an edition in a folder that is new or empty, by one rename.

    Raises
    ------
    InputError
        ``factor.edition_mixed``.
    ProductError
        ``factor.folder_taken`` when something else is in the folder; ``product.cannot_write``.
    """
    return _put(edition_texts(records), target)


def _put(texts: dict[str, str], target: Path) -> Path:
    try:
        if target.is_dir() and any(target.iterdir()):
            raise ProductError("factor.folder_taken", where=Where(file=str(target)))
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as made:
            aside = Path(made) / target.name
            aside.mkdir()
            for name, text in texts.items():
                with (aside / name).open("wb") as file:
                    file.write(text.encode())
                    file.flush()
                    os.fsync(file.fileno())
            aside.replace(target)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise ProductError("product.cannot_write", where=Where(file=str(target)), reason=reason) from fault
    return target
