"""Areas: one canonical code each, whatever spelling comes in; aggregates know their members."""

from __future__ import annotations

import difflib
import functools
import importlib.resources
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ketenkompas.errors import UnknownCodeError

AreaKind = Literal["economy", "rest_of_world", "aggregate"]
CROATIA = "HR"


@dataclass(frozen=True, slots=True)
class Area:
    """A country, a rest of the world, or an aggregate (never summed with its members)."""

    code: str
    kind: AreaKind
    name_en: str
    name_nl: str
    aliases: tuple[str, ...] = ()
    in_eu27: bool = False
    in_figaro: str = ""
    phrase_en: str = ""
    phrase_nl: str = ""

    def phrase(self, language: str = "en") -> str:
        """The name as it stands in a sentence: ``the Netherlands``, ``de Verenigde Staten``."""
        return (self.phrase_nl if language == "nl" else self.phrase_en) or self.name(language)

    def name(self, language: str = "en") -> str:
        """The area's name in Dutch (``nl``) or English."""
        return self.name_nl if language == "nl" else self.name_en


@functools.cache
def areas() -> Mapping[str, Area]:
    """Every area that Ketenkompas knows, by canonical code (FIGARO's csv spelling)."""
    text = (importlib.resources.files("ketenkompas") / "data/classifications/areas.json").read_text("utf-8")
    rows = json.loads(text)["areas"]
    return {
        row["code"]: Area(
            code=row["code"],
            kind=row["kind"],
            name_en=row["en"],
            name_nl=row["nl"],
            aliases=tuple(row["aliases"]),
            in_eu27=row.get("eu27_2020", False),
            in_figaro=row.get("figaro", ""),
            phrase_en=row.get("phrase_en", ""),
            phrase_nl=row.get("phrase_nl", ""),
        )
        for row in rows
    }


@functools.cache
def _spellings() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for area in areas().values():
        for spelling in (area.code, area.name_en, area.name_nl, *area.aliases):
            found.setdefault(spelling.casefold(), area.code)
    return found


def canonical_area(spelling: str, among: Iterable[str] | None = None) -> str:
    """The canonical code of an area, from a code (FIGARO, Eurostat, ISO alpha-2 or -3) or a name in Dutch or English.

    Parameters
    ----------
    spelling : str
        For instance ``NL``, ``NLD``, ``Nederland``, ``UK``, ``EL``, ``ROM``, ``EU``.
    among : iterable of str, optional
        The codes that exist in the case at hand; another one is an error that names the nearest of these.

    Raises
    ------
    UnknownCodeError
        ``area.unknown`` with the nearest spellings.

    Examples
    --------
    >>> canonical_area("UK"), canonical_area("griekenland"), canonical_area("EU27")
    ('GB', 'GR', 'EU27_2020')
    """
    code = _spellings().get(spelling.strip().casefold())
    allowed = None if among is None else list(among)
    if code is not None and (allowed is None or code in allowed):
        return code
    known = list(areas()) if allowed is None else allowed
    raise UnknownCodeError(
        "area.unknown", found=spelling, nearest=", ".join(_nearest(spelling, code, known)), known=_few(known)
    )


def _nearest(spelling: str, code: str | None, known: Sequence[str]) -> list[str]:
    unions = [name for name in ("EU26", "EU27_2020") if code in ("EU26", "EU27_2020") and name in known]
    if unions:
        return unions
    spellings = {text: area for text, area in _spellings().items() if area in set(known)}
    close = difflib.get_close_matches(spelling.casefold(), list(spellings), n=6, cutoff=0.5)
    return list(dict.fromkeys(spellings[text] for text in close))[:3] or list(known[:3])


def _few(known: Sequence[str]) -> str:
    return ", ".join(known) if len(known) <= 60 else f"{', '.join(known[:12])}, ... ({len(known)})"


def members(aggregate: str, among: Iterable[str]) -> tuple[str, ...]:
    """The model regions that make up an aggregate, in the order of ``among``; an economy is its own member.

    ``EU27_2020`` exists only where Croatia is a region of its own, ``EU26`` only where it is not: the two are different
    areas and are never taken for each other. ``WORLD`` is every region.

    Raises
    ------
    UnknownCodeError
        ``area.unknown`` when the regions cannot form the area; the message names the union that they can form.
    """
    regions = list(among)
    possible = available_areas(regions)
    code = canonical_area(aggregate, possible)
    if code == "WORLD":
        return tuple(regions)
    if code in ("EU27_2020", "EU26"):
        return tuple(region for region in regions if region in areas() and areas()[region].in_eu27)
    if code == "EXT_EU27_2020":
        return tuple(region for region in regions if region not in areas() or not areas()[region].in_eu27)
    return (code,)


def available_areas(regions: Iterable[str]) -> list[str]:
    """Every area that can be asked of a table with these regions: the regions, the union they can form, the world."""
    listed = list(regions)
    union = {code for code in listed if code in areas() and areas()[code].in_eu27}
    every = {code for code, area in areas().items() if area.in_eu27}
    formed = ["EU27_2020", "EXT_EU27_2020"] if union == every else ["EU26"] if union == every - {CROATIA} else []
    return [*listed, *formed, "WORLD"]
