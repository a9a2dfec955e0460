"""What splitting a product group in variants shows: a scenario, from its product or from a table at hand."""

from __future__ import annotations

import functools
from dataclasses import replace

import polars as pl

from ketenkompas import library, reports
from ketenkompas.i18n import Language, text
from ketenkompas.pipeline import Stamp, products_stamp
from ketenkompas.reports import Chart, Layout
from ketenkompas.web._panel import Panel, of_analysis
from ketenkompas.web._state import State
from ketenkompas.web.panels._words import area_phrase, lead_model, year_shown

_CHAIN = "intensity."


@functools.lru_cache(maxsize=64)
def _found(area: str, year: int, model: str, language: Language, stamp: Stamp) -> library.Analysis:  # noqa: ARG001 (key)
    return library.split(area, year, model=model, lang=language)


def _split(state: State, language: Language) -> library.Analysis:
    model = lead_model()
    return _found(state.area, year_shown(model, state), str(model.id), language, products_stamp())


def variants(state: State, language: Language) -> Panel:
    """The chain intensity of each variant: what one group hides."""
    found = _split(state, language)
    rates = [item for item in found.items if item.code.startswith(_CHAIN)]
    frame = pl.DataFrame(
        {
            "code": [item.code.removeprefix(_CHAIN) for item in rates],
            "label": [_variant(item) for item in rates],
            "value": [item.value for item in rates],
            "low": [None] * len(rates),
            "high": [None] * len(rates),
            "unit": [item.unit for item in rates],
        },
        schema_overrides={"low": pl.Float64, "high": pl.Float64},
    )
    largest, smallest = max(rates, key=lambda item: item.value), min(rates, key=lambda item: item.value)

    def draw(layout: Layout) -> Chart:
        return reports.dots_chart(
            frame,
            language=language,
            title=found.title,
            subtitle=text("web.variants.subtitle", language),
            note=reports.source_note(
                [source.as_json() for source in found.sources], edition=found.edition, language=language
            ),
            mark=text("web.variants.mark", language),
            layout=layout,
        )

    answer = text(
        "web.variants.answer",
        language,
        times=reports.amount(largest.value / smallest.value, "", language).strip(),
        largest=_variant(largest),
        smallest=_variant(smallest),
    )
    return Panel(
        "variants",
        text("web.variants.heading", language),
        text("web.variants.explanation", language),
        of_analysis(found),
        answer=answer,
        draw=draw,
        notes=found.notes,
    )


def _variant(item: library.Item) -> str:
    """The name of the variant alone, without what is told of it."""
    return item.label.rpartition(": ")[2]


def another_mix(state: State, language: Language) -> Panel:
    """What the footprint does when buyers choose another mix, step by step."""
    found = _split(state, language)
    last = found.item("last_change")
    answer = text(
        "web.mix.answer",
        language,
        area=area_phrase(state.area, language),
        change=reports.amount(abs(last.value), "Mt", language, 2),
        low=reports.amount(abs(last.high if last.high is not None else last.value), "Mt", language, 2),
        high=reports.amount(abs(last.low if last.low is not None else last.value), "Mt", language, 2),
        share=reports.percent(100 * float(found.rows[-1]["rising_share"]), language),
    )
    shown = [name for name in found.columns if name != "code"]
    steps = found.table(shown)
    share = f"{steps.header[0]} (%)"
    percents = steps.frame.with_columns(pl.col("rising_share") * 100).rename({"rising_share": "rising_share_percent"})
    twin = replace(steps, frame=percents, header=(share, *steps.header[1:]))
    return Panel(
        "another-mix",
        text("web.mix.heading", language),
        text("web.mix.explanation", language),
        of_analysis(found),
        answer=answer,
        twin=twin,
        notes=found.notes,
    )
