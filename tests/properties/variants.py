"""Random splits that can be sold: shares, buyers, recipes and emission ratios of made variants."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from ketenkompas.errors import BalanceError
from ketenkompas.mrio import Accounts, Share, Variant, split_product
from tests.properties.systems import systems

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A table, the product that is split, and its variants."""

    accounts: Accounts
    region: str
    product: str
    variants: tuple[Variant, ...]

    @property
    def split(self) -> Accounts:
        """The accounts after the split."""
        return split_product(self.accounts, self.product, self.variants, region=self.region)

    @property
    def parent(self) -> int:
        """The position of the parent."""
        return self.accounts.sectors.labels.index(f"{self.region}_{self.product}")

    def with_(self, **parts: object) -> Case:
        """The same case with these parts of every variant changed."""
        return replace(self, variants=tuple(replace(variant, **parts) for variant in self.variants))  # type: ignore[arg-type]


def _blended(accounts: Accounts, parent: int, output: Array, random: np.random.Generator) -> tuple[list[int], Array]:
    """Users with a mix of their own, drawn towards the mean as far as it takes to sell every variant."""
    sales = np.concatenate([accounts.flows.values[parent], accounts.demand.values[parent]])
    users = random.random(len(sales)) < 0.4
    users[int(np.argmax(sales))] = False
    room = sales[~users].sum()
    mixes = random.dirichlet(np.ones(len(output)), size=int(users.sum())).T
    surplus = (mixes - output[:, None]) @ sales[users]
    most = np.min(output * room / np.maximum(surplus, 1e-300)) if room > 0 else 0.0
    step = min(1.0, 0.9 * float(most))
    return np.flatnonzero(users).tolist(), output[:, None] + step * (mixes - output[:, None])


def _case(accounts: Accounts, seed: int, count: int) -> Case:
    random = np.random.default_rng(seed)
    parent = int(random.integers(len(accounts.sectors)))
    region, product = accounts.sectors.regions[parent], accounts.sectors.products[parent]
    output = random.dirichlet(np.full(count, 3.0))
    labels = (*accounts.sectors.labels, *accounts.final_uses.labels)
    users, mixes = _blended(accounts, parent, output, random)
    recipes = random.uniform(0.6, 1.4, (count, len(accounts.sectors)))
    ratios = random.uniform(0.0, 2.0, (count, len(accounts.gases)))
    recipes, ratios = recipes / (output @ recipes), ratios / (output @ ratios)
    for step in (1.0, 0.3, 0.0):
        variants = tuple(
            Variant(
                code=f"v{row}",
                share=Share(float(output[row])),
                buyer_shares={labels[at]: Share(float(mixes[row, k])) for k, at in enumerate(users)},
                recipe={
                    label: 1.0 + step * (float(recipes[row, at]) - 1.0)
                    for at, label in enumerate(accounts.sectors.labels)
                },
                emission_ratio={gas: float(ratios[row, at]) for at, gas in enumerate(accounts.gases)},
            )
            for row in range(count)
        )
        case = Case(accounts, region, product, variants)
        try:
            case.split  # noqa: B018 (recipes may cost more than a variant earns)
        except BalanceError as fault:
            if fault.code != "variants.negative_value_added":
                raise
            continue
        return case
    raise AssertionError("recipes of the parent itself must be possible")


cases = st.builds(_case, systems, st.integers(0, 2**32 - 1), st.integers(2, 4))
