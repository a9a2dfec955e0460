"""What a text finds in a release, with the words that say why."""

from __future__ import annotations

from typing import cast

from ketenkompas.factors import Category, Factor
from ketenkompas.library import factors
from ketenkompas.web.factorpages._asked import Asked


def find(text: str, asked: Asked, *, limit: int, category: str = "", region: str = "") -> list[tuple[Factor, str]]:
    """Factors that a text finds, the best first, each with why."""
    found = factors.search(
        text,
        language=asked.language,
        limit=limit,
        category=cast(Category, category) if category else None,
        region=region or None,
        release=asked.release.number,
        only_green=asked.open_only,
    )
    return [(one.factor, "; ".join(dict.fromkeys(why.sentence(asked.language) for why in one.why))) for one in found]
