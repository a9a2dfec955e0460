"""Where in the chain: the largest paths from a purchase to the emission behind it."""

from __future__ import annotations

from ketenkompas import library
from ketenkompas.i18n import Language, text
from ketenkompas.web._panel import Panel, of_analysis
from ketenkompas.web._state import State
from ketenkompas.web.panels._words import lead_model, year_shown

_TOP = 20


def largest(state: State, language: Language) -> Panel:
    """The twenty largest chains of an area's footprint, and how much of it they cover."""
    model = lead_model()
    year = year_shown(model, state)
    found = library.paths(state.area, year, model=model.id, top=_TOP, lang=language)
    return Panel(
        "paths",
        text("web.paths.heading", language, year=year),
        text("web.paths.explanation", language),
        of_analysis(found),
        answer=found.notes[1] if len(found.notes) > 1 else "",
        twin=found.table(["rank", "product", "emitter", "links", "value", "share"]),
        notes=found.notes,
    )
