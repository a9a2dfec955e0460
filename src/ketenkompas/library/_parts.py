"""The parts of a figure, in kt, out of products: one function for each kind of product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from ketenkompas.classifications import areas, label_of, members
from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.i18n import Language, text
from ketenkompas.ingest import read_purposes
from ketenkompas.library._catalogue import Model
from ketenkompas.library._figure import By, Part, Scope, View
from ketenkompas.mrio import HOUSEHOLDS, NOT_LINKED, TRADE
from ketenkompas.pipeline import CITED, HOUSEHOLD_USE, OFFICIAL, PURPOSES, TERRITORY, Receipt, load

Amounts = dict[str, float]
HOUSEHOLD_SERIES = "HH"
_ACROSS = ("residents_abroad", "non_residents")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, checked: one area, year, view, scope, breakdown and gas of one model."""

    model: Model
    area: str
    year: int
    view: View
    scope: Scope
    by: By | None
    gas: str
    language: Language


@dataclass(frozen=True, slots=True)
class Answer:
    """The amounts by part, kt, and the receipts of the products they were read from."""

    amounts: Amounts
    receipts: tuple[Receipt, ...]


def answer(question: Question) -> Answer:
    """The parts of the figure asked for, kt."""
    if question.model.id == OFFICIAL:
        return _official(question)
    if question.model.id == CITED:
        return _cited(question)
    return _model_answer(question)


def _model_answer(question: Question) -> Answer:
    if question.view == "territorial":
        return _territorial(question)
    if question.by == "purpose":
        return _by_purpose(question)
    if question.by in ("product", "final_use"):
        return _by_delivery(question)
    frame, receipt = load(question.model.id, question.year, "footprint")
    inside = list(members(question.area, question.model.info.regions))
    mine = frame.filter(pl.col("gas") == question.gas)
    side = "area" if question.view == "consumption" else "origin"
    rows = mine.filter(pl.col(side).is_in(inside))
    chains, direct = rows.filter(pl.col("industry") != HOUSEHOLDS), rows.filter(pl.col("industry") == HOUSEHOLDS)
    amounts = _split(chains, question, inside)
    if question.scope == "with_households":
        amounts[HOUSEHOLDS] = _direct(direct.select(region="area", value="value"), question, inside)
    return Answer(amounts, (receipt,))


def _territorial(question: Question) -> Answer:
    """What residents emit, less what of it is abroad, plus what non-residents emit here; by its parts, kt."""
    model, year = question.model.id, question.year
    inside = list(members(question.area, question.model.info.regions))
    if year not in question.model.territorial_years:
        raise MissingValueError("territorial.needs_bridge", regions=f"{question.area} {year} ({model})")
    for asked in (question.by, question.scope):
        if asked not in (None, "with_households"):
            raise InputError("territorial.whole_only", model=model, asked=asked)
    frame, receipt = load(model, year, TERRITORY)
    rows = frame.filter((pl.col("gas") == question.gas) & pl.col("region").is_in(inside))
    known = set(rows["region"])
    lacking = [region for region in inside if region not in known]
    if lacking:
        raise MissingValueError("territorial.needs_bridge", regions=", ".join(lacking))
    summed = {name: float(rows[name].sum()) for name in ("production", "households", *_ACROSS)}
    amounts = {
        "resident_industries": summed["production"],
        HOUSEHOLDS: summed["households"],
        "residents_abroad": -summed["residents_abroad"],
        "non_residents": summed["non_residents"],
    }
    return Answer(amounts, (receipt,))


def _direct(rows: pl.DataFrame, question: Question, inside: Sequence[str]) -> float:
    """The sum of direct household emissions (columns ``region, value``), kt; refused where a region has no figure."""
    known = dict(rows.drop_nulls("value").with_columns(pl.col("region").cast(pl.String)).iter_rows())
    lacking = [region for region in inside if region not in known]
    if lacking:
        raise MissingValueError(
            "query.without_households",
            model=question.model.id,
            area=question.area,
            year=question.year,
            areas=", ".join(lacking),
        )
    return float(rows["value"].sum())


def _split(chains: pl.DataFrame, question: Question, inside: Sequence[str]) -> Amounts:
    if question.by in ("origin", "industry"):
        return _summed(chains, question.by)
    other = "origin" if question.view == "consumption" else "area"
    at_home = pl.col(other).is_in(inside)
    kept = float(chains.filter(at_home)["value"].sum())
    moved = float(chains.filter(~at_home)["value"].sum())
    return {"domestic_industry": kept, "abroad": moved} if other == "origin" else {"own_use": kept, "exports": moved}


