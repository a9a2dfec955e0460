"""The charts and tables of a factor's page, by id: what it has depends on what its source gives."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from ketenkompas import reports
from ketenkompas.factors import Factor
from ketenkompas.i18n import text
from ketenkompas.reports import Chart, Layout
from ketenkompas.web._panel import Panel
from ketenkompas.web.factorpages import _words
from ketenkompas.web.factorpages._asked import Asked
from ketenkompas.web.factorpages._dots import value, versions
from ketenkompas.web.factorpages._provenance import dress, provenance
from ketenkompas.web.factorpages._rows import full_name

_EMPTY: tuple[Any, ...] = (None, "", [], {})
Make = Callable[[Factor, Asked], Panel]


def panels(factor: Factor, asked: Asked) -> Mapping[str, Make]:
    """The charts that a factor can have, by id: none without a value, no parts or versions where there is one."""
    made: dict[str, Make] = {} if factor.value is None else {"value": value}
    if len(factor.components) > 1 and not _mixed(factor):
        made["parts"] = parts
    if len(factor.gases) > 1:
        made["gases"] = gases
    if factor.origins:
        made["origins"] = origins
    if len(asked.release.history(factor.factor_id)) > 1:
        made["versions"] = versions
    return {**made, "record": record}


def _mixed(factor: Factor) -> bool:
    values = [one.value for one in factor.components]
    return min(values) < 0 < max(values)


def parts(factor: Factor, asked: Asked) -> Panel:
    """The stages that the value consists of."""
    language = asked.language
    rows = [(one.stage, _words.stage(one.stage, language), one.value) for one in factor.components]
    checked = text(f"factors.parts.checked.{factor.component_sum_checked}", language)
    return _bar(factor, asked, "parts", rows, _words.unit_code(factor), checked)


def gases(factor: Factor, asked: Asked) -> Panel:
    """The gases that are emitted, each by its own weight: a table, because kilograms of gases do not add up."""
    language = asked.language
    frame = pl.DataFrame(
        [{"code": code, "label": _words.gas(code, language), "value": amount} for code, amount in factor.gases.items()]
    )
    unit = f"kg/{factor.unit}"
    header = (text("reports.code", language), text("factors.gas", language), text("factors.gas.amount", language))
    title = text("factors.panel.gases.title", language, name=full_name(factor, language))
    return Panel(
        "gases",
        text("factors.panel.gases.heading", language),
        text("factors.panel.gases.explanation", language, unit=_words.unit_name(factor, language)),
        provenance([factor], asked),
        twin=reports.Table(frame, header, title, unit, language),
    )


def origins(factor: Factor, asked: Asked) -> Panel:
    """Where the emissions behind a spend factor take place."""
    language = asked.language
    rows = [
        (code, _words.said(f"factors.origin_share.{code}", code, language), 100 * share)
        for code, share in factor.origins.items()
    ]
    return _bar(factor, asked, "origins", rows, "%", "")


def record(factor: Factor, asked: Asked) -> Panel:
    """Everything that the record holds, field by field."""
    language = asked.language
    told = reports.factor_json(factor)
    rows = [{"field": name, "content": _plain(content)} for name, content in told.items() if content not in _EMPTY]
    header = (text("factors.record.field", language), text("factors.record.content", language))
    title = text("factors.panel.record.title", language, name=full_name(factor, language))
    return Panel(
        "record",
        text("factors.panel.record.heading", language),
        text("factors.panel.record.explanation", language),
        provenance([factor], asked),
        twin=reports.Table(pl.DataFrame(rows), header, title, "", language),
    )


def _plain(content: Any) -> str:
    return content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)


def _bar(
    factor: Factor, asked: Asked, name: str, rows: Sequence[tuple[str, str, float]], unit: str, note: str
) -> Panel:
    language = asked.language
    frame = pl.DataFrame([{"code": code, "label": label, "value": value, "unit": unit} for code, label, value in rows])
    places = None if unit == "%" else _words.decimals(*frame["value"])
    title = text(f"factors.panel.{name}.title", language, name=full_name(factor, language))

    dressed = dress(factor, [factor], asked)

    def draw(layout: Layout) -> Chart:
        return reports.parts_chart(
            frame, language=language, title=title, subtitle=dressed.subtitle, note=dressed.note, mark=dressed.mark,
            layout=layout, places=places,
        )  # fmt: skip

    largest = max(rows, key=lambda row: abs(row[2]))
    return Panel(
        name,
        text(f"factors.panel.{name}.heading", language),
        text(f"factors.panel.{name}.explanation", language),
        provenance([factor], asked),
        answer=text(f"factors.panel.{name}.answer", language, part=largest[1]),
        draw=draw,
        notes=(note,) if note else (),
    )
