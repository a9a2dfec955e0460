"""Made household products in the form that the pipeline writes: six municipalities, two provinces, the country.

Every number follows from short rules, so that tests can work answers out by hand. The products go into the user's store
of the test, with receipts, by the pipeline's own writer.
"""

from __future__ import annotations

import atexit
import functools
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from ketenkompas import ingest
from ketenkompas.pipeline import Identity, Input, Plan, Step, Store, packed_draws, user_store, writing
from ketenkompas.pipeline._plan import carry_out

YEAR = 2023
SIZES, INCOMES, TENURES = ("1", "2", "3", "4", "5+"), ("1", "2", "3", "4", "5"), ("own", "rent")
PERSONS = (1.0, 2.0, 3.0, 4.0, 5.35)
DRAWS = 200
MUNICIPALITIES = {
    # code: name, province, households, persons per household, urbanity, home energy and car against the mean
    "GM0363": ("Amsterdam", "PV27", 480_000.0, 1.9, 1, 0.7, 0.5),
    "GM0518": ("'s-Gravenhage", "PV28", 270_000.0, 2.0, 1, 0.8, 0.7),
    "GM0599": ("Rotterdam", "PV28", 330_000.0, 2.0, 1, 0.8, 0.7),
    "GM0417": ("Laren", "PV27", 5_000.0, 2.3, 3, 1.9, 1.4),
    "GM0034": ("Almere", "PV27", 92_000.0, 2.4, 2, 0.6, 1.1),
    "GM1992": ("Voorne aan Zee", "PV28", 33_000.0, 2.3, 4, 1.2, 1.3),
}
PROVINCES = {"PV27": "Noord-Holland", "PV28": "Zuid-Holland"}
FORMER = {"GM1992": ["Brielle", "Hellevoetsluis", "Westvoorne"], "GM0363": ["Weesp"]}
_OBSERVED = ("gas", "electricity", "heat", "wood", "driving")


def mean_kg(item: str) -> float:
    """The country's mean, kg per household: 100, 110, 120, ... in the order of the catalogue; energy and car more."""
    order = [one.id for group in ingest.household_groups() for one in group.items]
    special = {"gas": 2000.0, "electricity": 800.0, "heat": 150.0, "wood": 90.0, "driving": 2400.0}
    return special.get(item, 100.0 + 10 * order.index(item))


def items() -> Iterator[tuple[str, ingest.HouseholdItem]]:
    for group in ingest.household_groups():
        for one in group.items:
            yield group.id, one


def areas() -> dict[str, tuple[float, float, dict[str, float]]]:
    """Households, persons per household, and kg per household by item."""
    found = {}
    for code, (_, _, households, persons, _, energy, car) in MUNICIPALITIES.items():
        kg = {one.id: mean_kg(one.id) * _local(group, one, persons, energy, car) for group, one in items()}
        found[code] = (households, persons, kg)
    for code in (*PROVINCES, "NL"):
        inside = [name for name, told in MUNICIPALITIES.items() if code in (told[1], "NL")]
        households = sum(found[name][0] for name in inside)
        persons = sum(found[name][0] * found[name][1] for name in inside) / households
        kg = {one.id: sum(found[n][0] * found[n][2][one.id] for n in inside) / households for _, one in items()}
        found[code] = (households, persons, kg)
    return found


def _local(group: str, one: ingest.HouseholdItem, persons: float, energy: float, car: float) -> float:
    if one.basis == "equal_per_head":
        return persons / 2.1
    if one.id in _OBSERVED:
        return car if group == "car" else energy
    return 0.5 + persons / 4.2


def figures() -> pl.DataFrame:
    rows = []
    for area, (_, persons, kg) in areas().items():
        observed = {name: float(name in _OBSERVED) for name in kg}
        wholes = {group.id: [one.id for one in group.items] for group in ingest.household_groups()}
        wholes["households"] = [one.id for group, one in items() if group != "public"]
        wholes["total"] = [one.id for _, one in items()]
        for item, inside in [*((name, [name]) for name in kg), *wholes.items()]:
            value = sum(kg[name] for name in inside)
            seen = sum(kg[name] * observed[name] for name in inside) / value
            numbers = (value, 0.8 * value, 1.25 * value)
            rows.append((area, item, *numbers, *(one / persons for one in numbers), seen))
    names = ("kg_household", "low_household", "high_household", "kg_person", "low_person", "high_person")
    return pl.DataFrame(rows, schema=["area", "item", *names, "observed"], orient="row")


