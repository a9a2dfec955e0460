"""Flows between three or more rows of blocks (a Sankey diagram): the height of a band is its amount."""

from __future__ import annotations

import itertools
import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, number, text, unit_label
from ketenkompas.reports import _palette as palette
from ketenkompas.reports._chart import Chart
from ketenkompas.reports._sentences import percent
from ketenkompas.reports._table import Table
from ketenkompas.reports._theme import (
    MEASURES,
    Layout,
    Measures,
    finished,
    fixed,
    fixed_text,
    hovered,
    layer,
    marked_as,
)
from ketenkompas.reports._words import amount, clipped, listed

_BAR = 11  # pixels; the width of a block
_GAP = 7  # pixels between blocks
_STEPS = 20  # points along an edge of a band
_LEAST = 0.004  # of the whole; a thinner band is in the table only
_OTHERS = ("#8a93a1", "#7c8694")


@dataclass(frozen=True, slots=True)
class _Block:
    name: str
    value: float
    x: float
    top: float
    height: float
    tint: str


def flows_chart(
    frame: pl.DataFrame,
    stages: Sequence[str],
    *,
    language: Language,
    heads: Sequence[str],
    title: str,
    subtitle: str = "",
    note: str = "",
    mark: str = "",
    layout: Layout = "image",
    tints: Mapping[str, str] | None = None,
) -> Chart:
    """A whole flowing through stages, each block as high as its share.

    Parameters
    ----------
    frame : pl.DataFrame
        A text column for each stage, ``value`` (not negative) and ``unit``; one unit.
    stages : sequence of str
        The columns from left to right; at least two.
    heads : sequence of str
        What a reader sees above each stage.
    tints : mapping, optional
        Colours of blocks of the first stage; its bands have them too.

    Raises
    ------
    InputError
        ``reports.empty``, ``reports.units_mixed``, ``reports.flows_negative``.

    Notes
    -----
    Bands below 0.4 % of the whole are not drawn; they are in the table. Blocks keep their full height.
    """
    whole = float(frame["value"].sum()) if frame.height else 0.0
    if frame.is_empty() or whole <= 0:
        raise InputError("reports.empty")
    units = frame["unit"].unique().to_list()
    if len(units) > 1:
        raise InputError("reports.units_mixed", units=", ".join(sorted(units)))
    if float(frame["value"].min()) < -1e-9 * whole:  # type: ignore[arg-type]
        raise InputError("reports.flows_negative", found=frame["value"].min())
    measures = replace(MEASURES[layout], width=800 if MEASURES[layout].names_beside else 296, beside=0)
    measures = replace(measures, height=440 if measures.names_beside else 400)
    blocks = [_blocks(frame, stage, at, len(stages), measures, tints or {}, whole) for at, stage in enumerate(stages)]
    told = unit_label(str(units[0]), language)
    alt_text = _alt(blocks, heads, whole, told, title, language)
    layers = [
        *_bands(frame, stages, blocks, measures, whole, told, language),
        *_drawn(blocks, measures),
        *_names(blocks, measures, whole, language),
        *_heads(heads, blocks, measures),
        *marked_as(mark, replace(measures, names_beside=False)),
        *_note(note, measures),
    ]
    spec = finished(layers, measures, title=title, subtitle=subtitle, alt_text=alt_text, language=language)
    return Chart(spec, title, alt_text, _twin(frame, stages, heads, str(units[0]), title, language), language)


def _blocks(
    frame: pl.DataFrame,
    stage: str,
    at: int,
    count: int,
    measures: Measures,
    tints: Mapping[str, str],
    whole: float,
) -> dict[str, _Block]:
    sums = frame.group_by(stage, maintain_order=True).agg(pl.col("value").sum())
    ordered = sums.filter(pl.col("value") > 0).sort("value", descending=True, maintain_order=True)
    room = measures.height - _GAP * (ordered.height - 1)
    x, top = at * (measures.width - _BAR) / (count - 1), 0.0
    found: dict[str, _Block] = {}
    for name, value in ordered.iter_rows():
        height = room * value / whole
        tint = tints.get(name, _OTHERS[len(found) % 2])
        found[name] = _Block(name, value, x, top, height, tint)
        top += height + _GAP
    return found


