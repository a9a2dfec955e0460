"""The value of a factor for the boundary and the set of potentials that were asked for, or why it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.factors._gwp import gwp_sets
from ketenkompas.factors._gwp_choice import NATIVE, NotRestated, restate
from ketenkompas.factors._reasons import Reason, Refusal
from ketenkompas.factors._record import Boundary, Factor
from ketenkompas.factors._rules import choice_rules

_NOT_WHOLE = frozenset({"TTW", "WTT", "T&D"})


@dataclass(frozen=True, slots=True)
class Fit:
    """A value per unit: which boundary it has, in which set, made up of what, and what to know about it."""

    value: float
    boundary: str
    gwp_set: str
    by_component: Mapping[str, float] = field(default_factory=dict)
    by_gas: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fit, a refusal, or both: a row without the total that was asked for still offers its parts."""

    fit: Fit | None = None
    refusal: Refusal | None = None


def known_boundary(boundary: str | None) -> str | None:
    """The boundary, checked against the closed list.

    Raises
    ------
    UnknownCodeError
        ``factor.boundary_unknown``.
    """
    if boundary is not None and boundary not in get_args(Boundary):
        raise UnknownCodeError("factor.boundary_unknown", found=boundary, known=", ".join(get_args(Boundary)))
    return boundary


def refused(code: Any, factor: Factor, **params: Any) -> Refusal:
    """A refusal that concerns one record; its sentences may name the record."""
    named = {"nl": factor.name("nl"), "en": factor.name("en")}
    return Refusal(code, factor.ref, factor.key, {"name": named, "edition": factor.source.edition, **params})


def unit_value(factor: Factor, boundary: str, gwp_set: str) -> float:
    """Kg CO2e per unit of the factor, at its own boundary or that of one of its components.

    Raises
    ------
    InputError
        ``factor.not_replayable`` when the record has no such value.
    """
    if boundary != factor.boundary:
        found = next((one.value for one in factor.components if one.stage == boundary), None)
    elif gwp_set != factor.gwp_set:
        restated = restate(factor, gwp_set)
        found = None if isinstance(restated, NotRestated) else restated.value
    else:
        found = factor.value
    if found is None:
        raise InputError("factor.not_replayable", found=factor.ref, boundary=boundary, gwp_set=gwp_set)
    return found


def fit(factor: Factor, wanted: str | None, gwp_set: str | None) -> Fitted:
    """The value of a factor for a boundary (None: the factor's own) and a set of potentials (None: the factor's own).

    A component counts as exact: tank-to-wheel of a well-to-wheel factor is that part of it. A record without a total
    offers the part that it has, beside the refusal of the whole.
    """
    if wanted in (None, factor.boundary):
        return _whole(factor, wanted, gwp_set)
    stage = next((one for one in factor.components if one.stage == wanted), None)
    if stage is None:
        stages = tuple(one.stage for one in factor.components)
        return Fitted(refusal=_not_there(factor, wanted, stages or (factor.boundary,)))
    known = Reason("boundary.component", {"wanted": stage.stage, "boundary": factor.boundary})
    found = Fit(stage.value, stage.stage, factor.gwp_set, {stage.stage: stage.value}, reasons=(known,))
    if gwp_set in (None, factor.gwp_set, NATIVE):
        return Fitted(found)
    return _native_kept(factor, found, NotRestated("no_gases"), str(gwp_set))


def _whole(factor: Factor, wanted: str | None, gwp_set: str | None) -> Fitted:
    if factor.value is None:
        return _part_only(factor, wanted, gwp_set)
    points = choice_rules().points["boundary_not_whole"]
    part = wanted is None and factor.boundary in _NOT_WHOLE
    reasons = (Reason("boundary.not_whole", {"boundary": factor.boundary}, "warning", points),) if part else ()
    stages = {one.stage: one.value for one in factor.components}
    found = Fit(factor.value, factor.boundary, factor.gwp_set, stages, _own_gases(factor), reasons)
    if gwp_set in (None, factor.gwp_set, NATIVE):
        return Fitted(found)
    restated = restate(factor, str(gwp_set))
    if isinstance(restated, NotRestated):
        return _native_kept(factor, found, restated, str(gwp_set))
    told = Reason("gwp.restated", {"from_set": factor.gwp_set, "to_set": restated.gwp_set, "native": factor.value})
    return Fitted(Fit(restated.value, factor.boundary, restated.gwp_set, {}, restated.by_gas, (*reasons, told)))


def _own_gases(factor: Factor) -> Mapping[str, float]:
    if factor.gwp_set not in gwp_sets():
        return {}
    found = restate(factor, factor.gwp_set)
    return {} if isinstance(found, NotRestated) else found.by_gas


def _part_only(factor: Factor, wanted: str | None, gwp_set: str | None) -> Fitted:
    stages = tuple(one.stage for one in factor.components)
    refusal = _not_there(factor, wanted or factor.boundary, stages)
    if not stages:
        return Fitted(refusal=refusal)
    part = max(factor.components, key=lambda one: one.value)
    points = choice_rules().points["boundary_part"]
    told = Reason("boundary.part_only", {"wanted": factor.boundary, "boundary": part.stage}, "warning", points)
    found = Fit(part.value, part.stage, factor.gwp_set, {part.stage: part.value}, reasons=(told,))
    if gwp_set in (None, factor.gwp_set, NATIVE):
        return Fitted(found, refusal)
    return Fitted(_native_kept(factor, found, NotRestated("no_gases"), str(gwp_set)).fit, refusal)


def _not_there(factor: Factor, wanted: str | None, stages: tuple[str, ...]) -> Refusal:
    return refused("boundary_not_available", factor, wanted=wanted, stages=stages)


def _native_kept(factor: Factor, found: Fit, why: NotRestated, gwp_set: str) -> Fitted:
    told = {"asked_set": gwp_set, "own_set": factor.gwp_set, "why": why.reason}
    kept = Reason("gwp.native_kept", told, "warning", choice_rules().points["gwp_kept"])
    return Fitted(replace(found, reasons=(*found.reasons, kept)), refused("gases_unknown", factor, **told))
