"""Registry of source files: what they are, under which licence, where they are, and how to have them, checked."""

from ketenkompas.sources._check import check, remembered
from ketenkompas.sources._open import Opened, find, get, open_source
from ketenkompas.sources._patience import Patience, Progress
from ketenkompas.sources._places import Origin, Places, places
from ketenkompas.sources._record import Column, Correction, SourceRecord, Unusable, apply_corrections
from ketenkompas.sources._registry import record, records, registry, schema

__all__ = [
    "Column",
    "Correction",
    "Opened",
    "Origin",
    "Patience",
    "Places",
    "Progress",
    "SourceRecord",
    "Unusable",
    "apply_corrections",
    "check",
    "find",
    "get",
    "open_source",
    "places",
    "record",
    "records",
    "registry",
    "remembered",
    "schema",
]
