"""The locks install the same everywhere: hashes for everything, no address, no path of a machine."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-node.lock"]
FORBIDDEN = re.compile(
    r"://|--find-links|--index|--extra-index|--trusted-host|file:| @ |^\s*/|^\s*-[efir] ", re.MULTILINE
)


@pytest.mark.parametrize("name", LOCKS)
def test_no_address_or_path(name: str) -> None:
    assert FORBIDDEN.findall((ROOT / name).read_text("utf-8")) == []


@pytest.mark.parametrize("name", LOCKS)
def test_everything_is_pinned_with_a_hash(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert [line[:60] for line in lines if not re.match(r"^[a-z0-9._-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


def test_every_named_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    wanted = {_canonical(re.split(r"[\[<>=~! ]", requirement)[0]) for requirement in named}
    locked = {
        _canonical(match) for match in re.findall(r"^([\w.-]+)==", (ROOT / LOCKS[0]).read_text("utf-8"), re.MULTILINE)
    }
    assert wanted - locked == set()


@pytest.mark.parametrize("folder", ["frontend", "tests/web/lighthouse"])
def test_package_lock_has_no_addresses(folder: str) -> None:
    text = (ROOT / folder / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]
    assert [name for name, entry in packages.items() if "://" in str(entry.get("resolved", ""))] == []
    assert [
        name for name, entry in packages.items() if name and not entry.get("link") and "integrity" not in entry
    ] == []


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
