"""How much of a new figure is revised data, a revised method, and true change; from a user's file of vintages."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from ketenkompas import ingest
from ketenkompas.errors import InputError
from ketenkompas.i18n import language_of, text
from ketenkompas.library._analysis import Analysis, Item
from ketenkompas.library._query import sources_of_inputs
from ketenkompas.mrio import Vintage, vintage_ledger
from ketenkompas.pipeline import Identity, Step, file_input
from ketenkompas.reports import waterfall_chart

_PARTS = ("data_revision", "method_revision", "true_change")


def ledger(figures: Path, earlier: str, later: str, *, lang: str = "en") -> Analysis:
    """Split the difference of a new figure from an earlier one into data revision, method revision and true change.

    Parameters
    ----------
    figures : Path
        A text table ``year,data,method,value,unit``: the figures by year, edition of data and edition of method.
    earlier, later : str
        The two published figures, each as ``year,data,method``.
    lang : {"en", "nl"}

    Returns
    -------
    Analysis
        ``items`` are the two figures and their difference, ``rows`` its three parts, in the unit of the file.

    Raises
    ------
    InputError
        ``vintages.name`` for a vintage that is not ``year,data,method``; ``vintages.order``; every fault of the file.
    MissingValueError
        ``vintages.absent`` with the vintages that are needed and not in the file.
    """
    language = language_of(lang)
    known, unit = ingest.read_vintages(figures)
    found = vintage_ledger(known, _vintage(earlier), _vintage(later))
    rows = [{"code": one, "label": text(f"ledger.{one}", language), "value": getattr(found, one)} for one in _PARTS]
    items = [
        Item("earlier", str(found.earlier), known[found.earlier], unit),
        Item("later", str(found.later), known[found.later], unit),
        Item("difference", text("ledger.difference", language), found.difference, unit),
    ]
    source = file_input(figures)
    parameters = {"earlier": str(found.earlier), "later": str(found.later)}
    identity = Identity("ledger", "user", None, (Step("mrio.vintage_ledger", 1),), (source,), parameters)
    title = text("ledger.title", language, later=str(found.later), earlier=str(found.earlier))
    steps = pl.DataFrame(rows)
    return Analysis(
        name="ledger",
        title=title,
        area="",
        years=(found.earlier.year, found.later.year),
        model="user",
        kind="model",
        edition=found.later.data,
        gases=(),
        items=tuple(items),
        columns={"code": "", "label": "", "value": unit},
        rows=tuple(rows),
        notes=(text("ledger.both_orders" if found.order_known else "ledger.data_first", language),),
        sources=sources_of_inputs([source.source], language),
        receipt=identity.id,
        identity=identity.as_json(),
        kept=False,
        language=language,
        picture=lambda layout: waterfall_chart(
            steps,
            start=(items[0].label, items[0].value),
            end=items[1].label,
            unit=unit,
            language=language,
            title=title,
            layout=layout,
        ),
    )


def _vintage(named: str) -> Vintage:
    parts = [part.strip() for part in named.split(",")]
    if len(parts) != 3 or not parts[0].isdigit() or not all(parts):
        raise InputError("vintages.name", found=named)
    return Vintage(int(parts[0]), parts[1], parts[2])
