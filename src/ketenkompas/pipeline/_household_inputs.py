"""From registered sources to the plain arrays of the household model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from ketenkompas import ingest
from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.factors import Factor
from ketenkompas.households import (
    CellFrame,
    Demand,
    Margin,
    Observed,
    Places,
    Products,
    Situation,
    SurveyTables,
    purchaser_intensity,
)
from ketenkompas.ingest import HouseholdParameters, Purchasers, Survey
from ketenkompas.pipeline._household_files import (
    BRIDGE,
    DEMAND,
    DIRECT,
    MUNICIPALITIES,
    SURVEY,
    HouseholdFiles,
    measured,
    official_factor,
)

BY_QUANTITY = ("B", "D35")
"""Gas and electricity: home energy is known by quantity."""
NOT_CONSUMPTION = ("13", "15")
FUEL, HOME_ENERGY, UNLISTED = "07.2.2", "04.5", "unlisted"
_SURE: Mapping[str, float] = {"high": 200.0, "medium": 50.0, "low": 15.0}
_PLACES = ("emission_domestic", "emission_other_eu", "emission_rest")


def household_situation(
    files: HouseholdFiles,
    parameters: HouseholdParameters,
    buyers: Purchasers,
    records: Mapping[str, Factor],
    *,
    only_green: bool = False,
) -> Situation:
    """The situation of the shown year from what is public and at hand.

    Raises
    ------
    InputError
        ``households.only_green`` when purchaser prices may only rest on records beyond doubt; those of the readers.
    """
    frame = CellFrame(persons=(1.0, 2.0, 3.0, 4.0, parameters.value("persons_in_5")))
    places = municipalities(files)
    survey = survey_tables(frame, ingest.read_survey(**{name: files[source] for name, source in SURVEY.items()}))
    then, later = parameters.value("households_2021"), parameters.value("households_2025")
    return Situation(
        frame=frame,
        places=places,
        survey=survey,
        demand=demand(files, parameters, buyers, records, survey.groups, only_green=only_green),
        observed=observed(files, parameters, records, parameters.shown_year),
        households_then=then,
        households=then * (later / then) ** ((parameters.shown_year - 2021) / 4),
        households_accounts=later,
        size_prior=np.array([parameters.value(f"size_prior_{size}") for size in (2, 3, 4, 5)]),
    )


def municipalities(files: HouseholdFiles) -> Places:
    """Margins of the households of every municipality, shares as 0-1."""
    table = ingest.read_municipalities(files[MUNICIPALITIES]).sort("area")
    values = {name: table[name].cast(pl.Float64).to_numpy() for name in table.columns if table[name].dtype.is_numeric()}
    return Places(
        codes=tuple(table["area"]),
        inhabitants_then=values["inhabitants_2021"],
        inhabitants=values["inhabitants_2023"],
        mean_size=values["mean_size"],
        single=values["single_pct"] / 100,
        own=values["own_pct"] / 100,
        single_family=values["single_family_pct"] / 100,
        low_income=values["low_income_pct"] / 100,
        high_income=values["high_income_pct"] / 100,
        income=values["income_keur"],
        urbanity=values["urbanity"],
        elderly=values["p65"] / 100,
    )


def survey_tables(frame: CellFrame, survey: Survey) -> SurveyTables:
    """The survey as margins on cells: groups of one and two persons, housing by tenure, and class totals."""
    table = survey.groups.filter(~pl.col("code").is_in(NOT_CONSUMPTION))
    left_out = survey.groups.filter(pl.col("code").is_in(NOT_CONSUMPTION))
    groups = (*table["code"], "not_consumption")
    columns = {
        name: np.append(table[name].to_numpy(), float(left_out[name].sum()))
        for name in ("everyone", "size_1", "size_2")
    }
    return SurveyTables(
        groups=groups,
        everyone=columns["everyone"],
        margins=(
            *_size_margins(frame, survey, columns),
            *_tenure_margins(frame, survey, groups),
            _income(frame, survey),
        ),
        price=np.array([_price(survey.prices, code) for code in groups]),
        ratio=np.array([_ratio(survey.accounts, code) or 1.0 for code in groups]),
        ratio_known=np.array([_ratio(survey.accounts, code) is not None for code in groups]),
        accounts=float(survey.accounts.filter(pl.col("code") == "00")["accounts_eur"].item()),
        consumption=np.array([code != "not_consumption" for code in groups]),
    )


def _size_margins(frame: CellFrame, survey: Survey, columns: Mapping[str, np.ndarray]) -> tuple[Margin, Margin]:
    member = np.stack([frame.member("size", name) for name in frame.size])
    published = np.zeros((len(frame.size), len(columns["everyone"])))
    published[0], published[1] = columns["size_1"], columns["size_2"]
    known = np.zeros(published.shape, dtype=bool)
    known[:2] = True
    return (
        Margin("size", member, published, known, total=False),
        Margin("size", member, _totals(survey, "size", frame.size), np.ones(len(frame.size), dtype=bool), total=True),
    )


def _tenure_margins(frame: CellFrame, survey: Survey, groups: Sequence[str]) -> tuple[Margin, Margin]:
    member = np.stack([frame.member("tenure", name) for name in frame.tenure])
    published, known = np.zeros((2, len(groups))), np.zeros((2, len(groups)), dtype=bool)
    for code, own, rent in survey.housing.select("code", "own", "rent").iter_rows():
        if code in groups:
            at = groups.index(code)
            published[:, at], known[:, at] = (own, rent), True
    totals = _totals(survey, "tenure", frame.tenure)
    return (
        Margin("tenure", member, published, known, total=False),
        Margin("tenure", member, totals, np.ones(2, dtype=bool), total=True),
    )


def _income(frame: CellFrame, survey: Survey) -> Margin:
    rows = survey.totals.filter((pl.col("dimension") == "income_quintile") & pl.col("known"))
    member = np.stack([frame.member("income", name) for name in rows["category"]])
    return Margin("income", member, rows["eur"].to_numpy(), np.ones(rows.height, dtype=bool), total=True)


def _totals(survey: Survey, dimension: str, classes: Sequence[str]) -> np.ndarray:
    rows = survey.totals.filter(pl.col("dimension") == dimension)
    found = dict(zip(rows["category"], rows["eur"], strict=True))
    return np.array([found[name] for name in classes], dtype=np.float64)


def _price(prices: pl.DataFrame, code: str) -> float:
    found = dict(zip(prices["division"], prices["factor"], strict=True))
    return float(next(found[key] for key in (code, code[:2], "00") if key in found))


def _ratio(accounts: pl.DataFrame, code: str) -> float | None:
    """The published ratio of a group, or of the division that is published as a whole."""
    found = dict(zip(accounts["code"], accounts["ratio"], strict=True))
    return next((float(found[key]) for key in (code, code[:2]) if key in found), None)


def demand(
    files: HouseholdFiles,
    parameters: HouseholdParameters,
    buyers: Purchasers,
    records: Mapping[str, Factor],
    groups: Sequence[str],
    *,
    only_green: bool = False,
) -> Demand:
    """Final demand by product at the official total, its buyers, and the bridge from groups to products."""
    table = ingest.read_figaro_final_demand(files[DEMAND]).filter(pl.col("year") == parameters.shown_year)
    codes = tuple(table["product"])
    unknown = [code for code in codes if code not in buyers.prior]
    if unknown:
        raise InputError("households.no_prior", found=", ".join(unknown))
    factor, _ = official_factor(files, parameters.shown_year)
    places = table.select(_PLACES).to_numpy()
    products = Products(
        codes=codes,
        footprint=table["value_kt"].to_numpy() * 1e6 * factor,
        origin=places / places.sum(axis=1, keepdims=True),
        intensity=_intensity(table, records, only_green=only_green),
    )
    bridge, sure = bridge_links(files, codes, groups)
    return Demand(
        products=products,
        buyers=buyers.categories,
        prior=np.array([buyers.prior[code] for code in codes]),
        shares=np.array(buyers.shares) / sum(buyers.shares),
        concentration=np.array([buyers.concentration[code] for code in codes]),
        bridge=bridge,
        bridge_concentration=sure,
        energy=groups.index(HOME_ENERGY),
        fuel=groups.index(FUEL),
        energy_origin=products.origin[[codes.index(code) for code in ("D35", "D35", "D35", "A02")]],
        apart=np.array([code in BY_QUANTITY for code in codes]),
    )


def purchaser_key(code: str) -> str:
    """The key of the published spend factor of a product at purchaser prices."""
    return f"spend.nl.{code.lower()}.purchaser"


def _intensity(table: pl.DataFrame, records: Mapping[str, Factor], *, only_green: bool) -> np.ndarray:
    """Kg per EUR at purchaser prices: cited factors with the published shares of purchaser prices.

    Energy, which is known by quantity, stays at basic prices where it has no such record; no other product may.

    Raises
    ------
    InputError
        ``households.only_green``, when asked.
    MissingValueError
        ``households.factor_absent`` for another product without shares of purchaser prices.
    """
    basic, margin = np.ones(table.height), np.zeros(table.height)
    factor = 0.0
    for at, code in enumerate(table["product"]):
        record = records.get(purchaser_key(code))
        if record is None and code in BY_QUANTITY:
            continue
        if record is None or record.share_basic is None or record.share_margin is None or record.margin_factor is None:
            raise MissingValueError("households.factor_absent", key=purchaser_key(code), part="share_basic")
        if only_green and record.source.licence_verdict != "green":
            raise InputError("households.only_green", source=record.source.publisher)
        basic[at], margin[at], factor = record.share_basic, record.share_margin, record.margin_factor
    return purchaser_intensity(table["factor_kg_per_keur"].to_numpy() / 1000, basic, margin, factor)


def bridge_links(files: HouseholdFiles, codes: Sequence[str], groups: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Prior shares of a euro (p, c) and how sure they are.

    Spending that the survey does not list takes the mean of the groups that the bridge has and the survey lacks.
    """
    table = ingest.read_bridge(files[BRIDGE])
    at = {code: place for place, code in enumerate(codes)}
    unlisted = [
        group for group in table["group"].unique(maintain_order=True) if group not in (*groups, *NOT_CONSUMPTION)
    ]
    bridge, sure = np.zeros((len(groups), len(codes))), np.full(len(groups), _SURE["low"])
    for group, product, weight, confidence in table.iter_rows():
        if product not in at:
            continue
        if group in groups:
            bridge[groups.index(group), at[product]] += weight
            sure[groups.index(group)] = _SURE[confidence]
        elif group in unlisted:
            bridge[groups.index(UNLISTED), at[product]] += weight / len(unlisted)
    return bridge, sure


