"""The raw table behind a model's products, for questions that no product answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from ketenkompas.errors import InputError, ProductError, SourceError
from ketenkompas.mrio import Accounts
from ketenkompas.pipeline._models import WIOD, WIOD_YEARS, read_wiod, wiod_info, wiod_inputs
from ketenkompas.pipeline._own import own_plans, own_table, read_own
from ketenkompas.pipeline._plan import ModelInfo
from ketenkompas.pipeline._receipt import Input, Step
from ketenkompas.pipeline._store import find


@dataclass(frozen=True, slots=True)
class Table:
    """The accounts of one year with what a receipt must say of them: model, input files, reader."""

    accounts: Accounts = field(repr=False)
    info: ModelInfo
    inputs: tuple[Input, ...]
    reader: Step


def table(model: str, year: int) -> Table:
    """The accounts of a model and year, read from the files that its products were built from.

    Raises
    ------
    InputError
        ``table.none`` for a series without a table.
    SourceError
        ``table.not_here`` with the reason when a file is not at hand.
    ProductError
        ``product.absent``; ``table.changed`` when a user's file is no longer the one that the receipt names.
    """
    try:
        return _wiod(year) if model == WIOD and year in WIOD_YEARS else _own(model, year)
    except SourceError as fault:
        raise SourceError("table.not_here", problems=[fault], model=model, year=year) from fault


def _wiod(year: int) -> Table:
    accounts, _ = read_wiod(year)
    return Table(accounts, wiod_info(), tuple(wiod_inputs(year)), Step("ingest.wiod2013", 1))


def _own(model: str, year: int) -> Table:
    found = find(model, year, "footprint")
    if found is None:
        raise ProductError("product.absent", product="footprint", model=model, year=year)
    store, receipt = found
    files = receipt.circumstances.get("files")
    if not files:
        raise InputError("table.none", model=model)
    own = own_table(files)
    accounts = read_own(own)
    identity = own_plans(own, accounts)[0].identity
    if [item.sha256 for item in identity.inputs] != [item["sha256"] for item in receipt.identity["inputs"]]:
        raise ProductError("table.changed", model=model, year=year, receipt=receipt.id)
    return Table(accounts, ModelInfo.from_json(dict(store.models()[model])), identity.inputs, identity.steps[0])
