"""The releases that are here, read once, and what is asked of them again and again."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping

from ketenkompas.factors import Factor, Release
from ketenkompas.pipeline import newest_release, read_release, release_numbers, releases_mark


def newest_number() -> str:
    """The number of the newest release that is here.

    Raises
    ------
    UnknownCodeError
        ``factor.before_first_release`` when there is none.
    """
    return _newest(releases_mark())


@functools.lru_cache(maxsize=2)
def _newest(mark: object) -> str:  # noqa: ARG001 (in the key)
    return newest_release()


def numbers() -> tuple[str, ...]:
    """The numbers of all releases, the oldest first."""
    return _numbers(releases_mark())


@functools.lru_cache(maxsize=2)
def _numbers(mark: object) -> tuple[str, ...]:  # noqa: ARG001 (in the key)
    return tuple(release_numbers())


def release_of(number: str) -> Release:
    """A release by its number.

    Raises
    ------
    UnknownCodeError
        ``factor.release_unknown``.
    """
    return read_release(number)


@functools.lru_cache(maxsize=4)
def _current(number: str, sha256: str) -> tuple[Factor, ...]:  # noqa: ARG001 (a number may be another's in another home)
    return read_release(number).current


def current(release: Release) -> tuple[Factor, ...]:
    """The newest version of every factor of a release."""
    return _current(release.number, release.sha256)


def counts(records: tuple[Factor, ...], what: str) -> Mapping[str, int]:
    """How many records there are of each category, or of each source."""
    return Counter(one.category if what == "category" else one.source.source_id for one in records)
