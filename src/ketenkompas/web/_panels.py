"""The panels of the footprint page: what each says, shows, cites and lets a reader take along. No arithmetic here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ketenkompas import library, reports
from ketenkompas.classifications import areas
from ketenkompas.errors import UnknownCodeError
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.pipeline import stores
from ketenkompas.reports import Chart, Layout
from ketenkompas.web import _figures
from ketenkompas.web._figures import Figures
from ketenkompas.web._state import State

Breakdown = Literal["product", "industry"]
BREAKDOWNS: Mapping[Breakdown, str] = {"product": "products", "industry": "industries"}
RECENT = "recent"


@dataclass(frozen=True, slots=True)
class Credit:
    """A source as it must be named: the sentence that the publisher asks for, the licence, the files."""

    attribution: str
    licence: str
    files: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart with everything that must stand beside it."""

    id: str
    heading: str
    answer: str
    explanation: str
    kinds: tuple[str, ...]
    figures: Figures
    draw: Callable[[Layout], Chart]

    @property
    def sources(self) -> Sequence[Mapping[str, str]]:
        """Sources of everything in the picture, each once."""
        return self.figures.sources

    @property
    def receipts(self) -> list[str]:
        """Receipts of everything in the picture, each once."""
        return self.figures.every("receipt")

    @property
    def newest_receipts(self) -> list[tuple[str, int, str]]:
        """Kind, year and receipt of the newest figure of each model in the picture."""
        newest = {str(figure["model"]): figure for figure in self.figures.figures}
        return [(str(figure["kind"]), int(figure["year"]), str(figure["receipt"])) for figure in newest.values()]

    @property
    def editions(self) -> list[str]:
        """Editions of everything in the picture, each once."""
        return self.figures.every("edition")

    @property
    def credits(self) -> list[Credit]:
        """Who must be named, each once, with the files that are theirs."""
        named: dict[str, list[Mapping[str, str]]] = {}
        for source in self.sources:
            named.setdefault(source["attribution"] or source["title"], []).append(source)
        return [Credit(said, files[0]["licence"], tuple(files)) for said, files in named.items()]

    @property
    def interval_reasons(self) -> list[str]:
        """Why the figures carry no interval."""
        return self.figures.every("interval_reason")


def area_name(code: str, language: Language) -> str:
    """The name of an area as it stands in a sentence."""
    return areas()[code].name(language)


def own_models() -> list[library.Model]:
    """The models of our own whose products are here, the one with the newest years first."""
    found = [model for model in library.models() if model.info.kind in ("model", "demo") and model.years]
    return sorted(found, key=lambda model: max(model.years), reverse=True)


def products_stamp() -> tuple[tuple[str, int], ...]:
    """What changes when a product is built anew: every receipt with its time; what was drawn before is then stale."""
    receipts = [path for store in stores() for path in sorted(store.folder.glob("*/*/*.receipt.json"))]
    return tuple((str(path), path.stat().st_mtime_ns) for path in receipts)


def year_shown(model: library.Model, state: State) -> int:
    """The year shown in detail: the one asked for, else the newest of the model."""
    return state.year if state.year in model.years else max(model.years)


def recent(state: State, language: Language) -> Panel:
    """The newest years: cited results by place of emission where they exist, beside the official total.

    Raises
    ------
    UnknownCodeError
        ``web.nothing_published`` when there is no official series for the area.
    """
    total, parts = _figures.official(state.area, language), _figures.cited(state, language)
    if total is None:
        raise UnknownCodeError("web.nothing_published", area=area_name(state.area, language))
    return _recent_cited(state, language, total, parts) if parts else _recent_official(state, language, total)


def _recent_cited(state: State, language: Language, total: Figures, parts: Figures) -> Panel:
    years = sorted(parts.every("year"))
    name, everything = area_name(state.area, language), parts + total
    note = reports.source_note(everything.sources, edition=_edition(everything), language=language)

    def draw(layout: Layout) -> Chart:
        return reports.origin_chart(
            parts.frame,
            language=language,
            home=state.area,
            title=text("web.recent.title", language, area=name),
            subtitle=text(f"web.recent.subtitle.{state.scope}", language, first=years[0], last=years[-1]),
            note=note,
            mark=reports.kind_mark(["cited"], language),
            layout=layout,
            marked=total.totals,
            marked_label=text("library.official_total", language),
            households_last=True,
        )

    answer = reports.share_sentence(parts.frame, home=state.area, year=years[-1], area_name=name, language=language)
    heading = text("web.recent.heading", language, first=years[0], last=years[-1])
    told = text("web.recent.explanation", language, area=name)
    return Panel(RECENT, heading, answer, told, ("cited", "official"), everything, draw)


def _recent_official(state: State, language: Language, total: Figures) -> Panel:
    years = sorted(total.every("year"))
    name = area_name(state.area, language)
    note = reports.source_note(total.sources, edition=_edition(total), language=language)

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
    return Panel(RECENT, heading, "", told, ("official",), total, draw)


def of_model(model: library.Model, state: State, language: Language) -> Panel:
    """A model of our own: the footprint by country of origin over its years."""
    figures = _figures.model_series(model.id, state, language)
    years = sorted(figures.every("year"))
    name, frame = area_name(state.area, language), figures.frame
    kind = str(model.info.kind)
    note = reports.source_note(figures.sources, edition=_edition(figures), language=language)

    def draw(layout: Layout) -> Chart:
        return reports.origin_chart(
            frame,
            language=language,
            home=state.area,
            title=text("web.origins.title", language, area=name),
            subtitle=_scope_line(figures, state, language),
            note=note,
            mark=reports.kind_mark([kind], language),
            layout=layout,
        )

    answer = reports.share_sentence(frame, home=state.area, year=years[-1], area_name=name, language=language)
    heading = text("web.origins.heading", language, first=years[0], last=years[-1])
    told = text(f"web.origins.explanation.{kind}", language, model=model.title(language), note=model.note(language))
    return Panel(str(model.id), heading, answer, told, (kind,), figures, draw)


def of_year(model: library.Model, by: Breakdown, state: State, language: Language) -> Panel:
    """One year of a model of our own, by product or by industry."""
    year = year_shown(model, state)
    figures = _figures.breakdown(model.id, year, by, state, language)
    kind, name = str(model.info.kind), area_name(state.area, language)
    note = reports.source_note(figures.sources, edition=_edition(figures), language=language)
    title = text(f"web.year.title.{by}", language, area=name, year=year)

    def draw(layout: Layout) -> Chart:
        return reports.ranked_chart(
            figures.frame,
            language=language,
            title=title,
            subtitle=_scope_line(figures, state, language),
            note=note,
            mark=reports.kind_mark([kind], language),
            layout=layout,
            top=12,
        )

    heading, told = text(f"web.year.heading.{by}", language), text(f"web.year.explanation.{by}", language)
    return Panel(BREAKDOWNS[by], heading, "", told, (kind,), figures, draw)


def _scope_line(figures: Figures, state: State, language: Language) -> str:
    first = figures.figures[0]
    unit = unit_label(str(first["unit"]), language)
    return text(f"web.scope_line.{state.scope}", language, unit=unit, edition=_edition(figures))


def _edition(figures: Figures) -> str:
    return "; ".join(figures.every("edition"))


def headline(state: State, language: Language) -> str:
    """The answer above everything: the newest official figure, whose it is, and how it has changed."""
    total = _figures.official(state.area, language)
    name = area_name(state.area, language)
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
