"""Packages use each other through `__init__.__all__` only, and everything in it can be read about."""

from __future__ import annotations

import ast
import importlib
import inspect
from typing import Any

import pytest
from tests.architecture._project import SOURCE, module_name, trees

PACKAGES = sorted(
    f"ketenkompas.{path.parent.name}" for path in SOURCE.glob("*/__init__.py") if path.parent.name != "web"
)


def test_private_modules_stay_inside_their_package() -> None:
    intruders = [
        f"{path.name}:{node.lineno} imports {node.module}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and _is_private(node.module, module_name(path))
    ]
    assert intruders == []


def test_only_public_names_are_imported() -> None:
    intruders = [
        f"{path.name}:{node.lineno} imports {node.module}.{alias.name}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("ketenkompas.")
        for alias in node.names
        if alias.name.startswith("_")
        and not alias.name.startswith("__")
        and node.module.split(".")[1] != _package(module_name(path))
    ]
    assert intruders == []


@pytest.mark.parametrize("name", ["ketenkompas", *PACKAGES])
def test_public_names_exist_and_have_docstrings(name: str) -> None:
    package = importlib.import_module(name)
    assert package.__doc__, f"{name} says nothing about itself"
    public = getattr(package, "__all__", [])
    assert [entry for entry in public if not hasattr(package, entry)] == []
    assert [entry for entry in public if _undocumented(getattr(package, entry))] == []


def _undocumented(value: Any) -> bool:
    if not (inspect.isfunction(value) or inspect.isclass(value)) or not value.__module__.startswith("ketenkompas"):
        return False
    made = f"{value.__name__}(" if inspect.isclass(value) else None
    return not value.__doc__ or (made is not None and value.__doc__.startswith(made))


def _package(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def _is_private(imported: str, importer: str) -> bool:
    parts = imported.split(".")
    if parts[0] != "ketenkompas" or not any(part.startswith("_") for part in parts):
        return False
    return parts[1] != _package(importer)
