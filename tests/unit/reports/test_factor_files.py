"""The export of a release: every form holds every record with licence and attribution, and the same bytes twice."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import json

import jsonschema
import polars as pl
import pytest

from ketenkompas.factors import Release
from ketenkompas.reports import FACTOR_FORMS, FactorForm, factor_file, record_json_schema
from tests.unit.factors.made import EDITION, made_factor
from tests.unit.factors.test_columns import RICH

AMBER = dataclasses.replace(EDITION, source_id="amber", licence_verdict="amber", attribution="Bron: amber")
RELEASE = Release(
    "2026.1",
    1,
    datetime.date(2026, 11, 28),
    (
        RICH,
        made_factor(version=2, value=3.3, supersedes=1),
        made_factor("2", source=AMBER, value=None, status="lapsed", name_nl="=1+1"),
    ),
    sha256="f" * 64,
)


@pytest.mark.parametrize("form", FACTOR_FORMS)
def test_the_same_release_gives_the_same_bytes(form: FactorForm) -> None:
    assert factor_file(RELEASE, form) == factor_file(RELEASE, form)


def test_csv_names_licence_and_attribution_and_defuses_formulas() -> None:
    rows = list(csv.DictReader(io.StringIO(factor_file(RELEASE, "csv").decode())))
    assert [(one["value"], one["superseded"], one["attribution"]) for one in rows] == [
        ("3.251", "yes", EDITION.attribution),
        ("3.3", "no", EDITION.attribution),
        ("", "no", "Bron: amber"),
    ]
    assert rows[2]["name_nl"] == "'=1+1"
    assert rows[0]["components"] == "TTW=2.462;WTT=0.788"


def test_json_obeys_its_schema() -> None:
    told = json.loads(factor_file(RELEASE, "json"))
    schema = json.loads(factor_file(RELEASE, "schema"))
    assert schema == record_json_schema()
    validator = jsonschema.Draft202012Validator(schema)
    assert [list(validator.iter_errors(one)) for one in told["records"]] == [[], [], []]
    assert told["attributions"] == [EDITION.attribution, "Bron: amber"]
    assert told["records"][2]["value"] is None
    broken = {**told["records"][0], "boundary": "elsewhere"}
    assert [one.json_path for one in validator.iter_errors(broken)] == ["$.boundary"]


def test_only_green_leaves_out_what_is_not_open_beyond_doubt() -> None:
    for form in ("csv", "json", "parquet"):
        assert b"amber" in factor_file(RELEASE, form)
        assert b"amber" not in factor_file(RELEASE, form, only_green=True)


def test_parquet_has_numbers_and_nested_parts() -> None:
    frame = pl.read_parquet(io.BytesIO(factor_file(RELEASE, "parquet")))
    assert frame["value"].to_list() == [3.251, 3.3, None]
    assert frame["components"][0].to_list() == [{"stage": "TTW", "value": 2.462}, {"stage": "WTT", "value": 0.788}]
    assert frame["licence_verdict"].to_list() == ["green", "green", "amber"]
