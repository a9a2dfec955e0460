"""Scenarios of households as files: what is bought and used otherwise, and by which share of the households."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ketenkompas.errors import KetenkompasError, UnknownCodeError, Where
from ketenkompas.ingest._definition_file import checked_definition, packaged, read_definition
from ketenkompas.ingest._household_catalogue import household_groups

_FOLDER = "households/scenarios"


@dataclass(frozen=True, slots=True)
class HouseholdChange:
    """One change of an item, or of every item of a group.

    Attributes
    ----------
    change : float
        Share of what the households that take part buy or use, -1 or more.
    share : float
        Of the households that take part, 0 to 1.
    """

    item: str
    change: float
    share: float
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class HouseholdScenario:
    """A scenario as it stands in its file; ``raw`` is what a receipt keeps."""

    id: str
    stated: str
    respend: bool
    changes: tuple[HouseholdChange, ...]
    raw: Mapping[str, Any] = field(repr=False)

    def title(self, language: str) -> str:
        """What the scenario is called."""
        return str(self.raw["title"][language])

    def note(self, language: str) -> str:
        """What must be said with every figure."""
        return str(self.raw["note"][language])


def packaged_household_scenarios() -> tuple[str, ...]:
    """The scenarios of households in the package, by name.

    Examples
    --------
    >>> packaged_household_scenarios()
    ('fewer-new-things', 'less-gas')
    """
    return packaged(_FOLDER)


def read_household_scenario(given: str | Path | Mapping[str, Any]) -> HouseholdScenario:
    """A scenario of households: a packaged one by name, a YAML file, or plain data of the same form.

    Raises
    ------
    UnknownCodeError
        ``definition.unknown``.
    InputError
        ``definition.unreadable``; ``definition.faults`` with everything that is wrong with the file.

    Examples
    --------
    >>> read_household_scenario("less-gas").changes[0].change
    -0.2
    """
    if isinstance(given, Mapping):
        raw = checked_definition(given, _FOLDER, _unknown_items)
    else:
        raw = read_definition(given, _FOLDER, _unknown_items)
    changes = tuple(_change(one) for one in raw["changes"])
    return HouseholdScenario(raw["id"], raw["stated"], raw["respend"], changes, raw)


def _change(raw: Mapping[str, Any]) -> HouseholdChange:
    change = raw["change"] if "change" in raw else 1.0 / (1.0 + raw["longer_life"]) - 1.0
    return HouseholdChange(raw["item"], float(change), float(raw.get("share", 1.0)), raw["basis"], raw["source"])


def _unknown_items(raw: Mapping[str, Any], file: str) -> Sequence[KetenkompasError]:
    """Items that are none, and those that a household cannot change: they are equal for everyone."""
    groups = [group for group in household_groups() if any(item.basis != "equal_per_head" for item in group.items)]
    known = {*(group.id for group in groups), *(item.id for group in groups for item in group.items)}
    return [
        UnknownCodeError(
            "households.scenario_item",
            where=Where(file=file, label=f"changes.{at}.item"),
            found=one["item"],
            known=", ".join(sorted(known)),
        )
        for at, one in enumerate(raw["changes"])
        if one["item"] not in known
    ]
