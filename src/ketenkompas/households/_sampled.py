"""Draws of the whole account: every source of doubt as a factor, shared where the doubt is shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from ketenkompas.households._account import Account, Direct, Keys, account
from ketenkompas.households._checks import Array
from ketenkompas.households._country import ByQuantity, buyers, starter_country
from ketenkompas.households._margins import Margin, reconcile
from ketenkompas.households._project import project
from ketenkompas.households._settle import (
    MARGINS,
    Settled,
    account_ratio,
    by_group,
    local_rows,
    local_totals,
    tenure_ratio,
)
from ketenkompas.households._situation import Situation
from ketenkompas.households._size import common_shift, size_shares
from ketenkompas.households._spending import rake

Doubt = Literal["cells", "survey", "accounts", "intensity", "buyers", "total", "direct", "energy", "cars", "local"]
DOUBTS: tuple[Doubt, ...] = get_args(Doubt)
_CHUNK = 50


@dataclass(frozen=True, slots=True)
class Spread:
    """Sizes of the doubts (relative standard errors unless said): see ``data/households/model.yml``.

    ``mean_size`` persons, half the width of a uniform; ``gas_step`` and ``whole_step`` TJ, width of the rounding;
    ``own_solar`` low and high of the share of own-used solar power; ``energy_steps`` is the step by kind of energy.
    """

    survey_group: float
    survey_total: float
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
    """Draws of the account, one after the other; the same seed gives the same draws.

    Parameters
    ----------
    situation : Situation
        Without a full table: that has draws of its own (``mrio``).
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
    a place. Cells, spending and level are fitted again in every draw: no approximation. Fact sheet on households, 3.10.
    """
    wanted = frozenset(DOUBTS) if only is None else only
    streams = dict(zip(DOUBTS, np.random.SeedSequence(seed).spawn(len(DOUBTS)), strict=True))
    random = {name: np.random.default_rng(stream) for name, stream in streams.items()}
    sampler = _Sampler(situation, settled, spread, wanted)
    for start in range(0, count, _CHUNK):
        yield from sampler.batch(random, min(_CHUNK, count - start))


@dataclass(frozen=True, slots=True)
class _Sampler:
    situation: Situation
    settled: Settled
    spread: Spread
    wanted: frozenset[Doubt]

    def batch(self, random: Mapping[str, np.random.Generator], count: int) -> Iterator[Drawn]:
        """Some draws together: spending is raked for all of them at once."""
        cells = np.stack(list(self._cells(random["cells"], count)))
        everyone, margins = self._survey(random["survey"], cells.sum(axis=1), count)
        spending = rake(cells.sum(axis=1), everyone, margins, tolerance=1e-9).amounts
        ratios = self._ratios(random["accounts"], everyone, count)
        for at in range(count):
            yield self._one(random, cells[at], spending[at], ratios[at])

    def _size(self, doubt: Doubt, value: float) -> float:
        return value if doubt in self.wanted else 0.0

    def _cells(self, random: np.random.Generator, count: int) -> Iterator[Array]:
        places, frame, now = self.situation.places, self.situation.frame, self.situation
        width = self._size("cells", self.spread.mean_size)
        noise = random.uniform(-1.0, 1.0, (count, len(places.codes))) * width
        rows = local_rows(frame)
        for one in noise:
            mean = places.mean_size + one
            mean = mean + common_shift(mean, places.inhabitants_then, now.households_then)
            homes = places.inhabitants_then / mean
            sizes = size_shares(places.single, mean, now.size_prior, np.array(frame.persons), places.codes).shares
            totals = local_totals(places, frame, homes, sizes, tenure_ratio(now, homes))
            fitted = project(
                self.settled.cells, rows, totals * (now.households / now.households_then), MARGINS, names=places.codes
            )
            yield fitted.cells

    def _survey(self, random: np.random.Generator, weights: Array, count: int) -> tuple[Array, tuple[Margin, ...]]:
        """Published figures with their error, brought into agreement again.

        What is left for larger households is drawn as a class of its own, so that no group falls below zero.
        """
        survey = self.situation.survey
        group, total = self._size("survey", self.spread.survey_group), self._size("survey", self.spread.survey_total)
        moved = []
        everyone = np.broadcast_to(survey.everyone, (count, len(survey.groups)))
        for margin in survey.margins:
            size = total if margin.total else group
            noise = _unit(random, size, (count, *margin.known.shape))
            moved.append(replace(margin, published=margin.published * noise))
            if not margin.total and margin.name == "size":
                everyone = self._everyone(random, weights, margin, moved[-1], group, count)
        agreed, _ = reconcile(weights, everyone, _totals_of_groups(moved), groups=survey.groups, allowed=_ANY)
        return everyone, agreed

    def _everyone(
        self, random: np.random.Generator, weights: Array, margin: Margin, moved: Margin, size: float, count: int
    ) -> Array:
        known = margin.known.all(axis=1)
        shares = weights @ margin.member[known].T / weights.sum(axis=1, keepdims=True)
        centre = self.settled.cells.sum(axis=0)
        published = (centre @ margin.member[known].T / centre.sum()) @ margin.published[known]
        rest = np.maximum(self.situation.survey.everyone - published, 0.0) * _unit(
            random, size, (count, len(published))
        )
        found: Array = np.einsum("dk,dkp->dp", shares, moved.published[:, known]) + rest
        return found

    def _ratios(self, random: np.random.Generator, everyone: Array, count: int) -> list[Array]:
        survey, size = self.situation.survey, self._size("accounts", self.spread.accounts)
        noise = 1.0 + size * random.standard_normal((count, len(survey.groups)))
        whole = 1.0 + size * random.standard_normal(count)
        return [
            account_ratio(
                replace(
                    survey, everyone=everyone[at], ratio=survey.ratio * noise[at], accounts=survey.accounts * whole[at]
                )
            )
            for at in range(count)
        ]

    def _one(self, random: Mapping[str, np.random.Generator], cells: Array, spending: Array, ratio: Array) -> Drawn:
        demand, survey, spread = self.situation.demand, self.situation.survey, self.spread
        level = float(_unit(random["total"], self._size("total", spread.national_total), ()))
        products = replace(
            demand.products,
            footprint=demand.products.footprint * level,
            intensity=demand.products.intensity
            * _unit(random["intensity"], self._size("intensity", spread.intensity), (len(demand.products.codes),)),
        )
        bridge = self._dirichlet(random["intensity"], "intensity", demand.bridge, demand.bridge_concentration)
        between = _unit(random["intensity"], self._size("intensity", spread.bridge), (len(survey.groups),))
        prior = self._dirichlet(random["buyers"], "buyers", demand.prior, demand.concentration)
        bought = buyers(products.footprint, prior, self._buyer_shares(random["buyers"]))
        quantity, keys = self._measured(random)
        spent = by_group(cells.sum(axis=0) @ spending * survey.price * ratio, demand)
        national = starter_country(products, bought, bridge, spent, quantity, spread=between)
        direct = self._direct(random["direct"])
        places = cells @ spending * self._local(random["local"], cells.sum(axis=1))
        found = account(national, direct, survey.groups, demand.fuel, places, keys, demand.buyers[1:])
        return Drawn(found, cells, spending, national.level)

    def _dirichlet(self, random: np.random.Generator, doubt: Doubt, shares: Array, concentration: Array) -> Array:
        """Shares drawn round their centre, zeros kept: gamma variables, divided by their sum."""
        drawn = random.standard_gamma(np.maximum(shares * concentration[:, None], 1e-3))
        if doubt not in self.wanted:
            return shares
        drawn = np.where(shares > 0, np.maximum(drawn, 1e-12), 0.0)
        whole = drawn.sum(axis=1, keepdims=True)
        found: Array = np.divide(drawn, whole, out=np.zeros_like(drawn), where=whole > 0)
        return found * shares.sum(axis=1, keepdims=True)

    def _buyer_shares(self, random: np.random.Generator) -> Array:
        """Households more or less, the others in proportion."""
        shares = self.situation.demand.shares
        moved = float(
            np.clip(shares[0] + self._size("buyers", self.spread.buyers) * random.standard_normal(), 0.3, 0.9)
        )
        found: Array = np.concatenate([[moved], shares[1:] * ((1 - moved) / shares[1:].sum())])
        return found

    def _measured(self, random: Mapping[str, np.random.Generator]) -> tuple[ByQuantity, Keys]:
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


_ANY = {"size": (0.0, np.inf), "tenure": (0.0, np.inf), "income": (0.0, np.inf)}


def _totals_of_groups(margins: list[Margin]) -> list[Margin]:
    """Totals of classes whose groups are all known follow from the groups: drawn once, not twice."""
    whole = {
        (margin.name, member.tobytes()): margin.published[:, at].sum(axis=-1)
        for margin in margins
        if not margin.total
        for at, member in enumerate(margin.member)
        if margin.known[at].all()
    }
    found = []
    for margin in margins:
        if margin.total:
            published = margin.published.copy()
            for at, member in enumerate(margin.member):
                if (margin.name, member.tobytes()) in whole:
                    published[:, at] = whole[(margin.name, member.tobytes())]
            margin = replace(margin, published=published)  # noqa: PLW2901
        found.append(margin)
    return found


def _unit(random: np.random.Generator, size: float | Array, shape: tuple[int, ...]) -> Array:
    """Log-normal factors with mean 1 and this relative standard error."""
    sigma = np.sqrt(np.log1p(np.square(size)))
    found: Array = np.exp(sigma * random.standard_normal(shape) - sigma**2 / 2)
    return found
