"""The map of municipalities as data for a browser: shapes once, and a small layer for each choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ketenkompas.classifications import municipal_borders, municipal_centres, municipal_shapes, municipal_source
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.reports._municipal_classes import (
    OPACITY,
    TINTS,
    UNKNOWN,
    class_words,
    map_classes,
    require_places,
    said_of,
)

_ABSENT = "-"


def municipal_features(frame: pl.DataFrame, language: Language) -> dict[str, Any]:
    """GeoJSON of the municipalities with their figures, the colour of their class, and what is said of them.

    Parameters
    ----------
    frame : pl.DataFrame
        As :func:`municipal_map` takes it.
    """
    unit, made, shapes = require_places(frame), map_classes(frame), municipal_shapes()
    features = [
        _feature(
            row["code"],
            shapes,
            {
                **{name: row[name] for name in ("code", "label", "value", "low", "high", "unit")},
                "tint": UNKNOWN if shade is None else TINTS[shade],
                "opacity": 1.0 if sure is None else OPACITY[sure],
                "said": said_of(row, sure, unit, language),
            },
        )
        for row, shade, sure in zip(frame.iter_rows(named=True), made.shade, made.sure, strict=True)
    ]
    return {"type": "FeatureCollection", "attribution": municipal_source(), "features": features}


def municipal_outlines(names: Mapping[str, str], groups: Mapping[str, str]) -> dict[str, Any]:
    """GeoJSON of the shapes alone, the same for every layer: municipalities with name and middle, borders of provinces.

    Parameters
    ----------
    names, groups : Mapping
        The name and the province of each municipality.
    """
    shapes, centres = municipal_shapes(), municipal_centres()
    areas = [_feature(code, shapes, {"code": code, "name": names[code], "centre": centres[code]}) for code in names]
    lines = {"type": "MultiLineString", "coordinates": municipal_borders(groups)}
    borders = {"type": "Feature", "properties": {}, "geometry": lines}
    return {
        "areas": {"type": "FeatureCollection", "features": areas},
        "borders": {"type": "FeatureCollection", "features": [borders]},
        "attribution": municipal_source(),
    }


def municipal_layer(frame: pl.DataFrame, language: Language) -> dict[str, Any]:
    """One choice of the map: a digit for the class and one for the certainty of each place, and the figures in whole
    units, in the order of the rows.
    """
    unit, made = require_places(frame), map_classes(frame)
    return {
        "unit": unit_label(unit, language),
        "classes": class_words(made, language),
        "shade": _digits(made.shade),
        "sure": _digits(made.sure),
        "value": _whole(frame["value"]),
        "low": _whole(frame["low"]),
        "high": _whole(frame["high"]),
        "marked": "".join("1" if one else "0" for one in frame["marked"]),
        "reasons": {row["code"]: row["reason"] for row in frame.iter_rows(named=True) if row["reason"]},
    }


def municipal_key(language: Language) -> dict[str, Any]:
    """What every layer shares: colours, and the sentences with places for name and figures."""
    places = {name: f"{{{name}}}" for name in ("name", "value", "low", "high", "sure", "reason")}
    return {
        "tints": list(TINTS),
        "unknown": UNKNOWN,
        "opacity": list(OPACITY),
        "sure": [text(f"household_map.sure.{at}", language) for at in range(len(OPACITY))],
        "sure_words": [text(f"household_map.sure.{at}.word", language) for at in range(len(OPACITY))],
        "said": text("household_map.said", language, **places),
        "none": text("household_map.said.none", language, name="{name}", reason="{reason}"),
        "paler": text("household_map.legend.sure", language),
        "grey": text("household_map.legend.none", language),
        "mark": text("household_map.legend.marked", language),
    }


def _feature(
    code: str, shapes: Mapping[str, list[list[list[list[float]]]]], properties: Mapping[str, Any]
) -> dict[str, Any]:
    geometry = {"type": "MultiPolygon", "coordinates": shapes[code]}
    return {"type": "Feature", "id": code, "properties": dict(properties), "geometry": geometry}


def _digits(numbers: Sequence[int | None]) -> str:
    return "".join(_ABSENT if one is None else str(one) for one in numbers)


def _whole(column: pl.Series) -> list[int | None]:
    return [None if one is None else round(one) for one in column]
