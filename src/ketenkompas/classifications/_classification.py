"""Every classification under one roof: its codes in their hierarchy, with look-up by code, prefix and text."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ketenkompas.classifications._find import Match, Text, find, texts_of
from ketenkompas.classifications._lookup import Lookup, plain_code, read_code, refusal
from ketenkompas.classifications._packaged import SCHEME_COLUMNS, About, about, folder, frame
from ketenkompas.classifications._schemes import Item, Scheme, scheme
from ketenkompas.errors import UnknownCodeError

_STEMS: Mapping[str, str] = {
    "CPA2.1": "cpa21",
    "NACE2": "nace2",
    "NACE2.1": "nace21",
    "CN2021": "cn2021",
    "CN2022": "cn2022",
    "CN2023": "cn2023",
    "HS2022": "hs2022",
    "CPV2008": "cpv2008",
    "COICOP1999": "coicop1999",
    "COICOP2018": "coicop2018",
    "HICP1": "hicp1",
    "RGS3.7": "rgs37",
    "COUNTRIES": "countries",
}
NAMES: tuple[str, ...] = ("A64", *_STEMS)
_OTHER_NAMES: Mapping[str, str] = {
    "CPA": "CPA2.1",
    "NACE": "NACE2",
    "NACEREV.2": "NACE2",
    "NACEREV.2.1": "NACE2.1",
    "HS": "HS2022",
    "CPV": "CPV2008",
    "HICP": "HICP1",
    "RGS": "RGS3.7",
    "ISO3166": "COUNTRIES",
}


@dataclass(frozen=True)
class Classification(Scheme):
    """A closed list of codes with levels and parents, of one version, with its source and licence.

    Codes are text, always: ``0101`` and ``101`` are different things.
    """

    about: About = field(kw_only=True)
    below: Mapping[str, tuple[str, ...]] = field(kw_only=True, repr=False)

    @functools.cached_property
    def plain_codes(self) -> Mapping[str, str]:
        """The codes by their spelling without dots and blanks, in capitals."""
        return {plain_code(code): code for code in self.items}

    @functools.cached_property
    def _texts(self) -> Sequence[Text]:
        return texts_of(self.items.values())

    @property
    def levels(self) -> Mapping[int, int]:
        """How many codes there are at each level, 1 the top.

        Examples
        --------
        >>> classification("CPA2.1").levels
        {1: 21, 2: 88, 3: 262, 4: 576, 5: 1357, 6: 3218}
        """
        found: dict[int, int] = {}
        for item in self.items.values():
            found[item.level] = found.get(item.level, 0) + 1
        return dict(sorted(found.items()))

    def lookup(self, spelling: str) -> Lookup:
        """The code that a spelling means, and how the spelling was read; see :class:`Lookup`.

        Raises
        ------
        UnknownCodeError
            ``classification.unknown`` with the nearest codes; ``classification.other_edition`` when another edition
            has the code; ``classification.check_digit``; ``classification.confidential`` for the codes under which
            trade statistics hide a product; ``classification.no_counterpart`` for codes of national tables.

        Examples
        --------
        >>> classification("CN2023").lookup("1012100").item.code, classification("CN2023").lookup("1012100").how
        ('01012100', 'zero_restored')
        >>> classification("CPA2.1").lookup("241021").item.code
        '24.10.21'
        >>> classification("CPV2008").lookup("30213100-6").how
        'check_digit'
        """
        found = read_code(self, spelling)
        if found is None:
            editions = [name for name in NAMES if name != self.name and _family(name) == _family(self.name)]
            raise refusal(self, spelling, [name for name in editions if read_code(classification(name), spelling)])
        return found

    def find_prefix(self, prefix: str, limit: int | None = None) -> tuple[Item, ...]:
        """The codes that begin so, dots and blanks left out of account, in the publisher's order.

        Examples
        --------
        >>> [item.code for item in classification("CPA2.1").find_prefix("2410", limit=3)]
        ['24.10', '24.10.1', '24.10.11']
        """
        wanted = plain_code(prefix)
        found = [self.items[code] for plain, code in self.plain_codes.items() if plain.startswith(wanted)]
        return tuple(found[:limit])

    def find_text(self, text: str, language: str = "nl", limit: int = 10) -> tuple[Match, ...]:
        """The codes whose words a text is found in, best first; empty when there are none.

        Case and accents do not matter. Labels in the language asked go before labels in the other one; the
        publisher's notes (what a code includes) come last. A Dutch compound is found by its parts (``stoel`` in
        ``bureaustoel``), and everyday Dutch words through our own list of synonyms (CPA 2.1, CPV 2008, A64).

        Examples
        --------
        >>> classification("CPA2.1").find_text("Kantoormeubelen")[0].item.code
        '31.01'
        >>> classification("RGS3.7").find_text("schoonmaakkosten")[0].item.code
        'WBedHuiSch'
        """
        return find(self.name, self.items, self._texts, text, language=language, limit=limit)

    def children(self, code: str = "") -> tuple[Item, ...]:
        """The codes directly below a code; without one, those at the top."""
        return tuple(self.items[below] for below in self.below.get(code, ()))

    def parents(self, code: str) -> tuple[Item, ...]:
        """The codes above a code, the nearest first.

        Examples
        --------
        >>> [item.code for item in classification("CPA2.1").parents("24.10.21")]
        ['24.10.2', '24.10', '24.1', '24', 'C']
        """
        found, above = [], self.items[code].parent
        while above:
            found.append(self.items[above])
            above = self.items[above].parent
        return tuple(found)

    def overlaps(self, codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Pairs of codes of which one holds (a part of) the other: a sum over both counts something twice.

        A special aggregate of the HICP overlaps with every other code; a combined code with the codes it joins.

        Examples
        --------
        >>> classification("CPA2.1").overlaps(["24.10", "24.10.21", "25"])
        (('24.10', '24.10.21'),)
        """
        asked = list(dict.fromkeys(codes))
        held = {code: frozenset((code, *(one.code for one in self.parents(code)))) for code in asked}
        return tuple(
            (one, other)
            for at, one in enumerate(asked)
            for other in asked[at + 1 :]
            if self._hold(one, other, held) or self._hold(other, one, held)
        )

    def _hold(self, upper: str, lower: str, held: Mapping[str, frozenset[str]]) -> bool:
        marks = self.items[upper].marks
        if "special_aggregate" in marks:
            return True
        if "combined" in marks:  # CP082 itself is not in the list, CP0820 is
            return lower.startswith(_joined(upper))
        return upper in held[lower]


