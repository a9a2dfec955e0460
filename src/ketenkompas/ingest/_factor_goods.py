"""Goods and production routes under CBAM: short names in both languages, and the JSON files of the package."""

from __future__ import annotations

import csv
import functools
import importlib.resources
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ketenkompas.errors import InputError, UnknownCodeError, Where
from ketenkompas.factors import Edition, Factor, Link, factor_id
from ketenkompas.ingest._rows import LARGEST_TABLE, bytes_of

SECTORS = {
    "Iron and steel": ("IJzer en staal", "Iron and steel"),
    "Fertilisers": ("Meststoffen", "Fertilisers"),
    "Aluminium": ("Aluminium", "Aluminium"),
    "Cement": ("Cement", "Cement"),
    "Hydrogen": ("Waterstof", "Hydrogen"),
}


_TWO_KINDS = frozenset({"25231000", "25239000"})


@dataclass(frozen=True, slots=True)
class Good:
    """A good by its customs code (4, 6 or 8 digits); ``kind`` is grey or white where one code has two goods.

    ``split_from`` is the code of 2023 for a code that was made of it later.
    """

    cn: str
    kind: str
    name_nl: str
    name_en: str
    split_from: str = ""

    @property
    def spaced(self) -> str:
        """The code as people read it: ``7207 11 14``."""
        return " ".join(part for part in (self.cn[:4], self.cn[4:6], self.cn[6:8]) if part)

    @property
    def links(self) -> tuple[Link, ...]:
        """The link to the Combined Nomenclature of 2023: the code itself, or the wider one that it was split from."""
        return (Link("CN2023", self.split_from, "broad") if self.split_from else Link("CN2023", self.cn, "exact"),)


def good(cn: str, kind: str = "") -> Good:
    """The good of a customs code, written with or without blanks.

    Raises
    ------
    UnknownCodeError
        ``factor.good_unnamed``: a code of a new edition for which no name was written.
    """
    code = cn.replace(" ", "")
    found = _goods().get((code, kind))
    if found is None:
        raise UnknownCodeError("factor.good_unnamed", found=f"{cn} {kind}".strip())
    return found


@functools.cache
def _goods() -> Mapping[tuple[str, str], Good]:
    return {
        (row["cn"], row["good"]): Good(
            row["cn"], row["good"], row["name_nl"], row["name_en"], "" if row["cn2023"] == "yes" else row["cn2023"]
        )
        for row in _names("customs-goods.csv")
    }


def has_two_kinds(cn: str) -> bool:
    """Whether one customs code has a grey and a white good, with values of their own."""
    return cn.replace(" ", "") in _TWO_KINDS


def goods_record(one: Good, native: str, sector: str, edition: Edition, **own: Any) -> Factor:
    """A record of a good under CBAM: what defaults and benchmarks share, kg CO2e per tonne at the gate, and its own."""
    group_nl, group_en = SECTORS[sector]
    return Factor(
        factor_id=factor_id(edition.source_id, native),
        version=1,
        status="active",
        source=edition,
        native_id=native,
        group_nl=group_nl,
        group_en=group_en,
        activity_type="material",
        category="customs_goods",
        classifications=one.links,
        scope_hint=("3.1",),
        region_role="production",
        unit="t",
        quantity_kind="mass",
        gwp_set=edition.gwp_set,
        boundary="cradle_to_gate",
        **own,
    )


@functools.cache
def routes() -> Mapping[str, tuple[str, str]]:
    """Production routes by letter, in Dutch and English (Implementing Regulation (EU) 2025/2620, 5.3)."""
    return {row["route"]: (row["name_nl"], row["name_en"]) for row in _names("cbam-routes.csv")}


def _names(name: str) -> list[dict[str, str]]:
    path = importlib.resources.files("ketenkompas") / "data" / "factors" / "names" / name
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def cbam_bytes(name: str, path: Path | None = None) -> bytes:
    """A data file of the package opencbam, or the file at a path (``table.file_absent`` where there is none)."""
    if path is not None:
        return bytes_of(path, largest=LARGEST_TABLE)
    return (importlib.resources.files("opencbam") / "engine" / "data" / name).read_bytes()


def json_rows(data: bytes, file: str, fields: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a JSON list, each an object that has at least these fields.

    Raises
    ------
    InputError
        ``factor.json_unreadable``; ``factor.fields_absent`` with the row.
    """
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise InputError("factor.json_unreadable", where=Where(file=file), found=str(fault)) from fault
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise InputError("factor.json_unreadable", where=Where(file=file), found=type(rows).__name__)
    for at, row in enumerate(rows, 1):
        absent = [name for name in fields if name not in row]
        if absent:
            raise InputError(
                "factor.fields_absent", where=Where(file=file, row=at), absent=", ".join(absent), found=", ".join(row)
            )
    return rows


def scaled(text: str, factor: Decimal) -> float:
    """A decimal text times a power of ten, without the noise of binary fractions.

    Examples
    --------
    >>> scaled("2.541", Decimal(1000)), scaled("893.53", Decimal("0.001"))
    (2541.0, 0.89353)
    """
    return float(Decimal(text) * factor)


def is_decimal(text: object) -> bool:
    """Whether a cell is a plain decimal number of zero or more."""
    return isinstance(text, str) and text.replace(".", "", 1).isdecimal()
