"""Plans: what would be made from which inputs, before anything is read; and how a plan is carried out."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from ketenkompas.mrio import Check
from ketenkompas.pipeline._receipt import Identity, Receipt, circumstances, file_sha256, rows_sha256
from ketenkompas.pipeline._store import RECEIPT_SUFFIX, Store, write_bytes, write_json

Made = tuple[pl.DataFrame, Sequence[Check], Sequence[str]]
Told = Callable[["Built"], None]


@dataclass(frozen=True)
class ModelInfo:
    """What a person must know of a model: its kind, gases, units, regions, and the sentences that go with it."""

    id: str
    kind: Literal["official", "cited", "model", "demo"]
    title_en: str
    title_nl: str
    gases: tuple[str, ...]
    units: tuple[str, ...]
    money: str
    scheme: str
    regions: tuple[str, ...]
    edition: str
    note_en: str = ""
    note_nl: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain data for ``model.json``."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ModelInfo:
        """A model's description from ``model.json``."""
        plain: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        return cls(**plain)


@dataclass(frozen=True)
class Plan:
    """One product to be: its identity, and the function that makes its rows and checks, and for a
    user's table where its files are.
    """

    identity: Identity
    make: Callable[[], Made]
    files: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Built:
    """What became of a plan."""

    receipt: Receipt
    state: Literal["built", "unchanged"]


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """A table as Parquet (zstd), the same bytes for the same rows on the same machine and lock."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=9, statistics=False, row_group_size=1 << 22)
    return buffer.getvalue()


def carry_out(store: Store, plan: Plan) -> Built:
    """Make a product unless the very same one is there, and put it in place with its receipt last.

    Must run inside :func:`ketenkompas.pipeline.writing`.
    """
    identity = plan.identity
    earlier = store.receipt(identity.model, identity.year, identity.product)
    if earlier is not None and earlier.id == identity.id and store.intact(earlier):
        return Built(earlier, "unchanged")
    frame, checks, notes = plan.make()
    place = store.place(identity.model, identity.year)
    path = place / f"{identity.product}-{identity.id}.parquet"
    write_bytes(path, parquet_bytes(frame))
    receipt = Receipt(
        id=identity.id,
        identity=identity.as_json(),
        validation=[check.as_json() for check in checks],
        notes=list(notes),
        result={
            "file": path.name,
            "rows": frame.height,
            "bytes": path.stat().st_size,
            "sha256": file_sha256(path),
            "rows_sha256": rows_sha256(frame),
        },
        circumstances={**circumstances(), **({"files": dict(plan.files)} if plan.files else {})},
    )
    write_json(place / f"{identity.product}{RECEIPT_SUFFIX}", receipt.as_json())
    for other in place.glob(f"{identity.product}-*.parquet"):
        if other.name != path.name:
            other.unlink(missing_ok=True)
    return Built(receipt, "built")


def untold(built: Built) -> None:
    """Tell nobody that a product was built."""
