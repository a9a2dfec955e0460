"""The store of products: who may write, how a write becomes visible at once, where a reader looks."""

from __future__ import annotations

import fcntl
import functools
import importlib.resources
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
import polars as pl

from ketenkompas.errors import ProductError, Where
from ketenkompas.pipeline._receipt import Receipt, file_sha256

RECEIPT_SUFFIX = ".receipt.json"
MODEL_FILE = "model.json"
SERIES = "series"


def home() -> Path:
    """The user's folder: ``KETENKOMPAS_HOME``, else the platform's place for data of a user."""
    named = os.environ.get("KETENKOMPAS_HOME")
    if named:
        return Path(named)
    return Path(platformdirs.user_data_dir("ketenkompas", appauthor=False))


def starter_folder() -> Path:
    """The folder of the packaged starter set."""
    return Path(str(importlib.resources.files("ketenkompas"))) / "data" / "starter"


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of products: ``model/year/product-<receipt id>.parquet`` with ``product.receipt.json`` beside it.

    The receipt names the file it belongs to and is put in place last, by one rename: a reader sees the old product or
    the new one, never a mixture, and a run that was killed leaves nothing that has to be repaired.
    """

    folder: Path

    def place(self, model: str, year: int | None) -> Path:
        """The folder of one model and year (``series`` where a product spans years)."""
        return self.folder / model / (SERIES if year is None else str(year))

    def receipt(self, model: str, year: int | None, product: str) -> Receipt | None:
        """The receipt of a product, or None when it has not been built here."""
        path = self.place(model, year) / f"{product}{RECEIPT_SUFFIX}"
        try:
            state = path.stat()
            return _receipt_cached(str(path), state.st_ino, state.st_size, state.st_mtime_ns)
        except FileNotFoundError:
            return None
        except (json.JSONDecodeError, KeyError) as fault:
            raise ProductError("product.receipt_unreadable", where=Where(file=str(path))) from fault

    def path(self, receipt: Receipt) -> Path:
        """The Parquet file that a receipt belongs to."""
        return self.place(receipt.identity["model"], receipt.identity["year"]) / str(receipt.result["file"])

    def read(self, receipt: Receipt) -> pl.DataFrame:
        """The product of a receipt.

        Raises
        ------
        ProductError
            ``product.file_missing`` when the file is gone, ``product.file_changed`` when its size is another.
        """
        path = self.path(receipt)
        if not path.exists():
            raise ProductError("product.file_missing", where=Where(file=str(path)), product=receipt.identity["product"])
        if path.stat().st_size != receipt.result["bytes"]:
            raise ProductError("product.file_changed", where=Where(file=str(path)), receipt=receipt.id)
        return pl.read_parquet(path)

    def intact(self, receipt: Receipt) -> bool:
        """Whether the file of a receipt is there with the bytes that it states."""
        path = self.path(receipt)
        return path.exists() and file_sha256(path) == receipt.result["sha256"]

    def drop(self, model: str, year: int | None, product: str) -> None:
        """Take a product away, receipt first; nothing happens where it is not here. Only inside :func:`writing`."""
        place = self.place(model, year)
        (place / f"{product}{RECEIPT_SUFFIX}").unlink(missing_ok=True)
        for path in place.glob(f"{product}-*.parquet"):
            path.unlink(missing_ok=True)

    def models(self) -> dict[str, Mapping[str, Any]]:
        """What is known of each model built here, by id."""
        found = sorted(self.folder.glob(f"*/{MODEL_FILE}"))
        return {path.parent.name: json.loads(path.read_text("utf-8")) for path in found}

    def years(self, model: str, product: str) -> list[int]:
        """The years for which a product of a model is here."""
        found = (self.folder / model).glob(f"*/{product}{RECEIPT_SUFFIX}")
        return sorted(int(path.parent.name) for path in found if path.parent.name != SERIES)

    def receipts(self) -> Iterator[Receipt]:
        """Every receipt in the store."""
        for path in sorted(self.folder.glob(f"*/*/*{RECEIPT_SUFFIX}")):
            yield Receipt.from_json(json.loads(path.read_text("utf-8")))


def user_store() -> Store:
    """The products that a user has built."""
    return Store(home() / "products")


_reading: ContextVar[Store | None] = ContextVar("ketenkompas_reading", default=None)


def live_stores() -> tuple[Store, ...]:
    """What is here now, in order: what the user built, then the starter set."""
    return (user_store(), Store(starter_folder()))


def stores() -> tuple[Store, ...]:
    """Where readers look, in order: one kept edition within :func:`reading_from`, else what is here now."""
    one = _reading.get()
    return live_stores() if one is None else (one,)


def read_from() -> Store | None:
    """The one store that this thread is held to, if any."""
    return _reading.get()


@contextmanager
def reading_from(store: Store) -> Iterator[None]:
    """Hold every reader in this thread to one store."""
    token = _reading.set(store)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing(store: Store, *, wait: bool = True) -> Iterator[None]:
    """Hold the store for writing; another writer waits, or meets ``BlockingIOError`` when it will not. Leftovers of a
    killed run are swept first.
    """
    store.folder.mkdir(parents=True, exist_ok=True)
    with (store.folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        for leftover in store.folder.glob("*/*/*.part"):
            leftover.unlink(missing_ok=True)
        yield


def write_bytes(path: Path, data: bytes) -> None:
    """Put bytes in place whole: written aside, flushed to the disk, renamed; another writer's folder may go meanwhile.

    Raises
    ------
    ProductError
        ``product.cannot_write``.
    """
    aside = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    for tries_left in (2, 1, 0):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with aside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except FileNotFoundError as fault:  # another run of the same draws has just cleared the folder
            if not tries_left:
                raise _cannot_write(path, fault) from fault
        except OSError as fault:
            aside.unlink(missing_ok=True)
            raise _cannot_write(path, fault) from fault
        else:
            return


def _cannot_write(path: Path, fault: OSError) -> ProductError:
    return ProductError("product.cannot_write", where=Where(file=str(path)), reason=fault.strerror)


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Put readable JSON in place whole."""
    write_bytes(path, (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode())


@functools.lru_cache(maxsize=512)
def _read_cached(path: str, size: int, changed: int) -> pl.DataFrame:  # noqa: ARG001 (size and time are the key)
    return pl.read_parquet(path)


@functools.lru_cache(maxsize=1024)
def _receipt_cached(path: str, *state: int) -> Receipt:  # noqa: ARG001 (number, size and time of the file are the key)
    return Receipt.from_json(json.loads(Path(path).read_text("utf-8")))


def find(model: str, year: int | None, product: str) -> tuple[Store, Receipt] | None:
    """The first store that has a product, with its receipt."""
    for store in stores():
        receipt = store.receipt(model, year, product)
        if receipt is not None:
            return store, receipt
    return None


def load(model: str, year: int | None, product: str) -> tuple[pl.DataFrame, Receipt]:
    """A product and its receipt; files already read stay in memory until they change.

    Raises
    ------
    ProductError
        ``product.absent`` when no store has it.
    """
    found = find(model, year, product)
    if found is None:
        raise ProductError("product.absent", product=product, model=model, year=SERIES if year is None else year)
    store, receipt = found
    path = store.path(receipt)
    if not path.exists():
        raise ProductError("product.file_missing", where=Where(file=str(path)), product=product)
    state = path.stat()
    return _read_cached(str(path), state.st_size, state.st_mtime_ns), receipt


def kept_years(model: str, product: str) -> list[int]:
    """The years for which a product of a model can be read here."""
    return sorted({year for store in stores() for year in store.years(model, product)})


def find_receipt(id_: str) -> tuple[Store, Receipt]:
    """A receipt by its id (or its unmistakable beginning of at least 6 characters).

    Raises
    ------
    ProductError
        ``receipt.unknown``.
    """
    for store in stores():
        for receipt in store.receipts():
            if receipt.id == id_ or (len(id_) >= 6 and receipt.id.startswith(id_)):
                return store, receipt
    raise ProductError("receipt.unknown", found=id_)
