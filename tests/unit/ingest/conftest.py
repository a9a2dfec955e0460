"""What every test of a reader asks of an error: its code, the file, and a full sentence in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ketenkompas.errors import KetenkompasError


def _assert_told(error: KetenkompasError, code: str, file: str, *, place: str = "") -> KetenkompasError:
    found = [problem for problem in (error, *error.problems) if problem.code == code]
    assert found, f"{code} is not among {[error.code, *(problem.code for problem in error.problems)]}\n{error}"
    problem = found[0]
    assert file in problem.where.file
    for language in ("en", "nl"):
        told = problem.sentences(language)  # type: ignore[arg-type]
        assert all(told[part] for part in ("what", "where", "expected", "todo")), told
        assert "{" not in told["what"]
    if place:
        assert place in problem.text("en")
    return problem


@pytest.fixture
def assert_told() -> Callable[..., KetenkompasError]:
    """Find a code among an error and its problems, and check that it names file, place, expectation and remedy."""
    return _assert_told
