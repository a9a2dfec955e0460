"""A file is the table on the page: same columns, same rows, every digit, absent values absent, with its metadata."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
from typing import Any

import openpyxl
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.reports import FILE_FORMS, About, FileForm, Table, file

SOURCE = {
    "id": "eurostat-ghgfp",
    "title": "GHG footprint",
    "publisher": "Eurostat",
    "licence": "CC BY 4.0",
    "attribution": "Source: Eurostat, env_ac_ghgfp, 22 January 2026",
    "url": "https://ec.europa.eu/eurostat",
}
ABOUT = About(
    title="Voetafdruk van Nederland",
    subtitle="Mt CO₂, met directe uitstoot van huishoudens",
    unit="Mt CO2",
    edition="2026-11",
    kinds=("demo",),
    sources=(SOURCE,),
    interval_reason="Geen trekkingen voor dit jaar.",
    receipts=("ef5b3608f8e50ff1",),
    permalink="https://example.org/nl/voetafdruk?gebied=NL",
    built="2026-11-23",
    language="nl",
    notes=("Alleen CO2.",),
)
LETTERS = st.characters(exclude_categories=("Cs", "Cc"))


def made(frame: pl.DataFrame, header: tuple[str, ...] | None = None) -> Table:
    return Table(frame, header or tuple(frame.columns), "Voetafdruk", "Mt CO2", "nl")


def intervals() -> Table:
    frame = pl.DataFrame(
        {
            "area": ["NL", "NL", "DE"],
            "year": [2008, 2009, 2008],
            "value": [187.43210987654321, None, -0.1],
            "low": [178.0, None, None],
            "high": [196.5, None, None],
        }
    )
    return made(frame, ("Gebied", "Jaar", "Voetafdruk", "Ondergrens", "Bovengrens"))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables with years, codes, texts that look like formulas, numbers of every size, and gaps."""
    height = draw(st.integers(1, 8))

    def cells(values: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(values, min_size=height, max_size=height))

    numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)
    texts = (
        st.none() | st.text(LETTERS, min_size=1, max_size=12) | st.sampled_from(["=1+1", "-", "+31", "@x", 'a;"b",'])
    )
    frame = pl.DataFrame(
        {
            "code": cells(texts),
            "year": cells(st.integers(1990, 2050)),
            "value": cells(numbers),
            "NL": cells(numbers),
            "rank": cells(st.none() | st.integers(-(2**31), 2**31 - 1)),
        },
        schema={"code": pl.String, "year": pl.Int32, "value": pl.Float64, "NL": pl.Float64, "rank": pl.Int32},
    )
    return made(frame, ("Code", "Jaar", "Waarde", "Nederland", "Plaats"))


def content(table: Table, form: FileForm, about: About = ABOUT) -> bytes:
    return file(table, about, form).content


def data(table: Table, form: FileForm, about: About = ABOUT) -> Any:
    return json.loads(content(table, form, about))


