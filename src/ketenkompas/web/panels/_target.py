"""A footprint beside an indicative path, and the paths that others have published."""

from __future__ import annotations

import polars as pl

from ketenkompas import library
from ketenkompas.i18n import Language, number, text, unit_label
from ketenkompas.pipeline import OFFICIAL
from ketenkompas.reports import Table
from ketenkompas.web._panel import Panel, Provenance, of_analysis
from ketenkompas.web._state import State
from ketenkompas.web.panels._words import lead_model


def series_shown(state: State) -> str:
    """The series that the path is held against: the official one, or the model with the newest years."""
    return OFFICIAL if state.series == "official" else lead_model().id


def beside_path(state: State, language: Language) -> Panel:
    """The observed footprint, the path chosen, and what stands between them."""
    official = state.series == "official"
    found = library.progress(
        state.area,
        model=series_shown(state),
        target=state.target or None,
        base_year=state.base,
        end_year=None if state.target else state.end,
        low=None if state.target else state.low,
        high=None if state.target else state.high,
        shape=state.shape,
        scope="industry_only" if official else state.scope,
        per="head" if state.per == "head" and not official else None,
        lang=language,
    )
    return Panel(
        "path",
        text("web.path.heading", language),
        text("web.path.explanation", language),
        of_analysis(found),
        answer=library.state_sentence(found),
        draw=lambda layout: found.chart(layout=layout),
        notes=found.notes,
    )


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
