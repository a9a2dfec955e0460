"""From what residents emit to what is emitted on the territory."""

from __future__ import annotations

from ketenkompas.i18n import Language, text
from ketenkompas.reports import Chart, Layout
from ketenkompas.web import _figures
from ketenkompas.web._panel import Panel, of_figures
from ketenkompas.web._state import State
from ketenkompas.web.panels._words import lead_model, year_shown


def territory(state: State, language: Language) -> Panel:
    """The way from residents to the territory in one year: less what they emit abroad, plus what others emit here."""
    model = lead_model()
    found = _figures.territorial(model.id, year_shown(model, state), state, language)

    def draw(layout: Layout) -> Chart:
        return found.chart(layout=layout)

    return Panel(
        "territory",
        text("web.territory.heading", language),
        text("web.territory.explanation", language),
        of_figures(_figures.taken([found])),
        draw=draw,
        reasons=found.notes,
    )
