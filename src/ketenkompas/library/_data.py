"""``data_sources``: the files behind the figures that are here, their licences and faults; ``bundle``: everything."""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path
from typing import Any

from ketenkompas import pipeline, sources
from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import Language, language_of


def data_sources(lang: str = "en") -> list[dict[str, Any]]:
    """Every source file behind the products of this installation, each once.

    Returns
    -------
    list of dict
        ``id``, ``title``, ``publisher``, ``edition``, ``licence``, ``licence_confirmed``, ``second_hand``,
        ``attribution``, ``url``, ``known_faults`` (a list of sentences), ``files`` (how many files of one series) and
        ``models`` (whose figures rest on it). Files that differ only in their year are one entry.

    Examples
    --------
    >>> from ketenkompas.library import data_sources
    >>> {source["publisher"] for source in data_sources()} >= {"Eurostat"}
    True
    """
    language = language_of(lang)
    used: dict[str, set[str]] = {}
    for store in pipeline.stores():
        for receipt in store.receipts():
            for item in receipt.identity["inputs"]:
                used.setdefault(item["source"], set()).add(str(receipt.identity["model"]))
    grouped: dict[tuple[str, ...], dict[str, Any]] = {}
    for id_, models in used.items():
        try:
            record = sources.record(id_)
        except KetenkompasError:
            continue  # a file of the user's own: its receipt names it
        row = _described(record, language)
        key = (row["publisher"], row["edition"], row["licence"], "".join(row["known_faults"]))
        if key not in grouped:
            grouped[key] = {**row, "files": 0, "models": []}
        grouped[key]["files"] += 1
        grouped[key]["models"] = sorted({*grouped[key]["models"], *models})
    return sorted(grouped.values(), key=lambda row: (row["publisher"], row["title"]))


def _described(record: sources.SourceRecord, language: Language) -> dict[str, Any]:
    return {
        "id": record.id,
        "title": record.title_nl if language == "nl" else record.title,
        "publisher": record.publisher,
        "edition": record.edition,
        "licence": record.licence,
        "licence_confirmed": record.licence_confirmed,
        "second_hand": record.second_hand,
        "attribution": record.attribution,
        "url": record.link,
        "known_faults": [fault[language] for fault in record.known_faults],
    }


def bundle(path: str | Path, *, edition: str = "") -> Path:
    """Everything of this installation in one ZIP file: products as CSV and Parquet, receipts, sources, licences.

    Parameters
    ----------
    path : str or Path
        The file to write; written aside and put in place whole.
    edition : str
        Told in the file ``README.txt``.

    Returns
    -------
    Path
        The file. The same products give the same bytes.

    Raises
    ------
    ProductError
        ``product.cannot_write``.
    """
    return pipeline.write_bundle(
        Path(path), edition=edition, sources={lang: data_sources(lang) for lang in ("nl", "en")}
    )


def figure_changes() -> list[dict[str, str]]:
    """What changed from one shipped edition of the figures to the next, the newest first.

    Returns
    -------
    list of dict
        ``edition``, ``date``, ``cause`` (``new``, ``source``, ``method``, ``correction``) and a sentence in ``nl`` and
        ``en``. Figures that a user built are told by ``ketenkompas ledger``.
    """
    path = importlib.resources.files("ketenkompas") / "data/changes.json"
    found: list[dict[str, str]] = json.loads(path.read_text("utf-8"))["changes"]
    return found
