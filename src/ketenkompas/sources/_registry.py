"""The registry: one YAML file per file version, read once."""

from __future__ import annotations

import difflib
import functools
import importlib.resources
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from ketenkompas.errors import KetenkompasError, SourceError, UnknownCodeError, Where
from ketenkompas.sources._record import Column, Correction, SourceRecord, Unusable

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORRECTIONS = ".corrections.yml"
_RENAMED = {"bytes": "size"}


def registry() -> Mapping[str, SourceRecord]:
    """Every record by its id: the packaged ones, then those of the folders in ``KETENKOMPAS_REGISTRY``.

    Raises
    ------
    SourceError
        ``sources.registry_has_problems`` when a record of one's own does not follow the schema or uses an id twice.

    Examples
    --------
    >>> registry()["wiod2013-wiot-2008"].year
    2008
    """
    return _read(os.environ.get("KETENKOMPAS_REGISTRY", ""))


def record(source_id: str) -> SourceRecord:
    """The record of one id.

    Raises
    ------
    UnknownCodeError
        ``sources.unknown``, naming the nearest ids.

    Examples
    --------
    >>> record("pwt-10.01").kind
    'csv'
    """
    known = registry()
    if source_id in known:
        return known[source_id]
    raise unknown_source(source_id)


def records(source_id: str) -> tuple[SourceRecord, ...]:
    """The record of an id, or all slices of the family of that name, in the order of the registry.

    Raises
    ------
    UnknownCodeError
        ``sources.unknown``, naming the nearest ids.
    """
    known = registry()
    if source_id in known:
        return (known[source_id],)
    members = tuple(item for item in known.values() if item.family == source_id)
    if members:
        return members
    raise unknown_source(source_id)


def unknown_source(source_id: str) -> UnknownCodeError:
    """The error for an id that does not exist, with the nearest that do."""
    known = registry()
    names = sorted({item.family or item.id for item in known.values()})
    near = difflib.get_close_matches(source_id, list(dict.fromkeys([*names, *known])), n=3, cutoff=0.5)
    near += [name for name in names if source_id and source_id.lower() in name][: max(0, 3 - len(near))]
    return UnknownCodeError(
        "sources.unknown", found=source_id, nearest=", ".join(dict.fromkeys(near)) or "-", count=len(names)
    )


@functools.lru_cache(maxsize=8)
def _read(extra: str) -> Mapping[str, SourceRecord]:
    packaged = importlib.resources.files("ketenkompas") / "data" / "sources"
    found: dict[str, SourceRecord] = {item.id: item for item in _folder(packaged)}
    problems: list[KetenkompasError] = []
    for folder in filter(None, extra.split(os.pathsep)):
        if not Path(folder).is_dir():
            raise SourceError("sources.registry_folder_missing", where=Where(file=folder), folder=folder)
        problems += _faults(Path(folder), found)
        if not problems:
            found |= {item.id: item for item in _folder(Path(folder))}
    if problems:
        raise SourceError("sources.registry_has_problems", problems=problems, count=len(problems))
    return MappingProxyType(found)


def _folder(folder: Traversable) -> Iterator[SourceRecord]:
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if file.name.endswith(".yml") and not file.name.endswith(_CORRECTIONS):
            beside = folder / (file.name.removesuffix(".yml") + _CORRECTIONS)
            told = yaml.load(beside.read_text("utf-8"), _LOADER) if beside.is_file() else []  # noqa: S506 - safe loader
            yield from _expanded(yaml.load(file.read_text("utf-8"), _LOADER), told)  # noqa: S506 - safe loader


def _expanded(raw: dict[str, Any], corrections: list[dict[str, Any]]) -> Iterator[SourceRecord]:
    """The record of a YAML file, or one record for each slice of a data set that is too large for one query."""
    slices = raw.pop("slices", None)
    whole = _built(raw, corrections)
    if slices is None:
        yield whole
        return
    for value in slices["values"]:
        mark = "{" + slices["by"] + "}"
        yield replace(
            whole,
            id=f"{whole.id}:{value}",
            family=whole.id,
            title=f"{whole.title}: {value}",
            title_nl=f"{whole.title_nl}: {value}",
            path=whole.path.replace(mark, value),
            download_url=(whole.download_url or "").replace(mark, value) or None,
        )


def _built(raw: dict[str, Any], corrections: list[dict[str, Any]]) -> SourceRecord:
    values = {_RENAMED.get(key, key): value for key, value in raw.items()}
    values["columns"] = tuple(
        Column(item["name"], item.get("unit", ""), {"en": item["en"], "nl": item["nl"]})
        for item in raw.get("columns", ())
    )
    for key in ("known_faults", "hand_download"):
        values[key] = tuple(raw.get(key, ()))
    values["unusable"] = tuple(
        Unusable(item["where"], (item["years"][0], item["years"][1]), item["reason"])
        for item in raw.get("unusable", ())
    )
    return SourceRecord(**values, corrections=tuple(Correction(**item) for item in corrections))


def _faults(folder: Path, taken: Mapping[str, SourceRecord]) -> list[KetenkompasError]:
    """What is wrong with records that somebody wrote by hand; the packaged ones are checked by a test."""
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(schema())
    problems: list[KetenkompasError] = []
    seen = set(taken)
    for file in sorted(folder.glob("*.yml")):
        part = "corrections" if file.name.endswith(_CORRECTIONS) else "record"
        try:
            raw = yaml.load(file.read_text("utf-8"), _LOADER)  # noqa: S506 - safe loader
        except (yaml.YAMLError, UnicodeDecodeError) as cause:
            problems.append(SourceError("sources.record_unreadable", where=Where(file=file.name), reason=str(cause)))
            continue
        shape = {"$ref": f"#/$defs/{part}", "$defs": schema()["$defs"]}
        for fault in validator.evolve(schema=shape).iter_errors(raw):
            place = Where(file=file.name, label=".".join(str(step) for step in fault.absolute_path))
            problems.append(SourceError("sources.record_invalid", where=place, reason=fault.message))
        if part == "record" and isinstance(raw, dict):
            name = str(raw.get("id"))
            if name in seen:
                problems.append(SourceError("sources.id_taken", where=Where(file=file.name), id=name))
            seen.add(name)
    return problems


@functools.cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema of records and corrections (``data/sources/schema.json``)."""
    file = importlib.resources.files("ketenkompas") / "data" / "sources" / "schema.json"
    return json.loads(file.read_text("utf-8"))  # type: ignore[no-any-return]
