"""Scores of an LCA data base under the user's own licence: ecoSpold 2 with impact results, or a table of scores."""

from __future__ import annotations

import datetime
import hashlib
import math
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from ketenkompas.errors import InputError, Where
from ketenkompas.factors import ActivityUnit, Edition, Factor, factor_id
from ketenkompas.ingest._factor_import import FactorImport, Skipped, SkipReason
from ketenkompas.ingest._factor_licensed import hash_of, licensed_edition, region_of, slug_of, unit_of
from ketenkompas.ingest._faults import Faults, shown
from ketenkompas.ingest._rows import LARGEST_TABLE, bytes_of, decoded, sheet_of
from ketenkompas.ingest._xml import attribute, below, first, parsed, said, tag_of, xml_files

LCA_SOURCE = "lca-own-licence"
METHOD = "IPCC 2021"
_CATEGORY = "climate change"
_PER_KG = {"kg co2-eq", "kg co2 eq", "kg co2e", "kg co2 equiv", "kg co2-eq."}
_TABLE = ("activity", "unit", "location", "score")
_URL = "https://ecoinvent.org"


@dataclass(frozen=True, slots=True)
class _Activity:
    """One activity with its score for one unit of its reference product."""

    native_id: str
    cell: str
    activity: str
    product: str
    region: str
    unit: ActivityUnit
    score: float
    year: int | None
    until: int | None
    method: str


def read_ecospold(
    path: Path, *, method: str = METHOD, licence: str = "", edition: str = "own", on: datetime.date | None = None
) -> FactorImport:
    """Activities with impact results in ecoSpold 2 as records, kg CO2e per unit of the reference product.

    Parameters
    ----------
    path : Path
        An ``.spold`` (or ``.xml``) file, or a folder or zip of them, of a delivery with impact results (LCIA).
    method : str
        The impact method whose name starts so (``IPCC 2021``, ``EF v3.1``); of its categories, ``climate change`` over
        100 years.
    licence, edition : str
        The user's licence, and the name of the delivery (``ecoinvent 3.11 cut-off``).

    Returns
    -------
    FactorImport
        A treatment of waste, whose reference product has a negative amount, gives a score per unit treated. Activities
        without the result, or of a unit that is not in our list (pieces, bare kilometres), are skipped and named.

    Raises
    ------
    InputError
        ``xml.*``; ``licensed.no_data_set``; ``ingest.file_has_problems`` with activities without exactly one reference
        product, doubled results and amounts that are no numbers.

    Notes
    -----
    ``value = score / |amount of the reference product|``. The warming potentials are those of the method, told in
    ``technology``.
    """
    files = list(xml_files(path, (".spold", ".xml")))
    about = _about(path, hash_of(files), licence, edition, on)
    faults = Faults(path.name)
    made: list[Factor] = []
    skipped: list[Skipped] = []
    seen: set[str] = set()
    read = 0
    for name, data in files:
        root = parsed(data, name)
        for tag in ("activityDataset", "childActivityDataset"):
            for one in below(root, tag) if tag_of(root) == "ecoSpold" else ():
                read += 1
                found = _activity(one, name, method, faults)
                if isinstance(found, _Activity):
                    _note_twice(found.native_id, seen, name, faults)
                    made.append(_record(found, about))
                elif found is not None:
                    skipped.append(Skipped(name, found, said(one, "activityDescription", "activity", "activityName")))
    faults.raise_if_any()
    if not read:
        raise InputError("licensed.no_data_set", where=Where(file=path.name), expected="activityDataset (ecoSpold 2)")
    return FactorImport(tuple(made), tuple(skipped), (), about)


def read_brightway(
    path: Path, *, licence: str = "", edition: str = "own", on: datetime.date | None = None
) -> FactorImport:
    """A table of scores as records, kg CO2e per unit: what Brightway or another LCA program exports.

    Parameters
    ----------
    path : Path
        CSV in UTF-8, one row per activity: ``activity,unit,location,score`` and, where there, ``product``, ``code``,
        ``database`` and ``method``. The score is for one unit.
    licence, edition : str
        The user's licence, and the name of the delivery.

    Raises
    ------
    InputError
        ``table.*``; ``ingest.file_has_problems`` with scores that are no numbers and rows that stand there twice.
    """
    data = bytes_of(path, largest=LARGEST_TABLE)
    sheet = sheet_of(decoded(data, path.name), path.name, _TABLE)
    about = _about(path, hashlib.sha256(data).hexdigest(), licence, edition, on)
    faults = Faults(path.name)
    scores = sheet.floats("score", faults, label="activity")
    made: list[Factor] = []
    skipped: list[Skipped] = []
    seen: set[str] = set()
    for (number, cells), score in zip(sheet.named(), scores, strict=True):
        unit, activity = unit_of(cells["unit"]), cells["activity"].strip()
        product, place = cells.get("product", "").strip(), cells["location"].strip()
        native = cells.get("code", "").strip() or f"{activity} | {product} | {place} | {cells['unit'].strip()}"
        _note_twice(native, seen, activity, faults)
        if unit is None:
            skipped.append(Skipped(f"line {number}", "unit_unknown", f"{activity} ({cells['unit']})"))
            continue
        found = _Activity(
            native, f"line {number}", activity, product, region_of(place), unit, score, None, None,
            cells.get("method", "").strip(),
        )  # fmt: skip
        made.append(_record(found, about))
    faults.raise_if_any()
    return FactorImport(tuple(made), tuple(skipped), (), about)


