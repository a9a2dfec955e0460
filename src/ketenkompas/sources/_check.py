"""Whether a file is the one of the record: length and sha256, the latter remembered for a file that did not change."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from pathlib import Path

from ketenkompas.errors import SourceError, Where
from ketenkompas.sources._record import SourceRecord

_BLOCK = 1 << 20
_SETTLED_S = 2.0  # a file younger than this could still change within the resolution of its clock


def sha256_of(path: Path, cache: Path) -> str:
    """The sha256 of a file; a file of the same size, time and inode as at an earlier reading is not read again."""
    known = remembered(path, cache)
    if known is not None:
        return known
    digest = hashlib.sha256()
    before = path.stat()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    if time.time() - before.st_mtime > _SETTLED_S and _stamp(before) == _stamp(path.stat()):
        _remember(path, cache, digest.hexdigest())
    return digest.hexdigest()


def remembered(path: Path, cache: Path) -> str | None:
    """The sha256 found at an earlier reading, when the file has not changed since; else None."""
    try:
        note = json.loads(_note(path, cache).read_text("utf-8"))
        same = note["stamp"] == _stamp(path.stat())
        return str(note["sha256"]) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def check(path: Path, record: SourceRecord, cache: Path) -> tuple[str, bool]:
    """The sha256 of a file and whether the registry could confirm it (False: the record has no checksum).

    Raises
    ------
    SourceError
        ``sources.size_differs`` or ``sources.checksum_differs``.
    """
    size = path.stat().st_size
    if record.size is not None and size != record.size:
        raise SourceError(
            "sources.size_differs", where=Where(file=str(path)), id=record.id, found=size, wanted=record.size
        )
    found = sha256_of(path, cache)
    if record.sha256 is not None and found != record.sha256:
        raise SourceError(
            "sources.checksum_differs", where=Where(file=str(path)), id=record.id, found=found, wanted=record.sha256
        )
    return found, record.sha256 is not None


def _stamp(status: os.stat_result) -> list[int]:
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def _note(path: Path, cache: Path) -> Path:
    name = hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:32]
    return cache / ".checked" / f"{name}.json"


def _remember(path: Path, cache: Path, sha256: str) -> None:
    note = _note(path, cache)
    fresh = note.with_suffix(f".{os.getpid()}.new")
    with contextlib.suppress(OSError):  # a cache that cannot be written only costs a second reading
        note.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps({"stamp": _stamp(path.stat()), "sha256": sha256}), "utf-8")
        fresh.replace(note)
