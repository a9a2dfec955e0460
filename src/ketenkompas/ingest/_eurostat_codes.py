"""What a code of Eurostat's activity and area lists means: one A*64 item, an aggregate, a detail, or nothing known."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Literal

from ketenkompas.classifications import areas, canonical_area, scheme
from ketenkompas.errors import UnknownCodeError

CodeKind = Literal["item", "aggregate", "detail", "unknown"]
AreaKind = Literal["area", "aggregate", "unknown"]

# NACE Rev. 2 divisions of each section (Regulation (EC) No 1893/2006, annex I).
_SECTIONS: Mapping[str, range] = {
    "A": range(1, 4),
    "B": range(5, 10),
    "C": range(10, 34),
    "D": range(35, 36),
    "E": range(36, 40),
    "F": range(41, 44),
    "G": range(45, 48),
    "H": range(49, 54),
    "I": range(55, 57),
    "J": range(58, 64),
    "K": range(64, 67),
    "L": range(68, 69),
    "M": range(69, 76),
    "N": range(77, 83),
    "O": range(84, 85),
    "P": range(85, 86),
    "Q": range(86, 89),
    "R": range(90, 94),
    "S": range(94, 97),
    "T": range(97, 99),
    "U": range(99, 100),
}
_TOTALS = {"TOTAL", "TOT", "TU", "TFU", "TS_BP", "P1", "P2", "P3", "P5", "P6", "P7", "B1G", "IMP", "DOM", "A-U", "A-T"}
_UNIONS = re.compile(r"(EU|EA|EEA|EFTA|EXT_EU|EXT_EA)\d*(_\d{4})?|WORLD|WLD|WRL|G20")
_SUBDIVISION = re.compile(r"[A-U]\d{2}(\d{1,2}|[A-Z])")


def activity(code: str) -> tuple[CodeKind, str]:
    """What an activity code means, with the A*64 item it is (or is a part of; empty for aggregates).

    A code is read as the set of NACE divisions that it covers: those of one A*64 item, of several (an aggregate, which
    is never summed with its members), or a part of one (a detail, likewise left aside).

    Examples
    --------
    >>> activity("C10-C12"), activity("C"), activity("C16-C18"), activity("L68A"), activity("K62B")
    (('item', 'C10T12'), ('aggregate', ''), ('aggregate', ''), ('detail', 'L'), ('unknown', ''))
    """
    bare = code.removeprefix("CPA_")
    if bare in _TOTALS:
        return "aggregate", ""
    if _SUBDIVISION.fullmatch(bare) and (inner := activity(bare[:3]))[0] in ("item", "detail"):
        return "detail", inner[1]
    known = scheme("A64").spellings.get(code)
    if known is not None:
        return "item", known
    return _by_divisions(divisions(bare))


def _by_divisions(covered: frozenset[int]) -> tuple[CodeKind, str]:
    inside = [item for item, own in _item_divisions().items() if own <= covered]
    if not covered:
        return "unknown", ""
    if inside:
        return ("item", inside[0]) if _item_divisions()[inside[0]] == covered else ("aggregate", "")
    around = [item for item, own in _item_divisions().items() if covered < own]
    return ("detail", around[0]) if around else ("unknown", "")


@functools.cache
def _item_divisions() -> Mapping[str, frozenset[int]]:
    return {code: divisions(code) for code in scheme("A64").items}


def divisions(code: str) -> frozenset[int]:
    """The NACE divisions that a code covers; empty when it is no such code.

    Examples
    --------
    >>> sorted(divisions("C16-C18")), sorted(divisions("J62_63")), sorted(divisions("E")), sorted(divisions("D-E"))
    ([16, 17, 18], [62, 63], [36, 37, 38, 39], [35, 36, 37, 38, 39])
    """
    if re.fullmatch(r"[A-U](-[A-U])?", code):
        covered = range(ord(code[0]), ord(code[-1]) + 1)
        return frozenset(division for letter in covered for division in _SECTIONS[chr(letter)])
    parts = re.fullmatch(r"([A-U])(\d{2})(?:(?P<to>[-T_])[A-U]?(?P<last>\d{2}))?", code)
    if parts is None:
        return frozenset()
    first = int(parts[2])
    last = int(parts["last"] or first)
    covered_by = frozenset(range(first, last + 1)) if parts["to"] != "_" else frozenset({first, last})
    return covered_by if first in _SECTIONS[parts[1]] else frozenset()


def area_kind(code: str) -> tuple[AreaKind, str]:
    """Whether a code is an economy (or FIGARO's rest of the world), an aggregate, or unknown; with its canonical code.

    Examples
    --------
    >>> area_kind("UK"), area_kind("WRL_REST"), area_kind("EU27_2020"), area_kind("EA20"), area_kind("QQ")
    (('area', 'GB'), ('area', 'FIGW1'), ('aggregate', 'EU27_2020'), ('aggregate', 'EA20'), ('unknown', 'QQ'))
    """
    try:
        canonical = canonical_area(code)
    except UnknownCodeError:
        return ("aggregate" if _UNIONS.fullmatch(code) else "unknown"), code
    return ("aggregate" if areas()[canonical].kind == "aggregate" else "area"), canonical
