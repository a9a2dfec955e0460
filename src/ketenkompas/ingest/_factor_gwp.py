"""Global warming potentials of the IPCC's reports as records, from the package globalwarmingpotentials."""

from __future__ import annotations

import csv
import datetime
import functools
import importlib.resources
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ketenkompas.errors import InputError, Where
from ketenkompas.factors import Component, Edition, Factor, factor_id
from ketenkompas.ingest._factor_goods import is_decimal
from ketenkompas.ingest._factor_import import Anomaly, FactorImport, FactorSource, Skipped, SkipReason
from ketenkompas.ingest._factor_known import edition_of
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import LARGEST_TABLE, Sheet, bytes_of, decoded, sheet_of

SOURCE, FILE = "gwp-ipcc", "globalwarmingpotentials.csv"
_METRIC = re.compile(r"(?P<report>SAR|TAR|AR4|AR5|AR5CCF|AR6)GWP(?P<years>20|100|500)")
_TEMPERATURE = re.compile(r"AR\dGTP\d+")
_YEARS = {"SAR": 1996, "TAR": 2001, "AR4": 2007, "AR5": 2013, "AR5CCF": 2013, "AR6": 2021}
_SPECIES = "Species"
_METHANE_AR6 = (Component("ch4_fossil", 29.8), Component("ch4_biogenic", 27.0))


def read_gwp(path: Path | None = None, *, edition: Edition | None = None) -> FactorImport:
    """Warming potentials by report, horizon and gas, kg CO2e per kg of gas.

    Columns of the global temperature potential are another measure and are reported as not applicable. An empty cell
    means that the report has no value for the gas.

    Parameters
    ----------
    path : Path, optional
        The package's table; by default that of the installed package.
    edition : Edition, optional
        By default the reviewed edition with the hash of the file.

    Raises
    ------
    InputError
        ``factor.edition_new``, ``table.*``, ``factor.metrics_absent``, or ``ingest.file_has_problems`` with unknown
        columns, gases without names, doubled gases, and cells that are no numbers.

    Examples
    --------
    >>> found = read_gwp()
    >>> len(found.records), found.as_json()["by_skip_reason"]
    (793, {'empty_in_source': 276, 'not_applicable': 86})
    >>> next(one.value for one in found.records if one.key == "gwp.ar6-100.ch4")
    27.9
    """
    package = importlib.resources.files("globalwarmingpotentials")
    data = (package / FILE).read_bytes() if path is None else bytes_of(path, largest=LARGEST_TABLE)
    edition = edition or edition_of(SOURCE, data, path.parent if path else None)
    sheet, start = _table(data)
    faults, records, skipped = Faults(FILE), [], []
    metrics = _metrics(sheet, faults)
    _note_species(sheet, start, faults)
    for number, cells in sheet.named():
        for column in sheet.header[1:]:
            text, line = cells[column].strip(), start + number
            metric = metrics.get(column)
            where = f"line {line}, {column}"
            if metric is None or not text:
                reason: SkipReason = "not_applicable" if text else "empty_in_source"
                skipped.append(Skipped(where, reason, f"{cells[_SPECIES]} {column}"))
            elif not is_decimal(text):
                faults.add("factor.value_unreadable", row=line, column=column, label=cells[_SPECIES], found=text)
            elif cells[_SPECIES] in _names():
                records.append(_record(cells[_SPECIES], metric, column, text, where, edition))
    faults.raise_if_any()
    return FactorImport(tuple(records), tuple(skipped), _anomalies(records), edition)


def _table(data: bytes) -> tuple[Sheet, int]:
    lines = decoded(data, FILE).splitlines()
    start = sum(1 for line in lines if line.startswith("#"))
    return sheet_of("\n".join(lines[start:]), FILE, [_SPECIES]), start


def _metrics(sheet: Sheet, faults: Faults) -> Mapping[str, re.Match[str]]:
    found = {name: match for name in sheet.header if (match := _METRIC.fullmatch(name))}
    if not found or sheet.header[0] != _SPECIES:
        raise InputError("factor.metrics_absent", where=Where(file=FILE), found=", ".join(sheet.header))
    for name in sheet.header[1:]:
        if name not in found and not _TEMPERATURE.fullmatch(name):
            faults.add("factor.column_unknown", column=name, found=name)
    return found


