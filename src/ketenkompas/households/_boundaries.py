"""Figures of municipalities under older boundaries, brought to those of one year before any rate is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from ketenkompas.errors import InputError, Where

Cells = Sequence[float | None] | pl.Series
_Part = tuple[int, float]  # the position of a municipality, and the share of it that is meant
_Parts = Mapping[str, Sequence[_Part]]


@dataclass(frozen=True, slots=True)
class Absent:
    """A figure that is absent because a part of it is: the area of now, the figure's name, the parts that lack it."""

    area: str
    name: str
    parts: tuple[str, ...]


class Harmonised(NamedTuple):
    """Codes under the boundaries of one year, figures in that order (null = absent), and why each absent one is."""

    codes: tuple[str, ...]
    values: dict[str, pl.Series]
    absent: tuple[Absent, ...]


def harmonise(
    codes: Sequence[str], values: Mapping[str, Cells], crosswalk: pl.DataFrame, *, year: int = 2023
) -> Harmonised:
    """Counts of municipalities under the boundaries of 1 January of a year: parts are added.

    Parameters
    ----------
    codes : sequence of str
        Municipalities, each once, under any older boundaries.
    values : mapping of str to sequence
        Counts (persons, TJ, cars) by name, one per municipality; None or null = absent. Rates are never counts: see
        :func:`harmonise_means`.
    crosswalk : DataFrame
        ``old_code, new_code, effective`` (date), ``share`` of the old one's count that goes to the new one.
    year : int
        Changes after 1 January of this year do not count: 2021 gives 352 municipalities, 2022 345, 2023 342.

    Returns
    -------
    Harmonised
        Codes in ascending order. A whole with an absent part is absent and told with its parts; it is never a sum of
        the rest. Sums over all municipalities are conserved (``tests/properties/test_boundaries.py``).

    Raises
    ------
    InputError
        ``boundaries.code_twice``, ``boundaries.lengths``, and ``boundaries.parts_missing`` when only some of the
        municipalities that merge are there.

    Examples
    --------
    >>> from datetime import date
    >>> merged = pl.DataFrame(
    ...     {"old_code": ["GM0370"], "new_code": ["GM0439"], "effective": [date(2022, 1, 1)], "share": [1.0]}
    ... )
    >>> found = harmonise(["GM0370", "GM0439"], {"inhabitants": [10_000, 81_000]}, merged)
    >>> found.codes, found.values["inhabitants"].to_list()
    (('GM0439',), [91000.0])
    """
    _require_aligned(codes, values)
    given = {name: list(cells) for name, cells in values.items()}
    return _gathered(codes, list(given), crosswalk, year, lambda name, parts: _sum(parts, given[name]))


def harmonise_means(
    codes: Sequence[str],
    means: Mapping[str, Cells],
    bases: Mapping[str, Cells],
    crosswalk: pl.DataFrame,
    *,
    year: int = 2023,
) -> Harmonised:
    """Means and shares of municipalities under the boundaries of 1 January of a year, weighted with their own base.

    Parameters
    ----------
    means : mapping of str to sequence
        Means, shares or rates by name, None or null = absent.
    bases : mapping of str to sequence
        By the same names: what each is a mean over (persons, households, dwellings). A municipality that does not merge
        keeps its mean, also where its base is absent.

    Returns
    -------
    Harmonised
        As :func:`harmonise`. A merged mean is absent where the mean or the base of a part is, or all bases are 0.

    Raises
    ------
    InputError
        As :func:`harmonise`, and ``boundaries.base_absent`` for a mean without a base.

    Notes
    -----
    ``mean = sum(share * base * mean) / sum(share * base)`` over the parts.

    Examples
    --------
    >>> from datetime import date
    >>> merged = pl.DataFrame(
    ...     {"old_code": ["GM0370"], "new_code": ["GM0439"], "effective": [date(2022, 1, 1)], "share": [1.0]}
    ... )
    >>> found = harmonise_means(["GM0370", "GM0439"], {"own_pct": [70, 50]}, {"own_pct": [1_000, 4_000]}, merged)
    >>> found.values["own_pct"].to_list()
    [54.0]
    """
    _require_aligned(codes, {**{f"{name} (base)": cells for name, cells in bases.items()}, **means})
    for name in means:
        if name not in bases:
            raise InputError("boundaries.base_absent", where=Where(label=name), found=name, known=", ".join(bases))
    given = {name: list(cells) for name, cells in means.items()}
    weighed = {name: list(bases[name]) for name in means}
    return _gathered(codes, list(given), crosswalk, year, lambda name, parts: _mean(parts, given[name], weighed[name]))


