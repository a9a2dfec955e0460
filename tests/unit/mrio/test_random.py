"""Random numbers by counter: the published answers of Philox4x32-10, and reproducible cells."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkompas.mrio._random import factors, philox

ONES = 0xFFFFFFFF
# Salmon et al. (2011), Random123 1.14, tests/kat_vectors: counter, key, answer
ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES,) * 4, (ONES,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), ANSWERS)
def test_the_published_answers(counter: tuple[int, ...], key: tuple[int, ...], answer: tuple[int, ...]) -> None:
    words = philox(np.array(counter, dtype=np.uint64), np.array(key, dtype=np.uint64))
    assert tuple(int(word) for word in words) == answer


def test_a_longer_list_begins_with_the_shorter_and_streams_differ() -> None:
    table = np.arange(65536, dtype=np.float32)
    short, long, other = np.empty(13, np.float32), np.empty(100, np.float32), np.empty(100, np.float32)
    factors(13, 5, 1, 42, table, short)
    factors(100, 5, 1, 42, table, long)
    factors(100, 5, 2, 42, table, other)
    assert (long[:13] == short).all()
    assert (long != other).sum() > 95


def test_words_are_uniform() -> None:
    words = np.empty(200_000, np.float32)
    factors(200_000, 0, 1, 7, np.arange(65536, dtype=np.float32), words)
    counts = np.bincount((words // 4096).astype(int), minlength=16)
    assert np.abs(counts - 12_500).max() < 5 * np.sqrt(12_500)
    assert abs(np.corrcoef(words[:-1], words[1:])[0, 1]) < 0.01
