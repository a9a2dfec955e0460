"""Which edition of a source a file is: by its hash among the reviewed editions, or by the description beside it."""

from __future__ import annotations

import hashlib
import importlib.resources
from pathlib import Path

from ketenkompas.errors import InputError, Where
from ketenkompas.factors import Edition
from ketenkompas.ingest._factor_edition import ABOUT, read_about

_EDITIONS = "data/factors/editions"


def edition_of(source_id: str, data: bytes, beside: Path | None = None) -> Edition:
    """The edition that these bytes are.

    The files and packages behind these sources do not tell their own licence or date. Somebody must have looked them up
    and written them down: in the editions that come with Ketenkompas, or in an ``edition.yml`` next to the file.

    Parameters
    ----------
    source_id : str
    data : bytes
        The file.
    beside : Path, optional
        Folder in which an ``edition.yml`` may describe the file.

    Raises
    ------
    InputError
        ``factor.edition_new`` when nothing describes a file with this hash; ``factor.edition_about``.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    packaged = Path(str(importlib.resources.files("ketenkompas"))) / _EDITIONS / source_id
    described = [read_about(path.parent) for path in sorted(packaged.glob(f"*/{ABOUT}"))]
    if beside is not None and (beside / ABOUT).is_file():
        described.append(read_about(beside))
    for one in described:
        if one.source_id == source_id and one.file_sha256 == sha256:
            return one
    known = ", ".join(one.edition for one in described if one.source_id == source_id) or "-"
    raise InputError("factor.edition_new", where=Where(file=ABOUT), source=source_id, found=sha256, known=known)
