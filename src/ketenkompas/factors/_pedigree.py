"""Geometric standard deviations from pedigree scores: how wide a figure is when its source gives no uncertainty."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from ketenkompas.errors import InputError

PedigreeTable = Literal["v1", "v2"]
Pedigree = tuple[int, int, int, int, int]
INDICATORS = ("reliability", "completeness", "temporal", "geographical", "technological")

# Uncertainty factor of the scores 1 to 5, by indicator in the order above. Tables as in the Python package
# pedigree_matrix 0.2.2 (BSD-3-Clause, Copyright (c) 2021 Chris Mutel); the formula is implemented anew here.
_TABLES: Mapping[PedigreeTable, tuple[tuple[float, ...], ...]] = {
    "v1": (
        (1.00, 1.05, 1.10, 1.20, 1.50),
        (1.00, 1.02, 1.05, 1.10, 1.20),
        (1.00, 1.03, 1.10, 1.20, 1.50),
        (1.00, 1.01, 1.02, 1.02, 1.10),
        (1.00, 1.00, 1.20, 1.50, 2.00),
    ),
    "v2": (
        (1.00, 1.54, 1.61, 1.69, 1.69),
        (1.00, 1.03, 1.04, 1.08, 1.08),
        (1.00, 1.03, 1.10, 1.19, 1.29),
        (1.00, 1.04, 1.08, 1.11, 1.11),
        (1.00, 1.18, 1.65, 2.08, 2.80),
    ),
}


def pedigree_gsd2(scores: Pedigree, *, basic: float, table: PedigreeTable) -> float:
    """The squared geometric standard deviation of a figure with these pedigree scores.

    The 95 % interval of a log-normal figure with median ``value`` is ``[value / GSD2, value * GSD2]``.

    Parameters
    ----------
    scores : tuple of five int
        1 (best) to 5, in the order of ``INDICATORS``.
    basic : float
        Basic uncertainty, at least 1: 1.05 for materials, energy and waste services, 2 for transport services, 3 for
        infrastructure.
    table : {"v1", "v2"}
        Uncertainty factors of ecoinvent 2 (v1) or of Ciroth and others (v2); they give very different widths, so the
        table is kept beside the scores.

    Raises
    ------
    InputError
        ``factor.pedigree_wrong`` for scores that are not five whole numbers of 1 to 5, or ``basic`` below 1.

    Notes
    -----
    GSD2 = exp(sqrt(sum_i ln(U_i)^2 + ln(U_b)^2)); Frischknecht and others (2007), ecoinvent report 1; Ciroth, Muller,
    Weidema and Lesage (2016), https://doi.org/10.1007/s11367-013-0670-5.

    Examples
    --------
    >>> round(pedigree_gsd2((2, 2, 2, 3, 2), basic=1.05, table="v1"), 5)
    1.08342
    """
    if len(scores) != len(INDICATORS) or any(score not in range(1, 6) for score in scores) or not basic >= 1:
        raise InputError("factor.pedigree_wrong", found=f"{scores}, {basic}", indicators=", ".join(INDICATORS))
    found = [row[score - 1] for row, score in zip(_TABLES[table], scores, strict=True)]
    return math.exp(math.sqrt(sum(math.log(one) ** 2 for one in (*found, basic))))
