"""One process at a time for one file; the system frees the lock of a process that dies."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ketenkompas.errors import SourceError, Where

_LOOK_AGAIN_S = 0.1


@contextlib.contextmanager
def only_one(target: Path, folder: Path, patience_s: float) -> Iterator[bool]:
    """Hold the right to write a file; yields whether another process had to be waited for.

    Raises
    ------
    SourceError
        ``sources.busy`` when the other process is not ready within the patience (seconds).
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(str(target.absolute()).encode()).hexdigest()[:32]
    handle = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        waited, deadline = False, time.monotonic() + patience_s
        while not _taken(handle):
            waited = True
            if time.monotonic() > deadline:
                raise SourceError("sources.busy", where=Where(file=str(target)), seconds=round(patience_s))
            time.sleep(_LOOK_AGAIN_S)
        yield waited
    finally:
        os.close(handle)  # closing frees the lock


def _taken(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
