"""Text that a spreadsheet would take for a formula is defused before it goes into a file."""

from __future__ import annotations

import polars as pl

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def defused(cell: str) -> str:
    """A text with an apostrophe before it when a spreadsheet would take it for a formula.

    Source: OWASP, CSV injection.

    Examples
    --------
    >>> defused("=1+1"), defused("CN"), defused("-")
    ("'=1+1", 'CN', "'-")
    """
    return f"'{cell}" if cell.startswith(_STARTS) else cell


def defused_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """A table with the texts in its cells and header defused; numbers keep their minus."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(_safe(name) for name in texts).rename(defused)


def _safe(name: str) -> pl.Expr:
    cell = pl.col(name)
    risky = pl.any_horizontal(cell.str.starts_with(sign) for sign in _STARTS)
    return pl.when(risky).then(pl.concat_str(pl.lit("'"), cell)).otherwise(cell).alias(name)