def _gathered(
    codes: Sequence[str],
    names: Sequence[str],
    crosswalk: pl.DataFrame,
    year: int,
    whole: Callable[[str, Sequence[_Part]], float | tuple[int, ...]],
) -> Harmonised:
    """Every figure of every area; ``whole`` answers the figure, or the positions of the parts that it lacks."""
    parts = _parts(codes, crosswalk, year)
    values: dict[str, pl.Series] = {}
    absent: list[Absent] = []
    for name in names:
        found = {area: whole(name, of) for area, of in parts.items()}
        figures = [value if isinstance(value, float) else None for value in found.values()]
        values[name] = pl.Series(name, figures, dtype=pl.Float64)
        absent += [
            Absent(area, name, tuple(codes[at] for at in lacking))
            for area, lacking in found.items()
            if isinstance(lacking, tuple)
        ]
    return Harmonised(tuple(parts), values, tuple(absent))


def _sum(parts: Sequence[_Part], cells: Sequence[float | None]) -> float | tuple[int, ...]:
    known = [(share, value) for at, share in parts if (value := cells[at]) is not None]
    if len(known) < len(parts):
        return tuple(at for at, _ in parts if cells[at] is None)
    return float(sum(share * value for share, value in known))


def _mean(
    parts: Sequence[_Part], cells: Sequence[float | None], bases: Sequence[float | None]
) -> float | tuple[int, ...]:
    if len(parts) == 1:
        value = cells[parts[0][0]]
        return (parts[0][0],) if value is None else float(value)
    lacking = tuple(at for at, _ in parts if cells[at] is None or bases[at] is None)
    weight = () if lacking else _sum(parts, bases)
    if not isinstance(weight, float) or weight == 0:
        return lacking or tuple(at for at, _ in parts)
    products = [
        None if value is None or base is None else value * base for value, base in zip(cells, bases, strict=True)
    ]
    total = _sum(parts, products)
    return total / weight if isinstance(total, float) else total


def _parts(codes: Sequence[str], crosswalk: pl.DataFrame, year: int) -> _Parts:
    """What every area of the year is made of, in ascending order of its code."""
    found: dict[str, list[_Part]] = {code: [(at, 1.0)] for at, code in enumerate(codes)}
    for step in _steps(crosswalk, year):
        _require_all_parts(step, found)
        moved = {old: found.pop(old) for old in step if old in found}
        for old, parts in moved.items():
            for new, share in step[old]:
                found.setdefault(new, []).extend((at, share * part) for at, part in parts)
    return dict(sorted(found.items()))


def _steps(crosswalk: pl.DataFrame, year: int) -> Iterator[dict[str, list[tuple[str, float]]]]:
    """The changes of each day up to 1 January of the year, from early to late: old code to new codes with shares."""
    due = crosswalk.filter(pl.col("effective") <= pl.date(year, 1, 1)).sort("effective", maintain_order=True)
    for _, day in due.group_by("effective", maintain_order=True):
        step: dict[str, list[tuple[str, float]]] = {}
        for old, new, share in day.select("old_code", "new_code", "share").iter_rows():
            step.setdefault(old, []).append((new, share))
        yield step


def _require_all_parts(step: Mapping[str, Sequence[tuple[str, float]]], found: Mapping[str, object]) -> None:
    """Of municipalities that merge on one day either all are there or none: a sum of some is not the whole."""
    for area in dict.fromkeys(new for targets in step.values() for new, _ in targets):
        olds = [old for old, targets in step.items() if any(new == area for new, _ in targets)]
        lacking = [old for old in olds if old not in found]
        if lacking and len(lacking) < len(olds):
            raise InputError("boundaries.parts_missing", where=Where(label=area), area=area, found=", ".join(lacking))


def _require_aligned(codes: Sequence[str], values: Mapping[str, Cells]) -> None:
    twice = sorted({code for code in codes if list(codes).count(code) > 1}) if len(set(codes)) < len(codes) else []
    if twice:
        raise InputError("boundaries.code_twice", found=", ".join(twice))
    for name, cells in values.items():
        if len(cells) != len(codes):
            raise InputError("boundaries.lengths", where=Where(label=name), found=len(cells), expected_count=len(codes))
