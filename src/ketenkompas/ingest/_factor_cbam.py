"""CBAM default values by country of production and customs code, from the data of the package opencbam."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from ketenkompas.classifications import areas, canonical_area
from ketenkompas.errors import UnknownCodeError
from ketenkompas.factors import Component, Edition, Factor, Flag
from ketenkompas.ingest._factor_goods import (
    SECTORS,
    Good,
    cbam_bytes,
    good,
    goods_record,
    has_two_kinds,
    is_decimal,
    json_rows,
    scaled,
)
from ketenkompas.ingest._factor_import import Anomaly, FactorImport, FactorSource, Skipped, SkipReason
from ketenkompas.ingest._factor_known import edition_of
from ketenkompas.ingest._faults import Faults

SOURCE, FILE = "cbam-defaults", "default_values_2621.json"
OTHER = "RoW"
_FIELDS = ("country", "sector", "cn_code", "description", "direct", "indirect", "total", "route")
_MARKUPS = ("markup_2026", "markup_2027", "markup_2028")
_DASH, _NA = "DASH", "NA"
_KG_PER_TONNE = Decimal(1000)
_SPELLINGS = {
    "Democratic Republic of the Congo": "CD",
    "Myanmar/Burma": "MM",
    "North Korea": "KP",
    "Other Countries and Territories": OTHER,
    "Syria": "SY",
}
_ROUNDING_KG = 1.1
_MEANING = (
    "Default value of EU law for goods of which the producer's own emissions are not known, precursors included: on "
    "purpose no low estimate. The value has no mark-up; markup_2026 and the like are the value with the mark-up of "
    "that year, used for the levy and not for a footprint."
)


def read_cbam_defaults(path: Path | None = None, *, edition: Edition | None = None) -> FactorImport:
    """Default values of Implementing Regulation (EU) 2025/2621, kg CO2e per tonne of goods.

    The regulation gives t CO2e per t. A dash in it means "take the value for other countries", NA that a part does not
    apply: neither is a zero, and such rows are reported as skipped. The mark-ups of 2026, 2027 and 2028 are no part of
    the value; they stand beside it.

    Parameters
    ----------
    path : Path, optional
        The package's data file; by default that of the installed package.
    edition : Edition, optional
        By default the reviewed edition with the hash of the file.

    Raises
    ------
    InputError
        ``factor.edition_new``, ``factor.json_unreadable``, ``factor.fields_absent``, or ``ingest.file_has_problems``
        with rows of an unknown country, sector or good, cells that are neither number nor sign, and doubled rows.

    Examples
    --------
    >>> found = read_cbam_defaults()
    >>> len(found.records), len(found.skipped)
    (10926, 465)
    >>> next(one.value for one in found.records if one.key == "customs.72071111.tr")
    2310.0
    """
    data = cbam_bytes(FILE, path)
    edition = edition or edition_of(SOURCE, data, path.parent if path else None)
    rows = json_rows(data, FILE, (*_FIELDS, *_MARKUPS))
    faults, records, skipped, anomalies = Faults(FILE), [], [], []
    for at, row in enumerate(rows, 1):
        if not _valid(row, at, faults):
            continue
        if not is_decimal(row["total"]):
            skipped.append(_skip(row, at))
            continue
        record = _record(row, at, edition)
        records.append(record)
        anomalies += _odd(record, at)
    for key, count in Counter(one.key for one in records).items():
        if count > 1:
            faults.add("factor.row_twice", label=key, found=key, count=count)
    faults.raise_if_any()
    anomalies += [_half(row, at) for at, row in enumerate(rows, 1) if _is_half(row)]
    return FactorImport(tuple(records), tuple(skipped), tuple(anomalies), edition)


def _valid(row: Mapping[str, Any], at: int, faults: Faults) -> bool:
    before = faults.count
    label = f"{row['country']} {row['cn_code']}"
    for name in ("total", "direct", "indirect", *_MARKUPS):
        if not (is_decimal(row[name]) or row[name] in (_DASH, _NA)):
            faults.add("factor.value_unreadable", row=at, column=name, label=label, found=row[name])
    if is_decimal(row["total"]) and not is_decimal(row["direct"]):
        faults.add("factor.value_unreadable", row=at, column="direct", label=label, found=row["direct"])
    if row["sector"] not in SECTORS:
        known = ", ".join(SECTORS)
        faults.add("factor.sector_unknown", row=at, column="sector", label=label, found=row["sector"], known=known)
    try:
        _region(row["country"])
        _good(row)
    except UnknownCodeError as unknown:
        faults.add("factor.code_unknown", row=at, label=label, found=unknown.params["found"])
    return faults.count == before


def _region(country: str) -> str:
    return _SPELLINGS.get(country) or canonical_area(country)


def _good(row: Mapping[str, Any]) -> Good:
    word = str(row["description"]).partition(" ")[0].casefold()
    return good(row["cn_code"], word if word in ("grey", "white") and has_two_kinds(row["cn_code"]) else "")


def _record(row: Mapping[str, Any], at: int, edition: Edition) -> Factor:
    one, region = _good(row), _region(row["country"])
    native = "/".join(part for part in (region, one.cn, one.kind) if part)
    value, parts = scaled(row["total"], _KG_PER_TONNE), _parts(row, ("direct", "indirect"))
    adds_up = abs(sum(part.value for part in parts) - value) <= max(_ROUNDING_KG, 0.005 * value)
    flags: tuple[Flag, ...] = () if adds_up else ("sum_mismatch",)
    return goods_record(
        one, native, row["sector"], edition,
        key=f"customs.{native.partition('/')[2].replace('/', '.')}.{region}".lower(),
        cell=f"row {at}",
        name_nl=f"{one.name_nl}, {_country(region, 'nl')} (CN {one.spaced})",
        name_en=f"{one.name_en}, {_country(region, 'en')} (CN {one.spaced})",
        description=_MEANING,
        region=region,
        variant=row["route"] or one.kind,
        valid_from=datetime.date(2026, 1, 1),
        value=value,
        value_text=row["total"],
        components=parts,
        component_sum_checked="yes" if adds_up else "no",
        alternatives=_parts(row, _MARKUPS),
        flags=flags if value else (*flags, "outlier"),
    )  # fmt: skip


def _country(region: str, language: str) -> str:
    if region == OTHER:
        return "overige landen" if language == "nl" else "other countries"
    return areas()[region].name(language)


def _parts(row: Mapping[str, Any], names: Sequence[str]) -> tuple[Component, ...]:
    return tuple(Component(name, scaled(row[name], _KG_PER_TONNE)) for name in names if is_decimal(row[name]))


def _skip(row: Mapping[str, Any], at: int) -> Skipped:
    reason: SkipReason = "not_applicable" if row["total"] == _NA else "uses_other_countries"
    return Skipped(f"row {at}", reason, f"{row['country']}, CN {row['cn_code']}, {row['description'][:60]}")


def _is_half(row: Mapping[str, Any]) -> bool:
    return row["total"] == _DASH and any(is_decimal(row[name]) for name in _MARKUPS)


def _half(row: Mapping[str, Any], at: int) -> Anomaly:
    key = f"customs.{_good(row).cn}.{_region(row['country'])}".lower()
    return Anomaly(
        f"row {at}", "partial", key,
        f"{row['country']}, CN {row['cn_code']}: wel opslagen, geen waarde; de rij is niet overgenomen.",
        f"{row['country']}, CN {row['cn_code']}: mark-ups but no value; the row was not taken.",
    )  # fmt: skip


def _odd(record: Factor, at: int) -> list[Anomaly]:
    found = []
    if "sum_mismatch" in record.flags:
        parts = sum(part.value for part in record.components)
        found.append(
            Anomaly(
                f"row {at}", "sum_mismatch", record.key,
                f"Totaal {record.value:g} kg, direct plus indirect {parts:g} kg per ton (afronding in de bron).",
                f"Total {record.value:g} kg, direct plus indirect {parts:g} kg per tonne (rounded in the source).",
            )
        )  # fmt: skip
    if "outlier" in record.flags:
        found.append(
            Anomaly(
                f"row {at}", "outlier", record.key, "De bron geeft nul; overgenomen zoals het er staat.",
                "The source says zero; taken as it stands.",
            )
        )  # fmt: skip
    return found


CBAM_DEFAULTS = FactorSource(
    source_id=SOURCE,
    name_nl="CBAM-standaardwaarden per land en douanecode (EU)",
    name_en="CBAM default values by country and customs code (EU)",
    read=read_cbam_defaults,
    guide="how-to/next-edition-cbam",
)
