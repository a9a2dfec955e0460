"""What goes with every file of a chart or table: whose figures, of which kind and edition, under which licence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, text

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """Everything that must be said with a table, wherever its numbers go.

    Attributes
    ----------
    title, subtitle : str
        As above the chart.
    unit : str
        Unit code of the table (``kt CO2e_AR5``); columns in another unit stand in ``units``.
    edition : str
        Edition of the figures.
    kinds : tuple of str
        ``official``, ``cited``, ``model``, ``demo``: every kind that is in the table.
    sources : tuple of mapping
        As in a figure's JSON: ``id, title, publisher, licence, attribution, url``.
    licences : tuple of str
        Licence of the figures; empty where it follows from the sources, as :attr:`licence` then does.
    level : float or None
        Coverage of the intervals, 0.9 for 90 %.
    interval_reason : str
        Why there are no intervals.
    receipts : tuple of str
        Ids of the receipts.
    permalink : str
        Address that leads back to the very same table.
    built : str
        Day (ISO 8601) on which the figures were made, or empty.
    data_to : str
        Last period of the data; empty where the table's years tell.
    units : mapping
        Column -> unit code, for columns in another unit than ``unit``.
    column_kinds : mapping
        Column -> kind, for columns of another kind than the rest (an official total beside a model).

    Raises
    ------
    InputError
        ``files.built`` when ``built`` is no date.

    Examples
    --------
    >>> about = About("Footprint", unit="Mt CO2", edition="2026-11", kinds=("demo",))
    >>> about.licence, about.status
    ('', 'demo')
    """

    title: str
    subtitle: str = ""
    unit: str = ""
    edition: str = ""
    kinds: Texts = ()
    sources: tuple[Mapping[str, str], ...] = ()
    licences: Texts = ()
    level: float | None = None
    interval_reason: str = ""
    receipts: Texts = ()
    permalink: str = ""
    built: str = ""
    data_to: str = ""
    language: Language = "en"
    notes: Texts = ()
    units: Mapping[str, str] = field(default_factory=dict)
    column_kinds: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            self.day()
        except ValueError as fault:
            raise InputError("files.built", found=self.built) from fault

    def day(self) -> date | None:
        """The day on which the figures were made, or None."""
        return date.fromisoformat(self.built[:10]) if self.built else None

    @property
    def attribution(self) -> Texts:
        """How each source asks to be named, each once."""
        return credits_of(self.sources)

    @property
    def licence(self) -> str:
        """The licence in one line: the stated one, else those of the sources."""
        stated = self.licences or [source.get("licence", "") for source in self.sources]
        return "; ".join(dict.fromkeys(one.rstrip(". ") for one in stated if one))

    @property
    def status(self) -> str:
        """The status of a row; where kinds are together in one, that of the least certain."""
        return status_of(set(self.kinds) - set(self.column_kinds.values()) or self.kinds)

    @property
    def reason(self) -> str:
        """Why there are no intervals; never empty."""
        return self.interval_reason or text("files.no_interval", self.language)


_STATUS = {"demo": "demo", "cited": "provisional", "model": "model", "official": "official"}


def status_of(kinds: Iterable[str]) -> str:
    """The status that goes with kinds of figures, of the least certain of them; empty without any.

    Examples
    --------
    >>> status_of(["official", "cited"]), status_of(["official"])
    ('provisional', 'official')
    """
    present = set(kinds)
    return next((status for kind, status in _STATUS.items() if kind in present), "")


def credits_of(sources: Iterable[Mapping[str, str]]) -> Texts:
    """How each source asks to be named, without the word "source" before it; a name that comes twice is told once.

    Examples
    --------
    >>> credits_of([{"attribution": "Source: Eurostat."}, {"title": "Eurostat"}])
    ('Eurostat',)
    """
    named = (source.get("attribution") or source.get("title", "") for source in sources)
    bare = (name.removeprefix("Source: ").removeprefix("Bron: ").rstrip(". ") for name in named)
    return tuple(dict.fromkeys(name for name in bare if name))
