"""A footprint beside an indicative path, and the paths that others have published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from ketenkompas import library
from ketenkompas.i18n import Language, number, text, unit_label
from ketenkompas.pipeline import OFFICIAL
from ketenkompas.reports import Table
from ketenkompas.web import _figures
from ketenkompas.web._panel import Panel, Provenance, of_analysis, of_figures
from ketenkompas.web._state import OWN, State
from ketenkompas.web.panels._words import lead_model


def series_shown(state: State) -> str:
    """The series that the path is held against: the official one, or the model with the newest years."""
    return OFFICIAL if state.series == "official" else lead_model().id


def _path(state: State, language: Language) -> dict[str, Any]:
    """The series and the path that a state asks for, as the library takes them."""
    official, own = state.series == "official", not state.target
    return {
        "model": series_shown(state),
        "target": state.target or None,
        "base_year": state.base,
        "end_year": state.end if own else None,
        "low": state.low if own else None,
        "high": state.high if own else None,
        "shape": state.shape,
        "scope": "industry_only" if official else state.scope,
        "per": "head" if state.per == "head" and not official else None,
        "lang": language,
    }


def _said(found: library.Analysis, state: State, language: Language) -> tuple[str, ...]:
    """The notes of an answer, and which unit that was asked it cannot be shown in."""
    unheard = state.per == "head" and state.series == "official"
    said = [text("web.path.no_heads", language)] if unheard else []
    said += [text("web.path.no_money", language)] if state.per == "money" else []
    return (*said, *found.notes)


def _came(found: library.Analysis, state: State, language: Language) -> Provenance:
    """The provenance of an answer about a path, with the receipts of the series that is held against the path."""
    official = _figures.official(state.area, language) if state.series == "official" else None
    held = of_figures(official or _figures.model_series(lead_model().id, state, language))
    return replace(of_analysis(found), receipts=held.receipts, newest=held.newest)


def beside_path(state: State, language: Language) -> Panel:
    """The observed footprint, the path chosen, and what stands between them."""
    found = library.progress(state.area, **_path(state, language))
    return Panel(
        "path",
        text("web.path.heading", language),
        text("web.path.explanation", language),
        _came(found, state, language),
        answer=library.state_sentence(found),
        draw=lambda layout: found.chart(layout=layout),
        notes=_said(found, state, language),
    )


def in_budgets(state: State, language: Language) -> Panel:
    """The path in budget periods: what it adds up to, what has been emitted, what is left."""
    periods = library.read_periods(",".join(state.budgets))
    found = library.budgets(state.area, periods=periods, **_path(state, language))
    chances = any(row["chance_above"] is not None for row in found.rows)
    shown = ["period", "budget_low", "budget_high", "emitted", "left", "left_a_year", "share_used", "state"]
    return Panel(
        "path-budgets",
        text("web.budgets.heading", language),
        text("web.budgets.explanation", language),
        _came(found, state, language),
        answer=library.budget_sentence(found),
        twin=found.table([*shown, "chance_above"] if chances else shown),
        notes=_said(found, state, language),
    )


def after_revision(state: State, language: Language) -> Panel:
    """What a revision of the reference year does to the path and to the distance, under each rule."""
    own = state.revised == OWN
    asked = {"revision": state.revision} if own else {"cited": state.revised}
    found = library.rebase(state.area, **asked, **_path(state, language))
    return Panel(
        "path-revised",
        text("web.rebase.heading", language),
        text("web.rebase.explanation", language),
        _came(found, state, language),
        answer=library.rebase_sentence(found),
        twin=_by_rule(found),
        notes=_said(found, state, language),
    )


def _by_rule(found: library.Analysis) -> Table:
    """One row a rule: the end of the path, and the distance when one year is revised and when all are."""
    language, rows = found.language, list(found.rows)
    pairs = [(rows[0], rows[0]), *zip(rows[1::2], rows[2::2], strict=True)]
    frame = pl.DataFrame(
        [
            {
                "said": one["said"],
                "end_low": one["end_low"],
                "end_high": one["end_high"],
                "distance_one_year": one["distance"],
                "distance_all_years": all_["distance"],
            }
            for one, all_ in pairs
        ],
        schema_overrides={"distance_one_year": pl.Float64, "distance_all_years": pl.Float64},
    )
    ends = found.table(["said", "end_low", "end_high"]).header
    header = (*ends, text("web.rebase.one_year", language), text("web.rebase.all_years", language))
    return Table(frame, header, found.title, "", language)


def published_revisions(state: State, language: Language) -> Panel:
    """Revisions that statistical offices have published, with the status of both figures."""
    del state
    listed = library.revisions(language)
    rows = [
        {
            "name": one["name"],
            **{side: _edition(one[side], one["unit"], language) for side in ("old", "new")},
            "per_cent": one["per_cent"],
        }
        for one in listed
    ]
    frame = pl.DataFrame(rows)
    header = tuple(text(f"web.revisions.column.{name}", language) for name in frame.columns)
    caption = text("web.revisions.heading", language)
    return Panel(
        "published-revisions",
        caption,
        text("web.revisions.explanation", language),
        Provenance((), (), (), (), (), (), tuple(listed)),
        twin=Table(frame, header, caption, "", language),
        notes=tuple(f"{one['name']}: {one['note']}" for one in listed),
    )


def _edition(one: Mapping[str, Any], unit: str, language: Language) -> str:
    value = number(float(one["value"]), language, 1 if float(one["value"]) % 1 else 0)
    edition = ", ".join(said for said in (one["edition"], one.get("scope")) if said)
    told = unit.replace("CO2e", text("unit.co2e", language))
    return f"{value} {told} ({edition}; {_status(one['status'], language)})"


def numbers(state: State, language: Language) -> Panel:
    """Distance, rate needed, trend and, where there are draws, the chance."""
    made = beside_path(state, language)
    items = made.provenance.data[0]["items"]
    shown = [{**item, "unit": unit_label(str(item["unit"]), language)} for item in items]
    frame = pl.DataFrame([{name: item[name] for name in ("label", "value", "unit")} for item in shown])
    header = tuple(text(f"analysis.column.{name}", language) for name in frame.columns)
    return Panel(
        "path-numbers",
        text("web.path_numbers.heading", language),
        text("web.path_numbers.explanation", language),
        made.provenance,
        twin=Table(frame, header, text("web.path_numbers.heading", language), "", language),
        notes=made.notes,
    )


def published(state: State, language: Language) -> Panel:
    """The targets of other countries with their status; what is not known says so."""
    del state
    unknown = text("web.targets.unknown", language)
    rows = [
        {
            "name": one["name"],
            "force": text(f"progress.force.{one['force']}", language),
            "reference": str(one["reference_year"] or unknown),
            "end": str(one["points"][-1]["year"]),
            "change": _span(one["points"][-1], language) or unknown,
            "source": "; ".join(
                f"{source['title']} ({_status(source['status'], language)})" for source in one["sources"]
            ),
        }
        for one in library.targets(language)
    ]
    frame = pl.DataFrame(rows)
    header = tuple(text(f"web.targets.column.{name}", language) for name in frame.columns)
    caption = text("web.targets.heading", language)
    return Panel(
        "published-targets",
        caption,
        text("web.targets.explanation", language),
        Provenance((), (), (), (), (), (), tuple(library.targets(language))),
        twin=Table(frame, header, caption, "", language),
        notes=tuple(f"{one['name']}: {one['note']}" for one in library.targets(language)),
    )


def _span(point: dict[str, float | None], language: Language) -> str:
    low, high = point["low_per_cent"], point["high_per_cent"]
    if low is None or high is None:
        return ""
    ends = dict.fromkeys(f"{number(end, language, 0)}%" for end in (low, high))
    first, last = next(iter(ends)), list(ends)[-1]
    return first if first == last else text("analysis.span", language, low=first, high=last)


def _status(status: str, language: Language) -> str:
    return text(f"web.targets.status.{status}", language)
