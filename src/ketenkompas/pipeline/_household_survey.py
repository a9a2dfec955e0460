"""The full budget survey and the accounts by group as the model takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas.errors import InputError
from ketenkompas.households import CellFrame, Dimension, Margin, SurveyTables, account_ratio
from ketenkompas.ingest import FullSurvey, age_bounds, group_spending, household_age

Array = npt.NDArray[np.float64]
NOT_CONSUMPTION = ("13", "15")
REST, UNLISTED, ALL = "not_consumption", "unlisted", "00"
_CLASSES: Mapping[Dimension, str] = {"size": "size", "age": "age", "income": "income_quintile", "tenure": "tenure"}
_APART = 0.05
"""Households of a class counted in the shown year against those of the survey's year: how far sums may lie apart."""
_HALF_STEP = 0.0005
"""Shares of spending are printed with one decimal of a percent."""


def full_survey_tables(
    frame: CellFrame, starter: SurveyTables, survey: FullSurvey, ages: pl.DataFrame | None
) -> SurveyTables:
    """The survey with every class of every dimension, in the groups of the starter.

    Parameters
    ----------
    frame : CellFrame
        With ages when the survey is to count by age.
    starter : SurveyTables
        Groups, prices and accounts stay those of the starter.
    survey : FullSurvey
    ages : DataFrame, optional
        Counted households by age, which weigh the survey's classes of age together into those of the model.

    Notes
    -----
    Shares are rounded to a tenth of a percent of a class's spending and totals to EUR 100. A group may therefore lie
    from what all households spend on it by 5 % and half a step of the share; sums are brought into agreement first, and
    the factors are printed.
    """
    codes = [code for code in starter.groups if code not in (UNLISTED, REST)]
    spent = _by_class(survey, [*codes, *NOT_CONSUMPTION], ages if len(frame.age) > 1 else None)
    order = (*codes, UNLISTED, REST)
    mean, known = _line(spent["all", "all"], order)
    if not known.all():
        lacking = [code for code, there in zip(order, known, strict=True) if not there]
        raise InputError("household_tables.class_absent", dimension="00", found=", ".join(lacking))
    margins = [margin for name in _dimensions(frame) for margin in _margins(frame, name, order, spent)]
    return replace(starter, everyone=mean, margins=tuple(margins), allowed=_allowed(frame, order, mean))


def survey_errors(starter: SurveyTables, survey: FullSurvey, judged: float) -> tuple[Array, Array]:
    """Relative standard errors of a group (p,) and of all spending (1,), of all households.

    Half the width of the 95 % interval over 1.96. What is left of a group without its parts has that of the group;
    groups without an interval have the judged one.
    """
    known = {
        code: float(error)
        for code, error in survey.everyone.select("code", "relative_error").iter_rows()
        if error is not None
    }
    return np.array([known.get(code, judged) for code in starter.groups]), np.array([known.get(ALL, judged)])


def _dimensions(frame: CellFrame) -> list[Dimension]:
    return [name for name in _CLASSES if len(frame.names(name)) > 1]


@dataclass(frozen=True, slots=True)
class _Spent:
    """EUR per household by group where known, and the total of a class where known."""

    groups: Mapping[str, float | None]
    total: float | None


def _by_class(survey: FullSurvey, codes: Sequence[str], ages: pl.DataFrame | None) -> dict[tuple[str, str], _Spent]:
    """Spending of every class by groups that do not overlap; that of all households as printed in euros."""
    printed = survey.everyone.select(
        pl.lit("all").alias("dimension"), pl.lit("all").alias("category"), "code", "eur",
        pl.when(pl.col("eur").is_null()).then(pl.lit("absent")).otherwise(pl.lit("ok")).alias("state"),
    )  # fmt: skip
    classes = survey.spending.filter(pl.col("dimension") != "all")
    cut = group_spending(replace(survey, spending=pl.concat([printed, classes.select(printed.columns)])), codes)
    totals = {(row[0], row[1]): row[2] for row in survey.totals.select("dimension", "category", "eur").iter_rows()}
    found: dict[tuple[str, str], _Spent] = {}
    for (dimension, category), rows in cut.group_by("dimension", "category", maintain_order=True):
        place = (str(dimension), str(category))
        found[place] = _Spent(dict(rows.select("code", "eur").iter_rows()), totals.get(place))
    return found if ages is None else found | _merged_ages(found, ages)


def _merged_ages(found: Mapping[tuple[str, str], _Spent], ages: pl.DataFrame) -> dict[tuple[str, str], _Spent]:
    """Classes of age of the survey, weighed by counted households into those of the model."""
    parts: dict[str, list[tuple[float, _Spent]]] = {}
    for (dimension, category), spent in found.items():
        bounds = age_bounds(category) if dimension == "age" else None
        if bounds is None:
            continue
        first, older = bounds
        inside = (pl.col("first") >= first) & (pl.lit(older is None) | (pl.col("older") <= (older or 0)))
        parts.setdefault(household_age(bounds), []).append((float(ages.filter(inside)["households"].sum()), spent))
    return {("age", name): _mean(parts[name]) for name in parts}


