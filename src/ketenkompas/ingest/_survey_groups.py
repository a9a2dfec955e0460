"""The full budget survey cut into groups of spending that do not overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from ketenkompas.errors import UnknownCodeError
from ketenkompas.ingest._cbs_households import FullSurvey
from ketenkompas.ingest._household_survey import TOTAL, UNLISTED

_KEYS = ("dimension", "category")


def group_spending(survey: FullSurvey, groups: Sequence[str]) -> pl.DataFrame:
    """Spending of every class on chosen groups, each without the chosen groups inside it, and on the rest.

    Parameters
    ----------
    groups : sequence of str
        COICOP codes at any level, such as those of the bridge: ``09`` beside ``09.6``.

    Returns
    -------
    DataFrame
        ``dimension, category, code, eur, state`` in the order given; ``unlisted`` is what no chosen group holds. Per
        class the groups add up to all its spending. Where a part that is taken out is suppressed or absent, what is
        left is null with the state ``absent``: it is not known, and never the whole.

    Raises
    ------
    UnknownCodeError
        ``cbs_odata.group_unknown`` for a code that the survey does not have.

    Examples
    --------
    Made surveys in ``tests/unit/ingest/test_cbs_households.py``.
    """
    known = set(survey.spending["code"])
    strangers = [code for code in groups if code not in known]
    if strangers:
        raise UnknownCodeError("cbs_odata.group_unknown", found=", ".join(strangers), count=len(known))
    inside = {code: _inside(code, groups) for code in groups}
    outermost = [code for code in groups if not any(code in parts for parts in inside.values())]
    inside[TOTAL] = outermost
    rows = [
        (*place, UNLISTED if code == TOTAL else code, *_left(code, parts, cells))
        for place, cells in _by_class(survey.spending).items()
        for code, parts in inside.items()
    ]
    types = dict.fromkeys(("dimension", "category", "code"), pl.String) | {"eur": pl.Float64, "state": pl.String}
    return pl.DataFrame(rows, schema=types, orient="row")


def _inside(code: str, groups: Sequence[str]) -> list[str]:
    """The chosen groups directly inside one: those for which no other chosen group lies between."""
    below = [other for other in groups if other.startswith(f"{code}.")]
    return [other for other in below if not any(other.startswith(f"{between}.") for between in below)]


def _by_class(spending: pl.DataFrame) -> dict[tuple[str, str], dict[str, tuple[float | None, str]]]:
    found: dict[tuple[str, str], dict[str, tuple[float | None, str]]] = {}
    for dimension, category, code, eur, state in spending.select(*_KEYS, "code", "eur", "state").iter_rows():
        found.setdefault((dimension, category), {})[code] = (eur, state)
    return found


def _left(code: str, parts: Sequence[str], cells: Mapping[str, tuple[float | None, str]]) -> tuple[float | None, str]:
    """What a group spends without its parts, and whether that is known."""
    whole, state = cells.get(code, (None, "absent"))
    taken = [cells.get(part, (None, "absent"))[0] for part in parts]
    if whole is None:
        return None, state
    known = [value for value in taken if value is not None]
    return (whole - sum(known), "ok") if len(known) == len(taken) else (None, "absent")
