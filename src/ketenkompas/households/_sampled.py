"""Draws of the whole account: every source of doubt as a factor, shared where the doubt is shared."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from ketenkompas.households._account import Account, Direct, Keys, account
from ketenkompas.households._checks import Array
from ketenkompas.households._country import (
    ByQuantity,
    Country,
    FullTable,
    bridge_doubt,
    buyers,
    full_country,
    starter_country,
)
from ketenkompas.households._local import local_margins
from ketenkompas.households._margins import Margin, reconcile
from ketenkompas.households._project import project
from ketenkompas.households._settle import Settled, account_ratio, by_group, shifted
from ketenkompas.households._situation import Situation
from ketenkompas.households._spending import rake

Doubt = Literal["cells", "survey", "accounts", "intensity", "buyers", "total", "direct", "energy", "cars", "local"]
DOUBTS: tuple[Doubt, ...] = get_args(Doubt)
_CHUNK = 50
_ANY = {"size": (0.0, np.inf), "age": (0.0, np.inf), "income": (0.0, np.inf), "tenure": (0.0, np.inf)}


@dataclass(frozen=True, slots=True)
class Spread:
    """Sizes of the doubts (relative standard errors unless said): see ``data/households/model.yml``.

    ``mean_size`` persons, half the width of a uniform; ``gas_step`` and ``whole_step`` TJ, width of the rounding;
    ``own_solar`` low and high of the share of own-used solar power. ``survey_group`` and ``survey_total`` are numbers,
    judged for any class; or arrays (p,) and (1,) of all households, from the survey's own intervals: a class has that
    times the root of all households over its own.
    """

    survey_group: float | Array
    survey_total: float | Array
    accounts: float
    mean_size: float
    intensity: float
    bridge: float
    buyers: float
    national_total: float
    direct: float
    energy_factor: float
    energy: float
    gas_step: float
    whole_step: float
    own_solar: tuple[float, float]
    cars: float
    car_use: float
    wood: float
    local: float
    few: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw: the account of every place, households by place and kind (m, h), EUR per household (h, p)."""

    account: Account
    cells: Array
    spending: Array
    level: float


def draws(
    situation: Situation,
    settled: Settled,
    spread: Spread,
    seed: int,
    count: int,
    *,
    only: frozenset[Doubt] | None = None,
) -> Iterator[Drawn]:
    """Draws of the account, one after the other; the same seed gives the same draws, and fewer are the first of more.

    Parameters
    ----------
    situation : Situation
        At either level. With a full table the footprint by product, the bridge and the accounts vary.
    settled : Settled
        The central estimate, near which every draw is fitted again exactly.
    spread : Spread
    seed : int
    count : int
    only : frozenset of str, optional
        Doubts that vary, the others at their centre: which of them matter.

    Yields
    ------
    Drawn
        Each adds up to its own national footprint (``tests/properties/test_household_draws.py``). Every doubt has a
        stream of its own, so leaving one out does not change the others.

    Notes
    -----
    Factors of intensity, level, accounts and buyers are the same for all places; rounding, cars, local deviation are of
    a place. Local margins, spending and level are fitted again exactly in every draw, so that no derivative stands in
    for a fit; the sum of a kind over places then moves with its margins. Fact sheet on households, 3.10.
    """
    wanted = frozenset(DOUBTS) if only is None else only
    streams = dict(zip(DOUBTS, np.random.SeedSequence(seed).spawn(len(DOUBTS)), strict=True))
    random = {name: np.random.default_rng(stream) for name, stream in streams.items()}
    survey = situation.survey
    agreed, _ = reconcile(
        settled.cells.sum(axis=0), survey.everyone, survey.margins, groups=survey.groups, allowed=survey.allowed
    )
    sampler = _Sampler(situation, settled, agreed, spread, wanted)
    for start in range(0, count, _CHUNK):
        yield from sampler.batch(random, min(_CHUNK, count - start))


