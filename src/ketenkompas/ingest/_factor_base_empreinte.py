"""Base Empreinte (Base Carbone) of ADEME, the CSV export that a user downloads: elements with their stages."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ketenkompas.factors import ActivityType, Boundary, Category, Component, Edition, Factor, Flag, factor_id
from ketenkompas.ingest._factor_import import Anomaly, FactorImport, Skipped
from ketenkompas.ingest._factor_licensed import licensed_edition, region_of, slug_of, unit_of
from ketenkompas.ingest._faults import Faults, shown
from ketenkompas.ingest._rows import LARGEST_TABLE, bytes_of, decoded, float_of, sheet_of

BASE_EMPREINTE = "base-empreinte"
_ID, _LINE, _STATUS, _KIND = "Identifiant de l'élément", "Type Ligne", "Statut de l'élément", "Type de l'élément"
_NAME, _ATTRIBUTE, _BORDER = "Nom base français", "Nom attribut français", "Nom frontière français"
_GROUP, _UNIT, _PLACE = "Code de la catégorie", "Unité français", "Localisation géographique"
_STAGE, _TOTAL, _BIOGENIC, _WIDTH = "Type poste", "Total poste non décomposé", "CO2b", "Incertitude"
_GASES: Mapping[str, str] = {
    "CO2f": "co2_fossil", "CH4f": "ch4_fossil", "CH4b": "ch4_biogenic", "N2O": "n2o", "Autres GES": "other",
}  # fmt: skip
_REQUIRED = (_LINE, _ID, _KIND, _STATUS, _NAME, _ATTRIBUTE, _BORDER, _GROUP, _UNIT, _PLACE, _STAGE, _TOTAL, _BIOGENIC)
_ELEMENT, _POST, _FACTOR = "elément", "poste", "facteur d'émission"
_VALID = ("valide générique", "valide spécifique")
_PLACES = {"france continentale": "FR", "france": "FR", "monde": "World", "europe": "Europe"}
_RELATIVE, _ABSOLUTE = 0.005, 0.0011


@dataclass(frozen=True, slots=True)
class _Group:
    category: Category
    activity: ActivityType
    boundary: Boundary


_GROUPS: Mapping[str, _Group] = {
    "combustibles": _Group("fuels", "fuel", "WTW"),
    "electricité": _Group("electricity", "energy", "cradle_to_gate"),
    "électricité": _Group("electricity", "energy", "cradle_to_gate"),
    "réseaux de chaleur": _Group("heat", "energy", "cradle_to_gate"),
    "process et émissions fugitives": _Group("refrigerants", "refrigerant", "GWP"),
    "transport de personnes": _Group("passenger_transport", "transport", "WTW"),
    "transport de marchandises": _Group("freight_transport", "transport", "WTW"),
    "traitement des déchets": _Group("waste", "waste", "end_of_life"),
    "achats de services": _Group("services", "service", "cradle_to_gate"),
    "achats de biens": _Group("materials", "material", "cradle_to_gate"),
}

Row = tuple[int, Mapping[str, str]]


def read_base_empreinte(path: Path, *, edition: str = "own", on: datetime.date | None = None) -> FactorImport:
    """The valid emission factors of an export of Base Empreinte as records, kg CO2e per unit.

    Parameters
    ----------
    path : Path
        CSV with semicolons and decimal commas, in Windows-1252 or UTF-8, with the French column names of the export.
    edition : str
        The version that the export names (``23.6``).
    on : date, optional
        The day of reading; today when not given.

    Returns
    -------
    FactorImport
        The rows ``Poste`` under an element are its components; without them the gas columns are, where they add up to
        the total (they are kg CO2e in the export). ``CO2b`` stands apart. Archived elements, source data, groups and
        units that we do not have are skipped and named.

    Raises
    ------
    InputError
        ``table.*``; ``ingest.file_has_problems`` with totals that are no numbers, elements that stand there twice and
        stages without an element.
    """
    data = bytes_of(path, largest=LARGEST_TABLE)
    sheet = sheet_of(_text(data, path.name), path.name, _REQUIRED, delimiter=";")
    about = licensed_edition(
        path, hashlib.sha256(data).hexdigest(), source_id=BASE_EMPREINTE, publisher="ADEME", dataset="Base Empreinte",
        url="https://base-empreinte.ademe.fr", edition=edition, licence="Licence Ouverte 2.0 (to be confirmed)",
        verdict="amber", on=on,
    )  # fmt: skip
    faults = Faults(path.name)
    elements, posts = _sorted(list(sheet.named()), faults)
    made: list[Factor] = []
    skipped: list[Skipped] = []
    for row in elements:
        found = _record(row, posts.get(row[1][_ID], []), about, faults)
        if isinstance(found, Skipped):
            skipped.append(found)
        elif found is not None:
            made.append(found)
    faults.raise_if_any()
    return FactorImport(tuple(made), tuple(skipped), tuple(_anomalies(made)), about)


def _text(data: bytes, file: str) -> str:
    """UTF-8 where it is that, else Windows-1252, as older exports are."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return decoded(data, file)  # it is neither: the place of the first wrong byte is told


def _sorted(rows: Sequence[Row], faults: Faults) -> tuple[list[Row], dict[str, list[Row]]]:
    elements: dict[str, Row] = {}
    posts: dict[str, list[Row]] = {}
    for number, cells in rows:
        line, identity = cells[_LINE].strip().casefold(), cells[_ID]
        if line.replace("é", "e") == _ELEMENT.replace("é", "e"):
            if identity in elements:
                faults.add("licensed.twice", row=number, label=cells[_NAME], found=identity)
            elements[identity] = (number, cells)
        elif line == _POST:
            posts.setdefault(identity, []).append((number, cells))
        else:
            faults.add("licensed.line_kind", row=number, column=_LINE, found=shown(cells[_LINE]))
    for identity, several in posts.items():
        if identity not in elements:
            faults.add("licensed.post_alone", row=several[0][0], label=several[0][1][_NAME], found=identity)
    return list(elements.values()), posts


