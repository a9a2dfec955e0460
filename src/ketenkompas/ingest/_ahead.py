"""Reading the next table while the one before is being computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Place = TypeVar("Place")
Read = TypeVar("Read")


def read_ahead(places: Iterable[Place], read: Callable[[Place], Read]) -> Iterator[Read]:
    """What ``read`` makes of each place, in order; the next one is read while the caller works on the one before.

    Two tables are in memory at a time. An error of ``read`` is raised where its result would have come.

    Parameters
    ----------
    places : iterable
        For instance the folders of the years of a table.
    read : callable
        For instance :func:`read_pymrio`.

    Examples
    --------
    >>> list(read_ahead([1, 2, 3], lambda year: year + 2000))
    [2001, 2002, 2003]
    """
    waiting = iter(places)
    with ThreadPoolExecutor(1) as reader:
        try:
            coming = reader.submit(read, next(waiting))
        except StopIteration:
            return
        for place in waiting:
            found = coming.result()
            coming = reader.submit(read, place)
            yield found
            del found  # not to hold a third table while the next is awaited
        yield coming.result()
