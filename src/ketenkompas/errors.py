"""The one tree of errors, and how an error is told in Dutch and English.

An error is a *code* with parameters; its sentences stand in ``data/messages/errors/*.json``, both languages side by
side, so that a code without a Dutch sentence cannot exist (``tests/architecture/test_messages.py``). Each entry says
what was found (``what``), what was expected (``expected``) and what to do (``todo``); where it was found is an
attribute of the error itself.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["en", "nl"]

_WHERE_WORDS: dict[Language, tuple[str, str, str, str]] = {
    "en": ("file", "sheet", "row", "column"),
    "nl": ("bestand", "werkblad", "rij", "kolom"),
}
_LABELS: dict[Language, dict[str, str]] = {
    "en": {"expected": "Expected", "todo": "What to do", "more": "and {count} more"},
    "nl": {"expected": "Verwacht", "todo": "Wat te doen", "more": "en nog {count}"},
}
_SHOWN_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a problem: a file, and as much of sheet, row (header is row 1), column and label as is known."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    label: str = ""

    def text(self, language: Language = "en") -> str:
        """The place in one phrase, empty when nothing is known."""
        words = _WHERE_WORDS[language]
        values = (self.file, self.sheet, "" if self.row is None else str(self.row), self.column)
        named = [f"{word} {value}" for word, value in zip(words, values, strict=True) if value]
        return ", ".join([*named, *([self.label] if self.label else [])])


class KetenkompasError(Exception):
    """Root of every error this package raises on purpose.

    Parameters
    ----------
    code : str
        Stable dotted code, for instance ``area.unknown``; the key of its sentences.
    where : Where or str
        The place of the problem (a plain string is taken as the label).
    problems : sequence of KetenkompasError
        Everything that was wrong, when several problems are told together.
    **params
        Values that the sentences name; all are kept as ``error.params``.

    Examples
    --------
    >>> error = UnknownCodeError("area.unknown", found="NX", nearest="NL, NO", known="41 areas")
    >>> print(error.params["found"], error.code)
    NX area.unknown
    """

    def __init__(
        self, code: str, *, where: Where | str = "", problems: Sequence[KetenkompasError] = (), **params: Any
    ) -> None:
        self.code = code
        self.where = Where(label=where) if isinstance(where, str) else where
        self.problems = tuple(problems)
        self.params: Mapping[str, Any] = params
        super().__init__(code)

    def sentences(self, language: Language = "en") -> dict[str, str]:
        """``what``, ``where``, ``expected`` and ``todo`` of this error in one language; absent parts are empty."""
        entry = error_messages()[self.code][language]
        filled = {part: entry.get(part, "").format_map(self.params) for part in ("what", "expected", "todo")}
        return {
            "what": filled["what"],
            "where": self.where.text(language),
            **{k: filled[k] for k in ("expected", "todo")},
        }

    def text(self, language: Language = "en") -> str:
        """The whole error as a person reads it: what and where, expected, what to do, then its problems."""
        parts, labels = self.sentences(language), _LABELS[language]
        place = f" ({parts['where']})" if parts["where"] else ""
        lines = [f"{parts['what']}{place}"]
        lines += [f"{labels[key]}: {parts[key]}" for key in ("expected", "todo") if parts[key]]
        for problem in self.problems[:_SHOWN_PROBLEMS]:
            lines += ["- " + problem.text(language).replace("\n", "\n  ")]
        if len(self.problems) > _SHOWN_PROBLEMS:
            lines += ["- " + labels["more"].format(count=len(self.problems) - _SHOWN_PROBLEMS)]
        return "\n".join(lines)

    def as_json(self, language: Language = "en") -> dict[str, Any]:
        """The error as plain data for the command line and the API: code, sentences, problems."""
        told = {key: value for key, value in self.sentences(language).items() if value}
        problems = [problem.as_json(language) for problem in self.problems]
        return {"code": self.code, **told, **({"problems": problems} if problems else {})}

    def __str__(self) -> str:
        return self.text("en")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.code, self.where, self.problems, dict(self.params))


class AlignmentError(KetenkompasError):
    """Labels of two arrays that must be identical, in identical order, are not."""


class UnitError(KetenkompasError):
    """A unit is missing, unknown, or cannot be turned into the unit asked for."""


class MissingValueError(KetenkompasError):
    """A value is absent where one is needed; absence is never zero."""


class UnknownCodeError(KetenkompasError):
    """A code (area, industry, year, model, source, ...) is not one that exists here."""


class CorrespondenceError(KetenkompasError):
    """A key from one classification to another does not cover or does not add up."""


class BalanceError(KetenkompasError):
    """An accounting identity does not hold within the tolerance of the printed figures."""


class SourceError(KetenkompasError):
    """A source file cannot be had: offline, not found, wrong checksum, no room, licence."""


class InputError(KetenkompasError):
    """Data handed in are malformed; carries every problem of the file."""


class ProductError(KetenkompasError):
    """A product or receipt is absent, or does not agree with what it says of itself."""


def _rebuild(
    kind: type[KetenkompasError], code: str, where: Where, problems: Sequence[KetenkompasError], params: dict[str, Any]
) -> KetenkompasError:
    return kind(code, where=where, problems=problems, **params)


@functools.cache
def error_messages() -> Mapping[str, Mapping[Language, Mapping[str, str]]]:
    """Every error's sentences: code -> language -> part."""
    folder = importlib.resources.files("ketenkompas") / "data" / "messages" / "errors"
    merged: dict[str, Mapping[Language, Mapping[str, str]]] = {}
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        merged |= json.loads(file.read_text("utf-8"))
    return merged