def plain(cell: str) -> str:
    """A text as it was before it was defused."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell


def expected(table: Table) -> list[list[str | None]]:
    return [[None if cell is None else str(cell) for cell in row] for row in table.frame.iter_rows()]


def same(found: str, wanted: Any) -> bool:
    if wanted is None:
        return found == ""
    if isinstance(wanted, float):
        return float(found).hex() == wanted.hex()
    return plain(found) == str(wanted)


@given(tables())
def test_csv_is_the_table(table: Table) -> None:
    header, *rows = csv.reader(io.StringIO(content(table, "csv").decode(), newline=""))
    assert header == [*table.frame.columns, "status"]
    assert len(rows) == table.frame.height
    for row, wanted in zip(rows, table.frame.iter_rows(), strict=True):
        assert all(same(cell, value) for cell, value in zip(row, wanted, strict=False))
        assert row[-1] == "demo"


@given(tables())
def test_the_dutch_csv_is_the_table(table: Table) -> None:
    told = content(table, "csv_semicolon").decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(told, newline=""), delimiter=";")
    assert header == ["Code", "Jaar", "Waarde (Mt CO₂)", "Nederland (Mt CO₂)", "Plaats", "Status"]
    for row, wanted in zip(rows, table.frame.iter_rows(), strict=True):
        numbers = [
            cell.replace(",", ".") if isinstance(value, float) else cell
            for cell, value in zip(row, wanted, strict=False)
        ]
        assert all(same(cell, value) for cell, value in zip(numbers, wanted, strict=True))


@given(tables())
def test_the_workbook_is_the_table(table: Table) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content(table, "xlsx")))
    header, *rows = book["Cijfers"].iter_rows(values_only=True)
    assert header == ("Code", "Jaar", "Waarde (Mt CO₂)", "Nederland (Mt CO₂)", "Plaats", "Status")
    for row, wanted in zip(rows, table.frame.iter_rows(), strict=True):
        for cell, value in zip(row, wanted, strict=False):
            assert same(
                "" if cell is None else plain(cell) if isinstance(cell, str) else repr(float(cell)),
                value if not isinstance(value, int) else float(value),
            )


@given(tables())
def test_parquet_and_json_are_the_table(table: Table) -> None:
    read = pl.read_parquet(io.BytesIO(content(table, "parquet")))
    assert read.drop("status").equals(table.frame, null_equal=True)
    told = data(table, "json")
    assert [column["key"] for column in told["columns"]] == [*table.frame.columns, "status"]
    assert [{key: row[key] for key in table.frame.columns} for row in told["rows"]] == table.frame.to_dicts()


def at(told: Any, **chosen: str) -> Any:
    """An independent reading of JSON-stat: the value at one category of each dimension."""
    place = 0
    for name, size in zip(told["id"], told["size"], strict=True):
        index = told["dimension"][name]["category"]["index"]
        assert len(index) == size
        place = place * size + index[chosen[name]]
    values = told["value"]
    return values.get(str(place)) if isinstance(values, dict) else values[place]


@given(tables())
def test_jsonstat_holds_every_cell(table: Table) -> None:
    told = data(table, "jsonstat")
    assert (told["version"], told["class"]) == ("2.0", "dataset")
    measures = ("value", "NL", "rank")
    for number, row in enumerate(table.frame.iter_rows(named=True), 1):
        place = {"row": str(number)} if "row" in told["id"] else {"code": row["code"], "year": str(row["year"])}
        assert [at(told, **place, measure=name) for name in measures] == [row[name] for name in measures]
    if isinstance(told["value"], list):
        assert len(told["value"]) == math.prod(told["size"])


def test_jsonstat_names_time_units_labels_and_licence() -> None:
    frame = pl.DataFrame(
        [
            (year, code, label, float(year - 2000 + len(code)))
            for year, (code, label) in itertools.product(
                (2008, 2009), (("NL", "Nederland"), ("households_direct", "Huishoudens"))
            )
        ],
        schema=["year", "code", "label", "value"],
        orient="row",
    )
    told = data(made(frame, ("Jaar", "Code", "Onderdeel", "Voetafdruk")), "jsonstat")
    assert told["id"] == ["year", "code", "measure"]
    assert told["size"] == [2, 2, 1]
    assert told["role"] == {"time": ["year"], "metric": ["measure"]}
    assert told["dimension"]["code"]["category"]["label"] == {"NL": "Nederland", "households_direct": "Huishoudens"}
    assert told["dimension"]["measure"]["category"]["unit"] == {"value": {"label": "Mt CO₂"}}
    assert told["value"] == [10.0, 25.0, 11.0, 26.0]
    assert told["updated"] == "2026-11-23"
    assert told["status"] == "demo"
    assert told["source"] == "Eurostat, env_ac_ghgfp, 22 January 2026"
    assert told["extension"]["licence"] == "CC BY 4.0"
    assert told["extension"]["receipts"] == ["ef5b3608f8e50ff1"]


def test_jsonstat_leaves_out_combinations_that_do_not_occur() -> None:
    told = data(intervals(), "jsonstat", About("t", unit="Mt CO2", kinds=("model",), level=0.9))
    assert told["size"] == [2, 2, 4]
    assert at(told, area="NL", year="2008", measure="value") == 187.43210987654321
    assert at(told, area="DE", year="2009", measure="value") is None
    assert at(told, area="DE", year="2008", measure="low") is None
    assert sorted(told["value"]) == ["0", "1", "2", "3", "8"]


def test_intervals_keep_their_level_and_status() -> None:
    about = About("Voetafdruk", unit="Mt CO2", kinds=("model",), level=0.9)
    rows = list(csv.DictReader(io.StringIO(content(intervals(), "csv", about).decode())))
    assert [row["level"] for row in rows] == ["0.9", "", ""]
    assert [row["status"] for row in rows] == ["model"] * 3
    assert rows[0]["low"] == "178.0"
    told = data(intervals(), "metadata", about)
    assert told["intervals"] == {"columns": ["low", "high"], "level": 0.9, "reason": ""}
    assert {column["key"]: column["unit"] for column in told["columns"]} == {
        "area": "", "year": "", "value": "Mt CO2", "low": "Mt CO2", "high": "Mt CO2", "level": "", "status": "",
    }  # fmt: skip


def test_intervals_without_a_level_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        file(intervals(), ABOUT, "csv")
    assert caught.value.code == "files.level_missing"
    assert "low, high" in caught.value.text("nl")


def test_without_intervals_the_reason_is_told() -> None:
    table = made(pl.DataFrame({"year": [2008], "NL": [1.0]}))
    assert data(table, "metadata")["intervals"] == {"columns": [], "level": None, "reason": ABOUT.interval_reason}
    silent = data(table, "metadata", About("t", kinds=("demo",)))["intervals"]["reason"]
    assert silent == "No interval was computed for these figures."


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        (("official",), "official"),
        (("cited",), "provisional"),
        (("demo", "official"), "demo"),
        (("model", "cited"), "provisional"),
    ],
)
def test_a_row_has_the_status_of_its_least_certain_part(kinds: tuple[str, ...], status: str) -> None:
    told = data(made(pl.DataFrame({"year": [2008], "value": [1.0]})), "json", About("t", kinds=kinds))
    assert told["rows"][0]["status"] == status


def test_each_row_keeps_its_own_kind_and_a_column_may_have_one() -> None:
    frame = pl.DataFrame({"kind": ["official", "cited"], "value": [1.0, 2.0]})
    assert [row["status"] for row in data(made(frame), "json")["rows"]] == ["official", "provisional"]
    beside = pl.DataFrame({"year": [2014], "NL": [1.0], "official_total": [2.0]})
    about = About("t", kinds=("cited", "official"), column_kinds={"official_total": "official"})
    told = data(made(beside), "json", about)
    assert told["rows"][0]["status"] == "provisional"
    assert told["columns"][2]["kind"] == "official"


def test_metadata_is_complete() -> None:
    told = data(made(pl.DataFrame({"year": [2008, 2011], "NL": [1.0, 2.0]}), ("Jaar", "Nederland")), "metadata")
    assert told["columns"][1] == {
        "key": "NL",
        "title": {"nl": "Nederland", "en": "Netherlands"},
        "unit": "Mt CO2",
        "type": "number",
    }
    assert told["columns"][0]["type"] == "year"
    assert (told["licence"], told["edition"], told["data_to"]) == ("CC BY 4.0", "2026-11", "2011")
    assert told["attribution"] == ["Eurostat, env_ac_ghgfp, 22 January 2026"]
    assert (told["receipts"], told["permalink"], told["built"]) == (["ef5b3608f8e50ff1"], ABOUT.permalink, "2026-11-23")
    assert told["citation"]["nl"].startswith("Ketenkompas, Voetafdruk van Nederland, editie 2026-11")
    assert told["citation"]["csl"]["type"] == "dataset"
    assert told["chart"]["notes"] == ["Alleen CO2."]


def test_parquet_carries_its_metadata() -> None:
    table = made(pl.DataFrame({"year": [2008], "NL": [1.0]}))
    said = pq.read_metadata(io.BytesIO(content(table, "parquet"))).metadata
    assert said[b"licence"] == b"CC BY 4.0"
    assert said[b"receipt"] == b"ef5b3608f8e50ff1"
    assert json.loads(said[b"ketenkompas"]) == data(table, "metadata")


def test_the_workbook_says_where_its_numbers_come_from() -> None:
    table = made(pl.DataFrame({"year": [2008], "NL": [0.1]}), ("Jaar", "Nederland"))
    book = openpyxl.load_workbook(io.BytesIO(content(table, "xlsx")))
    assert book["Cijfers"]["B2"].data_type == "n"
    said = dict(row for row in book["Bron en licentie"].iter_rows(values_only=True) if row[0] != "Kolom")
    assert said["Licentie"] == "CC BY 4.0"
    assert said["Herkomstbewijs"] == "ef5b3608f8e50ff1"
    assert said["Waarom geen interval"] == ABOUT.interval_reason
    assert said["Verwijzen als"].startswith("Ketenkompas, Voetafdruk van Nederland")


@pytest.mark.parametrize("form", ["csv", "csv_semicolon", "xlsx"])
@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+31", "-2+3", "@SUM(A1)"])
def test_no_text_becomes_a_formula(form: FileForm, cell: str) -> None:
    table = made(pl.DataFrame({cell: ["x", cell], "value": [-1.5, 2.0]}))
    found = content(table, form)
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(found))["Cijfers"]
        assert [sheet["A1"].value, sheet["A3"].value] == [f"'{cell}"] * 2
        assert sheet["A3"].data_type == "s"
        assert sheet["B2"].value == -1.5
        return
    separator = "," if form == "csv" else ";"
    rows = list(csv.reader(io.StringIO(found.decode("utf-8-sig")), delimiter=separator))
    assert [rows[0][0], rows[2][0]] == [f"'{cell}"] * 2
    assert rows[1][1] in ("-1.5", "-1,5")


@pytest.mark.parametrize("form", FILE_FORMS)
def test_the_same_table_gives_the_same_bytes(form: FileForm) -> None:
    first, second = (
        file(intervals(), About("Één: a/b", unit="Mt CO2", edition="2026-11", level=0.9), form) for _ in "ab"
    )
    assert first == second
    assert first.name.startswith("een-a-b_2026-11")


def test_columns_that_share_a_title_stay_apart() -> None:
    table = made(pl.DataFrame({"year": [2008], "a": [1.0], "b": [2.0]}), ("Jaar", "Overig", "Overig"))
    header = content(table, "csv_semicolon").decode("utf-8-sig").splitlines()[0]
    assert header == "Jaar;Overig (Mt CO₂);Overig (Mt CO₂) (2);Status"


@pytest.mark.parametrize(
    ("frame", "about", "code"),
    [
        ({"year": [], "value": []}, ABOUT, "files.empty"),
        ({"value": [1.0, float("nan")]}, ABOUT, "files.not_finite"),
        ({"value": [1.0]}, About("t", unit="kt CO2"), "files.units_differ"),
    ],
)
def test_a_table_that_would_mislead_is_refused(frame: dict[str, Any], about: About, code: str) -> None:
    with pytest.raises(InputError) as caught:
        file(made(pl.DataFrame(frame)), about, "csv")
    assert caught.value.code == code
    assert caught.value.text("nl") != caught.value.text("en")


def test_an_unknown_form_and_a_false_date_are_refused() -> None:
    with pytest.raises(UnknownCodeError, match="csv_semicolon"):
        file(intervals(), ABOUT, "ods")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="23-11-2026"):
        About("t", built="23-11-2026")
