"""Which table that is not here would improve which figure of households, as a packaged list."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import yaml


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One step of the plan.

    Attributes
    ----------
    order : int
        1 = the largest effect; judged in the file.
    sources : tuple of str
        Ids of source records; all are needed.
    improves, replaces : mapping
        In both languages: the figure that gets better, and what it rests on until then.
    variance_share : float or None
        Share (0 to 1) of the variance that the doubts have which it lessens: at most that goes. None where no build has
        measured it.
    effect_kg : float or None
        Change of a municipality's footprint per household, kg CO2e; None: not measured.
    lessens : tuple of str
        Doubts of the model.
    seen_in : {"place", "groups"}, optional
        Whether the share is of what sets municipalities apart or of what is bought.
    """

    order: int
    sources: tuple[str, ...]
    improves: Mapping[str, str]
    replaces: Mapping[str, str]
    variance_share: float | None = None
    effect_kg: float | None = None
    lessens: tuple[str, ...] = ()
    seen_in: Literal["place", "groups"] | None = None


@functools.cache
def household_plan() -> tuple[PlanItem, ...]:
    """The plan for households in its judged order (``data/households/plan.yml``).

    Examples
    --------
    >>> [item.sources[0] for item in household_plan()][:1]
    ['cbs-85873ned']
    """
    file = importlib.resources.files("ketenkompas") / "data" / "households" / "plan.yml"
    items = (
        PlanItem(**{**raw, "sources": tuple(raw["sources"]), "lessens": tuple(raw["lessens"])})
        for raw in yaml.safe_load(file.read_text("utf-8"))["items"]
    )
    return tuple(sorted(items, key=lambda item: item.order))
