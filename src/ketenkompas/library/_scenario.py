"""``scenario``: what footprints and emissions do when the table is otherwise, by a file or a packaged what-if."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xarray as xr

from ketenkompas import ingest
from ketenkompas.classifications import areas, members
from ketenkompas.errors import InputError
from ketenkompas.i18n import language_of, number, text
from ketenkompas.library._analysis import Analysis, Item, analysis, computed
from ketenkompas.library._parts import Question
from ketenkompas.library._query import area_name, area_phrase, question_of
from ketenkompas.mrio import Outcome, run_scenario
from ketenkompas.pipeline import WIOD, Step, Table, table

PACKAGED_SCENARIOS: tuple[str, ...] = ("dutch-electricity-halved", "metals-from-germany")


@dataclass(frozen=True)
class _Case:
    """A question, its table and scenario, and what came out of it."""

    question: Question
    table: Table
    definition: ingest.ScenarioDefinition
    outcome: Outcome
    inside: tuple[str, ...]

    def footprint(self, origins: list[str] | None = None) -> tuple[float, float]:
        """The area's footprint before and after, Mt: all of it, or what these regions emit for it."""
        before, after = (self._of(one.footprint, origins) for one in (self.outcome.before, self.outcome.after))
        return before, after

    def _of(self, values: xr.DataArray, origins: list[str] | None) -> float:
        mine = values.sel(gas=self.question.gas, area=list(self.inside))
        return float((mine if origins is None else mine.sel(origin=origins)).sum()) / 1e3

    def emitted(self, regions: list[str]) -> float:
        """The change of all emissions of the industries of regions, Mt."""
        change = self.outcome.after.production - self.outcome.before.production
        return float(change.sel(gas=self.question.gas, region=regions).sum()) / 1e3


def scenario(
    given: str | Path | Mapping[str, Any],
    area: str = "NL",
    *,
    year: int | None = None,
    model: str = WIOD,
    gas: str | None = None,
    lang: str = "en",
) -> Analysis:
    """What a scenario does to the footprint of an area and to emissions in it, elsewhere and in the world, Mt.

    Parameters
    ----------
    given : str, Path or mapping
        A packaged scenario by name, a YAML file, or plain data of the same form (``docs/reference/scenario-files.md``).
    area : str
        Whose footprint is shown.
    year : int, optional
        A year of the model that the scenario speaks of; needed unless it speaks of one year only.
    model : str
        A model with a table at hand.
    gas : str, optional
    lang : {"en", "nl"}

    Returns
    -------
    Analysis
        ``items``: the area's footprint before and after and its change, of which at home and abroad; the change of all
        emissions of industries in the area, elsewhere and in the world; and what of a fall in the area comes back
        elsewhere. ``rows``: by emitting region, what it emits for the area's footprint before and after, and the change
        of all it emits. ``notes``: every change with its source, and how the answer was computed and checked.

    Raises
    ------
    KetenkompasError
        Those of :func:`footprint`, of the table, ``scenario_file.*`` and ``scenario.*``.

    Notes
    -----
    A scenario in the economy of the table's year; nothing else adapts. See the method page ``scenarios``.

    Examples
    --------
    >>> from ketenkompas.library import scenario
    >>> found = scenario("metals-from-germany", "NL", year=2008)
    >>> round(found.item("footprint_change").value, 3), round(found.item("world_change").value, 3)
    (-1.569, -2.858)
    """
    definition = ingest.read_scenario(given)
    if year is None and len(definition.years) != 1:
        raise InputError("scenario_file.which_year", known=f"{definition.years[0]}-{definition.years[-1]}")
    question = question_of(area, definition.years[0] if year is None else year, model=model, gas=gas, lang=lang)
    found = table(question.model.id, question.year)
    changes = definition.scenario(found.info.scheme, found.accounts.regions)
    outcome = run_scenario(found.accounts, changes)
    return _told(_Case(question, found, definition, outcome, members(question.area, found.accounts.regions)))


