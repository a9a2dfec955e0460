"""Published revisions as packaged definitions: one year as an old and as a new edition give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ketenkompas.errors import KetenkompasError
from ketenkompas.ingest._definition_file import packaged, read_definition

_FOLDER = "revisions"


@dataclass(frozen=True, slots=True)
class RevisionDefinition:
    """A figure that a publisher has revised, with source and status of both editions."""

    id: str
    jurisdiction: str
    stated: str
    year: int
    unit: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def per_cent(self) -> float:
        """New over old, less 1, per cent."""
        return 100 * (float(self.new["value"]) / float(self.old["value"]) - 1)

    def words(self, name: str, language: str) -> str:
        """``name`` or ``note`` in Dutch or English."""
        return str(self.raw[name][language])


def revision_ids() -> tuple[str, ...]:
    """The packaged revisions.

    Examples
    --------
    >>> revision_ids()
    ('fr-2022', 'se-2008')
    """
    return packaged(_FOLDER)


def read_revision(name: str) -> RevisionDefinition:
    """A packaged revision by its id.

    Raises
    ------
    UnknownCodeError
        ``definition.unknown``.

    Examples
    --------
    >>> round(read_revision("se-2008").per_cent, 1)
    9.0
    """
    raw = read_definition(name, _FOLDER, _no_more)
    return RevisionDefinition(
        raw["id"], raw["jurisdiction"], raw["stated"], raw["year"], raw["unit"], raw["old"], raw["new"], raw
    )


def _no_more(raw: Mapping[str, Any], file: str) -> Sequence[KetenkompasError]:  # noqa: ARG001 (the schema says it all)
    return ()
