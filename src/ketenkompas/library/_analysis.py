"""The result of every analysis: headline figures, rows with units, and where they come from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.library._figure import Kind, SourceRef
from ketenkompas.library._query import sources_of_inputs
from ketenkompas.pipeline import Identity, Input, ModelInfo, Receipt, Step, Table
from ketenkompas.reports import Chart, Layout
from ketenkompas.reports import Table as ReportTable

if TYPE_CHECKING:
    import pandas as pd

Picture = Callable[[Layout], Chart]


@dataclass(frozen=True, slots=True)
class Item:
    """A headline figure: code, label, value, unit, and an interval where there is one."""

    code: str
    label: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What an analysis rests on: the model, and the identity that its receipt id is the hash of.

    ``kept`` tells whether a product carries this receipt (``ketenkompas receipt ID`` shows it); an analysis that was
    computed on request carries its whole identity itself.
    """

    info: ModelInfo
    identity: Mapping[str, Any]
    receipt: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Analysis:
    """An answer with headline figures and rows; the one result type of all analyses.

    Attributes
    ----------
    name : str
        ``explain``, ``paths``, ``extract``, ``refine``, ``split``, ``scenario``, ``uncertainty``.
    items : tuple of Item
        The headline figures.
    columns : mapping
        The columns of the rows, each with its unit; an empty unit for codes and texts.
    rows : tuple of mappings
        Each with every column.
    notes : tuple of str
        Assumptions, parameters and warnings that must be said with the figures.
    identity, receipt
        Inputs, steps and parameters, and the hash of them.
    """

    name: str
    title: str
    area: str
    years: tuple[int, ...]
    model: str
    kind: Kind
    edition: str
    gases: tuple[str, ...]
    items: tuple[Item, ...]
    columns: Mapping[str, str]
    rows: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    receipt: str
    identity: Mapping[str, Any]
    kept: bool
    language: Language = "en"
    picture: Picture | None = field(default=None, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for every door."""
        return {
            "analysis": self.name,
            "title": self.title,
            "area": self.area,
            "years": list(self.years),
            "model": self.model,
            "kind": self.kind,
            "edition": self.edition,
            "gases": list(self.gases),
            "items": [{name: getattr(item, name) for name in Item.__slots__} for item in self.items],
            "columns": dict(self.columns),
            "rows": [dict(row) for row in self.rows],
            "notes": list(self.notes),
            "sources": [source.as_json() for source in self.sources],
            "receipt": self.receipt,
            "identity": dict(self.identity),
        }

    def to_json(self) -> str:
        """JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def to_polars(self) -> pl.DataFrame:
        """The rows as a table."""
        return pl.DataFrame([dict(row) for row in self.rows], infer_schema_length=None)

    def to_pandas(self) -> pd.DataFrame:
        """As :meth:`to_polars`, for pandas."""
        import pandas as pd

        return pd.DataFrame([dict(row) for row in self.rows])

    def table(self, only: Sequence[str] = ()) -> ReportTable:
        """The rows (or only some of their columns) under the headings that a reader sees, with their units."""
        shown = {name: self.columns[name] for name in only or self.columns}
        frame = self.to_polars()
        named = [(text(f"analysis.column.{name}", self.language), unit) for name, unit in shown.items()]
        header = tuple(f"{head} ({unit_label(unit, self.language)})" if unit else head for head, unit in named)
        return ReportTable(frame.select(list(shown)), header, self.title, "", self.language)

    def figures(self, only: Sequence[str] = ()) -> ReportTable:
        """The headline figures (or only some) with their intervals; an interval that is not there is empty."""
        names = ("label", "value", "low", "high", "unit")
        frame = pl.DataFrame(
            [{name: getattr(item, name) for name in names} for item in self.items if not only or item.code in only]
        )
        shown = frame.with_columns(pl.col("unit").map_elements(self._unit, return_dtype=pl.String))
        header = tuple(text(f"analysis.column.{name}", self.language) for name in names)
        return ReportTable(shown, header, self.title, "", self.language)

    def _unit(self, unit: str) -> str:
        return unit_label(unit, self.language)

    def item(self, code: str) -> Item:
        """A headline figure by its code.

        Raises
        ------
        KeyError
            When there is none with this code.
        """
        return {item.code: item for item in self.items}[code]

    def chart(self, *, layout: Layout = "image") -> Chart:
        """The picture of the answer: for a file, inside a page, or on a phone.

        Raises
        ------
        InputError
            ``analysis.no_picture`` where there is none.
        """
        if self.picture is None:
            raise InputError("analysis.no_picture", name=self.name)
        return self.picture(layout)


def computed(
    name: str,
    tables: Sequence[Table],
    steps: Sequence[Step],
    parameters: Mapping[str, Any],
    *,
    inputs: Sequence[Input] = (),
    seed: int | None = None,
) -> Basis:
    """The basis of an analysis computed on request from raw tables, and further inputs (prices, a scenario file).

    Parameters
    ----------
    steps : sequence of Step
        What was done after reading; the readers are added.
    parameters : mapping
        Everything else that decides the result, as plain data.
    """
    files = {item: None for one in tables for item in one.inputs} | dict.fromkeys(inputs)
    identity = Identity(
        product=name,
        model=tables[0].info.id,
        year=tables[0].accounts.meta.year if len(tables) == 1 else None,
        steps=(tables[0].reader, *steps),
        inputs=tuple(files),
        parameters=parameters,
        seed=seed,
    )
    return Basis(tables[0].info, identity.as_json(), identity.id, kept=False)


def of_product(info: ModelInfo, receipt: Receipt) -> Basis:
    """The basis of an analysis that a product answers."""
    return Basis(info, receipt.identity, receipt.id, kept=True)


def analysis(
    name: str,
    basis: Basis,
    *,
    area: str,
    years: Sequence[int],
    gas: str,
    title: str,
    items: Sequence[Item],
    columns: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]],
    notes: Sequence[str] = (),
    language: Language = "en",
    picture: Picture | None = None,
) -> Analysis:
    """An analysis with model, edition, sources and receipt filled in from its basis."""
    info = basis.info
    model_note = info.note_nl if language == "nl" else info.note_en
    unit = info.units[info.gases.index(gas)].removeprefix("kt ")
    told = [model_note, *notes, text("analysis.scope", language, gas=unit)]
    return Analysis(
        name=name,
        title=title,
        area=area,
        years=tuple(years),
        model=info.id,
        kind=info.kind,
        edition=info.edition,
        gases=(gas,),
        items=tuple(items),
        columns=columns,
        rows=tuple(rows),
        notes=tuple(note for note in told if note),
        sources=sources_of_inputs([item["source"] for item in basis.identity["inputs"]], language),
        receipt=basis.receipt,
        identity=basis.identity,
        kept=basis.kept,
        language=language,
        picture=picture,
    )
