"""``flows``: from the place of emission, over the branch that emits, to what is bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from ketenkompas import reports
from ketenkompas.classifications import areas, branch_label, branches
from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.library._analysis import Analysis, Item, analysis, of_product
from ketenkompas.library._query import question_of
from ketenkompas.pipeline import CITED, OFFICIAL, WIOD, load

_STAGES = ("origin", "emitter", "purchase")
_COLUMN = {"origin": "origin", "emitter": "emitter", "purchase": "bought"}


def flows(area: str, year: int, *, model: str = WIOD, gas: str | None = None, lang: str = "en") -> Analysis:
    """Emissions of industries behind what an area buys: place of emission, branch that emits, branch bought, Mt.

    Parameters
    ----------
    area, year, model, gas, lang
        As :func:`footprint`; a model with a table.

    Returns
    -------
    Analysis
        ``rows``: every combination with emissions, the largest first; they add up to the footprint of industries
        (direct emissions of households pass through no chain and are not in them). ``items``: the whole, each place.
        ``chart()`` is a Sankey diagram.

    Raises
    ------
    KetenkompasError
        Those of :func:`footprint`; ``query.economy_only`` for a series without a table.

    Notes
    -----
    The product ``flows`` (``mrio.flow_cube``); branches: ``data/classifications/branches.json``.

    Examples
    --------
    >>> from ketenkompas.library import flows, footprint
    >>> found, whole = flows("NL", 2008), footprint("NL", 2008, scope="industry_only")
    >>> abs(sum(row["value"] for row in found.rows) - whole.value) < 1e-9
    True
    """
    question = question_of(area, year, model=model, gas=gas, lang=lang)
    info, language = question.model.info, question.language
    if info.id in (OFFICIAL, CITED):
        raise InputError("query.economy_only", area=question.area, model=info.id)
    frame, receipt = load(info.id, year, "flows")
    mine = frame.with_columns(pl.col(pl.Categorical).cast(pl.String)).filter(
        (pl.col("gas") == question.gas) & (pl.col("area") == question.area) & (pl.col("value") > 0)
    )
    ordered = mine.sort("value", descending=True, maintain_order=True)
    rows = [
        {
            **{stage: _name(stage, row[_COLUMN[stage]], question.area, language) for stage in _STAGES},
            "value": row["value"] / 1e3,
        }
        for row in ordered.iter_rows(named=True)
    ]
    unit = f"Mt {info.units[info.gases.index(question.gas)].removeprefix('kt ')}"
    places = {
        code: float(mine.filter(pl.col("origin") == code)["value"].sum()) / 1e3
        for code in mine["origin"].unique(maintain_order=True)
    }
    items = [
        Item("whole", text("flows.whole", language), sum(places.values()), unit),
        *(Item(code, _name("origin", code, question.area, language), value, unit) for code, value in places.items()),
    ]
    told = analysis(
        "flows",
        of_product(info, receipt),
        area=question.area,
        years=[year],
        gas=question.gas,
        title=text("flows.title", language, area=areas()[question.area].phrase(language), year=year),
        items=items,
        columns={**dict.fromkeys(_STAGES, ""), "value": unit},
        rows=rows,
        notes=[text("flows.reading", language)],
        language=language,
    )
    return replace(told, picture=lambda layout: _picture(told, rows, layout))


def _name(stage: str, code: str, area: str, language: Language) -> str:
    if stage == "origin":
        return text(f"flows.origin.{code}", language, area=areas()[area].name(language))
    return branch_label(code, language) if code in branches() else text("flows.ungrouped", language)


def _picture(told: Analysis, rows: Sequence[dict[str, Any]], layout: reports.Layout) -> reports.Chart:
    language, unit = told.language, told.columns["value"]
    frame = pl.DataFrame(rows).with_columns(unit=pl.lit(unit))
    tints = {
        _name("origin", code, told.area, language): tint
        for code, tint in zip(
            ("domestic", "other_eu", "rest"), reports.tints(["domestic", "other_eu", "rest"]), strict=True
        )
    }
    return reports.flows_chart(
        frame,
        _STAGES,
        language=language,
        heads=[text(f"flows.stage.{stage}", language) for stage in _STAGES],
        title=told.title,
        subtitle=text("flows.subtitle", language, unit=unit_label(unit, language)),
        note=reports.source_note([one.as_json() for one in told.sources], edition=told.edition, language=language),
        mark=reports.kind_mark([told.kind], language),
        layout=layout,
        tints=tints,
    )
