"""Reading the next table while the one before is being computed."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Place = TypeVar("Place")
Read = TypeVar("Read")


def read_ahead(places: Iterable[Place], read: Callable[[Place], Read], *, ahead: int = 1) -> Iterator[Read]:
    """What ``read`` makes of each place, in order; the next ones are read while the caller works on the one before.

    One table more than ``ahead`` is in memory at a time. An error of ``read`` is raised where its result would have
    come.

    Parameters
    ----------
    places : iterable
        For instance the folders of the years of a table.
    read : callable
        For instance :func:`read_pymrio`.
    ahead : int
        How many are read at a time: 1 where the caller's work takes longer than reading, 2 where reading does.

    Examples
    --------
    >>> list(read_ahead([1, 2, 3], lambda year: year + 2000))
    [2001, 2002, 2003]
    """
    waiting = iter(places)
    with ThreadPoolExecutor(ahead) as reader:
        coming = deque(reader.submit(read, place) for place in itertools.islice(waiting, ahead))
        while coming:
            found = coming.popleft().result()
            coming.extend(reader.submit(read, place) for place in itertools.islice(waiting, 1))
            yield found
            del found  # not to hold a table more while the next is awaited
