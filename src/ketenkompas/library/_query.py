"""Figures on request: questions are checked whole, then answered from products."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, get_args

import polars as pl

from ketenkompas import sources
from ketenkompas.classifications import areas, canonical_area, members
from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError
from ketenkompas.i18n import Language, language_of, number, text
from ketenkompas.ingest import read_purposes
from ketenkompas.library._catalogue import Model, model, nearest_year
from ketenkompas.library._figure import By, Footprint, Per, Scope, Series, SourceRef, View
from ketenkompas.library._interval import interval_of
from ketenkompas.library._parts import Question, answer, cited_ratio, labelled
from ketenkompas.library._population import money_factor, population_million
from ketenkompas.pipeline import CITED, OFFICIAL, WIOD, Receipt, load

_RELEASE = "factor-release-"
_CHOICES: dict[str, tuple[str, ...]] = {
    "view": get_args(View),
    "scope": get_args(Scope),
    "by": get_args(By),
    "per": get_args(Per),
}


def footprint(
    area: str,
    year: int,
    *,
    model: str = WIOD,
    by: By | None = None,
    view: View = "consumption",
    scope: Scope = "with_households",
    per: Per | None = None,
    currency: str | None = None,
    gas: str | None = None,
    lang: str = "en",
) -> Footprint:
    """The footprint of an area in a year, with parts, sources and receipt.

    Parameters
    ----------
    area : str
        A code (``NL``, ``EU26``, ``WORLD``; also ISO alpha-3 and Eurostat's spellings) or a name in Dutch or English.
    year : int
    model : str
        One of :func:`models`.
    by : {"origin", "industry", "product", "final_use", "purpose"}, optional
        The breakdown: emitting region, emitting industry, final product, final use, what households buy for (a
        provisional key, for the Netherlands and tables by A64 products). Without it, emitted at home by industry,
        abroad, and directly by households.
    view : {"consumption", "production", "territorial"}
        Production is by residence. The territorial view is there for models with a residence bridge (``views`` of
        :func:`models`): a total with households, by what was moved across the border.
    scope : {"with_households", "industry_only"}
        With or without direct emissions of households.
    per : {"head", "money"}, optional
        Tonnes per inhabitant, or kilogrammes per unit of final demand.
    currency : str, optional
        For ``per="money"``: EUR or USD; the table's own by default, another at the average rate of the year.
    gas : str, optional
        One gas of the model; greenhouse gases together (or the only gas) by default.
    lang : {"en", "nl"}
        The language of labels.

    Returns
    -------
    Footprint
        ``value`` in Mt (or the unit of ``per``); ``parts`` add up to it.

    Raises
    ------
    KetenkompasError
        For every unknown area, year, model or choice, all together, with the nearest valid ones.

    Examples
    --------
    >>> import ketenkompas as kk
    >>> round(kk.footprint("NL", 2008, model="wiod2013-co2").value, 3)
    225.769
    """
    question = _question(area, year, model=model, by=by, view=view, scope=scope, per=per, gas=gas, lang=lang)
    return _figure(question, per, currency)


def series(
    area: str,
    *,
    model: str = WIOD,
    years: Iterable[int] | None = None,
    by: By | None = None,
    view: View = "consumption",
    scope: Scope = "with_households",
    per: Per | None = None,
    currency: str | None = None,
    gas: str | None = None,
    lang: str = "en",
) -> Series:
    """The same figure for every year of a model (that has the view), or for the years named; see :func:`footprint`.

    Examples
    --------
    >>> import ketenkompas as kk
    >>> kk.series("NL", by="origin").years[0]
    2000
    """
    asked = list(years) if years is not None else list(_model_years(model, view))
    figures = [
        footprint(
            area, year, model=model, by=by, view=view, scope=scope, per=per, currency=currency, gas=gas, lang=lang
        )
        for year in asked
    ]
    if not figures:
        raise InputError("query.no_years", model=model)
    return Series(tuple(figures))


def published(area: str, year: int, *, per: Per | None = None, lang: str = "en") -> Footprint:
    """Eurostat's official greenhouse gas footprint: without direct household emissions, without an interval.

    Examples
    --------
    >>> import ketenkompas as kk
    >>> round(kk.published("NL", 2022).value, 3)
    159.669
    """
    return footprint(area, year, model=OFFICIAL, scope="industry_only", per=per, lang=lang)


def published_series(
    area: str, *, per: Per | None = None, years: Iterable[int] | None = None, lang: str = "en"
) -> Series:
    """The official series of an area, 2014-2023; see :func:`published`."""
    return series(area, model=OFFICIAL, scope="industry_only", per=per, years=years, lang=lang)


def cited_series(
    area: str = "NL", *, by: By | None = "origin", scope: Scope = "with_households", lang: str = "en"
) -> Series:
    """FIGARO results for Dutch final demand by place of emission or product, computed by a third party; provisional."""
    return series(area, model=CITED, by=by, scope=scope, lang=lang)


def cited_against_official(lang: str = "en") -> pl.DataFrame:
    """Columns ``year, cited, official, ratio`` (Mt CO2e_AR5): the cited sum of purchases x factor against Eurostat's
    total of the same year. The editions differ, so the ratio is not constant and the series are never spliced.
    """
    cited = cited_series(by=None, scope="industry_only", lang=lang).totals().rename({"value": "cited"})
    official = published_series("NL", lang=lang).totals().rename({"value": "official"})
    return cited.join(official, on="year").with_columns(ratio=pl.col("cited") / pl.col("official"))


def _model_years(id_: str, view: View) -> tuple[int, ...]:
    known = model(id_)
    return known.territorial_years or known.years if view == "territorial" else known.years


def _question(area: str, year: int, *, lang: str, gas: str | None, **asked: Any) -> Question:
    faults: list[KetenkompasError] = []

    def tried(check: Callable[[], Any]) -> Any:
        try:
            return check()
        except KetenkompasError as fault:
            faults.append(fault)
            return None

    language: Language = tried(lambda: language_of(lang)) or "en"
    for name, choices in _CHOICES.items():
        if asked.get(name) is not None and asked[name] not in choices:
            faults.append(UnknownCodeError("query.choice", name=name, found=asked[name], known=", ".join(choices)))
    known: Model | None = tried(lambda: model(asked["model"]))
    if known is None:
        raise _together(faults)
    code = tried(lambda: canonical_area(area, known.areas))
    if year not in known.years:
        faults.append(_year_fault(year, known))
    chosen = gas or ("GHG" if "GHG" in known.info.gases else known.info.gases[0])
    if chosen not in known.info.gases:
        faults.append(UnknownCodeError("query.choice", name="gas", found=chosen, known=", ".join(known.info.gases)))
    if faults:
        raise _together(faults)
    return Question(known, code, year, asked["view"], asked["scope"], asked["by"], chosen, language)


def question_of(
    area: str,
    year: int,
    *,
    model: str,
    gas: str | None,
    lang: str,
    view: View = "consumption",
    scope: Scope = "industry_only",
) -> Question:
    """A checked question without a breakdown."""
    return _question(area, year, model=model, by=None, view=view, scope=scope, per=None, gas=gas, lang=lang)


def _year_fault(year: int, known: Model) -> KetenkompasError:
    span = f"{known.years[0]}-{known.years[-1]}" if known.years else "-"
    near = nearest_year(year, known.years) if known.years else "-"
    return UnknownCodeError("year.unknown", found=year, model=known.id, known=span, nearest=near)


def _together(faults: Sequence[KetenkompasError]) -> KetenkompasError:
    return faults[0] if len(faults) == 1 else InputError("query.faults", problems=faults, count=len(faults))


def _figure(question: Question, per: Per | None, currency: str | None) -> Footprint:
    found = answer(question)
    scale, unit, more = _scaled(question, per, currency)
    parts = labelled(found.amounts, question, scale)
    info, language = question.model.info, question.language
    interval = interval_of(question, found.amounts)
    receipts = [*found.receipts, *more, *([interval.receipt] if interval else [])]
    lacking = "published" if info.kind in ("official", "cited") else "model"
    return Footprint(
        area=question.area,
        year=question.year,
        model=info.id,
        view=question.view,
        scope=question.scope,
        gases=(question.gas,),
        unit=unit,
        value=sum(part.value for part in parts),
        low=interval.low * scale if interval else None,
        high=interval.high * scale if interval else None,
        level=interval.level if interval else None,
        interval_reason=interval.meaning if interval else text(f"library.no_interval.{lacking}", language),
        kind=info.kind,
        edition=info.edition,
        parts=parts,
        sources=sources_of(receipts, language),
        receipt=receipts[0].id,
        by=question.by,
        language=language,
        notes=_notes(question, found.receipts[0]),
    )


def _notes(question: Question, receipt: Receipt) -> tuple[str, ...]:
    language = question.language
    told = [question.model.note(language)]
    if question.model.id == CITED:
        ratio = number(cited_ratio(question.year), language, 3)
        told.append(text("library.cited_ratio", language, ratio=ratio, year=question.year))
    if question.by == "purpose":
        told.append(read_purposes().words("note", language))
    if question.view == "territorial":
        several = len(members(question.area, question.model.info.regions)) > 1
        told.append(text(f"library.territorial.{'union' if several else 'note'}", language))
    return tuple(note for note in (*told, *receipt.notes) if note)


def _scaled(question: Question, per: Per | None, currency: str | None) -> tuple[float, str, tuple[Receipt, ...]]:
    info = question.model.info
    kilotonnes = info.units[info.gases.index(question.gas)]
    gas = kilotonnes.removeprefix("kt ")
    if per is None:
        return 1e-3, f"Mt {gas}", ()
    if per == "head":
        regions = () if info.kind in ("official", "cited") else info.regions
        million, receipt = population_million(question.area, question.year, regions)
        return 1e-3 / million, f"t {gas}/head", (receipt,)
    return _per_money(question, currency, gas)


def _per_money(question: Question, currency: str | None, gas: str) -> tuple[float, str, tuple[Receipt, ...]]:
    info = question.model.info
    if info.kind in ("official", "cited") or question.view != "consumption":
        raise InputError("query.no_money", model=info.id, view=question.view)
    wanted = currency or info.money.removeprefix("M")
    factor, receipts = money_factor(info.money, wanted, question.year)
    trade, receipt = load(info.id, question.year, "trade")
    inside = list(members(question.area, info.regions))
    rows = trade.filter((pl.col("gas") == question.gas) & pl.col("region").is_in(inside))
    spent = float(rows["final_demand"].sum()) * factor
    return 1.0 / spent, f"kg {gas}/{wanted}_{question.year}", (receipt, *receipts)


def sources_of(receipts: Sequence[Receipt], language: Language) -> tuple[SourceRef, ...]:
    """The sources behind receipts, each once, with what must be shown."""
    return sources_of_inputs([item["source"] for receipt in receipts for item in receipt.identity["inputs"]], language)


def sources_of_inputs(ids: Sequence[str], language: Language) -> tuple[SourceRef, ...]:
    """Sources by id (or ``user:name``), each once."""
    return tuple(_source(source_id, language) for source_id in dict.fromkeys(ids))


def _source(source_id: str, language: Language) -> SourceRef:
    release = source_id.removeprefix(_RELEASE)
    if release != source_id:
        return _of_release(source_id, release, language)
    name = source_id.removeprefix("user:")
    if name == source_id:
        return _of_record(source_id, sources.record(source_id), language)
    known = [record for record in sources.registry().values() if record.name == name]
    if known:
        return _of_record(source_id, known[0], language)
    return SourceRef(source_id, name, text("library.own_file", language), "", "", "")


def _of_release(source_id: str, number: str, language: Language) -> SourceRef:
    """A release of our own emission factors: each factor in it names its publisher."""
    title = text("library.factor_release", language, number=number)
    licence = text("library.factor_release.licence", language)
    return SourceRef(source_id, title, "Ketenkompas", licence, title, "")


def _of_record(source_id: str, record: sources.SourceRecord, language: Language) -> SourceRef:
    return SourceRef(
        source_id, record.title_in(language), record.publisher, record.licence, record.attribution, record.link
    )


def area_name(code: str, lang: str = "en") -> str:
    """The name of an area in Dutch or English."""
    return areas()[canonical_area(code)].name(language_of(lang))


def area_phrase(code: str, language: Language) -> str:
    """The name of an area as it stands in a sentence: ``the Netherlands``."""
    return areas()[canonical_area(code)].phrase(language)
