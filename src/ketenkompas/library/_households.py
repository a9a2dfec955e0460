"""The household footprint: ``import ketenkompas as kk; kk.households.footprint("GM0363")``.

What the households of a municipality, a province or the country cause in a year, with an interval, what of it is
measured there, and what it lacks. Every function reads products that were built before.
"""

from __future__ import annotations

from ketenkompas.ingest import (
    HouseholdComparison,
    HouseholdGroup,
    HouseholdItem,
)
from ketenkompas.library._household_beside import (
    SimilarRange,
    comparisons,
    heads,
    lowered,
    scenario_base,
    similar_range,
)
from ketenkompas.library._household_calculate import (
    calculate,
)
from ketenkompas.library._household_calculation import (
    CalculatedEffect,
    CalculatedPart,
    Calculation,
    Household,
)
from ketenkompas.library._household_compare import (
    RANKED,
    Comparison,
    Pair,
    Rank,
    compare,
    ranks,
)
from ketenkompas.library._household_course import (
    changes,
    course,
    level,
    ways,
)
from ketenkompas.library._household_figure import (
    HouseholdBy,
    HouseholdFigure,
    HouseholdPart,
    HouseholdRows,
)
from ketenkompas.library._household_footprint import (
    figures,
    footprint,
)
from ketenkompas.library._household_level import (
    provisional,
    situation,
)
from ketenkompas.library._household_places import (
    Found,
    Place,
    Places,
    find,
    place,
    places,
    search,
    similar,
)
from ketenkompas.library._household_plan import (
    plan,
)
from ketenkompas.library._household_population import (
    Population,
    population,
)
from ketenkompas.library._household_products import (
    HOUSEHOLD_MODEL,
    ORIGINS,
    YEAR,
    HouseholdPer,
    groups,
    item_ids,
    item_label,
    leaves,
    leaves_of,
)
from ketenkompas.library._household_scenario import (
    ScenarioResult,
    ScenarioRow,
    scenario,
    scenarios,
)
from ketenkompas.library._household_table import (
    calculator,
)
from ketenkompas.library._household_types import (
    CLASSES,
    class_label,
    types,
)

__all__ = [
    "CLASSES",
    "HOUSEHOLD_MODEL",
    "ORIGINS",
    "RANKED",
    "YEAR",
    "CalculatedEffect",
    "CalculatedPart",
    "Calculation",
    "Comparison",
    "Found",
    "Household",
    "HouseholdBy",
    "HouseholdComparison",
    "HouseholdFigure",
    "HouseholdGroup",
    "HouseholdItem",
    "HouseholdPart",
    "HouseholdPer",
    "HouseholdRows",
    "Pair",
    "Place",
    "Places",
    "Population",
    "Rank",
    "ScenarioResult",
    "ScenarioRow",
    "SimilarRange",
    "calculate",
    "calculator",
    "changes",
    "class_label",
    "compare",
    "comparisons",
    "course",
    "figures",
    "find",
    "footprint",
    "groups",
    "heads",
    "item_ids",
    "item_label",
    "leaves",
    "leaves_of",
    "level",
    "lowered",
    "place",
    "places",
    "plan",
    "population",
    "provisional",
    "ranks",
    "scenario",
    "scenario_base",
    "scenarios",
    "search",
    "similar",
    "similar_range",
    "situation",
    "types",
    "ways",
]
