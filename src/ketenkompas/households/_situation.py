"""Everything that one situation of the household footprint stands on, as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ketenkompas.households._cells import CellFrame, Dimension
from ketenkompas.households._checks import Array, BoolArray
from ketenkompas.households._country import FullTable, Products
from ketenkompas.households._margins import Margin


@dataclass(frozen=True, slots=True)
class Places:
    """Municipalities (m): margins of their households and persons.

    ``inhabitants_then`` at the date of the district statistics, ``inhabitants`` in the shown year; ``mean_size``
    persons per household (rounded); ``single``, ``own`` and ``single_family`` shares (0-1; the last two of dwellings);
    ``low_income``, ``high_income`` shares of persons in the national lowest 40 % and highest 20 %; ``income`` thousand
    EUR; ``urbanity`` 1-5; ``elderly`` share of persons of 65 and over.
    """

    codes: tuple[str, ...]
    inhabitants_then: Array
    inhabitants: Array
    mean_size: Array
    single: Array
    own: Array
    single_family: Array
    low_income: Array
    high_income: Array
    income: Array
    urbanity: Array
    elderly: Array


@dataclass(frozen=True, slots=True)
class SurveyTables:
    """Spending per household by group (p) and what was published for classes, EUR of the survey's year.

    ``price`` (p,) brings it to the year of the accounts. ``ratio`` (p,) are the accounts over the indexed survey where
    ``ratio_known``; ``accounts`` EUR per household of all consumption; ``consumption`` (p,) is false for taxes and
    gifts. ``allowed`` are wider bounds of the factors of :func:`reconcile`, where rounding explains them.
    """

    groups: tuple[str, ...]
    everyone: Array
    margins: tuple[Margin, ...]
    price: Array
    ratio: Array
    ratio_known: BoolArray
    accounts: float
    consumption: BoolArray
    allowed: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Demand:
    """Who buys what, and the bridge from groups to products.

    ``prior`` (c, u) and ``shares`` (u,) as in :func:`buyers`; ``concentration`` (c,) how sure the prior is (Dirichlet);
    ``bridge`` (p, c) shares of a euro, ``bridge_concentration`` (p,); ``fuel`` and ``energy`` the groups that are motor
    fuel and home energy; ``energy_origin`` (4, 3) where the chain of each kind of home energy emits; ``apart`` (c,) the
    products that are known by quantity, left out of :func:`by_product`.
    """

    products: Products
    buyers: tuple[str, ...]
    prior: Array
    shares: Array
    concentration: Array
    bridge: Array
    bridge_concentration: Array
    energy: int
    fuel: int
    energy_origin: Array
    apart: BoolArray


@dataclass(frozen=True, slots=True)
class Observed:
    """What was measured per municipality.

    ``use`` (4, m) TJ of gas, electricity, heat, wood; ``solar`` (m,) TJ made on dwellings; ``own_solar`` the share of
    it used at home; ``factor`` (4,) kg of the chain per TJ; ``gas_direct`` kg per TJ burnt; ``heating``, ``driving``,
    ``other`` direct emissions of the country's households, kg; ``cars`` (m,) and ``car_inhabitants`` (m,) of their
    year.
    """

    use: Array
    solar: Array
    own_solar: float
    factor: Array
    gas_direct: float
    heating: float
    driving: float
    other: float
    cars: Array
    car_inhabitants: Array
    lease_threshold: float


@dataclass(frozen=True, slots=True)
class Counted:
    """Households of every place, counted by the classes of one dimension or more at the date of the statistics.

    ``households`` (m, k, ...) has an axis of places and one for each of ``dimensions``, in the order of the frame.
    """

    dimensions: tuple[Dimension, ...]
    households: Array


@dataclass(frozen=True, slots=True)
class Situation:
    """One situation: places, survey, demand, observations, the number of households then, now and in the accounts.

    ``size_prior`` (s - 1,) shares of sizes of two and more. What the full level adds, each where it is at hand:
    ``table`` instead of the cited final demand, ``joint`` (h,) the households of the country by cell instead of a
    product of margins, ``counts`` instead of what is inferred for these dimensions.
    """

    frame: CellFrame
    places: Places
    survey: SurveyTables
    demand: Demand
    observed: Observed
    households_then: float
    households: float
    households_accounts: float
    size_prior: Array
    table: FullTable | None = None
    joint: Array | None = None
    counts: tuple[Counted, ...] = ()
