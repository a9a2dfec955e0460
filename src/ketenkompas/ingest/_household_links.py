"""The judged bridge from COICOP groups to products, and the list of CBS tables that the model would take."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import polars as pl

from ketenkompas.classifications import scheme
from ketenkompas.errors import UnknownCodeError
from ketenkompas.ingest._faults import Faults, shown
from ketenkompas.ingest._households_cells import PURPOSE, figures, frame, require_between, texts
from ketenkompas.ingest._rows import Sheet, read_sheet

NO_PRODUCT = "NONE"
_CONFIDENCES = ("high", "medium", "low")
_TABLE_ID = re.compile(r"\d{5}(NED|ned)")
_TELLS = ("holds", "years", "level", "use_in_model", "status", "note")


def read_bridge(path: Path) -> pl.DataFrame:
    """How a euro of each COICOP group divides over products at purchasers' prices (``coicop_cpa_a64_prior``).

    Returns
    -------
    DataFrame
        ``group, product`` (A64; ``NONE`` = no product: consumption taxes and gifts), ``weight`` (adds up to 1 per
        group), ``confidence`` (high, medium, low).

    Raises
    ------
    InputError
        ``ingest.file_has_problems``: codes that are not known, doubled links, weights outside 0 to 1 or that do not add
        up to 1, another word for confidence.
    """
    sheet = read_sheet(path, ["coicop", "cpa", "prior_weight", "confidence"])
    faults = Faults(path.name)
    groups, products = [cell.strip() for cell in sheet.column("coicop")], _products(sheet, faults)
    weights = figures(sheet, "prior_weight", faults, label="coicop")
    require_between(sheet, {"prior_weight": weights}, 0, 1, faults, label="coicop")
    sure, seen = [cell.strip() for cell in sheet.column("confidence")], set()
    for number, group, product, word in zip(sheet.numbers, groups, products, sure, strict=True):
        if not PURPOSE.fullmatch(group):
            faults.add("households.purpose_code", row=number, column="coicop", found=shown(group))
        if (group, product) in seen:
            faults.add("table.row_twice", row=number, column="coicop, cpa", found=f"{group} {product}")
        if word not in _CONFIDENCES:
            known = ", ".join(_CONFIDENCES)
            faults.add("household_files.class_unknown", row=number, column="confidence", found=shown(word), known=known)
        seen.add((group, product))
    _check_weights(groups, weights, faults)
    faults.raise_if_any()
    columns: dict[str, list[Any]] = {"group": groups, "product": products, "weight": weights, "confidence": sure}
    return frame(columns, {"weight": pl.Float64})


def read_cbs_tables(path: Path) -> pl.DataFrame:
    """The tables of CBS that the household model would take, with what each holds and whether anybody saw it.

    Returns
    -------
    DataFrame
        ``table_id, holds, years, level, use, status, note`` (null where there is none), ``url`` (OData 3).

    Raises
    ------
    InputError
        ``ingest.file_has_problems``: ids of another form or twice, an address that is not that of the table.
    """
    sheet = read_sheet(path, ["table_id", *_TELLS, "odata3_url"])
    faults = Faults(path.name)
    ids, addresses = [cell.strip() for cell in sheet.column("table_id")], sheet.column("odata3_url")
    for at, (number, found, address) in enumerate(zip(sheet.numbers, ids, addresses, strict=True)):
        if not _TABLE_ID.fullmatch(found):
            faults.add("households.table_id", row=number, column="table_id", found=shown(found))
        elif found in ids[:at]:
            faults.add("table.row_twice", row=number, column="table_id", found=found)
        if not address.startswith("https://") or f"/{found}/" not in address:
            faults.add("households.table_address", row=number, column="odata3_url", label=found, found=shown(address))
    faults.raise_if_any()
    told = {"use" if name == "use_in_model" else name: texts(sheet, name) for name in _TELLS}
    return frame({"table_id": ids, **told, "url": [cell.strip() for cell in addresses]}, {})


def _products(sheet: Sheet, faults: Faults) -> list[str]:
    known, found = scheme("A64"), []
    for number, cell in zip(sheet.numbers, sheet.column("cpa"), strict=True):
        code = cell.strip()
        try:
            found.append(code if code == NO_PRODUCT else known.canonical(code))
        except UnknownCodeError as unknown:
            near = unknown.params["nearest"]
            faults.add("published.product_unknown", row=number, column="cpa", found=shown(code), nearest=near)
            found.append(code)
    return found


def _check_weights(groups: list[str], weights: list[float], faults: Faults) -> None:
    totals: defaultdict[str, float] = defaultdict(float)
    for group, weight in zip(groups, weights, strict=True):
        totals[group] += weight
    for group, total in totals.items():
        if abs(total - 1) > 1e-9:
            faults.add("households.weights", label=group, column="prior_weight", found=f"{total:g}")
