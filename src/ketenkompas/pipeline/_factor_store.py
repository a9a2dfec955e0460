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
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from ketenkompas.errors import InputError, ProductError, UnknownCodeError, Where
from ketenkompas.factors import Change, Edition, Factor, Release, from_frame, to_frame
from ketenkompas.pipeline._factor_manifest import CHANGES, MANIFEST, RECORDS, release_manifest, unreadable
from ketenkompas.pipeline._store import home

_LONGEST = 40
_CHANGE = {
    "factor_id": pl.String, "key": pl.String, "before": pl.Int32, "after": pl.Int32, "cause": pl.String,
    "note": pl.String,
}  # fmt: skip
_READING = threading.Lock()
_NUMBER = re.compile(r"[0-9]{4}\.[1-9][0-9]{0,2}")


def packaged_factors() -> Path:
    """The folder of editions and releases that come with the package."""
    return Path(str(importlib.resources.files("ketenkompas"))) / "data" / "factors"


def own_factors() -> Path:
    """The folder of editions and releases that were made here: ``factors`` in the user's folder."""
    return home() / "factors"


def _releases_folders() -> tuple[Path, Path]:
    return own_factors() / "releases", packaged_factors() / "releases"


def release_numbers() -> list[str]:
    """The numbers of all releases that are here, the oldest first.

    Raises
    ------
    ProductError
        ``factor.release_unreadable`` when a folder of releases may not be read: what is in it cannot be left out.
    """
    found = {
        name
        for folder in _releases_folders()
        for name in _names_in(folder)
        if _NUMBER.fullmatch(name) and (folder / name / MANIFEST).is_file()
    }
    return sorted(found, key=lambda number: tuple(int(part) for part in number.split(".")))


def _names_in(folder: Path) -> list[str]:
    try:
        return [one.name for one in folder.iterdir()]
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise unreadable(folder, fault.strerror or type(fault).__name__) from fault


def releases_mark() -> tuple[int, ...]:
    """What changes whenever a release comes: for what is remembered about all of them."""
    return tuple(folder.stat().st_mtime_ns if folder.is_dir() else 0 for folder in _releases_folders())


def release_folder(number: str) -> Path:
    """The folder of a release.

    Raises
    ------
    UnknownCodeError
        ``factor.release_unknown`` with the releases that are here.
    ProductError
        ``factor.release_twice`` when a release made here has the number of a packaged one and is another.
    """
    if not _NUMBER.fullmatch(number):
        raise _unknown(number)
    found = [folder / number for folder in _releases_folders() if (folder / number / MANIFEST).is_file()]
    if not found:
        raise _unknown(number)
    if len({release_manifest(one)[1] for one in found}) > 1:
        raise ProductError("factor.release_twice", where=Where(file=str(found[0])), release=number)
    return found[0]


def _unknown(number: str) -> UnknownCodeError:
    known = ", ".join(release_numbers()) or "-"
    return UnknownCodeError("factor.release_unknown", found=number[:_LONGEST], known=known)


def read_release(number: str) -> Release:
    """A release by its number; one that was read stays in memory (it cannot change).

    Raises
    ------
    UnknownCodeError
        ``factor.release_unknown``.
    ProductError
        ``factor.release_damaged`` when a file does not have the hash that the manifest states;
        ``factor.release_unreadable``.
    """
    folder = str(release_folder(number))
    with _READING:  # two threads that ask at once wait for one reading
        return _read(folder)


def read_some(number: str, keys: Collection[str]) -> Mapping[str, Factor]:
    """The newest record of every one of these keys that a release holds; quicker and smaller than the whole release.

    Raises
    ------
    UnknownCodeError, ProductError
        As :func:`read_release`.
    """
    place = release_folder(number)
    manifest, _ = release_manifest(place)
    table = pl.read_parquet(io.BytesIO(_hashed(place / RECORDS, manifest["files"][RECORDS])))
    editions = [Edition(**{**one, "retrieved_on": _date(one["retrieved_on"])}) for one in manifest["editions"]]
    wanted = table.filter(pl.col("key").is_in(list(keys))).sort("version", maintain_order=True)
    return {record.key: record for record in from_frame(wanted, editions)}


@functools.lru_cache(maxsize=4)
def _read(folder: str) -> Release:
    place = Path(folder)
    manifest, sha256 = release_manifest(place)
    tables = {name: _hashed(place / name, expected) for name, expected in manifest["files"].items()}
    try:
        editions = [Edition(**{**one, "retrieved_on": _date(one["retrieved_on"])}) for one in manifest["editions"]]
        records = from_frame(pl.read_parquet(io.BytesIO(tables[RECORDS])), editions)
        steps = pl.read_parquet(io.BytesIO(tables[CHANGES])).iter_rows(named=True)
        return Release(
            number=manifest["number"],
            sequence=manifest["sequence"],
            published_on=_date(manifest["published_on"]),
            records=records,
            changes=tuple(Change(**one) for one in steps),
            previous=manifest["previous"],
            note_nl=manifest["note"]["nl"],
            note_en=manifest["note"]["en"],
            sha256=sha256,
        )
    except (pl.exceptions.PolarsError, InputError, KeyError, TypeError, ValueError) as fault:
        raise unreadable(place, type(fault).__name__) from fault


def _hashed(path: Path, expected: str) -> bytes:
    """The bytes of a file, read once, that have the hash which the manifest states."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        data = b""
    except OSError as fault:
        raise unreadable(path, fault.strerror or type(fault).__name__) from fault
    found = hashlib.sha256(data).hexdigest() if data else "-"
    if found != expected:
        raise ProductError("factor.release_damaged", where=Where(file=str(path)), release=path.parent.name, found=found)
    return data


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
