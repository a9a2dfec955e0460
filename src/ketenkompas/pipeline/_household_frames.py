"""The products of a household run: figures, origins, types, mix, cells, draws, national factors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas.households import DOUBTS, PLACES, Dimension, Doubt, Spread, draws, integer_cells, merge_small
from ketenkompas.ingest import HouseholdGroup
from ketenkompas.pipeline._household_run import SEED, HouseholdRun

Array = npt.NDArray[np.float64]
LOW, HIGH = 5, 95
LEAST = 1000
"""Households of a kind below which no figure of that kind is shown."""
COMPARED = ("households", "home_energy", "car")
DIMENSIONS: tuple[Dimension, ...] = ("size", "age", "income", "tenure")
STEPS = 63
"""Draws of a place are kept as so many steps up and down from their middle: a step is a twentieth of their spread."""


def figures_frame(run: HouseholdRun, groups: Sequence[HouseholdGroup]) -> pl.DataFrame:
    """``area, item``, kg per household and per person with P5 and P95, and the share that is measured there."""
    observed = _observed(run, groups)
    rows = []
    for at, area in enumerate(run.areas):
        homes, drawn = run.drawn_households[:, at, None], run.drawn_kg[:, at]
        values = run.kg[at] / run.households[at], run.kg[at] / run.inhabitants[at]
        bounds = _bounds(drawn / homes), _bounds(drawn / run.inhabitants[at])
        for place, item in enumerate(run.items):
            (low, high), (low_person, high_person) = (
                _round(one[:, place], value[place]) for one, value in zip(bounds, values, strict=True)
            )
            rows.append(
                (
                    area,
                    item,
                    values[0][place],
                    low,
                    high,
                    values[1][place],
                    low_person,
                    high_person,
                    observed[at, place],
                )
            )
    names = (
        "area", "item", "kg_household", "low_household", "high_household", "kg_person", "low_person", "high_person",
        "observed",
    )  # fmt: skip
    return pl.DataFrame(
        rows, schema=dict.fromkeys(names[:2], pl.String) | dict.fromkeys(names[2:], pl.Float64), orient="row"
    )


def _bounds(drawn: npt.NDArray[np.float32]) -> Array:
    found: Array = np.percentile(drawn, [LOW, HIGH], axis=0).astype(np.float64)
    return found


def _round(bounds: Array, value: float) -> tuple[float, float]:
    """P5 and P95; the central estimate is inside, as it is a value that the draws are made around."""
    low, high = (
        np.minimum(np.float32(bounds[0]), np.float32(value)),
        np.maximum(np.float32(bounds[1]), np.float32(value)),
    )
    return min(float(low), value), max(float(high), value)


def _observed(run: HouseholdRun, groups: Sequence[HouseholdGroup]) -> Array:
    """The share of every figure that was measured where people live: (a, i), 0-1.

    Cars of a place with lease companies are not measured, they are predicted.
    """
    places = len(run.situation.places.codes)
    measured = {item.id for group in groups for item in group.items if item.basis == "observed"}
    kg = np.zeros((places, len(run.items)))
    own = run.kg[-places:]
    for item in measured:
        at = run.items.index(item)
        known = 1.0 - run.settled.cars.flagged if item == "driving" else np.ones(places)
        kg[:, at] = own[:, at] * known
    for group in groups:
        kg[:, run.items.index(group.id)] = kg[:, [run.items.index(item.id) for item in group.items]].sum(axis=1)
    inside = kg[:, [run.items.index(group.id) for group in groups]].sum(axis=1)
    kg[:, run.items.index("total")] = kg[:, run.items.index("households")] = inside
    whole = run.member @ kg
    found: Array = np.divide(whole, run.kg, out=np.zeros_like(whole), where=run.kg > 0)
    return np.clip(found, 0.0, 1.0)


def shown_dimensions(run: HouseholdRun) -> list[Dimension]:
    """The characteristics by which figures are given: age only where spending by age is at hand."""
    return [name for name in DIMENSIONS if len(run.situation.frame.names(name)) > 1]


def origins_frame(run: HouseholdRun) -> pl.DataFrame:
    """``item, origin, share``: the mix of the country, for all places alike."""
    rows = [
        (item, origin, float(run.origin[at, to]))
        for at, item in enumerate(run.items)
        for to, origin in enumerate(PLACES)
    ]
    return pl.DataFrame(rows, schema={"item": pl.String, "origin": pl.String, "share": pl.Float64}, orient="row")


def origin_figures_frame(run: HouseholdRun) -> pl.DataFrame:
    """``area, origin``, kg of all per household and per person with P5 and P95."""
    leaves = [at for at, item in enumerate(run.items) if item in run.leaves]
    central = run.kg[:, leaves] @ run.origin[leaves]
    rows = []
    for at, area in enumerate(run.areas):
        drawn = run.drawn_origin[:, at]
        by_home, by_head = _bounds(drawn / run.drawn_households[:, at, None]), _bounds(drawn / run.inhabitants[at])
        for to, origin in enumerate(PLACES):
            home, head = central[at, to] / run.households[at], central[at, to] / run.inhabitants[at]
            rows.append((area, origin, home, *_round(by_home[:, to], home), head, *_round(by_head[:, to], head)))
    names = ("kg_household", "low_household", "high_household", "kg_person", "low_person", "high_person")
    return pl.DataFrame(
        rows, schema={"area": pl.String, "origin": pl.String} | dict.fromkeys(names, pl.Float64), orient="row"
    )


def types_frame(run: HouseholdRun) -> pl.DataFrame:
    """``size, income, tenure, households, item, kg, low, high`` per household of a kind in the country; ``age`` after
    ``size`` where spending by age is at hand.

    Kinds of fewer than :data:`LEAST` households have no figures.
    """
    bounds = _bounds(run.drawn_type_kg)
    counts, shown = run.cells[0], shown_dimensions(run)
    rows = []
    for cell, label in enumerate(run.situation.frame.labels()):
        kind = [name for name, dimension in zip(label, DIMENSIONS, strict=True) if dimension in shown]
        if counts[cell] < LEAST:
            continue
        for at, item in enumerate(run.items):
            value = float(run.type_kg[cell, at])
            rows.append((*kind, float(counts[cell]), item, value, *_round(bounds[:, cell, at], value)))
    schema = dict.fromkeys(shown, pl.String) | {
        "households": pl.Float64, "item": pl.String, "kg": pl.Float64, "low": pl.Float64, "high": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def mix_frame(run: HouseholdRun) -> pl.DataFrame:
    """``area, dimension, class, share, households``: neighbouring classes are merged until each has enough."""
    frame = run.situation.frame
    rows: list[tuple[str, str, str, float | None, float | None]] = []
    for at, area in enumerate(run.areas):
        for dimension in shown_dimensions(run):
            names = frame.names(dimension)
            counts = np.bincount(frame.classes(dimension), weights=run.cells[at], minlength=len(names)).astype(
                np.float64
            )
            for merged, households in merge_small(counts, names, LEAST):
                share = None if households is None else households / float(counts.sum())
                rows.append((area, dimension, ",".join(merged), share, households))
    schema = {
        "area": pl.String,
        "dimension": pl.String,
        "class": pl.String,
        "share": pl.Float64,
        "households": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def cells_frame(run: HouseholdRun) -> pl.DataFrame:
    """``area, size, age, income, tenure, households``: whole households by kind, of the country and its provinces."""
    provinces = [at for at, area in enumerate(run.areas) if area.startswith("PV")]
    whole = integer_cells(run.cells[provinces], round(float(run.cells[provinces].sum())))
    rows = []
    for area, counts in (("NL", whole.sum(axis=0)), *zip([run.areas[at] for at in provinces], whole, strict=True)):
        rows += [(area, *label, int(count)) for label, count in zip(run.situation.frame.labels(), counts, strict=True)]
    schema = (
        {"area": pl.String} | dict.fromkeys(("size", "age", "income", "tenure"), pl.String) | {"households": pl.Int64}
    )
    return pl.DataFrame(rows, schema=schema, orient="row")


def draws_frame(run: HouseholdRun) -> pl.DataFrame:
    """The draws of what is compared between places: see :func:`packed_draws`."""
    values = {}
    for item in COMPARED:
        kg = run.drawn_kg[:, :, run.items.index(item)]
        values[item, "household"] = (kg / run.drawn_households).astype(np.float64)
        values[item, "person"] = (kg / run.inhabitants.astype(np.float32)).astype(np.float64)
    return packed_draws(run.areas, values)


def packed_draws(areas: Sequence[str], values: Mapping[tuple[str, str], Array]) -> pl.DataFrame:
    """``area, item, per, middle, step, codes``: draws (d, a) by item and per, the country first, in a few bits each.

    ``codes`` are signed bytes, the same draw at the same place in every row. For the country
    ``middle + step x code`` is kg; for a place it is the place over the country. A doubt that all places share is in
    the country's draw, so that differences between places keep their digits.
    """
    rows: list[tuple[str, str, str, float, float, bytes]] = []
    for (item, per), drawn in values.items():
        ratios = np.concatenate([drawn[:, :1], drawn[:, 1:] / drawn[:, :1]], axis=1)
        middle = (ratios.max(axis=0) + ratios.min(axis=0)) / 2
        step = np.maximum(np.ptp(ratios, axis=0) / (2 * STEPS), 1e-12)
        codes = np.rint((ratios - middle) / step).astype(np.int8)
        rows += [
            (area, item, per, float(middle[at]), float(step[at]), codes[:, at].tobytes())
            for at, area in enumerate(areas)
        ]
    schema = dict.fromkeys(("area", "item", "per"), pl.String) | dict.fromkeys(("middle", "step"), pl.Float64)
    return pl.DataFrame(rows, schema=schema | {"codes": pl.Binary}, orient="row")


def drawn_of(frame: pl.DataFrame, item: str, per: str) -> dict[str, Array]:
    """The draws of an item by area, kg per household or person, out of :func:`draws_frame`."""
    rows = frame.filter((pl.col("item") == item) & (pl.col("per") == per))
    values = {
        area: middle + step * np.frombuffer(codes, np.int8)
        for area, middle, step, codes in zip(rows["area"], rows["middle"], rows["step"], rows["codes"], strict=True)
    }
    country = values.get("NL")
    return {} if country is None else {area: one if area == "NL" else one * country for area, one in values.items()}


def level_rows(run: HouseholdRun, printed: Mapping[str, tuple[float, str]]) -> pl.DataFrame:
    """``name, value, low, high, unit``: the factors and comparisons that are printed beside the figures."""
    low, high = np.percentile(run.levels, [LOW, HIGH])
    total_low, total_high = np.percentile(run.totals, [LOW, HIGH])
    rows: list[tuple[str, float, float | None, float | None, str]] = [
        ("level_factor", run.settled.country.level, float(low), float(high), "1"),
        ("national_total", float(run.settled.account.kg.sum()) / 1e9, total_low / 1e9, total_high / 1e9, "Mt CO2e_AR5"),
        ("unscaled_groups", float(run.settled.country.unscaled.sum()) / 1e9, None, None, "Mt CO2e_AR5"),
        *((name, value, None, None, unit) for name, (value, unit) in printed.items()),
    ]
    rows += [(name, value, None, None, "1") for name, value in run.settled.factors.items() if name != "level"]
    return pl.DataFrame(
        rows,
        schema={"name": pl.String, **dict.fromkeys(("value", "low", "high"), pl.Float64), "unit": pl.String},
        orient="row",
    )


def ways_frame(run: HouseholdRun, groups: Sequence[HouseholdGroup]) -> pl.DataFrame:
    """``item, spending, products``: kg per household of the country, counted from the side of spending and of products.

    The figures follow spending; the other way is shown, and the bounds reach it. Only what is bought and modelled.
    """
    survey, homes = run.situation.survey, float(run.households[0])
    first, second = run.settled.country.groups.sum(axis=1), run.settled.second
    rows: list[tuple[str, float, float]] = []
    for group in groups:
        codes = [
            code for item in group.items for code in item.coicop if code in survey.groups and item.id in run.coicop
        ]
        at = [survey.groups.index(code) for code in codes]
        if at:
            rows.append((group.id, float(first[at].sum()) / homes, float(second[at].sum()) / homes))
    return pl.DataFrame(rows, schema={"item": pl.String, "spending": pl.Float64, "products": pl.Float64}, orient="row")


def doubts_frame(run: HouseholdRun, spread: Spread, *, count: int = 30) -> pl.DataFrame:
    """``doubt, national, groups, place``: the share of every doubt in the variance of a household's figure, each alone.

    ``national`` is that of the whole country, ``groups`` the mean over what is bought of their relative variance,
    ``place`` the median over municipalities of what sets them apart from the country. First-order: one doubt varies and
    the others stay at their centre; shares of their sum, 1 each.
    """
    found = np.array([_alone(run, spread, doubt, count) for doubt in DOUBTS])
    shares = found / found.sum(axis=0)
    schema = {"doubt": pl.String} | dict.fromkeys(("national", "groups", "place"), pl.Float64)
    rows = [(doubt, *map(float, line)) for doubt, line in zip(DOUBTS, shares, strict=True)]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _alone(run: HouseholdRun, spread: Spread, doubt: Doubt, count: int) -> tuple[float, float, float]:
    some = list(draws(run.situation, run.settled, spread, SEED, count, only=frozenset({doubt})))
    kg = np.array([one.account.kg.sum(axis=0) for one in some])
    homes = np.array([one.cells.sum(axis=1) for one in some])
    parts = np.array([one.account.kg.sum(axis=1) for one in some])
    country = kg.sum(axis=1) / homes.sum(axis=1)
    bought = parts[:, parts.min(axis=0) > 0]
    relative = np.var(bought, axis=0) / bought.mean(axis=0) ** 2
    return (
        float(np.var(country)),
        float(relative.mean()),
        float(np.median(np.var(kg / homes / country[:, None], axis=0))),
    )