def _joined(code: str) -> tuple[str, ...]:
    """The codes that a combined code of the HICP joins.

    ``CP082_083`` joins CP082 and CP083; ``CP0712-0714`` everything from CP0712 to CP0714.
    """
    first, _, last = code.removeprefix("CP").replace("-", "_").partition("_")
    numbers = range(int(first), int(last) + 1) if "-" in code else (int(first), int(last))
    return tuple(f"CP{number:0{len(first)}}" for number in numbers)


def _family(name: str) -> str:
    return name.rstrip("0123456789.")


def named(name: str) -> str:
    """The name of a classification from a spelling (``cpa 2.1``, ``CN 2023``, ``cpv``).

    Raises
    ------
    UnknownCodeError
        ``classification.no_scheme`` with the names that exist.
    """
    plain = name.upper().replace(" ", "").replace("_", "").replace("-", "")
    known = {one.upper(): one for one in NAMES} | dict(_OTHER_NAMES)
    if plain not in known:
        raise UnknownCodeError("classification.no_scheme", found=name, known=", ".join(NAMES))
    return known[plain]


def classification(name: str) -> Classification:
    """A classification by name: ``CPA2.1``, ``NACE2``, ``NACE2.1``, ``CN2021`` to ``CN2023``, ``HS2022`` (codes only),
    ``CPV2008``, ``COICOP1999``, ``COICOP2018``, ``HICP1``, ``RGS3.7``, ``A64``, ``COUNTRIES``.

    Raises
    ------
    UnknownCodeError
        ``classification.no_scheme``.
    InputError
        ``classification.damaged`` when the packaged table is not whole.

    Examples
    --------
    >>> len(classification("CN 2023").items)
    9759
    >>> classification("cpa 2.1").lookup("24.10").item.en
    'Basic iron and steel and ferro-alloys'
    """
    return _read(named(name))


@functools.cache
def _read(name: str) -> Classification:
    if name == "A64":
        return _of_a64()
    stem = _STEMS[name]
    place = folder() / "schemes"
    said = about(place / f"{stem}.meta.json")
    items = {row[0]: _item(row) for row in frame(place / f"{stem}.parquet", SCHEME_COLUMNS).iter_rows()}
    return _whole(name, items, said)


def _item(row: tuple[str, int, str, str, str, str, str, str, str]) -> Item:
    code, level, parent, en, nl, unit, aliases, marks, notes = row
    return Item(
        code=code,
        en=en,
        nl=nl,
        product_en=en,
        product_nl=nl,
        aliases=tuple(aliases.split(";")) if aliases else (),
        level=level,
        parent=parent,
        unit=unit,
        marks=tuple(marks.split(";")) if marks else (),
        notes=notes,
    )


def _of_a64() -> Classification:
    known = scheme("A64")
    whole = {
        code: dataclasses.replace(item, aliases=_without_halves(item.aliases)) for code, item in known.items.items()
    }
    said = About(
        title_en=known.title,
        title_nl="Bedrijfstakken en productgroepen van FIGARO (NACE Rev. 2 / CPA 2.1, A*64)",
        edition="2026",
        publisher="Ketenkompas",
        licence="CC0-1.0",
        attribution="Codes: Eurostat FIGARO; labels: Ketenkompas",
    )
    return _whole("A64", whole, said)


def _without_halves(aliases: tuple[str, ...]) -> tuple[str, ...]:
    """National tables part L into imputed and actual rents; either half alone has no counterpart here."""
    return tuple(alias for alias in aliases if not alias.endswith(("L68A", "L68B")))


def _whole(name: str, items: dict[str, Item], said: About) -> Classification:
    below: dict[str, list[str]] = {}
    for item in items.values():
        below.setdefault(item.parent, []).append(item.code)
    spellings = {alias: item.code for item in items.values() for alias in item.aliases}
    return Classification(
        name=name,
        title=said.title_en,
        items=items,
        spellings=spellings | {code: code for code in items},
        about=said,
        below={code: tuple(codes) for code, codes in below.items()},
    )
