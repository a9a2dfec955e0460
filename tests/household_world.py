"""A made country of which everything is known: cells, spending, a table of three regions, and what follows from them.

Nothing here uses the model. Cells have the form that local margins and a national joint table allow, spending is
log-linear without interactions, and footprints come from an explicit Leontief inverse, so that the model must find
exactly these cells, this spending and these kilograms again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ketenkompas.households import (
    CellFrame,
    Demand,
    FullTable,
    Margin,
    Observed,
    Places,
    Products,
    Situation,
    Spread,
    SurveyTables,
)

Array = npt.NDArray[np.float64]
FRAME = CellFrame((1.0, 2.0, 3.0, 4.0, 5.35), age=("young", "middle", "older", "old"))
SMALL = CellFrame((1.0, 2.0, 3.0, 4.0, 5.35))
PRIOR = np.array([32.6, 11.7, 12.0, 5.0])
GROUPS = ("food", "home energy", "motor fuel", "goods", "interest")
PRODUCTS = ("meals", "power", "oil", "things", "banks", "trade")
BUYERS = ("households", "government", "non_profit", "investment")
SCALE, SHIFT, RATIO = 1.02, 0.03, 1.04  # households now over then, lost by rounding, households over dwellings that own

SPREAD = Spread(
    survey_group=0.10, survey_total=0.04, accounts=0.02, mean_size=0.02, intensity=0.15, bridge=0.30, buyers=0.03,
    national_total=0.05, direct=0.03, energy_factor=0.10, energy=0.02, gas_step=3.0, whole_step=1.0,
    own_solar=(0.25, 0.40), cars=0.05, car_use=0.10, wood=0.30, local=0.05, few=0.8,
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """The situation that the model is given, and what it must find.

    ``cells`` (m, h) of the date of the statistics; ``spending`` (h, p); ``bought`` (u, c, 3) kg; ``bridge`` (p, c) EUR,
    balanced; ``purchases`` (c,) EUR at purchaser prices.
    """

    situation: Situation
    cells: Array
    spending: Array
    bought: Array
    bridge: Array
    purchases: Array

    @property
    def starter(self) -> Situation:
        """The same country without a table and a joint table, and with the classes that the public survey prints."""
        survey = replace(self.situation.survey, margins=_printed(self.situation.survey.margins))
        return replace(self.situation, survey=survey, table=None, joint=None)


def world(seed: int = 5, places: int = 12, frame: CellFrame = FRAME) -> World:
    """A made country with so many places."""
    random = np.random.default_rng(seed)
    homes = random.uniform(2_000, 90_000, places)
    single, sizes = _sizes(random, places)
    cells = _cells(random, frame, homes, sizes)
    weights = cells.sum(axis=0)
    spending = _spending(random, frame)
    bought, basic = _table(random)
    margins, taxes = _valuation(basic)
    purchases = basic + _margin_values(basic, margins) + taxes * basic
    bridge = _bridge(random, purchases)
    stretched = bridge * np.exp(random.normal(0, 0.3, (len(GROUPS), 1)) + random.normal(0, 0.3, len(PRODUCTS)))
    table = FullTable(GROUPS, PRODUCTS, bought, basic, margins, taxes, stretched, 0.97 * bridge.sum(axis=1))
    located = _places(random, frame, cells, homes, single, sizes)
    situation = Situation(
        frame=frame,
        places=located,
        survey=_survey(frame, weights, spending),
        demand=_demand(bought, bridge, purchases),
        observed=_observed(random, located),
        households_then=float(homes.sum()),
        households=SCALE * float(homes.sum()),
        households_accounts=SCALE * float(homes.sum()),
        size_prior=PRIOR,
        table=table,
        joint=weights / weights.sum(),
    )
    return World(situation, cells, spending, bought, bridge, purchases)


def _sizes(random: np.random.Generator, places: int) -> tuple[Array, Array]:
    """One-person shares, and all shares by size (m, s): those of maximum entropy at a tilt of the place."""
    larger = np.array(FRAME.persons)[1:]
    single, tilt = random.uniform(0.2, 0.55, places), random.uniform(-0.3, 0.5, places)
    part = PRIOR * np.exp(tilt[:, None] * larger)
    return single, np.column_stack([single, (1 - single)[:, None] * part / part.sum(axis=1, keepdims=True)])


def _cells(random: np.random.Generator, frame: CellFrame, homes: Array, sizes: Array) -> Array:
    """Households (m, h): one pattern of the country, tilted by place towards owning and towards income by persons."""
    size, income, tenure = (frame.classes(name) for name in ("size", "income", "tenure"))
    heads = np.array(frame.persons)[size]
    pattern = np.exp(random.normal(0, 0.3, frame.count))
    tilts = random.normal(0, [0.5, 0.06, 0.06], (len(homes), 3))
    each = np.stack([tenure == 0, heads * (income <= 1), heads * (income == 4)]).astype(float)
    cells = pattern * np.exp(tilts @ each)
    for at in range(len(frame.size)):
        inside = size == at
        cells[:, inside] *= (homes * sizes[:, at] / cells[:, inside].sum(axis=1))[:, None]
    return cells


def _spending(random: np.random.Generator, frame: CellFrame) -> Array:
    """EUR per household (h, p): a mean by group times one factor for each class; nothing is spent on interest."""
    x = np.repeat(np.array([[5_000.0, 1_500, 1_300, 12_000, 0]]), frame.count, axis=0)
    for name in ("size", "age", "income", "tenure"):
        classes = frame.classes(name)
        x *= np.exp(np.sort(random.normal(0, 0.25, (classes.max() + 1, len(GROUPS))), axis=0))[classes]
    return x


def _table(random: np.random.Generator) -> tuple[Array, Array]:
    """Kg by buyer, product and place of emission (u, c, 3), and EUR that households pay at basic prices (c,)."""
    regions, products = 3, len(PRODUCTS)
    inputs = random.uniform(0, 0.05, (regions * products, regions * products))
    inverse = np.linalg.inv(np.eye(len(inputs)) - inputs)
    emitted = np.diag(random.uniform(0.05, 1.0, len(inputs))) @ inverse
    by_place = emitted.reshape(regions, products, -1).sum(axis=1)
    demand = random.uniform(1e7, 9e7, (len(BUYERS), regions, products)) * np.array([10, 4, 1, 5])[:, None, None]
    bought = np.einsum("orc,urc->uco", by_place.reshape(regions, regions, products), demand)
    return bought, demand[0].sum(axis=0)


def _valuation(basic: Array) -> tuple[Array, Array]:
    """Margins and taxes per EUR. Those of the whole economy: on this basket margins do not add up to zero."""
    return np.array([0.25, 0.0, 0.15, 0.40, 0.0, -0.6]), np.array([0.05, 0.20, 0.60, 0.18, 0.0, 0.02])


def _margin_values(basic: Array, margins: Array) -> Array:
    values = margins * basic
    return np.where(values > 0, values * (-values[values < 0].sum() / values[values > 0].sum()), values)


def _bridge(random: np.random.Generator, purchases: Array) -> Array:
    """EUR by group and product (p, c): each product's purchases divided over the groups that buy it."""
    links = np.array(
        [[5, 0, 0, 1, 0, 1], [0, 6, 1, 0, 0, 1], [0, 0, 5, 0, 0, 0], [1, 0, 0, 6, 2, 2], [0, 0, 0, 0, 3, 0]], float
    )
    shares = links * random.uniform(0.5, 1.5, links.shape)
    return shares / shares.sum(axis=0) * purchases


