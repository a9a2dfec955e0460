"""``paths``: through which chains of suppliers a footprint arises, and how much of it they cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ketenkompas.classifications import label_of, members
from ketenkompas.errors import KetenkompasError, ProductError
from ketenkompas.i18n import Language, number, text
from ketenkompas.library._analysis import Analysis, Basis, Item, analysis, computed, of_product
from ketenkompas.library._parts import Question
from ketenkompas.library._query import area_name, area_phrase, question_of
from ketenkompas.mrio import Paths, demand_of, prepare_paths, sectors_of
from ketenkompas.mrio import paths as search_paths
from ketenkompas.pipeline import WIOD, Step, load, table

_DEFAULT_TOP = 100


def paths(
    area: str,
    year: int,
    *,
    model: str = WIOD,
    top: int | None = None,
    threshold: float | None = None,
    products: Sequence[str] = (),
    emitter_regions: Sequence[str] = (),
    emitter_industries: Sequence[str] = (),
    gas: str | None = None,
    lang: str = "en",
) -> Analysis:
    """The supply chains behind a footprint, largest first, with an exact statement of what they cover, Mt.

    Parameters
    ----------
    area : str
        The consuming area; an aggregate is searched with the demand of its members together.
    top : int, optional
        So many paths, provably the largest; 100 when no threshold is given.
    threshold : float, optional
        Instead: every path of at least this share of the footprint.
    products : sequence of str
        Only chains of these final products (codes of the model's scheme).
    emitter_regions, emitter_industries : sequences of str
        Only paths that end in these regions and industries; shares are then of their emissions.

    Returns
    -------
    Analysis
        ``items``: all emissions in question, those in the paths shown, of the nodes visited that are too small to be
        shown, and behind what was not visited; the last three add up to the first. ``rows``: each path with its value,
        its share, the number of links, the chain from final delivery to emitter, and the labels of both ends.

    Raises
    ------
    KetenkompasError
        Those of :func:`footprint`, of the table, and ``paths.*``.

    Examples
    --------
    >>> from ketenkompas.library import paths
    >>> paths("NL", 2008, top=1).rows[0]["chain"]
    'NL_c17'
    """
    question = question_of(area, year, model=model, gas=gas, lang=lang)
    wanted = _DEFAULT_TOP if top is None and threshold is None else top
    filters = {
        "products": list(products),
        "emitter_regions": list(emitter_regions),
        "emitter_industries": list(emitter_industries),
    }
    if threshold is None and not any(filters.values()):
        kept = _kept(question, wanted or 0)
        if kept is not None:
            return kept
    return _computed(question, wanted, threshold, filters)


def _kept(question: Question, top: int) -> Analysis | None:
    """The answer from the product, where it is built and holds as many paths."""
    try:
        frame, receipt = load(question.model.id, question.year, "paths")
    except ProductError:
        return None
    mine = frame.filter((pl.col("area") == question.area) & (pl.col("gas") == question.gas))
    totals, listed = mine.filter(pl.col("rank") == 0), mine.filter(pl.col("rank") > 0).sort("rank")
    if totals.is_empty() or listed.height < top:
        return None
    shown = listed.head(top)
    total, small, pruned = (float(totals[name][0]) for name in ("value", "small", "pruned"))
    recorded = float(shown["value"].sum())
    rest = float(listed["value"].sum()) - recorded
    found = [(str(chain), float(value)) for chain, value in zip(shown["chain"], shown["value"], strict=True)]
    basis = of_product(question.model.info, receipt)
    return _told(question, basis, found, (total, recorded, small + rest, pruned), [])


def _computed(
    question: Question, top: int | None, threshold: float | None, filters: Mapping[str, list[str]]
) -> Analysis:
    found = table(question.model.id, question.year)
    accounts = found.accounts
    finals = sectors_of(accounts, products=filters["products"]) if filters["products"] else None
    emitters = None
    if filters["emitter_regions"] or filters["emitter_industries"]:
        emitters = sectors_of(
            accounts,
            regions=filters["emitter_regions"] or None,
            products=filters["emitter_industries"] or None,
        )
    demand = demand_of(accounts, members(question.area, accounts.regions), finals)
    search = prepare_paths(accounts, gas=question.gas, emitters=emitters)
    answer = search_paths(search, demand, threshold=threshold, top=top)
    parameters = {"area": question.area, "gas": question.gas, "top": top, "threshold": threshold, **filters}
    basis = computed("paths", [found], [Step("mrio.paths", 1)], parameters)
    listed = [(chain_text(answer, place), float(value)) for place, value in enumerate(answer.values)]
    notes = [text("paths.visited", question.language, visited=answer.visited)]
    if any(filters.values()):
        told = "; ".join(f"{name}: {', '.join(codes)}" for name, codes in filters.items() if codes)
        notes.append(text("paths.filtered", question.language, filters=told))
    parts = (answer.total, answer.recorded, answer.small, answer.pruned)
    return _told(question, basis, listed, parts, notes)


def chain_text(found: Paths, place: int) -> str:
    """A path in one line: final delivery first, emitter last."""
    return " < ".join(found.labels(place))


def _told(
    question: Question,
    basis: Basis,
    listed: Sequence[tuple[str, float]],
    parts: tuple[float, float, float, float],
    notes: Sequence[str],
) -> Analysis:
    language, info = question.language, question.model.info
    unit = f"Mt {info.units[info.gases.index(question.gas)].removeprefix('kt ')}"
    total = parts[0]
    items = [
        Item(code, text(f"paths.item.{code}", language), value / 1e3, unit)
        for code, value in zip(("total", "recorded", "small", "pruned"), parts, strict=True)
    ]
    coverage = number(100 * parts[1] / total if total else 0.0, language, 1)
    return analysis(
        "paths",
        basis,
        area=question.area,
        years=[question.year],
        gas=question.gas,
        title=text("paths.title", language, area=area_phrase(question.area, language), year=question.year),
        items=items,
        columns={"rank": "", "value": unit, "share": "%", "links": "", "chain": "", "product": "", "emitter": ""},
        rows=[_row(rank, chain, value, total, language) for rank, (chain, value) in enumerate(listed, start=1)],
        notes=[text("paths.coverage", language, count=len(listed), coverage=coverage), *notes],
        language=language,
    )


def _row(rank: int, chain: str, value: float, total: float, language: Language) -> dict[str, Any]:
    links = chain.split(" < ")
    return {
        "rank": rank,
        "value": value / 1e3,
        "share": 100 * value / total if total else 0.0,
        "links": len(links) - 1,
        "chain": chain,
        "product": _named(links[0], language),
        "emitter": _named(links[-1], language),
    }


def _named(sector: str, language: Language) -> str:
    """The label of a sector ``WIOD_ROW_c17``: region, then industry in words where the scheme is known."""
    region, _, product = sector.rpartition("_")
    try:
        return f"{area_name(region, language)}: {label_of(product, language)}"
    except KetenkompasError:
        return sector
