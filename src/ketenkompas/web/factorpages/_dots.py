"""Charts of values with their intervals: a factor beside comparable ones, and its versions."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ketenkompas import reports
from ketenkompas.factors import Factor, Related, interval_of, nearest, related
from ketenkompas.i18n import Language, text
from ketenkompas.reports import Chart, Layout
from ketenkompas.web._panel import Panel
from ketenkompas.web.factorpages import _words
from ketenkompas.web.factorpages._asked import Asked
from ketenkompas.web.factorpages._provenance import dress, interval_base, interval_words, provenance
from ketenkompas.web.factorpages._rows import full_name

_BESIDE = 4


def value(factor: Factor, asked: Asked) -> Panel:
    """The value with its interval, beside comparable factors."""
    language = asked.language
    others = [one.factor for one in comparable(factor, asked)]
    frame = _dots([factor, *others], language)
    title = text("factors.panel.value.title", language, name=full_name(factor, language))
    interval = interval_of(factor, factor.value or 0.0)
    places = _words.decimals(factor.value or 0.0, *(one.value or 0.0 for one in others))

    dressed = dress(factor, [factor, *others], asked)

    def draw(layout: Layout) -> Chart:
        return reports.dots_chart(
            frame, language=language, title=title, subtitle=dressed.subtitle, note=dressed.note, mark=dressed.mark,
            layout=layout, highlighted=(factor.factor_id,), places=places,
        )  # fmt: skip

    return Panel(
        "value",
        text("factors.panel.value.heading" if others else "factors.panel.value.alone", language),
        text("factors.panel.value.explanation" if others else "factors.panel.value.explanation_alone", language),
        provenance([factor, *others], asked),
        answer=interval_words(factor, interval, language),
        draw=draw,
        notes=tuple(interval_base(interval, language)),
    )


def comparable(factor: Factor, asked: Asked) -> list[Related]:
    """Related factors that count the same unit and boundary, so that one scale holds them all."""
    found = nearest(related(asked.records, factor), factor, _BESIDE)
    return [one for one in found if one.factor.value is not None and _scale(one.factor) == _scale(factor)]


def _scale(factor: Factor) -> tuple[str, ...]:
    return factor.unit, factor.boundary, factor.gwp_set[:3], factor.price_basis


def versions(factor: Factor, asked: Asked) -> Panel:
    """Every version of the factor, the oldest first."""
    language = asked.language
    history = [one for one in asked.release.history(factor.factor_id) if one.value is not None]
    frame = _dots(history, language, versions=True)
    places = _words.decimals(*(one.value or 0.0 for one in history))
    title = text("factors.panel.versions.title", language, name=full_name(factor, language))

    dressed = dress(factor, history, asked)

    def draw(layout: Layout) -> Chart:
        return reports.dots_chart(
            frame, language=language, title=title, subtitle=dressed.subtitle, note=dressed.note, mark=dressed.mark,
            layout=layout, highlighted=(factor.ref,), as_given=True, places=places,
        )  # fmt: skip

    return Panel(
        "versions",
        text("factors.panel.versions.heading", language),
        text("factors.panel.versions.explanation", language),
        provenance(history, asked),
        draw=draw,
    )


def _dots(found: Sequence[Factor], language: Language, *, versions: bool = False) -> pl.DataFrame:
    rows = []
    told = names_apart([full_name(one, language) for one in found])
    for one, name in zip(found, told, strict=True):
        interval = interval_of(one, one.value or 0.0)
        dated = text("factors.version_of", language, version=one.version, edition=one.source.edition)
        rows.append(
            {
                "code": one.ref if versions else one.factor_id,
                "label": dated if versions else name,
                "value": one.value,
                "low": interval.low,
                "high": interval.high,
                "unit": _words.unit_code(one),
            }
        )
    return pl.DataFrame(rows, schema_overrides={"low": pl.Float64, "high": pl.Float64})


def names_apart(names: Sequence[str]) -> list[str]:
    """Names without what all of them begin and end with, so that a chart shows in what they differ.

    Examples
    --------
    >>> names_apart(["Staal, Turkije (CN 72)", "Staal, EU, schroot (CN 72)"])
    ['Turkije', 'EU, schroot']
    >>> names_apart(["Diesel B7", "HVO"])
    ['Diesel B7', 'HVO']
    """
    if len(set(names)) < 2:
        return list(names)
    start = _same_start(names).rfind(", ") + 2
    rest = [name[start:] if start > 1 else name for name in names]
    shared = _same_start([name[::-1] for name in rest])[::-1]
    end = len(shared) - shared.find(" (") if " (" in shared else 0
    found = [name[: len(name) - end].strip() for name in rest]
    return found if all(found) else list(names)


def _same_start(names: Sequence[str]) -> str:
    """The letters that all begin with: those of the first and the last in the order of the alphabet."""
    first, last = min(names), max(names)
    at = next((at for at, letter in enumerate(first) if letter != last[at]), len(first))
    return first[:at]