def _bands(
    frame: pl.DataFrame,
    stages: Sequence[str],
    blocks: Sequence[Mapping[str, _Block]],
    measures: Measures,
    whole: float,
    told: str,
    language: Language,
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for at, (left, right) in enumerate(itertools.pairwise(stages)):
        first = stages[0]
        split = [first, left, right] if at else [left, right]
        links = frame.group_by(list(dict.fromkeys(split)), maintain_order=True).agg(pl.col("value").sum())
        rows += _between(links, (first, left, right), blocks[at], blocks[at + 1], blocks[0], whole, told, language)
    if not rows:
        return []
    encoding = {
        **_place(measures),
        "y2": {"field": "y2"},
        "detail": {"field": "band", "type": "nominal"},
        "fill": {"field": "tint", "type": "nominal", "scale": None},
        "tooltip": {"field": "said", "type": "nominal", "title": text("reports.part", language)},
        "fillOpacity": {"condition": {"param": "hovered", "value": 0.5}, "value": 0.12},
    }
    return [layer(rows, "area", encoding, strokeWidth=0) | {"params": [hovered("band")]}]


def _between(
    links: pl.DataFrame,
    names: tuple[str, str, str],
    here: Mapping[str, _Block],
    there: Mapping[str, _Block],
    first: Mapping[str, _Block],
    whole: float,
    told: str,
    language: Language,
) -> list[dict[str, Any]]:
    """Bands of one step, stacked in each block in the order of the blocks at their other end."""
    colour, left, right = names
    order = {name: place for place, name in enumerate(first)}
    sides = {name: place for place, name in enumerate(here)}, {name: place for place, name in enumerate(there)}
    found = [row for row in links.iter_rows(named=True) if row["value"] > 0]
    leaving = {name: block.top for name, block in here.items()}
    arriving = {name: block.top for name, block in there.items()}
    ends: dict[int, list[float]] = {at: [0.0, 0.0] for at in range(len(found))}
    for at in sorted(range(len(found)), key=lambda at: (order[found[at][colour]], sides[1][found[at][right]])):
        block = here[found[at][left]]
        ends[at][0] = leaving[block.name]
        leaving[block.name] += block.height * found[at]["value"] / block.value
    for at in sorted(range(len(found)), key=lambda at: (order[found[at][colour]], sides[0][found[at][left]])):
        block = there[found[at][right]]
        ends[at][1] = arriving[block.name]
        arriving[block.name] += block.height * found[at]["value"] / block.value
    rows: list[dict[str, Any]] = []
    for at, link in enumerate(found):
        if link["value"] < _LEAST * whole:
            continue
        one, other = here[link[left]], there[link[right]]
        thick = one.height * link["value"] / one.value, other.height * link["value"] / other.value
        said = f"{one.name} → {other.name}: {amount(link['value'], told, language)}"
        for step in range(_STEPS):
            along = step / (_STEPS - 1)
            curve = (1 - math.cos(math.pi * along)) / 2
            y = ends[at][0] + (ends[at][1] - ends[at][0]) * curve
            rows.append(
                {
                    "x": round(one.x + _BAR + (other.x - one.x - _BAR) * along, 1),
                    "y": round(y, 1),
                    "y2": round(y + thick[0] + (thick[1] - thick[0]) * curve, 1),
                    "band": f"{link[colour]}|{one.name}|{other.name}",
                    "tint": first[link[colour]].tint,
                    "said": said,
                }
            )
    return rows


def _place(measures: Measures) -> dict[str, dict[str, Any]]:
    sizes = {"x": measures.width, "y": measures.height}
    return {
        name: {"field": name, "type": "quantitative", "axis": None, "scale": {"domain": [0, size], "range": [0, size]}}
        for name, size in sizes.items()
    }


def _drawn(blocks: Sequence[Mapping[str, _Block]], measures: Measures) -> list[dict[str, Any]]:
    bars = [
        {"x": block.x, "x2": block.x + _BAR, "y": block.top, "y2": block.top + block.height, "tint": block.tint}
        for stage in blocks
        for block in stage.values()
    ]
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}, "color": {"field": "tint", "type": "nominal", "scale": None}}
    return [layer(bars, "rect", {**_place(measures), **ends})]


