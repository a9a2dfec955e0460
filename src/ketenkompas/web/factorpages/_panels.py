"""The charts of a factor's page: what the value is made of, how sure it is beside others, its versions."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from ketenkompas import reports
from ketenkompas.factors import Factor, Interval, Related, interval_of, nearest, related
from ketenkompas.i18n import Language, text
from ketenkompas.reports import Chart, Layout
from ketenkompas.web._panel import Panel, Provenance
from ketenkompas.web.factorpages import _words
from ketenkompas.web.factorpages._asked import Asked
from ketenkompas.web.factorpages._rows import full_name

_BESIDE = 4
_EMPTY = (None, "", [], {})
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


def value(factor: Factor, asked: Asked) -> Panel:
    """The value with its interval, beside comparable factors."""
    language = asked.language
    others = [one.factor for one in comparable(factor, asked)]
    frame = _dots([factor, *others], language)
    title = text("factors.panel.value.title", language, name=full_name(factor, language))
    interval = interval_of(factor, factor.value or 0.0)
    places = _words.decimals(factor.value or 0.0, *(one.value or 0.0 for one in others))

    def draw(layout: Layout) -> Chart:
        told = _dressed(factor, [factor, *others], asked)
        return reports.dots_chart(
            frame, language=language, title=title, layout=layout, highlighted=(factor.factor_id,), places=places, **told
        )

    return Panel(
        "value",
        text("factors.panel.value.heading" if others else "factors.panel.value.alone", language),
        text("factors.panel.value.explanation" if others else "factors.panel.value.explanation_alone", language),
        _provenance([factor, *others], asked),
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
        _provenance([factor], asked),
        twin=reports.Table(frame, header, title, unit, language),
    )


def origins(factor: Factor, asked: Asked) -> Panel:
    """Where the emissions behind a spend factor take place."""
    language = asked.language
    rows = [
        (code, _words.said("factors.origin_share", code, language), 100 * share)
        for code, share in factor.origins.items()
    ]
    return _bar(factor, asked, "origins", rows, "%", "")


def versions(factor: Factor, asked: Asked) -> Panel:
    """Every version of the factor, the oldest first."""
    language = asked.language
    history = [one for one in asked.release.history(factor.factor_id) if one.value is not None]
    frame = _dots(history, language, versions=True)
    places = _words.decimals(*(one.value or 0.0 for one in history))
    title = text("factors.panel.versions.title", language, name=full_name(factor, language))

    def draw(layout: Layout) -> Chart:
        shown = {"title": title, "highlighted": (factor.ref,), "as_given": True, "places": places}
        return reports.dots_chart(frame, language=language, layout=layout, **shown, **_dressed(factor, history, asked))

    return Panel(
        "versions",
        text("factors.panel.versions.heading", language),
        text("factors.panel.versions.explanation", language),
        _provenance(history, asked),
        draw=draw,
    )


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
        _provenance([factor], asked),
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

    def draw(layout: Layout) -> Chart:
        return reports.parts_chart(
            frame, language=language, title=title, layout=layout, places=places, **_dressed(factor, [factor], asked)
        )

    largest = max(rows, key=lambda row: abs(row[2]))
    return Panel(
        name,
        text(f"factors.panel.{name}.heading", language),
        text(f"factors.panel.{name}.explanation", language),
        _provenance([factor], asked),
        answer=text(f"factors.panel.{name}.answer", language, part=largest[1]),
        draw=draw,
        notes=(note,) if note else (),
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
    start = os.path.commonprefix(names).rfind(", ") + 2
    rest = [name[start:] if start > 1 else name for name in names]
    shared = os.path.commonprefix([name[::-1] for name in rest])[::-1]
    end = len(shared) - shared.find(" (") if " (" in shared else 0
    found = [name[: len(name) - end].strip() for name in rest]
    return found if all(found) else list(names)


def kind(factor: Factor) -> str:
    """Whose figure it is: as published, our own calculation, or taken over from others and provisional."""
    if factor.mrio_id and factor.source.source_id.startswith("ketenkompas"):
        return "model"
    return "cited" if {"second_hand", "provisional"} & set(factor.flags) else "official"


def _dressed(factor: Factor, found: Sequence[Factor], asked: Asked) -> dict[str, str]:
    """What a chart says besides its figures when it travels alone."""
    language = asked.language
    came = _provenance(found, asked)
    return {
        "subtitle": f"{text(f'factors.boundary.{factor.boundary}.name', language)}; {factor.gwp_set}",
        "note": reports.source_note(
            came.sources, edition=f"{text('factors.release', language)} {asked.release.number}", language=language
        ),
        "mark": reports.kind_mark(came.kinds, language),
    }


def _provenance(found: Sequence[Factor], asked: Asked) -> Provenance:
    language = asked.language
    editions = {(one.source.source_id, one.source.edition): one.source for one in found}
    origin = {interval_words(one, interval_of(one, one.value or 0.0), language): None for one in found[:1]}
    return Provenance(
        kinds=tuple(dict.fromkeys(kind(one) for one in found)),
        sources=tuple(
            {
                "id": one.source_id,
                "title": f"{one.dataset}, {one.edition}",
                "publisher": one.publisher,
                "licence": f"{one.licence} ({text(f'factors.verdict.{one.licence_verdict}.short', language)})",
                "attribution": one.attribution,
                "url": one.url,
            }
            for one in editions.values()
        ),
        receipts=(asked.release.number,),
        newest=((kind(found[0]), asked.release.published_on.year, asked.release.number),),
        editions=tuple(f"{one.dataset} {one.edition}" for one in editions.values()),
        intervals=tuple(origin),
        data=tuple(reports.factor_json(one) for one in found),
    )


def interval_words(factor: Factor, interval: Interval, language: Language) -> str:
    """The interval in words with where it comes from, or why there is none."""
    if interval.low is None or interval.high is None:
        return text(f"factors.interval.{interval.origin}", language)
    return text(
        f"factors.interval.{interval.origin}",
        language,
        low=_rounded(interval.low, language),
        high=_rounded(interval.high, language),
        unit=_words.per_unit(factor, language),
    )


def interval_base(interval: Interval, language: Language) -> list[str]:
    """What the width rests on: the class or the scores, and the factor by which the value may be off."""
    if interval.gsd2 is None:
        return []
    said = text("factors.interval.gsd2", language, gsd2=_rounded(interval.gsd2, language))
    return [said, text("factors.interval.base", language, base=interval.base)] if interval.base else [said]


def _rounded(amount: float, language: Language) -> str:
    """A bound with three digits: more would promise too much."""
    return _words.figure(float(f"{amount:.3g}"), language)
