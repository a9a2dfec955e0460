"""A release: an immutable, numbered set of records; what it holds, and how one finds a record in it."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ketenkompas.errors import UnknownCodeError
from ketenkompas.factors._record import ChangeKind, Edition, Factor

_VERSION = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one factor between the release before and this one.

    ``before`` and ``after`` are versions; None where the factor was not there, or is no longer.
    """

    factor_id: str
    key: str
    before: int | None
    after: int | None
    cause: ChangeKind | Literal["lapsed", "withdrawn"]
    note: str = ""


@dataclass(frozen=True)
class Release:
    """All records that were valid knowledge at one date, every version of each.

    Attributes
    ----------
    number : str
        ``YYYY.n``.
    sequence : int
        1 for the first release, one more for each next one.
    published_on : date
        ``as_of`` a date means the newest release published on or before it.
    previous : str
        Number of the release before; empty for the first.
    sha256 : str
        Hash of the manifest that names every file with its hash; empty until it has been written.
    """

    number: str
    sequence: int
    published_on: datetime.date
    records: tuple[Factor, ...] = field(repr=False)
    changes: tuple[Change, ...] = field(default=(), repr=False)
    previous: str = ""
    note_nl: str = ""
    note_en: str = ""
    sha256: str = ""
    _by_id: Mapping[str, tuple[Factor, ...]] = field(init=False, repr=False, compare=False)
    _by_key: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id: dict[str, list[Factor]] = {}
        by_key: dict[str, dict[str, None]] = {}
        for one in self.records:
            by_id.setdefault(one.factor_id, []).append(one)
            by_key.setdefault(one.key, {})[one.factor_id] = None
        found = {name: tuple(sorted(several, key=lambda one: one.version)) for name, several in by_id.items()}
        object.__setattr__(self, "_by_id", found)
        object.__setattr__(self, "_by_key", {key: tuple(ids) for key, ids in by_key.items()})

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions of the sources that records were read from, each once."""
        return tuple({(one.source.source_id, one.source.edition): one.source for one in self.records}.values())

    @functools.cached_property
    def current(self) -> tuple[Factor, ...]:
        """The newest version of every factor, lapsed ones too, in the order of the release."""
        return tuple(several[-1] for several in self._by_id.values())

    @functools.cached_property
    def _current_by(self) -> Mapping[str, Mapping[str, tuple[Factor, ...]]]:
        """The newest versions by what a choice looks for, so that it need not walk through a whole release."""
        names = ("key", "variant_of", "category")
        found: dict[str, dict[str, list[Factor]]] = {name: {} for name in names}
        for one in self.current:
            for name in names:
                found[name].setdefault(getattr(one, name), []).append(one)
        return {name: {key: tuple(several) for key, several in told.items()} for name, told in found.items()}

    def holds(self, factor: str) -> bool:
        """Whether a text is the key or the ``factor_id`` of a factor."""
        return factor in self._by_id or factor in self._by_key

    def with_key(self, key: str) -> tuple[Factor, ...]:
        """The newest version of every factor that has a key, in whatever region."""
        return self._current_by["key"].get(key, ())

    def variants_of(self, key: str) -> tuple[Factor, ...]:
        """The newest version of every factor that is a variant of the one with a key."""
        return self._current_by["variant_of"].get(key, ())

    def of_category(self, category: str) -> tuple[Factor, ...]:
        """The newest version of every factor of a category."""
        return self._current_by["category"].get(category, ())

    def history(self, factor: str) -> tuple[Factor, ...]:
        """Every version of a factor, the oldest first.

        Parameters
        ----------
        factor : str
            A ``factor_id``, or a key that one factor has.

        Raises
        ------
        UnknownCodeError
            ``factor.unknown``, or ``factor.key_not_unique`` with the factors that share the key.
        """
        found = self._by_id.get(factor)
        if found is not None:
            return found
        several = self._by_key.get(factor, ())
        if len(several) > 1:
            told = ", ".join(f"{name} ({self._by_id[name][-1].region})" for name in several[:5])
            raise UnknownCodeError("factor.key_not_unique", found=factor, count=len(several), known=told)
        if not several:
            raise UnknownCodeError("factor.unknown", found=factor, release=self.number)
        return self._by_id[several[0]]

    def get(self, factor: str, version: int | None = None) -> Factor:
        """One version of a factor, by default the newest; also by ``factor_id@version`` and by ``key@version``.

        Raises
        ------
        UnknownCodeError
            As :meth:`history`; ``factor.version_unknown`` with the versions that are there.
        """
        name, _, told = factor.partition("@")
        several = self.history(name)
        if told:
            version = int(told) if _VERSION.fullmatch(told) else -1
        if version is None:
            return several[-1]
        for one in several:
            if one.version == version:
                return one
        known = ", ".join(str(one.version) for one in several)
        raise UnknownCodeError("factor.version_unknown", found=told or version, key=several[-1].key, known=known)

    def spelled(self, factor: Factor) -> str:
        """How a factor is asked for: by its key where that is its own, else by its lasting id."""
        return factor.key if len(self._by_key[factor.key]) == 1 else factor.factor_id

    def is_superseded(self, factor: Factor) -> bool:
        """Whether a later version of the factor is in this release."""
        return self._by_id[factor.factor_id][-1].version > factor.version


def green_only(records: Iterable[Factor]) -> tuple[Factor, ...]:
    """Records of which the licence is open beyond doubt (``only_green``)."""
    return tuple(one for one in records if one.source.licence_verdict == "green")
