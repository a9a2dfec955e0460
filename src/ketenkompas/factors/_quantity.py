"""Amounts from one unit to another: inside one kind of quantity freely, between kinds over named bridges only."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ketenkompas.errors import UnitError
from ketenkompas.factors._record import QuantityKind
from ketenkompas.factors._units import ActivityUnit, activity_unit


@dataclass(frozen=True, slots=True)
class Bridge:
    """A stated relation between two kinds of quantity: ``1 from_unit = per to_unit``, usable both ways.

    Attributes
    ----------
    rule : str
        What the number is: ``density``, ``net_calorific_value``, ``gross_calorific_value``, ``energy_content``,
        ``gas_bill``.
    per : float
        ``to_unit`` per ``from_unit``, above zero.
    source : str
        Where the number was read.
    assumed : bool
        True when the bridge holds only under an assumption that the user must know.
    """

    rule: str
    from_unit: str
    to_unit: str
    per: float
    source: str
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a conversion: ``amount`` in ``unit`` becomes ``result`` in ``to_unit``."""

    rule: str
    amount: float
    unit: str
    result: float
    to_unit: str
    source: str = ""
    assumed: bool = False

    def as_json(self) -> dict[str, Any]:
        """The step as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a unit, with the steps that led to it."""

    value: float
    unit: str
    steps: tuple[Step, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The amount and its steps as plain data."""
        return {"value": self.value, "unit": self.unit, "steps": [one.as_json() for one in self.steps]}


def convert_amount(value: float, unit: str, to_unit: str, bridges: Iterable[Bridge] = ()) -> Amount:
    """An amount in another unit, with every step.

    Inside one kind of quantity the list of units decides. Between kinds (litres and kilogrammes, net and gross
    calorific kilowatt-hours, vehicle- and passenger-kilometres) only the bridges given lead across; of several
    ways the one with the fewest steps is taken, and among those the one with the bridges named first.

    Raises
    ------
    UnitError
        ``factor.unit_unknown``; ``factor.kinds_differ`` when no bridge leads across.

    Notes
    -----
    ``tests/properties/test_factor_choice.py`` shows that going and coming back gives the amount.

    Examples
    --------
    >>> convert_amount(2.5, "MWh", "kWh").value
    2500.0
    >>> diesel = (Bridge("density", "L", "kg", 0.84, "made"), Bridge("net_calorific_value", "kg", "MJ{NCV}", 43, ""))
    >>> found = convert_amount(1000, "L", "kW.h{NCV}", diesel)
    >>> round(found.value, 3), [step.rule for step in found.steps]
    (10033.333, ['density', 'net_calorific_value', 'unit'])
    """
    start, goal = activity_unit(unit), activity_unit(to_unit)
    found = reach(value, start, goal, tuple(bridges))
    if found is None:
        raise UnitError(
            "factor.kinds_differ", found=start.code, kind=start.kind, wanted=goal.code, wanted_kind=goal.kind
        )
    return found


def reach(value: float, start: ActivityUnit, goal: ActivityUnit, bridges: tuple[Bridge, ...]) -> Amount | None:
    """As :func:`convert_amount`; None when no way leads from one kind to the other."""
    if start.kind == goal.kind == "money":
        return Amount(value, goal.code) if start.code == goal.code else None
    way = _way(start.kind, goal.kind, bridges)
    if way is None:
        return None
    amount = Amount(value, start.code)
    for bridge in way:
        amount = _cross(_inside(amount, activity_unit(bridge.from_unit)), bridge)
    return _inside(amount, goal)


def _inside(amount: Amount, goal: ActivityUnit) -> Amount:
    if amount.unit == goal.code:
        return amount
    result = amount.value * activity_unit(amount.unit).per_base / goal.per_base
    return Amount(result, goal.code, (*amount.steps, Step("unit", amount.value, amount.unit, result, goal.code)))


def _cross(amount: Amount, bridge: Bridge) -> Amount:
    result = amount.value * bridge.per
    step = Step(bridge.rule, amount.value, amount.unit, result, bridge.to_unit, bridge.source, bridge.assumed)
    return Amount(result, bridge.to_unit, (*amount.steps, step))


def _way(start: QuantityKind, goal: QuantityKind, bridges: tuple[Bridge, ...]) -> tuple[Bridge, ...] | None:
    outward = _outward(bridges)
    seen: set[QuantityKind] = {start}
    waiting: deque[tuple[QuantityKind, tuple[Bridge, ...]]] = deque([(start, ())])
    while waiting:
        kind, way = waiting.popleft()
        if kind == goal:
            return way
        for bridge in outward.get(kind, ()):
            across = activity_unit(bridge.to_unit).kind
            if across not in seen:
                seen.add(across)
                waiting.append((across, (*way, bridge)))
    return None


def _outward(bridges: tuple[Bridge, ...]) -> Mapping[QuantityKind, list[Bridge]]:
    found: dict[QuantityKind, list[Bridge]] = {}
    for one in bridges:
        back = Bridge(one.rule, one.to_unit, one.from_unit, 1 / one.per, one.source, one.assumed)
        for bridge in (one, back):
            found.setdefault(activity_unit(bridge.from_unit).kind, []).append(bridge)
    return found
