"""``uncertainty``: how sure a footprint is, what makes it unsure, and whether it changed between two years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import xarray as xr

from ketenkompas import ingest
from ketenkompas.classifications import areas, members
from ketenkompas.errors import InputError, ProductError
from ketenkompas.i18n import Language, text
from ketenkompas.library._analysis import Analysis, Basis, Item, analysis, computed, of_product
from ketenkompas.library._parts import Question
from ketenkompas.library._query import area_phrase, question_of
from ketenkompas.mrio import first_order, prepare_draws
from ketenkompas.pipeline import (
    DRAW_STEPS,
    KEPT_SEED,
    WIOD,
    Table,
    cores,
    draws_of_area,
    load,
    pair_row,
    run_draws,
    single_row,
    table,
)
from ketenkompas.reports import fall_sentence

_SOURCES = ("emissions_independent", "emissions_shared", "inputs", "demand")
_DRAWS = 500


@dataclass(frozen=True)
class _Asked:
    """A question with its stated errors and settings."""

    question: Question
    years: tuple[int, ...]
    stated: ingest.ErrorsDefinition
    settings: Mapping[str, Any] = field(default_factory=dict)


def uncertainty(
    area: str,
    year: int,
    other_year: int | None = None,
    *,
    model: str = WIOD,
    draws: int | None = None,
    seed: int = KEPT_SEED,
    rebalanced: bool = False,
    errors: str | Path = ingest.DEFAULT_ERRORS,
    workers: int | None = None,
    cluster: str | None = None,
    gas: str | None = None,
    lang: str = "en",
) -> Analysis:
    """The interval of a footprint, its sources of error, and the chance that it changed between two years, Mt.

    Parameters
    ----------
    area : str
        A region or an aggregate.
    year, other_year : int
        One year, or two to be compared on correlated draws.
    draws : int, optional
        Monte Carlo draws; without it the product ``draws`` answers where it is built, else 500 are made.
    seed : int
        The same seed gives the same draws on any number of workers.
    rebalanced : bool
        Scale the inputs of each draw so that rows and columns keep their sums.
    errors : str or Path
        Stated errors of data: packaged (``default-2026``) or a YAML file.
    workers : int, optional
        Threads; all processors by default.
    cluster : str, optional
        Address of a Dask scheduler instead (extra ``cluster``).

    Returns
    -------
    Analysis
        ``items``: the footprint of each year with its 95 % interval, its standard deviation by draws and to first order
        and the difference of the two; with two years the change with its interval and the chance, in per cent, that
        the later footprint is the lower. ``rows``: the share of each source of error in the variance.

    Raises
    ------
    KetenkompasError
        Those of :func:`footprint`, of the table and of the stated errors; ``uncertainty.*``.

    Examples
    --------
    >>> from ketenkompas.library import uncertainty
    >>> uncertainty("NL", 2008, draws=50, workers=1).item("footprint_2008").value.__round__(2)
    187.43
    """
    years = (year,) if other_year is None or other_year == year else tuple(sorted((year, other_year)))
    questions = [question_of(area, one, model=model, gas=gas, lang=lang) for one in years]
    stated = ingest.read_errors(errors)
    plain = draws is None and seed == KEPT_SEED and not rebalanced and errors == ingest.DEFAULT_ERRORS
    settings = {"draws": draws or _DRAWS, "seed": seed, "rebalanced": rebalanced}
    asked = _Asked(questions[0], years, stated, settings)
    if plain:
        kept = _kept(asked)
        if kept is not None:
            return kept
    return _computed(asked, cores() if workers is None else workers, cluster)


def _kept(asked: _Asked) -> Analysis | None:
    """The answer from the product, where it was built with the errors stated now."""
    question = asked.question
    try:
        frame, receipt = load(question.model.id, None, "draws")
    except ProductError:
        return None
    if receipt.identity["parameters"]["errors"] != dict(asked.stated.raw):
        return None
    mine = frame.filter((frame["area"] == question.area) & (frame["gas"] == question.gas))
    by_years = {(row["from_year"], row["to_year"]): row for row in mine.iter_rows(named=True)}
    singles = [by_years[(year, year)] for year in asked.years if (year, year) in by_years]
    if len(singles) < len(asked.years):
        return None
    pair = by_years.get((asked.years[0], asked.years[-1])) if len(asked.years) > 1 else None
    count = int(receipt.identity["parameters"]["draws"])
    return _told(asked, of_product(question.model.info, receipt), singles, pair, count)


def _computed(asked: _Asked, workers: int, cluster: str | None) -> Analysis:
    question, settings = asked.question, asked.settings
    tables = [table(question.model.id, year) for year in asked.years]
    parameters = {
        "area": question.area,
        "gas": question.gas,
        "draws": settings["draws"],
        "rebalanced": settings["rebalanced"],
        "errors": dict(asked.stated.raw),
    }
    basis = computed("uncertainty", tables, DRAW_STEPS, parameters, seed=settings["seed"])
    rebalanced = bool(settings["rebalanced"])
    states = [prepare_draws(one.accounts, asked.stated.errors, rebalanced=rebalanced) for one in tables]
    found = run_draws(
        states,
        seed=int(settings["seed"]),
        draws=int(settings["draws"]),
        workers=workers,
        cluster=cluster,
        run=basis.receipt,
    )
    drawn = [
        draws_of_area(found[year], one.accounts, question.area, question.gas)
        for year, one in zip(asked.years, tables, strict=True)
    ]
    singles = [_single(asked, one, values) for one, values in zip(tables, drawn, strict=True)]
    pair = None
    if len(asked.years) > 1:
        both = (singles[0]["value"], singles[1]["value"])
        pair = pair_row(question.gas, question.area, (asked.years[0], asked.years[1]), both, (drawn[0], drawn[1]))
    return _told(asked, basis, singles, pair, int(settings["draws"]))


def _single(asked: _Asked, found: Table, drawn: npt.NDArray[np.float64]) -> dict[str, Any]:
    known: xr.Dataset = first_order(found.accounts, asked.stated.errors)
    return single_row(found.accounts, known, drawn, asked.question.area, asked.question.gas)


def _told(
    asked: _Asked, basis: Basis, singles: Sequence[Mapping[str, Any]], pair: Mapping[str, Any] | None, count: int
) -> Analysis:
    question, language, stated = asked.question, asked.question.language, asked.stated
    info = question.model.info
    unit = f"Mt {info.units[info.gases.index(question.gas)].removeprefix('kt ')}"
    items = [item for row in singles for item in _year_items(row, unit, language)]
    notes = [stated.words("note", language), text("uncertainty.draws", language, count=count)]
    if pair is not None:
        items += _pair_items(pair, unit, language)
        notes.insert(0, _sentence(pair, asked, language))
    if len(members(question.area, info.regions)) > 1:
        notes.append(text("uncertainty.aggregate", language))
    if asked.settings["rebalanced"]:
        notes.append(text("uncertainty.rebalanced", language))
    notes.append(text("uncertainty.stated", language, title=stated.words("title", language), date=stated.stated))
    return analysis(
        "uncertainty",
        basis,
        area=question.area,
        years=asked.years,
        gas=question.gas,
        title=text(
            "uncertainty.title",
            language,
            area=area_phrase(question.area, language),
            years="–".join(str(year) for year in asked.years),
        ),
        items=items,
        columns={"year": "", "code": "", "label": "", "share": "%"},
        rows=[row for single in singles for row in _shares(single, language)],
        notes=[*notes, *stated.parameters],
        language=language,
    )


def _year_items(row: Mapping[str, Any], unit: str, language: Language) -> list[Item]:
    year = int(row["to_year"])
    value, low, high = (row[name] / 1e3 for name in ("value", "low", "high"))
    items = [Item(f"footprint_{year}", text("uncertainty.item.footprint", language, year=year), value, unit, low, high)]
    deviations = {"deviation": row["deviation"], "first_order": row["first_order"]}
    for name, found in deviations.items():
        if found is not None:
            told = text(f"uncertainty.item.{name}", language, year=year)
            items.append(Item(f"{name}_{year}", told, found / 1e3, unit))
    if row["first_order"]:
        told = text("uncertainty.item.difference", language, year=year)
        items.append(Item(f"difference_{year}", told, 100 * (row["deviation"] / row["first_order"] - 1), "%"))
    return items


def _pair_items(row: Mapping[str, Any], unit: str, language: Language) -> list[Item]:
    value, low, high = (row[name] / 1e3 for name in ("value", "low", "high"))
    return [
        Item("change", text("uncertainty.item.change", language), value, unit, low, high),
        Item("lower", text("uncertainty.item.lower", language), 100 * row["lower"], "%"),
    ]


def _sentence(row: Mapping[str, Any], asked: _Asked, language: Language) -> str:
    name = areas()[asked.question.area].phrase(language)
    first, last = asked.years
    return fall_sentence(float(row["lower"]), area_name=name, first=first, last=last, language=language)


def _shares(row: Mapping[str, Any], language: Language) -> list[dict[str, Any]]:
    return [
        {
            "year": int(row["to_year"]),
            "code": name,
            "label": text(f"uncertainty.source.{name}", language),
            "share": 100 * row[name],
        }
        for name in _SOURCES
        if row[name] is not None
    ]


def require_few(draws: int | None, most: int) -> None:
    """Refuse more draws than a shared service can bear.

    Raises
    ------
    InputError
        ``uncertainty.too_many``.
    """
    if draws is not None and draws > most:
        raise InputError("uncertainty.too_many", found=draws, most=most)
