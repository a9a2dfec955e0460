"""Fixtures for every test: the mirror of raw sources, a store of its own, seeded hypothesis profiles."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ketenkompas", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("ketenkompas")

os.environ.setdefault("KETENKOMPAS_API_RATE", "off")  # tests ask more than any person
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the driver of the browser keeps a loop in this very thread
ROOT = Path(__file__).resolve().parent.parent
SHARING = ("tests/golden/", "tests/published/", "tests/web/")
REQUIRE_ALL = os.environ.get("KETENKOMPAS_REQUIRE_ALL") == "1"


def absent(reason: str) -> None:
    """Skip because a real component is missing, or fail where everything must run."""
    if REQUIRE_ALL:
        pytest.fail(f"required here (KETENKOMPAS_REQUIRE_ALL=1): {reason}")
    pytest.skip(reason)


def _mirror_folder() -> Path | None:
    named = os.environ.get("KETENKOMPAS_MIRROR", "").split(os.pathsep)
    for folder in [*(Path(name) for name in named if name), ROOT.parent / "shared" / "data"]:
        if (folder / "mrio").is_dir():
            return folder.resolve()
    return None


@pytest.fixture(scope="session")
def mirror() -> Path:
    """The folder with raw files of real sources."""
    folder = _mirror_folder()
    if folder is None:
        absent("no mirror of the raw sources; set KETENKOMPAS_MIRROR to one")
    assert folder is not None
    return folder


@pytest.fixture(autouse=True)
def _own_store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a store of its own, so that a user's built products never change what is tested."""
    monkeypatch.setenv("KETENKOMPAS_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Files that share something dear (a browser, a built table) go to one worker as a whole; other tests go singly.

    By folder, not by mark: pytest 9.2 keeps its test ids where the marks of pytest-xdist 3.8 do not reach them.
    """
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadGroupScheduling

    class ByFile(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file.startswith(SHARING) else nodeid

    return ByFile(config, log)