def _record(row: Row, posts: Sequence[Row], about: Edition, faults: Faults) -> Factor | Skipped | None:
    number, cells = row
    where, label = f"line {number}", _label(cells)
    group = next((one for name, one in _GROUPS.items() if cells[_GROUP].strip().casefold().startswith(name)), None)
    if cells[_STATUS].strip().casefold() not in _VALID:
        return Skipped(where, "archived", f"{label} ({cells[_STATUS].strip()})")
    if cells[_KIND].strip().casefold() != _FACTOR or group is None:
        return Skipped(where, "not_selected", f"{label} ({cells[_GROUP].strip()})")
    unit = unit_of(cells[_UNIT].partition("/")[2])
    if unit is None or not cells[_UNIT].strip().casefold().startswith("kgco2e/"):
        return Skipped(where, "unit_unknown", f"{label} ({cells[_UNIT].strip()})")
    if not cells[_TOTAL].strip():
        return Skipped(where, "empty_in_source", label)
    total, biogenic = (_number(cells, name, number, faults) for name in (_TOTAL, _BIOGENIC))
    if total is None:
        return None
    parts = _stages(posts, faults) or _by_gas(cells, number, total, faults)
    sums = not parts or abs(sum(part.value for part in parts) - total) <= max(_ABSOLUTE, _RELATIVE * abs(total))
    flags: tuple[Flag, ...] = () if sums else ("sum_mismatch",)
    width = _number(cells, _WIDTH, number, faults) if _WIDTH in cells else None
    reach = abs(total) * (width or 0.0) / 100.0  # the base states per cent around the value
    return Factor(
        factor_id=factor_id(about.source_id, cells[_ID]),
        version=1,
        key=f"base-empreinte.{slug_of(label)}-{slug_of(cells[_ID])}",
        status="active",
        source=about,
        native_id=cells[_ID],
        cell=f"line {number}, {_TOTAL}",
        name_nl=label,
        name_en=_english(cells) or label,
        description=" > ".join(part.strip() for part in cells[_GROUP].split(">")),
        activity_type=group.activity,
        category=group.category,
        group_nl="Base Empreinte (Frankrijk)",
        group_en="Base Empreinte (France)",
        region=_region(cells[_PLACE]),
        region_role="consumption_mix",
        valid_from=datetime.date(about.retrieved_on.year, 1, 1),
        value=total,
        value_text=cells[_TOTAL].strip(),
        unit=unit.code,
        quantity_kind=unit.kind,
        gwp_set=about.gwp_set,
        boundary=group.boundary,
        components=parts,
        component_sum_checked="not_applicable" if not parts else "yes" if sums else "no",
        biogenic_co2=biogenic,
        currency="EUR" if unit.kind == "money" else "",
        distribution="normal" if reach else "none",
        low=total - reach if reach else None,
        high=total + reach if reach else None,
        confidence=0.95 if reach else None,
        uncertainty_source="reported" if reach else "default_by_class",
        flags=flags,
    )


def _stages(posts: Sequence[Row], faults: Faults) -> tuple[Component, ...]:
    found: list[Component] = []
    for number, cells in posts:
        value = _number(cells, _TOTAL, number, faults)
        if value is not None:
            found.append(Component(slug_of(cells[_STAGE]) or f"line-{number}", value))
    return tuple(found)


def _by_gas(cells: Mapping[str, str], number: int, total: float, faults: Faults) -> tuple[Component, ...]:
    """The gas columns as parts, where they are equivalents, which shows by their sum."""
    told = {gas: _number(cells, name, number, faults) for name, gas in _GASES.items() if name in cells}
    known = {gas: value for gas, value in told.items() if value is not None}
    if not known or abs(sum(known.values()) - total) > max(_ABSOLUTE, _RELATIVE * abs(total)):
        return ()
    return tuple(Component(gas, value) for gas, value in known.items())


def _number(cells: Mapping[str, str], name: str, number: int, faults: Faults) -> float | None:
    """A figure with a decimal comma; empty is not available."""
    text = cells[name].replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if not text:
        return None
    value = float_of(text.replace(",", "."))
    if value is None or text.count(",") > 1:
        faults.add("ingest.text_in_number", row=number, column=name, label=cells[_NAME], found=shown(cells[name]))
        return None
    return value


def _label(cells: Mapping[str, str]) -> str:
    return ", ".join(part for name in (_NAME, _ATTRIBUTE, _BORDER) if (part := " ".join(cells[name].split())))


def _english(cells: Mapping[str, str]) -> str:
    names = ("Nom base anglais", "Nom attribut anglais", "Nom frontière anglais")
    return ", ".join(part for name in names if (part := " ".join(cells.get(name, "").split())))


def _region(place: str) -> str:
    plain = " ".join(place.split())
    return _PLACES.get(plain.casefold()) or region_of(plain)


def _anomalies(records: Sequence[Factor]) -> list[Anomaly]:
    return [
        Anomaly(
            one.cell, "sum_mismatch", one.key, "De posten tellen niet op tot het totaal.",
            "The stages do not add up to the total.",
        )
        for one in records if "sum_mismatch" in one.flags
    ]  # fmt: skip
