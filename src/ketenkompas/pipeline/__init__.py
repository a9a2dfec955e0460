"""Products from sources, with receipts; the only writer of products."""

from ketenkompas.pipeline._budget import (
    BUDGET,
)
from ketenkompas.pipeline._build import (
    BUILDABLE,
    Replay,
    build,
    build_starter,
    largest_difference,
    replay,
    replay_tolerance,
)
from ketenkompas.pipeline._bundle import (
    write_bundle,
)
from ketenkompas.pipeline._change import (
    BASE_YEAR,
    CHANGE_STEPS,
    price_input,
    wiod_price_index,
)
from ketenkompas.pipeline._classification_build import (
    BuiltTable,
    build_classifications,
)
from ketenkompas.pipeline._draws import (
    DRAW_STEPS,
    KEPT_SEED,
    cores,
    pair_row,
    run_draws,
    single_row,
)
from ketenkompas.pipeline._draws import (
    of_area as draws_of_area,
)
from ketenkompas.pipeline._editions import (
    Edition,
    Stamp,
    current_edition,
    drop_edition,
    edition_now,
    editions,
    editions_mark,
    is_kept,
    keep_edition,
    products_stamp,
    reading_edition,
    unknown_edition,
)
from ketenkompas.pipeline._factor_build import (
    Recipe,
    build_factor_release,
    factor_recipes,
    next_number,
    next_release,
)
from ketenkompas.pipeline._factor_folder import write_edition, write_edition_folder
from ketenkompas.pipeline._factor_manifest import release_manifest
from ketenkompas.pipeline._factor_store import (
    newest_release,
    own_factors,
    packaged_factors,
    read_release,
    release_as_of,
    release_files,
    release_folder,
    release_numbers,
    releases_mark,
    write_release,
)
from ketenkompas.pipeline._household_frames import drawn_of, packed_draws
from ketenkompas.pipeline._household_full import PARTS as HOUSEHOLD_PARTS
from ketenkompas.pipeline._household_geometry import BuiltMap, build_household_map
from ketenkompas.pipeline._household_plans import HOUSEHOLDS, household_plans
from ketenkompas.pipeline._household_population import POPULATION_NOTE, population_frame, write_population
from ketenkompas.pipeline._models import (
    WIOD,
    WIOD_YEARS,
)
from ketenkompas.pipeline._own import (
    OwnTable,
    build_own,
    read_own,
)
from ketenkompas.pipeline._plan import (
    Built,
    ModelInfo,
    Plan,
    Told,
)
from ketenkompas.pipeline._purposes_frame import (
    HOUSEHOLD_USE,
    PURPOSES,
)
from ketenkompas.pipeline._receipt import (
    Identity,
    Input,
    Receipt,
    Step,
    file_input,
)
from ketenkompas.pipeline._series import (
    CITED,
    CONTEXT,
    OFFICIAL,
)
from ketenkompas.pipeline._store import (
    Store,
    find_receipt,
    home,
    kept_years,
    load,
    read_from,
    starter_folder,
    stores,
    user_store,
    write_bytes,
    writing,
)
from ketenkompas.pipeline._table import (
    Table,
    table,
)
from ketenkompas.pipeline._territory import (
    TERRITORY,
)
from ketenkompas.pipeline._variants import (
    STEP_NUMBERS,
    VariantNumbers,
    variant_case,
    variant_numbers,
)
from ketenkompas.pipeline._variants_frame import (
    SPLIT_STEPS,
    STEEL,
    VARIANT_YEARS,
    Coverage,
    customs_coverage,
    kept_variants,
    split_parameters,
)

__all__ = [
    "BASE_YEAR",
    "BUDGET",
    "BUILDABLE",
    "CHANGE_STEPS",
    "CITED",
    "CONTEXT",
    "DRAW_STEPS",
    "HOUSEHOLDS",
    "HOUSEHOLD_PARTS",
    "HOUSEHOLD_USE",
    "KEPT_SEED",
    "OFFICIAL",
    "POPULATION_NOTE",
    "PURPOSES",
    "SPLIT_STEPS",
    "STEEL",
    "STEP_NUMBERS",
    "TERRITORY",
    "VARIANT_YEARS",
    "WIOD",
    "WIOD_YEARS",
    "Built",
    "BuiltMap",
    "BuiltTable",
    "Coverage",
    "Edition",
    "Identity",
    "Input",
    "ModelInfo",
    "OwnTable",
    "Plan",
    "Receipt",
    "Recipe",
    "Replay",
    "Stamp",
    "Step",
    "Store",
    "Table",
    "Told",
    "VariantNumbers",
    "build",
    "build_classifications",
    "build_factor_release",
    "build_household_map",
    "build_own",
    "build_starter",
    "cores",
    "current_edition",
    "customs_coverage",
    "drawn_of",
    "draws_of_area",
    "drop_edition",
    "edition_now",
    "editions",
    "editions_mark",
    "factor_recipes",
    "file_input",
    "find_receipt",
    "home",
    "household_plans",
    "is_kept",
    "keep_edition",
    "kept_variants",
    "kept_years",
    "largest_difference",
    "load",
    "newest_release",
    "next_number",
    "next_release",
    "own_factors",
    "packaged_factors",
    "packed_draws",
    "pair_row",
    "population_frame",
    "price_input",
    "products_stamp",
    "read_from",
    "read_own",
    "read_release",
    "reading_edition",
    "release_as_of",
    "release_files",
    "release_folder",
    "release_manifest",
    "release_numbers",
    "releases_mark",
    "replay",
    "replay_tolerance",
    "run_draws",
    "single_row",
    "split_parameters",
    "starter_folder",
    "stores",
    "table",
    "unknown_edition",
    "user_store",
    "variant_case",
    "variant_numbers",
    "wiod_price_index",
    "write_bundle",
    "write_bytes",
    "write_edition",
    "write_edition_folder",
    "write_population",
    "write_release",
    "writing",
]
