"""The project carries nothing of one machine, nothing unfinished, no giant modules and no raw source file."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from tests.architecture._project import ROOT, SOURCE, project_files, text_of

LONGEST_MODULE = 400
GENERATED = {"package-lock.json", "requirements.lock", "requirements-node.lock"}
# Written in pieces, so that this file does not find itself.
MACHINE_PATHS = re.compile(
    r"(?<![\w.])/(?:" + "|".join(["wo" + "rk", "home/" + r"\w+", "ro" + "ot", "Users/" + r"\w+"]) + r")/[\w.]"
)
UNFINISHED = re.compile(
    r"\b(?:"
    + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "NotImplemented" + "Error"])
    + r")\b|not "
    + "implemented yet"
)
SMALLEST_RAW_FILE = 2048


def test_no_path_of_a_machine() -> None:
    assert _lines(MACHINE_PATHS, project_files()) == []


def test_nothing_is_marked_as_unfinished() -> None:
    folders = (SOURCE, ROOT / "frontend", ROOT / "tests", ROOT / "docs", ROOT / "benchmarks")
    checked = [path for path in project_files() if any(folder in path.parents for folder in folders)]
    assert _lines(UNFINISHED, checked) == []


def test_no_module_is_longer_than_one_can_read() -> None:
    modules = [path for path in project_files() if path.suffix == ".py"]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in modules}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_nothing_is_called_utils() -> None:
    names = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    assert [str(path.relative_to(ROOT)) for path in SOURCE.rglob("*.py") if path.stem.strip("_") in names] == []


@pytest.mark.mirror
def test_no_raw_file_of_a_source_is_in_the_project(mirror: Path) -> None:
    def worth(path: Path) -> bool:
        return path.is_file() and path.stat().st_size > SMALLEST_RAW_FILE

    own = {path.stat().st_size: path for path in project_files() if worth(path)}
    suspects = [path for path in mirror.rglob("*") if worth(path) and path.stat().st_size in own]
    raw = {_sha256(path): path.name for path in suspects if path.name != "README.md"}
    copied = [str(path.relative_to(ROOT)) for path in project_files() if worth(path) and _sha256(path) in raw]
    assert copied == []


def _lines(pattern: re.Pattern[str], paths: tuple[Path, ...] | list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in paths
        if path.name not in GENERATED
        for number, line in enumerate((text_of(path) or "").splitlines(), start=1)
        if pattern.search(line)
    ]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
