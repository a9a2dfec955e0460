"""Ketenkompas: greenhouse-gas emissions in product chains, every figure with its receipt.

The public library; see :mod:`ketenkompas.mrio` for the engine and :mod:`ketenkompas.pipeline` for building.

Examples
--------
>>> import ketenkompas as kk
>>> kk.published("NL", 2022).unit
'Mt CO2e_AR5'
"""

from ketenkompas.errors import KetenkompasError
from ketenkompas.library import (
    Analysis,
    Footprint,
    Listing,
    Model,
    Part,
    Series,
    area_codes,
    area_name,
    bundle,
    cited_against_official,
    cited_series,
    compare,
    data_sources,
    exchange,
    explain,
    extract,
    flows,
    footprint,
    ledger,
    model,
    models,
    multipliers,
    paths,
    progress,
    published,
    published_series,
    receipt,
    refine,
    scenario,
    scenarios,
    series,
    split,
    targets,
    trade,
    uncertainty,
)

__all__ = [
    "Analysis",
    "Footprint",
    "KetenkompasError",
    "Listing",
    "Model",
    "Part",
    "Series",
    "area_codes",
    "area_name",
    "bundle",
    "cited_against_official",
    "cited_series",
    "compare",
    "data_sources",
    "exchange",
    "explain",
    "extract",
    "flows",
    "footprint",
    "ledger",
    "model",
    "models",
    "multipliers",
    "paths",
    "progress",
    "published",
    "published_series",
    "receipt",
    "refine",
    "scenario",
    "scenarios",
    "series",
    "split",
    "targets",
    "trade",
    "uncertainty",
]
