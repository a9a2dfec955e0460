"""The figures of a place as the charts take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from ketenkompas.i18n import Language, text
from ketenkompas.library import households
from ketenkompas.web.householdpages._asked import Asked

COUNTRY = "NL"
_NUMBERS = dict.fromkeys(("value", "low", "high", "observed"), pl.Float64)
_SCHEMA = {"code": pl.String, "label": pl.String, **_NUMBERS, "unit": pl.String}


def whole(found: households.Place, shown: Asked) -> tuple[pl.DataFrame, tuple[households.HouseholdFigure, ...]]:
    """One row each: the place, the similar municipalities, the country, and the path that the reader sets."""
    language = shown.language
    own, country = (footprint(area, shown) for area in (found.area, COUNTRY))
    rows = [_row(found.area, own.name, own, own.unit)]
    similar = households.similar_range(found, per=shown.per).get("total")
    if similar is not None:
        label = text("household.place.similar.middle", language, count=similar.count)
        span = {"value": similar.middle, "low": similar.lowest, "high": similar.highest, "observed": 0.0}
        rows.append({"code": "similar", "label": label, **span, "unit": own.unit})
    if found.area != COUNTRY:
        rows.append(_row(COUNTRY, country.name, country, own.unit))
    if shown.less:
        level = households.lowered(country.value, shown.less)
        alone = {"value": level, "low": None, "high": None, "observed": 0.0}
        rows.append({"code": "path", "label": path_label(shown), **alone, "unit": own.unit})
    return _frame(rows), (own, country)


def parts(
    found: households.Place, shown: Asked
) -> tuple[pl.DataFrame, Mapping[str, str], tuple[households.HouseholdFigure, ...]]:
    """One row a group, with the points that its bar is held against: their columns and labels."""
    language = shown.language
    own, country = (footprint(area, shown) for area in (found.area, COUNTRY))
    similar = households.similar_range(found, per=shown.per)
    marks = {"similar": text("household.place.similar", language)} if similar else {}
    marks |= {"country": country.name} if found.area != COUNTRY else {}
    marks |= {"path": path_label(shown)} if shown.less else {}
    points = {
        part.id: {
            "similar": similar[part.id].middle if similar else None,
            "country": country.part(part.id).value,
            "path": households.lowered(country.part(part.id).value, shown.less),
        }
        for part in own.parts
    }
    rows = [
        _row(part.id, part.label, part, own.unit) | {name: points[part.id][name] for name in marks}
        for part in own.parts
    ]
    return _frame(rows, marks), marks, (own, country)


def footprint(area: str, shown: Asked, by: str | None = None, group: str | None = None) -> households.HouseholdFigure:
    """The footprint of a place as the reader counts it."""
    return households.footprint(area, by, group, per=shown.per, lang=shown.language)


def beside(figures: Iterable[households.HouseholdFigure]) -> pl.DataFrame:
    """One row a place."""
    return _frame([_row(one.area, one.name, one, one.unit) for one in figures])


def path_label(shown: Asked) -> str:
    """The path that the reader set, in a few words."""
    return text("household.place.path", shown.language, less=shown.less, until=shown.until)


def _row(
    code: str, label: str, one: households.HouseholdFigure | households.HouseholdPart, unit: str
) -> dict[str, Any]:
    numbers = {"value": one.value, "low": one.low, "high": one.high, "observed": one.observed_share}
    return {"code": code, "label": label, **numbers, "unit": unit}


def _frame(rows: list[dict[str, Any]], marks: Iterable[str] = ()) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={**_SCHEMA, **dict.fromkeys(marks, pl.Float64)})


def course(found: households.Place, language: Language) -> tuple[pl.DataFrame, households.HouseholdRows]:
    """Energy and cars over the years as lines take them: only what is known, and no line of what is hardly there."""
    told = households.course(found, lang=language)
    rows = [
        {
            "year": row["year"], "code": row["part"], "label": row["label"], "value": row["kg_person"], "low": None,
            "high": None, "unit": told.units["kg_person"],
        }
        for row in told.rows
        if row["kg_person"] is not None and row["part"] != "wood"
    ]  # fmt: skip
    schema = {"year": pl.Int64, "code": pl.String, "label": pl.String, "value": pl.Float64}
    return pl.DataFrame(rows, schema={**schema, "low": pl.Float64, "high": pl.Float64, "unit": pl.String}), told
