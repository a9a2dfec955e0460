"""The policy page: sliders, what they would do at home and abroad, and the scenario as a file that the engine runs."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ketenkompas import reports
from ketenkompas.i18n import Language, messages, number, text
from ketenkompas.library import households
from ketenkompas.reports import Table
from ketenkompas.web import _addresses
from ketenkompas.web._files import FORMS
from ketenkompas.web._pages import alone, handed_over
from ketenkompas.web._panel import Panel
from ketenkompas.web._shown import Places, Shown, shown_at
from ketenkompas.web.householdpages._asked import Asked
from ketenkompas.web.householdpages._page import page, reading
from ketenkompas.web.householdpages._policy_state import MISSING, NAMES, NO, SLIDERS, Policy, policy
from ketenkompas.web.householdpages._told import LEVEL, bars, dress, provenance

LIVE = "household.policylive."
"""Sentences that the browser fills as well."""
FILE = "scenario"
_COLUMNS = ("label", "before", "after", "home", "abroad", "local")


@reading
def policies(request: HttpRequest, shown: Asked) -> HttpResponse:
    """What policy would do, for the country or a place."""
    language = shown.language
    told = policy(request, language)
    result = households.scenario(told.definition(), told.place, lang=language)
    context = {
        "told": told,
        "place_name": result.name,
        "sliders": [_slider(field, told, language) for field in SLIDERS],
        "share": told.share,
        "names_of": NAMES[language],
        "no": NO[language],
        "missing": _missing(language),
        "places": _places(language),
        "said": said(result, shown),
        "rows": [_row(row, households.heads(told.place, shown.per), language) for row in result.rows],
        "notes": result.notes,
        "item": drawn(told, shown),
        "base": json.dumps(households.scenario_base(told.place), separators=(",", ":")),
        "words": json.dumps(_words(language), separators=(",", ":"), ensure_ascii=False),
        "file": file_address(told, language),
        "plain": _addresses.plain("household_policy", language),
        "permalink": address(told, shown),
        **page(shown, lambda state: address(told, state), "household_policy"),
    }
    return render(request, "ketenkompas/households/policy.html", context)


def address(told: Policy, state: Asked, name: str = "household_policy", *parts: str) -> str:
    """The page, or something of it, with the sliders in its query."""
    path, _, kept = state.link(name, *parts).partition("?")
    query = "&".join(filter(None, (kept, told.query(state.language))))
    return f"{path}?{query}" if query else path


def file_address(told: Policy, language: Language) -> str:
    """Where the scenario file is."""
    query = told.query(language)
    path = reverse(f"household_policy_file-{language}", args=[FILE])
    return f"{path}?{query}" if query else path


@reading
def file(request: HttpRequest, shown: Asked, name: str) -> HttpResponse:
    """The scenario as a file that ``ketenkompas households scenario`` runs."""
    if name != FILE:
        raise Http404
    told = policy(request, shown.language)
    response = HttpResponse(told.file(shown.language), content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="scenario-{told.place.lower()}.yml"'
    return response


def said(result: households.ScenarioResult, shown: Asked) -> dict[str, str]:
    """The outcome in words: the same that the browser writes."""
    language, heads = shown.language, households.heads(result.area, shown.per)
    change = {"change": result.after - result.before, "home": result.home, "abroad": result.abroad}
    told = {name: reports.said_change(kg / heads, language) for name, kg in change.items()}
    told["rebound"] = reports.said_change(result.rebound / heads, language)
    share = number(100 * abs(result.after - result.before) / result.before, language, 1)
    kt = number(abs(result.change_kt), language, 1)
    kind = "same" if told["change"] == "0" else "less" if result.after < result.before else "more"
    amounts = {name: reports.said_rounded(getattr(result, name) / heads, language) for name in ("before", "after")}
    answer = text(
        f"household.policylive.answer.{shown.per}.{kind}", language, place=result.name, share=share, kt=kt, **amounts
    )
    return {"answer": answer, "where": text("household.policylive.where", language, **told)}


def _row(row: households.ScenarioRow, heads: float, language: Language) -> dict[str, str]:
    numbers = {name: reports.said_rounded(getattr(row, name) / heads, language) for name in ("before", "after")}
    changes = {name: reports.said_change(getattr(row, name) / heads, language) for name in ("home", "abroad")}
    local = text(f"household.local.{row.local}", language)
    return {"id": row.item, "label": row.label, **numbers, **changes, "local": local}


def _slider(field: str, told: Policy, language: Language) -> dict[str, Any]:
    return {
        "field": field,
        "name": NAMES[language][field],
        "label": text(f"household.policy.{field}", language),
        "about": text(f"household.policy.{field}.about", language),
        "most": SLIDERS[field],
        "value": getattr(told, field),
    }


def _missing(language: Language) -> list[tuple[str, str]]:
    """What cannot be set yet, with the reason."""
    known = {action["id"]: action for action in households.calculator()["actions"]}
    return [
        (known[name]["name"][language], known[name]["source"][language])
        for name in MISSING
        if known[name]["status"] == "not_modelled"
    ]


def _places(language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    kinds = ("country", "province", "municipality")
    return [
        (
            text(f"household.policy.places.{kind}", language),
            [(one.area, one.title(language)) for one in households.places(kind)],
        )
        for kind in kinds
    ]


def _words(language: Language) -> dict[str, str]:
    return {key.removeprefix(LIVE): told[language] for key, told in messages().items() if key.startswith(LIVE)}


def panel(told: Policy, shown: Asked) -> Panel:
    """The households of the place before and after, by group."""
    language = shown.language
    result = households.scenario(told.definition(), told.place, lang=language)
    unit = f"kg CO2e_AR5/{shown.per}"
    frame = _by_group(result, households.heads(told.place, shown.per), unit, language)
    came = provenance(language, result, interval="household.interval.scenario")
    title = text("household.policy.panel.title", language, place=result.name)
    marks = {"before": text("household.policy.before", language)}
    header = tuple(text(f"household.policy.column.{name}", language) for name in _COLUMNS)
    kg = [pl.col(name) / households.heads(told.place, shown.per) for name in ("before", "after", "home", "abroad")]
    table = pl.DataFrame([{name: getattr(row, name) for name in _COLUMNS} for row in result.rows]).with_columns(kg)

    return Panel(
        "outcome",
        text("household.policy.panel.heading", language),
        text("household.policy.panel.explanation", language),
        came,
        draw=bars(frame, title, dress(came, language, shown.per), language, marks=marks),
        twin=Table(table, header, title, unit, language, 0),
        notes=result.notes,
        level=LEVEL,
    )


def _by_group(result: households.ScenarioResult, heads: float, unit: str, language: Language) -> pl.DataFrame:
    """One row a group: after, with the level of before to hold it against."""
    rows = pl.DataFrame([{"item": row.item, "before": row.before, "after": row.after} for row in result.rows])
    groups = {item.id: item.group for item in households.leaves().values()}
    code = pl.col("item").replace_strict(groups).alias("code")
    summed = rows.group_by(code, maintain_order=True).agg(pl.col("before").sum() / heads, pl.col("after").sum() / heads)
    names = {one: households.item_label(one, language) for one in summed["code"]}
    blank = [pl.lit(None, pl.Float64).alias(name) for name in ("low", "high")]
    return summed.select(
        "code", pl.col("code").replace_strict(names).alias("label"), pl.col("after").alias("value"), *blank,
        pl.lit(0.0).alias("observed"), pl.lit(unit).alias("unit"), "before",
    )  # fmt: skip


def drawn(told: Policy, shown: Asked) -> Shown:
    """The chart with its addresses."""
    places = Places(
        lambda form: address(told, shown, "household_policy_numbers", "outcome", form),
        address(told, shown, "household_policy_embed", "outcome"),
        lambda id_: _addresses.receipt(id_, shown.language),
    )
    return shown_at(places, "outcome", lambda: panel(told, shown), shown.language)


@reading
def download(request: HttpRequest, shown: Asked, panel: str, form: str) -> HttpResponse:
    """The outcome as a file."""
    told = policy(request, shown.language)
    if panel != "outcome" or form not in FORMS:
        raise Http404
    link = request.build_absolute_uri(address(told, shown))
    return handed_over(
        request, lambda: _outcome(told, shown), form, link, shown.language, f"ketenkompas-{told.place}-outcome"
    )


@reading
def embed(request: HttpRequest, shown: Asked, panel: str) -> HttpResponse:
    """The outcome alone, for a frame on another site."""
    if panel != "outcome":
        raise Http404
    told = policy(request, shown.language)
    return alone(request, drawn(told, shown), request.build_absolute_uri(address(told, shown)), shown.language)


_outcome = panel
