"""Where files are looked for: the user's cache, mirror folders, and in which order."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from platformdirs import user_data_dir

from ketenkompas.errors import SourceError
from ketenkompas.sources._record import SourceRecord

Origin = Literal["cache", "mirror", "publisher"]
_ORIGINS: tuple[Origin, ...] = ("cache", "mirror", "publisher")


@dataclass(frozen=True, slots=True)
class Places:
    """Where to look, in order. ``publisher`` in the order allows a download without being asked each time."""

    cache: Path
    mirrors: tuple[Path, ...]
    order: tuple[Origin, ...]

    def cached(self, record: SourceRecord) -> Path:
        """The place of a record's file in the cache, whether it is there or not."""
        return self.cache / record.path

    def find(self, record: SourceRecord) -> tuple[Path, Origin] | None:
        """The first place that has the file, not yet checked; None when no place has it."""
        for origin in self.order:
            folders = {"cache": (self.cache,), "mirror": self.mirrors, "publisher": ()}[origin]
            for folder in folders:
                for name in (record.path, *((record.name,) if record.reach == "hand" else ())):
                    if (folder / name).is_file():
                        return folder / name, origin
        return None


def places(environ: Mapping[str, str] | None = None) -> Places:
    """The places of this user, from the environment.

    ``KETENKOMPAS_HOME`` (default: the user's data folder) holds the cache in ``sources``; ``KETENKOMPAS_MIRROR`` names
    folders in the layout of the registry's ``path`` (a file to be fetched by hand may also lie there by its bare name);
    ``KETENKOMPAS_SOURCES`` is the order, by default ``cache,mirror``: nothing is downloaded unasked.

    Raises
    ------
    SourceError
        ``sources.order_unknown`` when the order names anything else.

    Examples
    --------
    >>> places({"KETENKOMPAS_HOME": "/h", "KETENKOMPAS_SOURCES": "mirror,cache"}).order
    ('mirror', 'cache')
    """
    given = os.environ if environ is None else environ
    home = Path(given.get("KETENKOMPAS_HOME") or user_data_dir("ketenkompas"))
    folders = [part for part in given.get("KETENKOMPAS_MIRROR", "").split(os.pathsep) if part]
    wanted = [part.strip() for part in (given.get("KETENKOMPAS_SOURCES") or "cache,mirror").split(",")]
    order = tuple(origin for part in wanted for origin in _ORIGINS if origin == part)
    if len(order) != len(wanted):
        unknown = ", ".join(repr(part) for part in wanted if part not in _ORIGINS)
        raise SourceError("sources.order_unknown", found=unknown, known=", ".join(_ORIGINS))
    return Places(home / "sources", tuple(Path(folder) for folder in folders), order)
