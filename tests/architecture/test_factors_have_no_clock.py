"""Factors carry dates, and what depends on today is an argument (decision 0003)."""

from __future__ import annotations

import re

from tests.architecture._project import SOURCE

CLOCK = re.compile(r"\.(today|now|utcnow)\(")


def test_no_clock_in_factors() -> None:
    files = sorted((SOURCE / "factors").glob("*.py"))
    assert files
    assert [path.name for path in files if CLOCK.search(path.read_text("utf-8"))] == []
