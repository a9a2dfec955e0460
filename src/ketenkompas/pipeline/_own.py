"""A user's own table: the same products, from files the user names."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ketenkompas import ingest, sources
from ketenkompas.errors import InputError, SourceError, Where
from ketenkompas.mrio import Accounts
from ketenkompas.pipeline._editions import put_aside
from ketenkompas.pipeline._mrio_plans import Further, mrio_plans
from ketenkompas.pipeline._plan import Built, ModelInfo, Plan, carry_out
from ketenkompas.pipeline._purposes_frame import PURPOSES, purposes_frame
from ketenkompas.pipeline._receipt import Input, Step, file_sha256
from ketenkompas.pipeline._store import MODEL_FILE, Store, user_store, write_json, writing
from ketenkompas.pipeline._territory import TERRITORY, territory_plan

_NAME = re.compile(r"^[a-z0-9][a-z0-9-]{1,40}$")


@dataclass(frozen=True, slots=True)
class OwnTable:
    """The files of one year of a user's table: the table, its layout, and the emissions beside it.

    ``like`` names the layout (``figaro``, ``pymrio``, ``exiobase``, ``icio``, ``wiod2013``); ``emissions`` is a file
    with emission accounts where the table's own file has none (FIGARO: ``env_ac_ghgfp``), ``households`` one with
    direct household emissions (``env_ac_ainah_r2``), ``bridge`` one that leads from residents to the territory
    (``env_ac_aibrid_r2``): only then is there a territorial view.
    """

    table: Path
    like: str
    model: str
    year: int | None = None
    emissions: Path | None = None
    households: Path | None = None
    bridge: Path | None = None

    @property
    def files(self) -> dict[str, Path]:
        """The files by their part."""
        named = {
            "table": self.table,
            "emissions": self.emissions,
            "households": self.households,
            "bridge": self.bridge,
        }
        return {part: path for part, path in named.items() if path is not None}

    def as_json(self) -> dict[str, Any]:
        """Plain data from which :func:`own_table` makes it again."""
        return {
            **{part: str(path) for part, path in self.files.items()},
            "like": self.like,
            "model": self.model,
            "year": self.year,
        }


def own_table(data: Mapping[str, Any]) -> OwnTable:
    """A user's table from its plain data."""
    paths = {part: Path(data[part]) for part in ("table", "emissions", "households", "bridge") if data.get(part)}
    return OwnTable(like=data["like"], model=data["model"], year=data.get("year"), **paths)


def read_own(own: OwnTable) -> Accounts:
    """The accounts of a user's table.

    Raises
    ------
    SourceError
        ``own.no_file`` for each file that is not there.
    InputError
        ``own.bad_name`` for a model name that cannot be part of an address; every fault of the files.
    """
    if not _NAME.match(own.model):
        raise InputError("own.bad_name", found=own.model)
    missing = [
        SourceError("own.no_file", where=Where(file=str(path)), part=part)
        for part, path in own.files.items()
        if not path.exists()
    ]
    if missing:
        raise missing[0] if len(missing) == 1 else InputError("own.no_files", problems=missing, count=len(missing))
    return ingest.read_own(
        own.table, like=own.like, model=own.model, year=own.year, emissions=own.emissions, households=own.households
    )


def own_plans(own: OwnTable, accounts: Accounts | None = None) -> list[Plan]:
    """The plans of one year of a user's table."""
    known = accounts

    @functools.cache
    def read() -> tuple[Accounts, np.ndarray | None]:
        return (known or read_own(own)), None

    year = own.year if own.year is not None else read()[0].meta.year
    inputs = own_inputs(own)
    of_accounts = [found for part, found in inputs.items() if part != "bridge"]
    reader, parameters = Step(f"ingest.{own.like}", 1), {"like": own.like}
    plans = mrio_plans(
        model=own.model,
        year=year,
        read=read,
        reader=reader,
        inputs=of_accounts,
        parameters=parameters,
        more=_more(own.like),
    )
    made = [Plan(plan.identity, plan.make, files=own.as_json()) for plan in plans]
    if own.bridge is None:
        return made
    territory = territory_plan(
        model=own.model,
        year=year,
        read=lambda: read()[0],
        bridge=own.bridge,
        reader=reader,
        inputs=[*of_accounts, inputs["bridge"]],
        parameters=parameters,
        files=own.as_json(),
    )
    return [*made, territory]


def own_inputs(own: OwnTable) -> dict[str, Input]:
    """The files of a user's table by part, with the hashes that they have now."""
    return {part: Input(f"user:{path.name}", _hash(path)) for part, path in own.files.items()}


def _more(like: str) -> dict[str, Further]:
    """What only a table by A64 products gives: what households buy by purpose, by a key whose whole text is kept."""
    if like != "figaro":
        return {}
    definition = ingest.read_purposes()
    steps = (Step("mrio.product_cube", 1), Step("mrio.by_purpose", 1))
    named = tuple(Input(source, sources.record(source).sha256 or "") for source in definition.sources)
    return {PURPOSES: Further(steps, purposes_frame(definition), named, {"key": dict(definition.raw)})}


def _hash(path: Path) -> str:
    if path.is_file():
        return file_sha256(path)
    listed = [f"{item.relative_to(path)} {file_sha256(item)}" for item in sorted(path.rglob("*")) if item.is_file()]
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()


def build_own(own: OwnTable, *, store: Store | None = None) -> list[Built]:
    """Build the products of a user's table into the user's store, where every door finds them. What an
    earlier build of the same name and year had and this one has not (a territorial view, purposes) goes: it belonged to
    other accounts.

    Raises
    ------
    InputError, SourceError, BalanceError
        With every fault of the files; nothing is written.
    """
    accounts = read_own(own)
    plans, target = own_plans(own, accounts), store or user_store()
    if own.bridge is not None:
        plans[-1].make()  # a bridge that cannot be used is told before anything is written
    with writing(target):
        results = [carry_out(target, plan) for plan in plans]
        made = {plan.identity.product for plan in plans}
        for product in {TERRITORY, PURPOSES} - made:
            target.drop(own.model, plans[0].identity.year, product)
        write_json(target.folder / own.model / MODEL_FILE, _info(own, accounts).as_json())
        if target == user_store():
            put_aside()
    return results


def _info(own: OwnTable, accounts: Accounts) -> ModelInfo:
    meta = accounts.meta
    return ModelInfo(
        id=own.model,
        kind="model",
        title_en=f"Own model on {meta.table_edition or own.table.name}",
        title_nl=f"Eigen model op {meta.table_edition or own.table.name}",
        gases=accounts.gases,
        units=meta.emission_units,
        money=meta.money_unit,
        scheme=meta.scheme,
        regions=accounts.regions,
        edition="; ".join(part for part in (meta.table_edition, meta.emission_edition) if part),
    )
