"""Two made releases in the store of a test: the second corrects a slip, adds a factor, and one has lapsed."""

from __future__ import annotations

import dataclasses
import datetime

from ketenkompas.factors import Release
from ketenkompas.pipeline import next_release, write_release
from tests.unit.factors.made import EDITION, made_factor

AMBER = dataclasses.replace(EDITION, source_id="amber", licence_verdict="amber", attribution="Bron: amber")
SLIP = made_factor("2", key="car.electric", value=1.09, unit="km{vehicle}", quantity_kind="vehicle_distance")


def publish() -> tuple[Release, Release]:
    """Releases 2090.1 and 2090.2, written."""
    first = next_release(
        None,
        [made_factor(), SLIP, made_factor("3", key="gas.old", source=AMBER, category="heat")],
        number="2090.1",
        published_on=datetime.date(2090, 1, 1),
        note_nl="eerste",
        note_en="first",
    )
    second = next_release(
        first,
        [
            dataclasses.replace(SLIP, value=0.109, change_kind="correction", change_note="decimal of the publisher"),
            made_factor("4", key="fuel.new", name_nl="Nieuw", name_en="New"),
            made_factor(
                "3", key="gas.old", source=AMBER, category="heat", value=None, status="lapsed", change_kind="method"
            ),
        ],
        number="2090.2",
        published_on=datetime.date(2090, 6, 1),
    )
    for one in (first, second):
        write_release(one)
    return first, second
