"""Emission factors: ``import ketenkompas as kk; kk.factors.get("fuel.diesel.b7")``.

Every function reads one release: the newest, the one that is named, or the one that was in force on a date.
"""

from __future__ import annotations

from ketenkompas.library._factor_choice import choose, search, warm
from ketenkompas.library._factor_editions import (
    build,
    check_build,
    form_of,
    read_source,
    sources,
    write_edition,
    write_file,
)
from ketenkompas.library._factor_releases import (
    ReleaseInfo,
    difference,
    export,
    get,
    history,
    only_green_asked,
    release,
    releases,
)
from ketenkompas.library._factors_derive import derive

__all__ = [
    "ReleaseInfo",
    "build",
    "check_build",
    "choose",
    "derive",
    "difference",
    "export",
    "form_of",
    "get",
    "history",
    "only_green_asked",
    "read_source",
    "release",
    "releases",
    "search",
    "sources",
    "warm",
    "write_edition",
    "write_file",
]
