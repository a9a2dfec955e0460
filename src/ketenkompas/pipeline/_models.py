"""The models that can be built from registered sources, and the plans of each."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import numpy as np

from ketenkompas import ingest, sources
from ketenkompas.mrio import Accounts
from ketenkompas.pipeline._mrio_plans import mrio_plans
from ketenkompas.pipeline._plan import ModelInfo, Plan
from ketenkompas.pipeline._receipt import Input, Step
from ketenkompas.pipeline._variants_frame import VARIANT_YEARS, variants_plan

WIOD = "wiod2013-co2"
WIOD_YEARS = tuple(range(2000, 2012))
READER = Step("ingest.wiod2013", 1)
_WIOD_SHARED = (
    "jrc-co2-wiod2013",
    "wiod2013-region-order",
    "wiod2013-industries",
    "wiod2013-final-demand",
    "wiod2013-output",
)


@functools.cache
def _wiod_regions() -> tuple[str, ...]:
    return ingest.read_wiod2013_regions(sources.open_source("wiod2013-region-order").path)


def wiod_info() -> ModelInfo:
    """WIOD 2013 with JRC CO2: the complete real table that can be shipped as results; a demonstration."""
    return ModelInfo(
        id=WIOD,
        kind="demo",
        title_en="Own model on WIOD 2013 with JRC CO₂",
        title_nl="Eigen model op WIOD 2013 met CO₂ van het JRC",
        gases=("CO2",),
        units=("kt CO2",),
        money="MUSD",
        scheme="WIOD2013_35",
        regions=_wiod_regions(),
        edition="WIOD 2013 release; JRC 2019-07",
        note_en=(
            "Only CO₂, only 2000-2011; not for current decisions. "
            "The licence statement of the 2013 release has still to be confirmed with the publisher "
            "(the 2016 release is CC BY 4.0)."
        ),
        note_nl=(
            "Alleen CO₂, alleen 2000-2011; niet voor actuele beslissingen. "
            "De licentie van de uitgave van 2013 moet nog bij de uitgever worden bevestigd "
            "(de uitgave van 2016 is CC BY 4.0)."
        ),
    )


def source_input(source_id: str) -> Input:
    """The input of a plan for a registered source: its id and the hash of the file that is found."""
    return Input(source_id, sources.open_source(source_id).sha256)


def read_wiod(year: int) -> tuple[Accounts, np.ndarray | None]:
    """The accounts of a year of WIOD, and output (n,) as the source states it, MUSD."""
    table, co2, regions, industries, final_demand, output = (
        sources.open_source(source_id).path for source_id in (f"wiod2013-wiot-{year}", *_WIOD_SHARED)
    )
    accounts = ingest.read_wiod2013(
        table, co2=co2, regions=regions, industries=industries, final_demand=final_demand, year=year
    )
    return accounts, ingest.read_wiod2013_output(output, regions=regions, industries=industries, year=year)


def wiod_inputs(year: int) -> list[Input]:
    """The files of a year of WIOD: its own table, and what all years share."""
    shared = [source_input(source_id) for source_id in _WIOD_SHARED]
    return [source_input(f"wiod2013-wiot-{year}"), *shared]


def wiod_plans(years: Sequence[int] = WIOD_YEARS) -> Iterator[tuple[int, list[Plan]]]:
    """Year by year, the plans for WIOD; a changed yearly table touches its own year only."""
    for year in years:
        inputs = wiod_inputs(year)
        read = functools.partial(read_wiod, year)
        plans = mrio_plans(model=WIOD, year=year, read=read, reader=READER, inputs=inputs)
        if year in VARIANT_YEARS:
            plans.append(
                variants_plan(model=WIOD, year=year, read=read, reader=READER, inputs=inputs, scheme=wiod_info().scheme)
            )
        yield year, plans
