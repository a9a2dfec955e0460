"""The newest official and cited years: the headline, and the chart by place of emission."""

from __future__ import annotations

from ketenkompas import reports
from ketenkompas.errors import UnknownCodeError
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.reports import Chart, Layout
from ketenkompas.web import _figures
from ketenkompas.web._figures import Figures
from ketenkompas.web._panel import Panel, of_figures
from ketenkompas.web._state import State
from ketenkompas.web.panels._words import area_phrase, edition_of

RECENT = "recent"


def recent(state: State, language: Language) -> Panel:
    """The newest years: cited results by place of emission where they exist, beside the official total.

    Raises
    ------
    UnknownCodeError
        ``web.nothing_published`` when there is no official series for the area.
    """
    total, parts = _figures.official(state.area, language), _figures.cited(state, language)
    if total is None:
        raise UnknownCodeError("web.nothing_published", area=area_phrase(state.area, language))
    return _cited(state, language, total, parts) if parts else _official(state, language, total)


def _cited(state: State, language: Language, total: Figures, parts: Figures) -> Panel:
    years = sorted(parts.every("year"))
    name, everything = area_phrase(state.area, language), parts + total
    note = reports.source_note(everything.sources, edition=edition_of(everything), language=language)

    def draw(layout: Layout) -> Chart:
        return reports.origin_chart(
            parts.frame,
            language=language,
            home=state.area,
            title=text("web.recent.title", language, area=name),
            subtitle=text(f"web.recent.subtitle.{state.scope}", language, first=years[0], last=years[-1]),
            note=note,
            mark=reports.kind_mark(["cited"], language),
            marked=total.totals,
            marked_label=text("library.official_total", language),
            layout=layout,
            households_last=True,
        )

    return Panel(
        RECENT,
        text("web.recent.heading", language, first=years[0], last=years[-1]),
        text("web.recent.explanation", language, area=name),
        of_figures(everything),
        answer=reports.share_sentence(parts.frame, home=state.area, year=years[-1], area_name=name, language=language),
        draw=draw,
    )


def _official(state: State, language: Language, total: Figures) -> Panel:
    years = sorted(total.every("year"))
    name = area_phrase(state.area, language)
    note = reports.source_note(total.sources, edition=edition_of(total), language=language)

    def draw(layout: Layout) -> Chart:
        return reports.origin_chart(
            total.frame,
            language=language,
            home=state.area,
            title=text("web.official.title", language, area=name),
            subtitle=text("web.recent.subtitle.industry_only", language, first=years[0], last=years[-1]),
            note=note,
            layout=layout,
        )

    heading = text("web.official.heading", language, first=years[0], last=years[-1])
    told = text("web.official.explanation", language, area=name)
    return Panel(RECENT, heading, told, of_figures(total), draw=draw)


def recent_products(state: State, language: Language) -> Panel:
    """The newest year by product bought, from cited results.

    Raises
    ------
    UnknownCodeError
        ``web.nothing_cited`` where there are none for the area.
    """
    found = _figures.cited_products(state, language)
    name = area_phrase(state.area, language)
    if found is None:
        raise UnknownCodeError("web.nothing_cited", area=name)
    year = found.figures[0]["year"]
    note = reports.source_note(found.sources, edition=edition_of(found), language=language)

    def draw(layout: Layout) -> Chart:
        return reports.ranked_chart(
            found.frame,
            language=language,
            title=text("web.year.title.product", language, area=name, year=year),
            subtitle=text("web.recent_products.subtitle", language, year=year),
            note=note,
            mark=reports.kind_mark(["cited"], language),
            layout=layout,
            top=20,
        )

    return Panel(
        "recent-products",
        text("web.recent_products.heading", language, year=year),
        text("web.recent_products.explanation", language, area=name),
        of_figures(found),
        draw=draw,
    )


def headline(state: State, language: Language) -> str:
    """The answer above everything: the newest official figure, whose it is, and how it has changed."""
    total = _figures.official(state.area, language)
    name = area_phrase(state.area, language)
    if total is None:
        return text("web.headline.none", language, area=name)
    newest = total.figures[-1]
    said = text(
        "web.headline",
        language,
        area=name,
        year=newest["year"],
        value=reports.amount(newest["value"], unit_label(newest["unit"], language), language),
    )
    change = reports.change_sentence(total.totals, language=language)
    return " ".join(part for part in (said, change, text("web.headline.whose", language)) if part)
