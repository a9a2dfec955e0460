"""The Dutch list of emission factors (CO2emissiefactoren.nl): the workbook in, records and a report out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ketenkompas.factors import Component, Edition, Factor, Flag, Link, Status, factor_id
from ketenkompas.ingest._factor_import import Anomaly, FactorImport, FactorSource
from ketenkompas.ingest._factor_layout import file_edition, layout, links, names, slug, squeezed, words
from ketenkompas.ingest._nl_list_rows import LAPSED, VARIABLE, ListFile, ListRow, read_list
from ketenkompas.ingest._rows import LARGEST_TABLE, bytes_of

SOURCE_ID = "co2emissiefactoren-nl"
SUM_TOLERANCE = 0.0011
_FEW_TTW_GSD2 = 1.05


@dataclass(frozen=True, slots=True)
class _Read:
    """The figures of a row by what they mean."""

    total: float | None
    status: Status
    text: str
    parts: tuple[Component, ...]
    outside: tuple[Component, ...]
    biogenic: float | None
    avoided: float | None
    older_gwp: float | None


def read_nl_list(path: Path, *, retrieved_on: datetime.date | None = None) -> FactorImport:
    """Records of an edition of the Dutch list, from the workbook that the site offers.

    Values are kg CO2e per unit of the row, as printed. Rows that are lapsed, variable or lack a total keep their
    place with ``value`` None and a flag. The older potential of a refrigerant (Montreal Protocol, AR4) is a factor of
    its own with native id ``<id>#ar4``.

    Parameters
    ----------
    path : Path
        The official workbook (xlsx), every block as it stands on the site.
    retrieved_on : date, optional
        The day on which it was fetched, where the registry of sources does not know the file.

    Raises
    ------
    InputError
        ``table.file_absent``; ``factor.workbook_unreadable``, ``factor.list_title``, or
        ``ingest.file_has_problems`` with every unknown block, changed header and row that is not as its block says.
    """
    data = bytes_of(path, largest=LARGEST_TABLE)
    told, read = layout(SOURCE_ID), read_list(data, path.name)
    edition = file_edition(
        path, data, told["edition"], edition=str(read.year), date=read.date.isoformat(), retrieved_on=retrieved_on
    )
    edition = replace(edition, gwp_set=_gwp_set(read, told["nitrous_oxide"]))
    records: list[Factor] = []
    anomalies = [_absent(block.section, block.part) for block in read.absent]
    for row in read.rows:
        made, odd = _records(row, edition, read.year)
        records += made
        anomalies += odd
    return FactorImport(tuple(records), (), tuple(anomalies), edition)


def _gwp_set(read: ListFile, told: Mapping[str, Any]) -> str:
    """The set of potentials, inferred from the list's own figure for nitrous oxide."""
    printed = [row.cells[0] for row in read.rows if row.native_id == told["native_id"]]
    found = told["sets"].get(f"{printed[0]:g}") if printed and isinstance(printed[0], float) else None
    return f"{found}@NL-{read.year}" if found else "source-native"


def _records(row: ListRow, edition: Edition, year: int) -> tuple[list[Factor], list[Anomaly]]:
    read = _meaning(row)
    factor, odd = _flagged(_factor(row, read, edition, year), row, read)
    if read.older_gwp is None:
        return [factor], odd
    older = replace(
        factor,
        native_id=f"{row.native_id}#ar4",
        factor_id=factor_id(SOURCE_ID, f"{row.native_id}#ar4"),
        key=f"{factor.key}.ar4",
        cell=f"E{row.number}",
        name_nl=f"{factor.name_nl}, AR4 (Montreal-protocol)",
        name_en=f"{factor.name_en}, AR4 (Montreal Protocol)",
        value=read.older_gwp,
        gwp_set=f"AR4-100@NL-{year}",
        variant="AR4",
        variant_of=factor.key,
    )
    return [factor, older], odd


def _meaning(row: ListRow) -> _Read:
    numbers: dict[str, float] = {}
    said: set[str] = set()
    for meaning, cell in zip(row.block.meanings, row.cells, strict=True):
        if isinstance(cell, str):
            said.add(cell)
        elif cell is not None and meaning != "none":
            numbers[meaning] = cell
    return _Read(
        total=numbers.get("total"),
        status="lapsed" if LAPSED in said else "active",
        text=next((word.capitalize() for word in (LAPSED, VARIABLE) if word in said), ""),
        parts=_parts(numbers, "part:"),
        outside=_parts(numbers, "outside:"),
        biogenic=numbers.get("biogenic"),
        avoided=numbers.get("avoided"),
        older_gwp=numbers.get("ar4"),
    )


def _parts(numbers: Mapping[str, float], prefix: str) -> tuple[Component, ...]:
    found = [(name.removeprefix(prefix), value) for name, value in numbers.items() if name.startswith(prefix)]
    return tuple(Component(stage, value) for stage, value in found)


