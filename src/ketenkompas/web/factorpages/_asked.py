"""What an address of the factor pages asks for, and what is kept from page to page: the release, the open licence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from ketenkompas.errors import KetenkompasError
from ketenkompas.factors import Factor, Release, green_only
from ketenkompas.i18n import Language
from ketenkompas.library import factors
from ketenkompas.web.factorpages import _held

NAMES: Mapping[Language, Mapping[str, str]] = {
    "nl": {
        "text": "q",
        "release": "release",
        "open": "open",
        "page": "pagina",
        "region": "gebied",
        "amount": "hoeveelheid",
        "unit": "eenheid",
        "year": "jaar",
        "first": "a",
        "second": "b",
        "since": "van",
        "to": "tot",
        "cause": "oorzaak",
        "scheme": "indeling",
    },
    "en": {
        "text": "q",
        "release": "release",
        "open": "open",
        "page": "page",
        "region": "region",
        "amount": "quantity",
        "unit": "unit",
        "year": "year",
        "first": "a",
        "second": "b",
        "since": "from",
        "to": "to",
        "cause": "cause",
        "scheme": "scheme",
    },
}
"""The names in addresses, by what they mean."""
YES: Mapping[Language, str] = {"nl": "ja", "en": "yes"}
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """The release that is shown, and the setting that leaves out what is not under an open licence beyond doubt.

    ``pinned`` is the number that the address names, empty where it follows the newest release.
    """

    language: Language
    release: Release
    newest: str
    pinned: str = ""
    open_only: bool = False

    @property
    def records(self) -> tuple[Factor, ...]:
        """The newest version of every factor that may be shown."""
        current = _held.current(self.release)
        return green_only(current) if self.open_only else current

    def shows(self, factor: Factor) -> bool:
        """Whether the setting lets a factor be shown."""
        return not self.open_only or factor.source.licence_verdict == "green"

    def link(self, name: str, *parts: str, language: Language | None = None, **given: str | int) -> str:
        """The address of a factor page, with what is kept and what is given besides.

        Parameters
        ----------
        name : str
            A name of :data:`ketenkompas.web._addresses.OTHERS`.
        language : {"nl", "en"}, optional
            That of the page by default.
        **given
            Values by their meaning in :data:`NAMES`.
        """
        told = language or self.language
        kept: dict[str, str | int] = {"release": self.pinned} if self.pinned else {}
        if self.open_only:
            kept["open"] = YES[told]
        query = {NAMES[told][key]: value for key, value in {**given, **kept}.items() if value != ""}
        path = reverse(f"{name}-{told}", args=list(parts))
        return f"{path}?{urlencode(query)}" if query else path

    def factor_link(self, factor: Factor, language: Language | None = None) -> str:
        """The address of a factor's page."""
        return self.link("factor", self.release.spelled(factor), language=language)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a form must carry along: names and values."""
        named = NAMES[self.language]
        kept = [(named["release"], self.pinned)] if self.pinned else []
        return [*kept, *([(named["open"], YES[self.language])] if self.open_only else [])]


def asked(request: HttpRequest, language: Language) -> Asked:
    """What an address asks for.

    Raises
    ------
    Http404
        When the release is not here, or there is none at all; with the sentence for the reader.
    """
    number = value(request, "release", language)
    try:
        newest = _held.newest_number()
        shown = factors.release(number or newest)
    except KetenkompasError as fault:
        raise Http404(fault.text(language)) from fault
    open_only = factors.only_green_asked(value(request, "open", language) == YES[language] or None)
    return Asked(language, shown, newest, number, open_only)


def value(request: HttpRequest, meaning: str, language: Language) -> str:
    """A value of the address by its meaning, without blanks around it and never longer than a line."""
    return request.GET.get(NAMES[language][meaning], "").replace("\x00", "").strip()[:LONGEST]


def whole(told: str, least: int, most: int) -> int | None:
    """A whole number between two others, or None when it is not one."""
    digits = told.isascii() and told.isdigit() and len(told) <= 6
    return int(told) if digits and least <= int(told) <= most else None
