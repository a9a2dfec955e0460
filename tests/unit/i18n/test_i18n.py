"""Numbers and units as each language writes them."""

from __future__ import annotations

import pytest

from ketenkompas.errors import UnknownCodeError
from ketenkompas.i18n import language_of, messages, number, text, unit_label


@pytest.mark.parametrize(
    ("value", "decimals", "dutch", "english"),
    [
        (1234567.891, 1, "1.234.567,9", "1,234,567.9"),
        (-0.04, 1, "0,0", "0.0"),
        (-1234.5, 1, "−1.234,5", "−1,234.5"),
        (159.66892, 3, "159,669", "159.669"),
        (0.0, 0, "0", "0"),
    ],
)
def test_numbers(value: float, decimals: int, dutch: str, english: str) -> None:
    assert number(value, "nl", decimals) == dutch
    assert number(value, "en", decimals) == english


def test_units() -> None:
    assert unit_label("Mt CO2e_AR5", "nl") == "Mt CO₂-equivalent"
    assert unit_label("t CO2/head", "nl") == "t CO₂ per inwoner"
    assert unit_label("kg CO2/USD_2008", "en") == "kg CO₂ per USD (2008 prices)"


def test_languages() -> None:
    assert language_of("nl-NL") == "nl"
    assert language_of("EN") == "en"
    with pytest.raises(UnknownCodeError):
        language_of("fr")
    with pytest.raises(UnknownCodeError, match="nowhere"):
        text("nowhere", "nl")
    assert all({"en", "nl"} == set(entry) for entry in messages().values())


@pytest.mark.parametrize(
    ("unit", "nl", "en"),
    [
        ("kg CO2e_AR6/L", "kg CO₂-equivalent per liter", "kg CO₂ equivalent per litre"),
        ("kg CO2e_AR5/t.km", "kg CO₂-equivalent per tonkilometer", "kg CO₂ equivalent per tonne-kilometre"),
        (
            "kg CO2e_AR5/{EUR2023}",
            "kg CO₂-equivalent per EUR (prijzen van 2023)",
            "kg CO₂ equivalent per EUR (2023 prices)",
        ),
        ("kg CO2e_AR5/{EUR}", "kg CO₂-equivalent per EUR", "kg CO₂ equivalent per EUR"),
    ],
)
def test_units_per_activity_read_as_words(unit: str, nl: str, en: str) -> None:
    assert (unit_label(unit, "nl"), unit_label(unit, "en")) == (nl, en)
