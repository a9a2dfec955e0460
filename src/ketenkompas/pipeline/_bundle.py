"""Everything in one ZIP file, for those who want all figures at once."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from ketenkompas.i18n import Language, text
from ketenkompas.pipeline._receipt import Receipt
from ketenkompas.pipeline._store import Store, stores, write_bytes

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP file can hold: the same products give the same bytes


def write_bundle(path: Path, *, edition: str, sources: Mapping[Language, Sequence[Mapping[str, Any]]]) -> Path:
    """Every product with its receipt, the models, and the sources with their licences, in one ZIP file.

    Raises
    ------
    ProductError
        ``product.cannot_write``.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for language in sources:
            head = text("bundle.readme", language, edition=edition or "-")
            _put(archive, f"README.{language}.txt", head + "\n\n" + _credits(sources[language], language))
        _put(archive, "sources.json", _json(sources.get("en", [])))
        models = {name: info for store in reversed(stores()) for name, info in store.models().items()}
        _put(archive, "models.json", _json(models))
        for store, receipt in _newest():
            _product(archive, store, receipt)
    write_bytes(path, buffer.getvalue())
    return path


def _newest() -> list[tuple[Store, Receipt]]:
    """Every product once: what the user built goes before the starter set."""
    found: dict[tuple[str, str, str], tuple[Store, Receipt]] = {}
    for store in reversed(stores()):
        for receipt in store.receipts():
            identity = receipt.identity
            found[(identity["model"], str(identity["year"] or "series"), identity["product"])] = (store, receipt)
    return [found[key] for key in sorted(found)]


def _product(archive: zipfile.ZipFile, store: Store, receipt: Receipt) -> None:
    identity = receipt.identity
    stem = f"{identity['model']}/{identity['year'] or 'series'}/{identity['product']}"
    frame = store.read(receipt)
    _put(archive, f"{stem}.parquet", store.path(receipt).read_bytes(), packed=False)
    if pl.Binary not in frame.dtypes:  # packed draws are for programs: Parquet alone
        _put(archive, f"{stem}.csv", _plain(frame).write_csv())
    _put(archive, f"{stem}.receipt.json", _json(receipt.as_json()))


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """A table as CSV can hold it: lists in one cell, parted by a semicolon."""
    lists = [
        pl.col(name).cast(pl.List(pl.String)).list.join(";") for name, kind in frame.schema.items() if kind == pl.List
    ]
    return frame.with_columns(pl.col(pl.Categorical).cast(pl.String), *lists)


def _credits(sources: Sequence[Mapping[str, Any]], language: Language) -> str:
    lines = [text("bundle.sources", language)]
    for source in sources:
        lines.append(f"- {source['attribution']}\n  {text('bundle.licence', language)}: {source['licence']}")
        lines += [f"  {text('bundle.fault', language)}: {fault}" for fault in source["known_faults"]]
    return "\n".join(lines) + "\n"


def _json(data: Any) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _put(archive: zipfile.ZipFile, name: str, data: str | bytes, *, packed: bool = True) -> None:
    info = zipfile.ZipInfo(name, _LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)
