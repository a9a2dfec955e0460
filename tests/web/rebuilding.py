"""A process that rebuilds all footprints of a model, one year after another, each time larger: ``FACTOR ...``."""

import sys
import time

import polars as pl

from ketenkompas import pipeline
from ketenkompas.pipeline import Store, starter_folder, user_store
from ketenkompas.pipeline._editions import put_aside
from ketenkompas.pipeline._plan import Plan, carry_out
from ketenkompas.pipeline._receipt import Identity, Step

MODEL, PRODUCT = "wiod2013-co2", "footprint"
YEARS = tuple(range(2000, 2012))
PAUSE = 0.1  # seconds between two products: long enough for pages to be asked in between


def larger(year: int, factor: float) -> Plan:
    """The footprints of a year as they are in the starter set, times a factor."""
    starter = Store(starter_folder())
    receipt = starter.receipt(MODEL, year, PRODUCT)
    assert receipt is not None
    frame = starter.read(receipt)
    numeric = [name for name, kind in frame.schema.items() if kind.is_float()]
    made = frame.with_columns(pl.col(numeric) * factor)
    identity = Identity(
        model=MODEL, product=PRODUCT, year=year, inputs=(), steps=(Step("made", 1),), parameters={"factor": factor}
    )
    return Plan(identity, lambda: (made, [], []))


if __name__ == "__main__":
    for factor in map(float, sys.argv[1:]):
        with pipeline.writing(user_store()):
            for year in YEARS:
                carry_out(user_store(), larger(year, factor))
                time.sleep(PAUSE)
            put_aside()
        print(pipeline.current_edition(), factor, flush=True)
