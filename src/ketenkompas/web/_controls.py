"""What a reader can set on a page: plain form fields, filled from the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ketenkompas import library
from ketenkompas.classifications import areas
from ketenkompas.i18n import Language, number, text
from ketenkompas.web import _state, panels
from ketenkompas.web._site import Page
from ketenkompas.web._state import State

_PERIODS = "2024-2028, 2029-2033"
Choices = list[tuple[str, list[tuple[str, str]]]]
Choose = Callable[[State, Language], tuple[str, Choices]]


@dataclass(frozen=True, slots=True)
class Control:
    """A list to choose from: groups of (value, label); a group without a name stands at the top. Without groups it is a
    number between ``least`` and ``most`` in steps of ``step``, or words like ``hint`` where the step is empty.
    """

    field: str
    name: str
    label: str
    value: str
    groups: Choices
    least: float = 0
    most: float = 0
    step: str = ""
    hint: str = ""


def controls(page: Page, state: State, language: Language) -> list[Control]:
    """The controls of a page in the order of its definition."""
    left_out, models = {"others"}, panels.own_models()
    if not models:
        left_out |= {"year"}
    if not models or not models[0].territorial_years:
        left_out |= {"view"}
    if not models or len(models[0].years) < 2:
        left_out |= {"first", "last"}
    made = [_control(field, state, language) for field in page.controls if field not in left_out]
    changed = {("variants", "year"): _with_kept, ("target", "per"): _without_money}
    return [changed[key](one, state, language) if (key := (page.id, one.field)) in changed else one for one in made]


def _with_kept(years: Control, _: State, language: Language) -> Control:
    """The years of the table with those first for which figures on variants are kept, where there are any."""
    kept = {str(year) for year in library.split_years(panels.lead_model().id)}
    listed = [choice for _, group in years.groups for choice in group]
    groups = [
        (text("web.years.kept", language), [one for one in listed if one[0] in kept]),
        (text("web.years.table", language), [one for one in listed if one[0] not in kept]),
    ]
    return replace(years, groups=groups if kept else years.groups)


def _without_money(units: Control, _: State, language: Language) -> Control:
    """The units in which a path can run: money changes its worth from year to year."""
    money = _state.words(language)["money"]
    return replace(units, groups=[(name, [one for one in group if one[0] != money]) for name, group in units.groups])


def _control(field: str, state: State, language: Language) -> Control:
    name, label = _state.names(language)[field], text(f"web.control.{field}", language)
    if field in _NUMBERS:
        least, most, step = _NUMBERS[field]
        return Control(field, name, label, f"{getattr(state, field):g}", [], least, most, step)
    if field == "budgets":
        return Control(field, name, label, ", ".join(state.budgets), [], hint=_PERIODS)
    value, groups = _CHOICES[field](state, language)
    return Control(field, name, label, value, groups)


def _areas(state: State, language: Language) -> tuple[str, Choices]:
    known = dict.fromkeys(code for model in library.models() for code in model.areas)
    named = sorted((areas()[code].name(language), code) for code in known)
    kinds = {"economy": "web.areas.economies", "aggregate": "web.areas.unions", "rest_of_world": "web.areas.rest"}
    groups = [
        (text(key, language), [(code, name) for name, code in named if areas()[code].kind == kind])
        for kind, key in kinds.items()
    ]
    return state.area, [group for group in groups if group[1]]


def _scope(state: State, language: Language) -> tuple[str, Choices]:
    words = _state.words(language)
    return words[state.scope], [
        (
            "",
            [
                (words["with_households"], text("web.control.scope.with_households", language)),
                (words["industry_only"], text("web.control.scope.industry_only", language)),
            ],
        )
    ]


def _per(state: State, language: Language) -> tuple[str, Choices]:
    words = _state.words(language)
    return words[state.per], [
        (
            "",
            [
                (words["total"], text("web.control.per.total", language)),
                (words["head"], text("web.control.per.head", language)),
                (words["money"], text("web.control.per.money", language)),
            ],
        )
    ]


def _years(chosen: int | None) -> tuple[str, Choices]:
    listed = sorted(panels.lead_model().years, reverse=True)
    return str(chosen), [("", [(str(year), str(year)) for year in listed])]


def _year(state: State, _: Language) -> tuple[str, Choices]:
    return _years(panels.year_shown(panels.lead_model(), state))


def _first(state: State, _: Language) -> tuple[str, Choices]:
    return _years(panels.years_compared(panels.lead_model(), state)[0])


def _last(state: State, _: Language) -> tuple[str, Choices]:
    return _years(panels.years_compared(panels.lead_model(), state)[1])


def _words_of(field: str, codes: tuple[str, ...]) -> Choose:
    def choose(state: State, language: Language) -> tuple[str, Choices]:
        words = _state.words(language)
        listed = [(words[code], text(f"web.control.{field}.{code}", language)) for code in codes]
        return words[getattr(state, field)], [("", listed)]

    return choose


def _targets(state: State, language: Language) -> tuple[str, Choices]:
    known = [one for one in library.targets(language) if one["points"][-1]["low_per_cent"] is not None]
    listed = [("", text("web.control.target.own", language)), *((one["id"], one["name"]) for one in known)]
    return state.target, [("", listed)]


def _revised(state: State, language: Language) -> tuple[str, Choices]:
    own = _state.words(language)[_state.OWN]
    cited = [
        (
            one["id"],
            text(
                "web.control.revised.cited",
                language,
                name=one["name"],
                per_cent=number(one["per_cent"], language, 1),
            ),
        )
        for one in library.revisions(language)
    ]
    chosen = own if state.revised == _state.OWN else state.revised
    return chosen, [("", [(own, text("web.control.revised.own", language)), *cited])]


def _base(state: State, language: Language) -> tuple[str, Choices]:
    model = next(one for one in library.models() if one.id == panels.series_shown(state))
    listed = [("", text("web.control.base.usual", language)), *((str(year), str(year)) for year in model.years)]
    return str(state.base or ""), [("", listed)]


_NUMBERS: Mapping[str, tuple[float, float, str]] = {
    "end": (*_state.FURTHEST, "1"),
    "low": (-99, 100, "1"),
    "high": (-99, 100, "1"),
    "revision": (*library.REVISION_SPAN, "0.1"),
}
_CHOICES: Mapping[str, Choose] = {
    "area": _areas,
    "scope": _scope,
    "per": _per,
    "view": _words_of("view", ("production", "territorial")),
    "year": _year,
    "first": _first,
    "last": _last,
    "series": _words_of("series", ("official", "own")),
    "target": _targets,
    "base": _base,
    "revised": _revised,
    "shape": _words_of("shape", ("geometric", "linear", "point")),
}
