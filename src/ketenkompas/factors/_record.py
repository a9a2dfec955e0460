"""One immutable record per emission-factor value, with everything that must be known to use it rightly."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

ActivityType = Literal[
    "fuel", "energy", "transport", "material", "product", "service", "waste", "refrigerant", "process", "spend",
    "conversion",
]  # fmt: skip
Category = Literal[
    "fuels", "electricity", "heat", "refrigerants", "passenger_transport", "freight_transport", "waste", "water",
    "food", "materials", "services", "homeworking", "spend", "customs_goods", "gwp",
]  # fmt: skip
Boundary = Literal[
    "cradle_to_gate", "cradle_to_shelf", "cradle_to_consumption", "gate_to_grave", "end_of_life", "use",
    "WTT", "TTW", "WTW", "generation", "T&D", "GWP",
]  # fmt: skip
QuantityKind = Literal[
    "mass", "dry_mass", "volume", "normal_volume", "energy", "energy_ncv", "energy_gcv", "vehicle_distance",
    "passenger_distance", "freight_work", "money", "pollution_unit", "room_night", "work_time", "area",
]  # fmt: skip
Status = Literal["active", "lapsed", "withdrawn"]
ChangeKind = Literal["new", "correction", "restatement", "method"]
Verdict = Literal["green", "amber", "red"]
RegionRole = Literal["production", "consumption_mix", "supplier", "location"]
SumChecked = Literal["yes", "no", "not_applicable"]
Distribution = Literal["lognormal", "normal", "triangular", "uniform", "none"]
UncertaintySource = Literal["reported", "pedigree", "default_by_class"]
Relation = Literal["exact", "narrow", "broad", "related"]
Flag = Literal[
    "outlier", "erroneous", "dated", "partial", "homogeneous", "method", "sum_mismatch", "partial_boundary", "no_total",
    "proxy_region", "second_hand", "lapsed", "variable", "empty_in_source", "includes_use_phase", "provisional",
    "derived_rounding", "name_not_unique",
]  # fmt: skip

CATEGORIES: tuple[Category, ...] = get_args(Category)
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://ketenkompas.nl/factors")


def factor_id(source_id: str, native_id: str) -> str:
    """The lasting identity of a factor: UUIDv5 of source and native id, without the edition.

    A new edition of the same source gives a new *version* of the same factor.

    Examples
    --------
    >>> factor_id("co2emissiefactoren-nl", "57")
    'c4463377-b7d1-58ba-b6fa-1c419e4b79ab'
    """
    return str(uuid.uuid5(NAMESPACE, f"{source_id}\n{native_id}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of one source: what all records read from it share.

    Attributes
    ----------
    source_id : str
        Lasting id of the source, without edition (``co2emissiefactoren-nl``).
    edition, source_version : str
        The publisher's name of the edition (``2026``) and its date or version (``2026-08-20``).
    file_sha256 : str
        Hash of the file that was read, or of the package's data file.
    registered_as : str
        Id in the registry of source files (``ketenkompas.sources``); empty for data of a package.
    licence_verdict : {"green", "amber", "red"}
        Red is never shipped; ``only_green`` leaves amber out.
    gwp_set, gwp_basis : str
        Set of warming potentials (``AR6-100@NL-2026``) and whether the publisher states it or we infer it.
    via : str
        Who carried the data between publisher and this file; empty when it came from the publisher.
    """

    source_id: str
    publisher: str
    dataset: str
    edition: str
    source_version: str
    url: str
    file_sha256: str
    retrieved_on: datetime.date
    published_on: str
    licence: str
    licence_verdict: Verdict
    redistribute: bool
    attribution: str
    via: str = ""
    registered_as: str = ""
    gwp_set: str = "source-native"
    gwp_basis: Literal["stated", "inferred", "not_applicable"] = "inferred"


@dataclass(frozen=True, slots=True)
class Component:
    """A stage of the boundary with its part of the value, kg CO2e per unit of the factor."""

    stage: str
    value: float


@dataclass(frozen=True, slots=True)
class Link:
    """A code of a classification that the factor belongs to, with the SKOS relation (factor -> code)."""

    scheme: str
    code: str
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One version of one emission factor; never edited, only superseded by a later version.

    ``value`` is in kg CO2e per ``unit`` (for ``GWP`` kg CO2e per kg of gas, for spend factors kg CO2e per
    ``{EUR2023}``). None is allowed only for lapsed records and those flagged ``no_total``; absence is never zero.
    Biogenic CO2 and avoided emissions stand apart and are never part of ``value``. ``gases`` are kg of the gas, not
    of its equivalent. ``components`` add up to ``value`` (``component_sum_checked``), ``alternatives`` are figures of
    the same row for other questions, which are never added up (waste).
    """

    factor_id: str
    version: int
    key: str
    status: Status
    source: Edition
    native_id: str
    cell: str
    name_nl: str
    name_en: str
    activity_type: ActivityType
    category: Category
    region: str
    region_role: RegionRole
    valid_from: datetime.date
    value: float | None
    unit: str
    quantity_kind: QuantityKind
    gwp_set: str
    boundary: Boundary
    supersedes: int | None = None
    change_kind: ChangeKind = "new"
    change_note: str = ""
    url: str = ""
    description: str = ""
    group_nl: str = ""
    group_en: str = ""
    classifications: tuple[Link, ...] = ()
    scope_hint: tuple[str, ...] = ()
    technology: str = ""
    variant: str = ""
    variant_of: str = ""
    search_terms_nl: tuple[str, ...] = ()
    search_terms_en: tuple[str, ...] = ()
    data_year_from: int | None = None
    data_year_to: int | None = None
    valid_to: datetime.date | None = None
    price_year: int | None = None
    value_text: str = ""
    gases: Mapping[str, float] = field(default_factory=dict)
    biogenic_co2: float | None = None
    biogenic_uptake: float | None = None
    avoided: float | None = None
    energy_content_mj: float | None = None
    components: tuple[Component, ...] = ()
    alternatives: tuple[Component, ...] = ()
    component_sum_checked: SumChecked = "not_applicable"
    includes_capital_goods: bool | None = None
    includes_infrastructure: bool | None = None
    allocation: str = ""
    market_or_location: Literal["market", "location", ""] = ""
    aviation_rf: Literal["yes", "no", "na"] = "na"
    price_basis: Literal["basic", "purchaser", ""] = ""
    vat: Literal["excl_deductible", "incl", ""] = ""
    currency: str = ""
    share_basic: float | None = None
    share_margin: float | None = None
    share_tax: float | None = None
    margin_factor: float | None = None
    origins: Mapping[str, float] = field(default_factory=dict)
    mrio_id: str = ""
    mrio_edition: str = ""
    distribution: Distribution = "none"
    gsd2: float | None = None
    low: float | None = None
    high: float | None = None
    confidence: float | None = None
    uncertainty_source: UncertaintySource = "default_by_class"
    pedigree: tuple[int, int, int, int, int] | None = None
    pedigree_table: Literal["v1", "v2", ""] = ""
    flags: tuple[Flag, ...] = ()
    primary_data_share: float | None = None
    reviewed_by: str = ""
    reviewed_on: datetime.date | None = None

    @property
    def ref(self) -> str:
        """What a calculation stores: ``<factor_id>@<version>``."""
        return f"{self.factor_id}@{self.version}"

    def name(self, language: str = "nl") -> str:
        """The name in one language."""
        return self.name_en if language == "en" else self.name_nl
