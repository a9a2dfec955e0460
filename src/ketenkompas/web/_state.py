"""The state of the footprint page, all of it in the address; the same state reads in Dutch and in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

from ketenkompas.classifications import canonical_area
from ketenkompas.errors import UnknownCodeError
from ketenkompas.i18n import Language, text

Scope = Literal["with_households", "industry_only"]
Per = Literal["total", "head"]
DEFAULT_AREA = "NL"


@dataclass(frozen=True, slots=True)
class State:
    """Which area, with or without direct emissions of households, in total or per inhabitant, which year in detail."""

    area: str = DEFAULT_AREA
    scope: Scope = "with_households"
    per: Per = "total"
    year: int | None = None
    """The year shown in detail; None is the newest."""


_NAMES: Mapping[Language, Mapping[str, str]] = {
    "nl": {"area": "gebied", "scope": "huishoudens", "per": "eenheid", "year": "jaar"},
    "en": {"area": "area", "scope": "households", "per": "unit", "year": "year"},
}
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "nl": {"with_households": "met", "industry_only": "zonder", "total": "totaal", "head": "inwoner"},
    "en": {"with_households": "with", "industry_only": "without", "total": "total", "head": "person"},
}
Reader = Callable[[str, Language], str | int | None]
NOT_STATE = frozenset({"layout"})


def names(language: Language) -> Mapping[str, str]:
    """The names of the controls in the address, by field of the state."""
    return _NAMES[language]


def words(language: Language) -> Mapping[str, str]:
    """The words for choices in the address, by code."""
    return _WORDS[language]


def query(state: State, language: Language) -> str:
    """The state as a query, in one fixed order, without what is default; empty for the default state.

    Examples
    --------
    >>> query(State(area="DE", per="head"), "nl")
    'gebied=DE&eenheid=inwoner'
    """
    named, spoken, default = _NAMES[language], _WORDS[language], State()
    asked = {"area": state.area, "scope": spoken[state.scope], "per": spoken[state.per], "year": state.year}
    usual = {"area": default.area, "scope": spoken[default.scope], "per": spoken[default.per], "year": None}
    return urlencode([(named[field], value) for field, value in asked.items() if value != usual[field]])


def read(
    given: Mapping[str, str], language: Language, *, areas: Iterable[str], years: Iterable[int]
) -> tuple[State, list[str]]:
    """The state that an address asks for, and what had to be left at its default, told in the reader's language.

    A page is never blank: what is not understood is said and the default shown.
    """
    named, notices = (
        _NAMES[language],
        [
            text("web.notice.unknown_name", language, name=name)
            for name in given
            if name not in _NAMES[language].values() and name not in NOT_STATE
        ],
    )
    state = State()
    readers: dict[str, Reader] = {"area": _area(areas), "scope": _scope, "per": _per, "year": _year(years)}
    for field, read_one in readers.items():
        asked = given.get(named[field])
        if asked is None:
            continue
        found = read_one(asked, language)
        if found is None:
            notices.append(text("web.notice.unknown_value", language, name=named[field], value=asked))
        else:
            state = replace(state, **{field: found})  # type: ignore[arg-type]  # the reader of the field made it
    return state, notices


def _area(known: Iterable[str]) -> Reader:
    listed = list(known)

    def read_area(asked: str, _: Language) -> str | None:
        try:
            return canonical_area(asked, listed)
        except UnknownCodeError:
            return None

    return read_area


def _year(known: Iterable[int]) -> Reader:
    listed = set(known)

    def read_year(asked: str, _: Language) -> int | None:
        return int(asked) if asked.isdecimal() and len(asked) == 4 and int(asked) in listed else None

    return read_year


def _choice(asked: str, language: Language, choices: tuple[str, ...]) -> str | None:
    return next((code for code in choices if _WORDS[language][code] == asked), None)


def _scope(asked: str, language: Language) -> str | None:
    return _choice(asked, language, ("with_households", "industry_only"))


def _per(asked: str, language: Language) -> str | None:
    return _choice(asked, language, ("total", "head"))
