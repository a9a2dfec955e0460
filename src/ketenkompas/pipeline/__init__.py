"""Products from sources, with receipts; the only writer of products."""

from ketenkompas.pipeline._build import (
    BUILDABLE,
    Replay,
    build,
    build_starter,
    largest_difference,
    replay,
    replay_tolerance,
)
from ketenkompas.pipeline._bundle import write_bundle
from ketenkompas.pipeline._change import BASE_YEAR, CHANGE_STEPS, price_input, wiod_price_index
from ketenkompas.pipeline._draws import DRAW_STEPS, KEPT_SEED, cores, pair_row, run_draws, single_row
from ketenkompas.pipeline._draws import of_area as draws_of_area
from ketenkompas.pipeline._models import WIOD, WIOD_YEARS
from ketenkompas.pipeline._own import OwnTable, build_own, read_own
from ketenkompas.pipeline._plan import Built, ModelInfo, Plan, Told
from ketenkompas.pipeline._receipt import Identity, Input, Receipt, Step, file_input
from ketenkompas.pipeline._series import CITED, CONTEXT, OFFICIAL
from ketenkompas.pipeline._store import Store, find_receipt, home, load, starter_folder, stores, user_store, writing
from ketenkompas.pipeline._table import Table, table

__all__ = [
    "BASE_YEAR",
    "BUILDABLE",
    "CHANGE_STEPS",
    "CITED",
    "CONTEXT",
    "DRAW_STEPS",
    "KEPT_SEED",
    "OFFICIAL",
    "WIOD",
    "WIOD_YEARS",
    "Built",
    "Identity",
    "Input",
    "ModelInfo",
    "OwnTable",
    "Plan",
    "Receipt",
    "Replay",
    "Step",
    "Store",
    "Table",
    "Told",
    "build",
    "build_own",
    "build_starter",
    "cores",
    "draws_of_area",
    "file_input",
    "find_receipt",
    "home",
    "largest_difference",
    "load",
    "pair_row",
    "price_input",
    "read_own",
    "replay",
    "replay_tolerance",
    "run_draws",
    "single_row",
    "starter_folder",
    "stores",
    "table",
    "user_store",
    "wiod_price_index",
    "write_bundle",
    "writing",
]
