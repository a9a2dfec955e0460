"""The sources of emission factors of which an edition can be imported, by id."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ketenkompas.ingest._factor_import import FactorSource

_ALL: tuple[FactorSource, ...] = ()

FACTOR_SOURCES: Mapping[str, FactorSource] = MappingProxyType({one.source_id: one for one in _ALL})
