"""A code as people write it: with or without dots, blanks and check digit, or without the zero that a sheet dropped."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ketenkompas.classifications._schemes import Item
from ketenkompas.errors import UnknownCodeError

How = Literal["as_written", "respelled", "zero_restored", "check_digit", "cut", "alias"]
_MARKS_BETWEEN = re.compile(r"[\s.\-/]")
_PREFIXES = re.compile(r"^(CPA|NACE|CN|CPV|HS|SBI)[_ ]", re.IGNORECASE)
_CONFIDENTIAL = re.compile(r"\d{2}[A-Z]{2,4}\d{0,4}")
_CPV = re.compile(r"(\d{7,8})-?(\d)")
_RGS_LEVEL_4 = 10


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a spelling was taken for.

    Attributes
    ----------
    item : Item
        The code.
    asked : str
        The spelling.
    how : str
        ``as_written``, ``respelled`` (dots, blanks, capitals), ``alias``, ``check_digit`` (of a CPV code, taken off and
        found right), ``zero_restored`` (a leading zero was lost), ``cut`` (an RGS code of level 5, cut to level 4).
    also : tuple of str
        Codes that the spelling may mean as well: ask before using it.
    """

    item: Item
    asked: str
    how: How
    also: tuple[str, ...] = ()


class Listed(Protocol):
    """What is needed of a classification to read a code."""

    @property
    def name(self) -> str:
        """Its name with its version."""

    @property
    def items(self) -> Mapping[str, Item]:
        """Its codes."""

    @property
    def spellings(self) -> Mapping[str, str]:
        """Other names of its codes."""

    @property
    def plain_codes(self) -> Mapping[str, str]:
        """Its codes without dots, as keys."""


def read_code(known: Listed, spelling: str) -> Lookup | None:
    """The code that a spelling means and how it was read; None when it means none.

    Raises
    ------
    UnknownCodeError
        ``classification.check_digit`` for a CPV code with the check digit of another one.
    """
    text = _PREFIXES.sub("", spelling.strip())
    for way in (_as_written, _with_check_digit, _without_marks, _with_zero, _cut):
        found = way(known, text)
        if found is not None:
            return Lookup(known.items[found[0]], spelling, found[1], _also(known, text, found[0]))
    return None


def refusal(known: Listed, spelling: str, others: Sequence[str]) -> UnknownCodeError:
    """Why a spelling is no code: hidden in trade statistics, of a national table, of another edition, or unknown."""
    text = _PREFIXES.sub("", spelling.strip())
    if known.name.startswith("CN") and _CONFIDENTIAL.fullmatch(text.upper()):
        return UnknownCodeError("classification.confidential", found=text, scheme=known.name)
    if known.name == "A64" and text.upper() in ("L68A", "L68B"):
        return UnknownCodeError("classification.no_counterpart", found=text, scheme=known.name, whole="L")
    if others:
        return UnknownCodeError(
            "classification.other_edition", found=text, scheme=known.name, editions=", ".join(others)
        )
    near = ", ".join(_nearest(known, text))
    return UnknownCodeError("classification.unknown", found=text, scheme=known.name, nearest=near)


Found = tuple[str, How] | None


def _as_written(known: Listed, text: str) -> Found:
    if text in known.items:
        return text, "as_written"
    code = known.spellings.get(text) or known.spellings.get(text.upper())
    return None if code is None else (code, "respelled" if code == text.upper() else "alias")


def _with_check_digit(known: Listed, text: str) -> Found:
    parts = _CPV.fullmatch(text.replace(" ", ""))
    if known.name != "CPV2008" or parts is None or ("-" not in text and len(parts[0]) != 9):
        return None
    code = parts[1].zfill(8)
    if code not in known.items:
        return None
    right = known.items[code].marks[0].removeprefix("check_digit:")
    if right != parts[2]:
        raise UnknownCodeError("classification.check_digit", found=text, right=f"{code}-{right}")
    return code, "check_digit"


def _without_marks(known: Listed, text: str) -> Found:
    if re.match(r"\d\.", text):  # 1.61 is 01.61 without its zero; without its dot it would be 16.1
        return None
    code = known.plain_codes.get(plain_code(text))
    return None if code is None else (code, "respelled")


def _with_zero(known: Listed, text: str) -> Found:
    plain = plain_code(text)
    if not plain.isdigit():
        return None
    code = known.plain_codes.get(f"0{plain}")
    return None if code is None else (code, "zero_restored")


def _cut(known: Listed, text: str) -> Found:
    if known.name != "RGS3.7" or len(text) <= _RGS_LEVEL_4:
        return None
    code = known.plain_codes.get(plain_code(text)[:_RGS_LEVEL_4])
    return None if code is None else (code, "cut")


def _also(known: Listed, text: str, code: str) -> tuple[str, ...]:
    """Another code that the digits may mean, where the spelling has no dot to tell: 14311 is 14.31.1 or 01.43.11."""
    plain = plain_code(text)
    if not text.isdigit() or plain != text:
        return ()
    other = known.plain_codes.get(f"0{plain}")
    return (other,) if other is not None and other != code else ()


def plain_code(text: str) -> str:
    """A code without dots and blanks, in capitals."""
    return _MARKS_BETWEEN.sub("", text).upper()


def _nearest(known: Listed, text: str) -> list[str]:
    among = [code for code in known.items if code[:2].upper() == text[:2].upper()]
    among = among or [item.code for item in known.items.values() if item.level == 1]
    return difflib.get_close_matches(text, among, n=3, cutoff=0.4) or among[:3]
