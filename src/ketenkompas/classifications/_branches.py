"""Branches: the industries of any scheme in eleven groups that a picture can hold."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Mapping


@functools.cache
def _items() -> list[Mapping[str, str]]:
    path = importlib.resources.files("ketenkompas") / "data/classifications/branches.json"
    found: list[Mapping[str, str]] = json.loads(path.read_text("utf-8"))["items"]
    return found


@functools.cache
def branches() -> tuple[str, ...]:
    """The codes of the branches, from raw materials to services."""
    return tuple(item["code"] for item in _items())


@functools.cache
def _by_code() -> Mapping[str, str]:
    return {code: item["code"] for item in _items() for name in ("A64", "WIOD2013_35") for code in item[name]}


def branch_of(code: str) -> str | None:
    """The branch of an industry or product; None for a code of a scheme without branches.

    Examples
    --------
    >>> branch_of("C24"), branch_of("c12"), branch_of("p001")
    ('materials', 'materials', None)
    """
    return _by_code().get(code)


def branch_label(code: str, language: str = "en") -> str:
    """The name of a branch.

    Examples
    --------
    >>> branch_label("transport", "nl")
    'Vervoer'
    """
    return next(item[language] for item in _items() if item["code"] == code)
