"""What must stand beside the figures of the compass: whose they are, of which situation, how sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import polars as pl

from ketenkompas import reports
from ketenkompas.i18n import Language, text
from ketenkompas.library import SourceRef, households
from ketenkompas.reports import Chart, Layout, Table
from ketenkompas.web._panel import Draw, Provenance
from ketenkompas.web.householdpages._asked import Per

LEVEL = 0.9


class Answer(Protocol):
    """A figure, rows, a comparison, a calculation or a scenario of the library."""

    @property
    def sources(self) -> tuple[SourceRef, ...]:
        """Where it comes from."""

    @property
    def receipt(self) -> str:
        """How it was made."""

    @property
    def year(self) -> int:
        """Of which year it is."""

    def as_json(self) -> dict[str, Any]:
        """Plain data."""


def provenance(language: Language, *found: Answer, interval: str = "household.interval") -> Provenance:
    """The provenance of answers together; ``interval`` says what the intervals mean, or why there is none."""
    sources = {source.id: source for one in found for source in one.sources}
    receipts = tuple(dict.fromkeys(one.receipt for one in found))
    year = found[0].year
    return Provenance(
        kinds=("model",),
        sources=tuple(source.as_json() for source in sources.values()),
        receipts=receipts,
        newest=(("model", year, receipts[0]),),
        editions=(text("household.edition", language, year=year),),
        intervals=(text(interval, language),),
        data=tuple(one.as_json() for one in found),
    )


@dataclass(frozen=True, slots=True)
class Dress:
    """What a chart says besides its figures when it travels alone: the situation, source and licence, the mark."""

    subtitle: str
    note: str
    mark: str


def dress(came: Provenance, language: Language, per: Per | None = None) -> Dress:
    """What must be in a picture of these figures; ``per`` where they are counted so."""
    counted = f"{text(f'household.per.{per}', language)}. " if per else ""
    return Dress(
        subtitle=f"{counted}{households.situation(language)}",
        note=reports.source_note(came.sources, edition="; ".join(came.editions), language=language),
        mark=reports.kind_mark(came.kinds, language, provisional=True),
    )


def bars(
    frame: pl.DataFrame,
    title: str,
    dressed: Dress,
    language: Language,
    *,
    marks: Mapping[str, str] | None = None,
    places: int = 0,
    twin: Table | None = None,
) -> Draw:
    """How bars of household figures are drawn; ``twin`` stands in for the table that the chart would make itself."""

    def draw(layout: Layout) -> Chart:
        made = reports.household_chart(
            frame,
            marks=marks or {},
            language=language,
            title=title,
            subtitle=dressed.subtitle,
            note=dressed.note,
            mark=dressed.mark,
            layout=layout,
            places=places,
        )
        return made if twin is None else replace(made, twin=twin)

    return draw