def _about(path: Path, sha256: str, licence: str, edition: str, on: datetime.date | None) -> Edition:
    return licensed_edition(
        path, sha256, source_id=LCA_SOURCE, publisher="LCA data base of the user", dataset="Impact scores",
        url=_URL, edition=edition, licence=licence or "licence of the user (ecoinvent EULA or alike)", on=on,
    )  # fmt: skip


def _note_twice(native: str, seen: set[str], label: str, faults: Faults) -> None:
    if native in seen:
        faults.add("licensed.twice", label=label, found=shown(native, 80))
    seen.add(native)


def _activity(one: Element, name: str, method: str, faults: Faults) -> _Activity | SkipReason | None:
    described = first(one, "activityDescription")
    references = [
        exchange for exchange in below(one, "flowData", "intermediateExchange") if said(exchange, "outputGroup") == "0"
    ]
    if described is None or len(references) != 1:
        faults.add("licensed.no_reference", label=name, found=len(references))
        return None
    reference, score = references[0], _score(one, name, method, faults)
    if score is None:
        return "no_climate_figure"
    unit, amount = unit_of(said(reference, "unitName")), _amount(reference, name, faults)
    if unit is None:
        return "unit_unknown"
    if not amount:
        if amount is not None:
            faults.add("licensed.no_amount", label=name, found=amount)
        return None
    activity = first(described, "activity")
    identity = "" if activity is None else attribute(activity, "id")
    period = first(described, "timePeriod")
    start, end = ("" if period is None else attribute(period, key) for key in ("startDate", "endDate"))
    product = said(reference, "name")
    return _Activity(
        native_id=f"{identity or name}/{attribute(reference, 'intermediateExchangeId') or slug_of(product)}",
        cell=f"{name}: {score[1]}",
        activity=said(described, "activity", "activityName"),
        product=product,
        region=region_of(said(described, "geography", "shortname")),
        unit=unit,
        score=score[0] / abs(amount),
        year=int(start[:4]) if start[:4].isdigit() else None,
        until=int(end[:4]) if end[:4].isdigit() else None,
        method=score[1],
    )


def _score(one: Element, name: str, method: str, faults: Faults) -> tuple[float, str] | None:
    """The result of a method for climate change over 100 years, with the full name of the indicator."""
    found: list[tuple[float, str]] = []
    for result in below(one, "flowData", "impactIndicator"):
        category, indicator = said(result, "impactCategoryName"), said(result, "name")
        told = said(result, "impactMethodName")
        long = "100" in indicator or "GWP" not in indicator
        if not told.startswith(method) or category.casefold() != _CATEGORY or not long:
            continue
        if said(result, "unitName").casefold() not in _PER_KG:
            faults.add("licensed.indicator_unit", label=name, found=said(result, "unitName") or "-")
            continue
        amount = _amount(result, name, faults)
        if amount is not None:
            found.append((amount, f"{told}, {category}, {indicator}"))
    if len(found) > 1:
        faults.add("licensed.indicator_twice", label=name, found=shown("; ".join(label for _, label in found), 100))
    return found[0] if found else None


def _amount(element: Element, name: str, faults: Faults) -> float | None:
    text = attribute(element, "amount")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        faults.add("ingest.text_in_number", column="amount", label=name, found=shown(text))
        return None
    return value


def _record(one: _Activity, about: Edition) -> Factor:
    label = f"{one.product or one.activity}, {one.activity}" if one.product else one.activity
    native = hashlib.sha256(one.native_id.encode()).hexdigest()[:8]
    return Factor(
        factor_id=factor_id(about.source_id, one.native_id),
        version=1,
        key=f"lca.{slug_of(one.product or one.activity)}.{slug_of(one.region)}-{native}",
        status="active",
        source=about,
        native_id=one.native_id,
        cell=one.cell,
        name_nl=label,
        name_en=label,
        activity_type="process",
        category="materials",
        group_nl="LCA-database onder eigen licentie",
        group_en="LCA data base under your own licence",
        scope_hint=("3.1",),
        technology=one.method,
        region=one.region,
        region_role="production",
        valid_from=datetime.date(one.year or about.retrieved_on.year, 1, 1),
        data_year_from=one.year,
        data_year_to=one.until,
        value=one.score,
        unit=one.unit.code,
        quantity_kind=one.unit.kind,
        gwp_set=about.gwp_set,
        boundary="cradle_to_gate",
    )
