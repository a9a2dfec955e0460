"""Colours: one fixed colour for an entity on the whole site, told apart by people with colour deficiencies.

The base is the palette of Okabe and Ito with two dark additions of Tol; neighbours in a stack are also parted by a
white line and named beside the stack, so that colour never carries a meaning alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

INK = "#1b1f24"
SOFT_INK = "#4b5563"
GRID = "#e2e5ea"
PAPER = "#ffffff"
WARNING_INK = "#7a2e00"
WARNING_PAPER = "#fff1e0"
HOME = "#0b4f8a"
HOUSEHOLDS = "#6b7280"
OTHER = "#c3c8d0"
OFFICIAL = "#111111"

_FIXED: Mapping[str, str] = {
    "domestic_industry": HOME,
    "domestic": HOME,
    "value_chains": HOME,
    "own_use": HOME,
    "exports": "#d55e00",
    "households_direct": HOUSEHOLDS,
    "other": OTHER,
    "abroad": "#d55e00",
    "other_eu": "#009e73",
    "rest_of_world": "#d55e00",
    "rest": "#d55e00",
    "CN": "#d55e00",
    "DE": "#009e73",
    "US": "#e69f00",
    "RU": "#aa4499",
    "BE": "#56b4e9",
    "GB": "#882255",
    "WIOD_ROW": "#8c6d31",
    "FIGW1": "#8c6d31",
}
_SPARE: Sequence[str] = ("#44aa99", "#f0e442", "#332288", "#cc79a7", "#999933", "#117733", "#ddcc77")


def colours(codes: Sequence[str], home: str = "") -> list[str]:
    """A colour for each code: the entity's own where it has one, else the next that is still free.

    Parameters
    ----------
    codes : sequence of str
        Area codes and part codes in the order in which they are drawn.
    home : str
        The area whose footprint is shown; it has the colour of the domestic part.

    Examples
    --------
    >>> colours(["NL", "households_direct", "CN", "PL"], home="NL")
    ['#0b4f8a', '#6b7280', '#d55e00', '#44aa99']
    """
    taken = [HOME if code == home else _FIXED.get(code, "") for code in codes]
    spare = [colour for colour in (*_SPARE, *_FIXED.values()) if colour not in taken]
    found = []
    for colour in taken:
        found.append(colour or (spare.pop(0) if spare else OTHER))
    return found
