"""A table as a file: one door to every form in which its numbers can be taken along."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from ketenkompas.errors import UnknownCodeError
from ketenkompas.i18n import text
from ketenkompas.reports._about import About
from ketenkompas.reports._citation import slug
from ketenkompas.reports._columns import columns, prepared
from ketenkompas.reports._jsonstat import dataset
from ketenkompas.reports._metadata import described, written
from ketenkompas.reports._safe import defused_frame
from ketenkompas.reports._table import Table
from ketenkompas.reports._workbook import workbook

FileForm = Literal["csv", "csv_semicolon", "xlsx", "parquet", "json", "jsonstat", "metadata"]
FILE_FORMS: tuple[FileForm, ...] = get_args(FileForm)


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over: its name, media type and bytes."""

    name: str
    media_type: str
    content: bytes


def file(table: Table, about: About, form: FileForm) -> File:
    r"""A table as a file in one of the forms.

    Every form holds the columns and rows of the table in their order, numbers to full precision, absent values empty
    and never zero; behind them ``status`` (``demo``, ``provisional``, ``model``, ``official``) and, where there are
    intervals, ``level``. The same table and description give the same bytes.

    Parameters
    ----------
    table : Table
        The numbers, in ``about.unit``.
    about : About
        What must be said with them.
    form : {"csv", "csv_semicolon", "xlsx", "parquet", "json", "jsonstat", "metadata"}
        ``csv``: comma, decimal point, stable codes as header. ``csv_semicolon``: for Dutch spreadsheets, with ``;``,
        decimal comma and the reader's header. ``parquet``: metadata as key-value metadata. ``json``: columns, rows
        and metadata. ``jsonstat``: a JSON-stat 2.0 dataset. ``metadata``: what goes with the CSV.

    Raises
    ------
    UnknownCodeError
        ``files.form_unknown``.
    InputError
        ``files.empty``, ``files.not_finite``, ``files.level_missing``, ``files.units_differ``.

    Examples
    --------
    >>> import polars as pl
    >>> table = Table(pl.DataFrame({"year": [2008], "NL": [60.5]}), ("Jaar", "Nederland"), "", "Mt CO2", "nl")
    >>> made = file(table, About("Voetafdruk", edition="2026-11", kinds=("demo",), language="nl"), "csv")
    >>> made.name, made.content.decode()
    ('voetafdruk_2026-11.csv', 'year,NL,status\n2008,60.5,demo\n')
    """
    if form not in FILE_FORMS:
        raise UnknownCodeError("files.form_unknown", found=form, known=", ".join(FILE_FORMS))
    write, ending, media_type = _FORMS[form]
    stem = "_".join(part for part in (slug(about.title), slug(about.edition, 40)) if part)
    shown = f"-{text('files.semicolon', table.language)}" if form == "csv_semicolon" else ""
    return File(f"{stem or 'ketenkompas'}{shown}.{ending}", media_type, write(prepared(table, about), about))


def _csv(table: Table, about: About) -> bytes:  # noqa: ARG001 (every form takes both)
    return defused_frame(table.frame).write_csv().encode()


def _csv_semicolon(table: Table, about: About) -> bytes:
    """With a byte order mark, without which Excel takes UTF-8 for a Windows code page."""
    heads = _apart([column.headed(table.language) for column in columns(table, about)])
    shown = table.frame.rename(dict(zip(table.frame.columns, heads, strict=True)))
    return defused_frame(shown).write_csv(separator=";", decimal_comma=True, include_bom=True).encode()


def _apart(heads: list[str]) -> list[str]:
    """Headers that are all different: a second "Overig" becomes "Overig (2)"."""
    taken: dict[str, int] = {}
    result: list[str] = []
    for head in heads:
        taken[head] = taken.get(head, 0) + 1
        result.append(head if taken[head] == 1 else f"{head} ({taken[head]})")
    return result


def _parquet(table: Table, about: About) -> bytes:
    buffer, said = io.BytesIO(), described(table, about)
    short = {name: said[name] for name in ("licence", "edition", "permalink")}
    short |= {"title": about.title, "citation": said["citation"][table.language], "receipt": " ".join(about.receipts)}
    whole = {"ketenkompas": json.dumps(said, ensure_ascii=False, allow_nan=False)}
    table.frame.write_parquet(buffer, compression="zstd", statistics=False, metadata=short | whole)
    return buffer.getvalue()


def _json(table: Table, about: About) -> bytes:
    said = described(table, about)
    return written({"columns": said.pop("columns"), "rows": table.frame.to_dicts(), "about": said})


_FORMS: Mapping[FileForm, tuple[Callable[[Table, About], bytes], str, str]] = {
    "csv": (_csv, "csv", "text/csv; charset=utf-8; header=present"),
    "csv_semicolon": (_csv_semicolon, "csv", "text/csv; charset=utf-8; header=present"),
    "xlsx": (workbook, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": (_parquet, "parquet", "application/vnd.apache.parquet"),
    "json": (_json, "json", "application/json"),
    "jsonstat": (lambda table, about: written(dataset(table, about)), "jsonstat.json", "application/json"),
    "metadata": (lambda table, about: written(described(table, about)), "metadata.json", "application/json"),
}
