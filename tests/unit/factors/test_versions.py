"""The next release: new versions with their cause; what is no longer listed; which version a year takes."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest

from ketenkompas.errors import InputError
from ketenkompas.factors import Factor, Release, difference, numbered
from ketenkompas.factors._weigh import edition_for
from tests.unit.factors.made import EDITION, made_factor

NEXT = dataclasses.replace(EDITION, edition="2027", source_version="2027-01-15")
LATER = dataclasses.replace(EDITION, source_version="2026-08-20")
FIRST = Release("2026.1", 1, datetime.date(2026, 11, 28), (made_factor(), made_factor("2", value=2.0)))


def of_next(native_id: str = "1", **given: Any) -> Factor:
    """A record of the edition of 2027."""
    return made_factor(native_id, source=NEXT, valid_from=datetime.date(2027, 1, 1), **given)


@pytest.mark.parametrize(
    ("record", "cause"),
    [
        (of_next(value=3.3), "new"),
        (made_factor(source=LATER, value=3.3), "restatement"),
        (made_factor(value=3.3, change_kind="correction"), "correction"),
        (made_factor(value=3.3, change_kind="method"), "method"),
        (of_next(value=None, status="lapsed"), "lapsed"),
    ],
)
def test_a_change_has_a_cause(record: Factor, cause: str) -> None:
    made = numbered(FIRST, [record])
    assert [(one.cause, one.before, one.after) for one in made.changes] == [(cause, 1, 2)]
    assert made.records[:2] == FIRST.records
    assert (made.records[2].version, made.records[2].supersedes) == (2, 1)


def test_a_change_without_a_cause_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        numbered(FIRST, [made_factor(value=3.3), made_factor("2", value=2.0), made_factor("2", value=2.0)])
    assert [one.code for one in caught.value.problems] == ["factor.change_without_cause", "factor.incoming_twice"]


def test_what_says_the_same_is_passed_over() -> None:
    assert numbered(FIRST, list(FIRST.records)).changes == ()


def test_what_a_whole_new_edition_lacks_has_lapsed() -> None:
    made = numbered(FIRST, [of_next()], whole_sources=["made"])
    gone = made.records[-1]
    assert (gone.native_id, gone.status, gone.value, gone.change_note) == ("2", "lapsed", None, "not in edition 2027")
    assert [one.cause for one in made.changes] == ["new", "lapsed"]
    assert len(numbered(FIRST, [of_next()]).changes) == 1


def test_a_year_takes_the_edition_that_was_valid() -> None:
    later = Release("2027.1", 2, datetime.date(2027, 2, 1), numbered(FIRST, [of_next(value=3.3)]).records)
    assert [
        [edition_for(later.history(one.factor_id), year).value for one in later.current]
        for year in (2025, 2026, 2027, 2030)
    ] == [
        [3.251, 2.0],
        [3.251, 2.0],
        [3.3, 2.0],
        [3.3, 2.0],
    ]


def test_a_difference_tells_before_after_and_cause() -> None:
    made = numbered(FIRST, [made_factor(value=3.3, change_kind="correction", change_note="slip"), made_factor("3")])
    second = Release("2026.2", 2, datetime.date(2026, 12, 1), made.records, made.changes)
    found = difference(FIRST, second)
    assert [(one.factor.native_id, one.cause, one.note) for one in found.steps] == [
        ("1", "correction", "slip"),
        ("3", "new", ""),
    ]
    assert found.steps[0].ratio == pytest.approx(3.3 / 3.251)
    assert found.by_cause == {"correction": 1, "new": 1}
    assert difference(FIRST, FIRST).steps == ()
    assert [one.cause for one in difference(second, FIRST).steps] == ["correction", "new"]
    assert len(difference(None, FIRST).steps) == 2
