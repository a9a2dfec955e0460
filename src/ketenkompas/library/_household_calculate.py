"""One household computed: what it causes, how sure that is, and what actions would change."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError
from ketenkompas.i18n import Language, language_of, text
from ketenkompas.library._household_calculation import CalculatedEffect, CalculatedPart, Calculation, Household
from ketenkompas.library._household_level import full_parts, status_text
from ketenkompas.library._household_products import YEAR, per_of, product, unit_of
from ketenkompas.library._household_sums import Effect, Line, acted, effect, lines, state, summed
from ketenkompas.library._household_table import UNKNOWN, calculator
from ketenkompas.library._household_types import CLASSES
from ketenkompas.library._query import sources_of

_MOST: Mapping[str, float] = {
    "gas_m3": 20_000,
    "kwh": 50_000,
    "heat_gj": 500,
    "cars": 10,
    "km": 300_000,
}
_LARGEST = 12


def calculate(
    household: Household,
    actions: Sequence[str] = (),
    *,
    respend: bool = True,
    per: str = "household",
    year: int = YEAR,
    lang: str = "en",
) -> Calculation:
    """What a household causes in a year, and what actions would change, kg CO2-equivalent (AR5).

    Parameters
    ----------
    household : Household
    actions : sequence of str
        Ids of :func:`calculator`'s actions; one that is not modelled has an effect without a value.
    respend : bool
        Whether the money saved is spent again at the mean kg per EUR of what the household buys.
    per : {"household", "person"}

    Returns
    -------
    Calculation
        The same numbers as the page computes in the browser (``tests/web``).

    Raises
    ------
    InputError
        ``households.calculator_faults`` with everything that is wrong with the household.
    UnknownCodeError
        ``households.action_unknown``.

    Notes
    -----
    Group of the cell plus quantity times factor; bounds by the root of the sum of squares of the parts' distances.
    """
    language, kind = language_of(lang), per_of(per)
    _require(household)
    table = calculator(year)
    known = [action["id"] for action in table["actions"]]
    strange = [one for one in actions if one not in known]
    if strange:
        raise UnknownCodeError("households.action_unknown", found=", ".join(strange), known=", ".join(known))
    heads = household.size if kind == "person" else 1
    income, tenure = household.income or UNKNOWN, household.tenure or UNKNOWN
    before = state(table, household.size, income, tenure, household.said())
    usual = state(table, household.size, income, tenure, {})
    parts = lines(table, before)
    value, low, high = (one / heads for one in summed(parts))
    together = effect(table, before, acted(table, before, actions), respend=respend)
    alone = {one: effect(table, before, acted(table, before, [one]), respend=respend) for one in actions}
    _, receipt = product("calculator", year)
    return Calculation(
        household=household,
        year=year,
        per=kind,
        unit=unit_of(kind),
        value=value,
        low=low,
        high=high,
        usual=summed(lines(table, usual))[0] / heads,
        after=value + together.kg / heads,
        parts=tuple(_part(table, part, heads, language) for part in parts),
        effects=(*_effects(table, alone, heads, language), *_together(actions, together, heads, language)),
        respend=respend,
        status=status_text("calculated", language, full_parts(receipt)),
        notes=tuple(text(f"households.note.{name}", language) for name in ("calculated", "usual", "actions")),
        sources=sources_of((receipt,), language),
        receipt=receipt.id,
        language=language,
    )


def _part(table: Mapping[str, Any], part: Line, heads: int, language: Language) -> CalculatedPart:
    return CalculatedPart(
        id=part.id,
        group=part.group,
        label=table["names"][part.id][language],
        value=part.kg / heads,
        low=part.low / heads,
        high=part.high / heads,
        quantity=part.quantity,
        quantity_unit=part.unit,
        said=part.said,
    )


def _effects(
    table: Mapping[str, Any], alone: Mapping[str, Effect], heads: int, language: Language
) -> Iterable[CalculatedEffect]:
    for action in table["actions"]:
        if action["id"] in alone:
            modelled = action["status"] != "not_modelled"
            numbers = _numbers(alone[action["id"]] if modelled else None, heads)
            if action["swap"] and not action["swap"]["priced"]:
                numbers["saved_eur"] = None
            yield CalculatedEffect(
                id=action["id"],
                label=action["name"][language],
                how=action["how"][language],
                status=action["status"],
                status_text=text(f"households.action.{action['status']}", language),
                source=action["source"][language],
                **numbers,
            )


def _together(actions: Sequence[str], together: Effect, heads: int, language: Language) -> tuple[CalculatedEffect, ...]:
    if not actions:
        return ()
    label, how = (text(f"households.together.{name}", language) for name in ("label", "how"))
    return (CalculatedEffect("together", label, how, "", "", "", **_numbers(together, heads)),)


def _numbers(one: Effect | None, heads: int) -> dict[str, float | None]:
    if one is None:
        return dict.fromkeys(("value", "home", "abroad", "rebound", "saved_eur"))
    kg = {"value": one.kg, "home": one.home, "abroad": one.abroad, "rebound": one.rebound}
    return {**{name: value / heads for name, value in kg.items()}, "saved_eur": one.saved_eur}


def _require(household: Household) -> None:
    """Every fault of a household at once."""
    faults: list[KetenkompasError] = []
    if isinstance(household.size, bool) or not isinstance(household.size, int) or not 1 <= household.size <= _LARGEST:
        faults.append(InputError("households.calculator_size", where="size", found=household.size, most=_LARGEST))
    for name in ("income", "tenure"):
        given = getattr(household, name)
        if given not in (None, *CLASSES[name]):
            known = ", ".join(CLASSES[name])
            faults.append(InputError("households.class_unknown", where=name, found=given, dimension=name, known=known))
    for name, most in _MOST.items():
        given = getattr(household, name)
        if given is not None and not (math.isfinite(given) and 0 <= given <= most):
            faults.append(
                InputError("households.calculator_amount", where=name, name=name, found=given, most=f"{most:g}")
            )
    if faults:
        raise InputError("households.calculator_faults", problems=faults, count=len(faults))
