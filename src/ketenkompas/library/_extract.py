"""``extract``: what if an industry were not there, a trade stopped, or the work were done elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xarray as xr

from ketenkompas.classifications import canonical_area, members
from ketenkompas.errors import InputError
from ketenkompas.i18n import text
from ketenkompas.library._analysis import Analysis, Item, analysis, computed
from ketenkompas.library._parts import Question
from ketenkompas.library._query import area_name, area_phrase, question_of
from ketenkompas.mrio import Accounts, extraction, link_extraction, sectors_of, substitution
from ketenkompas.pipeline import WIOD, Step, table


@dataclass(frozen=True, slots=True)
class _Asked:
    """The one change asked: its kind and its parts."""

    kind: str
    supplier: str
    other: str
    product: str
    keep_demand: bool = False


def extract(
    area: str,
    year: int,
    *,
    industry: str | None = None,
    link: str | None = None,
    move: str | None = None,
    to: str | None = None,
    keep_demand: bool = False,
    model: str = WIOD,
    gas: str | None = None,
    lang: str = "en",
) -> Analysis:
    """What emissions would be without an industry or a trade, or with the work done elsewhere, Mt.

    Exactly one of ``industry``, ``link`` and ``move``.

    Parameters
    ----------
    area : str
        Whose footprint is shown beside the world; with ``move`` also whose purchases move.
    industry : str, optional
        ``NL:c17``: this industry buys, sells and delivers nothing.
    keep_demand : bool
        With ``industry``: final demand for its products stays and is met by it, without inputs.
    link : str, optional
        ``CN:NL``: the second region buys nothing of the first.
    move : str, optional
        ``CN:c12`` (or ``CN`` for all products) with ``to``: the area's purchases of these products from this region
        come from another one, for the same money. ``to`` equal to the area brings the work home.
    to : str, optional
        The new supplier.

    Returns
    -------
    Analysis
        ``items``: the area's footprint before and after, its change, the change of emissions inside the area, elsewhere
        and in the world: whether emissions fall or move. ``rows``: the change in each emitting region.

    Raises
    ------
    KetenkompasError
        Those of :func:`footprint`, of the table, ``extraction.*`` and ``paths.sector``.

    Examples
    --------
    >>> from ketenkompas.library import extract
    >>> found = extract("NL", 2008, link="CN:NL")
    >>> round(found.item("footprint_change").value, 3)
    -27.975
    """
    question = question_of(area, year, model=model, gas=gas, lang=lang)
    asked = _asked(question, industry, link, move, to, keep_demand)
    found = table(question.model.id, question.year)
    inside = members(question.area, found.accounts.regions)
    emitted = _changed(found.accounts, asked, inside)["emitted"].sel(gas=question.gas) / 1e3
    parameters = {"area": question.area, "gas": question.gas, **{n: getattr(asked, n) for n in _Asked.__slots__}}
    basis = computed("extract", [found], [Step(f"mrio.{asked.kind}", 1)], parameters)
    info, language = question.model.info, question.language
    unit = f"Mt {info.units[info.gases.index(question.gas)].removeprefix('kt ')}"
    named = {name: getattr(asked, name) for name in ("supplier", "other", "product")}
    return analysis(
        "extract",
        basis,
        area=question.area,
        years=[question.year],
        gas=question.gas,
        title=text(f"extract.title.{asked.kind}", language, **named, year=question.year),
        items=_items(emitted, inside, unit, question),
        columns={"code": "", "label": "", "before": unit, "after": unit, "change": unit},
        rows=_rows(emitted, question),
        notes=[
            text(f"extract.reading.{asked.kind}", language),
            *([text(f"extract.demand.{'kept' if keep_demand else 'cut'}", language)] if industry else []),
        ],
        language=language,
    )


def _asked(
    question: Question, industry: str | None, link: str | None, move: str | None, to: str | None, keep_demand: bool
) -> _Asked:
    named = [value for value in (industry, link, move) if value]
    if len(named) != 1:
        raise InputError("extraction.one_question", count=len(named))
    if keep_demand and not industry:
        raise InputError("extraction.keep_demand")
    regions = question.model.info.regions
    if industry:
        region, product = _two(industry, "industry", "NL:c17")
        return _Asked("extraction", canonical_area(region, regions), "", product, keep_demand)
    if link:
        supplier, buyer = _two(link, "link", "CN:NL")
        return _Asked("link_extraction", canonical_area(supplier, regions), canonical_area(buyer, regions), "")
    if not to:
        raise InputError("extraction.form", name="to", found="-", form="--to NL")
    region, _, product = (move or "").partition(":")
    return _Asked("substitution", canonical_area(region, regions), canonical_area(to, regions), product)


def _two(given: str, name: str, form: str) -> tuple[str, str]:
    first, found, second = given.partition(":")
    if not (first and found and second):
        raise InputError("extraction.form", name=name, found=given, form=form)
    return first, second


def _changed(accounts: Accounts, asked: _Asked, inside: Sequence[str]) -> xr.Dataset:
    if asked.kind == "extraction":
        sectors = sectors_of(accounts, regions=[asked.supplier], products=[asked.product])
        return extraction(accounts, sectors, keep_demand=asked.keep_demand)
    if asked.kind == "link_extraction":
        return link_extraction(accounts, asked.supplier, asked.other)
    products = [asked.product] if asked.product else None
    if len(inside) != 1:
        raise InputError("query.economy_only", area=", ".join(inside[:3]) + " ...", model=accounts.meta.model)
    return substitution(accounts, products, asked.supplier, asked.other, inside[0])


def _items(emitted: xr.DataArray, inside: Sequence[str], unit: str, question: Question) -> list[Item]:
    language, name = question.language, area_phrase(question.area, question.language)
    feet = emitted.sel(area=list(inside)).sum(("region", "area"))
    within, world = emitted.sel(region=list(inside)).sum(("region", "area")), emitted.sum(("region", "area"))
    figures: Mapping[str, float] = {
        "footprint_before": float(feet.sel(state="before")),
        "footprint_after": float(feet.sel(state="after")),
        "footprint_change": _difference(feet),
        "inside_change": _difference(within),
        "elsewhere_change": _difference(world) - _difference(within),
        "world_change": _difference(world),
    }
    return [
        Item(code, text(f"extract.item.{code}", language, area=name), value, unit) for code, value in figures.items()
    ]


def _difference(values: xr.DataArray) -> float:
    return float(values.sel(state="after")) - float(values.sel(state="before"))


def _rows(emitted: xr.DataArray, question: Question) -> list[dict[str, Any]]:
    by_region = emitted.sum("area")
    rows = [
        {
            "code": str(code),
            "label": area_name(str(code), question.language) if _known(str(code), question) else str(code),
            "before": float(by_region.sel(region=code, state="before")),
            "after": float(by_region.sel(region=code, state="after")),
            "change": _difference(by_region.sel(region=code)),
        }
        for code in by_region["region"].values
    ]
    return sorted(rows, key=lambda row: -abs(row["change"]))


def _known(code: str, question: Question) -> bool:
    return code in question.model.areas
