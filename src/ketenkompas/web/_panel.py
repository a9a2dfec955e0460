"""A panel: a chart or a table with everything that must stand beside it. No arithmetic here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ketenkompas import library
from ketenkompas.reports import Chart, Layout, Table
from ketenkompas.web._figures import Figures

Draw = Callable[[Layout], Chart]


@dataclass(frozen=True, slots=True)
class Credit:
    """A source as it must be named: the sentence that the publisher asks for, the licence, the files."""

    attribution: str
    licence: str
    files: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the figures of a panel come from, and how sure they are.

    ``newest`` holds kind, year and receipt of the newest figure of each model; ``intervals`` what the intervals mean,
    or why there are none; ``data`` the figures as every door gives them.
    """

    kinds: tuple[str, ...]
    sources: tuple[Mapping[str, str], ...]
    receipts: tuple[str, ...]
    newest: tuple[tuple[str, int, str], ...]
    editions: tuple[str, ...]
    intervals: tuple[str, ...]
    data: tuple[Mapping[str, Any], ...]

    @property
    def credits(self) -> list[Credit]:
        """Who must be named, each once, with the files that are theirs."""
        named: dict[str, list[Mapping[str, str]]] = {}
        for source in self.sources:
            named.setdefault(source["attribution"] or source["title"], []).append(source)
        return [Credit(said, files[0]["licence"], tuple(files)) for said, files in named.items()]

    def __add__(self, other: Provenance) -> Provenance:
        pairs = {name: dict.fromkeys((*getattr(self, name), *getattr(other, name))) for name in _PLAIN}
        sources = {source["id"]: source for source in (*self.sources, *other.sources)}
        joined: dict[str, Any] = {name: tuple(found) for name, found in pairs.items()}
        return Provenance(**joined, sources=tuple(sources.values()), data=(*self.data, *other.data))


_PLAIN = ("kinds", "receipts", "newest", "editions", "intervals")


@dataclass(frozen=True, slots=True)
class LiveMap:
    """A map of municipalities that a browser opens: where its shapes and layers are, and the layer it begins with.

    ``place`` is the address of a municipality with ``CODE`` for its code, ``page`` that of the page of the map.
    """

    outlines: str
    layers: str
    layer: str
    place: str
    page: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What a page shows in one place. Without ``draw`` it is the table alone; ``shapes`` (GeoJSON) makes it a map.
    ``reasons`` are read before the figures, ``notes`` are with the source. ``level`` is that of the intervals;
    ``listed`` is the id of what holds the same numbers elsewhere on the page, so that they are not there twice.
    """

    id: str
    heading: str
    explanation: str
    provenance: Provenance
    answer: str = ""
    draw: Draw | None = None
    twin: Table | None = None
    notes: tuple[str, ...] = field(default=())
    reasons: tuple[str, ...] = ()
    shapes: Callable[[], Mapping[str, Any]] | None = None
    level: float = 0.95
    listed: str = ""
    live: LiveMap | None = None

    def table(self) -> Table:
        """The numbers of the panel."""
        if self.twin is not None:
            return self.twin
        if self.draw is None:
            raise ValueError(f"the panel {self.id} has neither chart nor table")
        return self.draw("page").table()


def of_figures(figures: Figures) -> Provenance:
    """The provenance of figures."""
    newest = {str(figure["model"]): figure for figure in figures.figures}
    return Provenance(
        kinds=tuple(figures.every("kind")),
        sources=tuple(figures.sources),
        receipts=tuple(figures.every("receipt")),
        newest=tuple((str(one["kind"]), int(one["year"]), str(one["receipt"])) for one in newest.values()),
        editions=tuple(figures.every("edition")),
        intervals=tuple(figures.every("interval_reason")),
        data=figures.figures,
    )


def of_analysis(found: library.Analysis) -> Provenance:
    """The provenance of an analysis; one that was computed on request carries its whole identity in its JSON."""
    kept = (found.receipt,) if found.kept else ()
    return Provenance(
        kinds=(found.kind,),
        sources=tuple(source.as_json() for source in found.sources),
        receipts=kept,
        newest=tuple((found.kind, found.years[-1], receipt) for receipt in kept),
        editions=(found.edition,),
        intervals=(),
        data=(found.to_dict(),),
    )


def of_listing(found: library.Listing) -> Provenance:
    """The provenance of a listing."""
    return Provenance(
        kinds=(found.kind,),
        sources=tuple(source.as_json() for source in found.sources),
        receipts=(found.receipt,),
        newest=((found.kind, found.year, found.receipt),),
        editions=(found.edition,),
        intervals=(found.interval_reason,),
        data=(found.to_dict(),),
    )
