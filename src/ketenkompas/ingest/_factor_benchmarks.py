"""CBAM benchmarks by customs code and production route, from the data of the package opencbam."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from ketenkompas.errors import UnknownCodeError
from ketenkompas.factors import Component, Edition, Factor
from ketenkompas.ingest._factor_cbam import OTHER, read_cbam_defaults
from ketenkompas.ingest._factor_goods import (
    SECTORS,
    Good,
    cbam_bytes,
    good,
    goods_record,
    has_two_kinds,
    is_decimal,
    json_rows,
    routes,
    scaled,
)
from ketenkompas.ingest._factor_import import FactorImport, FactorSource
from ketenkompas.ingest._factor_known import edition_of
from ketenkompas.ingest._faults import Faults

SOURCE, FILE = "cbam-benchmarks", "benchmarks_2620.json"
_FIELDS = ("sector", "cn_code", "description", "column_a", "column_b")
_KG_PER_TONNE = Decimal(1000)
_PERIODS: Mapping[str | None, tuple[int, int | None]] = {None: (2026, None), "1": (2026, 2027), "2": (2028, 2030)}
_MEANING = (
    "Benchmark of EU law for this route (column B, used with default data), not an average of what is made: close to "
    "the most efficient tenth of installations in the EU. Meant for comparing routes of one good. column_a is the "
    "benchmark used with a producer's own data; it counts the last step only, without precursors."
)


def read_cbam_benchmarks(path: Path | None = None, *, edition: Edition | None = None) -> FactorImport:
    """Benchmarks of Implementing Regulation (EU) 2025/2620 by route, kg CO2e per tonne of goods.

    Each value of column B is a record: a variant of the good by its route, and by period where the regulation changes
    it in 2028. Column A, for the last step of production only, stands beside it.

    Parameters
    ----------
    path : Path, optional
        The package's data file; by default that of the installed package.
    edition : Edition, optional
        By default the reviewed edition with the hash of the file.

    Raises
    ------
    InputError
        ``factor.edition_new``, ``factor.json_unreadable``, ``factor.fields_absent``, or ``ingest.file_has_problems``.

    Examples
    --------
    >>> found = read_cbam_benchmarks()
    >>> steel = [one for one in found.records if one.key.startswith("customs.72071114.")]
    >>> [(one.variant, one.value) for one in steel]
    [('C', 1364.0), ('D', 475.0), ('E', 66.0)]
    """
    data = cbam_bytes(FILE, path)
    edition = edition or edition_of(SOURCE, data, path.parent if path else None)
    rows = json_rows(data, FILE, _FIELDS)
    faults = Faults(FILE)
    for at, row in enumerate(rows, 1):
        _check(row, at, faults)
    for code, count in Counter(row["cn_code"] for row in rows).items():
        if count > 1:
            faults.add("factor.row_twice", label=code, found=code, count=count)
    faults.raise_if_any()
    keys = _default_keys()
    records = [_record(row, at, entry, edition, keys) for at, row in enumerate(rows, 1) for entry in row["column_b"]]
    return FactorImport(tuple(records), (), (), edition)


def _default_keys() -> Mapping[tuple[str, str], str]:
    """Key of the default value for other countries, by customs code and kind of good."""
    other = [one for one in read_cbam_defaults().records if one.region == OTHER]
    parts = [(one.native_id.split("/"), one.key) for one in other]
    return {(native[1], native[2] if len(native) > 2 else ""): key for native, key in parts}


def _check(row: Mapping[str, Any], at: int, faults: Faults) -> None:
    label = str(row["cn_code"])
    if row["sector"] not in SECTORS:
        known = ", ".join(SECTORS)
        faults.add("factor.sector_unknown", row=at, column="sector", label=label, found=row["sector"], known=known)
    for column in ("column_a", "column_b"):
        for entry in row[column]:
            if not is_decimal(entry.get("value")):
                faults.add("factor.value_unreadable", row=at, column=column, label=label, found=entry.get("value"))
            if entry.get("route") not in (None, *routes()) or entry.get("year") not in _PERIODS:
                found = f"{entry.get('route')}/{entry.get('year')}"
                faults.add("factor.route_unknown", row=at, column=column, label=label, found=found)
    try:
        good(row["cn_code"], _kind(row, {}))
    except UnknownCodeError as unknown:
        faults.add("factor.code_unknown", row=at, label=label, found=unknown.params["found"])
    ways = Counter((entry.get("route"), entry.get("year")) for entry in row["column_b"])
    for (route, year), count in ways.items():
        if count > 1:
            faults.add("factor.row_twice", row=at, label=label, found=f"{label} {route} {year}", count=count)


def _kind(row: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    return ("white" if entry.get("route") == "B" else "grey") if has_two_kinds(row["cn_code"]) else ""


def _record(
    row: Mapping[str, Any], at: int, entry: Mapping[str, Any], edition: Edition, keys: Mapping[tuple[str, str], str]
) -> Factor:
    one, route = good(row["cn_code"], _kind(row, entry)), entry["route"]
    start, end = _PERIODS[entry["year"]]
    period = str(start) if end else ""
    native = "/".join((one.cn, "B", route or "-", period or "-"))
    nl, en = routes().get(route, ("", ""))
    return goods_record(
        one, native, row["sector"], edition,
        key=".".join(part for part in ("customs", one.cn, "benchmark", (route or "").lower(), period) if part),
        cell=f"row {at}, column B",
        name_nl=f"{one.name_nl}, EU-benchmark{_dashed(nl)}{_dashed(_span(start, end, 'nl'))} (CN {one.spaced})",
        name_en=f"{one.name_en}, EU benchmark{_dashed(en)}{_dashed(_span(start, end, 'en'))} (CN {one.spaced})",
        description=_MEANING,
        technology=en,
        region="EU27_2020",
        variant=route or "",
        variant_of=_mix(one, keys) if route else "",
        valid_from=datetime.date(start, 1, 1),
        valid_to=datetime.date(end, 12, 31) if end else None,
        value=scaled(entry["value"], _KG_PER_TONNE),
        value_text=entry["value"],
        alternatives=_column_a(row["column_a"], entry),
    )  # fmt: skip


def _dashed(text: str) -> str:
    return f", {text}" if text else ""


def _span(start: int, end: int | None, language: str) -> str:
    return "" if end is None else f"{start} {'tot en met' if language == 'nl' else 'to'} {end}"


def _mix(one: Good, keys: Mapping[tuple[str, str], str]) -> str:
    """The default value of the good, or of the heading it belongs to: what a route is a variant of."""
    found = ((one.cn[:digits], one.kind) for digits in (8, 6, 4))
    return next((keys[code] for code in found if code in keys), "")


def _column_a(entries: Sequence[Mapping[str, Any]], entry: Mapping[str, Any]) -> tuple[Component, ...]:
    fitting = [
        one for one in entries if one["route"] in (None, entry["route"]) and one["year"] in (None, entry["year"])
    ]
    return tuple(Component("column_a", scaled(one["value"], _KG_PER_TONNE)) for one in fitting)


CBAM_BENCHMARKS = FactorSource(
    source_id=SOURCE,
    name_nl="CBAM-benchmarks per douanecode en productieroute (EU)",
    name_en="CBAM benchmarks by customs code and production route (EU)",
    read=read_cbam_benchmarks,
    guide="how-to/next-edition-cbam",
)