def observed(
    files: HouseholdFiles, parameters: HouseholdParameters, records: Mapping[str, Factor], year: int
) -> Observed:
    """What was measured in a year per municipality of today, and direct emissions of the country's households."""
    table = measured(files, year)
    direct = ingest.read_household_emissions(files[DIRECT]).filter((pl.col("area") == "NL") & (pl.col("year") == year))
    kg = {item: value * 1e6 for item, value in direct.select("item", "value_kt").iter_rows()}
    return Observed(
        use=np.stack([table[name].to_numpy() for name in ("gas_tj", "electricity_tj", "heat_tj", "wood_tj")]),
        solar=table["pv_tj"].to_numpy(),
        own_solar=parameters.value(f"own_solar_{year}"),
        factor=energy_factors(parameters, records),
        gas_direct=parameters.value("gas_direct") * 1e3,
        heating=kg["HH_HEAT"],
        driving=kg["HH_TRA"],
        other=kg["HH_OTH"],
        cars=table["cars"].to_numpy(),
        car_inhabitants=table["inhabitants"].to_numpy(),
        lease_threshold=parameters.value("lease_threshold"),
    )


def energy_factors(parameters: HouseholdParameters, records: Mapping[str, Factor]) -> np.ndarray:
    """Chain emission of gas, grid electricity, heat and wood, kg per TJ; what burns at home is not in it."""
    gas, wood = (chain_of(records[parameters.factors[name]]) for name in ("gas", "wood"))
    electricity, heat = (whole_of(records[parameters.factors[name]]) for name in ("electricity", "heat"))
    per_m3, per_kg = parameters.value("gas_energy") * 1e-6, parameters.value("wood_energy") * 1e-6
    return np.array([gas / per_m3, electricity / 3.6e-6, heat / 1e-3, wood / per_kg])


def whole_of(record: Factor) -> float:
    """The value of a factor; one without a value is refused, never taken for zero."""
    if record.value is None:
        raise MissingValueError("households.factor_absent", key=record.key, part="value")
    return record.value


def chain_of(record: Factor) -> float:
    """The part of a factor before use (WTT); one without it is refused, never taken for zero."""
    found = stages(record).get("WTT")
    if found is None:
        raise MissingValueError("households.factor_absent", key=record.key, part="WTT")
    return found


def stages(record: Factor) -> Mapping[str, float]:
    """The parts of a factor by stage of the chain."""
    return {one.stage: one.value for one in record.components}
