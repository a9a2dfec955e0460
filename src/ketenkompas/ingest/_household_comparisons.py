"""Figures of others that stand beside the household footprint, each with its source and status."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True)
class HouseholdComparison:
    """A figure of somebody else: what it counts by language, of which year, on whose word."""

    id: str
    publisher: str
    year: int
    value: float
    unit: str
    what: Mapping[str, str]
    source: Mapping[str, str]
    status: str


@functools.cache
def household_comparisons() -> tuple[HouseholdComparison, ...]:
    """The packaged comparisons.

    Examples
    --------
    >>> household_comparisons()[0].value
    13.0
    """
    path = importlib.resources.files("ketenkompas") / "data" / "households" / "comparisons.yml"
    return tuple(HouseholdComparison(**one) for one in yaml.safe_load(path.read_text("utf-8"))["comparisons"])
