"""A record with some of its columns replaced by what an editor typed, in the form of the reviewable files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from ketenkompas.errors import InputError, KetenkompasError, Where
from ketenkompas.factors._columns import from_cells, from_row, record_schema, to_cells
from ketenkompas.factors._record import ActivityType, Boundary, Category, ChangeKind, Factor, QuantityKind, Status

FIXED = frozenset({"factor_id", "version", "key", "source_id", "edition", "native_id", "supersedes", "change_kind"})
"""Columns that say which record this is; they follow from its source, not from an editor."""
_CHOICES: Mapping[str, Any] = {
    "status": Status,
    "activity_type": ActivityType,
    "category": Category,
    "quantity_kind": QuantityKind,
    "boundary": Boundary,
}


def amended(factor: Factor, cells: Mapping[str, str], *, kind: ChangeKind, note: str) -> Factor:
    """The factor with columns replaced; its version is given later, when it is released.

    Parameters
    ----------
    factor : Factor
        The version that is corrected.
    cells : mapping
        Columns with text as in ``records.csv`` (:func:`to_cells`).
    kind : {"correction", "restatement", "method", "new"}
        Why there is a new version.
    note : str
        What the public is told.

    Raises
    ------
    InputError
        ``factor.amend_has_problems`` with every column that is fixed or unknown, or that cannot be read;
        ``factor.amend_nothing`` when nothing differs.
    """
    problems: list[KetenkompasError] = [
        InputError("factor.amend_fixed", where=Where(column=name, label=factor.key), found=name)
        for name in cells
        if name in FIXED or name not in record_schema()
    ]
    problems += [
        InputError("factor.amend_choice", where=Where(column=name), found=cells[name], known=", ".join(get_args(known)))
        for name, known in _CHOICES.items()
        if name in cells and cells[name] not in get_args(known)
    ]
    row: dict[str, Any] = {}
    if not problems:
        try:
            row = from_cells({**to_cells(factor), **cells}, where=Where(label=factor.key))
        except KetenkompasError as fault:
            problems.append(fault)
    if problems:
        raise InputError("factor.amend_has_problems", problems=problems, key=factor.key, count=len(problems))
    known = {(factor.source.source_id, factor.source.edition): factor.source}
    made = from_row({**row, "factor_id": factor.factor_id}, known)
    if to_cells(made) == to_cells(factor):
        raise InputError("factor.amend_nothing", key=factor.key)
    return replace(made, change_kind=kind, change_note=note)
