"""Answers in every form: the same numbers as the library, with what must be said with them; long lists in pages."""

from __future__ import annotations

import io
import json
import re

import polars as pl
import pyarrow.parquet as pq
import pytest
from django.test import Client

import ketenkompas as kk

ROUTES = [
    "models",
    "areas",
    "targets",
    "footprints?area=NL&by=origin",
    "footprints?area=NL&year=2008&per=head",
    "published?area=NL",
    "multipliers?area=NL&year=2008",
    "trade?area=NL&year=2008",
    "comparisons?year=2008",
    "exchanges?area=NL&year=2008",
    "flows?area=NL&year=2008",
    "progress?area=NL",
    "sources-beside?area=NL",
    "paths?area=NL&year=2008",
    "classifications",
    "classifications/CPA2.1?prefix=2410",
    "correspondences/CN2022/CN2023/76011000",
]


def asked(client: Client, route: str, form: str) -> bytes:
    answered = client.get(f"/api/v1/{route}", headers={"accept": form})
    assert answered.status_code == 200, answered.content
    assert answered.headers["Content-Type"].startswith(form)
    return answered.content


@pytest.mark.parametrize("route", ROUTES)
def test_rows_are_the_same_in_every_form(client: Client, route: str) -> None:
    plain = pl.read_csv(asked(client, route, "text/csv"), infer_schema_length=None)
    table = pl.read_parquet(io.BytesIO(asked(client, route, "application/vnd.apache.parquet")))
    assert table.height == plain.height
    for name in plain.columns:
        if plain[name].dtype == pl.Float64 and name in table.columns and table[name].dtype == pl.Float64:
            assert table[name].fill_null(-1.0).to_list() == pytest.approx(
                plain[name].fill_null(-1.0).to_list(), rel=1e-14
            )
    stat = json.loads(asked(client, route, "application/vnd.json-stat+json"))
    assert (stat["version"], stat["class"]) == ("2.0", "dataset")
    size = 1
    for extent in stat["size"]:
        size *= extent
    assert len(stat["value"]) <= size


def test_a_parquet_file_says_whose_figures_it_holds(client: Client) -> None:
    content = asked(client, "footprints?area=NL&year=2008", "application/vnd.apache.parquet")
    told = pq.read_metadata(io.BytesIO(content)).metadata
    said = json.loads(told[b"ketenkompas"])
    assert kk.footprint("NL", 2008).receipt in told[b"receipt"].decode().split()
    assert said["licence"]


def test_long_lists_come_in_pages_that_lead_to_each_other(client: Client) -> None:
    whole = client.get("/api/v1/footprints?area=NL").json()
    link, found, steps = "/api/v1/footprints?area=NL&limit=5", [], 0
    while link:
        answered = client.get(link)
        assert answered.json()["count"] == whole["count"]
        found += answered.json()["items"]
        further = re.search(r'<https?://[^/]+([^>]+)>; rel="next"', answered.headers.get("Link", ""))
        link, steps = further[1] if further else "", steps + 1
    assert found == whole["items"]
    assert steps == 3


@pytest.mark.parametrize("window", ["limit=0", "limit=-1", "offset=x", "limit=1e9"])
def test_a_page_that_cannot_be_is_refused(client: Client, window: str) -> None:
    answered = client.get(f"/api/v1/areas?{window}", headers={"accept-language": "nl"})
    assert answered.status_code == 400
    assert answered.headers["Content-Type"].startswith("application/problem+json")
