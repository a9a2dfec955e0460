"""The words of ``ketenkompas data explain``: one record, told in full."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ketenkompas.errors import Language
from ketenkompas.i18n import number, text
from ketenkompas.sources import Origin, SourceRecord

Found = tuple[Path, Origin] | None


def place_text(item: SourceRecord, found: Found, lang: Language) -> str:
    """Where the file is, or how it can be had."""
    if found is not None:
        return text(f"data.place_{found[1]}", lang)
    not_run = "" if item.reach == "mirror" or item.run_against_publisher else f" ({text('data.not_run', lang)})"
    return f"{text('data.place_absent', lang)}; {text(f'data.reach_{item.reach}', lang)}{not_run}"


def explained(item: SourceRecord, found: Found, lang: Language) -> str:
    """Everything about a source as a page of text."""
    return "\n".join([item.title_in(lang), *_facts(item, found, lang), *_lists(item, lang), *_ways(item, lang)])


def explained_json(item: SourceRecord, found: Found) -> dict[str, Any]:
    """Everything about a source as plain data, in both languages."""
    return {
        **dataclasses.asdict(item),
        "reach": item.reach,
        "found": None if found is None else {"path": str(found[0]), "origin": found[1]},
    }


def _facts(item: SourceRecord, found: Found, lang: Language) -> Iterator[str]:
    unconfirmed = "" if item.licence_confirmed else f" [{text('data.licence_unconfirmed', lang)}]"
    not_run = "" if item.run_against_publisher else f" [{text('data.not_run', lang)}]"
    address = item.download_url and item.download_url + not_run
    facts = {
        "id": item.id,
        "publisher": item.publisher,
        "published": item.published,
        "edition": item.edition,
        "year": item.year,
        "citation": item.citation,
        "licence": item.licence + unconfirmed,
        "attribution": item.attribution,
        "url": None if item.url == "-" else item.url + (not_run if item.reach == "hand" else ""),
        "download_url": address,
        "accessed": item.accessed,
        "packaging": item.packaging and item.packaging[lang],
        "file": item.path,
        "size": None if item.size is None else number(item.size, lang, 0),
        "rows": None if item.rows is None else number(item.rows, lang, 0),
        "place": place_text(item, found, lang) + (f": {found[0]}" if found else ""),
    }
    yield from (f"  {text(f'data.{key}', lang)}: {value}" for key, value in facts.items() if value)
    if item.sha256:
        yield f"  sha256: {item.sha256}"


def _lists(item: SourceRecord, lang: Language) -> Iterator[str]:
    yield from ("", text("data.columns", lang))
    for column in item.columns:
        unit = f" [{column.unit}]" if column.unit else ""
        yield f"  {column.name}{unit}: {column.meaning[lang]}"
    yield from ("", text("data.faults", lang))
    yield from (f"  - {fault[lang]}" for fault in item.known_faults)
    if not item.known_faults:
        yield f"  {text('data.no_faults', lang)}"
    if item.corrections:
        yield from ("", text("data.corrections", lang))
    for told in item.corrections:
        where = ", ".join(f"{key} = {value}" for key, value in told.where.items())
        params = {"column": told.column, "where": where, "found": told.found, "corrected": told.corrected}
        yield "  - " + text("data.correction", lang, **params, reason=told.reason[lang])


def _ways(item: SourceRecord, lang: Language) -> Iterator[str]:
    yield from ("", text("data.by_hand", lang))
    yield from (f"  {place}. {step[lang]}" for place, step in enumerate(item.hand_download, 1))
    if item.reach == "mirror":
        yield "  " + text("data.only_mirror", lang, path=item.path)
    if item.reach == "address":
        yield "  " + text("data.get_it", lang, id=item.id)
        yield "  " + text("data.or_by_hand", lang, path=item.path)
