"""What a person reads, in Dutch and English: messages, numbers and units."""

from __future__ import annotations

import decimal
import functools
import importlib.resources
import json
import re
from collections.abc import Mapping
from typing import Any

from ketenkompas.errors import Language, UnknownCodeError

LANGUAGES: tuple[Language, Language] = ("nl", "en")
_MINUS = "\N{MINUS SIGN}"
_MONEY = re.compile(r"\{([A-Z]{3})(\d{4})\}")


@functools.cache
def messages() -> Mapping[str, Mapping[Language, str]]:
    """Every message of the screens: key -> language -> sentence with ``{named}`` places."""
    folder = importlib.resources.files("ketenkompas") / "data" / "messages" / "ui"
    merged: dict[str, Mapping[Language, str]] = {}
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        merged |= json.loads(file.read_text("utf-8"))
    return merged


def text(key: str, language: Language, **params: Any) -> str:
    """The message of a key in one language, its places filled.

    Raises
    ------
    UnknownCodeError
        ``message.unknown`` when there is no such message.

    Examples
    --------
    >>> text("unit.head", "nl")
    'per inwoner'
    """
    entry = messages().get(key)
    if entry is None:
        raise UnknownCodeError("message.unknown", found=key)
    return entry[language].format_map(params)


def language_of(spelling: str) -> Language:
    """``nl`` or ``en`` from a language tag (``nl-NL``, ``EN``); anything else is an error.

    Raises
    ------
    UnknownCodeError
        ``language.unknown``.
    """
    tag = spelling.strip().lower().split("-")[0].split("_")[0]
    if tag == "nl":
        return "nl"
    if tag == "en":
        return "en"
    raise UnknownCodeError("language.unknown", found=spelling)


def number(value: float, language: Language, decimals: int = 1) -> str:
    """A number in the language's form: ``1.234,5`` in Dutch, ``1,234.5`` in English; a real minus sign.

    Examples
    --------
    >>> number(-1234.5, "nl"), number(1234.56, "en", 2)
    ('−1.234,5', '1,234.56')
    """
    shown = f"{abs(value):,.{decimals}f}"
    if language == "nl":
        shown = shown.translate(str.maketrans(",.", ".,"))
    negative = value < 0 and any(digit not in "0.," for digit in shown)
    return f"{_MINUS}{shown}" if negative else shown


def exact(value: float, language: Language, digits: int = 15) -> str:
    """A number with the decimals that it has, at most so many significant digits, in the language's form.

    Examples
    --------
    >>> exact(3.251, "nl"), exact(24300.0, "nl"), exact(0.00036369, "en"), exact(1 / 3, "en", 4)
    ('3,251', '24.300', '0.00036369', '0.3333')
    """
    rounded = float(f"{value:.{digits}g}")
    decimals = max(0, -decimal.Decimal(repr(rounded)).normalize().as_tuple().exponent)  # type: ignore[operator]
    return number(rounded, language, decimals)


def unit_label(unit: str, language: Language) -> str:
    """How a unit's code reads on a screen, for instance ``Mt CO2e_AR5`` as ``Mt CO₂-equivalent`` in Dutch.

    Examples
    --------
    >>> unit_label("kg CO2e_AR6/t.km", "nl")
    'kg CO₂-equivalent per tonkilometer'
    """
    if unit == "pp":
        return text("unit.points", language)
    mass, _, rest = unit.partition(" ")
    gas, slash, per = rest.partition("/")
    gases = {
        "CO2": "CO₂",
        "CO2e_AR4": text("unit.co2e", language),
        "CO2e_AR5": text("unit.co2e", language),
        "CO2e_AR6": text("unit.co2e", language),
        "CO2e_unstated": text("unit.co2e_unstated", language),
    }
    shown = f"{mass} {gases.get(gas, gas)}".rstrip()
    if not slash:
        return shown
    if per in ("head", "household", "person"):
        return f"{shown} {text(f'unit.{per}', language)}"
    activity = _activities().get(per)
    if activity is not None:
        return f"{shown} per {activity[language]}"
    money, _, year = _dated(per).partition("_")
    if not year:
        return f"{shown} per {money.strip('{}')}"
    return f"{shown} {text('unit.per_money', language, money=money, year=year)}"


def _dated(money: str) -> str:
    """Money of a factor (``{EUR2023}``) as money of the accounts is written (``EUR_2023``)."""
    found = _MONEY.fullmatch(money)
    return f"{found[1]}_{found[2]}" if found else money


@functools.cache
def _activities() -> Mapping[str, Mapping[Language, str]]:
    """Names of the units in which activities are counted, by code."""
    path = importlib.resources.files("ketenkompas") / "data" / "units" / "activity.json"
    rows = json.loads(path.read_text("utf-8"))["units"]
    return {row["code"]: {"nl": row["nl"], "en": row["en"]} for row in rows}
