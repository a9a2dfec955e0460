"""Actions of a household: worked figures, the money saved, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkompas.errors import AlignmentError, InputError
from ketenkompas.households import Action, carry_out, combined, longer_life

KG, HOME, EUR = np.array([1000.0, 500, 300]), np.array([0.8, 0.2, 1.0]), np.array([500.0, 2000, 0])
BOUGHT = np.array([True, True, False])


def test_less_of_one_thing_without_rebound() -> None:
    found = carry_out(KG, HOME, EUR, np.array([-0.2, 0, 0]), respend=False, average_items=BOUGHT)
    assert found.after.tolist() == [800.0, 500.0, 300.0]
    np.testing.assert_allclose(found.home, [-160, 0, 0])
    np.testing.assert_allclose(found.abroad, [-40, 0, 0])
    assert (found.saved_eur, found.rebound_kg) == (100.0, 0.0)


def test_the_money_saved_is_spent_on_average() -> None:
    """EUR 100 over EUR 400 + 2,000 after the change: both grow by 1/24, 800 / 24 + 500 / 24 = 54.1667 kg."""
    found = carry_out(KG, HOME, EUR, np.array([-0.2, 0, 0]), respend=True, average_items=BOUGHT)
    np.testing.assert_allclose(found.after, [800 + 800 / 24, 500 + 500 / 24, 300])
    assert found.rebound_kg == pytest.approx(54.1667, abs=1e-4)


def test_an_action_that_costs_money_takes_it_from_the_rest() -> None:
    found = carry_out(KG, HOME, EUR, np.array([0.2, 0, 0]), respend=True, average_items=BOUGHT)
    assert found.saved_eur == pytest.approx(-100)
    assert found.rebound_kg == pytest.approx(-(1200 + 500) / 26)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"changes": np.array([-1.2, 0, 0])}, "households.change_too_low"),
        ({"home_share": np.array([80.0, 0.2, 1])}, "households.home_share"),
        ({"eur": np.array([500.0, -1, 0])}, "households.item_spending"),
        ({"average_items": np.array([False, False, True])}, "households.nowhere_to_spend"),
        (
            {"changes": np.array([5.0, 0, 0]), "average_items": np.array([False, True, False])},
            "households.not_affordable",
        ),
    ],
)
def test_what_no_household_can_do_is_refused(changed: dict[str, np.ndarray], code: str) -> None:
    given = {"kg": KG, "home_share": HOME, "eur": EUR, "changes": np.array([-0.2, 0, 0]), "average_items": BOUGHT}
    with pytest.raises(InputError) as raised:
        carry_out(**(given | changed), respend=True)
    assert raised.value.code == code


def test_changes_of_one_item_act_on_what_is_left() -> None:
    found = combined([np.array([-0.2, 0.0]), np.array([-0.5, 0.1]), np.array([0.0, -1.0])])
    np.testing.assert_allclose(found, [-0.6, -1.0])
    with pytest.raises(InputError) as empty:
        combined([])
    assert empty.value.code == "households.no_changes"
    with pytest.raises(AlignmentError):
        combined([np.zeros(2), np.zeros(3)])


def test_longer_use_means_fewer_purchases() -> None:
    assert longer_life(0.25) == pytest.approx(-0.2)
    assert longer_life(1.0) == pytest.approx(-0.5)
    assert longer_life(0.0) == 0.0
    with pytest.raises(InputError) as raised:
        longer_life(-1.0)
    assert raised.value.code == "households.longer_life"


def test_an_action_names_its_item() -> None:
    action = Action("less-clothing", "03.1", -0.2)
    assert (action.id, action.item, action.change) == ("less-clothing", "03.1", -0.2)
