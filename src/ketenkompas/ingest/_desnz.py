"""A selection of the British conversion factors (DESNZ) as a proxy for the Netherlands, by a table of rules."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ketenkompas.errors import InputError, Where
from ketenkompas.factors import Edition, Factor, Flag, Link, activity_unit, factor_id, pedigree_gsd2
from ketenkompas.ingest._desnz_rows import SOURCE_ID, VALUE_COLUMN, DesnzRow, metric_twin, read_rows
from ketenkompas.ingest._factor_import import Anomaly, FactorImport, FactorSource, Skipped, SkipReason
from ketenkompas.ingest._factor_layout import file_edition, layout, words
from ketenkompas.ingest._rows import LARGEST_TABLE, bytes_of, decoded

GAS_TOLERANCE = 3e-5
_HOTELS = "Hotel stay"
_YEAR = re.compile(r"(?<!\d)(?P<year>20\d{2})(?!\d)")


def read_desnz(path: Path, *, year: int | None = None, retrieved_on: datetime.date | None = None) -> FactorImport:
    """Records of the rows of an edition that help where there is no Dutch figure; every other row with the reason.

    Values are kg CO2e per unit, as printed. Rows of ``WTT`` tables are factors of their own: well to wheel is the sum
    of two. Where the file splits a total into gases, ``gases`` are kg of the gas by the source's own potentials (AR5);
    not for flights with the non-CO2 effect, since their CO2 column holds that effect as well.

    Parameters
    ----------
    path : Path
        The flat table of the edition, one row per factor.
    year : int, optional
        The edition; by default the year in the file's name.
    retrieved_on : date, optional
        The day on which the file was fetched, where the registry of sources does not know it.

    Raises
    ------
    InputError
        ``table.file_absent``, ``table.not_utf8``, ``factor.file_undated``, or ``ingest.file_has_problems`` with
        changed columns, doubled ids, unknown units, cells that are no number, and selected rows without a name.
    """
    data = bytes_of(path, largest=LARGEST_TABLE)
    edition_year = str(year) if year else _year_of(path)
    rows = read_rows(decoded(data, path.name), path.name)
    about = layout(SOURCE_ID)["edition"]
    edition = file_edition(path, data, about, edition=edition_year, date=edition_year, retrieved_on=retrieved_on)
    chosen = [(row, *found) for row in rows if row.value is not None and (found := _rule(row)) is not None]
    _check_names([row for row, _, _ in chosen], path.name)
    records = tuple(_record(row, rule, twin, edition) for row, rule, twin in chosen)
    taken = {row.native_id for row, _, _ in chosen}
    skipped = tuple(_skipped(row) for row in rows if row.native_id not in taken)
    return FactorImport(records, skipped, tuple(_gas_gaps([row for row, _, _ in chosen], records)), edition)


def _year_of(path: Path) -> str:
    found = _YEAR.search(path.name)
    if found is None:
        example = "ghg-conversion-factors-2025.csv"
        raise InputError("factor.file_undated", where=Where(file=path.name), example=example)
    return found["year"]


def _rule(row: DesnzRow) -> tuple[Mapping[str, Any], bool] | None:
    """The rule that takes a row, and whether it is a row of the twin table (WTT)."""
    for rule in layout(SOURCE_ID)["rules"]:
        main = row.level1 == rule["level1"] and row.level2 in rule["level2"]
        twin = [row.level1, row.level2] == rule.get("wtt")
        if (main or twin) and _fits(row, rule):
            return rule, twin
    return None


def _fits(row: DesnzRow, rule: Mapping[str, Any]) -> bool:
    told = {"level3": row.level3, "level4": row.level4, "columns": row.column, "units": row.uom}
    return all(value in rule.get(name, (value,)) for name, value in told.items())


def _check_names(rows: Sequence[DesnzRow], file: str) -> None:
    """Every text of a selected row needs Dutch and English words: a new material must not go by a wrong name."""
    told = layout(SOURCE_ID)
    texts = {text for row in rows for text in (row.level4, row.column)}
    texts |= {_item(row) for row in rows if row.level1 != _HOTELS}
    unknown = sorted(texts - told["terms"].keys())
    unknown += sorted({row.level3 for row in rows if row.level1 == _HOTELS} - told["hotels"].keys())
    if unknown:
        raise InputError("factor.gb_word_unknown", where=Where(file=file), found="; ".join(unknown))


def _item(row: DesnzRow) -> str:
    return row.level3 if row.level3 else row.level2


def _record(row: DesnzRow, rule: Mapping[str, Any], twin: bool, edition: Edition) -> Factor:
    told, spelled = layout(SOURCE_ID), _words(row)
    unit, pedigree = activity_unit(row.unit), rule["pedigree"]
    region, item = _region(row), told["terms"].get(_item(row), ("", "", ""))
    own = rule.get("words", {"nl": (), "en": ()})
    scores = (pedigree[0], pedigree[1], pedigree[2], pedigree[3], pedigree[4])
    flags: tuple[Flag, ...] = ("proxy_region",) if region == "GB" and row.level1 != _HOTELS else ()
    flags += ("sum_mismatch",) if _gap(row) is not None else ()
    return Factor(
        factor_id=factor_id(SOURCE_ID, row.native_id),
        version=1,
        key=_key(rule["key"].format(**spelled["key"]), twin),
        status="active",
        source=edition,
        native_id=row.native_id,
        cell=f"{VALUE_COLUMN}{row.line}",
        name_nl=_name(rule["nl"].format(**spelled["nl"]), twin, "nl"),
        name_en=_name(rule["en"].format(**spelled["en"]), twin, "en"),
        **_meaning(rule["set"], twin),
        region=region,
        region_role="location",
        valid_from=datetime.date(int(edition.edition), 1, 1),
        value=row.value,
        unit=unit.code,
        quantity_kind=unit.kind,
        gwp_set=edition.gwp_set,
        url=edition.url,
        description=row.title,
        group_nl=rule["group"][0],
        group_en=rule["group"][1],
        classifications=_links(row, rule.get("a64", "")),
        variant=row.column,
        search_terms_nl=(*own["nl"], *words(item[3] if len(item) > 3 else "")),
        search_terms_en=(*own["en"], *words(item[4] if len(item) > 3 else "")),
        gases=_gases(row),
        allocation=_allocation(row, rule),
        aviation_rf=_radiative_forcing(row),
        distribution="lognormal",
        gsd2=round(pedigree_gsd2(scores, basic=rule["basic"], table="v1"), 6),
        uncertainty_source="pedigree",
        pedigree=scores,
        pedigree_table="v1",
        flags=flags,
    )


def _meaning(told: Mapping[str, Any], twin: bool) -> dict[str, Any]:
    boundary = "WTT" if twin else told["boundary"]
    return {**told, "scope_hint": tuple(told["scope_hint"]), "boundary": boundary}


def _words(row: DesnzRow) -> dict[str, dict[str, str]]:
    """The words for the templates of a rule: for the key, in Dutch and in English."""
    told = layout(SOURCE_ID)
    terms, hotel = told["terms"], _hotel(row)
    item = (hotel[3], hotel[1], hotel[2]) if hotel else terms[_item(row)]
    unit, table = terms.get(row.uom, ("", "", "")), terms.get(row.level2, ("", "", ""))
    named = {"item": item, "column": terms[row.column], "detail": terms[row.level4], "unit": unit, "table": table}
    spelled = {
        part: {name: one[at] for name, one in named.items()} for at, part in enumerate(("key", "nl", "en"))
    }  # fmt: skip
    spelled["key"]["country"] = item[0]
    return spelled


def _key(key: str, twin: bool) -> str:
    parts = [part for part in key.split(".") if part]
    return ".".join([*parts, layout(SOURCE_ID)["wtt"]["key"]] if twin else parts)


def _name(name: str, twin: bool, language: str) -> str:
    parts = [part for part in name.split(", ") if part]
    whole = ", ".join([*parts, layout(SOURCE_ID)["wtt"][language]] if twin else parts)
    return whole[:1].upper() + whole[1:]


def _region(row: DesnzRow) -> str:
    hotel = _hotel(row)
    return hotel[0] if hotel else "GB"


def _hotel(row: DesnzRow) -> Sequence[str] | None:
    """Country, Dutch and English words and key of a hotel stay; None for any other row."""
    found: Sequence[str] | None = layout(SOURCE_ID)["hotels"][row.level3] if row.level1 == _HOTELS else None
    return found


def _links(row: DesnzRow, told: str | Mapping[str, str]) -> tuple[Link, ...]:
    code = told if isinstance(told, str) else told.get(row.level3, told.get(row.level2, ""))
    return (Link("A64", code, "related"),) if code else ()


def _gases(row: DesnzRow) -> dict[str, float]:
    told = layout(SOURCE_ID)["gases"]
    if row.gases.keys() != told.keys() or row.column == "With RF":
        return {}
    return {gas: row.gases[column] / potential for column, (gas, potential) in told.items()}


def _allocation(row: DesnzRow, rule: Mapping[str, Any]) -> str:
    told: Mapping[str, str] = rule.get("allocation", {"": ""})
    return told.get(row.column, told[""])


def _radiative_forcing(row: DesnzRow) -> Any:
    return {"With RF": "yes", "Without RF": "no"}.get(row.column, "na")


def _skipped(row: DesnzRow) -> Skipped:
    if row.value is None and not row.gases:
        reason: SkipReason = "empty_in_source"
    else:
        reason = "duplicate_unit" if metric_twin(row) else "not_selected"
    return Skipped(f"line {row.line}, {row.native_id}", reason, row.title)


def _gap(row: DesnzRow) -> float | None:
    """What the gases add up to, where that is not the total within the rounding of the file."""
    total = sum(row.gases.values())
    return total if row.value is not None and row.gases and abs(total - row.value) > GAS_TOLERANCE else None


def _gas_gaps(rows: Sequence[DesnzRow], records: Sequence[Factor]) -> Iterator[Anomaly]:
    for row, record in zip(rows, records, strict=True):
        total = _gap(row)
        if total is not None:
            yield Anomaly(
                record.cell, "sum_mismatch", record.key,
                f"Het totaal is {row.value:g}, de gassen geven samen {total:g}".replace(".", ",") + ".",
                f"The total is {row.value:g}, the gases add up to {total:g}.",
            )  # fmt: skip


DESNZ = FactorSource(
    SOURCE_ID, "Britse conversiefactoren (DESNZ), selectie", "British conversion factors (DESNZ), selection",
    read_desnz, guide="how-to/next-edition-desnz", file_kind="csv",
)  # fmt: skip
