"""Plans for the products of a multi-regional model: one set for each year, computed from one factorisation."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from ketenkompas.mrio import Accounts, Check, LeontiefSystem, balance, leontief, require_balance
from ketenkompas.pipeline._flows_frame import flows_frame
from ketenkompas.pipeline._frames import footprint_frame, multipliers_frame, products_frame, trade_frame
from ketenkompas.pipeline._paths_frame import paths_frame
from ketenkompas.pipeline._plan import Made, Plan
from ketenkompas.pipeline._receipt import Identity, Input, Step

Frame = Callable[[Accounts, LeontiefSystem], pl.DataFrame]
PRODUCTS: Mapping[str, tuple[Step, Frame]] = {
    "footprint": (Step("mrio.origin_cube", 1), footprint_frame),
    "products": (Step("mrio.product_cube", 1), products_frame),
    "multipliers": (Step("mrio.multipliers", 1), multipliers_frame),
    "trade": (Step("mrio.embodied_trade", 1), trade_frame),
    "paths": (Step("mrio.paths", 1), paths_frame),
    "flows": (Step("mrio.flow_cube", 1), flows_frame),
}


@dataclass(frozen=True)
class Further:
    """A product of solved accounts: its steps, the frame, and what it rests on besides the accounts."""

    steps: tuple[Step, ...]
    frame: Frame
    inputs: tuple[Input, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)


def mrio_plans(
    *,
    model: str,
    year: int,
    read: Callable[[], tuple[Accounts, np.ndarray | None]],
    reader: Step,
    inputs: Sequence[Input],
    parameters: Mapping[str, object] | None = None,
    more: Mapping[str, Further] | None = None,
) -> list[Plan]:
    """The plans for every product of one year; the table is read at most once, and only when something must be made.

    Parameters
    ----------
    read : callable
        Gives the accounts and, where the source states it, output (n,) in money.
    reader : Step
        The reader, with its version.
    more : mapping, optional
        Further products of the same accounts by name, behind those that every model has.
    """

    @functools.cache
    def solved() -> tuple[Accounts, LeontiefSystem, tuple[Check, ...]]:
        accounts, stated = read()
        system = leontief(accounts)
        checks = balance(accounts, stated_output=stated, system=system)
        require_balance(checks, model=model, year=year)
        return accounts, system, checks

    def maker(frame: Frame) -> Callable[[], Made]:
        def make() -> Made:
            accounts, system, checks = solved()
            return frame(accounts, system), checks, accounts.meta.notes

        return make

    usual = {product: Further((step,), frame) for product, (step, frame) in PRODUCTS.items()}
    return [
        Plan(
            Identity(
                product=product,
                model=model,
                year=year,
                steps=(reader, Step("mrio.leontief", 1), *one.steps),
                inputs=(*inputs, *one.inputs),
                parameters={**(parameters or {}), **one.parameters},
            ),
            maker(one.frame),
        )
        for product, one in {**usual, **(more or {})}.items()
    ]