def origins() -> pl.DataFrame:
    rows = []
    for _, one in items():
        home = 0.9 if one.id in _OBSERVED else 0.3
        rows += [(one.id, "NL", home), (one.id, "EU", 0.6 * (1 - home)), (one.id, "rest", 0.4 * (1 - home))]
    return pl.DataFrame(rows, schema=["item", "origin", "share"], orient="row")


def origin_figures() -> pl.DataFrame:
    """The whole by origin, with intervals of its own: 10 % either way."""
    homes = {row["item"]: row["share"] for row in origins().iter_rows(named=True) if row["origin"] == "NL"}
    rows = []
    for area, (_, persons, kg) in areas().items():
        home = sum(value * homes[name] for name, value in kg.items())
        rest = sum(kg.values()) - home
        for origin, value in (("NL", home), ("EU", 0.6 * rest), ("rest", 0.4 * rest)):
            numbers = (value, 0.9 * value, 1.1 * value)
            rows.append((area, origin, *numbers, *(one / persons for one in numbers)))
    names = ("kg_household", "low_household", "high_household", "kg_person", "low_person", "high_person")
    return pl.DataFrame(rows, schema=["area", "origin", *names], orient="row")


def places() -> pl.DataFrame:
    rows = []
    for area, (households, persons, _) in areas().items():
        if area in MUNICIPALITIES:
            name, province, _, _, urbanity, *_ = MUNICIPALITIES[area]
            kind, own, income = "municipality", 0.5, 25.0 + urbanity
            peers = [one for one in MUNICIPALITIES if one != area][:3]
        else:
            name, province = PROVINCES.get(area, "Nederland"), area if area in PROVINCES else ""
            kind, urbanity, own, income, peers = "province" if area in PROVINCES else "country", None, None, None, []
        rows.append(
            {
                "area": area,
                "kind": kind,
                "name": name,
                "province": PROVINCES.get(province, ""),
                "inhabitants": households * persons,
                "households": households,
                "urbanity": urbanity,
                "income_keur": income,
                "mean_size": persons,
                "own_share": own,
                "flag_lease": area == "GM0034",
                "flag_lease_possible": area == "GM0417",
                "flag_dwellings": False,
                "peers": peers,
                "former": FORMER.get(area, []),
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def cell_weight(size: int, income: int, tenure: int) -> float:
    """Households of a cell in the country, in proportion: larger households own more and earn more."""
    return (
        (5.0 - 0.8 * size) * (1.0 + 0.1 * size * income) * (1.0 + 0.3 * income if tenure == 0 else 2.0 - 0.2 * income)
    )


def cell_factor(size: int, income: int, tenure: int) -> float:
    return (0.6 + 0.2 * size) * (0.7 + 0.15 * income) * (1.1 if tenure == 0 else 0.9)


def cells() -> list[tuple[int, int, int]]:
    return list(itertools.product(range(5), range(5), range(2)))


def types() -> pl.DataFrame:
    whole = areas()["NL"][0] / sum(cell_weight(*cell) for cell in cells())
    rows = []
    groups = {group.id: [one.id for one in group.items] for group in ingest.household_groups()}
    wholes = {**groups, "households": [one.id for group, one in items() if group != "public"]}
    wholes["total"] = [one.id for _, one in items()]
    for size, income, tenure in cells():
        key = (SIZES[size], INCOMES[income], TENURES[tenure], whole * cell_weight(size, income, tenure))
        for item, inside in [*((one.id, [one.id]) for _, one in items()), *wholes.items()]:
            kg = cell_factor(size, income, tenure) * sum(mean_kg(name) for name in inside)
            rows.append((*key, item, kg, 0.85 * kg, 1.2 * kg))
    return pl.DataFrame(
        rows, schema=["size", "income", "tenure", "households", "item", "kg", "low", "high"], orient="row"
    )


def mix() -> pl.DataFrame:
    rows: list[tuple[str, str, str, float, float | None]] = []
    for area, (households, _, _) in areas().items():
        shares = {
            "size": dict(zip(SIZES, (0.38, 0.33, 0.12, 0.12, 0.05), strict=True)),
            "income": dict.fromkeys(INCOMES, 0.2),
            "tenure": {"own": 0.56, "rent": 0.44},
        }
        if area == "GM0417":  # few households of five: together with those of four, and incomes withheld
            shares["size"] = {"1": 0.38, "2": 0.33, "3": 0.12, "4,5+": 0.17}
        for dimension, classes in shares.items():
            for name, share in classes.items():
                withheld = area == "GM0417" and dimension == "income"
                rows.append((area, dimension, name, share, None if withheld else share * households))
    return pl.DataFrame(rows, schema=["area", "dimension", "class", "share", "households"], orient="row")


def course() -> pl.DataFrame:
    rows = []
    for area, (households, persons, kg) in areas().items():
        for year, less in ((2016, 1.3), (2019, 1.2), (2023, 1.0)):
            for part, unit, name in (
                ("gas", "TJ", "gas"),
                ("electricity", "TJ", "electricity"),
                ("heat", "TJ", "heat"),
                ("wood", "TJ", "wood"),
                ("car", "cars", "driving"),
            ):
                absent = part == "heat" and area == "GM0417"
                made = households * kg[name] * less
                state = "absent" if absent else "corrected" if part == "car" and area == "GM0034" else "observed"
                rows.append(
                    (
                        area,
                        year,
                        part,
                        None if absent else made / 1000,
                        unit,
                        None if absent else made,
                        state,
                        households * persons,
                    )
                )
    names = ["area", "year", "part", "quantity", "unit", "kg", "state", "inhabitants"]
    return pl.DataFrame(rows, schema=names, orient="row")


def changes() -> pl.DataFrame:
    rows = []
    for area, (households, _, kg) in areas().items():
        for part, name in (("gas", "gas"), ("car", "driving")):
            change = -0.2 * households * kg[name]
            for effect, share in (("inhabitants", -0.3), ("use", 1.1), ("factor", 0.2)):
                rows.append((area, 2019, 2023, part, effect, change * share))
    return pl.DataFrame(rows, schema=["area", "from_year", "to_year", "part", "effect", "kg"], orient="row")


def draws() -> pl.DataFrame:
    """Draws that share most of their error; The Hague and Rotterdam differ by chance alone."""
    rng = np.random.default_rng(6)
    shared = rng.normal(1.0, 0.1, DRAWS)
    names, frame = ["NL", *(area for area in areas() if area != "NL")], figures()
    own = {area: 1.0 + 0.005 * rng.standard_normal(DRAWS) for area in areas()}
    values = {}
    for item in ("households", "home_energy", "car"):
        for per in ("household", "person"):
            kg = {row["area"]: row[f"kg_{per}"] for row in frame.filter(pl.col("item") == item).iter_rows(named=True)}
            values[item, per] = np.stack([kg[area] * shared * own[area] for area in names], axis=1)
    return packed_draws(names, values)


def national() -> pl.DataFrame:
    rows = [
        ("official_total", 141_675.0, None, None, "kt CO2e_AR5"),
        ("level_factor", 1.04, 1.0, 1.08, "1"),
        ("unscaled_groups", 141_000.0, None, None, "kt CO2e_AR5"),
        ("margin size", 1.0041, None, None, "1"),
    ]
    return pl.DataFrame(rows, schema=["name", "value", "low", "high", "unit"], orient="row")


FACTORS = {
    # kg, low, high, EUR per unit, share at home, unit
    "gas": (2.0, 1.9, 2.1, 1.45, 0.95, "m3"),
    "electricity": (0.3, 0.25, 0.36, 0.35, 0.8, "kWh"),
    "heat": (35.0, 28.0, 45.0, 40.0, 0.9, "GJ"),
    "wood": (12.0, 8.0, 18.0, None, 1.0, "GJ"),
    "driving": (0.2, 0.17, 0.23, 0.12, 0.85, "km"),
    "car_owned": (700.0, 500.0, 1000.0, 2500.0, 0.2, "car"),
    "public": (2500.0, 2000.0, 3100.0, None, 0.6, "person"),
    "electric_driving": (0.056, 0.05, 0.065, 0.08, 0.8, "km"),
}
_COLUMNS = {
    **dict.fromkeys(("kind", "size", "income", "tenure", "item"), pl.String),
    **dict.fromkeys(("quantity", "kg", "low", "high", "eur", "home"), pl.Float64),
    **dict.fromkeys(("unit", "source"), pl.String),
}


def calculator() -> pl.DataFrame:
    rows: list[dict[str, object]] = []
    modelled = [group for group in ingest.household_groups() if group.id not in ("home_energy", "car", "public")]
    keys = list(itertools.product(SIZES, (*INCOMES, "unknown"), (*TENURES, "unknown")))
    for size, income, tenure in keys:
        factor = _mean_factor(size, income, tenure)
        for group in modelled:
            key = {"size": size, "income": income, "tenure": tenure}
            kg = factor * sum(mean_kg(one.id) for one in group.items)
            rows.append({"kind": "cell", **key, "item": group.id, "kg": kg, "low": 0.8 * kg, "high": 1.3 * kg})
            for one in group.items:
                mean = factor * mean_kg(one.id)
                eur = None if one.id == "unlisted" else 3 * mean
                rows.append({"kind": "leaf", **key, "item": one.id, "kg": mean, "eur": eur})
    for item, (kg, low, high, eur, home, unit) in FACTORS.items():
        told = {"unit": f"kg CO2e_AR5/{unit}", "source": "made"}
        rows.append(
            {"kind": "factor", "item": item, "kg": kg, "low": low, "high": high, "eur": eur, "home": home} | told
        )
    for at, size in enumerate(SIZES):
        usual = {"gas": 700 + 150 * at, "electricity": 1500 + 500 * at, "heat": 2 + at, "wood": 1 + at}
        usual |= {"car_owned": 0.5 + 0.2 * at, "driving": 6000 + 2500 * at}
        for item, amount in usual.items():
            rows.append({"kind": "usual", "size": size, "item": item, "quantity": amount, "unit": FACTORS[item][5]})
    for group, one in items():
        if group != "public":
            home = 0.9 if one.id in _OBSERVED else 0.3
            eur = None if one.id in UNPRICED else eur_per_kg(one.id) * areas()["NL"][2][one.id]
            rows.append({"kind": "spending", "item": one.id, "eur": eur, "home": home})
    return pl.DataFrame(rows, schema=_COLUMNS)


def _mean_factor(size: str, income: str, tenure: str) -> float:
    wanted = (size, income, tenure)
    chosen = [cell for cell in cells() if all(_is(*pair) for pair in zip(wanted, _names(cell), strict=True))]
    weights = [cell_weight(*cell) for cell in chosen]
    return sum(w * cell_factor(*cell) for w, cell in zip(weights, chosen, strict=True)) / sum(weights)


def _names(cell: tuple[int, int, int]) -> tuple[str, str, str]:
    return SIZES[cell[0]], INCOMES[cell[1]], TENURES[cell[2]]


def _is(wanted: str, name: str) -> bool:
    return wanted in (name, "unknown")


UNPRICED = ("unlisted", "wood", "other_direct")


def eur_per_kg(item: str) -> float:
    """EUR per kg of an item: energy costs less for what it emits."""
    return 0.7 if item in _OBSERVED else 3.0


PRODUCTS = (figures, origins, origin_figures, places, types, mix, course, changes, draws, national, calculator)


@functools.cache
def frames() -> dict[str, pl.DataFrame]:
    """Every product by name."""
    return {make.__name__: make() for make in PRODUCTS}


def write(seed: int | None = None) -> None:
    """Put the made products into the store of the test; another seed is another receipt."""
    shutil.copytree(_made(seed), user_store().folder, dirs_exist_ok=True)


@functools.cache
def _made(seed: int | None) -> Path:
    """A folder with the products, made once: a test copies it, which is quicker than writing safely to the disk."""
    folder = Path(tempfile.mkdtemp(prefix="ketenkompas-made-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = Store(folder)
    inputs = (Input("cbs-bo2020-coicop", "0" * 64), Input("eurostat-ainah-households-2026-08-07", "0" * 64))
    with writing(store):
        for name, frame in frames().items():
            identity = Identity(name, "households", YEAR, (Step("tests.made", 1),), inputs, {"made": True}, seed)
            carry_out(store, Plan(identity, lambda frame=frame: (frame, (), ("made for tests",))))
    return folder
