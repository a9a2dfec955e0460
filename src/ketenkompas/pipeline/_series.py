"""Products that are no model of ours: the official series, a third party's cited results, population and rates."""

from __future__ import annotations

import polars as pl

from ketenkompas import ingest, sources
from ketenkompas.mrio import Check
from ketenkompas.pipeline._plan import Made, ModelInfo, Plan
from ketenkompas.pipeline._receipt import Identity, Input, Step

OFFICIAL = "eurostat-ghgfp"
CITED = "figaro-nl-cited"
CONTEXT = "context"
_GHGFP, _HOUSEHOLDS = "eurostat-ghgfp-2026-01-22", "eurostat-ainah-households-2026-08-07"
_FIGARO_NL, _PRICES = "figaro-nl-final-demand-26ed", "pwt-10.01"
PLACES = ("domestic", "other_eu", "rest")


def series_models() -> tuple[ModelInfo, ModelInfo]:
    """What is known of the official series and of the cited results."""
    official = ModelInfo(
        id=OFFICIAL,
        kind="official",
        title_en="Official footprint (Eurostat, env_ac_ghgfp)",
        title_nl="Officiële voetafdruk (Eurostat, env_ac_ghgfp)",
        gases=("GHG",),
        units=("kt CO2e_AR5",),
        money="",
        scheme="",
        regions=(),
        edition="2026-01-22",
        note_en="Without direct household emissions. Transcribed: verify against the publisher.",
        note_nl="Zonder directe emissies van huishoudens. Overgenomen: controleer bij de uitgever.",
    )
    cited = ModelInfo(
        id=CITED,
        kind="cited",
        title_en="Cited FIGARO results for Dutch final demand (Ecodex)",
        title_nl="Geciteerde FIGARO-uitkomsten voor de Nederlandse finale vraag (Ecodex)",
        gases=("GHG",),
        units=("kt CO2e_AR5",),
        money="MEUR",
        scheme="A64",
        regions=("NL",),
        edition="FIGARO 26ed, 2026.1-2026.4",
        note_en=(
            "Computed by a third party from Eurostat's tables; provisional. Another edition than the official total."
        ),
        note_nl=(
            "Door een derde berekend uit tabellen van Eurostat; voorlopig. Andere editie dan het officiële totaal."
        ),
    )
    return official, cited


def _inputs(*source_ids: str) -> tuple[Input, ...]:
    return tuple(Input(source_id, sources.open_source(source_id).sha256) for source_id in source_ids)


def _plan(product: str, model: str, step: str, source_ids: tuple[str, ...], make: object) -> Plan:
    identity = Identity(product, model, None, (Step(step, 1),), _inputs(*source_ids), {})
    return Plan(identity, make)  # type: ignore[arg-type]


def series_plans() -> list[Plan]:
    """The plans of the official series, household emissions beside it, and the cited results."""
    return [
        _plan("official", OFFICIAL, "ingest.published_ghgfp", (_GHGFP,), _official),
        _plan("households", OFFICIAL, "ingest.household_emissions", (_HOUSEHOLDS,), _households),
        _plan("final_demand", CITED, "ingest.figaro_final_demand", (_FIGARO_NL, _GHGFP), _cited),
    ]


def context_plans() -> list[Plan]:
    """The plan of population and exchange rates by area and year."""
    return [_plan("population", CONTEXT, "ingest.prices", (_PRICES,), _population)]


def _official() -> Made:
    frame = ingest.read_published_ghgfp(sources.open_source(_GHGFP).path)
    tidy = frame.select("area", pl.col("year").cast(pl.Int32), pl.col("value_kt").alias("value")).sort("area", "year")
    return tidy, _members_add_up(tidy), ()


def _members_add_up(tidy: pl.DataFrame) -> list[Check]:
    wide = tidy.pivot(on="area", index="year", values="value").sort("year")
    gap = (wide["EU27_2020"] + wide["EXT_EU27_2020"] - wide["WORLD"]).abs() / wide["WORLD"]
    worst = float(gap.max() or 0.0)  # type: ignore[arg-type]
    return [Check("eu27_and_rest_are_the_world", worst, 1e-6, worst < 1e-6)]


def _households() -> Made:
    frame = ingest.read_household_emissions(sources.open_source(_HOUSEHOLDS).path)
    tidy = frame.select("area", pl.col("year").cast(pl.Int32), "item", pl.col("value_kt").alias("value"))
    return tidy.sort("area", "year", "item"), (), ()


def _cited() -> Made:
    frame = ingest.read_figaro_final_demand(sources.open_source(_FIGARO_NL).path)
    official = ingest.read_published_ghgfp(sources.open_source(_GHGFP).path).filter(pl.col("area") == "NL")
    shares = [f"emission_{place}" for place in PLACES]
    total = pl.sum_horizontal(shares)
    long = frame.with_columns(pl.col("year").cast(pl.Int32)).select(
        "year",
        "product",
        "purchases_meur",
        *(
            (pl.col("value_kt") * pl.col(share) / total).alias(place)
            for share, place in zip(shares, PLACES, strict=True)
        ),
    )
    tidy = long.unpivot(
        on=list(PLACES), index=["year", "product", "purchases_meur"], variable_name="place", value_name="value"
    ).sort("year", "product", "place")
    return (
        tidy,
        _ratios(tidy, official),
        ("shares by place of emission, printed to two decimals, scaled to add up to one",),
    )


def _ratios(tidy: pl.DataFrame, official: pl.DataFrame) -> list[Check]:
    summed = tidy.group_by("year").agg(pl.col("value").sum()).sort("year")
    joined = summed.join(official.select(pl.col("year").cast(pl.Int32), "value_kt"), on="year")
    return [
        Check(f"distance_from_official_{year}", value / stated - 1, 0.07, abs(value / stated - 1) < 0.07)
        for year, value, stated in joined.sort("year").iter_rows()
    ]


def _population() -> Made:
    frame = ingest.read_prices(sources.open_source(_PRICES).path)
    tidy = frame.select("area", pl.col("year").cast(pl.Int32), "population_million", "lcu_per_usd")
    return tidy.sort("area", "year"), (), ()
