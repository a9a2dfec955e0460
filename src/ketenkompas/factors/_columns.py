"""Records as rows: a Polars table with nested columns (Parquet, JSON), and text cells for reviewable CSV."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.factors._record import Component, Edition, Factor, Link

_PARTS = pl.List(pl.Struct({"stage": pl.String, "value": pl.Float64}))
_AMOUNTS = pl.List(pl.Struct({"name": pl.String, "value": pl.Float64}))
_LINKS = pl.List(pl.Struct({"scheme": pl.String, "code": pl.String, "relation": pl.String}))
_WORDS = pl.List(pl.String)
_KINDS: Mapping[str, Any] = {
    **dict.fromkeys(("version", "supersedes", "data_year_from", "data_year_to", "price_year"), pl.Int32),
    **dict.fromkeys(("valid_from", "valid_to", "reviewed_on"), pl.Date),
    **dict.fromkeys(
        (
            "value", "biogenic_co2", "biogenic_uptake", "avoided", "energy_content_mj", "share_basic", "share_margin",
            "share_tax", "margin_factor", "gsd2", "low", "high", "confidence", "primary_data_share",
        ),
        pl.Float64,
    ),
    **dict.fromkeys(("includes_capital_goods", "includes_infrastructure"), pl.Boolean),
    **dict.fromkeys(("scope_hint", "search_terms_nl", "search_terms_en", "flags"), _WORDS),
    **dict.fromkeys(("components", "alternatives"), _PARTS),
    **dict.fromkeys(("gases", "origins"), _AMOUNTS),
    "classifications": _LINKS,
    "pedigree": pl.List(pl.Int32),
}  # fmt: skip


@functools.cache
def record_schema() -> Mapping[str, Any]:
    """Column names and Polars types of a table of records; ``source_id`` and ``edition`` stand for the edition."""
    found: dict[str, Any] = {}
    for one in fields(Factor):
        if one.name == "source":
            found |= {"source_id": pl.String, "edition": pl.String}
        else:
            found[one.name] = _KINDS.get(one.name, pl.String)
    return found


def to_row(factor: Factor) -> dict[str, Any]:
    """A record as plain values: dates and numbers as such, nested fields as lists of mappings."""
    row: dict[str, Any] = {}
    for name, kind in record_schema().items():
        if name == "source_id":
            row[name] = factor.source.source_id
        elif name == "edition":
            row[name] = factor.source.edition
        else:
            row[name] = _plain(getattr(factor, name), kind)
    return row


def _plain(value: Any, kind: Any) -> Any:
    if kind == _PARTS:
        return [{"stage": one.stage, "value": one.value} for one in value]
    if kind == _AMOUNTS:
        return [{"name": name, "value": amount} for name, amount in value.items()]
    if kind == _LINKS:
        return [{"scheme": one.scheme, "code": one.code, "relation": one.relation} for one in value]
    return list(value) if isinstance(value, tuple) else value


def from_row(row: Mapping[str, Any], editions: Mapping[tuple[str, str], Edition]) -> Factor:
    """A record from :func:`to_row`'s plain values.

    Raises
    ------
    InputError
        ``factor.edition_unknown`` when no edition goes by the row's ``source_id`` and ``edition``.
    """
    told: dict[str, Any] = {"source": _edition(editions, (row["source_id"], row["edition"]), row["key"])}
    for name, kind in record_schema().items():
        if name not in {"source_id", "edition"}:
            told[name] = _typed(row[name], kind)
    return Factor(**told)


def _typed(value: Any, kind: Any) -> Any:
    return _READERS[kind](value) if kind in _READERS else value


_READERS: Mapping[Any, Callable[[Any], Any]] = {
    _PARTS: lambda value: tuple(Component(one["stage"], one["value"]) for one in value or ()),
    _AMOUNTS: lambda value: {one["name"]: one["value"] for one in value or ()},
    _LINKS: lambda value: tuple(Link(one["scheme"], one["code"], one["relation"]) for one in value or ()),
    _WORDS: lambda value: tuple(value or ()),
    _KINDS["pedigree"]: lambda value: tuple(value) if value else None,
    pl.String: lambda value: value or "",
}


def to_frame(records: Iterable[Factor]) -> pl.DataFrame:
    """Records as a table with :func:`record_schema`, in the order given."""
    return pl.DataFrame([to_row(one) for one in records], schema=dict(record_schema()))


def from_frame(frame: pl.DataFrame, editions: Iterable[Edition]) -> tuple[Factor, ...]:
    """Records from a table of :func:`to_frame`; column by column, since a release has many rows.

    Raises
    ------
    InputError
        As :func:`from_row`.
    """
    known = {(one.source_id, one.edition): one for one in editions}
    pairs = zip(frame["source_id"].to_list(), frame["edition"].to_list(), frame["key"].to_list(), strict=True)
    sources = [_edition(known, (source, edition), key) for source, edition, key in pairs]
    schema = record_schema()
    names = [one.name for one in fields(Factor)]
    columns = [
        sources if one.name == "source" else _typed_column(frame[one.name].to_list(), schema[one.name])
        for one in fields(Factor)
    ]
    return tuple(Factor(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True))


def _edition(known: Mapping[tuple[str, str], Edition], name: tuple[str, str], key: str) -> Edition:
    found = known.get(name)
    if found is None:
        told = ", ".join(" ".join(one) for one in known)
        raise InputError("factor.edition_unknown", where=key, found=" ".join(name), known=told)
    return found


def _typed_column(values: list[Any], kind: Any) -> list[Any]:
    reader = _READERS.get(kind)
    if reader is None:
        return values
    return [reader(value) for value in values] if any(values) else [reader(None)] * len(values)


def to_cells(factor: Factor) -> dict[str, str]:
    """A record as cells of text: numbers as the shortest decimals that are exact, lists with ``|``.

    Components read ``TTW=2.374;WTT=0.685``, classifications ``CPA2.1:19.20.2:broad|A64:C19:broad``. ``factor_id`` is
    left out: it follows from source and native id.
    """
    row = to_row(factor)
    return {name: _cell(row[name], kind) for name, kind in record_schema().items() if name != "factor_id"}


def _cell(value: Any, kind: Any) -> str:
    if value is None:
        return ""
    if kind in (_PARTS, _AMOUNTS):
        first = "stage" if kind == _PARTS else "name"
        return ";".join(f"{one[first]}={_number(one['value'])}" for one in value)
    if kind == _LINKS:
        return "|".join(f"{one['scheme']}:{one['code']}:{one['relation']}" for one in value)
    if isinstance(value, list):
        return "|".join(str(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    text = repr(value)
    if "e" in text:
        text = format(value, ".20f").rstrip("0") if abs(value) < 1 else format(value, "f")
        text = text if float(text) == value else repr(value)
    return text.removesuffix(".0")


def from_cells(cells: Mapping[str, str], *, where: Where) -> dict[str, Any]:
    """Plain values for :func:`from_row` from cells of :func:`to_cells`; columns that are absent count as empty.

    Raises
    ------
    InputError
        ``factor.cell_unreadable`` with the column and what it holds.
    """
    row: dict[str, Any] = {}
    for name, kind in record_schema().items():
        text = cells.get(name, "")
        try:
            row[name] = _read(text, kind)
        except ValueError:
            place = Where(file=where.file, row=where.row, column=name, label=where.label)
            raise InputError("factor.cell_unreadable", where=place, found=text, kind=str(kind)) from None
    return row


def _read(text: str, kind: Any) -> Any:
    if kind in (_PARTS, _AMOUNTS):
        first = "stage" if kind == _PARTS else "name"
        pairs: Sequence[tuple[str, str, str]] = [one.rpartition("=") for one in text.split(";") if one]
        return [{first: name, "value": float(value)} for name, _, value in pairs]
    if kind == _LINKS:
        return [dict(zip(("scheme", "code", "relation"), _three(one), strict=True)) for one in text.split("|") if one]
    if kind in (_WORDS, _KINDS["pedigree"]):
        word = str if kind == _WORDS else int
        return [word(one) for one in text.split("|") if one]
    if kind == pl.String:
        return text
    return _SCALARS[kind](text) if text else None


def _truth(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError(text)
    return text == "yes"


_SCALARS: Mapping[Any, Callable[[str], Any]] = {
    pl.Boolean: _truth,
    pl.Date: datetime.date.fromisoformat,
    pl.Int32: int,
    pl.Float64: float,
}


def _three(text: str) -> tuple[str, str, str]:
    scheme, _, rest = text.partition(":")
    code, _, relation = rest.rpartition(":")
    if not (scheme and code and relation):
        raise ValueError(text)
    return scheme, code, relation
