"""Building: plans into products, only what is new; the starter set; replaying a receipt."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from ketenkompas.errors import ProductError, SourceError, UnknownCodeError
from ketenkompas.pipeline._budget import BUDGET, budget_plans
from ketenkompas.pipeline._change import change_plans
from ketenkompas.pipeline._draws import draw_plans
from ketenkompas.pipeline._editions import put_aside
from ketenkompas.pipeline._household_full import PARTS
from ketenkompas.pipeline._household_plans import HOUSEHOLDS, household_plans
from ketenkompas.pipeline._models import WIOD, WIOD_YEARS, wiod_info, wiod_plans
from ketenkompas.pipeline._own import own_plans, own_table
from ketenkompas.pipeline._plan import Built, ModelInfo, Plan, Told, carry_out, parquet_bytes, untold
from ketenkompas.pipeline._receipt import Receipt, rows_sha256
from ketenkompas.pipeline._series import CITED, CONTEXT, OFFICIAL, context_plans, series_models, series_plans
from ketenkompas.pipeline._store import MODEL_FILE, Store, find_receipt, starter_folder, user_store, write_json, writing

BUILDABLE = (WIOD, OFFICIAL, CITED, BUDGET, CONTEXT, HOUSEHOLDS)
_TOLERANCE = 1e-12
_COARSE = dict.fromkeys(("figures", "origin_figures", "types", "calculator", "national"), 1e-6) | {
    "variants": 1e-11,
    "draws": 1e-2,
    "decomposition": 1e-8,
    "decomposition_products": 1e-5,
}
"""Differences of large figures keep fewer digits on another machine; single precision keeps seven. What another mix
of steel changes in the world is such a difference: 2.3e-12 seen between two processors, footprints agree to 4e-15.
Bounds of household figures are single precision."""


def build(
    models: Sequence[str] = BUILDABLE,
    *,
    years: Sequence[int] = WIOD_YEARS,
    store: Store | None = None,
    told: Told = untold,
    household_parts: Collection[str] = PARTS,
) -> list[Built]:
    """Build the products of models from registered sources; what is there with the same identity is left alone.

    When all are there, the user's products are put aside as an edition, which is what the site shows from then on: a
    visitor sees the figures before the build or those after it, never some of each.

    Parameters
    ----------
    models : sequence of str
        ``wiod2013-co2``, ``eurostat-ghgfp``, ``figaro-nl-cited``, ``global-carbon-budget``, ``context``,
        ``households``.
    years : sequence of int
        Years of the multi-regional model (2000-2011); the changes between them are built when all are asked.
    store : Store, optional
        The user's store by default.
    told : callable
        Called after each product, to show progress.
    household_parts : collection of str
        Parts of the household model that may be at the full level where their tables are here: see ``PARTS``.

    Raises
    ------
    UnknownCodeError
        ``build.unknown_model`` or ``build.unknown_year``, before anything is read.
    """
    strangers = [name for name in models if name not in BUILDABLE]
    if strangers:
        raise UnknownCodeError("build.unknown_model", found=", ".join(strangers), known=", ".join(BUILDABLE))
    outside = [str(year) for year in years if year not in WIOD_YEARS]
    if outside:
        raise UnknownCodeError("build.unknown_year", found=", ".join(outside), known="2000-2011")
    target = store or user_store()
    results: list[Built] = []
    with writing(target):
        for info, plans in _work(models, years, household_parts):
            results += [_told(carry_out(target, plan), told) for plan in plans]
            if info is not None:
                _describe(target, info)
        if target == user_store():
            put_aside()
    return results


def _work(
    models: Sequence[str], years: Sequence[int], household_parts: Collection[str] = PARTS
) -> Iterator[tuple[ModelInfo | None, list[Plan]]]:
    official, cited = series_models()
    if CONTEXT in models:
        yield None, context_plans()
    if BUDGET in models:
        yield None, budget_plans()
    if HOUSEHOLDS in models:
        yield None, household_plans(parts=household_parts)
    for info in (official, cited):
        if info.id in models:
            yield info, [plan for plan in series_plans() if plan.identity.model == info.id]
    if WIOD in models:
        info = wiod_info()
        for _, plans in wiod_plans(years):
            yield info, plans
        if list(years) == list(WIOD_YEARS):
            yield info, [*change_plans(years), *draw_plans(years)]


def _told(built: Built, told: Told) -> Built:
    told(built)
    return built


def _describe(store: Store, info: ModelInfo) -> None:
    path = store.folder / info.id / MODEL_FILE
    if store.models().get(info.id) != info.as_json():
        write_json(path, info.as_json())


def build_starter(folder: Path | None = None, *, told: Told = untold) -> list[Built]:
    """Make the starter set: results and facts in our own layout, with receipts, never a raw file.

    It is committed with the project and packaged with the wheel; ``tests/published/test_starter.py`` holds it against
    a rebuild from the mirror. Full tables of households that are here do not lift it.
    """
    return build(store=Store(folder or starter_folder()), told=told, household_parts=())


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay found: the same bytes, the same rows, equal within 1e-12, or different."""

    receipt: Receipt
    verdict: Literal["identical_bytes", "identical_rows", "equal_within_tolerance", "different"]
    largest_difference: float


