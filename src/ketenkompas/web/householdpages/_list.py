"""Map and list of the municipalities: the list is an equal way in, by keyboard alone and without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ketenkompas.i18n import Language, number, text, unit_label
from ketenkompas.library import households
from ketenkompas.reports import sureness
from ketenkompas.web.householdpages import _held
from ketenkompas.web.householdpages._asked import Asked, Order, written
from ketenkompas.web.householdpages._beside import beside
from ketenkompas.web.householdpages._map import about, drawn
from ketenkompas.web.householdpages._page import Choice, page, reading

_NONE = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """A municipality in the list: its figure with the interval, what of it is measured, how sure, where it stands."""

    code: str
    name: str
    link: str
    province: str
    value: str
    span: str
    measured: str
    sure: str
    rank: str
    reason: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A column by which the list can be put in order; ``sorted`` says whether it is."""

    name: str
    link: str = ""
    sorted: str = ""


@reading
def places(request: HttpRequest, shown: Asked) -> HttpResponse:
    """The map, and below it the list."""
    language = shown.language
    shown = shown if shown.order != "value" or shown.item in _held.MEASURED else replace(shown, order="name")
    frame = _held.frame(shown.item, shown.per, language)
    lines = ordered(frame, shown)
    unit = unit_label(str(frame["unit"][0]), language)
    context = {
        "layers": _layers(shown),
        "about": about(shown.item, language),
        "item_name": households.item_label(shown.item, language),
        "unit": unit,
        "kg": text(f"household.kg.{shown.per}", language),
        "item": drawn(shown),
        "lines": [_line(row, shown) for row in lines.iter_rows(named=True)],
        "count": number(lines.height, language, 0),
        "all": number(frame.height, language, 0),
        "headings": _headings(shown),
        "ranked": shown.item in _held.RANKED,
        "orderable": shown.item in _held.MEASURED,
        "provinces": _provinces(shown),
        "orders": _orders(shown),
        "beside": beside(shown),
        "country": _whole(shown, unit),
        "suggestions": suggestions(),
        "plain": Asked(language).link("households"),
        "permalink": shown.whole_link("households"),
        **page(shown, lambda state: state.whole_link("households"), "households"),
    }
    return render(request, "ketenkompas/households/places.html", context)


def ordered(frame: pl.DataFrame, shown: Asked) -> pl.DataFrame:
    """The municipalities that are asked for, in the order that is asked for; never by a figure that is modelled."""
    found = frame.filter(pl.col("group") == shown.province) if shown.province else frame
    if shown.order == "province":
        return found.sort("province", maintain_order=True)
    if shown.order == "value":
        return found.sort("value", descending=True, nulls_last=True, maintain_order=True)
    return found


def suggestions() -> list[str]:
    """Names of municipalities, also of those that are part of another now, for the field in which one types."""
    known = households.places()
    return sorted({name for one in known for name in (one.name, *one.former)})


def _line(row: Mapping[str, Any], shown: Asked) -> Line:
    language = shown.language
    value, low, high = (row[name] for name in ("value", "low", "high"))
    told = value is not None
    both = told and low is not None and high is not None
    return Line(
        code=row["code"],
        name=row["label"],
        link=shown.link("household_place", row["code"]),
        province=row["province"],
        value=number(value, language, 0) if told else _NONE,
        span=f"{number(low, language, 0)} – {number(high, language, 0)}" if both else _NONE,
        measured=f"{number(row['share'], language, 0)}%" if row["share"] is not None else _NONE,
        sure=text(f"household_map.sure.{sureness(value, low, high)}.word", language) if told else "",
        rank=row["rank"],
        reason=row["reason"],
        chosen=row["code"] in shown.compare,
    )


def _layers(shown: Asked) -> list[tuple[str, list[Choice]]]:
    """What can be chosen, each with its word in the address; an item that only a link can ask for is added."""
    language = shown.language
    groups = _held.layers(language)
    if shown.item not in {item for _, listed in groups for item, _ in listed}:
        more = [(shown.item, households.item_label(shown.item, language))]
        groups.append((text("household.layers.other", language), more))
    return [
        (name, [Choice(told, written(item, language), item == shown.item) for item, told in listed])
        for name, listed in groups
    ]


def _headings(shown: Asked) -> list[Heading]:
    language = shown.language
    orders: Mapping[str, Order] = {"label": "name", "province": "province"}
    if shown.item in _held.MEASURED:
        orders = {**orders, "value": "value"}
    names = ["label", "province", "value", "span", "share", *(["rank"] if shown.item in _held.RANKED else [])]
    made = []
    for name in names:
        told = (
            text(f"household.column.{name}", language)
            if name != "value"
            else text(f"household.kg.{shown.per}", language)
        )
        order = orders.get(name)
        link = shown.link("households", order=order, province=shown.province) if order else ""
        now = "descending" if order == "value" else "ascending"
        made.append(Heading(told, link, now if order == shown.order else ""))
    return made


def _provinces(shown: Asked) -> list[tuple[str, str]]:
    return [(one.area, one.title(shown.language)) for one in households.places("province")]


def _orders(shown: Asked) -> list[Choice]:
    offered: Iterable[Order] = ("name", "province", *(("value",) if shown.item in _held.MEASURED else ()))
    return [
        Choice(text(f"household.order.{one}", shown.language), written(one, shown.language), one == shown.order)
        for one in offered
    ]


def _whole(shown: Asked, unit: str) -> str:
    """The figure of the country, beside which those of the list are read."""
    language: Language = shown.language
    found = households.footprint("NL", group=shown.item, per=shown.per, lang=language)
    figures = {name: number(getattr(found, name), language, 0) for name in ("value", "low", "high")}
    return text("household.country", language, unit=unit, **figures)
