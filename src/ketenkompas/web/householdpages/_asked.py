"""What an address of the consumption compass asks for, and what goes along from page to page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import Language
from ketenkompas.library import households

Order = Literal["name", "province", "value"]
Per = Literal["household", "person"]
ITEM = "total"
MOST_COMPARED = 5
LONGEST = 80
UNTIL = 2035
NAMES: Mapping[Language, Mapping[str, str]] = {
    "nl": {
        "item": "waarvoor",
        "per": "per",
        "compare": "vergelijk",
        "province": "provincie",
        "order": "volgorde",
        "text": "zoek",
        "less": "minder",
        "until": "in",
    },
    "en": {
        "item": "item",
        "per": "per",
        "compare": "compare",
        "province": "province",
        "order": "order",
        "text": "search",
        "less": "less",
        "until": "by",
    },
}
"""The names in addresses, by field."""
WORDS: Mapping[Language, Mapping[str, str]] = {
    "nl": {
        "total": "alles",
        "households": "huishoudens",
        "food": "eten",
        "home_energy": "energie-in-huis",
        "housing": "wonen",
        "car": "auto",
        "travel": "reizen",
        "goods": "spullen",
        "leisure": "vrije-tijd",
        "services": "diensten",
        "other": "overig",
        "public": "overheid",
        "gas": "aardgas",
        "electricity": "elektriciteit",
        "heat": "warmte",
        "wood": "hout",
        "driving": "autorijden",
        "household": "huishouden",
        "person": "persoon",
        "name": "naam",
        "province": "provincie",
        "value": "hoogte",
    },
    "en": {
        "total": "everything",
        "households": "households",
        "food": "food",
        "home_energy": "home-energy",
        "housing": "housing",
        "car": "car",
        "travel": "travel",
        "goods": "goods",
        "leisure": "leisure",
        "services": "services",
        "other": "other",
        "public": "government",
        "gas": "natural-gas",
        "electricity": "electricity",
        "heat": "heat",
        "wood": "wood",
        "driving": "driving",
        "household": "household",
        "person": "person",
        "name": "name",
        "province": "province",
        "value": "size",
    },
}
"""The words for choices in addresses, by code; an item that has none is written as its code."""
KEPT = ("item", "per", "compare")
"""The fields that go along from page to page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The state of the consumption compass.

    Attributes
    ----------
    item : str
        What is shown: ``total``, ``households``, a group or an item.
    per : {"household", "person"}
        The family-or-person switch, in view on every page.
    compare : tuple of str
        Codes of places beside each other, at most five.
    province, order, text
        Of the list: only this province, its order, what is searched.
    less, until : int
        Of a place: a path that the reader sets, so many per cent below the country of today in that year; 0 is none.
    """

    language: Language
    item: str = ITEM
    per: Per = "household"
    compare: tuple[str, ...] = ()
    province: str = ""
    order: Order = "name"
    text: str = ""
    less: int = 0
    until: int = UNTIL

    def link(self, page: str, *parts: str, language: Language | None = None, **changed: Any) -> str:
        """The address of a page of the compass with what is kept, and what is changed or given besides.

        Parameters
        ----------
        page : str
            A name of :data:`ketenkompas.web._addresses.OTHERS` that begins with ``household``.
        *parts
            The parts of its path.
        language : {"nl", "en"}, optional
            That of the page by default.
        **changed
            Fields with other values, also those of the list.

        Examples
        --------
        >>> Asked("nl", item="car").link("households", order="value")
        '/nl/consumptiekompas?waarvoor=auto&volgorde=hoogte'
        """
        told = language or self.language
        given = {**{name: getattr(self, name) for name in KEPT}, **changed}
        path = reverse(f"{page}-{told}", args=list(parts))
        query = _query(given, told)
        return f"{path}?{query}" if query else path

    def whole_link(self, page: str, *parts: str, language: Language | None = None) -> str:
        """The address of a page with the whole state, that of the list too: the permanent link."""
        rest = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in (*KEPT, "language")}
        return self.link(page, *parts, language=language, **rest)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a form must carry along besides its own fields: names and values."""
        usual = Asked(self.language)
        kept = [(name, getattr(self, name)) for name in KEPT if getattr(self, name) != getattr(usual, name)]
        return [(NAMES[self.language][name], written(value, self.language)) for name, value in kept]

    def with_place(self, area: str) -> Asked:
        """The state with a place more to compare; the first leaves when there are too many."""
        return replace(self, compare=tuple(dict.fromkeys((*self.compare, area)))[-MOST_COMPARED:])

    def without_place(self, area: str) -> Asked:
        """The state without a place."""
        return replace(self, compare=tuple(one for one in self.compare if one != area))


def asked(request: HttpRequest, language: Language) -> Asked:
    """The state of an address; what is not known is left out, so that an old or mistyped link still opens."""
    items = {written(one, language): one for one in households.item_ids()} | {one: one for one in households.item_ids()}
    words = {word: code for code, word in WORDS[language].items()}
    per, order = (words.get(value(request, name, language), "") for name in ("per", "order"))
    return Asked(
        language,
        item=items.get(value(request, "item", language), ITEM),
        per="person" if per == "person" else "household",
        compare=_places(value(request, "compare", language)),
        province=_province(value(request, "province", language)),
        order="province" if order == "province" else "value" if order == "value" else "name",
        text=value(request, "text", language)[:LONGEST],
        less=_whole(value(request, "less", language), 0, 100, 0),
        until=_whole(value(request, "until", language), 2024, 2100, UNTIL),
    )


def _whole(told: str, least: int, most: int, usual: int) -> int:
    """A whole number between two others; what is none is the usual one."""
    digits = told.isascii() and told.isdigit() and len(told) <= 4
    return int(told) if digits and least <= int(told) <= most else usual


def value(request: HttpRequest, field: str, language: Language) -> str:
    """A value of the address by its field, without blanks around it; one that is given several times is a list."""
    given = request.GET.getlist(NAMES[language][field])
    return ",".join(given).replace("\x00", "").strip()


def written(value: Any, language: Language) -> str:
    """A value as it stands in an address.

    Examples
    --------
    >>> written("home_energy", "nl"), written(("GM0363", "GM0599"), "en"), written("clothing", "nl")
    ('energie-in-huis', 'GM0363,GM0599', 'clothing')
    """
    if isinstance(value, tuple):
        return ",".join(value)
    return WORDS[language].get(str(value), str(value))


def _query(given: Mapping[str, Any], language: Language) -> str:
    usual = Asked(language)
    names = NAMES[language]
    ordered = [(name, given[name]) for name in names if name in given]
    told = [(names[name], _told(name, value, language)) for name, value in ordered if value != getattr(usual, name)]
    return urlencode(told, safe=",")


def _told(name: str, value: Any, language: Language) -> str:
    return value if name == "text" else written(value, language)


def _places(told: str) -> tuple[str, ...]:
    found = []
    for code in told.upper().split(",")[: 4 * MOST_COMPARED]:
        try:
            found.append(households.place(code.strip()).area)
        except KetenkompasError:
            continue
    return tuple(dict.fromkeys(found))[:MOST_COMPARED]


def _province(told: str) -> str:
    known = {one.area for one in households.places("province")}
    return told.upper() if told.upper() in known else ""
