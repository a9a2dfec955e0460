"""Schemes of industries, products and final uses: codes, labels in both languages, the spellings of the sources."""

from __future__ import annotations

import difflib
import functools
import importlib.resources
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ketenkompas.errors import UnknownCodeError

SchemeName = Literal["A64", "WIOD2013_35", "FINAL_USE"]
_FILES: Mapping[str, str] = {
    "A64": "a64.json",
    "WIOD2013_35": "wiod2013_35.json",
    "FINAL_USE": "final_uses.json",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One code of a scheme with its labels; ``product_*`` differ where the scheme names products apart.

    Attributes
    ----------
    level, parent
        Place in the hierarchy: 1 is the top; ``parent`` is empty there.
    unit
        The supplementary unit of a customs code, as its publisher writes it; empty where there is none.
    marks
        What the publisher marks a code with (``lapsed``, ``combined``, ``eu27``, ...).
    notes
        What the code includes, in the publisher's words: text to search in.
    """

    code: str
    en: str
    nl: str
    product_en: str
    product_nl: str
    aliases: tuple[str, ...] = ()
    level: int = 1
    parent: str = ""
    unit: str = ""
    marks: tuple[str, ...] = ()
    notes: str = field(default="", repr=False)

    def label(self, language: str = "en", *, product: bool = False) -> str:
        """The label in one language, of the industry or of its product."""
        if product:
            return self.product_nl if language == "nl" else self.product_en
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Scheme:
    """A closed list of codes; ``canonical`` turns any known spelling into the code."""

    name: str
    title: str
    items: Mapping[str, Item]
    spellings: Mapping[str, str] = field(repr=False)

    def canonical(self, spelling: str) -> str:
        """The code for a spelling of any source (``C10-12``, ``CPA_C10T12``, ``C10-C12`` are all ``C10T12``).

        Raises
        ------
        UnknownCodeError
            ``classification.unknown`` with the nearest codes.
        """
        code = self.spellings.get(spelling)
        if code is None:
            near = difflib.get_close_matches(spelling, list(self.items), n=3, cutoff=0.4) or list(self.items)[:3]
            raise UnknownCodeError("classification.unknown", found=spelling, scheme=self.name, nearest=", ".join(near))
        return code

    def label(self, code: str, language: str = "en", *, product: bool = False) -> str:
        """The label of a code; a code outside the scheme is its own label."""
        item = self.items.get(code)
        return code if item is None else item.label(language, product=product)


@functools.cache
def scheme(name: SchemeName) -> Scheme:
    """A scheme by name.

    Examples
    --------
    >>> scheme("A64").canonical("C10-C12")
    'C10T12'
    >>> scheme("WIOD2013_35").label("c17", "nl")
    'Elektriciteit, gas en water'
    """
    text = (importlib.resources.files("ketenkompas") / "data/classifications" / _FILES[name]).read_text("utf-8")
    read = json.loads(text)
    items = {
        row["code"]: Item(
            code=row["code"],
            en=row["en"],
            nl=row["nl"],
            product_en=row.get("product_en", row["en"]),
            product_nl=row.get("product_nl", row["nl"]),
            aliases=tuple(row["aliases"]),
        )
        for row in read["items"]
    }
    spellings = {alias: item.code for item in items.values() for alias in (item.code, *item.aliases)}
    return Scheme(name=read["scheme"], title=read["title"], items=items, spellings=spellings)


def label_of(code: str, language: str = "en", *, product: bool = False) -> str:
    """The label of an industry or product code of any scheme; an unknown code is its own label."""
    for name in ("A64", "WIOD2013_35", "FINAL_USE"):
        known = scheme(name)
        if code in known.spellings:
            return known.label(known.spellings[code], language, product=product)
    return code
