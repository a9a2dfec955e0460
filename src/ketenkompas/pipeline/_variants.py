"""A product in variants: what is told of one area when its buyers choose another mix of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ketenkompas import ingest
from ketenkompas.mrio import Accounts, VariantChoices, chosen_footprints, footprint, split_products, variant_choices

STEP_NUMBERS = ("area_footprint", "area_change", "world_change", "everyone_change", "attributed_change")


@dataclass(frozen=True)
class VariantCase:
    """A table with a product of a definition in variants, ready to answer for any area; Mt and money of the table.

    ``low`` and ``high`` are the same at the ends of the share of the variants in own emissions, where there is a path.
    """

    definition: ingest.VariantDefinition
    product: str
    regions: tuple[str, ...]
    unsplit: np.ndarray = field(repr=False)  # (gas, area), kt
    split: VariantChoices = field(repr=False)
    low: VariantChoices | None = field(repr=False)
    high: VariantChoices | None = field(repr=False)
    everyone: Mapping[float, np.ndarray] = field(repr=False)  # step -> (gas, area), kt

    @property
    def accounts(self) -> Accounts:
        """The accounts after the split."""
        return self.split.accounts


@dataclass(frozen=True, slots=True)
class VariantNumbers:
    """What is told of one area: footprints before and after the split, steps of the path, the interval of the change at
    the last step, and of every variant that is bought what is spent and its chain intensity.
    """

    unsplit: float
    split: float
    steps: Mapping[float, Mapping[str, float]]
    interval: tuple[float, float] | None
    bought: Mapping[str, float]
    intensity: Mapping[str, float]
    left_out: tuple[str, ...]


def variant_case(accounts: Accounts, scheme: str, definition: ingest.VariantDefinition) -> VariantCase:
    """A table with the product of a definition split everywhere it is made.

    Raises
    ------
    KetenkompasError
        Those of the definition and of :func:`split_products`.
    """
    product, regions = definition.product(scheme), definition.regions(accounts.regions)

    def at(level: ingest.Level) -> VariantChoices:
        made = {region: definition.variants(region, scheme, emissions=level) for region in regions}
        return variant_choices(split_products(accounts, product, made, balance=definition.balance), product)

    split, path = at("value"), definition.path
    case = VariantCase(
        definition,
        product,
        regions,
        footprint(accounts).values,
        split,
        at("low") if path else None,
        at("high") if path else None,
        {},
    )
    every = split.accounts.regions
    steps = path["steps"] if path else ()
    everyone = {step: chosen_footprints(split, _mixes(case, step), buyers=every).footprint for step in steps}
    return VariantCase(definition, product, regions, case.unsplit, split, case.low, case.high, everyone)


def variant_numbers(case: VariantCase, inside: Collection[str], gas: str) -> VariantNumbers:
    """What is told of an area with these regions."""
    at = [case.accounts.regions.index(region) for region in inside]
    row = case.accounts.gases.index(gas)
    unsplit, before = (float(found[row, at].sum()) / 1e3 for found in (case.unsplit, case.split.footprint))
    path, steps, left_out = case.definition.path, dict[float, dict[str, float]](), set[str]()
    for step in path["steps"] if path else ():
        mixes = _mixes(case, step)
        follows = chosen_footprints(case.split, mixes, buyers=inside)
        fixed = chosen_footprints(case.split, mixes, buyers=inside, production="fixed")
        left_out |= set(fixed.lacking)
        total = float(follows.footprint[row, at].sum()) / 1e3
        steps[step] = {
            "area_footprint": total,
            "area_change": total - before,
            "world_change": float(follows.world[row] - case.split.world[row]) / 1e3,
            "everyone_change": float(case.everyone[step][row, at].sum()) / 1e3 - before,
            "attributed_change": float(fixed.footprint[row, at].sum()) / 1e3 - before,
        }
    bought, intensity = _bought(case, inside, row)
    return VariantNumbers(
        unsplit,
        before,
        steps,
        _interval(case, inside, row, at),
        bought,
        intensity,
        tuple(region for region in case.regions if region in left_out),
    )


def _mixes(case: VariantCase, step: float) -> dict[str, dict[str, float]]:
    """The mix of every region in which the rising variant is made, with its physical share raised to a step."""
    path, mixes = case.definition.path or {}, {}
    for region in case.regions:
        physical = case.definition.physical(region)
        if physical[path["rising"]] > 0:
            mixes[region] = case.definition.mix(_raised(physical, path["rising"], path["falling"], step))
    return mixes


def _raised(physical: Mapping[str, float], rising: str, falling: str, step: float) -> dict[str, float]:
    """Physical shares with one raised to a step at the cost of another, and of the rest where that is not enough."""
    gain = max(step - physical[rising], 0.0)
    given = min(gain, physical[falling])
    raised = {**physical, rising: physical[rising] + gain, falling: physical[falling] - given}
    others = [code for code in physical if code not in (rising, falling)]
    pool = sum(physical[code] for code in others)
    for code in others:
        raised[code] = physical[code] * (1.0 - (gain - given) / pool) if pool > 0 else 0.0
    return raised


def _interval(case: VariantCase, inside: Collection[str], row: int, at: Sequence[int]) -> tuple[float, float] | None:
    """The change at the last step for the ends of the share of the variants in own emissions, Mt."""
    if case.low is None or case.high is None:
        return None
    mixes = _mixes(case, (case.definition.path or {})["steps"][-1])
    changes = [
        float((chosen_footprints(end, mixes, buyers=inside).footprint - end.footprint)[row, at].sum()) / 1e3
        for end in (case.low, case.high)
    ]
    return min(changes), max(changes)


def _bought(case: VariantCase, inside: Collection[str], row: int) -> tuple[dict[str, float], dict[str, float]]:
    """What the area's buyers spend on each variant that they buy, and its chain intensity (kg per unit of money)."""
    sectors, uses = case.accounts.sectors, case.accounts.final_uses
    mine = np.array([region in inside for region in (*sectors.regions, *uses.regions)])
    spent, chain = case.split.sold[:, mine].sum(axis=1), case.split.chain[row]
    bought, intensity = dict[str, float](), dict[str, float]()
    for code in case.definition.labels:
        at = [place for place, name in enumerate(sectors.products) if name == f"{case.product}.{code}"]
        whole = float(spent[at].sum())
        if whole > 0:
            bought[code], intensity[code] = whole, float(spent[at] @ chain[at]) / whole
    return bought, intensity
