"""Every reason that exists can be given, and is told with the words of its language."""

from __future__ import annotations

import importlib.resources
from typing import get_args

import pytest

from ketenkompas.factors import Boundary, QuantityKind, Reason, Refusal, choice_rules, reason_text
from ketenkompas.factors._reasons import RefusalCode
from ketenkompas.i18n import messages

SOURCE = "\n".join(
    file.read_text("utf-8")
    for file in (importlib.resources.files("ketenkompas") / "factors").iterdir()
    if file.name.endswith(".py")
)


def told(prefix: str) -> set[str]:
    return {key.removeprefix(prefix) for key in messages() if key.startswith(prefix)}


def test_every_reason_with_a_sentence_is_given_somewhere() -> None:
    flags = {f"quality.{name}" for name in told("choose.reason.quality.")}
    assert {code for code in told("choose.reason.") - flags if f'"{code}"' not in SOURCE} == set()


def test_every_typed_refusal_boundary_and_kind_has_words() -> None:
    assert told("choose.refusal.") == set(get_args(RefusalCode))
    assert told("choose.boundary.") == set(get_args(Boundary))
    assert told("choose.kind.") == {*get_args(QuantityKind), "distance"}  # of a kilometre: of what, is left open


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "Vermeden emissies (−1.234,5 kg CO₂e per ton) staan apart en worden nooit afgetrokken."),
        ("en", "Avoided emissions (−1,234.5 kg CO₂e per tonne) stand apart and are never subtracted."),
    ],
)
def test_numbers_and_units_in_the_form_of_the_language(language: str, expected: str) -> None:
    reason = Reason("meaning.avoided_apart", {"unit_value": -1234.5, "unit": "t"})
    assert reason_text(reason, language) == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0000123456789, "0,0000123457"), (2.134, "2,134"), (1e21, "1.000.000.000.000.000.000.000"), (5.0, "5")],
)
def test_six_significant_digits(value: float, shown: str) -> None:
    reason = Reason("meaning.biogenic_apart", {"unit_value": value, "unit": "kg"})
    assert reason_text(reason, "nl") == f"Biogene CO₂ ({shown} kg per kg) staat apart, buiten het totaal."


def test_words_of_a_refusal() -> None:
    name = {"nl": "Antraciet", "en": "Anthracite"}
    refusal = Refusal("boundary_not_available", params={"name": name, "wanted": "WTW", "stages": ("TTW",)})
    assert (
        reason_text(refusal, "nl") == "Antraciet heeft geen cijfer voor hele keten (WTW); wel is er: verbranding (TTW)."
    )
    assert refusal.severity == "block"


def test_the_rules_rank_sources_as_the_page_says() -> None:
    rules = choice_rules()
    order = ["co2emissiefactoren-nl", "cbam-defaults", "rivm-food", "desnz", "ketenkompas-spend", "figaro-ecodex"]
    assert sorted(order, key=rules.rank) == order
    assert rules.rank("unheard-of") == rules.source_rank_other
