"""``beside``: the figures of several sources for one area, each with what it counts; never one series."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ketenkompas import ingest
from ketenkompas.classifications import areas, canonical_area
from ketenkompas.errors import KetenkompasError, MissingValueError
from ketenkompas.i18n import Language, language_of, text
from ketenkompas.library._analysis import Analysis, Item
from ketenkompas.library._budget import budget_notes, budget_rows
from ketenkompas.library._catalogue import Model, models
from ketenkompas.library._figure import Footprint, Scope, SourceRef
from ketenkompas.library._query import footprint, sources_of
from ketenkompas.pipeline import Identity, Step

_STEPS = (Step("library.beside", 2),)


def beside(area: str, *, lang: str = "en") -> Analysis:
    """What the official series, the cited results, our own models, the Global Carbon Budget and others say of one area.

    Parameters
    ----------
    area : str
    lang : {"en", "nl"}

    Returns
    -------
    Analysis
        ``rows``: publisher, year, value, unit, gases, households' own emissions, method, kind, source; a row for each
        figure and unit. Rows are never added, subtracted or joined.

    Raises
    ------
    MissingValueError
        ``beside.none`` when no source has a figure for the area.

    Examples
    --------
    >>> from ketenkompas.library import beside
    >>> sorted({row["kind"] for row in beside("NL").rows})
    ['cited', 'demo', 'official', 'published', 'second_hand']
    """
    language = language_of(lang)
    code = canonical_area(area)
    own = [row for model in models() for row in _of_model(model, code, language)]
    others = list(_of_others(code, language))
    budget, budget_receipts = budget_rows(
        code, [figure.year for _, figure in own if figure.gases == ("CO2",)], language
    )
    if not own and not others and not budget:
        raise MissingValueError("beside.none", area=areas()[code].name(language))
    rows = [row for row, _ in own] + budget + others
    figures = [figure for _, figure in own]
    sources = {source.id: source for figure in figures for source in figure.sources}
    sources |= {source.id: source for source in sources_of(budget_receipts, language)}
    receipts = list(dict.fromkeys([*(figure.receipt for figure in figures), *(one.id for one in budget_receipts)]))
    identity = Identity("beside", "several", None, _STEPS, (), {"area": code, "receipts": receipts})
    years = tuple(sorted({int(row["year"]) for row in rows}))
    numeric = dict.fromkeys(rows[0], "")
    return Analysis(
        name="beside",
        title=text("beside.title", language, area=areas()[code].phrase(language)),
        area=code,
        years=years,
        model="several",
        kind="cited",
        edition="; ".join(dict.fromkeys(figure.edition for figure in figures)),
        gases=tuple(dict.fromkeys(gas for figure in figures for gas in figure.gases)),
        items=(Item("figures", text("beside.figures", language), float(len(rows)), ""),),
        columns=numeric,
        rows=tuple(rows),
        notes=(
            text("beside.never_one", language),
            *budget_notes(rows, areas()[code].phrase(language), language),
            text("beside.second_hand", language),
        ),
        sources=(*sources.values(), *_other_sources(code)),
        receipt=identity.id,
        identity=identity.as_json(),
        kept=False,
        language=language,
    )


def _of_model(model: Model, area: str, language: Language) -> Iterator[tuple[dict[str, Any], Footprint]]:
    """The newest figure of a model or series in total, and the newest one per inhabitant."""
    if area not in model.areas:
        return
    official = model.info.kind == "official"
    scope: Scope = "industry_only" if official else "with_households"
    for per in (None, "head"):
        for year in sorted(model.years, reverse=True):
            try:
                figure = footprint(area, year, model=model.id, scope=scope, per=per, lang=language)
            except KetenkompasError:
                continue
            yield _row(figure, model, language), figure
            break


def _row(figure: Footprint, model: Model, language: Language) -> dict[str, Any]:
    gases = "co2" if figure.gases == ("CO2",) else "ghg"
    households = "with" if figure.scope == "with_households" else "without"
    return {
        "publisher": text(f"beside.publisher.{model.info.kind}", language),
        "year": figure.year,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "gases": text(f"beside.gases.{gases}", language),
        "households": text(f"beside.households.{households}", language),
        "method": model.title(language),
        "kind": model.info.kind,
        "source": figure.receipt,
    }


def _of_others(area: str, language: Language) -> Iterator[dict[str, Any]]:
    for one in ingest.read_others():
        if one.area == area:
            yield {
                "publisher": one.publisher,
                "year": one.year,
                "value": one.value,
                "low": None,
                "high": None,
                "unit": one.unit,
                "gases": text(f"beside.gases.{one.gases}", language),
                "households": text(f"beside.households.{one.households}", language),
                "method": one.method[language],
                "kind": one.status,
                "source": one.source,
            }


def _other_sources(area: str) -> list[SourceRef]:
    found = {one.source: one.publisher for one in ingest.read_others() if one.area == area}
    return [SourceRef(url, publisher, publisher, "", publisher, url) for url, publisher in found.items()]
