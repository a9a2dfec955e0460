"""The result types of every query: a figure with its parts, sources and receipt, and a series of figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl
import xarray as xr

from ketenkompas.classifications import areas
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.reports import Chart, Layout, kind_mark, origin_chart, ranked_chart, source_note, waterfall_chart

if TYPE_CHECKING:
    import pandas as pd

View = Literal["consumption", "production", "territorial"]
Scope = Literal["with_households", "industry_only"]
By = Literal["origin", "industry", "product", "final_use", "purpose"]
Per = Literal["head", "money"]
Kind = Literal["official", "cited", "model", "demo"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a figure: a code, its label in the figure's language, and the value in the figure's unit."""

    code: str
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source of a figure, with what must be shown wherever the figure is shown."""

    id: str
    title: str
    publisher: str
    licence: str
    attribution: str
    url: str

    def as_json(self) -> dict[str, str]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Footprint:
    """One figure and everything that must be said with it; ``parts`` always add up to ``value``."""

    area: str
    year: int
    model: str
    view: View
    scope: Scope
    gases: tuple[str, ...]
    unit: str
    value: float
    low: float | None
    high: float | None
    level: float | None
    interval_reason: str
    kind: Kind
    edition: str
    parts: tuple[Part, ...]
    sources: tuple[SourceRef, ...]
    receipt: str
    by: By | None = None
    language: Language = "en"
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The figure as plain data, with the names that every door uses."""
        return {
            "area": self.area,
            "year": self.year,
            "model": self.model,
            "view": self.view,
            "scope": self.scope,
            "gases": list(self.gases),
            "unit": self.unit,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "level": self.level,
            "interval_reason": self.interval_reason,
            "kind": self.kind,
            "edition": self.edition,
            "parts": [{"code": part.code, "label": part.label, "value": part.value} for part in self.parts],
            "sources": [source.as_json() for source in self.sources],
            "receipt": self.receipt,
            "notes": list(self.notes),
        }

    def to_json(self) -> str:
        """The figure as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def to_polars(self) -> pl.DataFrame:
        """One row for each part: ``area, year, code, label, value, unit, kind`` and what else the figure means."""
        return Series((self,)).to_polars()

    def to_pandas(self) -> pd.DataFrame:
        """As :meth:`to_polars`, for pandas."""
        return Series((self,)).to_pandas()

    def to_xarray(self) -> xr.DataArray:
        """The parts on a dimension ``part`` with their labels, unit in ``attrs['units']``."""
        return xr.DataArray(
            [part.value for part in self.parts],
            dims=("part",),
            coords={"part": [part.code for part in self.parts], "label": ("part", [part.label for part in self.parts])},
            attrs={
                "units": self.unit,
                "area": self.area,
                "year": self.year,
                "model": self.model,
                "receipt": self.receipt,
            },
            name="footprint",
        )

    def chart(self, *, layout: Layout = "image", top: int = 12) -> Chart:
        """The parts as bars, the largest first; of the territorial view, the way from residents to the territory."""
        if self.view == "territorial":
            return self._way(layout)
        return ranked_chart(
            self.to_polars(),
            language=self.language,
            title=self.title,
            subtitle=self.subtitle,
            note=self.source_line if layout == "image" else "",
            mark=self.mark,
            layout=layout,
            top=top,
            home=self.area,
        )

    @property
    def mark(self) -> str:
        """What is drawn inside the picture: demonstration, provisional, or nothing."""
        return kind_mark([self.kind], self.language, provisional=self.by == "purpose")

    def _way(self, layout: Layout) -> Chart:
        first, *steps = self.parts
        return waterfall_chart(
            pl.DataFrame([{"code": step.code, "label": step.label, "value": step.value} for step in steps]),
            start=(first.label, first.value),
            end=text("library.whole.territorial", self.language),
            unit=self.unit,
            language=self.language,
            title=self.title,
            subtitle=self.subtitle,
            note=self.source_line if layout == "image" else "",
            mark=self.mark,
            layout=layout,
        )

    @property
    def title(self) -> str:
        """What the figure is, in its language."""
        return self.titled(str(self.year))

    def titled(self, period: str) -> str:
        """The title for a year or a span of years."""
        whole = len(self.parts) == 1 or self.view == "territorial"
        by = text(f"library.by.{self.by or ('total' if whole else 'place')}", self.language)
        return text(f"library.title.{self.view}", self.language, area=self.area_name, by=by, year=period)

    @property
    def subtitle(self) -> str:
        """Unit, gases, scope, edition in one line."""
        return text(
            "library.subtitle",
            self.language,
            unit=unit_label(self.unit, self.language),
            scope=text(f"library.scope.{self.scope}", self.language),
            edition=self.edition,
        )

    @property
    def source_line(self) -> str:
        """Source, licence and maker, as it stands under a picture."""
        return source_note([source.as_json() for source in self.sources], edition=self.edition, language=self.language)

    @property
    def area_name(self) -> str:
        """The name of the area in the figure's language."""
        return areas()[self.area].name(self.language)

    def part(self, code: str) -> float:
        """The value of one part; 0.0 only where the part is there and zero.

        Raises
        ------
        KeyError
            When the figure has no such part.
        """
        for part in self.parts:
            if part.code == code:
                return part.value
        raise KeyError(code)


