"""Everyday words and what they mean: two tables of our own, by the words of their terms and by their stems."""

from __future__ import annotations

import csv
import functools
import importlib.resources
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ketenkompas.factors._search_text import meaningful, stem, words


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a term stands for: words of a record, or a code of a classification.

    Attributes
    ----------
    language : str
        Language of the term.
    shown : str
        The meaning as the table has it (``windkracht``, ``a64=C31_32``).
    stems : tuple of str
        Stems that a record must have, all of them; empty for a code.
    code : str
        Scheme and code without separators (``a64c3132``); empty for words.
    region : str
        Canonical code of a country; empty for words and codes.
    """

    language: str
    shown: str
    stems: tuple[str, ...] = ()
    code: str = ""
    region: str = ""


@dataclass(frozen=True)
class Synonyms:
    """The table: meanings by the words of a term as written, and by their stems."""

    written: Mapping[tuple[str, ...], tuple[Meaning, ...]]
    stems: Mapping[tuple[str, ...], tuple[Meaning, ...]]

    def of(self, term: tuple[str, ...]) -> tuple[Meaning, ...]:
        """What a term means: as it is written, otherwise in any inflection (flour is no flowers in Dutch)."""
        return self.written.get(term) or self.stems.get(term_key(term), ())


def term_key(term: Iterable[str]) -> tuple[str, ...]:
    """What a term is found by, whatever its inflection."""
    return tuple(stem(one) for one in term)


def code_key(scheme: str, code: str) -> str:
    """A code without separators and capitals, after the first word of its scheme.

    Examples
    --------
    >>> code_key("A64", "C31_32"), code_key("CN2023", "7207 11 14"), code_key("NEVO", "982")
    ('a64c3132', 'cn72071114', 'nevo982')
    """
    name = scheme.casefold()
    short = name if name == "a64" else name.rstrip("0123456789.")
    return short + "".join(words(code))


@functools.cache
def synonyms() -> Synonyms:
    """The packaged tables: our own, and the everyday words for products of the classifications.

    Examples
    --------
    >>> [meaning.shown for meaning in synonyms().of(("kantoormeubelen",))]
    ['a64=C31_32']
    """
    written: dict[tuple[str, ...], dict[Meaning, None]] = {}
    stems: dict[tuple[str, ...], dict[Meaning, None]] = {}
    for term, meaning in (*_own_terms(), *_product_terms()):
        written.setdefault(words(term), {})[meaning] = None
        stems.setdefault(term_key(words(term)), {})[meaning] = None
    return Synonyms(*({key: tuple(several) for key, several in one.items()} for one in (written, stems)))


def _own_terms() -> Iterator[tuple[str, Meaning]]:
    for row in _rows("data/factors/synonyms.csv"):
        yield from ((row["term"], _meaning(row["language"], means.strip())) for means in row["means"].split("|"))


def _product_terms() -> Iterator[tuple[str, Meaning]]:
    for row in _rows("data/classifications/synonyms-nl.csv"):
        for language in ("nl", "en"):
            if row["a64"]:
                yield row[f"term_{language}"], _meaning(language, f"a64={row['a64']}")


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (importlib.resources.files("ketenkompas") / name).read_text("utf-8")
    return csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def _meaning(language: str, means: str) -> Meaning:
    scheme, is_code, code = means.partition("=")
    if scheme == "region":
        return Meaning(language, means, region=code)
    if is_code:
        return Meaning(language, means, code=code_key(scheme, code))
    return Meaning(language, means, stems=term_key(meaningful(words(means), language)))
