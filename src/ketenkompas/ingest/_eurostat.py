"""Eurostat's data sets as tidy rows: SDMX-CSV and TSV, plain or gzipped, with flags and confidentiality kept."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ketenkompas.ingest._bytes import Source, header_of, open_source
from ketenkompas.ingest._faults import Faults, shown

_ABSENT = ["", ":", "NaN"]
_TIME = "TIME_PERIOD"


@dataclass(frozen=True)
class EurostatRows:
    """The observations of one file.

    Attributes
    ----------
    rows : DataFrame
        The dimensions asked for (text), ``year`` (Int64), ``value`` (Float64, null where there is none), ``flag``,
        ``confidential``, and ``row``: the row of the file.
    dataset : str
        ``ENV_AC_GHGFP`` where the file names it.
    updated : str
        The publisher's date of the last update, where the file names it.
    """

    rows: pl.DataFrame = field(repr=False)
    file: str
    dataset: str = ""
    updated: str = ""


def read_eurostat(path: Path, dimensions: Sequence[str]) -> EurostatRows:
    """A Eurostat file with the named dimensions; further dimensions (``freq``) must hold one value.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``: a dimension is missing, a further dimension has several values, rows of another
        width, values that are no numbers.
    """
    source = open_source(path)
    header, _ = header_of(source, ",\t")
    faults = Faults(source.name)
    tsv = "\\" in header[0] and header[0].rpartition("\\")[2].strip() == _TIME
    names = header[0].rpartition("\\")[0].split(",") if tsv else header
    for name in (*dimensions, *(() if tsv else (_TIME, "OBS_VALUE"))):
        if name not in names:
            faults.add("ingest.column_absent", row=1, found=name, columns=shown(", ".join(names), 160))
    faults.raise_if_any()
    read = _tsv(source, names, header[1:], faults) if tsv else _sdmx(source, header, faults)
    _note_further(read, [name for name in names if name not in dimensions], faults)
    rows = _with_values(read, dimensions, faults)
    return EurostatRows(rows, source.name, _first(read, "DATAFLOW", "STRUCTURE_ID"), _first(read, "LAST UPDATE"))


def _sdmx(source: Source, header: Sequence[str], faults: Faults) -> pl.DataFrame:
    text = _text(source)
    try:
        read = pl.read_csv(io.BytesIO(text), infer_schema=False)
    except pl.exceptions.PolarsError as broken:
        _note_widths(source, ",", len(header), faults)
        faults.raise_if_any()
        faults.add("ingest.unreadable", reason=shown(str(broken).split("\n")[0], 120))
        faults.raise_if_any()
    if any(read[name].null_count() for name in header if name in read.columns and name not in _MAY_BE_EMPTY):
        _note_widths(source, ",", len(header), faults)
    named = read.rename({"OBS_VALUE": "text", _TIME: "time"})
    flag = pl.col("OBS_FLAG") if "OBS_FLAG" in named.columns else pl.lit("")
    conf = pl.col("CONF_STATUS") if "CONF_STATUS" in named.columns else pl.lit("")
    return named.with_columns(
        row=pl.int_range(2, named.height + 2),
        text=pl.col("text").fill_null("").str.strip_chars(),
        flag=flag.fill_null("").str.strip_chars(),
        confidential=(conf.fill_null("") == "C") | flag.fill_null("").str.contains("c"),
    )


_MAY_BE_EMPTY = ("OBS_VALUE", "OBS_FLAG", "CONF_STATUS", "DATAFLOW", "LAST UPDATE")


def _tsv(source: Source, names: Sequence[str], times: Sequence[str], faults: Faults) -> pl.DataFrame:
    _note_widths(source, "\t", len(times) + 1, faults)
    faults.raise_if_any()
    years = [time.strip() for time in times]
    read = pl.read_csv(
        io.BytesIO(_text(source)),
        separator="\t",
        infer_schema=False,
        quote_char=None,
        has_header=False,
        skip_lines=1,
        new_columns=["key", *years],
    )
    keys = pl.col("key").str.split(",")
    for row in read.with_row_index("at", 2).filter(keys.list.len() != len(names)).head(5).iter_rows(named=True):
        faults.add(
            "ingest.row_width", row=row["at"], label=row["key"], found=row["key"].count(",") + 1, width=len(names)
        )
    faults.raise_if_any()
    parts = read.with_columns(
        keys.list.get(at).str.strip_chars().alias(name) for at, name in enumerate(names)
    ).with_columns(row=pl.int_range(2, read.height + 2))
    long = parts.drop("key").unpivot(index=[*names, "row"], variable_name="time", value_name="cell")
    cell = pl.col("cell").fill_null("").str.strip_chars()
    return long.with_columns(
        text=cell.str.extract(r"^(\S*)", 1).fill_null(""),
        flag=cell.str.extract(r"^\S*\s+(.*)$", 1).fill_null(""),
    ).with_columns(confidential=pl.col("flag").str.contains("c"))


def _text(source: Source) -> bytes:
    with source.open() as stream:
        return stream.read()


def _note_widths(source: Source, separator: str, width: int, faults: Faults) -> None:
    mark = separator.encode()
    for row, line in source.lines():
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as broken:
            faults.add("ingest.not_utf8", row=row, found=f"0x{line[broken.start]:02x}")
        if row > 1 and not line.strip():
            faults.add("ingest.blank_row", row=row)
        elif b'"' not in line and line.count(mark) != width - 1:
            label = shown(line.decode("utf-8", "replace"))
            faults.add("ingest.row_width", row=row, label=label, found=line.count(mark) + 1, width=width)


def _note_further(read: pl.DataFrame, names: Sequence[str], faults: Faults) -> None:
    """A dimension that was not asked for would make rows double: it must hold one value."""
    fixed = ("DATAFLOW", "LAST UPDATE", _TIME, "OBS_VALUE", "OBS_FLAG", "CONF_STATUS", "STRUCTURE", "STRUCTURE_ID")
    for name in names:
        if name in fixed or name not in read.columns:
            continue
        found = read[name].unique().sort().to_list()
        if len(found) > 1:
            faults.add("eurostat.further_dimension", column=name, found=shown(", ".join(map(str, found)), 80))
    faults.raise_if_any()


def _with_values(read: pl.DataFrame, dimensions: Sequence[str], faults: Faults) -> pl.DataFrame:
    value = pl.when(pl.col("text").is_in(_ABSENT)).then(None).otherwise(pl.col("text").cast(pl.Float64, strict=False))
    rows = read.select(
        *dimensions,
        pl.col("time").str.strip_chars().cast(pl.Int64, strict=False).alias("year"),
        value.alias("value"),
        "flag",
        "confidential",
        "row",
        "text",
        "time",
    )
    wrong = rows.filter(
        (pl.col("value").is_null() & ~pl.col("text").is_in(_ABSENT))
        | (pl.col("value").is_finite() == pl.lit(value=False))
    )
    for row in wrong.iter_rows(named=True):
        label = " ".join(str(row[name]) for name in dimensions)
        faults.add_number(row["text"], row=row["row"], column=f"OBS_VALUE {row['time']}", label=label)
    for row in rows.filter(pl.col("year").is_null()).iter_rows(named=True):
        faults.add("eurostat.no_year", row=row["row"], column=_TIME, found=shown(str(row["time"])))
    faults.raise_if_any()
    return rows.drop("text", "time")


def _first(read: pl.DataFrame, *names: str) -> str:
    for name in names:
        if name in read.columns and read.height:
            text = str(read[name][0] or "")
            return text.removeprefix("ESTAT:").partition("(")[0]
    return ""
