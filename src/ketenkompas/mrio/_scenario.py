"""A scenario: a frozen list of named, dated changes to demand, technology, trade or intensities."""

from __future__ import annotations

from dataclasses import dataclass, field

from ketenkompas.errors import InputError


@dataclass(frozen=True, slots=True)
class Selection:
    """Sectors by region and product (or industry); an empty list stands for all."""

    regions: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What every change says of itself.

    Attributes
    ----------
    name : str
        Unique among the changes of its year.
    year : int
        The year of the table that the change applies to.
    source : str
        Who states the number, or that it is an assumption.
    """

    name: str
    year: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment(Named):
    """One of three ways to change what is selected.

    Attributes
    ----------
    factor : float, optional
        Every cell times this number, at least 0.
    value : float, optional
        The new value of every cell, at least 0, in ``unit``.
    amount : float, optional
        Added to the whole selection at the output of the table, spread in proportion to what is there, in ``unit``.
    unit : str
        Of ``value`` or ``amount``; it must be the unit of the accounts.
    """

    factor: float | None = None
    value: float | None = None
    amount: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandChange(Adjustment):
    """Another final demand: of ``products`` (with the region that supplies them) by ``areas`` and ``final_uses``.

    Unit of a value or amount: the money of the accounts (``MUSD``).
    """

    products: Selection = field(default_factory=Selection)
    areas: tuple[str, ...] = ()
    final_uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyChange(Adjustment):
    """Other input coefficients: what ``buyers`` need of ``inputs`` per unit of their output.

    Unit of a value: money per money (``MUSD/MUSD``); of an amount: money, at the output of the table.
    """

    inputs: Selection = field(default_factory=Selection)
    buyers: Selection = field(default_factory=Selection)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntensityChange(Adjustment):
    """Other emissions per unit of output of ``emitters``, for some gases or all.

    Unit of a value: emissions per money (``kt CO2/MUSD``); of an amount: emissions (``kt CO2``), at the output of the
    table.
    """

    emitters: Selection = field(default_factory=Selection)
    gases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeMove(Named):
    """Purchases of products move from one supplying region to another; what every buyer spends on them stays.

    Attributes
    ----------
    products : tuple of str
        Products that move; all when empty.
    origin, destination : str
        The region that supplied, and the one that will.
    areas : tuple of str
        Regions of the buyers; all when empty.
    industries, final_uses : tuple of str, optional
        Which industries and final uses of these regions; all when empty, none when None.
    share : float, optional
        Part of every purchase that moves, 0 to 1.
    amount : float, optional
        Money that moves, at the output of the table, in proportion to the purchases; at most what there is.
    unit : str
        Of ``amount``.
    """

    origin: str
    destination: str
    products: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    industries: tuple[str, ...] | None = ()
    final_uses: tuple[str, ...] | None = ()
    share: float | None = None
    amount: float | None = None
    unit: str = ""


Change = DemandChange | TechnologyChange | IntensityChange | TradeMove


@dataclass(frozen=True, slots=True)
class Scenario:
    """Named changes, applied in their order, each to the table as the ones before it leave it.

    Examples
    --------
    >>> half = IntensityChange(name="half", year=2020, source="made", factor=0.5)
    >>> Scenario("what-if", (half,)).years
    (2020,)
    """

    name: str
    changes: tuple[Change, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the changes speak of."""
        return tuple(sorted({change.year for change in self.changes}))

    def of_year(self, year: int) -> tuple[Change, ...]:
        """The changes of a year; an empty scenario has none for any year.

        Raises
        ------
        InputError
            ``scenario.missing_year`` when there are changes, but for other years only.
        """
        found = tuple(change for change in self.changes if change.year == year)
        if self.changes and not found:
            raise InputError(
                "scenario.missing_year", scenario=self.name, year=year, known=", ".join(map(str, self.years))
            )
        return found
