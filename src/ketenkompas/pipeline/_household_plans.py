"""The plans of the household footprint: one run, many products, each with its receipt."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ketenkompas import ingest, sources
from ketenkompas.factors import Factor
from ketenkompas.households import Spread
from ketenkompas.mrio import Check
from ketenkompas.pipeline._factor_store import read_some
from ketenkompas.pipeline._household_calculator import calculator_frame
from ketenkompas.pipeline._household_course import changes_frame, course_frame
from ketenkompas.pipeline._household_files import (
    HOUSEHOLD_SOURCES,
    HouseholdFiles,
    household_files,
    official_factor,
)
from ketenkompas.pipeline._household_frames import (
    cells_frame,
    doubts_frame,
    draws_frame,
    figures_frame,
    level_rows,
    mix_frame,
    origin_figures_frame,
    origins_frame,
    types_frame,
    ways_frame,
)
from ketenkompas.pipeline._household_full import PARTS, full_tables
from ketenkompas.pipeline._household_inputs import household_situation, purchaser_key, whole_of
from ketenkompas.pipeline._household_lifted import lifted
from ketenkompas.pipeline._household_places import places_frame, province_of
from ketenkompas.pipeline._household_printed import printed
from ketenkompas.pipeline._household_run import COUNT, SEED, HouseholdRun, household_run, spread_of
from ketenkompas.pipeline._household_survey import survey_errors
from ketenkompas.pipeline._plan import Made, Plan
from ketenkompas.pipeline._receipt import Identity, Input, Step, canonical

HOUSEHOLDS = "households"
_STEPS = (Step("ingest.households", 1), Step("households.settle", 2), Step("households.draws", 2))


@dataclass(frozen=True)
class _Ran:
    """A run, the sizes of doubt that it was drawn with, and what was done before it, for the receipt."""

    run: HouseholdRun
    spread: Spread
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Work:
    """What all products of one build share: files, parameters, and the run, made once when first asked."""

    files: HouseholdFiles
    parameters: ingest.HouseholdParameters
    records: Mapping[str, Factor]
    ran: Callable[[], _Ran]
    groups: Sequence[ingest.HouseholdGroup]
    only_green: bool

    def run(self) -> HouseholdRun:
        """The run alone."""
        return self.ran().run


def household_plans(
    *, count: int = COUNT, seed: int = SEED, only_green: bool = False, parts: Collection[str] = PARTS
) -> list[Plan]:
    """The plans of all products of the household footprint, at the level that the tables at hand allow.

    Parameters
    ----------
    count, seed : int
        Draws, and what they start from.
    only_green : bool
        Refuse records of which the licence leaves a question open; with a full table no figure rests on them.
    parts : collection of str
        Parts that may be at the full level where their tables are here (``PARTS``); none gives the starter.

    Raises
    ------
    SourceError
        When a registered file is not at hand.
    InputError
        ``households.only_green``, when asked.
    """
    parameters, buyers = ingest.household_parameters(), ingest.purchasers()
    keys = {*parameters.factors.values(), *(purchaser_key(code) for code in buyers.prior)}
    files, records = household_files(), read_some(parameters.factor_release, keys)
    full = full_tables(parameters.shown_year, parts)

    @functools.cache
    def ran() -> _Ran:
        starter = household_situation(files, parameters, buyers, records, only_green=only_green and full.own is None)
        situation, notes = lifted(starter, files, parameters, full)
        errors = None
        if full.survey is not None:
            errors = survey_errors(starter.survey, full.survey, parameters.doubt("survey_group"))
        spread = spread_of(parameters, buyers, errors)
        run = household_run(
            situation,
            spread,
            ingest.household_groups(),
            province_of(files),
            whole_of(records[parameters.factors["driving"]]),
            count=count,
            seed=seed,
        )
        return _Ran(run, spread, notes)

    work = _Work(files, parameters, records, ran, ingest.household_groups(), only_green)
    inputs = (
        *(Input(source, sources.open_source(source).sha256) for source in HOUSEHOLD_SOURCES),
        *(Input(source, str(sources.record(source).sha256)) for source in _registered(records)),
        *full.inputs,
    )
    told = {
        "level": full.level,
        **({} if full.own is None else {"table_model": full.own.model}),
        "draws": count,
        "only_green": only_green,
        "parameters": parameters.raw["id"],
        "parameters_sha256": _hash(parameters.raw),
        "purchasers_sha256": _hash(buyers.raw),
        "factor_release": parameters.factor_release,
        "factors": sorted(record.ref for record in records.values()),
        "items_sha256": _hash([(one.id, [item.id for item in one.items]) for one in work.groups]),
    }
    return [
        Plan(
            Identity(name, HOUSEHOLDS, parameters.shown_year, _STEPS, inputs, told, seed),
            functools.partial(_made, work, make),
        )
        for name, make in _MAKERS.items()
    ]


def _registered(records: Mapping[str, Factor]) -> list[str]:
    """The registered files that the records were read from, for naming their sources."""
    return sorted({record.source.registered_as for record in records.values()} - {""})


def _hash(raw: object) -> str:
    return hashlib.sha256(canonical(raw).encode()).hexdigest()[:16]


def _made(work: _Work, make: Callable[[_Work], pl.DataFrame]) -> Made:
    ran = work.ran()
    return make(work), _checks(ran.run), [*ran.notes, *_notes(ran.run)]


def _checks(run: HouseholdRun) -> list[Check]:
    """Sums over places and kinds against the country."""
    total = run.items.index("total")
    places = run.kg[-len(run.situation.places.codes) :, total].sum()
    kinds = run.cells[0] @ run.type_kg[:, total]
    drawn = np.abs(run.drawn_kg[:, 0, total] / run.totals - 1).max()
    national = run.settled.account.kg.sum()
    return [
        _check("places_add_up", float(abs(places / national - 1)), 1e-9),
        _check("kinds_add_up", float(abs(kinds / national - 1)), 1e-9),
        _check("draws_add_up", float(drawn), 1e-5),
    ]


def _check(name: str, value: float, tolerance: float) -> Check:
    return Check(name, value, tolerance, value < tolerance)


def _notes(run: HouseholdRun) -> list[str]:
    return [f"{place}: margins dropped: {', '.join(names)}" for place, names in run.settled.dropped.items()]


def _level(work: _Work) -> pl.DataFrame:
    """The level and what is printed beside it. A full table stands as it is: the official total is only shown."""
    run, (factor, total) = work.run(), official_factor(work.files, work.parameters.shown_year)
    table, name = run.situation.table, "official_factor"
    if table is not None:
        factor, name = total / float(table.bought.sum()), "table_to_official"
    beside = {"official_total": (total / 1e9, "Mt CO2e_AR5"), name: (factor, "1")}
    shown = printed(run, work.records)
    if work.only_green:
        del shown["plain_sum"]  # made of the published factors at purchaser prices
    return level_rows(run, {**beside, **shown})


_MAKERS: dict[str, Callable[[_Work], pl.DataFrame]] = {
    "figures": lambda work: figures_frame(work.run(), work.groups),
    "origins": lambda work: origins_frame(work.run()),
    "origin_figures": lambda work: origin_figures_frame(work.run()),
    "places": lambda work: places_frame(work.run(), work.files),
    "types": lambda work: types_frame(work.run()),
    "mix": lambda work: mix_frame(work.run()),
    "cells": lambda work: cells_frame(work.run()),
    "draws": lambda work: draws_frame(work.run()),
    "course": lambda work: course_frame(work.run(), work.files, work.parameters),
    "changes": lambda work: changes_frame(course_frame(work.run(), work.files, work.parameters)),
    "calculator": lambda work: calculator_frame(work.run(), work.groups, work.parameters, work.records),
    "national": _level,
    "ways": lambda work: ways_frame(work.run(), work.groups),
    "doubts": lambda work: doubts_frame(work.run(), work.ran().spread),
}
