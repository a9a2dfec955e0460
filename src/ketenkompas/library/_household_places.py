"""Places: the country, its provinces and municipalities; found by code, name, former name, or nearly so."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl
from rapidfuzz import fuzz

from ketenkompas import ingest
from ketenkompas.classifications import areas
from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.i18n import Language, language_of, text
from ketenkompas.library._figure import SourceRef
from ketenkompas.library._household_figure import HouseholdRows, said
from ketenkompas.library._household_products import COUNTRY, YEAR, product
from ketenkompas.library._query import sources_of
from ketenkompas.pipeline import Receipt

PlaceKind = Literal["country", "province", "municipality"]
Why = Literal["code", "name", "other_name", "former", "start", "part", "spelling"]

_KINDS: tuple[PlaceKind, ...] = ("country", "province", "municipality")
_WITHIN_WORDS = re.compile(r"[^a-z0-9]+")
_BEFORE = re.compile(r"^(gemeente|municipality of|provincie|province of) ")
_FLAGS = ("lease", "lease_possible", "dwellings")
_EXACT: tuple[Why, ...] = ("code", "name", "other_name", "former")
_ALIKE = 72.0


@dataclass(frozen=True, slots=True)
class Place:
    """The country, a province or a municipality, with what its figures are read against.

    Attributes
    ----------
    area : str
        ``NL``, ``PVnn`` or ``GMnnnn`` (boundaries of 2023).
    urbanity : int, optional
        1 (most urban) to 5; absent for provinces and the country, as are income and size where not given.
    income_keur : float, optional
        Mean standardised income of households, thousand EUR.
    flags : tuple of str
        ``lease``, ``lease_possible``, ``dwellings``: figures of the source that do not tell of the residents.
    peers : tuple of str
        Similar municipalities: the same urbanity and third of income.
    former : tuple of str
        Municipalities that are part of it now.
    """

    area: str
    kind: PlaceKind
    name: str
    province: str
    inhabitants: float
    households: float
    urbanity: int | None
    income_keur: float | None
    mean_size: float | None
    own_share: float | None
    flags: tuple[str, ...]
    peers: tuple[str, ...]
    former: tuple[str, ...]

    def title(self, language: Language) -> str:
        """The name in a language; only the country has two."""
        return areas()[COUNTRY].name(language) if self.kind == "country" else self.name

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


@dataclass(frozen=True, slots=True)
class Places:
    """Places in order; iterable, and a table."""

    places: tuple[Place, ...]
    year: int
    receipt: str
    sources: tuple[SourceRef, ...] = ()
    language: Language = "en"

    def __iter__(self) -> Iterator[Place]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def to_polars(self) -> pl.DataFrame:
        """One row for each place."""
        return pl.DataFrame([place.as_json() for place in self.places], infer_schema_length=None)

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "year": self.year,
            "places": [place.as_json() | {"name": place.title(self.language)} for place in self.places],
            **said(self.year, self.language),
            "receipt": self.receipt,
            "sources": [source.as_json() for source in self.sources],
        }

    def to_json(self) -> str:
        """JSON text."""
        return json.dumps(self.as_json(), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a search found, why, by which name, and how well (0 to 100)."""

    place: Place
    why: Why
    name: str
    score: float


def places(kind: str = "municipality", year: int = YEAR, *, lang: str = "en") -> Places:
    """The places of a kind in the order of their names: ``municipality``, ``province``, ``country`` or ``all``.

    Raises
    ------
    InputError
        ``households.kind_unknown``.
    """
    if kind not in (*_KINDS, "all"):
        raise InputError("households.kind_unknown", found=kind)
    known, receipt = _known(year)
    return _listed([one for one in known if kind in (one.kind, "all")], receipt, year, language_of(lang))


def place(asked: str, year: int = YEAR) -> Place:
    """The place of a code, a name, another name or a former name.

    A municipality goes before a province of the same name (Groningen, Utrecht): ask ``PV20`` or ``provincie Groningen``
    for the province.

    Raises
    ------
    UnknownCodeError
        ``households.place_unknown`` with the nearest places; ``households.place_several`` for a name of several, as
        that of a municipality that was divided.
    """
    nearest = find(asked, limit=20, year=year)
    exact = [found for found in nearest if found.why in _EXACT]
    alike = [found for found in exact if (found.score, found.place.kind) == (exact[0].score, exact[0].place.kind)]
    if len(alike) == 1:
        return alike[0].place
    known = ", ".join(f"{found.place.name} ({found.place.area})" for found in alike or nearest[:4])
    if alike:
        raise UnknownCodeError("households.place_several", found=asked, known=known)
    raise UnknownCodeError("households.place_unknown", found=asked, nearest=known or "GM0363, PV27, NL")


