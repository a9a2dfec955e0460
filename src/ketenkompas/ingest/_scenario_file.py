"""Scenarios as files: checked by a schema, every fault with its place and line, turned into changes of a table."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ketenkompas.classifications import available_areas, members
from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError, Where
from ketenkompas.mrio import (
    Change,
    DemandChange,
    IntensityChange,
    Scenario,
    Selection,
    TechnologyChange,
    TradeMove,
)

_Place = tuple[str | int, ...]
_EFFECT = ("factor", "value", "amount", "unit")


@dataclass(frozen=True)
class ScenarioDefinition:
    """A scenario as it stands in its file.

    Attributes
    ----------
    id, stated : str
        Name, and the ISO date on which the numbers were stated.
    raw : mapping
        The file as plain data, which a receipt keeps.
    """

    id: str
    stated: str
    raw: Mapping[str, Any] = field(repr=False)

    def title(self, language: str) -> str:
        """What the scenario is called."""
        return str(self.raw["title"][language])

    def note(self, language: str) -> str:
        """What must be said with every figure."""
        return str(self.raw["note"][language])

    @property
    def changes(self) -> tuple[Mapping[str, Any], ...]:
        """The changes as they stand in the file."""
        return tuple(self.raw["changes"])

    def changes_of(self, year: int) -> tuple[Mapping[str, Any], ...]:
        """Those that speak of a year."""
        return tuple(change for change in self.changes if year in _years(change))

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the changes speak of."""
        return tuple(sorted({year for change in self.changes for year in _years(change)}))

    def scenario(self, scheme: str, regions: Sequence[str]) -> Scenario:
        """The changes in the codes of a table.

        Parameters
        ----------
        scheme : str
            Of the table (``WIOD2013_35``, ``A64``), by which codes are chosen.
        regions : sequence of str
            Of the table; an area that they form (``EU27_2020``) stands for its members.

        Raises
        ------
        InputError
            ``scenario_file.faults`` with a ``scenario_file.other_scheme`` for every change without codes of the scheme.
        """
        faults: list[KetenkompasError] = []
        reading = _Reading(scheme, tuple(regions), faults)
        made = [one for change in self.changes for one in reading.changes(change)]
        if faults:
            raise InputError("scenario_file.faults", problems=faults, count=len(faults))
        return Scenario(self.id, tuple(made))


@dataclass(frozen=True)
class _Reading:
    """Turns the changes of a file into those of a table; what cannot be turned is collected."""

    scheme: str
    regions: tuple[str, ...]
    faults: list[KetenkompasError]

    def changes(self, raw: Mapping[str, Any]) -> list[Change]:
        return [self._change(raw, {"name": raw["name"], "year": year, "source": raw["source"]}) for year in _years(raw)]

    def _change(self, raw: Mapping[str, Any], said: Mapping[str, Any]) -> Change:
        effect = {name: raw[name] for name in _EFFECT if name in raw}
        if raw["kind"] == "trade":
            return TradeMove(
                **said,
                origin=raw["from"],
                destination=raw["to"],
                products=self._codes(raw, "products"),
                areas=self._areas(raw.get("areas", ())),
                industries=None if raw.get("only") == "final_uses" else self._codes(raw, "industries"),
                final_uses=None if raw.get("only") == "industries" else self._codes(raw, "final_uses"),
                share=raw.get("share"),
                amount=raw.get("amount"),
                unit=raw.get("unit", ""),
            )
        if raw["kind"] == "technology":
            inputs, buyers = (self._selection(raw[side], raw["name"]) for side in ("inputs", "buyers"))
            return TechnologyChange(**said, **effect, inputs=inputs, buyers=buyers)
        chosen = self._selection(raw, raw["name"])
        if raw["kind"] == "intensity":
            return IntensityChange(**said, **effect, emitters=chosen, gases=tuple(raw.get("gases", ())))
        areas, uses = self._areas(raw.get("areas", ())), self._codes(raw, "final_uses")
        return DemandChange(**said, **effect, products=chosen, areas=areas, final_uses=uses)

    def _selection(self, raw: Mapping[str, Any], name: str) -> Selection:
        return Selection(self._areas(raw.get("regions", ())), self._codes({"name": name, **raw}, "products"))

    def _areas(self, asked: Sequence[str]) -> tuple[str, ...]:
        known = available_areas(self.regions)
        found = [one for code in asked for one in (members(code, self.regions) if code in known else (code,))]
        return tuple(dict.fromkeys(found))

    def _codes(self, raw: Mapping[str, Any], part: str) -> tuple[str, ...]:
        given = raw.get(part, ())
        if not isinstance(given, Mapping):
            return tuple(given)
        found = given.get(self.scheme, given.get("any"))
        if found is None:
            known = ", ".join(given)
            self.faults.append(
                UnknownCodeError(
                    "scenario_file.other_scheme", where=raw["name"], part=part, scheme=self.scheme or "-", known=known
                )
            )
        return tuple(found or ())


