"""What changed the measured emissions of a place: from one year to another by effect, for a waterfall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

_KG_PER_KT = 1e6
_NOTHING = 1.0  # kg of a whole place: rounding, no effect
HOME = ("gas", "electricity", "heat", "wood")


@dataclass(frozen=True, slots=True)
class ChangeSteps:
    """The way from a first year to a last: ``steps`` (``code, label, value``) in kt, ``parts`` those that are in it."""

    first: int
    last: int
    start: float
    end: float
    steps: pl.DataFrame
    parts: tuple[str, ...]


def change_steps(
    course: pl.DataFrame, changes: pl.DataFrame, *, first: int, last: int, labels: Mapping[str, str]
) -> ChangeSteps | None:
    """The effects on energy in homes and on cars, each of all their parts together.

    Parameters
    ----------
    course : pl.DataFrame
        ``year, part, kg``; ``kg`` null where the part is absent.
    changes : pl.DataFrame
        ``from_year, to_year, part, effect, kg``.
    labels : mapping
        Names by ``energy.households``, ``car.use`` and so on.

    Returns
    -------
    ChangeSteps or None
        None where nothing is known of both years. A part that is absent in the first year is left out of start, steps
        and end alike: ``end`` is ``start`` plus the steps.
    """
    mine = changes.filter((pl.col("from_year") == first) & (pl.col("to_year") == last))
    known = course.filter((pl.col("year") == first) & pl.col("kg").is_not_null())["part"].to_list()
    parts = tuple(part for part in dict.fromkeys(mine["part"].to_list()) if part in known)
    if not parts:
        return None
    kind = pl.when(pl.col("part").is_in(HOME)).then(pl.lit("energy")).otherwise(pl.lit("car"))
    code = pl.concat_str(kind, pl.lit("."), "effect").alias("code")
    summed = mine.filter(pl.col("part").is_in(list(parts))).group_by(code, maintain_order=True).agg(pl.col("kg").sum())
    order = {one: at for at, one in enumerate(labels)}
    steps = summed.filter(pl.col("kg").abs() > _NOTHING).select(
        "code", pl.col("code").replace_strict(dict(labels)).alias("label"), (pl.col("kg") / _KG_PER_KT).alias("value")
    )
    steps = steps.sort(pl.col("code").replace_strict(order))
    before = course.filter((pl.col("year") == first) & pl.col("part").is_in(list(parts)))
    start = float(before["kg"].sum()) / _KG_PER_KT
    return ChangeSteps(first, last, start, start + float(steps["value"].sum()), steps, parts)
