"""Errors of data stated as a file: relative standard errors and correlations, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ketenkompas.errors import KetenkompasError
from ketenkompas.ingest._definition_file import packaged, read_definition
from ketenkompas.mrio import DataErrors

DEFAULT_ERRORS = "default-2026"


@dataclass(frozen=True)
class ErrorsDefinition:
    """Stated errors of data: name, ISO date, the values, and the file as plain data, which a receipt keeps."""

    id: str
    stated: str
    errors: DataErrors
    raw: Mapping[str, Any] = field(repr=False)

    def words(self, part: str, language: str) -> str:
        """``title`` or ``note`` in a language."""
        return str(self.raw[part][language])

    @property
    def parameters(self) -> tuple[str, ...]:
        """Each parameter with its value and source, as it is printed with every interval."""
        return tuple(f"{name} = {one['value']:g}. {one['source']}" for name, one in self.raw["errors"].items())


def error_definitions() -> tuple[str, ...]:
    """The stated errors that come with the package.

    Examples
    --------
    >>> error_definitions()
    ('default-2026',)
    """
    return packaged("uncertainty")


def read_errors(name: str | Path = DEFAULT_ERRORS) -> ErrorsDefinition:
    """Stated errors of data: packaged ones by name, or a YAML file.

    Raises
    ------
    UnknownCodeError
        ``definition.unknown``.
    InputError
        ``definition.unreadable``; ``definition.faults`` with everything that is wrong; ``uncertainty.faults``.

    Examples
    --------
    >>> read_errors().errors.inputs_trade
    0.25
    """
    raw = read_definition(name, "uncertainty", _none)
    values = {name: float(one["value"]) for name, one in raw["errors"].items()}
    return ErrorsDefinition(raw["id"], raw["stated"], DataErrors(**values, inner=tuple(raw["inner"])), raw)


def _none(raw: Mapping[str, Any], file: str) -> list[KetenkompasError]:  # noqa: ARG001 (ranges are checked by DataErrors)
    return []
