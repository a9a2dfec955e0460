"""What leaves in a file comes back the same: editions, exports as CSV, JSON and Parquet, releases on disk."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.errors import UnknownCodeError, Where
from ketenkompas.factors import (
    Component,
    Factor,
    Link,
    Release,
    choose,
    from_cells,
    from_frame,
    from_row,
    record_schema,
)
from ketenkompas.ingest import edition_texts, read_edition
from ketenkompas.pipeline import next_release, read_release, release_as_of, write_release
from ketenkompas.reports import factor_file
from tests.unit.factors.made import EDITION, made_factor

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="|"), min_size=1, max_size=12)
NAMES = st.from_regex(r"[A-Za-z0-9_.&]{1,12}", fullmatch=True)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
OPTIONAL = st.none() | NUMBERS
KNOWN = {(EDITION.source_id, EDITION.edition): EDITION}


@st.composite
def records(draw: st.DrawFn) -> Factor:
    """A record with anything in the fields that people and sources fill."""
    stages = draw(st.lists(NAMES, unique=True, max_size=3))
    return made_factor(
        draw(st.from_regex(r"[A-Za-z0-9/_#-]{1,10}", fullmatch=True)),
        value=draw(OPTIONAL),
        name_nl="n" + draw(TEXTS),
        name_en=draw(TEXTS) + "n",
        description=draw(TEXTS),
        technology=draw(TEXTS),
        value_text=draw(TEXTS),
        change_note=draw(TEXTS),
        search_terms_nl=tuple(draw(st.lists(WORDS, max_size=3))),
        components=tuple(Component(name, draw(NUMBERS)) for name in stages),
        gases={name: draw(NUMBERS) for name in draw(st.lists(NAMES, unique=True, max_size=3))},
        classifications=tuple(
            Link(draw(NAMES), draw(st.from_regex(r"[A-Za-z0-9:_. ]{1,8}", fullmatch=True)), "broad")
            for _ in range(draw(st.integers(0, 2)))
        ),
        biogenic_co2=draw(OPTIONAL),
        avoided=draw(OPTIONAL),
        valid_to=draw(st.none() | st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))),
        includes_infrastructure=draw(st.none() | st.booleans()),
        pedigree=draw(st.none() | st.tuples(*[st.integers(1, 5)] * 5)),
        flags=tuple(draw(st.lists(st.sampled_from(["dated", "method", "partial"]), unique=True))),
    )


SEVERAL = st.lists(records(), min_size=1, max_size=4, unique_by=lambda one: one.native_id)


@given(SEVERAL)
def test_a_reviewable_edition_comes_back_the_same(several: list[Factor]) -> None:
    with tempfile.TemporaryDirectory() as made:
        for name, text in edition_texts(several).items():
            (Path(made) / name).write_bytes(text.encode())
        assert read_edition(Path(made)) == tuple(several)


def released(several: list[Factor]) -> Release:
    return Release("2026.1", 1, datetime.date(2026, 11, 28), tuple(several))


@given(SEVERAL)
def test_the_parquet_export_comes_back_the_same(several: list[Factor]) -> None:
    frame = pl.read_parquet(io.BytesIO(factor_file(released(several), "parquet")))
    assert from_frame(frame.select(list(record_schema())), [EDITION]) == tuple(several)


@given(SEVERAL)
def test_the_json_export_comes_back_the_same(several: list[Factor]) -> None:
    told = json.loads(factor_file(released(several), "json"))["records"]
    assert [from_row(_row(one), KNOWN) for one in told] == several


def _row(told: dict[str, Any]) -> dict[str, Any]:
    dates = {name for name, kind in record_schema().items() if kind == pl.Date}
    row = {name: datetime.date.fromisoformat(one) if name in dates and one else one for name, one in told.items()}
    for name in ("gases", "origins"):
        row[name] = [{"name": key, "value": value} for key, value in told[name].items()]
    return row


@given(SEVERAL)
def test_the_csv_export_comes_back_the_same_once_formulas_are_let_loose(several: list[Factor]) -> None:
    text = factor_file(released(several), "csv").decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    found = [from_row({**from_cells(one, where=Where()), "factor_id": one["factor_id"]}, KNOWN) for one in rows]
    assert len(found) == len(several)
    for read, written in zip(found, several, strict=True):
        for one in dataclasses.fields(Factor):
            before, after = getattr(written, one.name), getattr(read, one.name)
            assert after == before or (isinstance(before, str) and after == "'" + before) or isinstance(before, tuple)
        assert (read.value, read.gases, read.components) == (written.value, written.gases, written.components)


DAYS = st.lists(st.dates(datetime.date(2090, 1, 1), datetime.date(2095, 12, 31)), min_size=1, max_size=5)


@settings(max_examples=25, deadline=None)
@given(
    days=DAYS, asked=st.lists(st.dates(datetime.date(2026, 1, 1), datetime.date(2099, 1, 1)), min_size=1, max_size=8)
)
def test_as_of_any_day_is_the_newest_release_until_then_on_disk(
    days: list[datetime.date], asked: list[datetime.date]
) -> None:
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patched:
        patched.setenv("KETENKOMPAS_HOME", home)
        previous: Release | None = None
        made: list[Release] = []
        for at, day in enumerate(sorted(days)):
            told = {"change_kind": "correction", "change_note": "made"} if previous else {}
            previous = next_release(
                previous, [made_factor(value=1.0 + at / 10, **told)], number=f"{day.year}.{at + 1}", published_on=day
            )
            write_release(previous)
            made.append(previous)
        for day in (*asked, *days):
            until = [one for one in made if one.published_on <= day]
            if until:
                found = read_release(release_as_of(day))
                assert (found.number, found.records) == (until[-1].number, until[-1].records)
            elif day < datetime.date(2026, 11, 28):
                with pytest.raises(UnknownCodeError) as caught:
                    release_as_of(day)
                assert caught.value.code == "factor.before_first_release"
            else:
                assert release_as_of(day) == "2026.1"


@given(
    value=st.floats(0.001, 100), quantity=st.floats(0.001, 1e6), scale=st.sampled_from([-3.0, -1.0, 0.5, 2.0, 1000.0])
)
def test_a_choice_scales_with_the_quantity_and_picks_the_same(value: float, quantity: float, scale: float) -> None:
    factor = made_factor(value=value, components=(), biogenic_co2=value / 2, avoided=-value)
    release = Release("2026.1", 1, datetime.date(2026, 11, 28), (factor,))
    one, more = (choose(release, factor.key, amount, "L", year=2026).picked for amount in (quantity, quantity * scale))
    assert one is not None
    assert more is not None
    assert more.factor == one.factor
    assert more.value_kg_co2e == pytest.approx(one.value_kg_co2e * scale)
    assert more.biogenic_kg_co2 == pytest.approx((one.biogenic_kg_co2 or 0) * scale)
    assert more.avoided_kg_co2e == pytest.approx((one.avoided_kg_co2e or 0) * scale)
    assert one.low is not None
    assert one.high is not None
    assert (more.low, more.high) == pytest.approx(tuple(sorted((one.low * scale, one.high * scale))))
    assert one.points == more.points