def _survey(frame: CellFrame, weights: Array, spending: Array) -> SurveyTables:
    """Every class of every dimension with every group, and totals by size and tenure."""
    everyone = weights @ spending / weights.sum()
    margins = [_margin(frame, weights, spending, name) for name in ("size", "age", "income", "tenure")]
    totals = [
        Margin(one.name, one.member, one.published.sum(axis=1), np.ones(len(one.member), bool), total=True)
        for one in margins
        if one.name in ("size", "tenure")
    ]
    price, ratio = np.full(len(GROUPS), 1.25), np.array([1.2, 0.9, 1.5, 1.3, 1.0])
    accounts = float(everyone @ (price * ratio))
    known = np.array([True, True, True, False, False])
    return SurveyTables(
        GROUPS, everyone, (*margins, *totals), price, ratio, known, accounts, np.ones(len(GROUPS), bool)
    )


def _margin(frame: CellFrame, weights: Array, spending: Array, name: str) -> Margin:
    member = np.stack([frame.member(name, one) for one in frame.names(name)])  # type: ignore[arg-type]
    mass = member * weights
    return Margin(
        name,
        member,
        mass @ spending / mass.sum(axis=1)[:, None],
        np.ones((len(member), len(GROUPS)), bool),
        total=False,
    )


def _printed(margins: tuple[Margin, ...]) -> tuple[Margin, ...]:
    """Groups of one and two persons, home energy by tenure, totals of sizes, tenures and the outer incomes."""
    size, _, income, tenure, *totals = margins
    two, energy = np.zeros_like(size.known), np.zeros_like(tenure.known)
    two[:2], energy[:, 1] = True, True
    outer = Margin("income", income.member[[0, 4]], income.published[[0, 4]].sum(axis=1), np.ones(2, bool), total=True)
    return replace(size, known=two), replace(tenure, known=energy), *totals, outer


