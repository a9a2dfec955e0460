"""The releases that are here, read once, and what is asked of them again and again."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping

from ketenkompas.errors import KetenkompasError
from ketenkompas.factors import Factor, Release
from ketenkompas.library import factors
from ketenkompas.pipeline import newest_release, releases_mark


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


def listed() -> tuple[factors.ReleaseInfo, ...]:
    """All releases without their records, the newest first."""
    return _listed(releases_mark())


@functools.lru_cache(maxsize=2)
def _listed(mark: object) -> tuple[factors.ReleaseInfo, ...]:  # noqa: ARG001 (in the key)
    return factors.releases()


def newest() -> Release | None:
    """The newest release, or None where there is none that can be read: its own pages say why."""
    try:
        return factors.release(newest_number())
    except KetenkompasError:
        return None


def current(release: Release) -> tuple[Factor, ...]:
    """The newest version of every factor of a release."""
    return _current(release.number, release.sha256)


@functools.lru_cache(maxsize=4)
def _current(number: str, sha256: str) -> tuple[Factor, ...]:  # noqa: ARG001 (elsewhere a number can be another's)
    return factors.release(number).current


def counts(records: tuple[Factor, ...], what: str) -> Mapping[str, int]:
    """How many records there are of each category, or of each source."""
    return Counter(one.category if what == "category" else one.source.source_id for one in records)