def _by_delivery(question: Question) -> Answer:
    if question.view != "consumption":
        raise InputError("query.by_not_in_view", by=question.by, view=question.view)
    frame, receipt = load(question.model.id, question.year, "products")
    inside = list(members(question.area, question.model.info.regions))
    rows = frame.filter((pl.col("gas") == question.gas) & pl.col("area").is_in(inside))
    amounts = _summed(rows, "product" if question.by == "product" else "category")
    receipts = [receipt]
    if question.scope == "with_households":
        trade, other = load(question.model.id, question.year, "trade")
        mine = trade.filter((pl.col("gas") == question.gas) & pl.col("region").is_in(inside))
        amounts[HOUSEHOLDS] = _direct(mine.select("region", value="households"), question, inside)
        receipts.append(other)
    return Answer(amounts, tuple(receipts))


def _by_purpose(question: Question) -> Answer:
    """What households buy by division of COICOP, then what others spend; the key is for one area."""
    if question.view != "consumption":
        raise InputError("query.by_not_in_view", by=question.by, view=question.view)
    model, key = question.model, read_purposes()
    if question.year not in model.purpose_years:
        raise MissingValueError("purpose.not_here", model=model.id, year=question.year)
    frame, receipt = load(model.id, question.year, PURPOSES)
    rows = frame.filter((pl.col("gas") == question.gas) & (pl.col("area") == question.area))
    if rows.is_empty():
        raise MissingValueError("purpose.no_key", area=question.area, known=key.area)
    apart = (TRADE, NOT_LINKED)
    division = pl.when(pl.col("purpose").is_in(apart)).then("purpose").otherwise(pl.col("purpose").str.head(2))
    amounts = _summed(rows.with_columns(division=division), "division")
    others = _by_delivery(replace(question, by="final_use"))
    rest = {code: value for code, value in others.amounts.items() if code != HOUSEHOLD_USE}
    return Answer({**amounts, **rest}, (receipt, *others.receipts))


def _summed(rows: pl.DataFrame, column: str) -> Amounts:
    summed = rows.group_by(pl.col(column).cast(pl.String), maintain_order=True).agg(pl.col("value").sum())
    return dict(summed.iter_rows())


def _official(question: Question) -> Answer:
    if question.view != "consumption" or question.by is not None:
        raise InputError("query.official_total_only", by=question.by or question.view)
    if question.scope == "with_households":
        raise InputError("query.official_without_households")
    frame, receipt = load(OFFICIAL, None, "official")
    row = frame.filter((pl.col("area") == question.area) & (pl.col("year") == question.year))
    return Answer({"value_chains": float(row["value"].item())}, (receipt,))


def _cited(question: Question) -> Answer:
    if question.view != "consumption" or question.by in ("industry", "final_use", "purpose"):
        raise InputError("query.by_not_in_view", by=question.by or "-", view=question.view)
    frame, receipt = load(CITED, None, "final_demand")
    rows = frame.filter(pl.col("year") == question.year)
    if question.by == "product":
        amounts = _summed(rows, "product")
    else:
        by_place = _summed(rows, "place")
        amounts = {
            "domestic_industry": by_place["domestic"],
            "other_eu": by_place["other_eu"],
            "rest": by_place["rest"],
        }
    if question.by is None:
        amounts = {"domestic_industry": amounts["domestic_industry"], "abroad": amounts["other_eu"] + amounts["rest"]}
    receipts = [receipt]
    if question.scope == "with_households":
        amounts[HOUSEHOLDS], other = direct_households(question.area, question.year)
        receipts.append(other)
    return Answer(amounts, tuple(receipts))


def direct_households(area: str, year: int) -> tuple[float, Receipt]:
    """Official direct emissions of households (kt CO2e_AR5) with the receipt of their product.

    Raises
    ------
    MissingValueError
        ``households.missing`` where the accounts at hand have no figure.
    """
    frame, receipt = load(OFFICIAL, None, "households")
    rows = frame.filter((pl.col("area") == area) & (pl.col("year") == year) & (pl.col("item") == HOUSEHOLD_SERIES))
    if rows.height != 1:
        raise MissingValueError("households.missing", area=area, year=year)
    return float(rows["value"].item()), receipt


def cited_ratio(year: int) -> float:
    """The cited sum of purchases x factor over Eurostat's official total of the same year (other editions)."""
    cited, _ = load(CITED, None, "final_demand")
    official, _ = load(OFFICIAL, None, "official")
    stated = official.filter((pl.col("area") == "NL") & (pl.col("year") == year))["value"].item()
    return float(cited.filter(pl.col("year") == year)["value"].sum()) / float(stated)


def labelled(amounts: Amounts, question: Question, scale: float) -> tuple[Part, ...]:
    """Parts in the unit of the figure, with labels in the question's language."""
    return tuple(Part(code, _label(code, question), value * scale) for code, value in amounts.items())


def _label(code: str, question: Question) -> str:
    language = question.language
    if question.by == "origin" and code in areas():
        return areas()[code].name(language)
    divisions = read_purposes().divisions if question.by == "purpose" else {}
    if code in divisions:
        return divisions[code][language]
    if code in (HOUSEHOLDS, TRADE, NOT_LINKED) or question.by in (None, "origin"):
        return text(f"library.part.{code}", language)
    return label_of(code, language, product=question.by == "product")