@dataclass(frozen=True, slots=True)
class _Sampler:
    situation: Situation
    settled: Settled
    agreed: tuple[Margin, ...]
    spread: Spread
    wanted: frozenset[Doubt]

    def batch(self, random: Mapping[Doubt, np.random.Generator], count: int) -> Iterator[Drawn]:
        """Some draws together: spending is raked for all of them at once.

        Numbers are drawn for a whole batch, however many of it are asked: so fewer draws are the first of more.
        """
        cells = np.stack(list(self._cells(random["cells"], count)))
        everyone, margins = self._survey(random["survey"], cells.sum(axis=1), count)
        spending = rake(cells.sum(axis=1), everyone, margins, tolerance=1e-9).amounts
        ratios = self._ratios(random["accounts"], everyone, count)
        for at in range(count):
            yield self._one(random, cells[at], spending[at], ratios[at])

    def _size(self, doubt: Doubt, value: float) -> float:
        return value if doubt in self.wanted else 0.0

    def _survey_size(self, value: float | Array, margin: Margin) -> float | Array:
        """Relative error of the classes of a margin: (k, p) or (k,) where it is known of all households."""
        if "survey" not in self.wanted or isinstance(value, float):
            return self._size("survey", value) if isinstance(value, float) else 0.0
        cells = self.settled.cells.sum(axis=0)
        fewer = np.sqrt(cells.sum() / np.maximum(margin.member @ cells, 1.0))
        found: Array = value * (fewer if margin.total else fewer[:, None])
        return found

    def _cells(self, random: np.random.Generator, count: int) -> Iterator[Array]:
        places, now = self.situation.places, self.situation
        if any("size" in one.dimensions for one in now.counts):  # nothing that is inferred from mean sizes is left
            yield from itertools.repeat(self.settled.cells, count)
            return
        width = self._size("cells", self.spread.mean_size)
        for one in random.uniform(-1.0, 1.0, (_CHUNK, len(places.codes)))[:count] * width:
            mean = places.mean_size + one
            margins = local_margins(now, mean if now.counts else mean + shifted(now, mean))
            totals = margins.totals * (now.households / margins.households.sum())
            yield project(self.settled.cells, margins.rows, totals, margins.names, names=places.codes).cells

    def _survey(self, random: np.random.Generator, weights: Array, count: int) -> tuple[Array, tuple[Margin, ...]]:
        """Published figures in agreement, with their error, brought into agreement again.

        What is left for larger households is drawn as a class of its own, so that no group falls below zero.
        """
        survey = self.situation.survey
        moved = []
        everyone = np.broadcast_to(survey.everyone, (count, len(survey.groups)))
        for margin in self.agreed:
            size = self._survey_size(self.spread.survey_total if margin.total else self.spread.survey_group, margin)
            noise = _unit(random, size, (_CHUNK, *margin.known.shape))[:count]
            moved.append(replace(margin, published=margin.published * noise))
            if not margin.total and margin.name == "size":
                everyone = self._everyone(random, weights, margin, moved[-1])
        again, _ = reconcile(weights, everyone, moved, groups=survey.groups, allowed=_ANY)
        return everyone, again

    def _everyone(self, random: np.random.Generator, weights: Array, margin: Margin, moved: Margin) -> Array:
        known = margin.known.all(axis=1)
        shares = weights @ margin.member[known].T / weights.sum(axis=1, keepdims=True)
        centre = self.settled.cells.sum(axis=0)
        published = (centre @ margin.member[known].T / centre.sum()) @ margin.published[known]
        size = self.spread.survey_group if "survey" in self.wanted else 0.0
        noise = _unit(random, size, (_CHUNK, len(published)))[: len(weights)]
        rest = np.maximum(self.situation.survey.everyone - published, 0.0) * noise
        found: Array = np.einsum("dk,dkp->dp", shares, moved.published[:, known]) + rest
        return found

    def _ratios(self, random: np.random.Generator, everyone: Array, count: int) -> list[Array]:
        survey, size = self.situation.survey, self._size("accounts", self.spread.accounts)
        _, alike = np.unique(survey.ratio, return_inverse=True)  # groups under one published ratio err together
        noise = 1.0 + size * random.standard_normal((_CHUNK, len(survey.groups)))[:, alike]
        whole = 1.0 + size * random.standard_normal(_CHUNK)
        return [
            account_ratio(
                replace(
                    survey, everyone=everyone[at], ratio=survey.ratio * noise[at], accounts=survey.accounts * whole[at]
                )
            )
            for at in range(count)
        ]

    def _one(self, random: Mapping[Doubt, np.random.Generator], cells: Array, spending: Array, ratio: Array) -> Drawn:
        survey, demand, table = self.situation.survey, self.situation.demand, self.situation.table
        quantity, keys = self._measured(random)
        if table is None:
            spent = by_group(cells.sum(axis=0) @ spending * survey.price * ratio, demand)
            country = self._starter(random, spent, quantity)
        else:
            country = full_country(self._table(random, table), {demand.energy: quantity.kg / quantity.kg.sum()})
        direct = self._direct(random["direct"])
        places = cells @ spending * self._local(random["local"], cells.sum(axis=1))
        found = account(country, direct, survey.groups, demand.fuel, places, keys, demand.buyers[1:])
        return Drawn(found, cells, spending, country.level)

    def _starter(self, random: Mapping[Doubt, np.random.Generator], spent: Array, quantity: ByQuantity) -> Country:
        demand = self.situation.demand
        products = replace(
            demand.products,
            footprint=demand.products.footprint * self._total(random),
            intensity=demand.products.intensity * self._intensity(random, len(demand.products.codes)),
        )
        bridge = self._dirichlet(random["intensity"], "intensity", demand.bridge, demand.bridge_concentration)
        doubt = bridge_doubt(self.settled.country.groups.sum(axis=1), self.settled.second, self.spread.bridge)
        between = np.exp(doubt * self._size("intensity", 1.0) * random["intensity"].standard_normal(len(spent)))
        prior = self._dirichlet(random["buyers"], "buyers", demand.prior, demand.concentration)
        bought = buyers(products.footprint, prior, self._buyer_shares(random["buyers"]))
        return starter_country(products, bought, bridge, spent, quantity, spread=between)

    def _table(self, random: Mapping[Doubt, np.random.Generator], table: FullTable) -> FullTable:
        """A full table with its doubts: buyers are its own, the bridge is balanced again by :func:`full_country`.

        A link keeps a tenth of its start at least: one that vanished would leave balancing nothing to scale.
        """
        factor = self._total(random) * self._intensity(random, len(table.products))
        spent = table.bridge.sum(axis=1, keepdims=True)
        shares = np.divide(table.bridge, spent, out=np.zeros_like(table.bridge), where=spent > 0)
        concentration = self.situation.demand.bridge_concentration
        drawn = (
            np.maximum(self._dirichlet(random["intensity"], "intensity", shares, concentration), shares / 10) * spent
        )
        noise = random["accounts"].standard_normal(len(table.groups))
        return replace(
            table,
            bought=table.bought * factor[None, :, None],
            bridge=np.where(table.bridge > 0, drawn, table.bridge),
            accounts=table.accounts * (1.0 + self._size("accounts", self.spread.accounts) * noise),
        )

    def _total(self, random: Mapping[Doubt, np.random.Generator]) -> float:
        return float(_unit(random["total"], self._size("total", self.spread.national_total), ()))

    def _intensity(self, random: Mapping[Doubt, np.random.Generator], products: int) -> Array:
        return _unit(random["intensity"], self._size("intensity", self.spread.intensity), (products,))

    def _dirichlet(self, random: np.random.Generator, doubt: Doubt, shares: Array, concentration: Array) -> Array:
        """Shares drawn round their centre, zeros kept: gamma variables, divided by their sum."""
        drawn = random.standard_gamma(np.maximum(shares * concentration[:, None], 1e-3))
        if doubt not in self.wanted:
            return shares
        drawn = np.where(shares > 0, np.maximum(drawn, 1e-12), 0.0)
        whole = drawn.sum(axis=1, keepdims=True)
        scale = shares.sum(axis=1, keepdims=True)
        found: Array = scale * np.divide(drawn, whole, out=np.zeros_like(drawn), where=whole > 0)
        return found

    def _buyer_shares(self, random: np.random.Generator) -> Array:
        """Households more or less, the others in proportion."""
        shares = self.situation.demand.shares
        moved = float(
            np.clip(shares[0] + self._size("buyers", self.spread.buyers) * random.standard_normal(), 0.3, 0.9)
        )
        found: Array = np.concatenate([[moved], shares[1:] * ((1 - moved) / shares[1:].sum())])
        return found

    def _measured(self, random: Mapping[Doubt, np.random.Generator]) -> tuple[ByQuantity, Keys]:
        observed, spread, places = self.situation.observed, self.spread, self.situation.places
        energy, count = random["energy"], len(places.codes)
        own = energy.triangular(spread.own_solar[0], observed.own_solar, spread.own_solar[1])
        own = own if "energy" in self.wanted else observed.own_solar
        grid = observed.use[1] - own * observed.solar
        steps = np.array([spread.gas_step, 0.0, spread.whole_step, spread.whole_step]) * self._size("energy", 1.0)
        noise = np.array([spread.energy, spread.energy, spread.energy, spread.wood])
        used = np.stack([observed.use[0], grid, observed.use[2], observed.use[3]])
        used = np.maximum(used + energy.uniform(-0.5, 0.5, used.shape) * steps[:, None] * (used > 0), used * 0.5)
        used = used * np.stack([_unit(energy, self._size("energy", size), (count,)) for size in noise])
        factor = observed.factor * _unit(energy, self._size("energy", spread.energy_factor), (4,))
        centre = np.array([observed.use[0].sum(), grid.sum(), observed.use[2].sum(), observed.use[3].sum()])
        cars = self.settled.cars
        doubtful = np.where(cars.flagged | cars.possible, cars.rmse, spread.cars)
        sizes = np.hypot(doubtful, spread.car_use) * self._size("cars", 1.0)
        driven = cars.corrected * _unit(random["cars"], sizes, (count,))
        quantity = ByQuantity(centre * factor, self.situation.demand.energy_origin)
        return quantity, Keys(
            used / used.sum(axis=1, keepdims=True), driven / driven.sum(), places.inhabitants / places.inhabitants.sum()
        )

    def _direct(self, random: np.random.Generator) -> Direct:
        centre, size = self.settled.direct, self._size("direct", self.spread.direct)
        noise = _unit(random, size, (4,))
        return Direct(centre.gas * noise[0], centre.wood * noise[1], centre.cars * noise[2], centre.other * noise[3])

    def _local(self, random: np.random.Generator, households: Array) -> Array:
        size = np.hypot(self.spread.local, self.spread.few / np.sqrt(households)) * self._size("local", 1.0)
        return _unit(random, size[:, None], (len(households), len(self.situation.survey.groups)))


def _unit(random: np.random.Generator, size: float | Array, shape: tuple[int, ...]) -> Array:
    """Log-normal factors with mean 1 and this relative standard error."""
    sigma = np.sqrt(np.log1p(np.square(size)))
    found: Array = np.exp(sigma * random.standard_normal(shape) - sigma**2 / 2)
    return found
