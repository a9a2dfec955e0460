"""At which level household figures were built, and the words that follow: label, status, what is lacking."""

from __future__ import annotations

from collections.abc import Collection

from ketenkompas.i18n import Language, text
from ketenkompas.library._household_products import PUBLIC, YEAR, leaves, product
from ketenkompas.pipeline import HOUSEHOLD_PARTS, Receipt

Full = frozenset[str]
"""The parts of the model for which a full table was at hand, out of ``HOUSEHOLD_PARTS``."""


def full_parts(receipt: Receipt) -> Full:
    """The parts at the full level; a receipt that does not say has none."""
    level = receipt.identity["parameters"].get("level", {})
    return frozenset(part for part in HOUSEHOLD_PARTS if level.get(part) == "full")


def provisional(year: int = YEAR) -> bool:
    """Whether any part of the figures still has the starter's form."""
    return _incomplete(full_parts(product("figures", year)[1]))


def _incomplete(full: Collection[str]) -> bool:
    return not {*HOUSEHOLD_PARTS} <= {*full}


def status_text(code: str, language: Language, full: Collection[str] = ()) -> str:
    """The status of a figure in words; provisional as long as any part has the starter's form."""
    return text(f"households.{'status' if _incomplete(full) else 'status_full'}.{code}", language)


def missing_of(
    items: tuple[str, ...], language: Language, full: Collection[str] = (), *, origins: bool = False
) -> tuple[str, ...]:
    """What the figure lacks with the data that it was built from, in sentences."""
    named = _modelled(full) if "modelled" in {leaves()[one].basis for one in items} else []
    named += ["energy"] if {"gas", "electricity", "heat", "wood"} & {*items} else []
    named += ["kilometres"] if "driving" in items else []
    if "table" not in full:
        named += ["final_use"] if any(leaves()[one].group == PUBLIC for one in items) else []
        named += ["origins"] if origins else []
    return tuple(text(f"households.missing.{name}", language) for name in named)


def _modelled(full: Collection[str]) -> list[str]:
    """What everything lacks that follows from spending by kind of household."""
    named = ["survey_year" if "survey" in full else "survey"]
    replaced = {"accounts": "accounts", "intensities": "table", "joint": "joint", "age": "age"}
    return named + [name for name, part in replaced.items() if part not in full]


def situation(language: Language, year: int = YEAR) -> str:
    """Of which years and sources the figures are, in one sentence: the label of every figure."""
    full = full_parts(product("figures", year)[1])
    if not full:
        return text("households.situation", language)
    kinds = [
        "survey",
        "accounts_full" if "accounts" in full else "accounts",
        "counts_full" if "counts" in full else "counts",
        *(["table_full"] if "table" in full else []),
        "cars",
    ]
    listed = ", ".join(text(f"households.situation.{kind}", language, year=year) for kind in kinds)
    end = "households.situation_provisional" if _incomplete(full) else "households.situation_full"
    return text(end, language, year=year, sources=listed)
