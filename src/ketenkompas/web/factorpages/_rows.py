"""A factor as a line of a list: its name, value, place, year, boundary, source and marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketenkompas.factors import Factor
from ketenkompas.i18n import Language, text
from ketenkompas.web.factorpages import _words
from ketenkompas.web.factorpages._asked import Asked


@dataclass(frozen=True, slots=True)
class Row:
    """What the template of a list reads."""

    link: str
    name: str
    group: str
    value: str
    unit: str
    none: str
    facts: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    why: str = ""
    compare: str = ""


def row(factor: Factor, asked: Asked, why: str = "") -> Row:
    """A factor as a line of a list; ``why`` says what made it match."""
    language = asked.language
    return Row(
        link=asked.factor_link(factor),
        name=full_name(factor, language),
        group=factor.group_en if language == "en" else factor.group_nl,
        value="" if factor.value is None else _words.figure(factor.value, language),
        unit="" if factor.value is None else _words.per_unit(factor, language),
        none=_words.no_value(factor, language) if factor.value is None else "",
        facts=(
            _words.region_name(factor.region, language),
            _words.years(factor, language),
            text(f"factors.boundary.{factor.boundary}.name", language),
            f"{_words.publisher(factor.source)}, {factor.source.edition}",
        ),
        marks=tuple(_words.marks(factor, language)),
        why=why,
    )


def rows(factors: Iterable[Factor], asked: Asked) -> list[Row]:
    """Factors as lines of a list, in their order."""
    return [row(one, asked) for one in factors]


def full_name(factor: Factor, language: Language) -> str:
    """The name, with the variant where the name does not hold it."""
    name = factor.name(language)
    return name if not factor.variant or factor.variant.casefold() in name.casefold() else f"{name} ({factor.variant})"