def _places(
    random: np.random.Generator, frame: CellFrame, cells: Array, homes: Array, single: Array, sizes: Array
) -> Places:
    heads, count = frame.heads(), len(homes)
    mean, persons = sizes @ np.array(frame.persons), cells @ heads
    return Places(
        codes=tuple(f"GM{at:04d}" for at in range(1, count + 1)),
        inhabitants_then=homes * mean,
        inhabitants=homes * mean * random.uniform(1.0, 1.05, count),
        mean_size=mean - SHIFT,
        single=single,
        own=cells @ frame.member("tenure", "own") / homes / RATIO,
        single_family=random.uniform(0.2, 0.9, count),
        low_income=cells @ (heads * frame.member("income", "1", "2")) / persons,
        high_income=cells @ (heads * frame.member("income", "5")) / persons,
        income=random.uniform(25, 40, count),
        urbanity=random.integers(1, 6, count).astype(float),
        elderly=random.uniform(0.1, 0.3, count),
    )


def _demand(bought: Array, bridge: Array, purchases: Array) -> Demand:
    footprint = bought.sum(axis=(0, 2))
    prior = (bought.sum(axis=2) / footprint).T
    shares = bought.sum(axis=(1, 2)) / footprint.sum()
    return Demand(
        products=Products(
            PRODUCTS,
            footprint,
            bought.sum(axis=0) / footprint[:, None],
            bought[0].sum(axis=1) / purchases,
        ),
        buyers=BUYERS,
        prior=prior,
        shares=shares,
        concentration=np.full(len(PRODUCTS), 50.0),
        bridge=bridge / bridge.sum(axis=1, keepdims=True),
        bridge_concentration=np.full(len(GROUPS), 50.0),
        energy=1,
        fuel=2,
        energy_origin=np.array([[0.9, 0.05, 0.05], [0.7, 0.1, 0.2], [0.8, 0.1, 0.1], [1.0, 0.0, 0.0]]),
        apart=np.zeros(len(PRODUCTS), dtype=bool),
    )


def _observed(random: np.random.Generator, places: Places) -> Observed:
    people = places.inhabitants
    per_head = np.array([0.012, 0.005, 0.001, 0.001])[:, None] * random.uniform(0.7, 1.3, (4, len(people)))
    gas = float((per_head[0] * people).sum()) * 56_400.0
    return Observed(
        use=per_head * people,
        solar=0.002 * people,
        own_solar=0.3,
        factor=np.array([10_000.0, 60_000.0, 40_000.0, 5_000.0]),
        gas_direct=56_400.0,
        heating=1.05 * gas,
        driving=0.9 * gas,
        other=0.05 * gas,
        cars=0.5 * people * random.uniform(0.9, 1.1, len(people)),
        car_inhabitants=people,
        lease_threshold=0.68,
    )
