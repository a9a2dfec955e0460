"""Releases: nothing is lost or altered from one to the next, and any past state can be asked again."""

from __future__ import annotations

import datetime
import itertools

from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.factors import Factor, Release, difference, numbered, validate
from tests.unit.factors.made import made_factor

BATCHES = st.lists(
    st.dictionaries(st.sampled_from("123456"), st.floats(1.0, 2.0, allow_nan=False), max_size=6), min_size=1, max_size=6
)


def chain(batches: list[dict[str, float]]) -> list[Release]:
    """Releases, one a month, each with the corrections of a batch."""
    found: list[Release] = []
    for at, batch in enumerate(batches):
        before = found[-1] if found else None
        known = {one.native_id for one in before.records} if before else set()
        incoming = [_record(name, value, known) for name, value in batch.items()]
        made = numbered(before, incoming)
        day = datetime.date(2026, 1, 1) + datetime.timedelta(days=30 * at)
        found.append(
            Release(f"2026.{at + 1}", at + 1, day, made.records, made.changes, before.number if before else "")
        )
    return found


def _record(name: str, value: float, known: set[str]) -> Factor:
    if name in known:
        return made_factor(name, value=value, change_kind="correction", change_note="made")
    return made_factor(name, value=value)


@given(BATCHES)
def test_the_records_of_a_release_stay_in_every_later_one(batches: list[dict[str, float]]) -> None:
    releases = chain(batches)
    for before, after in itertools.pairwise(releases):
        assert after.records[: len(before.records)] == before.records
        changed = {step.factor.factor_id for step in difference(before, after).steps}
        assert {change.factor_id for change in after.changes} == changed
    validate(releases[-1].records)


@given(BATCHES)
def test_a_reference_gives_the_same_record_in_every_later_release(batches: list[dict[str, float]]) -> None:
    releases = chain(batches)
    for at, earlier in enumerate(releases):
        for one in earlier.records:
            assert [later.get(one.ref) for later in releases[at:]] == [one] * (len(releases) - at)


@given(BATCHES)
def test_the_newest_version_says_what_the_last_batch_said(batches: list[dict[str, float]]) -> None:
    last = chain(batches)[-1]
    told: dict[str, float] = {}
    for batch in batches:
        told |= batch
    assert {one.native_id: one.value for one in last.current} == told
