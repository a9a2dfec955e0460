"""What households would cause when they buy and use otherwise: in a place or the country, at home and abroad."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ketenkompas import ingest
from ketenkompas.households import Outcome, carry_out, combined
from ketenkompas.i18n import Language, language_of, number, text
from ketenkompas.library._figure import SourceRef
from ketenkompas.library._household_figure import said
from ketenkompas.library._household_level import full_parts, status_text
from ketenkompas.library._household_places import Place, place
from ketenkompas.library._household_products import (
    COUNTRY,
    HOUSEHOLDS_ONLY,
    YEAR,
    item_label,
    leaves,
    leaves_of,
    product,
)
from ketenkompas.library._query import sources_of

_KG_PER_KT = 1e6


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """An item before and after, kg per household, and its change by where it is emitted.

    ``local`` tells whether the change would show in the figures of the place: yes, partly, no.
    """

    item: str
    label: str
    before: float
    after: float
    home: float
    abroad: float
    local: str

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What a scenario does to the households of a place, kg per household and kt for all of them.

    Attributes
    ----------
    before, after : float
        kg per household, without government and investment.
    home, abroad : float
        The change, by where it is emitted; together ``after - before``.
    rebound : float
        What spending the saved money again causes, within ``after``.
    change_kt : float
        The change for all households of the place.
    """

    id: str
    title: str
    area: str
    name: str
    year: int
    unit: str
    before: float
    after: float
    home: float
    abroad: float
    rebound: float
    saved_eur: float
    change_kt: float
    rows: tuple[ScenarioRow, ...]
    status: str
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    receipt: str
    definition: Mapping[str, Any]
    language: Language = "en"

    def as_json(self) -> dict[str, Any]:
        """Plain data for every door."""
        plain = ("id", "title", "area", "name", "year", "unit", "before", "after", "home", "abroad")
        more = ("rebound", "saved_eur", "change_kt", "status", "receipt")
        return {
            **{name: getattr(self, name) for name in (*plain, *more)},
            **said(self.year, self.language),
            "level": None,
            "interval_reason": text("households.scenario.no_interval", self.language),
            "rows": [row.as_json() for row in self.rows],
            "notes": list(self.notes),
            "sources": [source.as_json() for source in self.sources],
            "definition": dict(self.definition),
        }

    def to_json(self) -> str:
        """JSON text."""
        return json.dumps(self.as_json(), ensure_ascii=False)

    def to_polars(self) -> pl.DataFrame:
        """One row for each item."""
        return pl.DataFrame([row.as_json() | {"unit": self.unit} for row in self.rows])


def scenario(
    given: str | Path | Mapping[str, Any],
    asked: str | Place = COUNTRY,
    *,
    year: int = YEAR,
    lang: str = "en",
) -> ScenarioResult:
    """What a scenario does to what the households of a place cause, at home and abroad, with the rebound.

    Parameters
    ----------
    given : str, Path or mapping
        A packaged scenario by name, a YAML file, or plain data of that form (``docs/reference/scenario-files.md``).
    asked : str or Place
        The country by default.

    Returns
    -------
    ScenarioResult

    Raises
    ------
    UnknownCodeError
        ``definition.unknown``, ``households.place_unknown``.
    InputError
        ``definition.faults``.

    Notes
    -----
    A change applies to the share of the households that take part. Spending by item is known for the country: that of
    a place follows its emissions of the item. Money saved is spent on all that is bought, in proportion.
    """
    language = language_of(lang)
    definition = ingest.read_household_scenario(given)
    one = asked if isinstance(asked, Place) else place(asked, year)
    spending, priced = product("calculator", year)
    figures, receipt = product("figures", year)
    here = _kg(figures, one.area)
    items = [name for name in leaves_of(HOUSEHOLDS_ONLY) if name in here]
    outcome = _outcome(definition, items, one, figures, spending)
    return ScenarioResult(
        id=definition.id,
        title=definition.title(language),
        area=one.area,
        name=one.title(language),
        year=year,
        unit="kg CO2e_AR5/household",
        before=float(outcome.before.sum()),
        after=float(outcome.after.sum()),
        home=float(outcome.home.sum()),
        abroad=float(outcome.abroad.sum()),
        rebound=outcome.rebound_kg,
        saved_eur=outcome.saved_eur,
        change_kt=float((outcome.after - outcome.before).sum()) * one.households / _KG_PER_KT,
        rows=_rows(outcome, items, language),
        status=status_text("scenario", language, full_parts(receipt)),
        notes=_notes(definition, language),
        sources=sources_of((receipt, priced), language),
        receipt=receipt.id,
        definition=definition.raw,
        language=language,
    )


def scenarios(lang: str = "en") -> list[dict[str, str]]:
    """The packaged scenarios of households: ``id``, ``title``, ``note``, ``stated``."""
    language = language_of(lang)
    listed = [ingest.read_household_scenario(name) for name in ingest.packaged_household_scenarios()]
    return [
        {"id": one.id, "title": one.title(language), "note": one.note(language), "stated": one.stated} for one in listed
    ]


def _outcome(
    definition: ingest.HouseholdScenario,
    items: Sequence[str],
    one: Place,
    figures: pl.DataFrame,
    spending: pl.DataFrame,
) -> Outcome:
    here, country = _kg(figures, one.area), _kg(figures, COUNTRY)
    rows = {row["item"]: row for row in spending.filter(pl.col("kind") == "spending").iter_rows(named=True)}
    known = [row if (row := rows.get(name)) and row["eur"] is not None and country[name] else None for name in items]
    eur = [row["eur"] * here[name] / country[name] if row else 0.0 for name, row in zip(items, known, strict=True)]
    home = [rows[name]["home"] for name in items]
    return carry_out(
        np.array([here[name] for name in items]),
        np.array(home),
        np.array(eur),
        _changes(definition, items),
        respend=definition.respend,
        average_items=np.array([row is not None for row in known]),
    )


def _changes(definition: ingest.HouseholdScenario, items: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float64]]:
    made = []
    for change in definition.changes:
        concerned = leaves_of(change.item)
        made.append(np.array([change.change * change.share if name in concerned else 0.0 for name in items]))
    return combined(made)


def _kg(figures: pl.DataFrame, area: str) -> dict[str, float]:
    mine = figures.filter((pl.col("area") == area) & pl.col("item").is_in(list(leaves())))
    return dict(mine.select("item", "kg_household").iter_rows())


def _rows(outcome: Outcome, items: Sequence[str], language: Language) -> tuple[ScenarioRow, ...]:
    return tuple(
        ScenarioRow(
            item=name,
            label=item_label(name, language),
            before=float(outcome.before[at]),
            after=float(outcome.after[at]),
            home=float(outcome.home[at]),
            abroad=float(outcome.abroad[at]),
            local=leaves()[name].local,
        )
        for at, name in enumerate(items)
    )


def _notes(definition: ingest.HouseholdScenario, language: Language) -> tuple[str, ...]:
    stated = [
        text(
            "households.scenario.change",
            language,
            item=item_label(change.item, language),
            change=number(100 * change.change, language, 1),
            share=number(100 * change.share, language, 0),
            basis=text(f"households.scenario.basis.{change.basis}", language),
            source=change.source,
        )
        for change in definition.changes
    ]
    kind = "respend" if definition.respend else "no_respend"
    return (definition.note(language), *stated, text(f"households.scenario.{kind}", language))
