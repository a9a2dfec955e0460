"""What a release holds and how a record is found in it."""

from __future__ import annotations

import datetime

import pytest

from ketenkompas.errors import UnitError, UnknownCodeError
from ketenkompas.factors import Release, activity_unit, activity_units
from tests.unit.factors.made import made_factor

RELEASE = Release(
    "2026.1",
    1,
    datetime.date(2026, 11, 28),
    (made_factor(), made_factor(version=2, value=3.3, supersedes=1), made_factor("2", key="fuel.petrol.e10")),
)


def test_the_newest_version_is_the_current_one() -> None:
    assert [one.value for one in RELEASE.current] == [3.3, 3.251]
    assert RELEASE.get("fuel.made-1").version == 2
    assert RELEASE.get("fuel.made-1@1").value == 3.251
    assert RELEASE.is_superseded(RELEASE.get("fuel.made-1", 1))


def test_unknown_factors_and_versions_are_named() -> None:
    for asked, code in (("fuel.coal", "factor.unknown"), ("fuel.made-1@9", "factor.version_unknown")):
        with pytest.raises(UnknownCodeError) as caught:
            RELEASE.get(asked)
        assert caught.value.code == code


def test_a_key_of_two_factors_is_not_guessed() -> None:
    both = Release("2026.1", 1, RELEASE.published_on, (made_factor(), made_factor("2", key="fuel.made-1")))
    with pytest.raises(UnknownCodeError, match="2 factors share"):
        both.get("fuel.made-1")


def test_every_spelling_of_a_unit_is_of_one_unit() -> None:
    spelled = [name.casefold() for one in activity_units().values() for name in (one.code, *one.aliases)]
    assert len(set(spelled)) >= len(spelled) - len(activity_units())
    for one in activity_units().values():
        assert [activity_unit(alias).code for alias in one.aliases] == [one.code] * len(one.aliases)


def test_an_unknown_unit_gets_near_ones() -> None:
    with pytest.raises(UnitError, match="litre"):
        activity_unit("littre")
