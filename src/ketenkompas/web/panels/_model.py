"""Our own models: by country of origin, by product, by industry and by final use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ketenkompas import library, reports
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.reports import Chart, Layout
from ketenkompas.web import _figures
from ketenkompas.web._panel import Panel, of_figures, of_listing
from ketenkompas.web._state import State
from ketenkompas.web.panels._words import area_phrase, edition_of, lead_model, scope_line, year_shown

Breakdown = Literal["product", "industry", "final_use", "purpose"]
BREAKDOWNS: Mapping[Breakdown, str] = {"product": "products", "industry": "industries", "final_use": "uses"}
PURPOSES = "purposes"
_EVERY = 24  # what no purpose holds is to be seen, so nothing is put together


def origins(model: library.Model, state: State, language: Language) -> Panel:
    """The footprint by country of origin over the years of a model."""
    figures = _figures.model_series(model.id, state, language)
    years = sorted(figures.every("year"))
    name, frame = area_phrase(state.area, language), figures.frame
    kind = str(model.info.kind)
    note = reports.source_note(figures.sources, edition=edition_of(figures), language=language)

    def draw(layout: Layout) -> Chart:
        return reports.origin_chart(
            frame,
            language=language,
            home=state.area,
            title=text("web.origins.title", language, area=name),
            subtitle=scope_line(figures, state, language),
            note=note,
            mark=reports.kind_mark([kind], language),
            layout=layout,
        )

    return Panel(
        str(model.id),
        text("web.origins.heading", language, first=years[0], last=years[-1]),
        text(f"web.origins.explanation.{kind}", language, model=model.title(language), note=model.note(language)),
        of_figures(figures),
        answer=reports.share_sentence(frame, home=state.area, year=years[-1], area_name=name, language=language),
        draw=draw,
    )


def on_the_map(state: State, language: Language) -> Panel:
    """One year by country of origin, on a map of the world."""
    model = lead_model()
    year = year_shown(model, state)
    figures = _figures.breakdown(model.id, year, "origin", state, language)
    frame, name = figures.frame, area_phrase(state.area, language)
    note = reports.source_note(figures.sources, edition=edition_of(figures), language=language)
    title = text("web.map.title", language, area=name, year=year)

    def draw(layout: Layout) -> Chart:
        return reports.world_map(
            frame,
            language=language,
            home=state.area,
            title=title,
            subtitle=scope_line(figures, state, language),
            note=note,
            mark=reports.kind_mark([str(model.info.kind)], language),
            layout=layout,
        )

    def shapes() -> Mapping[str, Any]:
        unit = unit_label(str(figures.figures[0]["unit"]), language)
        found = reports.features(reports.shaded(frame, state.area), unit, language)
        return {"type": "FeatureCollection", "features": found}

    return Panel(
        "map",
        text("web.map.heading", language, year=year),
        text("web.map.explanation", language, area=name),
        of_figures(figures),
        draw=draw,
        shapes=shapes,
    )


def of_year(by: Breakdown, state: State, language: Language) -> Panel:
    """One year by product, by emitting industry or by final use."""
    model = lead_model()
    year = year_shown(model, state)
    figures = _figures.breakdown(model.id, year, by, state, language)
    kind, name = str(model.info.kind), area_phrase(state.area, language)
    note = reports.source_note(figures.sources, edition=edition_of(figures), language=language)
    title = text(f"web.year.title.{by}", language, area=name, year=year)

    def draw(layout: Layout) -> Chart:
        return reports.ranked_chart(
            figures.frame,
            language=language,
            title=title,
            subtitle=scope_line(figures, state, language),
            note=note,
            mark=reports.kind_mark([kind], language, provisional=by == "purpose"),
            layout=layout,
            top=_EVERY if by == "purpose" else 12,
        )

    heading, told = text(f"web.year.heading.{by}", language), text(f"web.year.explanation.{by}", language)
    reasons = tuple(figures.figures[0]["notes"]) if by == "purpose" else ()
    return Panel(BREAKDOWNS.get(by, PURPOSES), heading, told, of_figures(figures), draw=draw, reasons=reasons)


def bridge(state: State, language: Language) -> Panel:
    """From what an economy emits to its footprint: less what it exports, plus what it imports."""
    model = lead_model()
    year = year_shown(model, state)
    found = library.trade(state.area, year, model=model.id, lang=language)
    values = {str(row["code"]): float(row["value"]) for row in found.rows}
    labels = {str(row["code"]): str(row["label"]) for row in found.rows}
    name = area_phrase(state.area, language)
    sources = [source.as_json() for source in found.sources]
    note = reports.source_note(sources, edition=found.edition, language=language)

    def draw(layout: Layout) -> Chart:
        return reports.bridge_chart(
            values,
            labels,
            unit=str(found.units["value"]),
            language=language,
            title=text("web.bridge.title", language, area=name, year=year),
            subtitle=text("web.bridge.subtitle", language),
            note=note,
            mark=reports.kind_mark([found.kind], language),
            layout=layout,
        )

    more = values["imports"] > values["exports"]
    answer = text(f"web.bridge.answer.{'importer' if more else 'exporter'}", language, area=name, year=year)
    return Panel(
        "bridge",
        text("web.bridge.heading", language),
        text("web.bridge.explanation", language),
        of_listing(found),
        answer=answer,
        draw=draw,
    )


def industries(state: State, language: Language) -> Panel:
    """Own, upstream and downstream emissions per unit of money of every industry of an economy."""
    model = lead_model()
    year = year_shown(model, state)
    found = library.multipliers(state.area, year, model=model.id, lang=language)
    return Panel(
        "intensities",
        text("web.intensities.heading", language, year=year),
        text("web.intensities.explanation", language),
        of_listing(found),
        twin=found.table(),
    )