def _names(
    blocks: Sequence[Mapping[str, _Block]], measures: Measures, whole: float, language: Language
) -> list[dict[str, Any]]:
    """The names beside the blocks; on a phone those of the first stage stand below, so that no two are on one spot."""
    letters, size = (28, measures.text - 1) if measures.names_beside else (15, measures.text - 2)
    last = len(blocks) - 1
    rows: dict[str, list[dict[str, Any]]] = {"left": [], "right": []}
    for at, stage in enumerate(blocks):
        align = "left" if measures.names_beside and at < last else "right"
        if at or measures.names_beside:
            rows[align] += [
                {
                    "x": block.x + _BAR + 5 if align == "left" else block.x - 5,
                    "y": block.top + block.height / 2,
                    "name": f"{clipped(_short(block.name), letters)} {percent(100 * block.value / whole, language)}",
                }
                for block in stage.values()
                if block.height >= size * 0.55
            ]
    made = [] if measures.names_beside else _key(blocks[0], measures, whole, language)
    for align, mine in rows.items():
        if mine:
            words = {**_place(measures), "text": {"field": "name", "type": "nominal"}}
            look = {"align": align, "baseline": "middle", "fontSize": size}
            made.append(layer(mine, "text", words, **look, stroke=palette.PAPER, strokeWidth=3, strokeOpacity=0.75))
            made.append(layer(mine, "text", words, **look))
    return made


def _key(first: Mapping[str, _Block], measures: Measures, whole: float, language: Language) -> list[dict[str, Any]]:
    made = []
    for at, block in enumerate(first.values()):
        top = measures.height + 16 + 18 * at
        said = f"{_short(block.name)} {percent(100 * block.value / whole, language)}"
        made.append(fixed("rect", {"x": 0, "x2": _BAR, "y": top, "y2": top + _BAR}, color=block.tint))
        made.append(fixed_text(said, _BAR + 6, top + _BAR / 2, baseline="middle", fontSize=measures.text - 1))
    return made


def _short(name: str) -> str:
    """A name without what stands in brackets behind it."""
    return name.split(" (", maxsplit=1)[0]


def _heads(heads: Sequence[str], blocks: Sequence[Mapping[str, _Block]], measures: Measures) -> list[dict[str, Any]]:
    aligned = ["left", *["center"] * (len(heads) - 2), "right"]
    places = [next(iter(stage.values())).x + (0, _BAR / 2, _BAR)[("left", "center", "right").index(way)]
              for stage, way in zip(blocks, aligned, strict=True)]  # fmt: skip
    size = measures.text if measures.names_beside else measures.text - 2
    return [
        fixed_text(head, x, -20, align=way, fontWeight=700, fontSize=size)
        for head, x, way in zip(heads, places, aligned, strict=True)
    ]


def _note(note: str, measures: Measures) -> list[dict[str, Any]]:
    if not (note and measures.dressed):
        return []
    lines = [line for paragraph in note.split("\n") for line in textwrap.wrap(paragraph, measures.wrap + 12)]
    return [fixed_text("\n".join(lines), 0, measures.height + 14, fontSize=measures.text - 2, color=palette.SOFT_INK)]


def _alt(
    blocks: Sequence[Mapping[str, _Block]],
    heads: Sequence[str],
    whole: float,
    told: str,
    title: str,
    language: Language,
) -> str:
    parts = []
    for head, stage in zip(heads, blocks, strict=True):
        largest = list(stage.values())[:3]
        names = [f"{block.name} {percent(100 * block.value / whole, language)}" for block in largest]
        parts.append(f"{head}: {listed(names, language)}")
    total = f"{number(whole, language, 1)} {told}"
    return text("reports.alt.flows", language, title=title, total=total, parts="; ".join(parts))


def _twin(
    frame: pl.DataFrame, stages: Sequence[str], heads: Sequence[str], unit: str, title: str, language: Language
) -> Table:
    ordered = frame.sort("value", descending=True, maintain_order=True).select(*stages, "value")
    return Table(ordered, (*heads, text("reports.value", language)), title, unit, language)
