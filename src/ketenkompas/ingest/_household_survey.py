"""The budget survey of 2020 as transcribed: spending by group, totals by class, housing, accounts and prices."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from ketenkompas.ingest._faults import Faults, shown
from ketenkompas.ingest._households_cells import PURPOSE, figures, frame, outside, texts
from ketenkompas.ingest._rows import Sheet, read_sheet

TOTAL = "00"
UNLISTED = "unlisted"
_SPENDING: Mapping[str, str] = {"everyone": "all_eur", "size_1": "p1_eur", "size_2": "p2_eur"}
_RATIO_ROUNDING = 0.0051


@dataclass(frozen=True, slots=True)
class Survey:
    """What is at hand of the budget survey of 2020, per household and year.

    Parameters
    ----------
    groups : DataFrame
        ``code, name_nl, everyone, size_1, size_2`` (EUR of 2020): rows that do not overlap and add up to all
        spending. A group that has rows of its own inside is without them (``07.2`` without ``07.2.2``); ``unlisted`` is
        what no row prints.
    totals : DataFrame
        ``dimension`` (all, size, tenure, income_quintile), ``category`` (``1`` .. ``5+``, own, rent, ``1`` .. ``5``),
        ``eur`` (rounded to EUR 100; null where the survey prints none), ``known``.
    housing : DataFrame
        ``code, name_nl, own, rent`` (EUR of 2020); ``04`` holds the rows below it and what is not printed.
    accounts : DataFrame
        ``code, name_nl, survey_eur`` (indexed to 2025), ``accounts_eur`` (EUR per household, 2025), ``ratio``
        (accounts over survey, two decimals).
    prices : DataFrame
        ``division`` (code of a division; ``00`` = all; ``04.5`` apart), ``name_nl, factor`` (2025 over 2020).
    """

    groups: pl.DataFrame
    totals: pl.DataFrame
    housing: pl.DataFrame
    accounts: pl.DataFrame
    prices: pl.DataFrame


def read_survey(*, groups: Path, totals: Path, housing: Path, accounts: Path, prices: Path) -> Survey:
    """The five transcribed files of the budget survey of 2020 and what goes with them.

    Parameters
    ----------
    groups, totals, housing, accounts, prices : Path
        ``bo2020_by_coicop``, ``bo2020_totals_by_characteristic``, ``bo2020_housing_by_tenure``, ``bo_vs_na_2025`` and
        ``cpi_2020_2025_factor``.

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` of the first file with faults: codes of another form (``4.1`` is not ``04.1``),
        doubled rows, classes or groups that are not known, parts larger than their whole, ratios that do not fit.

    Examples
    --------
    The 28 groups and the unlisted rest add up to EUR 35,211; unlisted is EUR 1,040
    (``tests/unit/ingest/test_household_survey.py``).
    """
    return Survey(_groups(groups), _totals(totals), _housing(housing), _accounts(accounts), _prices(prices))


@functools.cache
def survey_parameters() -> Mapping[str, Any]:
    """What the files do not say themselves (``data/households/survey.yml``)."""
    file = importlib.resources.files("ketenkompas") / "data" / "households" / "survey.yml"
    return yaml.safe_load(file.read_text("utf-8"))  # type: ignore[no-any-return]


def purposes(sheet: Sheet, column: str, faults: Faults) -> list[str]:
    """One column as COICOP codes, which are text; what is none (``4.1``) or stands twice is noted."""
    found = [cell.strip() for cell in sheet.column(column)]
    for at, (number, code) in enumerate(zip(sheet.numbers, found, strict=True)):
        if not PURPOSE.fullmatch(code):
            faults.add("households.purpose_code", row=number, column=column, found=shown(code))
        elif code in found[:at]:
            faults.add("table.row_twice", row=number, column=column, found=code)
    return found


def _groups(path: Path) -> pl.DataFrame:
    sheet = read_sheet(path, ["code", "label_nl", *_SPENDING.values()])
    faults = Faults(path.name)
    codes, names = purposes(sheet, "code", faults), sheet.column("label_nl")
    columns = {name: figures(sheet, source, faults, label="code") for name, source in _SPENDING.items()}
    nested: Mapping[str, Sequence[str]] = survey_parameters()["nested"]
    wanted = {TOTAL, *nested, *(part for parts in nested.values() for part in parts)}
    for code in sorted(wanted - set(codes)):
        faults.add("households.group_absent", column="code", found=code)
    faults.raise_if_any()
    leaves = {name: _leaves(dict(zip(codes, values, strict=True)), nested) for name, values in columns.items()}
    for name, values in leaves.items():
        for code, value in values.items():
            if value < 0:
                faults.add("households.parts_larger", column=_SPENDING[name], label=code, gap=f"{-value:g}")
    faults.raise_if_any()
    listed = [code for code in codes if code != TOTAL]
    told = dict(zip(codes, names, strict=True)) | {UNLISTED: survey_parameters()["unlisted"]}
    order = [*listed, UNLISTED]
    spent = {name: [values[code] for code in order] for name, values in leaves.items()}
    return frame(
        {"code": order, "name_nl": [told[code].strip() for code in order], **spent}, dict.fromkeys(spent, pl.Float64)
    )


def _leaves(values: Mapping[str, float], nested: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Every row without the rows inside it, and the rest of the total that no row prints."""
    apart = {
        code: value - sum(values[part] for part in nested.get(code, ()))
        for code, value in values.items()
        if code != TOTAL
    }
    return apart | {UNLISTED: values[TOTAL] - sum(apart.values())}


def _totals(path: Path) -> pl.DataFrame:
    sheet = read_sheet(path, ["characteristic", "class", "total_eur"])
    faults = Faults(path.name)
    classes: Mapping[str, Mapping[str, str | None]] = survey_parameters()["classes"]
    values = figures(sheet, "total_eur", faults, label="class")
    printed = {(kind, words) for kind, known in classes.items() for words in known.values() if words}
    found: dict[tuple[str, str], float] = {}
    for number, row, value in zip(sheet.numbers, sheet.named(), values, strict=True):
        key = (row[1]["characteristic"].strip(), row[1]["class"].strip())
        if key in found:
            faults.add("table.row_twice", row=number, column="class", found=" ".join(key))
        elif key not in printed:
            known = ", ".join(sorted(words for _, words in printed))
            faults.add("household_files.class_unknown", row=number, column="class", found=shown(key[1]), known=known)
        found[key] = value
    for kind, words in sorted(printed - found.keys()):
        faults.add("households.class_absent", column="class", found=f"{kind}: {words}")
    faults.raise_if_any()
    rows = [
        (kind, name, None if words is None else found[kind, words], words is not None)
        for kind, known in classes.items()
        for name, words in known.items()
    ]
    types = {"dimension": pl.String, "category": pl.String, "eur": pl.Float64, "known": pl.Boolean}
    return pl.DataFrame(rows, schema=types, orient="row")


def _housing(path: Path) -> pl.DataFrame:
    sheet = read_sheet(path, ["code", "label_nl", "own_eur", "rent_eur"])
    faults = Faults(path.name)
    codes = purposes(sheet, "code", faults)
    values = {name: figures(sheet, f"{name}_eur", faults, label="code") for name in ("own", "rent")}
    if "04" not in codes:
        faults.add("households.group_absent", column="code", found="04")
    faults.raise_if_any()
    for name, column in values.items():
        gap = sum(column) - 2 * column[codes.index("04")]
        if gap > 0:
            faults.add("households.parts_larger", column=f"{name}_eur", label="04", gap=f"{gap:g}")
    faults.raise_if_any()
    return frame({"code": codes, "name_nl": texts(sheet, "label_nl"), **values}, dict.fromkeys(values, pl.Float64))


def _accounts(path: Path) -> pl.DataFrame:
    columns = {"survey_eur": "bo2020_indexed_2025_eur", "accounts_eur": "na2025_per_household_eur", "ratio": "ratio"}
    sheet = read_sheet(path, ["group", *columns.values()])
    faults = Faults(path.name)
    names, known = [cell.strip() for cell in sheet.column("group")], survey_parameters()["accounts"]
    for number, name in zip(sheet.numbers, names, strict=True):
        if name not in known:
            faults.add(
                "household_files.class_unknown", row=number, column="group", found=shown(name), known=", ".join(known)
            )
    values = {name: figures(sheet, source, faults, label="group") for name, source in columns.items()}
    for number, name, survey, accounts, ratio in zip(sheet.numbers, names, *values.values(), strict=True):
        if abs(accounts - ratio * survey) > _RATIO_ROUNDING * survey:
            faults.add("households.ratio", row=number, label=name, found=f"{accounts:g} / {survey:g} <> {ratio:g}")
    faults.raise_if_any()
    codes = [known[name] for name in names]
    return frame({"code": codes, "name_nl": names, **values}, dict.fromkeys(values, pl.Float64))


def _prices(path: Path) -> pl.DataFrame:
    sheet = read_sheet(path, ["division", "factor_2020_2025"])
    faults = Faults(path.name)
    codes, names = [], []
    for number, cell in zip(sheet.numbers, sheet.column("division"), strict=True):
        code, _, name = (TOTAL, "", "Alle bestedingen") if cell.strip() == "all" else cell.strip().partition(" ")
        if not PURPOSE.fullmatch(code):
            faults.add("households.purpose_code", row=number, column="division", found=shown(cell))
        elif code in codes:
            faults.add("table.row_twice", row=number, column="division", found=code)
        codes.append(code)
        names.append(name)
    values = figures(sheet, "factor_2020_2025", faults, label="division")
    for number, code, value in zip(sheet.numbers, codes, values, strict=True):
        if value == 0:
            outside("0", 0.01, 100, faults, row=number, column="factor_2020_2025", label=code)
    faults.raise_if_any()
    return frame({"division": codes, "name_nl": names, "factor": values}, {"factor": pl.Float64})
