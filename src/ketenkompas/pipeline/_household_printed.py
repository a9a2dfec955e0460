"""What is printed beside the figures: factors, the sum before them, and comparisons that nothing was tuned to."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ketenkompas.factors import Factor
from ketenkompas.households import size_shares
from ketenkompas.pipeline._household_inputs import purchaser_key
from ketenkompas.pipeline._household_run import HouseholdRun

Printed = dict[str, tuple[float, str]]


def printed(run: HouseholdRun, records: Mapping[str, Factor]) -> Printed:
    """Name to value and unit: the level, its parts, and how unequal the figures are."""
    total, only = run.items.index("total"), run.items.index("households")
    survey = run.situation.survey
    shared = run.settled.ratio[~survey.ratio_known & survey.consumption]
    direct = run.settled.direct
    return {
        "households": (float(run.households[0]), "households"),
        "inhabitants": (float(run.inhabitants[0]), "persons"),
        "households_scale": (run.situation.households / run.situation.households_then, "1"),
        "plain_sum": (plain_sum(run, records) / 1e9, "Mt CO2e_AR5"),
        "bought_by_households": (
            float(run.settled.country.groups.sum() + run.settled.country.quantity.sum()) / 1e9,
            "Mt CO2e_AR5",
        ),
        "direct": (direct.total / 1e9, "Mt CO2e_AR5"),
        "direct_gas": (direct.gas / 1e9, "Mt CO2e_AR5"),
        "bought_by_others": (float(run.settled.country.others.sum()) / 1e9, "Mt CO2e_AR5"),
        **({"common_ratio": (float(shared[0]), "1")} if len(shared) else {}),
        "per_person": (float(run.kg[0, total] / run.inhabitants[0]) / 1e3, "t CO2e_AR5/person"),
        "per_household": (float(run.kg[0, only] / run.households[0]) / 1e3, "t CO2e_AR5/household"),
        **_inequality(run, only),
        **_survey_sum(run),
        "lease_r2": (run.settled.cars.r2, "1"),
        "lease_rmse": (run.settled.cars.rmse, "1"),
    }


def plain_sum(run: HouseholdRun, records: Mapping[str, Factor]) -> float:
    """Spending at the level of the accounts times published purchaser-price factors of industries, kg.

    Not a footprint: spending of 2025 meets factors of 2023, margins and taxes of the whole economy stand for those that
    consumers pay, industries for the products of final demand, and nothing makes it add up to the country. It is what
    one gets without a level, shown so that nobody has to guess.
    """
    survey, demand = run.situation.survey, run.situation.demand
    rates = demand.products.intensity.copy()
    for at, code in enumerate(demand.products.codes):
        record = records.get(purchaser_key(code))
        if record is not None and record.value is not None:
            rates[at] = record.value
    spent = run.situation.households_accounts * survey.everyone * survey.price * run.settled.ratio
    return float(spent @ (demand.bridge @ rates))


def _survey_sum(run: HouseholdRun) -> Printed:
    """What class totals by size add up to, before anything was made to agree, beside the published mean of all.

    Sizes are those inferred from the district statistics, or those counted.
    """
    places, frame = run.situation.places, run.situation.frame
    homes = places.inhabitants_then / places.mean_size
    (totals,) = (one.published for one in run.situation.survey.margins if one.total and one.name == "size")
    if any("size" in one.dimensions for one in run.situation.counts):
        counted = np.array([frame.member("size", name) @ run.cells[0] for name in frame.size])
        mean = float(counted @ totals / counted.sum())
    else:
        persons = np.array(frame.persons)
        sizes = size_shares(places.single, places.mean_size, run.situation.size_prior, persons, places.codes)
        mean = float(homes @ sizes.shares @ totals / homes.sum())
    return {
        "survey_by_size": (mean, "EUR_2020/household"),
        "survey_all": (float(run.situation.survey.everyone.sum()), "EUR_2020/household"),
        "households_by_rounded_size": (float(homes.sum()), "households"),
    }


def _inequality(run: HouseholdRun, item: int) -> Printed:
    """The highest fifth of households over the lowest, as it is and within sizes, and the elasticity to spending."""
    frame, counts = run.situation.frame, run.cells[0]
    kg = run.type_kg[:, item]
    euros = run.settled.spending @ (run.situation.survey.price * run.settled.ratio)

    def mean(values: np.ndarray, chosen: np.ndarray) -> float:
        return float((chosen * counts) @ values / (chosen * counts).sum())

    low, high = frame.member("income", "1"), frame.member("income", "5")
    sizes = [frame.member("size", size) for size in frame.size]
    weights = np.array([one @ counts for one in sizes]) / counts.sum()
    within = [mean(kg, high * one) for one in sizes], [mean(kg, low * one) for one in sizes]
    ratio, spent = mean(kg, high) / mean(kg, low), mean(euros, high) / mean(euros, low)
    return {
        "fifth_over_first": (ratio, "1"),
        "fifth_over_first_within_size": (float(weights @ within[0] / (weights @ within[1])), "1"),
        "spending_fifth_over_first": (spent, "1"),
        "elasticity": (float(np.log(ratio) / np.log(spent)), "1"),
    }
