"""Our names for what is in a table of Statistics Netherlands, found by title because keys shift between editions."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from ketenkompas.errors import InputError, UnknownCodeError, Where
from ketenkompas.ingest._cbs_odata import CbsMeasure, CbsTable, opened_table, table_of
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import few


@dataclass(frozen=True, slots=True)
class CbsChange:
    """A column that is not where it was: our name, the key known here, the key found, and how it was found."""

    name: str
    known: str
    found: str
    by: str


@dataclass(frozen=True)
class CbsCells:
    """The cells of a table under our names.

    Attributes
    ----------
    cells : DataFrame
        Our dimensions, ``measure`` (our name), ``value`` (null unless ok), ``state``, ``status``.
    titles : mapping
        Our dimension -> code -> title.
    changes : tuple of CbsChange
        Columns found under another key than the one known here: for the receipt.
    """

    id: str
    file: str
    modified: str
    cells: pl.DataFrame = field(repr=False)
    titles: Mapping[str, Mapping[str, str]] = field(repr=False)
    units: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[CbsChange, ...] = ()

    def chosen(self, measures: Sequence[str], **codes: str | Sequence[str]) -> pl.DataFrame:
        """The cells of some measures, each named dimension held at a code or at some codes."""
        found = self.cells.filter(pl.col("measure").is_in(list(measures)))
        for name, wanted in codes.items():
            found = found.filter(pl.col(name).is_in([wanted] if isinstance(wanted, str) else list(wanted)))
        return found


def read_cbs_cells(path: Path, table_id: str | None = None) -> CbsCells:
    """A table of the list (``cbs_tables.csv``) with our names for dimensions and measures.

    Parameters
    ----------
    table_id : str, optional
        Which layout to read it by; by default that of the table the file names.

    Raises
    ------
    UnknownCodeError
        ``cbs_odata.table_unknown`` for a table without a layout.
    InputError
        Those of :func:`read_cbs_table`; ``ingest.file_has_problems`` with measures and dimensions that cannot be found
        by title or by key (``cbs_odata.measure_absent``, ``cbs_odata.dimension_absent``), that are found more than
        once (``cbs_odata.measure_twice``), and dimensions that are new (``cbs_odata.dimension_new``).

    Notes
    -----
    A measure is the one with a known title, in a group of the known title where one is named. Where no title fits, the
    key without its number decides; a key alone never does, because numbers move on when a column is added.
    """
    whole = opened_table(path)
    layout = cbs_layout(table_id or whole["table"])
    return named_cells(table_of(whole, path.name, layout.get("signed", ())), layout)


def named_cells(table: CbsTable, layout: Mapping[str, Any]) -> CbsCells:
    """A table under the names of a layout; see :func:`read_cbs_cells`."""
    faults = Faults(table.file)
    dimensions = _dimensions(table, layout["dimensions"], faults)
    apart = {name: str(known["or_measures"]) for name, known in layout["dimensions"].items() if "or_measures" in known}
    for name, measure in apart.items():
        if name not in dimensions.values() and not faults:
            return _unfolded(table, dimensions, name, measure)
    found = {name: _measure(table, name, wanted, faults) for name, wanted in layout["measures"].items()}
    faults.raise_if_any()
    keys = {measure.key: name for name, (measure, _) in found.items() if measure is not None}
    changes = tuple(
        CbsChange(name, layout["measures"][name]["key"], measure.key, by)
        for name, (measure, by) in found.items()
        if measure is not None and (by != "title" or _moved(table, measure, layout["measures"][name]["key"]))
    )
    cells = (
        table.cells.filter(pl.col("measure").is_in(list(keys)))
        .with_columns(pl.col("measure").replace_strict(keys))
        .rename(dimensions)
        .select(*dimensions.values(), "measure", "value", "state", "status")
    )
    titles = {name: {code.code: code.title for code in table.codes[key]} for key, name in dimensions.items()}
    units = {name: measure.unit for name, (measure, _) in found.items() if measure is not None}
    return CbsCells(table.id, table.file, table.modified, cells, titles, units, changes)


def _unfolded(table: CbsTable, dimensions: Mapping[str, str], name: str, measure: str) -> CbsCells:
    """A table whose measures are the codes of a dimension: one column per group of spending."""
    cells = table.cells.rename(dict(dimensions)).rename({"measure": name})
    titles = {ours: {code.code: code.title for code in table.codes[key]} for key, ours in dimensions.items()}
    titles[name] = {found.key: found.title for found in table.measures}
    units = {found.unit for found in table.measures}
    made = cells.with_columns(measure=pl.lit(measure)).select(
        name, *dimensions.values(), "measure", "value", "state", "status"
    )
    return CbsCells(
        table.id, table.file, table.modified, made, titles, {measure: units.pop() if len(units) == 1 else ""}
    )


def cbs_layout(table_id: str) -> Mapping[str, Any]:
    """What we know of a table: dimensions and measures with their titles (``data/households/cbs_layouts.yml``)."""
    known: Mapping[str, Any] = _layouts()["tables"]
    if table_id not in known:
        raise UnknownCodeError("cbs_odata.table_unknown", found=table_id, known=", ".join(known))
    found: Mapping[str, Any] = known[table_id]
    return found


def cbs_words() -> Mapping[str, Any]:
    """The words of CBS for classes, characteristics and units (the same file)."""
    return _layouts()


@functools.cache
def _layouts() -> Mapping[str, Any]:
    file = importlib.resources.files("ketenkompas") / "data" / "households" / "cbs_layouts.yml"
    return yaml.safe_load(file.read_text("utf-8"))  # type: ignore[no-any-return]


def _dimensions(table: CbsTable, wanted: Mapping[str, Mapping[str, Sequence[str]]], faults: Faults) -> dict[str, str]:
    """Key of the table -> our name; a further dimension may hold one code only, or cells would be taken twice."""
    found: dict[str, str] = {}
    for name, known in wanted.items():
        fits = [key for key, title in table.dimensions.items() if key in known["keys"] or _like(title, known["titles"])]
        if len(fits) == 1:
            found[fits[0]] = name
        elif not known.get("optional") and not (known.get("or_measures") and not fits):
            faults.add("cbs_odata.dimension_absent", found=name, known=few(list(table.dimensions)), count=len(fits))
    for key in table.dimensions:
        if key not in found and len(table.codes[key]) > 1:
            faults.add("cbs_odata.dimension_new", column=key, found=key, count=len(table.codes[key]))
    return found


def _measure(table: CbsTable, name: str, wanted: Mapping[str, Any], faults: Faults) -> tuple[CbsMeasure | None, str]:
    """The measure of a name, and by what it was found: its title or the stem of its key."""
    group = wanted.get("group")
    inside = [m for m in table.measures if group is None or any(_like(title, group) for title in m.groups)]
    stem = CbsMeasure(wanted["key"], "", (), "").stem
    for by, fits in (
        ("title", [m for m in inside if _like(m.title, wanted["titles"])]),
        ("key", [m for m in inside if m.stem == stem]),
    ):
        if len(fits) == 1:
            return fits[0], by
        if len(fits) > 1:
            keys = few([m.key for m in fits])
            faults.add("cbs_odata.measure_twice", label=name, found=wanted["titles"][0], keys=keys)
            return None, by
    if not wanted.get("optional"):
        titles = few([m.title for m in table.measures])
        faults.add("cbs_odata.measure_absent", label=name, found=wanted["titles"][0], known=titles)
    return None, ""


def _moved(table: CbsTable, measure: CbsMeasure, known: str) -> bool:
    """Whether a measure has another key than the one known here; OData 4 has keys of its own."""
    return table.odata == "3" and measure.key != known


def _like(title: str, known: Sequence[str]) -> bool:
    """Whether a title is one of those known, letters and digits alone compared."""
    return _plain(title) in {_plain(one) for one in known}


def _plain(title: str) -> str:
    return "".join(mark for mark in title.casefold() if mark.isalnum())


def one_code(table: CbsCells, dimension: str, titles: Sequence[str]) -> str:
    """The code of a dimension with one of these titles.

    Raises
    ------
    InputError
        ``cbs_odata.class_absent`` when none or several have it.
    """
    fits = [code for code, title in table.titles[dimension].items() if _like(title, titles)]
    if len(fits) == 1:
        return fits[0]
    known = few(list(table.titles[dimension].values()))
    where = Where(file=table.file, column=dimension)
    raise InputError("cbs_odata.class_absent", where=where, found=titles[0], known=known, count=len(fits))
