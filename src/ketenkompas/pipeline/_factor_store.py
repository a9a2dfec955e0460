"""Releases of emission factors as immutable folders: ``release.json`` names every file with its hash."""

from __future__ import annotations

import dataclasses
import datetime
import fcntl
import functools
import hashlib
import importlib.resources
import io
import json
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from ketenkompas.errors import ProductError, UnknownCodeError, Where
from ketenkompas.factors import Change, Edition, Release, from_frame, to_frame
from ketenkompas.pipeline._store import home

MANIFEST, RECORDS, CHANGES = "release.json", "records.parquet", "changes.parquet"
_CHANGE = {
    "factor_id": pl.String, "key": pl.String, "before": pl.Int32, "after": pl.Int32, "cause": pl.String,
    "note": pl.String,
}  # fmt: skip
_NUMBER = re.compile(r"\d{4}\.\d{1,3}")


def packaged_factors() -> Path:
    """The folder of editions and releases that come with the package."""
    return Path(str(importlib.resources.files("ketenkompas"))) / "data" / "factors"


def own_factors() -> Path:
    """The folder of editions and releases that were made here: ``factors`` in the user's folder."""
    return home() / "factors"


def _releases_folders() -> tuple[Path, Path]:
    return own_factors() / "releases", packaged_factors() / "releases"


def release_numbers() -> list[str]:
    """The numbers of all releases that are here, the oldest first."""
    found = {
        path.parent.name
        for folder in _releases_folders()
        for path in folder.glob(f"*/{MANIFEST}")
        if _NUMBER.fullmatch(path.parent.name)
    }
    return sorted(found, key=lambda number: tuple(int(part) for part in number.split(".")))


def releases_mark() -> tuple[int, ...]:
    """What changes whenever a release comes: for what is remembered about all of them."""
    return tuple(folder.stat().st_mtime_ns if folder.is_dir() else 0 for folder in _releases_folders())


def release_folder(number: str) -> Path:
    """The folder of a release.

    Raises
    ------
    UnknownCodeError
        ``factor.release_unknown`` with the releases that are here.
    """
    if _NUMBER.fullmatch(number):
        for folder in _releases_folders():
            if (folder / number / MANIFEST).is_file():
                return folder / number
    raise UnknownCodeError("factor.release_unknown", found=number, known=", ".join(release_numbers()) or "-")


def read_release(number: str) -> Release:
    """A release by its number; one that was read stays in memory (it cannot change).

    Raises
    ------
    UnknownCodeError
        ``factor.release_unknown``.
    ProductError
        ``factor.release_damaged`` when a file does not have the hash that the manifest states.
    """
    return _read(str(release_folder(number)))


@functools.lru_cache(maxsize=4)
def _read(folder: str) -> Release:
    place = Path(folder)
    manifest, sha256 = release_manifest(place)
    for name, expected in manifest["files"].items():
        path = place / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "-"
        if found != expected:
            raise ProductError("factor.release_damaged", where=Where(file=str(path)), release=place.name, found=found)
    editions = [Edition(**{**one, "retrieved_on": _date(one["retrieved_on"])}) for one in manifest["editions"]]
    records = from_frame(pl.read_parquet(place / RECORDS), editions)
    return Release(
        number=manifest["number"],
        sequence=manifest["sequence"],
        published_on=_date(manifest["published_on"]),
        records=records,
        changes=tuple(Change(**one) for one in pl.read_parquet(place / CHANGES).iter_rows(named=True)),
        previous=manifest["previous"],
        note_nl=manifest["note"]["nl"],
        note_en=manifest["note"]["en"],
        sha256=sha256,
    )


def release_manifest(folder: Path) -> tuple[dict[str, Any], str]:
    """The manifest of a release's folder and its hash.

    Raises
    ------
    ProductError
        ``factor.release_unreadable``.
    """
    data = (folder / MANIFEST).read_bytes()
    try:
        manifest: dict[str, Any] = json.loads(data)
    except ValueError as fault:
        raise ProductError("factor.release_unreadable", where=Where(file=str(folder / MANIFEST))) from fault
    return manifest, hashlib.sha256(data).hexdigest()


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def release_as_of(date: datetime.date) -> str:
    """The number of the newest release that was published on or before a date.

    Raises
    ------
    UnknownCodeError
        ``factor.before_first_release``: before the first release nothing was known, and the first is not lent.
    """
    dated = [(release_manifest(release_folder(number))[0], number) for number in release_numbers()]
    known = [(manifest["sequence"], number) for manifest, number in dated if _date(manifest["published_on"]) <= date]
    if not known:
        first = min((manifest["published_on"] for manifest, _ in dated), default="-")
        raise UnknownCodeError("factor.before_first_release", found=date.isoformat(), first=first)
    return max(known)[1]


def newest_release() -> str:
    """The number of the newest release that is here."""
    return release_as_of(datetime.date.max)


def release_files(release: Release) -> dict[str, bytes]:
    """The files of a release; the same release gives the same bytes."""
    files = {
        RECORDS: _table(to_frame(release.records)),
        CHANGES: _table(pl.DataFrame([dataclasses.asdict(one) for one in release.changes], schema=_CHANGE)),
    }
    manifest = {
        "number": release.number,
        "sequence": release.sequence,
        "published_on": release.published_on.isoformat(),
        "previous": release.previous,
        "note": {"nl": release.note_nl, "en": release.note_en},
        "records": len(release.records),
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        "editions": [
            {**dataclasses.asdict(one), "retrieved_on": one.retrieved_on.isoformat()} for one in release.editions
        ],
        "changes": dict(Counter(one.cause for one in release.changes)),
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    return {**files, MANIFEST: text.encode()}


def _table(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=12, statistics=False)
    return buffer.getvalue()


def write_release(release: Release, folder: Path | None = None) -> Path:
    """Put a release in place whole, by one rename; an existing number is never written again.

    Parameters
    ----------
    release : Release
        What to write; its ``sha256`` is not used.
    folder : Path, optional
        The folder of releases; by default the user's own.

    Raises
    ------
    ProductError
        ``factor.release_exists``; ``product.cannot_write``.
    """
    target = (folder or own_factors() / "releases") / release.number
    try:
        with _alone(target.parent):
            if target.exists() or (folder is None and release.number in release_numbers()):
                raise ProductError("factor.release_exists", where=Where(file=str(target)), release=release.number)
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as made:
                aside = Path(made) / release.number
                aside.mkdir()
                for name, data in release_files(release).items():
                    with (aside / name).open("wb") as file:
                        file.write(data)
                        file.flush()
                        os.fsync(file.fileno())
                aside.replace(target)
    except OSError as fault:
        raise ProductError("product.cannot_write", where=Where(file=str(target)), reason=fault.strerror) from fault
    return target


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in folder.glob(".making-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield
