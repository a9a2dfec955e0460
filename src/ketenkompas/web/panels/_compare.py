"""Areas side by side, and who emits for whom."""

from __future__ import annotations

import polars as pl

from ketenkompas import library, reports
from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, text
from ketenkompas.reports import Chart, Layout
from ketenkompas.web._panel import Panel, of_analysis
from ketenkompas.web._state import State
from ketenkompas.web.panels._words import area_phrase, lead_model, year_shown


def ranking(state: State, language: Language) -> Panel:
    """The footprint of every country of the model, the one asked for in its own colour; per inhabitant where known."""
    model = lead_model()
    year = year_shown(model, state)
    per = "head"
    try:
        found = library.compare(year, model=model.id, scope=state.scope, lang=language)
    except InputError as fault:
        if fault.code != "compare.none":
            raise
        per = "total"  # no population for this year
        found = library.compare(year, model=model.id, scope=state.scope, per=None, lang=language)
    unit = found.columns["value"]
    frame = pl.DataFrame([{**row, "unit": unit} for row in found.rows])
    sources = [source.as_json() for source in found.sources]

    def draw(layout: Layout) -> Chart:
        return reports.dots_chart(
            frame.select("code", "label", "value", "low", "high", "unit"),
            language=language,
            title=found.title,
            subtitle=found.notes[1],
            note=reports.source_note(sources, edition=found.edition, language=language),
            mark=reports.kind_mark([found.kind], language),
            layout=layout,
            highlighted=[state.area],
        )

    return Panel(
        "ranking",
        text(f"web.ranking.heading.{per}", language, year=year),
        text(f"web.ranking.explanation.{per}", language, year=year),
        of_analysis(found),
        answer=_place(found, state, language),
        draw=draw,
        notes=found.notes,
    )


def _place(found: library.Analysis, state: State, language: Language) -> str:
    mine = next((row for row in found.rows if row["code"] == state.area), None)
    if mine is None:
        return ""
    return text(
        "web.ranking.place", language, area=mine["label"], rank=mine["rank"], count=len(found.rows), year=found.years[0]
    )


def exchange(state: State, language: Language) -> Panel:
    """Who emits for whom: the area, the rest of the European Union, the rest of the world."""
    model = lead_model()
    found = library.exchange(state.area, year_shown(model, state), model=model.id, lang=language)
    return Panel(
        "exchange",
        text("web.exchange.heading", language),
        text("web.exchange.explanation", language),
        of_analysis(found),
        answer=library.exchange_sentence(found),
        twin=found.table([name for name in found.columns if name != "code"]),
        notes=found.notes,
    )


def flows(state: State, language: Language) -> Panel:
    """From the place of emission, over the branch that emits, to what is bought."""
    model = lead_model()
    year = year_shown(model, state)
    found = library.flows(state.area, year, model=model.id, lang=language)
    outside = 1 - sum(item.value for item in found.items if item.code == "domestic") / found.item("whole").value
    return Panel(
        "flows",
        text("web.flows.heading", language, year=year),
        text("web.flows.explanation", language),
        of_analysis(found),
        answer=text(
            "web.flows.answer",
            language,
            area=area_phrase(state.area, language),
            share=reports.percent(100 * outside, language),
        ),
        draw=lambda layout: found.chart(layout=layout),
        notes=found.notes,
    )
