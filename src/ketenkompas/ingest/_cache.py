"""A cache of accounts that opens at once: plain arrays, mapped into memory, beside a list of what they must be.

The cache can always be rebuilt and is never trusted blindly: a file of another size or with another content, a list of
another version or another key, and anything half written count as no cache.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import ProductError, Where
from ketenkompas.mrio import Accounts, FinalUses, Meta, Sectors

Array = npt.NDArray[np.float64]
_LIST = "accounts.json"
_VERSION = 1
_ARRAYS = ("flows", "demand", "output", "emissions", "direct", "value_added")


def save_cache(accounts: Accounts, folder: Path, *, key: str = "") -> Path:
    """Write accounts as a cache, whole or not at all; what stood there before is replaced.

    Parameters
    ----------
    accounts : Accounts
    folder : Path
        The folder that becomes the cache.
    key : str
        Names what the accounts were made from (file hashes, version of the reader); :func:`open_cache` wants the same.

    Returns
    -------
    Path
        ``folder``.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        files = {name: _write(made, name, values) for name, values in _arrays(accounts).items()}
        content = {
            "version": _VERSION,
            "key": key,
            "sectors": [list(accounts.sectors.regions), list(accounts.sectors.products)],
            "final_uses": [list(accounts.final_uses.regions), list(accounts.final_uses.categories)],
            "gases": list(accounts.gases),
            "value_added_rows": list(accounts.value_added_rows),
            "meta": dataclasses.asdict(accounts.meta),
            "files": files,
        }
        (made / _LIST).write_text(json.dumps({"content": content, "sha256": _digest(content)}), "utf-8")
        _replace(folder, made)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return folder


def open_cache(folder: Path, *, key: str = "") -> Accounts:
    """The accounts of a cache; the arrays are mapped into memory and read when they are used.

    Sizes and times of all files are compared with the list; where a time differs (a copied folder), the contents are.
    The accounts were validated when they were saved and are not validated again.

    Raises
    ------
    ProductError
        ``cache.absent`` or ``cache.not_trusted``, with the reason; build the accounts anew then
        (:func:`cached_accounts` does).
    """
    content = _checked_list(folder, key)
    arrays = {name: _opened(folder, name, stated) for name, stated in content["files"].items()}
    meta: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in content["meta"].items()
    }
    return Accounts(
        sectors=Sectors(*(tuple(labels) for labels in content["sectors"])),
        final_uses=FinalUses(*(tuple(labels) for labels in content["final_uses"])),
        gases=tuple(content["gases"]),
        meta=Meta(**meta),
        _flows=arrays["flows"],
        _demand=arrays["demand"],
        _output=arrays["output"],
        _emissions=arrays["emissions"],
        _direct=arrays["direct"],
        _value_added=arrays.get("value_added"),
        value_added_rows=tuple(content["value_added_rows"]),
    )


def cached_accounts(folder: Path, build: Callable[[], Accounts], *, key: str = "") -> Accounts:
    """The accounts of a cache, built and saved when there is none that can be trusted."""
    try:
        return open_cache(folder, key=key)
    except ProductError:
        accounts = build()
        save_cache(accounts, folder, key=key)
        return accounts


def _arrays(accounts: Accounts) -> dict[str, Array]:
    named = {name: getattr(accounts, name) for name in _ARRAYS}
    return {name: values.values for name, values in named.items() if values is not None}


def _write(folder: Path, name: str, values: Array) -> dict[str, Any]:
    path = folder / f"{name}.npy"
    with path.open("wb") as file:
        np.save(file, np.ascontiguousarray(values, dtype="<f8"))
        file.flush()
        os.fsync(file.fileno())
    stated = path.stat()
    return {
        "bytes": stated.st_size,
        "mtime_ns": stated.st_mtime_ns,
        "shape": list(values.shape),
        "blake2b": _file_digest(path),
    }


def _replace(folder: Path, made: Path) -> None:
    """Put the new folder in the place of the old one; readers that have the old one open keep it."""
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.old.", dir=folder.parent))
    try:
        if folder.exists():
            folder.rename(aside / "old")
        made.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _checked_list(folder: Path, key: str) -> dict[str, Any]:
    where = Where(file=f"{folder.name}/{_LIST}")
    try:
        stated = json.loads((folder / _LIST).read_text("utf-8"))
        content, digest = stated["content"], stated["sha256"]
    except FileNotFoundError:
        raise ProductError("cache.absent", where=where) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise ProductError("cache.not_trusted", where=where, reason="unreadable list") from None
    if not isinstance(content, dict) or _digest(content) != digest:
        raise ProductError("cache.not_trusted", where=where, reason="changed list")
    if content["version"] != _VERSION:
        raise ProductError("cache.not_trusted", where=where, reason=f"version {content['version']}")
    if content["key"] != key:
        raise ProductError("cache.not_trusted", where=where, reason="made from other sources")
    return content


def _opened(folder: Path, name: str, stated: dict[str, Any]) -> Array:
    path = folder / f"{name}.npy"
    where = Where(file=f"{folder.name}/{path.name}")
    try:
        found = path.stat()
        if found.st_size != stated["bytes"]:
            raise ProductError("cache.not_trusted", where=where, reason="another size")
        if found.st_mtime_ns != stated["mtime_ns"] and _file_digest(path) != stated["blake2b"]:
            raise ProductError("cache.not_trusted", where=where, reason="another content")
        values: Array = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    except (OSError, ValueError):
        raise ProductError("cache.not_trusted", where=where, reason="unreadable array") from None
    if list(values.shape) != stated["shape"] or values.dtype != np.dtype("<f8"):
        raise ProductError("cache.not_trusted", where=where, reason="another shape")
    return values


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
