"""The arithmetic of one household over the small table: the browser does the very same."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Table = Mapping[str, Any]

REBOUND = "rebound"


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a household: of a cell (a group) or a quantity times a factor.

    ``said`` tells whether the household stated the quantity. ``eur`` is money per year and ``home`` kg emitted in the
    Netherlands, None where the table does not know them.
    """

    id: str
    group: str
    kg: float
    low: float
    high: float
    quantity: float | None = None
    unit: str = ""
    said: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """What a household causes: items of its cell (kg, EUR by item) and quantities by factor.

    ``unpriced`` are quantities that were swapped with one whose price is not known: their money counts on neither side.
    """

    persons: int
    groups: Mapping[str, tuple[float, float, float]]
    items: Mapping[str, tuple[float, float | None]]
    quantities: Mapping[str, float]
    said: frozenset[str]
    unpriced: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Effect:
    """What actions change, kg per year: together, at home and abroad, of which by spending again what was saved."""

    kg: float
    home: float
    abroad: float
    rebound: float
    saved_eur: float


def state(table: Table, persons: int, income: str, tenure: str, said: Mapping[str, float]) -> State:
    """A household before any action; quantities that it does not say are usual for its size.

    Kilometres that are not said follow the cars that are.
    """
    size = table["sizes"][min(persons, len(table["sizes"])) - 1]
    cell = table["cells"][f"{size}|{income}|{tenure}"]
    usual = table["usual"][size]
    quantities = {name: said.get(name, amount) for name, amount in usual.items() if name in table["factors"]}
    if "car_owned" in said and "driving" not in said and usual.get("car_owned"):
        quantities["driving"] = usual["driving"] * said["car_owned"] / usual["car_owned"]
    if "public" in table["factors"]:
        quantities["public"] = float(persons)
    items = {one["id"]: (kg, eur) for one, (kg, eur) in zip(table["items"], cell["items"], strict=True)}
    groups = {name: tuple(numbers) for name, numbers in zip(table["groups"], cell["groups"], strict=True)}
    return State(persons, groups, items, quantities, frozenset(said))


def lines(table: Table, one: State) -> list[Line]:
    """The parts of a household in the order of the table: groups of its cell, then quantities."""
    cells = [Line(name, name, *numbers) for name, numbers in one.groups.items()]
    return cells + [_counted(table, one, name) for name in table["factors"] if name in one.quantities]


def _counted(table: Table, one: State, name: str) -> Line:
    factor, amount = table["factors"][name], one.quantities[name]
    kg, low, high = (amount * factor[part] for part in ("kg", "low", "high"))
    unit = factor["unit"].partition("/")[2]
    return Line(name, table["group_of"][name], kg, low, high, amount, unit, name in one.said or name == "public")


def summed(parts: Sequence[Line]) -> tuple[float, float, float]:
    """Value, low and high of parts together: the root of the sum of squares of their distances to each bound."""
    value = sum(part.kg for part in parts)
    below = math.sqrt(sum((part.kg - part.low) ** 2 for part in parts))
    above = math.sqrt(sum((part.high - part.kg) ** 2 for part in parts))
    return value, value - below, value + above


def acted(table: Table, one: State, actions: Sequence[str]) -> State:
    """A household after actions, before the money is spent again: changes first, then what stands in for what."""
    chosen = [action for action in table["actions"] if action["id"] in actions]
    left: dict[str, float] = {}
    for action in chosen:
        for name, change in action["changes"].items():
            left[name] = left.get(name, 1.0) * (1.0 + change)
    items = {name: _scaled(pair, left.get(name, 1.0)) for name, pair in one.items.items()}
    quantities = {name: amount * left.get(name, 1.0) for name, amount in one.quantities.items()}
    unpriced: set[str] = set()
    for swap in (action["swap"] for action in chosen if action["swap"]):
        if not swap["priced"]:
            unpriced |= {swap["from"], swap["to"]}
        moved = quantities.get(swap["from"], 0.0)
        quantities[swap["to"]] = quantities.get(swap["to"], 0.0) + moved * swap["ratio"]
        quantities[swap["from"]] = 0.0
    return replace(
        one, items=items, groups=_regrouped(table, one, items), quantities=quantities, unpriced=frozenset(unpriced)
    )


def _scaled(pair: tuple[float, float | None], share: float) -> tuple[float, float | None]:
    kg, eur = pair
    return kg * share, None if eur is None else eur * share


def _regrouped(
    table: Table, before: State, items: Mapping[str, tuple[float, float | None]]
) -> dict[str, tuple[float, float, float]]:
    """Groups after their items changed; bounds keep their distance in shares of the value."""
    changed = dict.fromkeys(before.groups, 0.0)
    for one in table["items"]:
        changed[one["group"]] += items[one["id"]][0] - before.items[one["id"]][0]
    found = {}
    for name, (kg, low, high) in before.groups.items():
        share = (kg + changed[name]) / kg if kg else 1.0
        found[name] = (kg * share, low * share, high * share)
    return found


def effect(table: Table, before: State, after: State, *, respend: bool) -> Effect:
    """What changed between two states, with the money saved spent again on what the household buys."""
    kg = home = 0.0
    for name, (was, _) in before.items.items():
        kg += after.items[name][0] - was
        home += (after.items[name][0] - was) * table["home"].get(name, 0.0)
    for name, amount in after.quantities.items():
        change = (amount - before.quantities.get(name, 0.0)) * table["factors"][name]["kg"]
        kg += change
        home += change * (table["factors"][name]["home"] or 0.0)
    saved = _money(table, replace(before, unpriced=after.unpriced))[1] - _money(table, after)[1]
    rebound, at_home = _spent_again(table, after, saved) if respend else (0.0, 0.0)
    kg, home = kg + rebound, home + at_home
    return Effect(kg, home, kg - home, rebound, saved)


def _money(table: Table, one: State) -> tuple[list[tuple[float, float, float]], float]:
    """What is bought with money: kg, EUR and share at home of each, and the EUR together."""
    bought = [(kg, eur, table["home"].get(name, 0.0)) for name, (kg, eur) in one.items.items() if eur is not None]
    for name, amount in one.quantities.items():
        factor = table["factors"][name]
        if factor["eur"] is not None and name not in one.unpriced:
            bought.append((amount * factor["kg"], amount * factor["eur"], factor["home"] or 0.0))
    return bought, sum(eur for _, eur, _ in bought)


def _spent_again(table: Table, after: State, saved: float) -> tuple[float, float]:
    """What spending the money causes, all and at home: at the mean kg per EUR of what is bought after the actions."""
    bought, money = _money(table, after)
    if not money:
        return 0.0, 0.0
    kg = saved * sum(one for one, _, _ in bought) / money
    home = saved * sum(one * share for one, _, share in bought) / money
    return kg, home
