"""Figures from the library in the shape that panels need: a tidy table, and what belongs beside every figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import Language
from ketenkompas.library import By, Footprint, Per, Series, View, cited_series, footprint, published_series, series
from ketenkompas.pipeline import CITED
from ketenkompas.web._state import State

SCHEMA = {
    "year": pl.Int64,
    "code": pl.String,
    "label": pl.String,
    "value": pl.Float64,
    "kind": pl.String,
    "unit": pl.String,
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures that belong together, as the JSON that every door gives."""

    figures: tuple[Mapping[str, Any], ...]

    @property
    def frame(self) -> pl.DataFrame:
        """One row for each part of each figure: ``year, code, label, value, kind, unit``."""
        rows = [
            {"year": figure["year"], **{key: part[key] for key in ("code", "label", "value")}}
            | {"kind": figure["kind"], "unit": figure["unit"]}
            for figure in self.figures
            for part in figure["parts"]
        ]
        return pl.DataFrame(rows, schema=SCHEMA)

    @property
    def totals(self) -> pl.DataFrame:
        """One row a figure: ``year, value``."""
        rows = [{"year": figure["year"], "value": figure["value"]} for figure in self.figures]
        return pl.DataFrame(rows, schema={"year": pl.Int64, "value": pl.Float64})

    def every(self, key: str) -> list[Any]:
        """The different values of a key, in the order of the figures."""
        return list(dict.fromkeys(figure[key] for figure in self.figures if figure.get(key)))

    @property
    def sources(self) -> list[Mapping[str, str]]:
        """The sources of all figures, each once."""
        return list({source["id"]: source for figure in self.figures for source in figure["sources"]}.values())

    def __add__(self, other: Figures) -> Figures:
        return Figures((*self.figures, *other.figures))


def taken(figures: Iterable[Footprint]) -> Figures:
    """Figures of the library as every door gives them."""
    return Figures(tuple(figure.to_dict() for figure in figures))


def official(area: str, language: Language) -> Figures | None:
    """Eurostat's official series, or None where it has none for the area."""
    return _or_none(lambda: published_series(area, lang=language))


def cited(state: State, language: Language) -> Figures | None:
    """A third party's results by place of emission, or None where it has none for the area."""
    return _or_none(lambda: cited_series(state.area, by="origin", scope=state.scope, lang=language))


def cited_products(state: State, language: Language) -> Figures | None:
    """A third party's newest results by product bought, or None where it has none for the area."""
    found = cited(state, language)
    if found is None:
        return None
    year = max(found.every("year"))
    return taken([footprint(state.area, year, model=CITED, by="product", scope="industry_only", lang=language)])


def model_series(model: str, state: State, language: Language) -> Figures:
    """The series of one of our own models by origin."""
    asked = series(state.area, model=model, by="origin", scope=state.scope, per=_per(state), lang=language)
    return taken(asked.figures)


def totals(model: str, view: View, state: State, language: Language) -> Figures:
    """The series of one of our own models as a whole, by consumption or by production."""
    asked = series(state.area, model=model, view=view, scope=state.scope, per=_per(state), lang=language)
    return taken(asked.figures)


def territorial(model: str, year: int, state: State, language: Language) -> Footprint:
    """One year of a model with a residence bridge: what is emitted on the territory, and the way there."""
    return footprint(state.area, year, model=model, view="territorial", per=_per(state), lang=language)


def breakdown(model: str, year: int, by: By, state: State, language: Language) -> Figures:
    """One year of one of our own models, by origin, industry or product."""
    per = None if state.per == "total" else state.per
    asked = footprint(state.area, year, model=model, by=by, scope=state.scope, per=per, lang=language)
    return taken([asked])


def _per(state: State) -> Per | None:
    """What a series can be divided by: money of other years has other prices."""
    return "head" if state.per == "head" else None


def _or_none(ask: Callable[[], Series]) -> Figures | None:
    try:
        return taken(ask().figures)
    except KetenkompasError:
        return None
