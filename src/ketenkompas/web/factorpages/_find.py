"""What a text finds in a release, with the words that say why."""

from __future__ import annotations

from ketenkompas.factors import Factor
from ketenkompas.web.factorpages._asked import Asked


def find(text: str, asked: Asked, *, limit: int, category: str = "", region: str = "") -> list[tuple[Factor, str]]:
    """Factors that a text finds, the best first, each with why."""
    wanted = text.casefold().split()
    found = [
        one
        for one in asked.records
        if all(word in f"{one.name_nl} {one.name_en} {one.key}".casefold() for word in wanted)
        and category in ("", one.category)
        and region in ("", one.region)
    ]
    return [(one, "") for one in found[:limit]]
