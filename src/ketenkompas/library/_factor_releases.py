"""Releases of emission factors: which are here, their records, what changed, whole ones as files."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from typing import Any

from ketenkompas.errors import InputError
from ketenkompas.factors import Difference, Edition, Factor, Release
from ketenkompas.factors import difference as _difference
from ketenkompas.pipeline import (
    newest_release,
    read_release,
    release_as_of,
    release_folder,
    release_manifest,
    release_numbers,
)
from ketenkompas.reports import FactorForm, factor_file


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """A release without its records.

    ``sha256`` is the hash of its manifest, which names every file with its own; ``changes`` how many factors changed
    against the release before, by cause.
    """

    number: str
    sequence: int
    published_on: datetime.date
    records: int
    previous: str
    note_nl: str
    note_en: str
    sha256: str
    changes: dict[str, int]
    editions: tuple[Edition, ...]

    def note(self, language: str = "nl") -> str:
        """The publisher's own words on the release."""
        return self.note_en if language == "en" else self.note_nl

    def as_json(self, language: str = "nl") -> dict[str, Any]:
        """Plain data."""
        return {
            "release": self.number,
            "sequence": self.sequence,
            "publishedOn": self.published_on.isoformat(),
            "records": self.records,
            "previous": self.previous or None,
            "note": self.note(language),
            "sha256": self.sha256,
            "changes": self.changes,
            "sources": [
                {
                    "source": one.source_id,
                    "edition": one.edition,
                    "dataset": one.dataset,
                    "publisher": one.publisher,
                    "licence": one.licence,
                    "licenceVerdict": one.licence_verdict,
                    "attribution": one.attribution,
                    "fileSha256": one.file_sha256,
                }
                for one in self.editions
            ],
        }


def releases() -> tuple[ReleaseInfo, ...]:
    """The releases that are here, the newest first."""
    return tuple(_info(number) for number in reversed(release_numbers()))


def _info(number: str) -> ReleaseInfo:
    told, sha256 = release_manifest(release_folder(number))
    return ReleaseInfo(
        number=told["number"],
        sequence=told["sequence"],
        published_on=datetime.date.fromisoformat(told["published_on"]),
        records=told["records"],
        previous=told["previous"],
        note_nl=told["note"]["nl"],
        note_en=told["note"]["en"],
        sha256=sha256,
        changes=told["changes"],
        editions=tuple(
            Edition(**{**one, "retrieved_on": datetime.date.fromisoformat(one["retrieved_on"])})
            for one in told["editions"]
        ),
    )


def release(number: str | None = None, *, as_of: datetime.date | str | None = None) -> Release:
    """A release with its records.

    Parameters
    ----------
    number : str, optional
        ``YYYY.n``; by default the newest.
    as_of : date or str, optional
        Instead of a number: the release that was the newest on that date.

    Raises
    ------
    UnknownCodeError
        ``factor.release_unknown``; ``factor.before_first_release``.
    InputError
        ``factor.number_and_date`` when both are given; ``factor.no_date``.

    Examples
    --------
    >>> release("2026.1").sequence
    1
    """
    return held(number, as_of)


def held(number: str | None, as_of: datetime.date | str | None) -> Release:
    """The release that a question is about; see :func:`release`."""
    if number and as_of:
        raise InputError("factor.number_and_date", number=number, as_of=str(as_of))
    if as_of:
        return read_release(release_as_of(_day(as_of)))
    return read_release(number or newest_release())


def _day(given: datetime.date | str) -> datetime.date:
    if isinstance(given, datetime.date):
        return given
    try:
        return datetime.date.fromisoformat(given)
    except ValueError:
        raise InputError("factor.no_date", found=given) from None


def get(
    factor: str, version: int | None = None, *, release: str | None = None, as_of: datetime.date | str | None = None
) -> Factor:
    """One record, by factor id or key, with ``@version`` or without.

    Raises
    ------
    UnknownCodeError
        ``factor.unknown``, ``factor.key_not_unique``, ``factor.version_unknown`` and those of :func:`release`.

    Examples
    --------
    >>> found = get("fuel.diesel.b7")
    >>> found.value, found.unit, found.boundary, found.cell
    (3.251, 'L', 'WTW', 'B21')
    """
    return held(release, as_of).get(factor, version)


def history(factor: str, *, release: str | None = None, as_of: datetime.date | str | None = None) -> tuple[Factor, ...]:
    """Every version of a factor, the oldest first.

    Raises
    ------
    UnknownCodeError
        As :func:`get`.
    """
    return held(release, as_of).history(factor.partition("@")[0])


def difference(old: str | None = None, new: str | None = None) -> Difference:
    """What changed between two releases.

    Parameters
    ----------
    old, new : str, optional
        Numbers; by default the newest release and the one before it. The first release is compared with nothing.

    Raises
    ------
    UnknownCodeError
        ``factor.release_unknown``.
    """
    later = held(new, None)
    before = old or later.previous
    return _difference(held(before, None) if before else None, later)


def only_green_asked(given: bool | None = None) -> bool:
    """Whether records with an open question of licence are left out: as asked, else ``KETENKOMPAS_ONLY_GREEN``."""
    return os.environ.get("KETENKOMPAS_ONLY_GREEN") == "1" if given is None else given


def export(
    form: FactorForm = "csv",
    *,
    release: str | None = None,
    as_of: datetime.date | str | None = None,
    only_green: bool | None = None,
) -> bytes:
    """A whole release as one file, with licence and attribution in every row.

    Parameters
    ----------
    form : {"parquet", "csv", "json", "schema"}
        The schema is that of the records in the JSON.
    release, as_of : optional
        As :func:`release`.
    only_green : bool, optional
        Leave out what is not open beyond doubt; by default as ``KETENKOMPAS_ONLY_GREEN`` says.

    Raises
    ------
    UnknownCodeError
        As :func:`release`.
    """
    return factor_file(held(release, as_of), form, only_green=only_green_asked(only_green))
