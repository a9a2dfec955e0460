"""Lists that are no single figure: chain intensities of an economy's industries, and emissions embodied in trade."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from ketenkompas.classifications import label_of
from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.library._figure import Kind, SourceRef
from ketenkompas.library._parts import answer
from ketenkompas.library._query import question_of, sources_of
from ketenkompas.mrio import HOUSEHOLDS
from ketenkompas.pipeline import CITED, OFFICIAL, WIOD, load
from ketenkompas.reports import Table

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows with a code and a label, numbers in stated units, and what must be said with them."""

    area: str
    year: int
    model: str
    gases: tuple[str, ...]
    units: Mapping[str, str]
    rows: tuple[Mapping[str, Any], ...]
    interval_reason: str
    kind: Kind
    edition: str
    sources: tuple[SourceRef, ...]
    receipt: str
    language: Language = "en"

    def to_dict(self) -> dict[str, Any]:
        """Plain data for every door."""
        return {
            "area": self.area,
            "year": self.year,
            "model": self.model,
            "gases": list(self.gases),
            "units": dict(self.units),
            "rows": [dict(row) for row in self.rows],
            "interval_reason": self.interval_reason,
            "kind": self.kind,
            "edition": self.edition,
            "sources": [source.as_json() for source in self.sources],
            "receipt": self.receipt,
        }

    def to_json(self) -> str:
        """JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def to_polars(self) -> pl.DataFrame:
        """The rows as a table."""
        return pl.DataFrame([dict(row) for row in self.rows])

    def table(self) -> Table:
        """The rows under the headings that a reader sees, with their units."""
        frame = self.to_polars()
        named = [(text(f"analysis.column.{name}", self.language), self.units.get(name, "")) for name in frame.columns]
        header = tuple(f"{head} ({unit_label(unit, self.language)})" if unit else head for head, unit in named)
        return Table(frame, header, text("library.listing", self.language, year=self.year), "", self.language)

    def to_pandas(self) -> pd.DataFrame:
        """As :meth:`to_polars`, for pandas."""
        import pandas as pd

        return pd.DataFrame([dict(row) for row in self.rows])


def multipliers(area: str, year: int, *, model: str = WIOD, gas: str | None = None, lang: str = "en") -> Listing:
    """Emissions per unit of money for every industry of an economy: its own, upstream and downstream.

    Columns ``direct`` (own emissions per unit of output), ``upstream`` (the whole chain behind a unit delivered to
    final demand; the multiplier), ``downstream`` (emissions of all who use a unit of primary input further on; Ghosh)
    in kg per unit of money, and ``output``. Never add upstream and downstream: the same tonnes from two ends.

    Raises
    ------
    KetenkompasError
        As :func:`footprint`; ``query.economy_only`` for aggregates and for series without a table.

    Examples
    --------
    >>> import ketenkompas as kk
    >>> rows = {row["code"]: row for row in kk.multipliers("NL", 2008).rows}
    >>> round(rows["c17"]["upstream"], 6)
    1.463226
    """
    question = question_of(area, year, model=model, gas=gas, lang=lang)
    info = question.model.info
    if info.id in (OFFICIAL, CITED) or question.area not in info.regions:
        raise InputError("query.economy_only", area=question.area, model=info.id)
    frame, receipt = load(info.id, year, "multipliers")
    mine = frame.filter((pl.col("gas") == question.gas) & (pl.col("region") == question.area))
    names = ("direct", "upstream", "downstream", "output")
    rows = [
        {
            "code": row["product"],
            "label": label_of(row["product"], question.language),
            **{name: row[name] for name in names},
        }
        for row in mine.with_columns(pl.col("product").cast(pl.String)).iter_rows(named=True)
    ]
    unit = f"kg {info.units[info.gases.index(question.gas)].removeprefix('kt ')}/{info.money.removeprefix('M')}_{year}"
    units = {**dict.fromkeys(names[:3], unit), "output": info.money}
    return _listing(question.area, year, info, question.gas, units, rows, (receipt,), question.language)


def trade(area: str, year: int, *, model: str = WIOD, gas: str | None = None, lang: str = "en") -> Listing:
    """Emissions embodied in imports and exports of an area, with production and consumption they close, Mt.

    ``consumption = production - exports + imports``, by chain: an import counts where the final product is bought.
    Direct emissions of households stand apart.

    Examples
    --------
    >>> import ketenkompas as kk
    >>> {row["code"]: round(row["value"], 2) for row in kk.trade("NL", 2008).rows}["imports"]
    125.21
    """
    question = question_of(area, year, model=model, gas=gas, lang=lang)
    info = question.model.info
    if info.id in (OFFICIAL, CITED):
        raise InputError("query.economy_only", area=question.area, model=info.id)
    consumed = answer(question)
    produced = answer(replace(question, view="production"))
    named = {
        "production": sum(produced.amounts.values()),
        "exports": produced.amounts["exports"],
        "imports": consumed.amounts["abroad"],
        "consumption": sum(consumed.amounts.values()),
    }
    with suppress(MissingValueError):  # an area without a figure has no such row: absence is never zero
        named[HOUSEHOLDS] = answer(replace(question, scope="with_households")).amounts[HOUSEHOLDS]
    rows = [
        {"code": code, "label": text(f"library.trade.{code}", question.language), "value": value / 1e3}
        for code, value in named.items()
    ]
    unit = f"Mt {info.units[info.gases.index(question.gas)].removeprefix('kt ')}"
    return _listing(
        question.area, year, info, question.gas, {"value": unit}, rows, consumed.receipts, question.language
    )


def _listing(
    area: str, year: int, info: Any, gas: str, units: Mapping[str, str], rows: Any, receipts: Any, language: Language
) -> Listing:
    return Listing(
        area=area,
        year=year,
        model=info.id,
        gases=(gas,),
        units=units,
        rows=tuple(rows),
        interval_reason=text("library.no_interval.model", language),
        kind=info.kind,
        edition=info.edition,
        sources=sources_of(receipts, language),
        receipt=receipts[0].id,
        language=language,
    )