def period(years: Sequence[int]) -> str:
    """First and last year with a dash, or the only one."""
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one area, model, view, scope and breakdown over the years."""

    figures: tuple[Footprint, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years, in order."""
        return tuple(figure.year for figure in self.figures)

    @property
    def newest(self) -> Footprint:
        """The figure of the last year."""
        return self.figures[-1]

    def figure(self, year: int) -> Footprint:
        """The figure of one year.

        Raises
        ------
        KeyError
            When the series does not hold the year.
        """
        for figure in self.figures:
            if figure.year == year:
                return figure
        raise KeyError(year)

    def to_dict(self) -> list[dict[str, Any]]:
        """Every figure as plain data."""
        return [figure.to_dict() for figure in self.figures]

    def to_json(self) -> str:
        """Every figure as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def to_polars(self) -> pl.DataFrame:
        """One row for each part of each year."""
        rows = [_row(figure, part) for figure in self.figures for part in figure.parts]
        return pl.DataFrame(rows, schema=_SCHEMA, orient="row")

    def to_pandas(self) -> pd.DataFrame:
        """As :meth:`to_polars`, for pandas."""
        import pandas as pd

        return pd.DataFrame(self.to_polars().to_dict(as_series=False))

    def to_xarray(self) -> xr.DataArray:
        """Dimensions ``year`` and ``part``; a part that a year does not have is NaN."""
        return xr.concat([figure.to_xarray() for figure in self.figures], dim="year", join="outer").assign_coords(
            year=list(self.years)
        )

    @property
    def title(self) -> str:
        """What the series is, in its language."""
        return self.newest.titled(period(self.years))

    def totals(self) -> pl.DataFrame:
        """Columns ``year, value``: the value of each figure."""
        return pl.DataFrame({"year": list(self.years), "value": [figure.value for figure in self.figures]})

    def chart(self, *, layout: Layout = "image", top: int = 7, marked: Series | None = None) -> Chart:
        """Stacked bars by part over the years; ``marked`` puts another total (the official one) over it as diamonds."""
        newest = self.newest
        return origin_chart(
            self.to_polars(),
            language=newest.language,
            home=newest.area,
            title=self.title,
            subtitle=newest.subtitle,
            note=self._note(marked) if layout == "image" else "",
            mark=newest.mark,
            layout=layout,
            top=top,
            marked=None if marked is None else marked.totals(),
            marked_label="" if marked is None else text("library.official_total", newest.language),
            households_last=marked is not None,
        )

    def _note(self, marked: Series | None) -> str:
        shown: Sequence[Footprint] = [self.newest, *([marked.newest] if marked else [])]
        told: Mapping[str, dict[str, str]] = {
            source.id: source.as_json() for figure in shown for source in figure.sources
        }
        return source_note(told.values(), edition=self.newest.edition, language=self.newest.language)


_SCHEMA = {
    "area": pl.String,
    "year": pl.Int32,
    "model": pl.String,
    "view": pl.String,
    "scope": pl.String,
    "gases": pl.String,
    "code": pl.String,
    "label": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "kind": pl.String,
    "edition": pl.String,
    "receipt": pl.String,
}


def _row(figure: Footprint, part: Part) -> tuple[object, ...]:
    return (
        figure.area,
        figure.year,
        figure.model,
        figure.view,
        figure.scope,
        "+".join(figure.gases),
        part.code,
        part.label,
        part.value,
        figure.unit,
        figure.kind,
        figure.edition,
        figure.receipt,
    )
