"""Sources that a user brings under a licence of their own, and packs that are read on request only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ketenkompas.ingest._factor_base_empreinte import BASE_EMPREINTE, read_base_empreinte
from ketenkompas.ingest._factor_ecoinvent import LCA_SOURCE, read_brightway, read_ecospold
from ketenkompas.ingest._factor_epa import EPA_SOURCE, read_epa
from ketenkompas.ingest._factor_epd import EPD_SOURCE, read_epd
from ketenkompas.ingest._factor_import import FactorSource

_GUIDE = "how-to/bring-your-own-factors"
_ALL: tuple[FactorSource, ...] = (
    FactorSource(EPD_SOURCE, "Milieuverklaringen (EPD, ILCD+EPD)", "Product declarations (EPD, ILCD+EPD)", read_epd,
                 guide=_GUIDE, file_kind="xml"),
    FactorSource(LCA_SOURCE, "LCA-database, ecoSpold 2 met scores", "LCA data base, ecoSpold 2 with scores",
                 read_ecospold, guide=_GUIDE, file_kind="spold"),
    FactorSource(f"{LCA_SOURCE}-table", "LCA-database, tabel met scores (Brightway)",
                 "LCA data base, table of scores (Brightway)", read_brightway, guide=_GUIDE, file_kind="csv"),
    FactorSource(BASE_EMPREINTE, "Base Empreinte (ADEME)", "Base Empreinte (ADEME)", read_base_empreinte,
                 guide=_GUIDE, file_kind="csv"),
    FactorSource(EPA_SOURCE, "US EPA, factoren per dollar", "US EPA, factors per dollar", read_epa,
                 guide=_GUIDE, file_kind="csv"),
)  # fmt: skip

OWN_FACTOR_SOURCES: Mapping[str, FactorSource] = MappingProxyType({one.source_id: one for one in _ALL})
"""By the name of the connector; what is read never comes with Ketenkompas."""
