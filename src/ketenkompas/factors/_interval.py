"""How wide a figure is, and where that width comes from: its source, its pedigree, or the class it belongs to."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ketenkompas.factors._pedigree import pedigree_gsd2
from ketenkompas.factors._record import Factor

IntervalOrigin = Literal["reported", "pedigree", "class_default", "none_for_zero", "none"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval of a value, with its origin; no bounds where there is no ground for any.

    Attributes
    ----------
    low, high : float or None
        In the unit of the value; ``low <= value <= high``.
    gsd2 : float or None
        Squared geometric standard deviation, where the interval is ``[value / GSD2, value * GSD2]``.
    origin : str
        ``reported`` by the source, ``pedigree`` scores, ``class_default``, or the reason there is none.
    base : str
        What the origin rests on: table and scores, or the class with its argument.
    """

    low: float | None
    high: float | None
    gsd2: float | None
    origin: IntervalOrigin
    base: str = ""


@dataclass(frozen=True, slots=True)
class UncertaintyClass:
    """Default width of one class of factors, by whether year and region are the ones asked for."""

    name: str
    gsd2: float
    other_region: float
    other_year: float
    base: str
    category: frozenset[str]
    boundary: frozenset[str]

    def width(self, *, same_year: bool, same_region: bool) -> float:
        """The GSD2 to use: the wider one where year or region differ."""
        found = (self.gsd2, 1.0 if same_year else self.other_year, 1.0 if same_region else self.other_region)
        return max(found)


@functools.cache
def uncertainty_classes() -> tuple[UncertaintyClass, ...]:
    """The packaged default widths (``data/factors/uncertainty-defaults.json``), the first that fits applies."""
    return tuple(
        UncertaintyClass(
            name=one["class"],
            category=frozenset(one["category"]),
            boundary=frozenset(one.get("boundary", ())),
            **{name: one[name] for name in ("gsd2", "other_region", "other_year", "base")},
        )
        for one in _told()["classes"]
    )


@functools.cache
def _told() -> Mapping[str, Any]:
    path = importlib.resources.files("ketenkompas") / "data/factors/uncertainty-defaults.json"
    told: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return told


def uncertainty_class(factor: Factor, boundary: str = "") -> UncertaintyClass | None:
    """The class of a factor, at a boundary other than its own when one is given; None when no class fits."""
    asked = boundary or factor.boundary
    fitting = (
        one
        for one in uncertainty_classes()
        if factor.category in one.category and (not one.boundary or asked in one.boundary)
    )
    return next(fitting, None)


def interval_of(
    factor: Factor,
    value: float,
    *,
    amount: float = 1.0,
    boundary: str = "",
    restated: bool = False,
    same_year: bool = True,
    same_region: bool = True,
) -> Interval:
    """The 95 % interval of ``value`` = ``amount`` times (a part of) the factor, with its origin.

    A range or a GSD2 that the source reports comes first, then pedigree scores, then the default of the class. The
    value is the median of a log-normal distribution; its mean is ``value * exp((ln(GSD2) / 2)**2 / 2)``. A zero has no
    interval: its width would be zero, and that is not known.

    Parameters
    ----------
    factor : Factor
    value : float
        kg CO2e; of either sign (a credit note).
    amount : float
        Amount in the factor's unit, which scales a reported range.
    boundary : str
        The stage that the value is for, when it is not the factor's own boundary: a reported range is then not used.
    restated : bool
        Whether the value is in another set of potentials than the reported range.
    same_year, same_region : bool
        Whether the factor is of the year and region asked for; defaults of a class are wider when it is not.

    Notes
    -----
    GSD2 semantics: Frischknecht and others (2007), ecoinvent report 1; docs/methods/factor-uncertainty.md.

    Examples
    --------
    >>> uncertainty_classes()[0].name, uncertainty_classes()[0].gsd2
    ('spend', 2.0)
    """
    if value == 0:
        return Interval(None, None, None, "none_for_zero")
    whole = boundary in ("", factor.boundary) and not restated
    if whole and factor.low is not None and factor.high is not None and factor.uncertainty_source == "reported":
        low, high = sorted((factor.low * amount, factor.high * amount))
        return Interval(low, high, None, "reported", _level(factor))
    gsd2, origin, base = _width(factor, boundary, same_year=same_year, same_region=same_region)
    if gsd2 is None:
        return Interval(None, None, None, "none")
    low, high = sorted((value / gsd2, value * gsd2))
    return Interval(low, high, gsd2, origin, base)


def _level(factor: Factor) -> str:
    return f"{factor.confidence:g}" if factor.confidence is not None else ""


def _width(
    factor: Factor, boundary: str, *, same_year: bool, same_region: bool
) -> tuple[float | None, IntervalOrigin, str]:
    if factor.uncertainty_source == "reported" and factor.gsd2 is not None:
        return factor.gsd2, "reported", ""
    if factor.uncertainty_source == "pedigree" and factor.pedigree is not None:
        scores = f"{factor.pedigree_table} ({'; '.join(map(str, factor.pedigree))})"
        return factor.gsd2 or _from_scores(factor), "pedigree", scores
    fitting = uncertainty_class(factor, boundary)
    if fitting is None:
        return factor.gsd2, "class_default" if factor.gsd2 is not None else "none", ""
    width = fitting.width(same_year=same_year, same_region=same_region)
    stated = factor.gsd2 if boundary in ("", factor.boundary) else None
    exact = same_year and same_region
    return (
        stated if stated is not None and exact else max(width, stated or 1.0),
        "class_default",
        f"{fitting.name}: {fitting.base}",
    )


def _from_scores(factor: Factor) -> float | None:
    if factor.pedigree is None or not factor.pedigree_table:
        return None
    basic = _told()["basic"]
    moved = factor.category in ("passenger_transport", "freight_transport")
    return pedigree_gsd2(
        factor.pedigree, basic=basic["transport"] if moved else basic["other"], table=factor.pedigree_table
    )
