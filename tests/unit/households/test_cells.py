"""The frame of cells: order, membership, products of shares, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.households import CellFrame

PERSONS = (1.0, 2.0, 3.0, 4.0, 5.35)
FULL = CellFrame(PERSONS, age=("15-24", "25-44", "45-64", "65+"))


def test_the_full_frame_has_two_hundred_cells_and_the_present_one_fifty() -> None:
    assert (FULL.shape, FULL.count) == ((5, 4, 5, 2), 200)
    assert CellFrame(PERSONS).count == 50


def test_labels_classes_and_heads_stand_in_the_same_order() -> None:
    for number, dimension in enumerate(("size", "age", "income", "tenure")):
        names = FULL.names(dimension)  # type: ignore[arg-type]
        classes = FULL.classes(dimension)  # type: ignore[arg-type]
        assert [names[at] for at in classes] == [label[number] for label in FULL.labels()]
    assert FULL.heads().tolist() == [PERSONS[FULL.size.index(label[0])] for label in FULL.labels()]


def test_members_of_two_quintiles() -> None:
    frame = CellFrame(PERSONS)
    assert frame.member("income", "1", "2").sum() == 20
    assert (frame.member("income", "1", "2") == frame.member("income", "1") + frame.member("income", "2")).all()
    assert sum(frame.member("tenure", name) for name in frame.tenure).tolist() == [1.0] * 50


def test_a_product_has_its_shares_as_margins_for_every_draw() -> None:
    generator = np.random.default_rng(1)
    size, age, income, tenure = (generator.dirichlet(np.ones(k), size=7) for k in FULL.shape)
    joint = FULL.product(size, age, income, tenure)
    assert joint.shape == (7, 200)
    np.testing.assert_allclose(joint.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(joint @ FULL.member("income", "4"), income[:, 3], rtol=1e-12)
    np.testing.assert_allclose(joint @ FULL.member("age", "65+"), age[:, 3], rtol=1e-12)


def test_an_unknown_class_is_told_with_the_known_ones() -> None:
    with pytest.raises(UnknownCodeError, match=r"6 is no class of size.") as caught:
        FULL.member("size", "6")
    assert caught.value.code == "households.class_unknown"
    assert "een van 1, 2, 3, 4, 5+" in caught.value.text("nl")


@pytest.mark.parametrize("size", [[0.5, 0.6, 0, 0, 0], [1.1, -0.1, 0, 0, 0], [0.5, 0.5]])
def test_shares_that_are_none_are_refused(size: list[float]) -> None:
    frame = CellFrame(PERSONS)
    with pytest.raises(InputError, match="The shares of size do not describe all households") as caught:
        frame.product(np.array(size), np.ones(1), np.full(5, 0.2), np.full(2, 0.5))
    assert caught.value.code == "households.shares"


def test_one_number_of_persons_per_size() -> None:
    with pytest.raises(InputError, match="There are 5 sizes of household and 2 numbers of persons"):
        CellFrame((1.0, 2.0))
