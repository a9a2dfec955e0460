"""From the parts of a footprint over the years to a stack that can be read: order, grouping, pixel places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ketenkompas.errors import InputError

COLUMNS = ("year", "code", "label", "value", "kind", "unit")
HOUSEHOLDS = "households_direct"
DOMESTIC = ("domestic_industry", "domestic")
OTHER = "other"
NEAR = "other_eu"


def checked(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame, once it is known to be one that charts can be made from.

    Raises
    ------
    InputError
        ``reports.columns_missing``, ``reports.empty`` or ``reports.units_mixed``.
    """
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise InputError("reports.columns_missing", missing=", ".join(missing), expected=", ".join(COLUMNS))
    if frame.is_empty():
        raise InputError("reports.empty")
    units = frame["unit"].unique().sort().to_list()
    if len(units) > 1:
        raise InputError("reports.units_mixed", units=", ".join(units))
    return frame.select(*COLUMNS)


def grouped(
    frame: pl.DataFrame, *, home: str, top: int, other_label: str, households_last: bool = False
) -> pl.DataFrame:
    """The frame with small origins put together and a ``rank`` that says the order of stacking.

    Home first, direct emissions of households next (or last), then origins by size over all years, the rest at the
    end. Nothing is lost: each year's sum is the same before and after (``test_grouping_keeps_the_total``).

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``year, code, label, value, kind, unit``; value in the unit of the column ``unit``.
    home : str
        Code of the area whose footprint it is.
    top : int
        How many origins, beside home and households, keep a name of their own.
    other_label : str
        Name of the rest.
    """
    rest = [code for code in _by_size(frame) if code not in (home, HOUSEHOLDS, OTHER, *DOMESTIC)]
    small = rest[top:] if len(rest) > top + 1 else []
    folded = frame.with_columns(
        code=pl.when(pl.col("code").is_in([*small, OTHER])).then(pl.lit(OTHER)).otherwise(pl.col("code")),
        label=pl.when(pl.col("code").is_in([*small, OTHER])).then(pl.lit(other_label)).otherwise(pl.col("label")),
    )
    present = set(folded["code"])
    ends = [HOUSEHOLDS, OTHER] if not households_last else [OTHER, HOUSEHOLDS]
    named = [code for code in rest if code not in small]
    order = [*DOMESTIC, home, *([HOUSEHOLDS] if not households_last else []), NEAR, *named, *ends]
    ranks = {code: rank for rank, code in enumerate(dict.fromkeys(code for code in order if code in present))}
    return (
        folded.group_by("year", "code", maintain_order=True)
        .agg(pl.first("label"), pl.sum("value"), pl.first("kind"), pl.first("unit"))
        .with_columns(rank=pl.col("code").replace_strict(ranks, return_dtype=pl.Int64))
        .sort("year", "rank")
    )


def codes_in_order(frame: pl.DataFrame) -> list[tuple[str, str]]:
    """Codes with their labels in the order of stacking, the lowest first."""
    ordered = frame.sort("rank").unique("code", keep="first", maintain_order=True)
    return list(zip(ordered["code"].to_list(), ordered["label"].to_list(), strict=True))


@dataclass(frozen=True, slots=True)
class Scale:
    """A value axis with round steps: ``bottom`` and ``top`` in the unit shown, ``ticks`` between them."""

    bottom: float
    top: float
    ticks: tuple[float, ...]

    def pixel(self, value: float, height: float) -> float:
        """The place of a value, in pixels from the upper edge."""
        return height * (self.top - value) / (self.top - self.bottom)


def scale_for(frame: pl.DataFrame, extra: Sequence[float] = (), steps: int = 5) -> Scale:
    """The axis that holds every stack (positive and negative parts apart) and the extra values.

    Examples
    --------
    >>> scale_for(pl.DataFrame({"year": [1, 1], "value": [120.0, 60.0]})).top
    200.0
    """
    sums = frame.group_by("year").agg(
        high=pl.col("value").clip(lower_bound=0).sum(), low=pl.col("value").clip(upper_bound=0).sum()
    )
    high = max([0.0, *sums["high"].to_list(), *extra])
    low = min([0.0, *sums["low"].to_list(), *extra])
    step = _round_step((high - low or 1.0) / steps)
    first, last = math.floor(low / step - 1e-9), max(1, math.ceil(high / step - 1e-9))
    if low == 0:
        first = 0
    return Scale(first * step, last * step, tuple(round(count * step, 10) for count in range(first, last + 1)))


def label_places(frame: pl.DataFrame, scale: Scale, height: float, gap: float) -> dict[str, float]:
    """Where beside the last stack each part's name stands, in pixels from the upper edge; names never overlap.

    A name stands at the middle of its part, moved as little as keeps ``gap`` pixels between names.
    """
    last = frame.filter(pl.col("year") == frame["year"].max()).sort("rank")
    wanted: dict[str, float] = {}
    up = down = 0.0
    for code, value in zip(last["code"].to_list(), last["value"].to_list(), strict=True):
        start = up if value >= 0 else down
        wanted[code] = scale.pixel(start + value / 2, height)
        up, down = (up + value, down) if value >= 0 else (up, down + value)
    for code, _ in codes_in_order(frame):
        wanted.setdefault(code, scale.pixel(up, height))
    return _spread(wanted, gap, height)


def _spread(wanted: dict[str, float], gap: float, height: float) -> dict[str, float]:
    codes = sorted(wanted, key=lambda code: wanted[code], reverse=True)
    places: list[float] = []
    for code in codes:
        ceiling = places[-1] - gap if places else height - 2
        places.append(min(wanted[code], ceiling))
    shortage = max(0.0, gap / 2 - places[-1]) if places else 0.0
    for index in range(len(places) - 1, -1, -1):
        floor = places[index + 1] + gap if index + 1 < len(places) else gap / 2
        places[index] = max(places[index], floor) if shortage else places[index]
    return dict(zip(codes, places, strict=True))


def _by_size(frame: pl.DataFrame) -> list[str]:
    sizes = (
        frame.group_by("code").agg(size=pl.col("value").abs().sum()).sort(["size", "code"], descending=[True, False])
    )
    return [str(code) for code in sizes["code"]]


def _round_step(rough: float) -> float:
    power = float(10.0 ** math.floor(math.log10(rough)))
    return next(factor * power for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if factor * power >= rough * 0.999)
