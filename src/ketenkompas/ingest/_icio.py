"""OECD's inter-country input-output tables: the adapted Parquet of the mirror and the publisher's wide csv."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._pymrio import year_of
from ketenkompas.ingest._rows import bytes_of, decoded, few, float_of
from ketenkompas.ingest._saved import region_codes
from ketenkompas.mrio import Accounts, FinalUses, Meta, Sectors

Array = npt.NDArray[np.float64]
_REST = {"ROW": "ICIO_ROW"}
_FINAL = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR", "NONRES", "C", "I", "Cx", "P33", "DIRP", "FD")
_TOTALS = ("OUT", "OUTPUT", "TOTAL")
_ADDED = ("TLS", "VA", "NET_TAXES_ON_PRODUCTS", "VALUE_ADDED_LABOUR", "VALUE_ADDED_CAPITAL")
_LARGEST_GAP = 0.01


@dataclass(frozen=True)
class _Wide:
    """The whole table: row labels, column labels, values."""

    file: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Array = field(repr=False)


def read_icio(path: Path, *, year: int | None = None, model: str = "oecd-icio") -> Accounts:
    """OECD ICIO as accounts without emissions (the source has none).

    Parameters
    ----------
    path : Path
        ``*.parquet`` in the mirror's adapted layout (``row``, ``AUS_A``, .., ``AUS_FD_C``), or the publisher's csv
        (rows and columns ``AUS_A01_02``, final uses ``AUS_HFCE``, last column and row ``OUT``, rows ``TLS``, ``VA``).
        The csv layout is read as documented; it has not yet been run on the publisher's own file.
    year : int, optional
        By default the last year in the file's name (``ICIO2023_2019.csv`` is 2019).
    model : str
        The name the accounts get.

    Returns
    -------
    Accounts
        MUSD, no gas; areas in canonical codes, the rest of the world as ``ICIO_ROW`` (each source has its own); labels
        split at the first underscore; final uses by the source's codes; value-added rows as the source gives them.

    Raises
    ------
    InputError
        ``icio.no_industries``, ``icio.output_differs``, or ``ingest.file_has_problems`` with labels that belong
        nowhere, industries without a column, doubled labels and cells that are no number.
    """
    wide = _parquet(path) if path.suffix == ".parquet" else _csv(path)
    industries = _industries(wide)
    finals = [at for at, label in enumerate(wide.columns) if label not in industries and label not in _TOTALS]
    added = [at for at, label in enumerate(wide.rows) if label in _ADDED]
    rows = [at for at, label in enumerate(wide.rows) if label in industries]
    columns = [wide.columns.index(wide.rows[at]) for at in rows]
    flows, demand = wide.values[np.ix_(rows, columns)], wide.values[np.ix_(rows, finals)]
    _check_output(wide, rows, flows.sum(axis=1) + demand.sum(axis=1))
    codes = region_codes([label.split("_", 1)[0] for label in industries], wide.file, _REST)
    return Accounts.build(
        flows=np.ascontiguousarray(flows),
        demand=np.ascontiguousarray(demand),
        emissions=np.zeros((0, len(rows))),
        direct=np.zeros((0, len(set(codes)))),
        sectors=Sectors(*_split([wide.rows[at] for at in rows], codes)),
        final_uses=FinalUses(*_split([wide.columns[at].replace("_FD_", "_", 1) for at in finals], codes)),
        gases=(),
        meta=_meta(path, model, year),
        value_added=np.ascontiguousarray(wide.values[np.ix_(added, columns)]) if added else None,
        value_added_rows=tuple(wide.rows[at] for at in added),
    )


def _meta(path: Path, model: str, year: int | None) -> Meta:
    adapted = path.suffix == ".parquet"
    notes = (
        "an adaptation of an original work by the OECD; the opinions expressed and arguments employed in it are not "
        "the official views of the OECD or of its member countries"
        if adapted
        else "reader not yet run on the publisher's own file"
    )
    named = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", path.stem)
    return Meta(
        model=model,
        year=year_of(Path(named[-1] if named else path.name), year),
        money_unit="MUSD",
        emission_units=(),
        table_edition=f"OECD ICIO {path.stem}",
        scheme="ISIC4",
        sources=("oecd-icio-2019-g20",) if adapted else (),
        notes=(notes, "no emissions in this source"),
    )


def _split(labels: Sequence[str], codes: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    parts = [label.split("_", 1) for label in labels]
    return tuple(codes[region] for region, _ in parts), tuple(code for _, code in parts)


def _industries(wide: _Wide) -> frozenset[str]:
    """The labels that sell and buy; everything else must be a known final use, total or value-added row."""
    faults = Faults(wide.file)
    for axis, labels in (("row", wide.rows), ("column", wide.columns)):
        for label, count in Counter(labels).items():
            if count > 1:
                faults.add("table.label_twice", column="" if axis == "row" else label, label=label, found=label)
    both = frozenset(wide.rows) & frozenset(wide.columns) - frozenset(_TOTALS)
    if not both:
        raise InputError("icio.no_industries", where=Where(file=wide.file), found=few(wide.columns))
    regions = {label.split("_", 1)[0] for label in both}
    for label in wide.rows:
        if label not in both and label not in (*_ADDED, *_TOTALS):
            faults.add("icio.row_without_column", label=label, found=label)
    for label in wide.columns:
        region, _, use = label.partition("_")
        known = region in regions and use.removeprefix("FD_") in _FINAL
        if label not in both and label not in _TOTALS and not known:
            faults.add("icio.column_unknown", column=label, found=label)
    faults.raise_if_any()
    return both


def _check_output(wide: _Wide, rows: Sequence[int], sums: Array) -> None:
    total = next((label for label in _TOTALS if label in wide.columns), None)
    if total is None:
        return
    stated = wide.values[list(rows), wide.columns.index(total)]
    gap = np.abs(sums - stated)
    share = float(gap.sum() / max(np.abs(stated).sum(), 1e-300))
    if share > _LARGEST_GAP:
        worst = wide.rows[rows[int(gap.argmax())]]
        raise InputError("icio.output_differs", where=Where(file=wide.file, label=worst), share=f"{100 * share:.2g}")


def _csv(path: Path) -> _Wide:
    raw = bytes_of(path)
    head = decoded(raw[: raw.find(b"\n") + 1], path.name).strip().split(",")
    columns = tuple(cell.strip().strip('"') for cell in head[1:])
    if not columns:
        raise InputError("icio.no_industries", where=Where(file=path.name, row=1), found=few(head))
    schema = {"row": pl.String, **{f"c{at}": pl.Float64 for at in range(len(columns))}}
    try:
        read = pl.read_csv(raw, has_header=False, skip_rows=1, schema=schema)
    except (pl.exceptions.PolarsError, ValueError):
        read = None
    values = None if read is None else read.drop("row").to_numpy()
    if read is None or values is None or not np.isfinite(values).all():
        _tell_faults(raw, path.name, columns)
        raise InputError("table.not_utf8", where=Where(file=path.name), byte=0)
    return _Wide(path.name, tuple(read["row"].to_list()), columns, values)


def _tell_faults(raw: bytes, file: str, columns: Sequence[str]) -> None:
    faults = Faults(file)
    for number, line in enumerate(decoded(raw, file).splitlines()[1:], start=2):
        cells = line.split(",")
        if len(cells) != len(columns) + 1:
            faults.add("table.row_width", row=number, label=cells[0], found=len(cells), width=len(columns) + 1)
            continue
        for column, cell in zip(columns, cells[1:], strict=True):
            if float_of(cell) is None:
                faults.add_number(cell, row=number, column=column, label=cells[0])
    faults.raise_if_any()


def _parquet(path: Path) -> _Wide:
    where = Where(file=path.name)
    if not path.is_file():
        raise InputError("table.file_absent", where=where, folder=path.parent.name or ".")
    try:
        read = pl.read_parquet(path, memory_map=False)
    except (pl.exceptions.PolarsError, OSError, ValueError) as broken:
        raise InputError("table.not_parquet", where=where, reason=str(broken).splitlines()[0][:120]) from None
    if "row" not in read.columns:
        raise InputError("table.columns_absent", where=where, absent="row", found=few(read.columns))
    labels = [str(label) for label in read["row"]]
    columns = [name for name in read.columns if name != "row"]
    faults = Faults(path.name)
    for name in columns:
        column = read[name]
        if not column.dtype.is_numeric():
            faults.add("table.column_kind", column=name, found=str(column.dtype), kind="number")
            continue
        for at in (~column.cast(pl.Float64).is_finite().fill_null(value=False)).arg_true().head(5):
            faults.add(
                "table.no_number", row=int(at) + 1, column=name, label=labels[int(at)], found=str(column[int(at)])
            )
    faults.raise_if_any()
    values = read.select(pl.col(columns).cast(pl.Float64)).to_numpy()
    return _Wide(path.name, tuple(labels), tuple(columns), values)
