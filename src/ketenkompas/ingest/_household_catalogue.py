"""The packaged tables of the household footprint: its items, other names of places, actions of a household."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml

Basis = Literal["observed", "modelled", "equal_per_head"]
Local = Literal["yes", "partly", "no"]
ActionStatus = Literal["assumption", "cited", "not_modelled"]


@dataclass(frozen=True, slots=True)
class HouseholdItem:
    """An item of the household footprint.

    Attributes
    ----------
    id, group : str
    coicop : tuple of str
        Groups of the budget survey; a nested group is taken out of its parent.
    basis : {"observed", "modelled", "equal_per_head"}
    local : {"yes", "partly", "no"}
        Whether policy of a municipality can show up in the figure; ``why`` says why, by language.
    """

    id: str
    group: str
    coicop: tuple[str, ...]
    basis: Basis
    local: Local
    name: Mapping[str, str]
    why: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HouseholdGroup:
    """A group of items, with its name by language."""

    id: str
    name: Mapping[str, str]
    items: tuple[HouseholdItem, ...]


@dataclass(frozen=True, slots=True)
class HouseholdAction:
    """Something that a household can try: what it changes, and on whose word.

    Attributes
    ----------
    changes : mapping
        Share of the quantity by item (-0.25 is a quarter less).
    longer_life : mapping
        Longer use by item (0.5 is half longer).
    swap : mapping
        ``from``, ``to`` and what one unit becomes; empty where nothing is swapped.
    """

    id: str
    name: Mapping[str, str]
    how: Mapping[str, str]
    status: ActionStatus
    source: Mapping[str, str]
    stated: str
    changes: Mapping[str, float]
    longer_life: Mapping[str, float]
    swap: Mapping[str, Any]


@functools.cache
def household_groups() -> tuple[HouseholdGroup, ...]:
    """The groups of the household footprint with their items, in the order in which they are shown.

    Examples
    --------
    >>> [group.id for group in household_groups()][:3]
    ['food', 'home_energy', 'housing']
    """
    return tuple(
        HouseholdGroup(raw["id"], raw["name"], tuple(_item(item, raw["id"]) for item in raw["items"]))
        for raw in _packaged("items.yml")["groups"]
    )


@functools.cache
def household_names() -> Mapping[str, tuple[str, ...]]:
    """Other names of places by code: ``GM0518`` is also The Hague.

    Examples
    --------
    >>> household_names()["GM0518"][0]
    'Den Haag'
    """
    return {code: tuple(names) for code, names in _packaged("names.yml").items()}


@functools.cache
def household_actions() -> tuple[HouseholdAction, ...]:
    """What a household can try, with the source of every number.

    Examples
    --------
    >>> household_actions()[0].changes["clothing"]
    -0.25
    """
    raw = _packaged("actions.yml")
    return tuple(_action(one, raw["stated"]) for one in raw["actions"])


def _item(raw: Mapping[str, Any], group: str) -> HouseholdItem:
    return HouseholdItem(raw["id"], group, tuple(raw["coicop"]), raw["basis"], raw["local"], raw["name"], raw["why"])


def _action(raw: Mapping[str, Any], stated: str) -> HouseholdAction:
    changes, life, swap = (raw.get(part, {}) for part in ("changes", "longer_life", "swap"))
    return HouseholdAction(
        raw["id"], raw["name"], raw["how"], raw["status"], raw["source"], stated, changes, life, swap
    )


def _packaged(name: str) -> Any:
    path = importlib.resources.files("ketenkompas") / "data" / "households" / name
    return yaml.safe_load(path.read_text("utf-8"))
