"""Every message that is used exists in both languages, and every message that exists is used."""

from __future__ import annotations

import ast
import json
import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.architecture._project import SOURCE, project_files, text_of, trees

MESSAGES = SOURCE / "data" / "messages"
LANGUAGES = {"en", "nl"}
PARTS = {"what", "expected", "todo"}
DOTTED = re.compile(r"[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_-]+)+")
TEMPLATE_KEY = re.compile(r"\{%\s*t\s+[\"']([^\"']+)[\"']")
SCRIPT_KEY = re.compile(r"\b(?:t|text)\(\s*[\"'`]([a-z][\w.-]+)[\"'`]")


def entries(area: str) -> dict[str, Mapping[str, Any]]:
    """All messages of ``errors`` or ``ui``; a key that stands in two files is refused."""
    merged: dict[str, Mapping[str, Any]] = {}
    for file in sorted((MESSAGES / area).glob("*.json")):
        read = json.loads(file.read_text("utf-8"))
        doubled = merged.keys() & read.keys()
        assert not doubled, f"{file.name}: {sorted(doubled)} stand in another file as well"
        merged |= read
    return merged


def places(value: Any) -> set[str]:
    """The named places in a sentence or in all sentences of an entry."""
    if isinstance(value, Mapping):
        return set().union(*map(places, value.values())) if value else set()
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(value) if name is not None}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a module with the last part of the name that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""), node


def literals(node: ast.expr) -> list[str]:
    """The strings that an argument can be: a literal, or both sides of ``a if x else b``."""
    if isinstance(node, ast.IfExp):
        return [*literals(node.body), *literals(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def raised_codes() -> dict[str, list[tuple[Path, ast.Call]]]:
    """Every literal code given to an error class."""
    found: dict[str, list[tuple[Path, ast.Call]]] = {}
    for path, tree in trees():
        for name, call in calls(tree):
            if name.endswith("Error") and call.args:
                for code in literals(call.args[0]):
                    if DOTTED.fullmatch(code):
                        found.setdefault(code, []).append((path, call))
    return found


def said_keys() -> set[str]:
    """Every literal key of a message of the screens: in Python, in templates and in the front end."""
    found = {
        key
        for _, tree in trees()
        for name, call in calls(tree)
        if name in ("text", "t", "_text", "say") and call.args
        for key in literals(call.args[0])
        if DOTTED.fullmatch(key)
    }
    for path in project_files():
        if path.suffix == ".html" and SOURCE in path.parents:
            found |= set(TEMPLATE_KEY.findall(text_of(path) or ""))
        if path.suffix == ".ts" and "test" not in path.name:
            found |= {key for key in SCRIPT_KEY.findall(text_of(path) or "") if DOTTED.fullmatch(key)}
    return found


def all_strings() -> set[str]:
    """Every string that stands in the package: keys may be picked from a table, codes built from an enumeration."""
    found = {
        node.value
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for path in project_files():
        if path.suffix in (".html", ".ts", ".json", ".yml") and path.parent.parent != MESSAGES:
            found |= set(re.findall(r"[\"'`]([^\"'`\n]+)[\"'`]", text_of(path) or ""))
    return found


def built_prefixes() -> set[str]:
    """The fixed starts of keys that are completed while running: ``f"area.{code}"`` gives ``area.``."""
    found = {
        node.values[0].value
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant)
    }
    return {
        prefix for prefix in found if isinstance(prefix, str) and re.fullmatch(r"[a-z][\w-]*\.(?:[\w-]+\.)*", prefix)
    }


@pytest.mark.parametrize("area", ["errors", "ui"])
def test_both_languages_say_the_same(area: str) -> None:
    wrong = []
    for key, entry in entries(area).items():
        if set(entry) != LANGUAGES:
            wrong.append(f"{key}: languages {sorted(entry)}")
        elif places(entry["en"]) != places(entry["nl"]):
            wrong.append(f"{key}: en names {sorted(places(entry['en']))}, nl names {sorted(places(entry['nl']))}")
    assert wrong == []


def test_errors_say_what_was_found_expected_and_to_be_done() -> None:
    wrong = [
        f"{code}.{language}: {sorted(PARTS - set(said))}"
        for code, entry in entries("errors").items()
        for language, said in entry.items()
        if set(said) != PARTS or not all(said.values())
    ]
    assert wrong == []


def test_every_error_code_has_sentences() -> None:
    known = entries("errors")
    assert {code: where[0][0].name for code, where in raised_codes().items() if code not in known} == {}


def test_every_raise_gives_what_the_sentences_name() -> None:
    known, wrong = entries("errors"), []
    for code, uses in raised_codes().items():
        for path, call in uses:
            given = {keyword.arg for keyword in call.keywords}
            if None in given or code not in known:
                continue
            lacking = places(known[code]) - {name for name in given if name}
            if lacking:
                wrong.append(f"{path.name}:{call.lineno} {code} lacks {sorted(lacking)}")
    assert wrong == []


def test_every_error_message_is_used() -> None:
    used = set(raised_codes()) | all_strings()
    assert sorted(code for code in entries("errors") if code not in used) == []


def test_every_key_on_the_screen_exists() -> None:
    assert sorted(said_keys() - entries("ui").keys()) == []


def test_every_message_of_the_screens_is_used() -> None:
    used, prefixes = said_keys() | all_strings(), tuple(built_prefixes())
    assert sorted(key for key in entries("ui") if key not in used and not key.startswith(prefixes)) == []