def scenarios(lang: str = "en") -> list[dict[str, Any]]:
    """The packaged scenarios: ``id``, ``title``, ``note``, ``stated``, first and last year.

    Examples
    --------
    >>> [one["id"] for one in scenarios()]
    ['dutch-electricity-halved', 'metals-from-germany']
    """
    language = language_of(lang)
    listed = [ingest.read_scenario(name) for name in PACKAGED_SCENARIOS]
    return [
        {
            "id": one.id,
            "title": one.title(language),
            "note": one.note(language),
            "stated": one.stated,
            "first_year": one.years[0],
            "last_year": one.years[-1],
        }
        for one in listed
    ]


def _told(case: _Case) -> Analysis:
    question, definition, info = case.question, case.definition, case.table.info
    language = question.language
    unit = f"Mt {info.units[info.gases.index(question.gas)].removeprefix('kt ')}"
    parameters = {"area": question.area, "gas": question.gas, "scenario": dict(definition.raw)}
    name = area_phrase(question.area, language)
    return analysis(
        "scenario",
        computed("scenario", [case.table], [Step("mrio.run_scenario", 1)], parameters),
        area=question.area,
        years=[question.year],
        gas=question.gas,
        title=text("scenario.title", language, scenario=definition.title(language), area=name, year=question.year),
        items=_items(case, unit, name),
        columns={"code": "", "label": "", **dict.fromkeys(("before", "after", "change", "emissions_change"), unit)},
        rows=_rows(case),
        notes=_notes(case),
        language=language,
    )


def _items(case: _Case, unit: str, name: str) -> list[Item]:
    language, inside = case.question.language, list(case.inside)
    others = [region for region in case.table.accounts.regions if region not in inside]
    before, after = case.footprint()
    home, abroad = (case.footprint(regions) for regions in (inside, others))
    within, elsewhere = case.emitted(inside), case.emitted(others)
    figures = {
        "footprint_before": before,
        "footprint_after": after,
        "footprint_change": after - before,
        "footprint_home_change": home[1] - home[0],
        "footprint_abroad_change": abroad[1] - abroad[0],
        "inside_change": within,
        "elsewhere_change": elsewhere,
        "world_change": within + elsewhere,
        "shifted": max(min(-within, elsewhere), 0.0),
    }
    return [
        Item(code, text(f"scenario.item.{code}", language, area=name), value, unit) for code, value in figures.items()
    ]


def _rows(case: _Case) -> list[dict[str, Any]]:
    rows = []
    for region in case.table.accounts.regions:
        before, after = case.footprint([region])
        rows.append(
            {
                "code": region,
                "label": area_name(region, case.question.language) if region in areas() else region,
                "before": before,
                "after": after,
                "change": after - before,
                "emissions_change": case.emitted([region]),
            }
        )
    return sorted(rows, key=lambda row: -abs(row["change"]))


def _notes(case: _Case) -> list[str]:
    language, definition, outcome = case.question.language, case.definition, case.outcome
    year = case.question.year
    stated = [
        text(
            "scenario.change",
            language,
            name=change["name"],
            kind=text(f"scenario.kind.{change['kind']}", language),
            value=_value(change, case),
            basis=text(f"scenario.basis.{change['basis']}", language),
            source=change["source"],
        )
        for change in definition.changes_of(year)
    ]
    how = text(f"scenario.method.{outcome.method}", language, rank=outcome.rank, residual=f"{outcome.residual:.0e}")
    head = text("scenario.stated", language, date=definition.stated, year=year)
    return [definition.note(language), text("scenario.reading", language), head, *stated, how]


def _value(change: Mapping[str, Any], case: _Case) -> str:
    name = next(one for one in ("factor", "value", "amount", "share") if one in change)
    shown = number(float(change[name]), case.question.language, 3)
    unit = f" {change['unit']}" if "unit" in change else ""
    return f"{text(f'scenario.effect.{name}', case.question.language)} {shown}{unit}"
