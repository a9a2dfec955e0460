"""What the routes about households have in common: parameters, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from ketenkompas.library import households
from ketenkompas.web.api._query import Parameter

YEAR = Parameter("year", "Year of the figures.", kind="integer", default=str(households.YEAR))
PER = Parameter("per", "Per household or per person.", choices=get_args(households.HouseholdPer), default="household")


def parted(given: str) -> Sequence[str]:
    """The words of a list with commas."""
    return [one.strip() for one in given.split(",") if one.strip()]


def year_of(asked: Mapping[str, Any]) -> int:
    """The year that is asked."""
    return int(asked["year"])
