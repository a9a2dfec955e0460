"""Definitions as YAML files, packaged or a user's own: read safely, checked by a schema, all faults told together."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError, Where

Faults = Callable[[Mapping[str, Any], str], Sequence[KetenkompasError]]


def packaged(folder: str) -> tuple[str, ...]:
    """The names of the definitions of a folder that come with the package."""
    names = (item.name for item in _folder(folder).iterdir() if item.name.endswith(".yml"))
    return tuple(sorted(name.removesuffix(".yml") for name in names))


def read_definition(name: str | Path, folder: str, more: Faults) -> dict[str, Any]:
    """A definition of a folder: a packaged one by name, or a YAML file, as plain data.

    Parameters
    ----------
    folder : str
        ``variants`` or ``national``, with ``schema.json`` in it.
    more : callable
        What a schema cannot say: ``(data, file name) -> faults``.

    Raises
    ------
    UnknownCodeError
        ``definition.unknown`` when there is neither.
    InputError
        ``definition.unreadable``; ``definition.faults`` with everything that is wrong with the file.
    """
    known = packaged(folder)
    if str(name) in known:
        text, file = (_folder(folder) / f"{name}.yml").read_text("utf-8"), f"{name}.yml"
    elif Path(name).is_file():
        text, file = _text(Path(name)), Path(name).name
    else:
        raise UnknownCodeError("definition.unknown", found=str(name), known=", ".join(known))
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as cause:
        reason = str(cause).splitlines()[0]
        raise InputError("definition.unreadable", where=Where(file=file), reason=reason) from None
    return checked_definition(raw, folder, more, file)


def checked_definition(raw: object, folder: str, more: Faults, file: str = "") -> dict[str, Any]:
    """Plain data that was read elsewhere (a request), held to the schema of a folder.

    Raises
    ------
    InputError
        ``definition.faults`` with everything that is wrong.
    """
    faults = _invalid(raw, folder, file)
    if not faults and isinstance(raw, Mapping):
        faults = list(more(raw, file))
    if faults:
        schema = f"data/{folder}/schema.json"
        raise InputError("definition.faults", where=Where(file=file), problems=faults, count=len(faults), schema=schema)
    found: dict[str, Any] = dict(raw)  # type: ignore[call-overload]
    return found


def _invalid(raw: object, folder: str, file: str) -> list[KetenkompasError]:
    from jsonschema import Draft202012Validator

    return [
        InputError(
            "definition.invalid",
            where=Where(file=file, label=".".join(str(step) for step in fault.absolute_path)),
            reason=fault.message,
            schema=f"data/{folder}/schema.json",
        )
        for fault in Draft202012Validator(_schema(folder)).iter_errors(raw)
    ]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise InputError("definition.unreadable", where=Where(file=path.name), reason=str(cause)) from None


def _folder(folder: str) -> Any:
    return importlib.resources.files("ketenkompas") / "data" / folder


@functools.cache
def _schema(folder: str) -> Mapping[str, Any]:
    return json.loads((_folder(folder) / "schema.json").read_text("utf-8"))  # type: ignore[no-any-return]