def packaged_scenarios() -> tuple[str, ...]:
    """The scenarios in the package, by name.

    Examples
    --------
    >>> packaged_scenarios()
    ('dutch-electricity-halved', 'metals-from-germany')
    """
    return tuple(sorted(item.name.removesuffix(".yml") for item in _folder().iterdir() if item.name.endswith(".yml")))


def read_scenario(given: str | Path | Mapping[str, Any]) -> ScenarioDefinition:
    """A scenario: a packaged one by name, a YAML file, or plain data (JSON) of the same form.

    Raises
    ------
    UnknownCodeError
        ``scenario_file.unknown`` when there is neither such a name nor such a file.
    InputError
        ``scenario_file.unreadable``; ``scenario_file.faults`` with everything that is wrong, each with its place and
        line.

    Examples
    --------
    >>> read_scenario("metals-from-germany").scenario("WIOD2013_35", ("CN", "DE", "NL")).changes[0].products
    ('c12',)
    """
    if isinstance(given, Mapping):
        return _checked(given, "", {}, [])
    if str(given) in packaged_scenarios():
        return _parsed((_folder() / f"{given}.yml").read_text("utf-8"), f"{given}.yml")
    path = Path(given)
    if not path.is_file():
        raise UnknownCodeError("scenario_file.unknown", found=str(given), known=", ".join(packaged_scenarios()))
    try:
        return _parsed(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as cause:
        raise InputError("scenario_file.unreadable", where=Where(file=path.name), reason=str(cause)) from None


def _parsed(text: str, file: str) -> ScenarioDefinition:
    faults: list[KetenkompasError] = []
    try:
        repeated = next((one for one in yaml.parse(text) if isinstance(one, yaml.AliasEvent)), None)
        node, raw = yaml.compose(text, yaml.SafeLoader), yaml.safe_load(text)
    except yaml.YAMLError as cause:
        mark = getattr(cause, "problem_mark", None)
        place = Where(file=file, row=None if mark is None else mark.line + 1)
        reason = getattr(cause, "problem", None) or str(cause).splitlines()[0]
        raise InputError("scenario_file.unreadable", where=place, reason=reason) from None
    if repeated is not None:
        place = Where(file=file, row=repeated.start_mark.line + 1 if repeated.start_mark else None)
        raise InputError("scenario_file.unreadable", where=place, reason="aliases (*) have no use here")
    lines = dict(_lines(node, (), file, faults)) if node is not None else {}
    return _checked(raw, file, lines, faults)


def _checked(raw: Any, file: str, lines: Mapping[_Place, int], faults: list[KetenkompasError]) -> ScenarioDefinition:
    from jsonschema import Draft202012Validator

    found = sorted(
        Draft202012Validator(_schema()).iter_errors(raw), key=lambda fault: list(map(str, fault.absolute_path))
    )
    faults = [*faults, *(_fault(file, lines, tuple(one.absolute_path), one.message) for one in found)]
    if not faults:
        faults += _year_faults(raw, file, lines)
    if faults:
        raise InputError("scenario_file.faults", where=Where(file=file), problems=faults, count=len(faults))
    return ScenarioDefinition(raw["id"], raw["stated"], raw)


def _year_faults(raw: Mapping[str, Any], file: str, lines: Mapping[_Place, int]) -> list[KetenkompasError]:
    return [
        _fault(file, lines, ("changes", at, "years"), "first is after last")
        for at, change in enumerate(raw["changes"])
        if not _years(change)
    ]


def _fault(file: str, lines: Mapping[_Place, int], place: _Place, reason: str) -> KetenkompasError:
    line = next((lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in lines), None)
    label = ".".join(str(step) for step in place)
    return InputError("scenario_file.invalid", where=Where(file=file, row=line, label=label), reason=reason)


def _lines(node: yaml.Node, place: _Place, file: str, faults: list[KetenkompasError]) -> Iterator[tuple[_Place, int]]:
    """The line of every part; a key that stands twice is a fault, for the reader of YAML keeps the last silently."""
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for at, item in enumerate(node.value):
            yield from _lines(item, (*place, at), file, faults)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, item in node.value:
            name = str(key.value)
            if name in seen:
                faults.append(_fault(file, {(): key.start_mark.line + 1}, (*place, name), "this key stands here twice"))
            seen.add(name)
            yield from _lines(item, (*place, name), file, faults)


def _years(change: Mapping[str, Any]) -> range:
    if "year" in change:
        return range(change["year"], change["year"] + 1)
    return range(change["years"]["first"], change["years"]["last"] + 1)


def _folder() -> Any:
    return importlib.resources.files("ketenkompas") / "data" / "scenarios"


@functools.cache
def _schema() -> Mapping[str, Any]:
    return json.loads((_folder() / "schema.json").read_text("utf-8"))  # type: ignore[no-any-return]
