"""Everything of a panel that can be taken along: numbers in several forms, pictures, citations."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ketenkompas.i18n import Language
from ketenkompas.reports import About, CitationStyle, FileForm, Layout, citation, file, interval_columns
from ketenkompas.web._panel import Panel

TABLES: Mapping[str, FileForm] = {
    "csv": "csv",
    "puntkomma.csv": "csv_semicolon",
    "xlsx": "xlsx",
    "parquet": "parquet",
    "jsonstat.json": "jsonstat",
    "metadata.json": "metadata",
}
PICTURES = ("svg", "png", "vega")
CITATIONS: Mapping[str, tuple[CitationStyle, str]] = {
    "txt": ("text", "text/plain; charset=utf-8"),
    "bib": ("bibtex", "application/x-bibtex; charset=utf-8"),
    "csl.json": ("csl", "application/vnd.citationstyles.csl+json"),
}
SHAPES = "geojson"
FORMS = (*TABLES, "json", *PICTURES, *CITATIONS, SHAPES)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file: its media type and its content."""

    media_type: str
    content: bytes


def about(panel: Panel, permalink: str, language: Language) -> About:
    """What must be said with the numbers of a panel, wherever they go."""
    came, table = panel.provenance, panel.table()
    return About(
        title=table.caption,
        subtitle=panel.heading,
        unit=table.unit,
        edition="; ".join(came.editions),
        kinds=came.kinds,
        sources=came.sources,
        level=panel.level if interval_columns(table.frame) else None,
        interval_reason=" ".join(came.intervals),
        receipts=came.receipts,
        permalink=permalink,
        language=language,
        notes=panel.notes,
    )


def taken(panel: Panel, form: str, permalink: str, language: Language, layout: Layout) -> Taken:
    """A panel in one of its forms.

    Raises
    ------
    KetenkompasError
        ``files.*`` where the numbers do not fit the form.
    """
    if form in PICTURES:
        return _picture(panel, form, layout)
    if form == SHAPES:
        if panel.shapes is None:
            raise ValueError(f"the panel {panel.id} has no map")
        shapes = json.dumps(panel.shapes(), ensure_ascii=False, separators=(",", ":"))
        return Taken("application/geo+json", shapes.encode())
    if form in CITATIONS:
        style, media_type = CITATIONS[form]
        return Taken(media_type, citation(about(panel, permalink, language), style).encode())
    if form == "json":
        data = json.dumps(list(panel.provenance.data), ensure_ascii=False, indent=1)
        return Taken("application/json", data.encode())
    made = file(panel.table(), about(panel, permalink, language), TABLES[form])
    return Taken(made.media_type, made.content)


def _picture(panel: Panel, form: str, layout: Layout) -> Taken:
    if panel.draw is None:
        raise ValueError(f"the panel {panel.id} has no picture")
    drawn = panel.draw(layout if form == "vega" else "image")
    written: dict[str, tuple[str, Callable[[], bytes]]] = {
        "svg": ("image/svg+xml", lambda: drawn.svg().encode()),
        "png": ("image/png", drawn.png),
        "vega": ("application/json", lambda: json.dumps(drawn.vega(), ensure_ascii=False).encode()),
    }
    media_type, write = written[form]
    return Taken(media_type, write())
