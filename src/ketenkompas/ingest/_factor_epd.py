"""Environmental product declarations (ILCD+EPD, EN 15804+A2) that a user brings, such as from the Milieudatabase."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from ketenkompas.errors import InputError, Where
from ketenkompas.factors import ActivityUnit, Component, Edition, Factor, Flag, activity_unit, factor_id
from ketenkompas.ingest._factor_import import Anomaly, FactorImport, Skipped, SkipReason
from ketenkompas.ingest._factor_licensed import hash_of, licensed_edition, region_of, slug_of
from ketenkompas.ingest._faults import Faults, shown
from ketenkompas.ingest._xml import attribute, below, first, in_languages, parsed, said, tag_of, xml_files

EPD_SOURCE = "epd-own-licence"
_INDICATOR = re.compile(r"GWP[\s\-_(]*(total|fossil|biogenic|luluc)", re.IGNORECASE)
_PRODUCTION = ("A1", "A2", "A3")
_NOT_DECLARED = {"", "-", "mnd", "nd", "mnr", "ina", "n/a"}
_PROPERTIES: Mapping[str, str] = {
    "mass": "kg", "masse": "kg", "massa": "kg", "volume": "m3", "volumen": "m3", "area": "m2", "fläche": "m2",
    "oppervlakte": "m2", "oppervlak": "m2", "surface": "m2", "net calorific value": "MJ{NCV}",
}  # fmt: skip
_RELATIVE, _ABSOLUTE = 0.005, 0.0011


@dataclass(frozen=True)
class _Indicator:
    """One indicator: amounts per module, and those of named scenarios apart."""

    modules: Mapping[str, float] = field(default_factory=dict)
    scenarios: Mapping[str, float] = field(default_factory=dict)

    def production(self) -> float | None:
        """A1-A3, as declared together or as the sum of the three; None when it is not declared."""
        if "A1-A3" in self.modules:
            return self.modules["A1-A3"]
        parts = [self.modules.get(module) for module in _PRODUCTION]
        return None if None in parts else sum(part for part in parts if part is not None)


def read_epd(
    path: Path, *, unit: str | None = None, licence: str = "", edition: str = "own", on: datetime.date | None = None
) -> FactorImport:
    """Declarations as records, kg CO2e per declared unit from cradle to gate (modules A1-A3).

    Parameters
    ----------
    path : Path
        A process data set, or a folder or zip of an ILCD archive; with the flow data sets the declared unit is read
        from their reference flow property.
    unit : str, optional
        The declared unit, for data sets that come without their flow.
    licence, edition : str
        The user's licence, and a name for this delivery.
    on : date, optional
        The day of reading; today when not given.

    Returns
    -------
    FactorImport
        ``value`` is GWP-fossil plus GWP-luluc; GWP-biogenic stands apart, as uptake where it is negative. Modules A4 to
        C4 and scenarios are ``alternatives``, module D is ``avoided``: neither is ever added. Data sets without the
        split have GWP-total as value and the flag ``method``.

    Raises
    ------
    InputError
        ``xml.hostile``, ``xml.broken``, ``xml.none``, ``xml.too_large``; ``licensed.no_data_set`` when no process data
        set is there; ``ingest.file_has_problems`` with amounts that are no numbers, doubled data sets and modules.

    Notes
    -----
    EN 15804:2012+A2:2019, annex C; ILCD+EPD data format 1.1 and 1.2. GWP-total must be the sum of its three parts
    within 0.5 per cent, else the record has the flag ``sum_mismatch``.
    """
    files = list(xml_files(path))
    roots = [(name, parsed(data, name)) for name, data in files]
    flows = {said(root, "flowInformation", "dataSetInformation", "UUID"): root for _, root in roots
             if tag_of(root) == "flowDataSet"}  # fmt: skip
    processes = [(name, root) for name, root in roots if tag_of(root) == "processDataSet"]
    if not processes:
        raise InputError("licensed.no_data_set", where=Where(file=path.name), expected="processDataSet (ILCD)")
    about = licensed_edition(
        path, hash_of(files), source_id=EPD_SOURCE, publisher="Holder of the declaration", edition=edition, on=on,
        dataset="Environmental product declarations (EN 15804+A2)", url="-", licence=licence or "licence of the user",
    )  # fmt: skip
    given = None if unit is None else activity_unit(unit)
    faults, seen = Faults(path.name), set[str]()
    made: list[Factor] = []
    skipped: list[Skipped] = []
    for name, root in processes:
        identity = said(root, "processInformation", "dataSetInformation", "UUID") or name
        if identity in seen:
            faults.add("licensed.twice", label=name, found=identity)
        seen.add(identity)
        found = _record(root, name, identity, flows, given, about, faults)
        if isinstance(found, Factor):
            made.append(found)
        else:
            skipped.append(Skipped(name, found, _name(root)[1] or identity))
    faults.raise_if_any()
    return FactorImport(tuple(made), tuple(skipped), tuple(_anomalies(made)), about)


def _record(
    root: Element,
    name: str,
    identity: str,
    flows: Mapping[str, Element],
    given: ActivityUnit | None,
    about: Edition,
    faults: Faults,
) -> Factor | SkipReason:
    indicators = _indicators(root, name, faults)
    total = indicators.get("total")
    if total is None:
        return "no_climate_figure"
    declared = _declared(root, name, flows, given, faults)
    if declared is None:
        return "unit_unknown"
    unit, amount = declared
    produced = total.production()
    if produced is None:
        return "not_produced"
    parts = {key: one.production() for key, one in indicators.items() if key != "total"}
    return _made(root, identity, about, unit, amount, produced, parts, total)


def _made(
    root: Element,
    identity: str,
    about: Edition,
    unit: ActivityUnit,
    amount: float,
    produced: float,
    parts: Mapping[str, float | None],
    total: _Indicator,
) -> Factor:
    fossil, biogenic, land = (parts.get(key) for key in ("fossil", "biogenic", "luluc"))
    split = fossil is not None and biogenic is not None
    value = produced if not split else float(fossil or 0.0) + (land or 0.0)
    whole = float(fossil or 0.0) + float(biogenic or 0.0) + (land or 0.0)
    sums = abs(whole - produced) <= max(_ABSOLUTE, _RELATIVE * abs(produced)) if split else True
    dutch, english = _name(root)
    year, until = (_year(said(root, "processInformation", "time", key)) for key in _TIMES)
    region = _location(root)
    return Factor(
        factor_id=factor_id(about.source_id, identity),
        version=1,
        key=f"epd.{slug_of(english or dutch or identity)}-{identity[:8].lower()}",
        status="active",
        source=about,
        native_id=identity,
        cell=f"{identity}/GWP-total/A1-A3",
        name_nl=dutch or english or identity,
        name_en=english or dutch or identity,
        description=_description(root, split=split),
        activity_type="material",
        category="materials",
        group_nl="Milieuverklaringen onder eigen licentie",
        group_en="Product declarations under your own licence",
        scope_hint=("3.1", "3.2"),
        region=region,
        region_role="production",
        valid_from=datetime.date(year or about.retrieved_on.year, 1, 1),
        valid_to=None if until is None else datetime.date(until, 12, 31),
        data_year_from=year,
        data_year_to=year,
        value=value / amount,
        unit=unit.code,
        quantity_kind=unit.kind,
        gwp_set=about.gwp_set,
        boundary="cradle_to_gate",
        components=_components(fossil, land, amount) if split else (),
        component_sum_checked="not_applicable" if not split else "yes",
        biogenic_co2=biogenic / amount if biogenic is not None and biogenic >= 0 else None,
        biogenic_uptake=-biogenic / amount if biogenic is not None and biogenic < 0 else None,
        avoided=total.modules["D"] / amount if "D" in total.modules else None,
        alternatives=_alternatives(total, produced, amount),
        flags=_flags(split=split, sums=sums),
    )


_TIMES = ("referenceYear", "dataSetValidUntil")


def _components(fossil: float | None, land: float | None, amount: float) -> tuple[Component, ...]:
    parts = {"gwp_fossil": fossil, "gwp_luluc": land}
    return tuple(Component(stage, part / amount) for stage, part in parts.items() if part is not None)


def _alternatives(total: _Indicator, produced: float, amount: float) -> tuple[Component, ...]:
    others = {module: value for module, value in total.modules.items() if module[:2] not in ("A1", "A2", "A3", "D")}
    told = {"gwp_total_A1-A3": produced, **others, **total.scenarios}
    return tuple(Component(stage, value / amount) for stage, value in told.items())


def _flags(*, split: bool, sums: bool) -> tuple[Flag, ...]:
    found: list[Flag] = [] if split else ["method"]
    return (*found, "sum_mismatch") if not sums else tuple(found)


def _indicators(root: Element, name: str, faults: Faults) -> dict[str, _Indicator]:
    found: dict[str, _Indicator] = {}
    for result in below(root, "LCIAResults", "LCIAResult"):
        label = " / ".join(one.text or "" for one in below(result, "referenceToLCIAMethodDataSet", "shortDescription"))
        told = _INDICATOR.search(label)
        if told is None:
            continue
        key = told[1].lower()
        if key in found:
            faults.add("licensed.indicator_twice", label=name, found=shown(label, 60))
        found[key] = _amounts(result, name, key, faults)
    return found


def _amounts(result: Element, name: str, key: str, faults: Faults) -> _Indicator:
    modules: dict[str, float] = {}
    scenarios: dict[str, float] = {}
    for one in [*below(result, "other", "amount"), *below(result, "amount")]:
        module, scenario = attribute(one, "module").strip().upper(), attribute(one, "scenario").strip()
        text = (one.text or "").strip()
        if text.casefold() in _NOT_DECLARED:
            continue
        value = _number(text)
        place, target = (f"{module} [{scenario}]", scenarios) if scenario else (module, modules)
        if value is None:
            faults.add("ingest.text_in_number", column=f"GWP-{key} {module}", label=name, found=shown(text))
        elif place in target:
            faults.add("licensed.module_twice", column=f"GWP-{key}", label=name, found=place)
        else:
            target[place] = value
    return _Indicator(modules, scenarios)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


def _declared(
    root: Element, name: str, flows: Mapping[str, Element], given: ActivityUnit | None, faults: Faults
) -> tuple[ActivityUnit, float] | None:
    """The unit and how many of it the declaration is for; None when it cannot be told."""
    reference = said(root, "processInformation", "quantitativeReference", "referenceToReferenceFlow") or "0"
    for one in below(root, "exchanges", "exchange"):
        if attribute(one, "dataSetInternalID") != reference:
            continue
        told = said(one, "resultingAmount") or said(one, "meanAmount")
        amount = _number(told)
        if amount is None or not amount > 0:
            faults.add("licensed.no_amount", label=name, found=shown(told) or "-")
            return None
        if given is not None:
            return given, amount
        target = first(one, "referenceToFlowDataSet")
        flow = None if target is None else flows.get(attribute(target, "refObjectId"))
        held = None if flow is None else _property(flow)
        return None if held is None else (held[0], amount * held[1])
    return None


def _property(flow: Element) -> tuple[ActivityUnit, float] | None:
    """The reference property of a flow as a unit, and its amount per unit of the flow."""
    path = ("flowInformation", "quantitativeReference", "referenceToReferenceFlowProperty")
    reference = said(flow, *path) or "0"
    for one in below(flow, "flowProperties", "flowProperty"):
        if attribute(one, "dataSetInternalID") != reference:
            continue
        labels = in_languages(below(one, "referenceToFlowPropertyDataSet", "shortDescription")).values()
        code = next((_PROPERTIES[label.casefold()] for label in labels if label.casefold() in _PROPERTIES), None)
        amount = _number(said(one, "meanValue") or "1")
        return None if code is None or amount is None or not amount > 0 else (activity_unit(code), amount)
    return None


def _name(root: Element) -> tuple[str, str]:
    """The name in Dutch and in English; a name in another language stands for both."""
    told = in_languages(below(root, "processInformation", "dataSetInformation", "name", "baseName"))
    other = next(iter(told.values()), "")
    return told.get("nl", told.get("en", other)), told.get("en", other)


def _location(root: Element) -> str:
    place = first(root, "processInformation", "geography", "locationOfOperationSupplyOrProduction")
    return region_of("" if place is None else attribute(place, "location"))


def _year(text: str) -> int | None:
    return int(text[:4]) if re.match(r"(19|20)\d{2}", text) else None


def _description(root: Element, *, split: bool) -> str:
    version = said(root, "administrativeInformation", "publicationAndOwnership", "dataSetVersion")
    kept = "GWP-fossil and GWP-luluc; GWP-biogenic apart" if split else "GWP-total: the data set has no split"
    return f"Modules A1-A3. {kept}. Data set version {version or '-'}."


def _anomalies(records: list[Factor]) -> list[Anomaly]:
    return [
        Anomaly(
            one.cell, "sum_mismatch", one.key, "GWP-totaal is niet de som van fossiel, biogeen en landgebruik.",
            "GWP-total is not the sum of fossil, biogenic and land use.",
        )
        for one in records if "sum_mismatch" in one.flags
    ]  # fmt: skip