def replay(receipt_id: str) -> Replay:
    """Rebuild a product from its sources and compare it with what the receipt says.

    The bytes are compared first, then the rows, then every value: within :func:`replay_tolerance` of the larger of the
    two, where a cell smaller than a millionth of its column's largest is held against that millionth (another machine
    adds in another order).

    Raises
    ------
    ProductError
        ``receipt.unknown``; ``receipt.not_replayable`` when the inputs or the steps are no longer those of the receipt.
    """
    store, receipt = find_receipt(receipt_id)
    plan = _plan_of(receipt)
    frame, _, _ = plan.make()
    data = parquet_bytes(frame)
    again = pl.read_parquet(io.BytesIO(data))
    kept = store.read(receipt)
    if len(data) == receipt.result["bytes"] and data == store.path(receipt).read_bytes():
        return Replay(receipt, "identical_bytes", 0.0)
    if rows_sha256(again) == receipt.result["rows_sha256"]:
        return Replay(receipt, "identical_rows", 0.0)
    difference = largest_difference(kept, again)
    return Replay(
        receipt,
        "equal_within_tolerance" if difference <= replay_tolerance(receipt.identity["product"]) else "different",
        difference,
    )


def replay_tolerance(product: str) -> float:
    """The largest difference with which a product counts as made again: 1e-12, more for differences of large figures.

    Examples
    --------
    >>> replay_tolerance("footprint"), replay_tolerance("decomposition_products")
    (1e-12, 1e-05)
    """
    return _COARSE.get(product, _TOLERANCE)


def _plan_of(receipt: Receipt) -> Plan:
    identity = receipt.identity
    try:
        plans = [plan for plan in _candidates(receipt) if plan.identity.product == identity["product"]]
    except SourceError as fault:
        raise ProductError("receipt.sources_missing", problems=[fault], found=receipt.id) from fault
    for plan in plans:
        if plan.identity.id == receipt.id:
            return plan
    raise ProductError("receipt.not_replayable", found=receipt.id)


def _candidates(receipt: Receipt) -> list[Plan]:
    model, year = receipt.identity["model"], receipt.identity["year"]
    if model == WIOD and year is None:
        parameters = receipt.identity["parameters"]
        if receipt.identity["product"] == "draws":
            return draw_plans(parameters["years"])
        return change_plans(parameters["years"], parameters["base_year"])
    if model == WIOD:
        return next(iter(wiod_plans([year])))[1]
    if model in BUILDABLE:
        makers = {BUDGET: budget_plans, CONTEXT: context_plans, HOUSEHOLDS: _same_households(receipt)}
        every = makers.get(model, series_plans)()
        return [plan for plan in every if plan.identity.model == model]
    return own_plans(own_table(receipt.circumstances["files"]))


def _same_households(receipt: Receipt) -> Callable[[], list[Plan]]:
    """The plans of a household run with the draws, the seed and the full tables of a receipt."""
    told, seed = receipt.identity["parameters"], receipt.identity["seed"]
    parts = [name for name, level in told.get("level", {}).items() if level == "full"]
    return lambda: household_plans(count=told["draws"], seed=seed, only_green=told["only_green"], parts=parts)


def largest_difference(first: pl.DataFrame, second: pl.DataFrame) -> float:
    """The largest difference of two tables, relative to the value or, for tiny cells, to 1e-6 of the column's largest;
    infinite when labels or shapes differ.
    """
    if first.schema != second.schema or first.height != second.height:
        return float("inf")
    return max((_apart(*pair) for pair in zip(first.iter_columns(), second.iter_columns(), strict=True)), default=0.0)


def _apart(one: pl.Series, other: pl.Series) -> float:
    if one.dtype == pl.Binary:
        return max(map(_steps_apart, one.to_list(), other.to_list()), default=0.0)
    if not one.dtype.is_float():
        plain = one.dtype.is_nested()
        alike = one.to_list() == other.to_list() if plain else _labels(one) == _labels(other)
        return 0.0 if alike else float("inf")
    if one.is_null().to_list() != other.is_null().to_list():
        return float("inf")
    a, b = one.drop_nulls().to_numpy(), other.drop_nulls().to_numpy()
    scale = np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-6 * max(float(np.abs(a).max(initial=0.0)), 1e-300))
    return float((np.abs(a - b) / scale).max(initial=0.0))


def _steps_apart(one: bytes, other: bytes) -> float:
    """Draws kept as steps (signed bytes): the largest number of steps between them, over all steps there are."""
    if len(one) != len(other):
        return float("inf")
    a, b = (np.frombuffer(packed, np.int8).astype(np.int16) for packed in (one, other))
    return float(np.abs(a - b).max(initial=0)) / 127


def _labels(column: pl.Series) -> list[str]:
    return column.cast(pl.String).to_list()
