"""Small made tables for charts."""

import polars as pl

NAMES = {
    "NL": "Nederland",
    "households_direct": "Huishoudens, direct",
    "DE": "Duitsland",
    "CN": "China",
    "FR": "Frankrijk",
    "MT": "Malta",
    "LU": "Luxemburg",
}
SIZES = {"NL": 60.0, "households_direct": 40.0, "DE": 20.0, "CN": 30.0, "FR": 5.0, "MT": 1.0, "LU": -2.0}


def parts(years: tuple[int, ...] = (2008, 2009, 2010), kind: str = "demo") -> pl.DataFrame:
    """Every part shrinks by a tenth of its first size each year."""
    rows = [
        {
            "year": year,
            "code": code,
            "label": NAMES[code],
            "value": size * (1 - 0.1 * step),
            "kind": kind,
            "unit": "Mt CO2",
        }
        for step, year in enumerate(years)
        for code, size in SIZES.items()
    ]
    return pl.DataFrame(rows)
