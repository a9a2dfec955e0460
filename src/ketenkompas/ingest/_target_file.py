"""Published indicative targets as packaged definitions: what is known, with source and status, and what is not."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ketenkompas.errors import KetenkompasError
from ketenkompas.ingest._definition_file import packaged, read_definition

_FOLDER = "targets"


@dataclass(frozen=True, slots=True)
class TargetDefinition:
    """A target that somebody has published: facts with their status; None is what is not known, never zero."""

    id: str
    jurisdiction: str
    force: str
    stated: str
    reference_year: int | None
    points: tuple[Mapping[str, Any], ...]
    budgets: tuple[Mapping[str, Any], ...]
    sources: tuple[Mapping[str, Any], ...]
    raw: Mapping[str, Any] = field(repr=False)

    def words(self, name: str, language: str) -> str:
        """``name`` or ``note`` in Dutch or English."""
        return str(self.raw[name][language])


def target_ids() -> tuple[str, ...]:
    """The packaged targets.

    Examples
    --------
    >>> target_ids()
    ('dk-benchmark', 'fr-snbc3', 'se-sou-2022-15')
    """
    return packaged(_FOLDER)


def read_target(name: str) -> TargetDefinition:
    """A packaged target by its id.

    Raises
    ------
    UnknownCodeError
        ``definition.unknown``.
    """
    return _packaged(name) if name in target_ids() else _read(name)


def _read(name: str) -> TargetDefinition:
    raw = read_definition(name, _FOLDER, _no_more)
    return TargetDefinition(
        id=raw["id"],
        jurisdiction=raw["jurisdiction"],
        force=raw["force"],
        stated=raw["stated"],
        reference_year=raw["reference_year"],
        points=tuple(raw["points"]),
        budgets=tuple(raw["budgets"]),
        sources=tuple(raw["sources"]),
        raw=raw,
    )


@functools.cache
def _packaged(name: str) -> TargetDefinition:  # does not change while the program runs
    return _read(name)


def _no_more(raw: Mapping[str, Any], file: str) -> Sequence[KetenkompasError]:  # noqa: ARG001 (the schema says it all)
    return ()
