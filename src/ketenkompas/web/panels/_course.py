"""The footprint and the own emissions of an economy over the years."""

from __future__ import annotations

import polars as pl

from ketenkompas import library, reports
from ketenkompas.i18n import Language, text
from ketenkompas.reports import Chart, Layout
from ketenkompas.web import _figures
from ketenkompas.web._panel import Panel, of_figures
from ketenkompas.web._state import State
from ketenkompas.web.panels._words import area_phrase, edition_of, lead_model, scope_line

_SCHEMA = {
    "year": pl.Int64,
    "code": pl.String,
    "label": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "unit": pl.String,
}


def course(state: State, language: Language) -> Panel:
    """Consumption with its interval beside own emissions: of residents, or on the territory where a bridge is."""
    model = lead_model()
    views: tuple[library.View, ...] = ("consumption", state.view)
    found = {view: _figures.totals(model.id, view, state, language) for view in views}
    rows = [
        {
            **{name: figure[name] for name in ("year", "value", "low", "high", "unit")},
            "code": view,
            "label": text(f"web.course.{view}", language),
        }
        for view, figures in found.items()
        for figure in figures.figures
    ]
    frame = pl.DataFrame(rows, schema=_SCHEMA)
    everything = found["consumption"] + found[state.view]
    kind, name = str(model.info.kind), area_phrase(state.area, language)
    years = sorted(everything.every("year"))
    note = reports.source_note(everything.sources, edition=edition_of(everything), language=language)

    def draw(layout: Layout) -> Chart:
        return reports.course_chart(
            frame,
            language=language,
            title=text("web.course.title", language, area=name),
            subtitle=scope_line(everything, state, language),
            note=note,
            mark=reports.kind_mark([kind], language),
            layout=layout,
        )

    return Panel(
        "course",
        text("web.course.heading", language, first=years[0], last=years[-1]),
        text(f"web.course.explanation.{state.view}", language),
        of_figures(everything),
        answer=reports.change_sentence(found["consumption"].totals, language=language, dated=True),
        draw=draw,
    )
