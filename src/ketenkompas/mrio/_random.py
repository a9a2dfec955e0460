"""Random numbers by counter: any draw of any cell can be made again alone, on any machine, in any order."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

_FAST = {"reassoc", "contract"}


@numba.njit(nogil=True, cache=True, inline="always")
def _philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
    """Philox4x32-10: four words from a counter of four words and a key of two (all uint64 holding 32 bits)."""
    low = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        p0 = np.uint64(0xD2511F53) * c0
        p1 = np.uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = (p1 >> np.uint64(32)) ^ c1 ^ k0, p1 & low, (p0 >> np.uint64(32)) ^ c3 ^ k1, p0 & low
        k0 = (k0 + np.uint64(0x9E3779B9)) & low
        k1 = (k1 + np.uint64(0xBB67AE85)) & low
    return c0, c1, c2, c3


@numba.njit(nogil=True, cache=True)
def philox(counter: Any, key: Any) -> Any:
    """The four words of Philox4x32-10 for a counter (4,) and a key (2,), uint64 arrays of 32-bit words.

    Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC11. The published answers are
    in ``tests/unit/mrio/test_random.py``.
    """
    words = np.empty(4, np.uint64)
    words[0], words[1], words[2], words[3] = _philox(counter[0], counter[1], counter[2], counter[3], key[0], key[1])
    return words


@numba.njit(nogil=True, cache=True)
def factors(size: int, draw: int, stream: int, seed: int, table: Any, out: Any) -> None:
    """``out[k] = table[w]`` with w the k-th 16-bit word of a draw and stream; ``table`` (65536,) holds equally likely
    values.
    """
    key0, key1 = np.uint64(seed & 0xFFFFFFFF), np.uint64((seed >> 32) & 0xFFFFFFFF)
    for block in range((size + 7) // 8):
        words = _philox(np.uint64(block), np.uint64(0), np.uint64(draw), np.uint64(stream), key0, key1)
        for w in range(4):
            k = block * 8 + 2 * w
            if k < size:
                out[k] = table[words[w] & np.uint64(0xFFFF)]
            if k + 1 < size:
                out[k + 1] = table[words[w] >> np.uint64(16)]


@numba.njit(nogil=True, cache=True)
def _row_words(row: Any, draw: Any, stream: Any, key0: Any, key1: Any, words: Any) -> None:
    """The words (4, blocks) of a row's counters: one plain loop, so that a processor makes several at a time."""
    for block in range(words.shape[1]):
        words[0, block], words[1, block], words[2, block], words[3, block] = _philox(
            np.uint64(block), row, draw, stream, key0, key1
        )


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def drawn_inputs(
    inputs: Any, region: Any, draw: int, streams: Any, seed: int, home: Any, trade: Any, both: bool, out: Any
) -> None:
    """A draw of A (n, n) in float32: each cell times the factor of its kind, for one or for two streams.

    ``region`` (n,) tells home from trade cells; ``home`` and ``trade`` (2, 65536) float32 hold the factors of the part
    that all years share (stream 0) and of the year's own part (stream 1), of which ``both`` uses the second.
    """
    key0, key1 = np.uint64(seed & 0xFFFFFFFF), np.uint64((seed >> 32) & 0xFFFFFFFF)
    n, low = inputs.shape[0], 0xFFFF
    blocks = (n + 7) // 8
    first, second = np.empty((4, blocks), np.uint32), np.empty((4, blocks), np.uint32)
    for i in range(n):
        _row_words(np.uint64(i), np.uint64(draw), np.uint64(streams[0]), key0, key1, first)
        if both:
            _row_words(np.uint64(i), np.uint64(draw), np.uint64(streams[1]), key0, key1, second)
        for block in range(blocks):
            for word in range(4):
                for half in range(2):
                    j, shift = 8 * block + 2 * word + half, 16 * half
                    if j < n:
                        index = (first[word, block] >> shift) & low
                        factor = home[0, index] if region[i] == region[j] else trade[0, index]
                        if both:
                            index = (second[word, block] >> shift) & low
                            factor *= home[1, index] if region[i] == region[j] else trade[1, index]
                        out[i, j] = inputs[i, j] * factor
