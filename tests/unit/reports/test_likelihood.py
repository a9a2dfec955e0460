"""Words for probabilities: one class for each, a boundary belongs to the class above it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.errors import InputError
from ketenkompas.i18n import LANGUAGES
from ketenkompas.reports import fall_sentence, likelihood


@pytest.mark.parametrize(
    ("boundary", "above", "below"),
    [
        (0.99, "certain", "very_likely"),
        (0.90, "very_likely", "likely"),
        (0.66, "likely", "open"),
        (0.33, "open", "unlikely"),
        (0.10, "unlikely", "very_unlikely"),
        (0.01, "very_unlikely", "excluded"),
    ],
)
def test_a_boundary_belongs_to_the_class_above(boundary: float, above: str, below: str) -> None:
    assert likelihood(boundary) == above
    assert likelihood(boundary - 1e-9) == below


@given(st.floats(0, 1))
def test_the_sentence_never_claims_a_fall_that_is_less_likely_than_a_rise(chance: float) -> None:
    for language in LANGUAGES:
        said = fall_sentence(chance, area_name="X", first=2000, last=2008, language=language)
        fell = ("has" in said and "fallen" in said) or "gedaald (" in said
        rose = "risen" in said or "gestegen (" in said
        assert fell == (chance >= 0.66)
        if chance < 0.33:
            assert rose


def test_the_percentage_never_rounds_into_another_class_than_the_words() -> None:
    said = fall_sentence(0.897, area_name="X", first=2000, last=2008, language="en")
    assert said == "Between 2000 and 2008 the footprint of X has likely fallen (chance 89.7%)."


@pytest.mark.parametrize("chance", [-0.01, 1.01, float("nan")])
def test_what_is_no_probability_is_refused(chance: float) -> None:
    with pytest.raises(InputError) as raised:
        likelihood(chance)
    assert raised.value.code == "reports.no_probability"
