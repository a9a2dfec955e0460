"""The examples in docstrings run."""

from __future__ import annotations

import doctest
import importlib

import pytest
from tests.architecture._project import module_name, trees

WITH_EXAMPLES = sorted(module_name(path) for path, _ in trees() if ">>> " in path.read_text("utf-8"))


RAW = {
    f"ketenkompas.library.{name}" for name in ("_extract", "_factors_derive", "_refine", "_scenario", "_uncertainty")
}
"""Modules whose examples compute from raw tables."""


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples(name: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if name in RAW:
        monkeypatch.setenv("KETENKOMPAS_MIRROR", str(request.getfixturevalue("mirror")))
    if name.startswith("ketenkompas.web."):
        importlib.import_module("ketenkompas.web").prepare()
    result = doctest.testmod(
        importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS, verbose=False
    )
    assert result.attempted > 0
    assert result.failed == 0