def _note_species(sheet: Sheet, start: int, faults: Faults) -> None:
    seen: set[str] = set()
    for number, cells in sheet.named():
        gas = cells[_SPECIES]
        if gas not in _names():
            faults.add("factor.code_unknown", row=start + number, label=gas, found=gas)
        if gas in seen:
            faults.add("factor.row_twice", row=start + number, label=gas, found=gas, count=2)
        seen.add(gas)


@functools.cache
def _names() -> Mapping[str, Mapping[str, str]]:
    path = importlib.resources.files("ketenkompas") / "data" / "factors" / "names" / "gases.csv"
    return {row["species"]: row for row in csv.DictReader(io.StringIO(path.read_text("utf-8")))}


def _record(gas: str, metric: re.Match[str], column: str, text: str, where: str, edition: Edition) -> Factor:
    report, years, name = metric["report"], metric["years"], _names()[gas]
    horizon = f"{report}-{years}"
    carbon = {"nl": " met koolstofterugkoppeling", "en": " with carbon feedbacks"} if report == "AR5CCF" else {}
    short = "AR5" if report == "AR5CCF" else report
    extra: dict[str, Any] = {}
    if (gas, horizon) == ("CH4", "AR6-100"):
        extra = {
            "alternatives": _METHANE_AR6,
            "flags": ("method",),
            "description": "One value for methane of every origin. The IPCC (AR6, WG1, table 7.15) also gives 29.8 for "
            "fossil methane and 27.0 for other methane; they stand beside the value.",
        }
    elif (gas, horizon) == ("SF6", "AR6-100"):
        extra = {"flags": ("method",), "description": "The Dutch list of 2026 prints 24,300 for this gas."}
    return Factor(
        factor_id=factor_id(edition.source_id, f"{column}/{gas}"),
        version=1,
        key=f"gwp.{horizon.lower()}.{_slug(gas)}",
        status="active",
        source=edition,
        native_id=f"{column}/{gas}",
        cell=where,
        name_nl=f"{name['name_nl']}, aardopwarmingsvermogen over {years} jaar ({short}{carbon.get('nl', '')})",
        name_en=f"{name['name_en']}, global warming potential over {years} years ({short}{carbon.get('en', '')})",
        group_nl=f"GWP over {years} jaar, {short}{carbon.get('nl', '')}",
        group_en=f"GWP over {years} years, {short}{carbon.get('en', '')}",
        activity_type="conversion",
        category="gwp",
        search_terms_nl=(gas, "GWP"),
        search_terms_en=(gas, "GWP"),
        region="WORLD",
        region_role="location",
        valid_from=datetime.date(_YEARS[report], 1, 1),
        value=float(text),
        unit="kg",
        quantity_kind="mass",
        value_text=text,
        gwp_set=f"{horizon}@gwp-{edition.edition}",
        boundary="GWP",
        **extra,
    )


def _slug(gas: str) -> str:
    return re.sub("[^a-z0-9]", "", gas.lower())


def _anomalies(records: list[Factor]) -> tuple[Anomaly, ...]:
    told = {
        "gwp.ar6-100.ch4": (
            "Eén waarde (27,9) voor methaan van elke herkomst; het IPCC geeft ook 29,8 (fossiel) en 27,0 (overig).",
            "One value (27.9) for methane of every origin; the IPCC also gives 29.8 (fossil) and 27.0 (other).",
        ),
        "gwp.ar6-100.sf6": (
            "Het pakket geeft 25.200, de Nederlandse lijst van 2026 24.300.",
            "The package says 25,200, the Dutch list of 2026 says 24,300.",
        ),
    }
    return tuple(Anomaly(one.cell, "method", one.key, *told[one.key]) for one in records if one.key in told)


GWP_IPCC = FactorSource(
    source_id=SOURCE,
    name_nl="Aardopwarmingsvermogens (GWP) van het IPCC",
    name_en="Global warming potentials of the IPCC",
    read=read_gwp,
    guide="how-to/next-edition-gwp",
)
