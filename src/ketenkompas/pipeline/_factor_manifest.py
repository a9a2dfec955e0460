"""What a folder of a release says of itself, checked before anything in it is believed."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from ketenkompas.errors import ProductError, Where
from ketenkompas.factors import Edition

MANIFEST, RECORDS, CHANGES = "release.json", "records.parquet", "changes.parquet"
_FIELDS: Mapping[str, type] = {
    "number": str, "sequence": int, "published_on": str, "previous": str, "note": dict, "records": int, "files": dict,
    "editions": list, "changes": dict,
}  # fmt: skip


def release_manifest(folder: Path) -> tuple[dict[str, Any], str]:
    """The manifest of a release's folder and its hash.

    Raises
    ------
    ProductError
        ``factor.release_unreadable`` with the reason: no file, no JSON, a field that lacks or is of another kind, the
        number of another folder, another set of files.
    """
    place = folder / MANIFEST
    try:
        data = place.read_bytes()
        manifest = json.loads(data)
    except OSError as fault:
        raise unreadable(place, fault.strerror or type(fault).__name__) from fault
    except (ValueError, RecursionError) as fault:
        raise unreadable(place, "JSON") from fault
    reason = _fault(manifest, folder.name)
    if reason:
        raise unreadable(place, reason)
    return manifest, hashlib.sha256(data).hexdigest()


def unreadable(place: Path, reason: str) -> ProductError:
    """The error of a release of which a file cannot be used."""
    return ProductError("factor.release_unreadable", where=Where(file=str(place)), reason=reason)


def _fault(manifest: Any, number: str) -> str:
    """What is wrong with a manifest, by the name of the field; empty when nothing is."""
    if not isinstance(manifest, dict):
        return "JSON"
    wrong = [name for name, kind in _FIELDS.items() if not isinstance(manifest.get(name), kind)]
    if wrong:
        return ", ".join(wrong)
    if manifest["number"] != number:
        return f"number {manifest['number']}"
    if set(manifest["files"]) != {RECORDS, CHANGES}:
        return f"files {', '.join(map(str, manifest['files'])) or '-'}"
    if not _is_date(manifest["published_on"]):
        return f"published_on {manifest['published_on']}"
    names = {one.name for one in fields(Edition)}
    complete = all(isinstance(one, dict) and set(one) <= names for one in manifest["editions"])
    return "" if complete and {"nl", "en"} <= set(manifest["note"]) else "editions, note"


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
