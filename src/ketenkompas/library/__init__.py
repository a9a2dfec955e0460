"""Queries over products: one result type for library users, command line, API and pages."""

from ketenkompas.classifications import (
    classification,
    correspondence,
)
from ketenkompas.library import (
    _factors as factors,
)
from ketenkompas.library import (
    _households as households,
)
from ketenkompas.library._analysis import (
    Analysis,
    Item,
)
from ketenkompas.library._beside import (
    beside,
)
from ketenkompas.library._budgets import (
    budget_sentence,
    budgets,
)
from ketenkompas.library._catalogue import (
    Model,
    area_codes,
    model,
    models,
    receipt,
)
from ketenkompas.library._change import (
    Course,
    Method,
)
from ketenkompas.library._classify import (
    Classified,
    classification_items,
    classification_list,
    classified_code,
    classify,
    corresponding,
)
from ketenkompas.library._compare import (
    compare,
    exchange,
    exchange_sentence,
)
from ketenkompas.library._data import (
    bundle,
    data_sources,
    figure_changes,
)
from ketenkompas.library._explain import (
    explain,
)
from ketenkompas.library._extract import (
    extract,
)
from ketenkompas.library._factors_derive import (
    derive,
    derive_notes,
    derived_sentence,
    write_factor_edition,
)
from ketenkompas.library._figure import (
    By,
    Footprint,
    Kind,
    Part,
    Per,
    Scope,
    Series,
    SourceRef,
    View,
    period,
)
from ketenkompas.library._flows import (
    flows,
)
from ketenkompas.library._held import (
    PathShape,
)
from ketenkompas.library._ledger import (
    ledger,
)
from ketenkompas.library._listing import (
    Listing,
    multipliers,
    trade,
)
from ketenkompas.library._parts import (
    direct_households,
)
from ketenkompas.library._paths import (
    paths,
)
from ketenkompas.library._progress import (
    progress,
    state_sentence,
    targets,
)
from ketenkompas.library._query import (
    area_name,
    cited_against_official,
    cited_series,
    footprint,
    published,
    published_series,
    series,
)
from ketenkompas.library._rebase import (
    REVISION_SPAN,
    rebase,
    rebase_sentence,
    revisions,
)
from ketenkompas.library._refine import (
    refine,
)
from ketenkompas.library._scenario import (
    PACKAGED_SCENARIOS,
    scenario,
    scenarios,
)
from ketenkompas.library._split import (
    VARIANT_DEFINITIONS,
    split,
    split_years,
)
from ketenkompas.library._uncertainty import (
    require_few,
    uncertainty,
)
from ketenkompas.mrio import (
    ChangeBy,
)
from ketenkompas.pipeline import (
    drop_edition,
    edition_now,
    editions,
    keep_edition,
    reading_edition,
)
from ketenkompas.policy import (
    Period,
    read_periods,
)

__all__ = [
    "PACKAGED_SCENARIOS",
    "REVISION_SPAN",
    "VARIANT_DEFINITIONS",
    "Analysis",
    "By",
    "ChangeBy",
    "Classified",
    "Course",
    "Footprint",
    "Item",
    "Kind",
    "Listing",
    "Method",
    "Model",
    "Part",
    "PathShape",
    "Per",
    "Period",
    "Scope",
    "Series",
    "SourceRef",
    "View",
    "area_codes",
    "area_name",
    "beside",
    "budget_sentence",
    "budgets",
    "bundle",
    "cited_against_official",
    "cited_series",
    "classification",
    "classification_items",
    "classification_list",
    "classified_code",
    "classify",
    "compare",
    "correspondence",
    "corresponding",
    "data_sources",
    "derive",
    "derive_notes",
    "derived_sentence",
    "direct_households",
    "drop_edition",
    "edition_now",
    "editions",
    "exchange",
    "exchange_sentence",
    "explain",
    "extract",
    "factors",
    "figure_changes",
    "flows",
    "footprint",
    "households",
    "keep_edition",
    "ledger",
    "model",
    "models",
    "multipliers",
    "paths",
    "period",
    "progress",
    "published",
    "published_series",
    "read_periods",
    "reading_edition",
    "rebase",
    "rebase_sentence",
    "receipt",
    "refine",
    "require_few",
    "revisions",
    "scenario",
    "scenarios",
    "series",
    "split",
    "split_years",
    "state_sentence",
    "targets",
    "trade",
    "uncertainty",
    "write_factor_edition",
]
