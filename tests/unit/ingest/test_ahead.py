"""Reading ahead: order, one ahead and no more, errors where they belong."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.errors import InputError
from ketenkompas.ingest import read_ahead


@given(st.lists(st.integers()), st.integers(1, 3))
def test_everything_comes_once_and_in_order(places: list[int], ahead: int) -> None:
    assert list(read_ahead(places, lambda place: place * 2, ahead=ahead)) == [place * 2 for place in places]


def test_the_next_is_read_while_the_caller_works_and_no_further_one() -> None:
    begun, second = [], threading.Event()

    def read(place: int) -> int:
        begun.append(place)
        if place == 1:
            second.set()
        return place

    found = read_ahead(range(5), read)
    assert next(found) == 0
    assert second.wait(5)
    assert begun == [0, 1]
    found.close()  # type: ignore[attr-defined]


def test_an_error_comes_in_the_place_of_its_result() -> None:
    def read(place: int) -> int:
        if place == 2:
            raise InputError("pymrio.no_year")
        return place

    found = read_ahead([1, 2, 3], read)
    assert next(found) == 1
    with pytest.raises(InputError):
        next(found)
