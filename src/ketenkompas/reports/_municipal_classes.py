"""Classes of a map of municipalities: equally many places in each, and how sure each figure is."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ketenkompas.classifications import municipal_shapes
from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, number, text, unit_label
from ketenkompas.reports._words import amount

TINTS = ("#fff0dc", "#fdd6a8", "#f9b26c", "#e8863a", "#a8480b")
"""From little to much; lightness alone tells them apart."""
UNKNOWN = "#e6e8ec"
"""No figure, or one that cannot be trusted."""
SURE = (0.15, 0.35)
"""Half the width of the interval against the figure: up to 15 % rather sure, up to 35 % an estimate, above it rough."""
OPACITY = (1.0, 0.62, 0.34)
"""How strongly a figure is coloured: the less sure, the paler."""
_DIGITS = 2


@dataclass(frozen=True, slots=True)
class MapClasses:
    """The places of a map in the order of its rows.

    Attributes
    ----------
    edges : tuple of float
        Between the classes, rising; a figure on an edge is in the upper class.
    shade : tuple of int or None
        The class of each place; None where there is no figure.
    sure : tuple of int or None
        0 rather sure, 1 an estimate, 2 rough.
    """

    edges: tuple[float, ...]
    shade: tuple[int | None, ...]
    sure: tuple[int | None, ...]


def map_classes(frame: pl.DataFrame) -> MapClasses:
    """Classes of about equally many places, and how sure each figure is.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``value, low, high`` in one unit; null where there is no figure, or none to trust.

    Examples
    --------
    >>> made = map_classes(pl.DataFrame({"value": [1.0, 2.0, None], "low": [0.9, 1, None], "high": [1.1, 3, None]}))
    >>> made.shade[2], made.sure
    (None, (0, 2, None))
    """
    rows = list(frame.select("value", "low", "high").iter_rows())
    edges = quantile_edges([value for value, _, _ in rows if value is not None])
    return MapClasses(
        edges,
        tuple(None if value is None else sum(value >= edge for edge in edges) for value, _, _ in rows),
        tuple(None if value is None else sureness(value, low, high) for value, low, high in rows),
    )


def quantile_edges(values: Sequence[float], count: int = len(TINTS)) -> tuple[float, ...]:
    """Round edges that part values into classes of about equal size; fewer where values are the same.

    Examples
    --------
    >>> quantile_edges([float(value) for value in range(1000, 2000)])
    (1200.0, 1400.0, 1600.0, 1800.0)
    >>> quantile_edges([5.0, 5.0, 5.0])
    ()
    """
    ordered = sorted(values)
    if not ordered or ordered[0] == ordered[-1]:
        return ()
    spread = ordered[-(len(ordered) // 20) - 1] - ordered[len(ordered) // 20]
    step = 10.0 ** (math.floor(math.log10(spread or ordered[-1] - ordered[0])) - _DIGITS + 1)
    cuts = [ordered[at * len(ordered) // count] for at in range(1, count)]
    rounded = dict.fromkeys(float(f"{round(cut / step) * step:.12g}") for cut in cuts)
    return tuple(edge for edge in rounded if ordered[0] < edge <= ordered[-1])


def sureness(value: float, low: float | None, high: float | None) -> int:
    """How sure a figure is: 0 rather sure, 1 an estimate, 2 rough (as one without an interval is).

    Examples
    --------
    >>> sureness(100, 95, 105), sureness(100, 80, 125), sureness(100, 60, 150), sureness(100, None, None)
    (0, 1, 2, 2)
    """
    if low is None or high is None:
        return 2
    half = (high - low) / 2
    return sum(half > most * abs(value) for most in SURE)


def require_places(frame: pl.DataFrame) -> str:
    """The one unit of a frame of municipalities.

    Raises
    ------
    InputError
        ``reports.empty``, ``reports.units_mixed``, ``households_map.place_unknown``.
    """
    if frame.is_empty():
        raise InputError("reports.empty")
    units = frame["unit"].unique().to_list()
    if len(units) > 1:
        raise InputError("reports.units_mixed", units=", ".join(sorted(units)))
    strange = sorted(set(frame["code"]) - set(municipal_shapes()))
    if strange:
        raise InputError("households_map.place_unknown", found=", ".join(strange))
    return str(units[0])


def said_of(row: Mapping[str, object], sure: int | None, unit: str, language: Language) -> str:
    """A place in words: its figure with the interval and how sure it is, or why there is none."""
    reason = f" {row['reason']}" if row["reason"] else ""
    if row["value"] is None or sure is None:
        return text("household_map.said.none", language, name=row["label"], reason=reason).strip()
    low, high, value = (row[key] for key in ("low", "high", "value"))
    told = unit_label(unit, language)
    said = {"name": row["label"], "value": amount(float(str(value)), told, language, 0), "reason": reason}
    said["sure"] = text(f"household_map.sure.{sure}.word", language)
    if low is None or high is None:
        return text("household_map.said.alone", language, **said).strip()
    bounds = {"low": amount_of(low, language), "high": amount_of(high, language)}
    return text("household_map.said", language, **said, **bounds).strip()


def class_words(made: MapClasses, language: Language) -> list[str]:
    """Each class in words: below the first edge, between two edges, from the last one up."""
    edges = [number(edge, language, 0) for edge in made.edges]
    if not edges:
        return [text("household_map.class.same", language)]
    between = [
        text("household_map.class.between", language, low=low, high=high) for low, high in itertools.pairwise(edges)
    ]
    below = text("household_map.class.below", language, high=edges[0])
    return [below, *between, text("household_map.class.above", language, low=edges[-1])]


def amount_of(value: object, language: Language) -> str:
    """A number of kilograms as people read it, without decimals."""
    return number(float(str(value)), language, 0)
