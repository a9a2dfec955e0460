"""What drove a change, and whether it is real."""

from __future__ import annotations

from ketenkompas import library, reports
from ketenkompas.errors import UnknownCodeError
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.web import _figures
from ketenkompas.web._panel import Panel, of_analysis, of_figures
from ketenkompas.web._state import State
from ketenkompas.web.panels._words import area_phrase, lead_model, years_compared


def drivers(state: State, language: Language) -> Panel:
    """The waterfall of effects between two years, in constant prices."""
    model = lead_model()
    first, last = years_compared(model, state)
    found = library.explain(state.area, first, last, model=model.id, scope=state.scope, lang=language)
    change = found.item("change")
    direction = "fell" if change.value < 0 else "rose"
    largest = max(found.rows, key=lambda row: abs(float(row["value"])))
    label = str(largest["label"])
    answer = text(
        f"web.drivers.answer.{direction}",
        language,
        first=first,
        last=last,
        change=reports.amount(abs(change.value), unit_label(change.unit, language), language),
        effect=label[:1].lower() + label[1:],
        share=reports.amount(float(largest["value"]), unit_label(change.unit, language), language),
    )
    return Panel(
        "drivers",
        text("web.drivers.heading", language, first=first, last=last),
        text("web.drivers.explanation", language),
        of_analysis(found),
        answer=answer,
        draw=lambda layout: found.chart(layout=layout),
        notes=found.notes,
    )


def certainty(state: State, language: Language) -> Panel:
    """The interval of both years and of the change, and the chance that the footprint fell."""
    model = lead_model()
    first, last = years_compared(model, state)
    found = library.uncertainty(state.area, first, last, model=model.id, lang=language)
    return Panel(
        "certainty",
        text("web.certainty.heading", language),
        text("web.certainty.explanation", language),
        of_analysis(found),
        answer=_fell(found, state, (first, last), language),
        twin=found.figures([f"footprint_{first}", f"footprint_{last}", "change", "lower"]),
        notes=found.notes,
    )


def _fell(found: library.Analysis, state: State, years: tuple[int, int], language: Language) -> str:
    name = area_phrase(state.area, language)
    return reports.fall_sentence(
        found.item("lower").value, area_name=name, first=years[0], last=years[1], language=language, per_cent=True
    )


def parts(state: State, language: Language) -> Panel:
    """The change by final product."""
    model = lead_model()
    first, last = years_compared(model, state)
    found = library.explain(state.area, first, last, model=model.id, by="product", scope=state.scope, lang=language)
    return Panel(
        "drivers-by-product",
        text("web.drivers_by_product.heading", language),
        text("web.drivers_by_product.explanation", language),
        of_analysis(found),
        twin=found.table(),
        notes=found.notes,
    )


def official(state: State, language: Language) -> Panel:
    """The change of the official series: without a chance, and why."""
    found = _figures.official(state.area, language)
    if found is None:
        raise UnknownCodeError("web.nothing_published", area=area_phrase(state.area, language))
    change = reports.change_sentence(found.totals, language=language)
    newest = found.figures[-1]
    value = reports.amount(newest["value"], unit_label(str(newest["unit"]), language), language)
    told = text("web.official_change.answer", language, year=newest["year"], value=value, change=change)

    def draw(layout: reports.Layout) -> reports.Chart:
        years = sorted(found.every("year"))
        return reports.origin_chart(
            found.frame,
            language=language,
            home=state.area,
            title=text("web.official.title", language, area=area_phrase(state.area, language)),
            subtitle=text("web.recent.subtitle.industry_only", language, first=years[0], last=years[-1]),
            note=reports.source_note(found.sources, edition="; ".join(found.every("edition")), language=language),
            layout=layout,
        )

    return Panel(
        "official-change",
        text("web.official_change.heading", language),
        text("web.official_change.explanation", language),
        of_figures(found),
        answer=told,
        draw=draw,
    )
