"""Why these figures differ from those of calculators, CBS and Eurostat: in words, with the printed numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ketenkompas.i18n import Language, messages, number, text
from ketenkompas.library import households
from ketenkompas.reports import Table
from ketenkompas.web import _addresses
from ketenkompas.web._files import FORMS
from ketenkompas.web._pages import alone, handed_over
from ketenkompas.web._panel import Panel, Provenance
from ketenkompas.web._shown import Places, Shown, shown_at
from ketenkompas.web.householdpages._asked import Asked
from ketenkompas.web.householdpages._page import page, reading
from ketenkompas.web.householdpages._told import LEVEL, bars, dress, provenance

SECTIONS = ("average", "official", "calculators", "sum", "direct", "income", "family", "elsewhere")
_KG_PER_TONNE = 1000.0


@reading
def why(request: HttpRequest, shown: Asked) -> HttpResponse:
    """The page."""
    language = shown.language
    told = numbers(language)
    context = {
        "sections": [section for name in SECTIONS if (section := _section(name, told, language))],
        "items": [drawn(name, shown) for name in PANELS],
        **page(shown, lambda state: state.link("household_why"), "household_why"),
    }
    return render(request, "ketenkompas/households/why.html", context)


def numbers(language: Language) -> dict[str, str]:
    """Every number that a sentence names, in the reader's language: printed factors, means, figures of others."""
    level = {str(row["name"]): float(row["value"]) for row in households.level(lang=language).rows}
    made = {name: number(value, language, _places(name)) for name, value in level.items()}
    made |= {one.id: number(one.value, language, 1 if "person" in one.id else 2) for one in households.comparisons()}
    for item in ("total", "households"):
        for per in ("household", "person"):
            figure = households.footprint("NL", group=item, per=per, lang=language)
            made[f"{item}_{per}"] = number(figure.value / _KG_PER_TONNE, language, 1)
    return made


def _places(name: str) -> int:
    if name in ("households", "inhabitants"):
        return 0
    return (
        2 if name.endswith(("factor", "ratio", "size")) or name.startswith(("fifth", "elasticity", "spending")) else 1
    )


def _section(name: str, told: Mapping[str, str], language: Language) -> dict[str, Any] | None:
    """A heading with its paragraphs; a paragraph whose numbers are not printed is left out."""
    made = []
    for place in range(1, 5):
        key = f"household.why.{name}.{place}"
        if key in messages():
            try:
                made.append(text(key, language, **told))
            except KeyError:
                continue
    return (
        {"id": name, "heading": text(f"household.why.{name}.heading", language), "paragraphs": made} if made else None
    )


def level_panel(shown: Asked) -> Panel:
    """The printed factors."""
    language = shown.language
    found = households.level(lang=language)
    names = ("name", "label", "value", "low", "high", "unit")
    kinds = dict.fromkeys(("value", "low", "high"), pl.Float64)
    frame = pl.DataFrame(list(found.rows), schema_overrides=kinds).select(names)
    header = tuple(text(f"household.why.column.{name}", language) for name in names)
    title = text("household.why.level.title", language)
    return Panel(
        "level",
        title,
        text("household.why.level.explanation", language),
        provenance(language, found),
        twin=Table(frame, header, title, "", language, 3),
        reasons=found.notes,
        level=LEVEL,
    )


def heads_panel(shown: Asked) -> Panel:
    """Tonnes per resident of this compass beside those of others, each with what it counts."""
    language = shown.language
    figures = [households.footprint("NL", group=item, per="person", lang=language) for item in ("total", "households")]
    unit = "t CO2e_AR5/person"
    rows = [
        {
            "code": f"compass.{one.item}", "label": text(f"household.why.heads.{one.item}", language), "unit": unit,
            "value": one.value / _KG_PER_TONNE, "low": one.low / _KG_PER_TONNE, "high": one.high / _KG_PER_TONNE,
            "observed": one.observed_share,
        }
        for one in figures
    ]  # fmt: skip
    others = [one for one in households.comparisons() if "person" in one.unit]
    rows += [
        {"code": one.id, "label": f"{one.publisher} {one.year}", "value": one.value, "low": None, "high": None,
         "observed": 0.0, "unit": unit}
        for one in others
    ]  # fmt: skip
    came = provenance(language, *figures)
    came = Provenance(
        kinds=("model", "cited"), sources=came.sources, receipts=came.receipts, newest=came.newest,
        editions=came.editions, intervals=came.intervals, data=came.data,
    )  # fmt: skip
    title = text("household.why.heads.title", language)
    schema = dict.fromkeys(("value", "low", "high", "observed"), pl.Float64)
    frame = pl.DataFrame(rows, schema_overrides=schema)

    return Panel(
        "heads",
        title,
        text("household.why.heads.explanation", language),
        came,
        draw=bars(frame, title, dress(came, language), language, places=1),
        reasons=tuple(
            f"{one.publisher} {one.year}: {one.what[language]}. {one.source[language].rstrip('?')}." for one in others
        ),
        level=LEVEL,
    )


def ways_panel(shown: Asked) -> Panel:
    """The groups of the country counted from spending, with the count from products as a point beside each bar."""
    language = shown.language
    found = households.ways(lang=language)
    whole = households.footprint("NL", by="group", lang=language)
    parts = {part.id: part for part in whole.parts}
    rows = [
        {
            "code": row["item"], "label": row["label"], "unit": "kg CO2e_AR5/household", "value": row["spending"],
            "low": None, "high": None, "country": row["products"], "observed": 0.0,
        }
        for row in found.rows
        if row["item"] in parts
    ]  # fmt: skip
    title = text("household.why.ways.title", language)
    came = provenance(language, found, whole)
    frame = pl.DataFrame(
        rows, schema_overrides=dict.fromkeys(("value", "low", "high", "country", "observed"), pl.Float64)
    )
    return Panel(
        "ways",
        title,
        text("household.why.ways.explanation", language),
        came,
        draw=bars(
            frame, title, dress(came, language), language, marks={"country": text("household.why.ways.mark", language)}
        ),
        reasons=found.notes,
        level=LEVEL,
    )


PANELS = {"heads": heads_panel, "ways": ways_panel, "level": level_panel}


def drawn(name: str, shown: Asked) -> Shown:
    """A panel with its addresses."""
    places = Places(
        lambda form: shown.link("household_why_file", name, form),
        shown.link("household_why_embed", name),
        lambda id_: _addresses.receipt(id_, shown.language),
    )
    return shown_at(places, name, lambda: PANELS[name](shown), shown.language)


@reading
def download(request: HttpRequest, shown: Asked, panel: str, form: str) -> HttpResponse:
    """The numbers or the picture of a panel."""
    if panel not in PANELS or form not in FORMS:
        raise Http404
    link = request.build_absolute_uri(shown.link("household_why"))
    return handed_over(request, lambda: PANELS[panel](shown), form, link, shown.language, f"ketenkompas-{panel}")


@reading
def embed(request: HttpRequest, shown: Asked, panel: str) -> HttpResponse:
    """A panel alone, for a frame on another site."""
    if panel not in PANELS:
        raise Http404
    return alone(request, drawn(panel, shown), request.build_absolute_uri(shown.link("household_why")), shown.language)
