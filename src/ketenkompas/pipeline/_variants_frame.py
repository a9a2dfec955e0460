"""The product ``variants``: the packaged example of a product in variants, for every area of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ketenkompas import ingest, sources
from ketenkompas.classifications import available_areas, cpa_to_a64, members
from ketenkompas.errors import CorrespondenceError
from ketenkompas.mrio import Accounts, Check
from ketenkompas.pipeline._plan import Made, Plan
from ketenkompas.pipeline._receipt import Identity, Input, Step
from ketenkompas.pipeline._variants import STEP_NUMBERS, VariantCase, VariantNumbers, variant_case, variant_numbers

STEEL = "steel-routes"
SPLIT_STEPS = (Step("mrio.split_products", 1), Step("mrio.choose_variants", 1))
VARIANT_YEARS = (2008, 2011)
"""The years that hold the product: that of the worked example, and the newest; other years are computed when asked."""
_SAME = 1e-9
_KEYS = ("cn2022-to-cpa21", "a64-to-jrc56-to-wiod2013")
_KEYED = ("A64", "WIOD2013_35")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many customs codes of a definition the key reaches, of how many; those it lacks; and the files of the key."""

    covered: int
    asked: int
    missing: tuple[str, ...]
    keys: tuple[Input, ...]


def customs_coverage(definition: ingest.VariantDefinition, scheme: str) -> Coverage | None:
    """What the key from customs codes says of a definition; None where the definition or the scheme has no such codes.

    Raises
    ------
    SourceError
        When a file of the key is not at hand.
    CorrespondenceError
        ``split.other_product`` when a customs code of the definition belongs to another industry.
    """
    codes, product = definition.cn_codes, definition.product(scheme)
    if not codes or scheme not in _KEYED:
        return None
    opened = [sources.open_source(name) for name in _KEYS]
    products = ingest.read_cn_to_cpa(opened[0].path)
    key = products.then(cpa_to_a64([code for ends in products.pairs.values() for code in ends]))
    if scheme == "WIOD2013_35":
        key = key.then(ingest.read_a64_to_wiod2013(opened[1].path))
    report = key.coverage(codes)
    strangers = [code for code in codes if code in key.pairs and product not in key.targets(code)]
    if strangers:
        raise CorrespondenceError("split.other_product", found=", ".join(strangers), product=product)
    files = tuple(Input(one.record.id, one.sha256) for one in opened)
    return Coverage(report.covered, report.asked, tuple(report.missing), files)


def split_parameters(definition: ingest.VariantDefinition) -> dict[str, object]:
    """What decides a split beside the table, for a receipt: the definition, and the edition of the benchmarks."""
    benchmarks = ingest.cbam_data()
    return {
        "definition": dict(definition.raw),
        "opencbam": {"version": benchmarks.version, "sha256": benchmarks.sha256},
    }


def variants_plan(
    *,
    model: str,
    year: int,
    read: Callable[[], tuple[Accounts, object]],
    reader: Step,
    inputs: Sequence[Input],
    scheme: str,
) -> Plan:
    """The plan of ``variants`` for one year: the packaged example for every area that can be asked.

    Columns ``gas, area, item, code, value``: footprints and changes in Mt (``code`` the step of the path), what is
    bought in the money of the table and chain intensities in kt per unit of it (``code`` the variant), ``left_out`` 1
    for every region (``code``) that keeps its mix when production is fixed; without an area the coverage of customs
    codes.
    """
    definition = ingest.read_variants(STEEL)
    covered = customs_coverage(definition, scheme)
    keys = covered.keys if covered else ()
    identity = Identity(
        product="variants",
        model=model,
        year=year,
        steps=(reader, *SPLIT_STEPS),
        inputs=(*inputs, *keys),
        parameters=split_parameters(definition),
    )

    def make() -> Made:
        case = variant_case(read()[0], scheme, definition)
        moved = np.abs(case.split.footprint - case.unsplit).max() / np.abs(case.unsplit).max()
        check = Check("the_split_alone_moves_nothing", float(moved), _SAME, bool(moved <= _SAME))
        return _frame(case, covered), (check,), ()

    return Plan(identity, make)


def _frame(case: VariantCase, covered: Coverage | None) -> pl.DataFrame:
    rows: list[tuple[str, str, str, str, float]] = []
    for gas in case.accounts.gases:
        for area in available_areas(case.accounts.regions):
            told = variant_numbers(case, members(area, case.accounts.regions), gas)
            rows += [(gas, area, item, code, value) for item, code, value in _told(told)]
        if covered:
            counts = (("covered", float(covered.covered)), ("asked", float(covered.asked)))
            rows += [(gas, "", item, "", value) for item, value in counts]
            rows += [(gas, "", "missing", code, 1.0) for code in covered.missing]
    names = dict.fromkeys(("gas", "area", "item", "code"), pl.Categorical)
    return pl.DataFrame(rows, schema={**names, "value": pl.Float64}, orient="row")


def _told(told: VariantNumbers) -> Iterator[tuple[str, str, float]]:
    yield "unsplit", "", told.unsplit
    yield "split", "", told.split
    for step, numbers in told.steps.items():
        yield from ((name, f"{step:g}", numbers[name]) for name in STEP_NUMBERS)
    if told.interval is not None:
        yield from (("low", "", told.interval[0]), ("high", "", told.interval[1]))
    yield from (("bought", code, value) for code, value in told.bought.items())
    yield from (("chain_intensity", code, value) for code, value in told.intensity.items())
    yield from (("left_out", region, 1.0) for region in told.left_out)


def kept_variants(frame: pl.DataFrame, gas: str, area: str) -> tuple[VariantNumbers, Coverage | None]:
    """What the product tells of an area, and of customs codes (the files of the key stand in its receipt)."""
    of_gas = frame.with_columns(pl.col(pl.Categorical).cast(pl.String)).filter(pl.col("gas") == gas)

    def of(wanted: str) -> dict[str, dict[str, float]]:
        found: dict[str, dict[str, float]] = {}
        for item, code, value in of_gas.filter(pl.col("area") == wanted).select("item", "code", "value").iter_rows():
            found.setdefault(item, {})[code] = value
        return found

    mine, codes = of(area), of("")
    steps = {float(code): {name: mine[name][code] for name in STEP_NUMBERS} for code in mine.get("area_change", {})}
    interval = (mine["low"][""], mine["high"][""]) if "low" in mine else None
    numbers = VariantNumbers(
        mine["unsplit"][""],
        mine["split"][""],
        steps,
        interval,
        mine["bought"],
        mine["chain_intensity"],
        tuple(mine.get("left_out", ())),
    )
    missing = tuple(codes.get("missing", ()))
    counts = [int(codes[name][""]) for name in ("covered", "asked") if name in codes]
    return numbers, Coverage(counts[0], counts[1], missing, ()) if counts else None