def _mean(parts: Sequence[tuple[float, _Spent]]) -> _Spent:
    """The mean of classes; a figure that one of them lacks is not known of all."""
    whole = sum(weight for weight, _ in parts)

    def weighed(values: Sequence[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        if len(known) < len(values) or not whole > 0:
            return None
        return sum(weight * value for (weight, _), value in zip(parts, known, strict=True)) / whole

    codes = parts[0][1].groups
    return _Spent(
        {code: weighed([one.groups[code] for _, one in parts]) for code in codes},
        weighed([one.total for _, one in parts]),
    )


def _line(spent: _Spent, order: Sequence[str]) -> tuple[Array, npt.NDArray[np.bool_]]:
    """EUR by group in the order of the model, and where it is known; what is no consumption is one group."""
    values: dict[str, float | None] = dict(spent.groups)
    left_out = [values.get(code) for code in NOT_CONSUMPTION]
    known_left_out = [value for value in left_out if value is not None]
    values[REST] = sum(known_left_out) if len(known_left_out) == len(left_out) else None
    found = [values.get(code) for code in order]
    known = np.array([value is not None and value >= 0 for value in found])
    return np.array([0.0 if value is None or value < 0 else value for value in found]), known


def _margins(
    frame: CellFrame, name: Dimension, order: Sequence[str], spent: Mapping[tuple[str, str], _Spent]
) -> tuple[Margin, Margin]:
    """What each class of a dimension spends by group, and in all."""
    classes = frame.names(name)
    absent = [one for one in classes if (_CLASSES[name], one) not in spent]
    if absent:
        raise InputError("household_tables.class_absent", dimension=name, found=", ".join(absent))
    lines = [_line(spent[_CLASSES[name], one], order) for one in classes]
    member = np.stack([frame.member(name, one) for one in classes])
    totals = [spent[_CLASSES[name], one].total for one in classes]
    return (
        Margin(
            name, member, np.stack([line for line, _ in lines]), np.stack([known for _, known in lines]), total=False
        ),
        Margin(
            name,
            member,
            np.array([0.0 if total is None else total for total in totals]),
            np.array([total is not None for total in totals]),
            total=True,
        ),
    )


def _allowed(frame: CellFrame, order: Sequence[str], mean: Array) -> dict[str, tuple[float, float]]:
    """Bounds of the factors that bring classes and all households into agreement."""
    step = _HALF_STEP * float(mean.sum())
    found: dict[str, tuple[float, float]] = {}
    for name in _dimensions(frame):
        found[name] = (1 - _APART, 1 + _APART)
        for code, eur in zip(order, mean, strict=True):
            wide = _APART + (step / float(eur) if eur > 0 else 1.0)
            found[f"{name} {code}"] = (max(1 - wide, 0.05), 1 + wide if eur > 0 else np.inf)
    return found


def account_ratios(
    survey: SurveyTables, consumption: pl.DataFrame, households: float
) -> tuple[SurveyTables, tuple[str, ...]]:
    """The survey with the accounts of every group for which they have one, and the groups that share what is left.

    Parameters
    ----------
    survey : SurveyTables
    consumption : DataFrame
        ``code, eur`` of the country by purpose; ``00`` is all.
    households : float
        Of the same year.

    Raises
    ------
    InputError
        ``household_tables.accounts_negative`` when the parts of a group are more than the group;
        ``households.accounts`` when all groups are more than the whole.

    Notes
    -----
    A group takes the finest purpose that holds it: ``09.3.4`` that of ``09.3`` or of ``09``. Groups with the same
    purpose share one ratio, ``(C_purpose - its finer purposes that are used) / sum of the indexed survey``. What no
    purpose holds shares one ratio that makes the whole that of the accounts. It counts as known from then on: a small
    rest must not take all the doubt of the groups beside it.
    """
    eur = {code: float(value) for code, value in consumption.select("code", "eur").iter_rows() if value is not None}
    purposes = [code for code in eur if code != ALL]
    holder = {
        group: max((one for one in purposes if group == one or group.startswith(f"{one}.")), key=len, default="")
        for group in survey.groups
    }
    used = {one for one in holder.values() if one}
    indexed = dict(zip(survey.groups, survey.everyone * survey.price, strict=True))
    ratio: dict[str, float] = {}
    for purpose in used:
        finer = [one for one in used if one.startswith(f"{purpose}.")]
        outer = [one for one in finer if not any(one.startswith(f"{other}.") for other in finer)]
        left = eur[purpose] - sum(eur[one] for one in outer)
        spent = sum(indexed[group] for group, one in holder.items() if one == purpose) * households
        if left < 0:
            raise InputError("household_tables.accounts_negative", purpose=purpose, found=left / 1e6)
        if spent > 0:
            ratio[purpose] = left / spent
    known = np.array([holder[group] in ratio for group in survey.groups])
    values = np.array([ratio.get(holder[group], 1.0) for group in survey.groups])
    found = replace(survey, ratio=values, ratio_known=known, accounts=eur[ALL] / households)
    shared = [group for group, there in zip(survey.groups, known, strict=True) if not there and group != REST]
    notes = (f"accounts: one common ratio for: {', '.join(shared)}",) if shared else ()
    return replace(found, ratio=account_ratio(found), ratio_known=survey.consumption), notes
