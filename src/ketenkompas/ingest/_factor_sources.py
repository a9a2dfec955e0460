"""The sources of emission factors of which an edition can be imported, by id."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ketenkompas.ingest._desnz import DESNZ
from ketenkompas.ingest._factor_benchmarks import CBAM_BENCHMARKS
from ketenkompas.ingest._factor_cbam import CBAM_DEFAULTS
from ketenkompas.ingest._factor_figaro import FIGARO_ECODEX
from ketenkompas.ingest._factor_grid import GRID_INTENSITY
from ketenkompas.ingest._factor_gwp import GWP_IPCC
from ketenkompas.ingest._factor_import import FactorSource
from ketenkompas.ingest._nl_list import NL_LIST
from ketenkompas.ingest._rivm import RIVM_FOOD

_ALL: tuple[FactorSource, ...] = (
    NL_LIST,
    RIVM_FOOD,
    DESNZ,
    FIGARO_ECODEX,
    CBAM_DEFAULTS,
    CBAM_BENCHMARKS,
    GWP_IPCC,
    GRID_INTENSITY,
)

FACTOR_SOURCES: Mapping[str, FactorSource] = MappingProxyType({one.source_id: one for one in _ALL})
