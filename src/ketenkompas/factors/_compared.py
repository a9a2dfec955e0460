"""Two factors side by side: what is the same, what differs, and whether one may be divided by the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ketenkompas.factors._record import Factor
from ketenkompas.factors._units import activity_unit

COMPARED = (
    "value", "unit", "region", "boundary", "gwp_set", "low", "high", "uncertainty_source", "biogenic_co2", "avoided",
    "market_or_location", "price_basis", "price_year", "data_year_from", "data_year_to", "valid_from", "variant",
    "technology", "source", "licence", "flags",
)  # fmt: skip
"""What is put side by side, in this order."""


@dataclass(frozen=True, slots=True)
class Field:
    """A property of two factors, as the records hold it."""

    name: str
    first: Any
    second: Any

    @property
    def same(self) -> bool:
        """Whether both have the same."""
        return bool(self.first == self.second)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two factors side by side.

    ``ratio`` is the second value over the first, per the same amount of activity; None with ``no_ratio``, the reason:
    ``no_value``, ``zero``, ``quantity_kind``, ``boundary``, ``currency``, ``price_basis``. ``cautions`` are what makes
    a ratio that can be given less than exact: ``gwp_set``, ``price_year``.
    """

    first: Factor
    second: Factor
    fields: tuple[Field, ...]
    ratio: float | None
    no_ratio: str
    cautions: tuple[str, ...]


def compared(first: Factor, second: Factor) -> Comparison:
    """Two factors side by side, with the ratio of their values where they count the same activity and boundary.

    Properties that neither has are left out.
    """
    fields = tuple(Field(name, _of(first, name), _of(second, name)) for name in COMPARED)
    refused = _refused(first, second)
    return Comparison(
        first,
        second,
        tuple(one for one in fields if _is_said(one.first) or _is_said(one.second)),
        None if refused else _per_base(second) / _per_base(first),
        refused,
        () if refused else tuple(name for name in ("gwp_set", "price_year") if _of(first, name) != _of(second, name)),
    )


def _of(factor: Factor, name: str) -> Any:
    made: Mapping[str, Any] = {"source": factor.source.source_id, "licence": factor.source.licence}
    return made[name] if name in made else getattr(factor, name)


def _is_said(value: Any) -> bool:
    return value is not None and value not in ("", ())


def _refused(first: Factor, second: Factor) -> str:
    if first.value is None or second.value is None:
        return "no_value"
    for name in ("quantity_kind", "boundary", "currency", "price_basis"):
        if getattr(first, name) != getattr(second, name):
            return name
    return "zero" if first.value == 0 else ""


def _per_base(factor: Factor) -> float:
    """The value per base unit of the kind of quantity (per kg where it is given per tonne)."""
    if factor.value is None:
        raise ValueError(f"{factor.key} has no value")
    return factor.value / activity_unit(factor.unit).per_base