def find(asked: str, limit: int = 8, year: int = YEAR) -> list[Found]:
    """Places whose code or name a text is, begins, is part of, or nearly is; the best first.

    Accents, capitals and signs do not count; municipalities that are part of another now, and other names in use
    (Den Haag, Ljouwert), lead to the place of today.
    """
    wanted, kind = _wanted(asked)
    if not wanted:
        return []
    known, _ = _known(year)
    found = [_best(one, wanted) for one in known if kind in (one.kind, "")]
    order = sorted((one for one in found if one is not None), key=lambda one: (-one.score, _rank(one), one.place.name))
    return order[:limit]


def search(asked: str, limit: int = 8, *, year: int = YEAR, lang: str = "en") -> HouseholdRows:
    """What :func:`find` finds, as a table: ``area, place, province, kind, why, matched, score``."""
    language = language_of(lang)
    rows = tuple(
        {
            "area": found.place.area,
            "place": found.place.title(language),
            "province": found.place.province,
            "kind": text(f"households.kind.{found.place.kind}", language),
            "why": text(f"households.why.{found.why}", language),
            "matched": found.name,
            "score": round(found.score, 1),
        }
        for found in find(asked, limit, year)
    )
    _, receipt = product("places", year)
    return HouseholdRows("search", COUNTRY, year, rows, {}, sources_of((receipt,), language), receipt.id, (), language)


def similar(asked: str | Place, year: int = YEAR, *, lang: str = "en") -> Places:
    """The municipalities that a municipality is compared with: the same urbanity and third of income."""
    here = asked if isinstance(asked, Place) else place(asked, year)
    known, receipt = _known(year)
    return _listed([one for one in known if one.area in here.peers], receipt, year, language_of(lang))


def _listed(chosen: Iterable[Place], receipt: Receipt, year: int, language: Language) -> Places:
    return Places(tuple(chosen), year, receipt.id, sources_of((receipt,), language), language)


def _wanted(asked: str) -> tuple[str, str]:
    words = " ".join(asked.split()).casefold()
    before = _BEFORE.match(words)
    if before is None:
        return folded(words), ""
    return folded(words[before.end() :]), "municipality" if before[1][0] in "gm" else "province"


def _best(one: Place, wanted: str) -> Found | None:
    if wanted == one.area.casefold():
        return Found(one, "code", one.area, 100.0)
    found = [match for name, exact in _names(one) if (match := _match(one, name, exact, wanted)) is not None]
    return max(found, key=lambda match: match.score, default=None)


def _names(one: Place) -> Iterator[tuple[str, Why]]:
    yield one.name, "name"
    for other in ingest.household_names().get(one.area, ()):
        yield other, "other_name"
    for former in one.former:
        yield former, "former"


def _match(one: Place, name: str, exact: Why, wanted: str) -> Found | None:
    less = {"name": 0.0, "other_name": 1.0}.get(exact, 2.0)
    plain = folded(name)
    if plain == wanted:
        return Found(one, exact, name, 99.0 - less)
    if plain.startswith(wanted):
        return Found(one, "start", name, 90.0 - less)
    if len(wanted) >= 3 and f" {wanted}" in f" {plain}":
        return Found(one, "part", name, 80.0 - less)
    alike = max(fuzz.ratio(wanted, plain), fuzz.ratio(wanted, plain[: len(wanted)]) - 8)
    return Found(one, "spelling", name, 0.75 * alike - less) if len(wanted) >= 3 and alike >= _ALIKE else None


def _rank(found: Found) -> int:
    """Municipalities before provinces before the country where names are equally near."""
    return -_KINDS.index(found.place.kind)


def folded(name: str) -> str:
    """A name without accents, capitals and signs, as names are compared.

    Examples
    --------
    >>> folded("'s-Gravenhage"), folded("Súdwest-Fryslân")
    ('s gravenhage', 'sudwest fryslan')
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return _WITHIN_WORDS.sub(" ", plain).strip()


def _known(year: int) -> tuple[tuple[Place, ...], Receipt]:
    _, receipt = product("places", year)
    return _places_of(receipt.id, year), receipt


@functools.lru_cache(maxsize=8)
def _places_of(receipt: str, year: int) -> tuple[Place, ...]:  # noqa: ARG001 (the receipt is the key)
    frame, _ = product("places", year)
    read = [_place(row) for row in frame.iter_rows(named=True)]
    return tuple(sorted(read, key=lambda one: (_KINDS.index(one.kind), folded(one.name))))


def _place(row: Mapping[str, Any]) -> Place:
    return Place(
        area=row["area"],
        kind=row["kind"],
        name=row["name"],
        province=row["province"] or "",
        inhabitants=row["inhabitants"],
        households=row["households"],
        urbanity=None if row["urbanity"] is None else int(row["urbanity"]),
        income_keur=row["income_keur"],
        mean_size=row["mean_size"],
        own_share=row["own_share"],
        flags=tuple(name for name in _FLAGS if row[f"flag_{name}"]),
        peers=tuple(row["peers"] or ()),
        former=tuple(row["former"] or ()),
    )
