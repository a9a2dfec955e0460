"""CBAM benchmarks by production route and the goods under CBAM, from the data of the package opencbam.

The figures are EU law (Implementing Regulation (EU) 2025/2620, Annex I of Regulation (EU) 2023/956), transcribed by
opencbam (Apache-2.0); none of them is copied into this project.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from ketenkompas.errors import UnknownCodeError

_BENCHMARKS, _GOODS = "benchmarks_2620.json", "cbam_goods_cn.json"
_FIRST_PERIOD_ENDS = 2027


@dataclass(frozen=True, slots=True)
class CbamData:
    """The version of the package and the hash of the file that benchmarks are read from."""

    version: str
    sha256: str

    @property
    def attribution(self) -> str:
        """What must be said with the figures."""
        return f"Source: Commission Implementing Regulation (EU) 2025/2620, via opencbam {self.version} (Apache-2.0)"


def cbam_data() -> CbamData:
    """Which data :func:`cbam_benchmark` reads."""
    return CbamData(version("opencbam"), hashlib.sha256(_file(_BENCHMARKS)).hexdigest())


def cbam_codes() -> tuple[str, ...]:
    """The customs codes (8 digits) of the goods under CBAM, in the order of the list.

    Examples
    --------
    >>> len(cbam_codes())
    569
    """
    return tuple(str(good["cn"]) for good in json.loads(_file(_GOODS))["goods"])


def cbam_benchmark(cn: str, route: str, *, year: int) -> float:
    """The benchmark of a good made by a route where default data are used (column B), t CO2e per t.

    Parameters
    ----------
    cn : str
        Customs code of 8 digits, with or without blanks.
    route : str
        The letter of the regulation: for carbon steel C blast furnace and oxygen steel, D reduced iron and electric
        arc, E scrap and electric arc.
    year : int
        Year of production; some benchmarks differ from 2028 on.

    Raises
    ------
    UnknownCodeError
        ``cbam.no_benchmark`` with the routes that are known for the good; another route is never taken instead.

    Examples
    --------
    >>> [cbam_benchmark("7208 10 00", route, year=2026) for route in "CDE"]
    [1.37, 0.481, 0.072]
    """
    values = _column_b(cn.replace(" ", ""))
    period = "1" if year <= _FIRST_PERIOD_ENDS else "2"
    for value in values:
        if value["route"] == route and value["year"] in (None, period):
            return float(value["value"])
    known = ", ".join(dict.fromkeys(value["route"] or "-" for value in values)) or "-"
    raise UnknownCodeError("cbam.no_benchmark", cn=cn, route=route, year=year, known=known)


def _column_b(cn: str) -> Sequence[Mapping[str, Any]]:
    return _columns_b().get(cn, ())


@functools.cache
def _columns_b() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    return {row["cn_code"].replace(" ", ""): row["column_b"] for row in json.loads(_file(_BENCHMARKS))}


def _file(name: str) -> bytes:
    return (importlib.resources.files("opencbam") / "engine" / "data" / name).read_bytes()