def _factor(row: ListRow, read: _Read, edition: Edition, year: int) -> Factor:
    kind, known = row.block.kind, names(SOURCE_ID).get(row.native_id)
    only_ttw = read.total is None and [one.stage for one in read.parts] == ["TTW"]
    return Factor(
        factor_id=factor_id(SOURCE_ID, row.native_id),
        version=1,
        key=known["key"] if known else f"{row.block.slug}.{slug(row.name)}-{row.native_id}",
        status=read.status,
        source=edition,
        native_id=row.native_id,
        cell=f"{'C' if only_ttw else 'B'}{row.number}",
        name_nl=known["name_nl"] if known else row.name,
        name_en=known["name_en"] if known else row.name,
        activity_type=kind["activity_type"],
        category=kind["category"],
        region="NL",
        region_role="consumption_mix",
        valid_from=datetime.date(year, 1, 1),
        value=read.total,
        unit=row.unit.code,
        quantity_kind=row.unit.kind,
        gwp_set=edition.gwp_set,
        boundary=kind["boundary"],
        url=row.url,
        description=" > ".join(filter(None, (row.block.section, row.block.part, row.name))),
        group_nl=kind["group"][0],
        group_en=kind["group"][1],
        classifications=_classified(row, known),
        scope_hint=tuple(kind["scope_hint"]),
        search_terms_nl=words(known["terms_nl"]) if known else (),
        search_terms_en=words(known["terms_en"]) if known else (),
        value_text=read.text,
        biogenic_co2=read.biogenic,
        avoided=read.avoided,
        energy_content_mj=row.energy_mj,
        components=read.parts,
        alternatives=read.outside,
        allocation=row.block.allocation,
        includes_infrastructure=kind.get("includes_infrastructure"),
        market_or_location=layout(SOURCE_ID)["contract"].get(row.native_id, ""),
        distribution="none" if read.status == "lapsed" else "lognormal",
        gsd2=None if read.status == "lapsed" else _FEW_TTW_GSD2 if only_ttw else kind["gsd2"],
    )


def _classified(row: ListRow, known: Mapping[str, str] | None) -> tuple[Link, ...]:
    if known and known["classifications"]:
        return links(known["classifications"])
    return (Link("A64", row.block.code, "broad"),) if row.block.code else ()


def _flagged(factor: Factor, row: ListRow, read: _Read) -> tuple[Factor, list[Anomaly]]:
    """The record with its flags, and what an editor should see."""
    odd = [*_known_oddities(factor), *_strangers(factor, row)]
    flags: list[Flag] = []
    checked = factor.component_sum_checked
    if read.status == "lapsed":
        flags.append("lapsed")
    elif read.total is None:
        flags += ["variable" if read.text else "partial_boundary" if read.parts else "empty_in_source", "no_total"]
    elif len(read.parts) > 1:
        total = sum(one.value for one in read.parts)
        checked = "yes" if abs(total - read.total) <= SUM_TOLERANCE else "no"
        if checked == "no":
            odd.append(_sum_mismatch(factor, total))
    flags += [one.flag for one in odd if one.flag not in flags]
    return replace(factor, flags=tuple(flags), component_sum_checked=checked), odd


def _sum_mismatch(factor: Factor, total: float) -> Anomaly:
    parts = " + ".join(f"{one.value:g}" for one in factor.components)
    figures = f"Het totaal is {factor.value:g}, de delen geven {parts} = {total:.6g}".replace(".", ",")
    return Anomaly(
        factor.cell, "sum_mismatch", factor.key,
        f"{figures}; het totaal is behouden.",
        f"The total is {factor.value:g}, the parts give {parts} = {total:.6g}; the total was kept.",
    )  # fmt: skip


def _known_oddities(factor: Factor) -> Iterator[Anomaly]:
    for one in layout(SOURCE_ID)["known"]:
        if one["native_id"] == factor.native_id and one["value"] == factor.value:
            yield Anomaly(factor.cell, one["flag"], factor.key, one["nl"], one["en"])


def _strangers(factor: Factor, row: ListRow) -> Iterator[Anomaly]:
    """A row that has no reviewed name, or whose name in the list is not the one that was reviewed."""
    known = names(SOURCE_ID).get(row.native_id)
    if known is None:
        yield Anomaly(
            f"A{row.number}", "provisional", factor.key,
            f"Nieuwe rij {row.name}: nog zonder eigen sleutel en Engelse naam; de Nederlandse naam staat op beide.",
            f"New row {row.name}: no key and English name of its own yet; the Dutch name stands for both.",
        )  # fmt: skip
    elif squeezed(known["official"]) != squeezed(row.name):
        yield Anomaly(
            f"A{row.number}", "provisional", factor.key,
            f"Nummer {row.native_id} heette {known['official']} en heet nu {row.name}: is het nog dezelfde factor?",
            f"Number {row.native_id} was called {known['official']} and is now {row.name}: is it the same factor?",
        )  # fmt: skip


def _absent(section: str, part: str) -> Anomaly:
    name = f"{section} / {part}" if part else section
    return Anomaly(
        "-", "partial", "",
        f"Het blok {name} staat niet in dit bestand.",
        f"The block {name} is not in this file.",
    )  # fmt: skip


NL_LIST = FactorSource(
    SOURCE_ID, "Nederlandse lijst emissiefactoren", "Dutch list of emission factors", read_nl_list,
    guide="how-to/next-edition-co2emissiefactoren", file_kind="xlsx",
)  # fmt: skip
