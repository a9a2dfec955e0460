"""Sources side by side: what each says and what each counts."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from ketenkompas import library
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.reports import Table
from ketenkompas.web._panel import Panel, of_analysis
from ketenkompas.web._state import State
from ketenkompas.web.panels._words import area_phrase

_SHOWN = ("publisher", "year", "value", "unit", "gases", "households", "method", "kind")
_OTHERS = ("published", "second_hand")


def _kinds(found: library.Analysis) -> tuple[str, ...]:
    """The kinds that have a badge; figures of other publishers say in their row what they are."""
    return tuple(kind for kind in dict.fromkeys(str(row["kind"]) for row in found.rows) if kind not in _OTHERS)


def side_by_side(state: State, language: Language) -> Panel:
    """A table with a row for each figure, and why they differ."""
    found = library.beside(state.area, lang=language)
    rows = [
        {
            **{name: row[name] for name in _SHOWN},
            "unit": unit_label(str(row["unit"]), language),
            "kind": text(f"beside.kind.{row['kind']}", language),
        }
        for row in found.rows
    ]
    header = tuple(text(f"analysis.column.{name}", language) for name in _SHOWN)
    return Panel(
        "beside",
        text("web.beside.heading", language),
        text("web.beside.explanation", language),
        replace(of_analysis(found), kinds=_kinds(found)),
        answer=text("web.beside.answer", language, count=len(rows), area=area_phrase(state.area, language)),
        twin=Table(pl.DataFrame(rows), header, found.title, "", language),
        reasons=found.notes,
    )
