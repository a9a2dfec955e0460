"""Words that the panels share, and which of our own models and years they show."""

from __future__ import annotations

from ketenkompas import library
from ketenkompas.classifications import areas
from ketenkompas.errors import ProductError
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.web._figures import Figures
from ketenkompas.web._state import State


def area_phrase(code: str, language: Language) -> str:
    """The name of an area as it stands in a sentence."""
    return areas()[code].phrase(language)


def own_models() -> list[library.Model]:
    """The models of our own whose products are here, the one with the newest years first."""
    found = [model for model in library.models() if model.info.kind in ("model", "demo") and model.years]
    return sorted(found, key=lambda model: max(model.years), reverse=True)


def lead_model() -> library.Model:
    """The model that the detailed pages show: the one with the newest years.

    Raises
    ------
    ProductError
        ``web.no_model``.
    """
    models = own_models()
    if not models:
        raise ProductError("web.no_model")
    return models[0]


def year_shown(model: library.Model, state: State) -> int:
    """The year shown in detail: the one asked for, else the newest of the model."""
    return state.year if state.year in model.years else max(model.years)


def years_compared(model: library.Model, state: State) -> tuple[int, int]:
    """The two years that are compared: those asked for, else the first and the last of the model.

    Raises
    ------
    ProductError
        ``web.one_year`` where the model has no second year.
    """
    if len(model.years) < 2:
        raise ProductError("web.one_year", year=model.years[0])
    first = state.first if state.first in model.years else min(model.years)
    last = state.last if state.last in model.years else max(model.years)
    return (first, last) if first < last else (min(model.years), max(model.years))


def edition_of(figures: Figures) -> str:
    """The editions of figures in one line."""
    return "; ".join(figures.every("edition"))


def scope_line(figures: Figures, state: State, language: Language) -> str:
    """Unit, scope and edition: the line under a title."""
    unit = unit_label(str(figures.figures[0]["unit"]), language)
    return text(f"web.scope_line.{state.scope}", language, unit=unit, edition=edition_of(figures))
