"""Editions: all products together as they stood at one moment, kept whole, so that a figure can be read again later."""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import functools
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenkompas.errors import ProductError, UnknownCodeError, Where
from ketenkompas.pipeline._store import (
    MODEL_FILE,
    RECEIPT_SUFFIX,
    Store,
    home,
    live_stores,
    read_from,
    reading_from,
    user_store,
    write_bytes,
    write_json,
    writing,
)

ABOUT = "edition.json"
_CURRENT = "current"
_NAME = re.compile(r"[0-9A-Za-z-]{1,40}")
Stamp = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that is kept here.

    ``id`` is the month of the newest product and a hash of all receipts; ``kept`` the day on which it was put aside;
    ``size`` what its files weigh, bytes (files that another edition has too are stored once where the disk allows it).
    """

    id: str
    kept: str
    products: int
    size: int
    current: bool

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {name: getattr(self, name) for name in ("id", "kept", "products", "size", "current")}


def editions_folder() -> Path:
    """Where editions are kept: ``editions`` in the user's folder."""
    return home() / "editions"


def products_stamp() -> Stamp:
    """What changes when a product is built anew or another edition is read: every receipt with its time."""
    store = read_from()
    if store is not None:  # a kept edition never changes: its name says all
        return ((str(store.folder), 0),)
    return _stamp()


def edition_now() -> str:
    """The edition of what is read here and now; two installations with the same products have the same edition."""
    store = read_from()
    return store.folder.parent.name if store is not None else _edition_of(_stamp())


def _stamp() -> Stamp:
    receipts = [path for store in live_stores() for path in sorted(store.folder.glob(f"*/*/*{RECEIPT_SUFFIX}"))]
    return tuple((str(path), path.stat().st_mtime_ns) for path in receipts)


@functools.lru_cache(maxsize=4)
def _edition_of(stamp: Stamp) -> str:
    receipts = [json.loads(Path(path).read_text("utf-8")) for path, _ in stamp]
    months = [str(receipt["circumstances"].get("time", ""))[:7] for receipt in receipts]
    ids = sorted(str(receipt["id"]) for receipt in receipts)
    return f"{max(months, default='')}-{hashlib.sha256(' '.join(ids).encode()).hexdigest()[:8]}"


def keep_edition(*, wait: bool = True) -> str:
    """Put the products that are here now aside as an edition, and let it be the one that the site shows.

    Nothing happens when this edition is kept already. Files are linked where the disk allows it, else copied; the
    edition becomes visible whole, by one rename.

    Parameters
    ----------
    wait : bool
        Wait for a build that is going on; otherwise leave it to that build, which does the same at its end.

    Returns
    -------
    str
        The id of the edition that the site shows; empty where a build goes on and none has been kept before.

    Raises
    ------
    ProductError
        ``product.cannot_write``.
    """
    store = user_store()
    try:
        with writing(store, wait=wait):
            return put_aside()
    except BlockingIOError:
        return current_edition()
    except OSError as fault:
        raise ProductError("product.cannot_write", where=Where(file=str(home())), reason=fault.strerror) from fault


def put_aside() -> str:
    """As :func:`keep_edition`, by who holds the store already."""
    name = _edition_of(_stamp())
    folder = editions_folder()
    try:
        with _alone(folder):
            if not (folder / name / ABOUT).exists():
                _make(folder, name)
            if current_edition() != name:
                write_bytes(folder / _CURRENT, f"{name}\n".encode())
    except OSError as fault:
        raise ProductError("product.cannot_write", where=Where(file=str(folder)), reason=fault.strerror) from fault
    return name


def _make(folder: Path, name: str) -> None:
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as made:
        aside = Path(made) / name
        products = Store(aside / "products")
        earlier = folder / (current_edition() or "-") / "products"
        count = 0
        for store in reversed(live_stores()):  # what the user built goes before the starter set
            for path in store.folder.glob(f"*/{MODEL_FILE}"):
                _linked(path, products.folder / path.parent.name / MODEL_FILE)
            for receipt in store.receipts():
                identity = receipt.identity
                place = products.place(identity["model"], identity["year"])
                told = f"{identity['product']}{RECEIPT_SUFFIX}"
                count += not (place / told).exists()
                _linked(
                    store.path(receipt),
                    place / str(receipt.result["file"]),
                    earlier / place.relative_to(products.folder),
                )
                _linked(store.place(identity["model"], identity["year"]) / told, place / told)
        kept = datetime.datetime.now(datetime.UTC).date().isoformat()
        write_json(aside / ABOUT, {"id": name, "kept": kept, "products": count, "size": _weight(aside)})
        aside.replace(folder / name)


def _linked(source: Path, target: Path, *elsewhere: Path) -> None:
    """The same file in another place: a second name for it, or a copy where that is on another disk.

    ``elsewhere`` are folders that may have the same file, by name; only for names that hold an identity.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    size = source.stat().st_size
    for same in (source, *(folder / source.name for folder in elsewhere)):
        if same.is_file() and same.stat().st_size == size:
            with contextlib.suppress(OSError):
                os.link(same, target)
                return
    shutil.copyfile(source, target)


def _weight(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One at a time keeps or drops; what a killed run left is swept first."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in folder.glob(".making-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield


def current_edition() -> str:
    """The kept edition that the site shows when none is asked for; empty when there is none."""
    folder = editions_folder()
    try:
        name = (folder / _CURRENT).read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return name if is_kept(name) else ""


def is_kept(name: str) -> bool:
    """Whether an edition is kept here; a name that cannot be one is not."""
    return bool(_NAME.fullmatch(name)) and (editions_folder() / name / ABOUT).is_file()


def editions_mark() -> int:
    """What changes whenever an edition comes, goes or becomes the current one; 0 where none was ever kept."""
    try:
        return editions_folder().stat().st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return 0


def editions() -> list[Edition]:
    """The editions that are kept here, the newest first."""
    current = current_edition()
    found = [json.loads(path.read_text("utf-8")) for path in editions_folder().glob(f"*/{ABOUT}")]
    told = [Edition(**one, current=one["id"] == current) for one in found]
    return sorted(told, key=lambda one: (one.current, one.kept, one.id), reverse=True)


@contextlib.contextmanager
def reading_edition(name: str) -> Iterator[None]:
    """Read every product from a kept edition, within this block and this thread.

    Parameters
    ----------
    name : str
        An id of :func:`editions`.

    Raises
    ------
    UnknownCodeError
        ``edition.unknown``, with those that are kept.
    """
    if not is_kept(name):
        raise unknown_edition(name)
    with reading_from(Store(editions_folder() / name / "products")):
        yield


def drop_edition(name: str) -> None:
    """Throw a kept edition away; links to it then show the current one and say so.

    Raises
    ------
    UnknownCodeError
        ``edition.unknown``.
    ProductError
        ``edition.current``: the one that the site shows stays.
    """
    if not is_kept(name):
        raise unknown_edition(name)
    folder = editions_folder()
    with _alone(folder):
        if current_edition() == name:
            raise ProductError("edition.current", found=name)
        aside = folder / f".making-dropped-{name}"
        (folder / name).replace(aside)
        shutil.rmtree(aside)


def unknown_edition(name: str) -> UnknownCodeError:
    """The error for an edition that is not kept here, with those that are."""
    known = ", ".join(one.id for one in editions())
    return UnknownCodeError("edition.unknown", found=name, known=known or "-")
