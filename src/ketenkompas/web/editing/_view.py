"""Rows as a page shows them: before beside after, numbers in the reader's form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from ketenkompas.errors import UnknownCodeError
from ketenkompas.factors import Factor, Release, record_schema, to_cells
from ketenkompas.i18n import Language, number
from ketenkompas.web.editing._drafting import needs_note
from ketenkompas.web.editing._paths import address
from ketenkompas.web.editing._records import read_kept_cells, read_kept_edition
from ketenkompas.web.editing.models import Draft, ImportBatch


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a batch in the list of differences."""

    draft: Draft
    name: str
    link: str
    unit: str
    before: str
    after: str
    times: str
    waits: bool
    kind: str
    mark: str
    decision: str


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a record, before and after."""

    name: str
    before: str
    after: str
    differs: bool


def lines(batch: ImportBatch, drafts: Iterable[Draft], before: Release | None, language: Language) -> list[Line]:
    """Rows with their values before and after."""
    return [_line(batch, one, before_of(one, before), language) for one in drafts]


def before_of(draft: Draft, release: Release | None) -> Factor | None:
    """The version that a row was held against; None for what was not there, or a release that is no longer here."""
    if release is None or not draft.before_ref:
        return None
    try:
        return release.get(draft.before_ref)
    except UnknownCodeError:
        return None


def _line(batch: ImportBatch, draft: Draft, before: Factor | None, language: Language) -> Line:
    old = to_cells(before) if before else {}
    new: Mapping[str, str] = draft.cells or {}
    return Line(
        draft=draft,
        name=draft.name_en if language == "en" else draft.name_nl,
        link=address("row", language, batch.pk, draft.pk),
        unit=new.get("unit", "") or old.get("unit", ""),
        before=cell("value", old.get("value", ""), language),
        after=cell("value", new.get("value", ""), language),
        times="" if draft.ratio is None else number(draft.ratio, language, 2),
        waits=not draft.decision or (needs_note(draft.mark, draft.decision) and not draft.note),
        kind=f"editing.row.{draft.kind}",
        mark=f"editing.mark.{draft.mark}" if draft.mark else "",
        decision=f"editing.decision.{draft.decision or 'none'}",
    )


def fields(batch: ImportBatch, draft: Draft, before: Factor | None, language: Language) -> list[Field]:
    """Every column that either version uses, the differing ones first."""
    old = to_cells(before) if before else {}
    after = read_kept_cells(draft.cells, draft.factor_id, read_kept_edition(batch.edition)) if draft.cells else None
    new = to_cells(after) if after else {}
    found = [
        Field(name, cell(name, old.get(name, ""), language), cell(name, new.get(name, ""), language), differs)
        for name in record_schema()
        if name not in ("factor_id", "version")
        if old.get(name) or new.get(name)
        for differs in [bool(old and new) and old.get(name, "") != new.get(name, "")]
    ]
    return sorted(found, key=lambda one: not one.differs)


def cell(name: str, text: str, language: Language) -> str:
    """The text of a cell; a plain number with the decimal sign of the language.

    Examples
    --------
    >>> cell("value", "3.251", "nl"), cell("name_nl", "Diesel B7.5", "nl")
    ('3,251', 'Diesel B7.5')
    """
    is_number = record_schema().get(name) == pl.Float64
    return text.replace(".", ",").replace("-", "\N{MINUS SIGN}") if is_number and language == "nl" else text
