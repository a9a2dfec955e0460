"""Two made releases, later than the packaged ones: a corrected value, an amber source, a hostile name."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path
from typing import Any

from ketenkompas import pipeline
from ketenkompas.factors import Change, Component, Factor, Release
from tests.unit.factors.made import EDITION, made_factor

FIRST, SECOND = "2090.1", "2090.2"
HOSTILE = '<script>alert("x")</script>'
AMBER = dataclasses.replace(EDITION, source_id="made-amber", licence_verdict="amber", attribution="Bron: amber")


def _records() -> tuple[Factor, ...]:
    parts: dict[str, Any] = {
        "components": (Component("TTW", 2.5), Component("WTT", 0.751)),
        "component_sum_checked": "yes",
    }
    return (
        made_factor("1", key="fuel.made.diesel", name_nl="Proefdiesel", name_en="Trial diesel", **parts),
        made_factor("2", key="fuel.made.amber", name_nl="Ambergas", name_en="Amber gas", source=AMBER),
        made_factor("3", key="fuel.made.hostile", name_nl=HOSTILE, name_en=HOSTILE, description=HOSTILE),
        made_factor("4", key="fuel.made.gone", name_nl="Oude stof", name_en="Old stuff", value=None, status="lapsed",
                    flags=("lapsed",)),
        made_factor("5", key="fuel.made.part", name_nl="Deelstof", name_en="Partial stuff", value=None,
                    flags=("no_total", "partial_boundary"), components=(Component("TTW", 1.25),)),
        made_factor("6", key="fuel.made.twice", name_nl="Dubbel", name_en="Double", region="NL"),
        made_factor("7", key="fuel.made.twice", name_nl="Dubbel", name_en="Double", region="DE"),
        made_factor("8", key="waste.made.metal", name_nl="Metaalafval", name_en="Metal waste", category="waste",
                    activity_type="waste", unit="t", quantity_kind="mass", boundary="end_of_life", value=32.0,
                    avoided=-1958.0, biogenic_co2=4.0),
    )  # fmt: skip


def write_made_releases(folder: Path) -> None:
    """Both releases in a folder of releases."""
    first = _records()
    corrected = dataclasses.replace(
        first[0], version=2, supersedes=1, value=3.5, components=(), component_sum_checked="not_applicable",
        change_kind="correction", change_note="Tikfout",
    )  # fmt: skip
    releases = [
        Release(
            FIRST, 101, datetime.date(2090, 1, 1), first, tuple(_new(one) for one in first), "", "Eerste.", "First.",
        ),
        Release(
            SECOND, 102, datetime.date(2090, 2, 1), (*first, corrected),
            (Change(corrected.factor_id, corrected.key, 1, 2, "correction", "Tikfout"),), FIRST, "Tweede.", "Second.",
        ),
    ]  # fmt: skip
    for one in releases:
        pipeline.write_release(one, folder)


def _new(one: Factor) -> Change:
    return Change(one.factor_id, one.key, None, 1, "new")
