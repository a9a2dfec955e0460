"""Values of sources change unit by powers of ten without the noise of binary fractions."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.ingest._factor_goods import is_decimal, scaled

TEXTS = st.decimals(0, 100_000, places=4, allow_nan=False, allow_infinity=False).map(lambda number: f"{number:f}")


@given(TEXTS, st.sampled_from([Decimal(1000), Decimal("0.001")]))
def test_scaling_moves_the_point_and_nothing_else(text: str, factor: Decimal) -> None:
    value = scaled(text, factor)
    assert Decimal(repr(value)) == Decimal(text) * factor
    assert Decimal(repr(value)) / factor == Decimal(text)


@given(st.text(max_size=8))
def test_what_counts_as_a_number_can_be_scaled(text: str) -> None:
    if is_decimal(text):
        assert scaled(text, Decimal(1)) >= 0
