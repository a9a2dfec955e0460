"""Receipts: from what, by which steps and with which checks a product was made, so that it can be made again."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import polars as pl

RECEIPT_FORMAT = 1
_LIBRARIES = ("ketenkompas", "numpy", "scipy", "polars")


@dataclass(frozen=True, slots=True)
class Step:
    """One named, versioned transformation; the version rises when its result can change."""

    id: str
    version: int


@dataclass(frozen=True, slots=True)
class Input:
    """One file that went in: the id of its source (or ``user:name``) and the hash of its bytes."""

    source: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Everything that determines a product; equal identities mean equal products."""

    product: str
    model: str
    year: int | None
    steps: tuple[Step, ...]
    inputs: tuple[Input, ...]
    parameters: Mapping[str, Any]
    seed: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain data, in a fixed order."""
        return {
            "product": self.product,
            "model": self.model,
            "year": self.year,
            "steps": [{"id": step.id, "version": step.version} for step in self.steps],
            "inputs": [{"source": item.source, "sha256": item.sha256} for item in self.inputs],
            "parameters": dict(self.parameters),
            "seed": self.seed,
        }

    @property
    def id(self) -> str:
        """The receipt's id: the first 16 characters of the hash of the canonical identity."""
        return hashlib.sha256(canonical(self.as_json()).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as it lies beside its product: identity, validation, result, and apart from these circumstances.

    ``notes`` are what was done or found on the way: cells repaired, areas folded, emissions moved, vintages mixed.
    """

    id: str
    identity: Mapping[str, Any]
    validation: Sequence[Mapping[str, Any]]
    result: Mapping[str, Any]
    circumstances: Mapping[str, Any]
    notes: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "format": RECEIPT_FORMAT,
            "id": self.id,
            "identity": dict(self.identity),
            "validation": list(self.validation),
            "notes": list(self.notes),
            "result": dict(self.result),
            "circumstances": dict(self.circumstances),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Receipt:
        """A receipt from its plain data."""
        return cls(
            data["id"],
            data["identity"],
            data["validation"],
            data["result"],
            data["circumstances"],
            data.get("notes", ()),
        )


def canonical(data: object) -> str:
    """JSON with sorted keys and no spaces: the text that is hashed."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def file_sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_input(path: Path) -> Input:
    """A user's file as an input: ``user:name`` and the hash of its bytes."""
    return Input(f"user:{path.name}", file_sha256(path))


def rows_sha256(frame: pl.DataFrame) -> str:
    """The hash of a table's rows, whatever the file format: labels as text, numbers exactly, in row order."""
    digest = hashlib.sha256(canonical([[name, str(kind)] for name, kind in frame.schema.items()]).encode())
    for column in frame.iter_columns():
        floating = column.dtype.is_float()
        digest.update(column.to_numpy().tobytes() if floating else "\x1f".join(map(str, column.to_list())).encode())
    return digest.hexdigest()


def circumstances() -> dict[str, Any]:
    """Where and when: versions, machine, time. Outside every comparison."""
    return {
        "versions": {name: _version(name) for name in _LIBRARIES},
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
