"""The state of a page, all of it in the address; the same state reads in Dutch and in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal
from urllib.parse import urlencode

from ketenkompas.classifications import canonical_area
from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.i18n import Language, text
from ketenkompas.library import REVISION_SPAN, read_periods

Scope = Literal["with_households", "industry_only"]
Per = Literal["total", "head", "money"]
Own = Literal["production", "territorial"]
Series = Literal["official", "own"]
Shape = Literal["geometric", "linear", "point"]
FURTHEST = (2025, 2100)
"""The years between which a path may end."""
DEFAULT_AREA = "NL"
MOST_OTHERS = 5
OWN, USUAL_REVISION = "own", "se-2008"
"""A revision of one's own, and the published one that the page begins with."""


@dataclass(frozen=True, slots=True)
class State:
    """What a page shows: one state for the whole site, of which each page has its own controls.

    ``view`` is how own emissions are counted beside the footprint, ``year`` the year in detail, ``first`` and ``last``
    the years that are compared (None: the page's choice), ``others`` the areas beside the first one, ``budgets`` the
    budget periods of the path (none: the page's choice), ``revised`` a published revision or a percentage of one's own
    (``revision``), ``edition`` the edition that a permanent link was made with.
    """

    area: str = DEFAULT_AREA
    scope: Scope = "with_households"
    per: Per = "total"
    view: Own = "production"
    year: int | None = None
    first: int | None = None
    last: int | None = None
    others: tuple[str, ...] = ()
    series: Series = "official"
    target: str = ""
    base: int | None = None
    end: int = 2050
    low: int = -79
    high: int = -71
    shape: Shape = "geometric"
    budgets: tuple[str, ...] = ()
    revised: str = USUAL_REVISION
    revision: float = 0.0
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What can be asked here: areas, years, and the edition that is shown."""

    areas: tuple[str, ...] = ()
    years: frozenset[int] = frozenset()
    edition: str = ""
    targets: frozenset[str] = frozenset()
    revisions: frozenset[str] = frozenset()
    all_years: frozenset[int] = frozenset()
    """The years of every series, the official one too."""


Reader = Callable[[str, Language, Known], Any]
_NAMES: Mapping[Language, Mapping[str, str]] = {
    "nl": {
        "area": "gebied",
        "scope": "huishoudens",
        "per": "eenheid",
        "view": "weergave",
        "year": "jaar",
        "first": "van",
        "last": "tot",
        "others": "met",
        "series": "reeks",
        "target": "vorm",
        "base": "basisjaar",
        "end": "eindjaar",
        "low": "laag",
        "high": "hoog",
        "shape": "verloop",
        "budgets": "budgetten",
        "revised": "herziening",
        "revision": "procent",
        "edition": "editie",
    },
    "en": {
        "area": "area",
        "scope": "households",
        "per": "unit",
        "view": "view",
        "year": "year",
        "first": "from",
        "last": "to",
        "others": "with",
        "series": "series",
        "target": "form",
        "base": "base",
        "end": "end",
        "low": "low",
        "high": "high",
        "shape": "course",
        "budgets": "budgets",
        "revised": "revision",
        "revision": "percent",
        "edition": "edition",
    },
}
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "nl": {
        "with_households": "met",
        "industry_only": "zonder",
        "total": "totaal",
        "head": "inwoner",
        "money": "geld",
        "production": "productie",
        "territorial": "territoriaal",
        "official": "officieel",
        "own": "eigen",
        "geometric": "vast-tempo",
        "linear": "recht",
        "point": "punt",
    },
    "en": {
        "with_households": "with",
        "industry_only": "without",
        "total": "total",
        "head": "person",
        "money": "money",
        "production": "production",
        "territorial": "territorial",
        "official": "official",
        "own": "own",
        "geometric": "constant-rate",
        "linear": "straight",
        "point": "point",
    },
}
NOT_STATE = frozenset({"layout", "csvType"})


def names(language: Language) -> Mapping[str, str]:
    """The names of the controls in the address, by field of the state."""
    return _NAMES[language]


def words(language: Language) -> Mapping[str, str]:
    """The words for choices in the address, by code."""
    return _WORDS[language]


def query(state: State, language: Language, only: Iterable[str] | None = None) -> str:
    """The state as a query, in one fixed order, without what is default; empty for the default state.

    Parameters
    ----------
    only : iterable of str, optional
        The fields that matter where the address leads.

    Examples
    --------
    >>> query(State(area="DE", per="head"), "nl")
    'gebied=DE&eenheid=inwoner'
    """
    wanted = set(_NAMES[language]) if only is None else {*only, "edition"}
    usual = State()
    asked = [
        (_NAMES[language][field.name], _written(getattr(state, field.name), language))
        for field in fields(State)
        if field.name in wanted and getattr(state, field.name) != getattr(usual, field.name)
    ]
    return urlencode(asked, safe=",")


def _written(value: Any, language: Language) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, float):
        return f"{value:g}"
    return _WORDS[language].get(value, str(value)) if isinstance(value, str) else str(value)


def read(given: Mapping[str, str], language: Language, known: Known) -> tuple[State, list[str]]:
    """The state that an address asks for, and what had to be left at its default, told in the reader's language.

    A page is never blank: what is not understood is said and the default shown.
    """
    named = _NAMES[language]
    notices = [
        text("web.notice.unknown_name", language, name=name)
        for name in given
        if name not in named.values() and name not in NOT_STATE
    ]
    state = State()
    for field, reader in _READERS.items():
        asked = given.get(named[field])
        if asked is None or asked == "":
            continue
        found = reader(asked, language, known)
        if found is None:
            notices.append(text("web.notice.unknown_value", language, name=named[field], value=asked))
        else:
            state = replace(state, **{field: found})
    if state.first is not None and state.last is not None and state.first >= state.last:
        notices.append(text("web.notice.order", language, first=state.first, last=state.last))
        state = replace(state, first=None, last=None)
    if state.low > state.high:
        notices.append(text("web.notice.sides", language, low=state.low, high=state.high))
        state = replace(state, low=state.high, high=state.low)
    if state.edition and state.edition != known.edition:
        notices.append(text("web.notice.edition", language, asked=state.edition, shown=known.edition))
        state = replace(state, edition="")
    return state, notices


def _area(asked: str, _: Language, known: Known) -> str | None:
    try:
        return canonical_area(asked, known.areas)
    except UnknownCodeError:
        return None


def _others(asked: str, language: Language, known: Known) -> tuple[str, ...] | None:
    found = [_area(one, language, known) for one in asked.split(",") if one.strip()]
    codes = tuple(dict.fromkeys(code for code in found if code is not None))
    return codes if len(codes) == len(found) and len(codes) <= MOST_OTHERS else None


def _year(asked: str, _: Language, known: Known) -> int | None:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) in known.years else None


def _base(asked: str, _: Language, known: Known) -> int | None:
    return int(asked) if asked.isascii() and asked.isdigit() and int(asked) in known.all_years else None


def _whole(least: int, most: int) -> Reader:
    def read_whole(asked: str, _: Language, known: Known) -> int | None:  # noqa: ARG001 (the form of all readers)
        digits = asked.removeprefix("-")
        found = int(asked) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else None
        return found if found is not None and least <= found <= most else None

    return read_whole


def _target(asked: str, _: Language, known: Known) -> str | None:
    return asked if asked in known.targets else None


def _budgets(asked: str, _: Language, known: Known) -> tuple[str, ...] | None:  # noqa: ARG001 (the form of all readers)
    try:
        return tuple(f"{first}-{last}" for first, last in read_periods(asked))
    except InputError:
        return None


def _revised(asked: str, language: Language, known: Known) -> str | None:
    if asked == _WORDS[language][OWN]:
        return OWN
    return asked if asked in known.revisions else None


def _per_cent(asked: str, _: Language, known: Known) -> float | None:  # noqa: ARG001 (the form of all readers)
    plain = asked.replace(",", ".").removeprefix("-")
    if len(plain) > 6 or not plain.replace(".", "", 1).isascii() or not plain.replace(".", "", 1).isdigit():
        return None
    found = round(float(asked.replace(",", ".")), 1)
    return found if REVISION_SPAN[0] <= found <= REVISION_SPAN[1] else None


def _choice(choices: tuple[str, ...]) -> Reader:
    def chosen(asked: str, language: Language, _: Known) -> str | None:
        return next((code for code in choices if _WORDS[language][code] == asked), None)

    return chosen


def _edition(asked: str, _: Language, known: Known) -> str | None:  # noqa: ARG001 (the form of all readers)
    return asked if len(asked) <= 40 and asked.replace("-", "").isalnum() else None


_READERS: Mapping[str, Reader] = {
    "area": _area,
    "scope": _choice(("with_households", "industry_only")),
    "per": _choice(("total", "head", "money")),
    "view": _choice(("production", "territorial")),
    "year": _year,
    "first": _year,
    "last": _year,
    "others": _others,
    "series": _choice(("official", "own")),
    "target": _target,
    "base": _base,
    "end": _whole(*FURTHEST),
    "low": _whole(-99, 100),
    "high": _whole(-99, 100),
    "shape": _choice(("geometric", "linear", "point")),
    "budgets": _budgets,
    "revised": _revised,
    "revision": _per_cent,
    "edition": _edition,
}
