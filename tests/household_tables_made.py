"""Made tables of the full level, in the real forms, for the real municipalities: no number here is one of CBS.

They are made from a known country: the starter's households and spending, with ages by a made rule. So the full level
must find that country again, within the rounding of the publishers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from benchmarks._made_figaro import MadeTable, made_table, write_footprint_emissions, write_households, write_matrix

from ketenkompas.classifications import scheme
from ketenkompas.households import Settled, Situation
from ketenkompas.sources import record
from tests.unit.ingest._cbs_odata_forms import SIZE_GROUP, Dimension, Made, Measure
from tests.unit.ingest.test_valuation import CODES, answer

Array = npt.NDArray[np.float64]
YEAR = 2023
AGES = ("tot 25 jaar", *(f"{first} tot {first + 10} jaar" for first in range(25, 75, 10)), "75 jaar of ouder")
OURS = (0, 0, 1, 1, 2, 3, 3)  # our class of each age of the survey
NESTED = {"05": ["05.6.1"], "07.2": ["07.2.2"], "09": ["09.3.4", "09.3.5", "09.4.2.3", "09.6"]}
GOODS, SUPPLY = ("A", "C"), {"G46": 0.3, "G47": 0.65, "H49": 0.05}
REGIONS = ("DE", "FIGW1", "NL", "US")
PERIODS = Dimension("Perioden", "Perioden", {"2020JJ00": "2020", "2023JJ00": "2023"}, "TimeDimension", "Definitief")


@dataclass(frozen=True)
class Country:
    """What the tables are made from: ``homes`` (m, s, 7, q, t) and ``spending`` (s, 7, q, t, p) EUR of 2020."""

    codes: tuple[str, ...]
    groups: tuple[str, ...]
    homes: Array
    spending: Array
    paid: Array
    """EUR of the country by group at the prices and level of the accounts (p,)."""


def country(situation: Situation, settled: Settled) -> Country:
    """Ages by a made rule: older with fewer persons, the rich neither young nor old; older households buy less."""
    frame = situation.frame
    cells = settled.cells.reshape(-1, 5, 5, 2)
    age, size, fifth = np.arange(7.0)[None, :, None], np.arange(5.0)[:, None, None], np.arange(5.0)[None, None, :]
    share = np.exp(-0.12 * (age - 3.5 + 0.5 * size) ** 2 + 0.05 * fifth * age * (3.5 - age) / 3.5)
    share /= share.sum(axis=1, keepdims=True)
    homes = np.rint(cells[:, :, None] * share[None, :, :, :, None])
    slope = np.linspace(1.15, 0.85, 4)[list(OURS)]
    spending = settled.spending.reshape(5, 1, 5, 2, -1) * slope[None, :, None, None, None]
    survey = situation.survey
    mean = np.einsum("saqt,saqtp->p", homes.sum(axis=0), spending)
    assert frame.shape == (5, 1, 5, 2)
    return Country(situation.places.codes, survey.groups, homes, spending, mean * survey.price * settled.ratio)


def written(table: Made, folder: Path) -> Path:
    """A table as the download makes it, where the registry looks for it."""
    found = table.write(folder)
    path = folder / record(f"cbs-{table.id.lower()}").path
    path.parent.mkdir(parents=True, exist_ok=True)
    return found.replace(path)


def sizes(made: Country, *, ages: bool = True) -> Made:
    """71486ned: households by size and age of the reference person per municipality."""
    keys = ["TotaalParticuliereHuishoudens_21", "Eenpersoonshuishouden_22", "k_2Personen_24", "k_3Personen_25"]
    keys += ["k_4Personen_26", "k_5OfMeerPersonen_27"]
    titles = ["Totaal particuliere huishoudens", "Eenpersoonshuishouden", "2 personen", "3 personen", "4 personen"]
    titles += ["5 of meer personen"]
    listed = {"10000": "Totaal"} | ({f"53{at}05": title for at, title in enumerate(AGES)} if ages else {})
    counts = made.homes.sum(axis=(3, 4))
    rows = []
    for area, one in zip(made.codes, counts, strict=True):
        lines = [one.sum(axis=1), *(one.T if ages else ())]
        rows += [
            (code, area, "2023JJ00", float(line.sum()), *map(float, line))
            for code, line in zip(listed, lines, strict=True)
        ]
    return Made(
        "71486ned",
        (
            Dimension("LeeftijdReferentiepersoon", "Leeftijd referentiepersoon", listed),
            Dimension("RegioS", "Regio's", {code: code for code in made.codes}, "GeoDimension"),
            PERIODS,
        ),
        [Measure(key, title, group=SIZE_GROUP) for key, title in zip(keys, titles, strict=True)],
        rows,
    )


def incomes(made: Country, *, country_row: bool = True, hidden: Sequence[str] = ()) -> Made:
    """86161NED: shares of the tenths per municipality (one decimal), and of kinds in the country."""
    kinds = {"1050010": ("Particuliere huishoudens", np.ones((5, 7, 5, 2)))}
    masks = [(f"Leeftijd hoofdkostwinner: {title}", (slice(None), at)) for at, title in enumerate(AGES)]
    masks += [("Woningbezit: eigen woning", (..., 0)), ("Woningbezit: huurwoning", (..., 1))]
    for number, (title, at) in enumerate(masks, start=20):
        mask = np.zeros((5, 7, 5, 2))
        mask[at] = 1.0
        kinds[f"10500{number}"] = (title, mask)
    measures = [Measure("ParticuliereHuishoudens_1", "Particuliere huishoudens", "x 1 000")]
    measures += [
        Measure(f"k_{at}e10Groep_{at + 1}", f"{at}e 10%-groep{' (laag inkomen)' if at == 1 else ''}", "%")
        for at in range(1, 11)
    ]
    rows = [_income_row("1050010", area, one) for area, one in zip(made.codes, made.homes, strict=True)]
    rows = [(*row[:6], -99997, *row[7:]) if row[2] in hidden else row for row in rows]
    if country_row:
        whole = made.homes.sum(axis=0)
        rows += [_income_row(code, "NL01", whole * mask) for code, (_, mask) in kinds.items()]
    areas = {code: code for code in (*made.codes, "NL01")}
    return Made(
        "86161NED",
        (
            Dimension("Populatie", "Populatie", {"A1": "Particuliere huishoudens"}),
            Dimension("KenmerkenVanHuishoudens", "Kenmerken van huishoudens", {c: t for c, (t, _) in kinds.items()}),
            Dimension("RegioS", "Regio's", areas, "GeoDimension"),
            PERIODS,
        ),
        measures,
        rows,
    )


def _income_row(kind: str, area: str, homes: Array) -> tuple[str | float, ...]:
    fifths = homes.sum(axis=(0, 1, 3))
    tenths = np.repeat(100 * fifths / fifths.sum() / 2, 2)
    return ("A1", kind, area, "2023JJ00", round(float(homes.sum()) / 1e3, 3), *(round(float(one), 1) for one in tenths))


def survey(made: Country) -> list[Made]:
    """83676NED, 85419NED and 85420NED: EUR with intervals of all households, totals and shares of every class."""
    whole = made.homes.sum(axis=0)
    classes = {"1050010": ("Particuliere huishoudens", np.ones_like(whole))}
    titles = [f"Huishoudensgrootte: {name}" for name in ("1 persoon", "2 personen", "3 personen", "4 personen")]
    titles += ["Huishoudensgrootte: 5 of meer personen", *(f"Leeftijd hoofdkostwinner: {title}" for title in AGES)]
    titles += [f"Besteedbaar inkomen: {at}e 20%-groep" for at in range(1, 6)]
    titles += ["Woningbezit: eigen woning", "Woningbezit: huurwoning"]
    places = [(axis, at) for axis, count in enumerate((5, 7, 5, 2)) for at in range(count)]
    for number, (title, (axis, at)) in enumerate(zip(titles, places, strict=True), start=20):
        mask = np.zeros_like(whole)
        np.moveaxis(mask, axis, 0)[at] = 1.0
        classes[f"10500{number}"] = (title, mask)
    purposes = {"T001112": "Alle bestedingen"} | {
        f"CP{code.replace('.', '')}": f"{code} Made group" for code in _printed(made.groups)
    }
    kinds = Dimension("KenmerkenVanHuishoudens", "Kenmerken van huishoudens", {c: t for c, (t, _) in classes.items()})
    groups = Dimension("Bestedingscategorieen", "Bestedingscategorieën", purposes)
    levels, totals, shares = [], [], []
    for kind, (_, mask) in classes.items():
        weights = whole * mask
        spent = _printed_sums(made.groups, np.einsum("saqt,saqtp->p", weights, made.spending) / weights.sum())
        totals.append(("T001112", kind, "2020JJ00", round(spent["T001112"] / 1e3, 1)))
        for code, eur in spent.items():
            shares.append((code, kind, "2020JJ00", round(100 * eur / spent["T001112"], 1)))
            if kind == "1050010":
                levels.append((code, "2020JJ00", eur, eur * (1 - 0.0196), eur * (1 + 0.0196)))
    bounds = [Measure("Bestedingen_1", "Bestedingen", "euro")]
    bounds += [Measure("OndergrensInterval_2", "Ondergrens 95%-interval", "euro")]
    bounds += [Measure("BovengrensInterval_3", "Bovengrens 95%-interval", "euro")]
    return [
        Made("83676NED", (groups, PERIODS), bounds, levels),
        Made("85419NED", (groups, kinds, PERIODS), (Measure("Bestedingen_1", "Bestedingen", "1 000 euro"),), totals),
        Made(
            "85420NED",
            (groups, kinds, PERIODS),
            (Measure("AandeelInDeBestedingen_1", "Aandeel in de bestedingen", "%"),),
            shares,
        ),
    ]


def _printed(groups: Sequence[str]) -> list[str]:
    """The codes that the survey prints: those of the model, and the two that are no consumption."""
    return [*(code for code in groups if code[0].isdigit()), "13", "15"]


def _printed_sums(groups: Sequence[str], spent: Array) -> dict[str, float]:
    """EUR by key as printed: a group with those inside it, and all together."""
    own = dict(zip(groups, map(float, spent), strict=True))
    left_out = own.pop("not_consumption")
    own |= {"13": 0.8 * left_out, "15": 0.2 * left_out}
    found = {code: own[code] + sum(own[part] for part in NESTED.get(code, ())) for code in _printed(groups)}
    total = sum(own.values())
    return {"T001112": total} | {f"CP{code.replace('.', '')}": eur for code, eur in found.items()}


def accounts(made: Country) -> Made:
    """85873NED: consumption by purpose of the country, million euro; no finer than a group of two digits."""
    own = dict(zip(made.groups, made.paid / 1e6, strict=True))
    own.pop("not_consumption")
    purposes: dict[str, float] = {}
    for code, meur in own.items():
        held = ".".join(code.split(".")[:2]) if code[:2] in ("04", "07", "11", "12") else code[:2]
        if code[0].isdigit():
            purposes[held] = purposes.get(held, 0.0) + meur
    rows = [("T001112", "2023JJ00", sum(own.values())), ("ABROAD", "2023JJ00", 1234.0)]
    rows += [(f"CP{code.replace('.', '')}", "2023JJ00", meur) for code, meur in purposes.items()]
    titles = {"T001112": "Totaal bestedingen", "ABROAD": "Consumptie in het buitenland"}
    titles |= {f"CP{code.replace('.', '')}": f"{code} Made purpose" for code in purposes}
    return Made(
        "85873NED",
        (Dimension("Bestedingscategorieen", "Bestedingscategorieën", titles), PERIODS),
        (Measure("WerkelijkePrijzen_1", "Werkelijke prijzen", "mln euro"),),
        rows,
    )


def bought(made: Country, links: Array, codes: Sequence[str]) -> dict[str, dict[str, float]]:
    """What households pay by product, million euro: at purchaser prices, basic prices, margins and taxes."""
    paid = dict(zip(codes, made.paid @ links / 1e6, strict=True))
    found = {}
    for code, meur in paid.items():
        basic, margin = (0.6, 0.25) if code[0] in GOODS and len(code) > 1 else (0.9, 0.0)
        found[code] = {"purchaser": meur, "basic": basic * meur, "margins": margin * meur}
    carried = sum(one["margins"] for one in found.values())
    for code, part in SUPPLY.items():
        found[code]["basic"] += part * carried
        found[code]["margins"] -= part * carried
    for one in found.values():
        one["taxes"] = one["purchaser"] - one["basic"] - one["margins"]
    return found


def valuation(values: Mapping[str, Mapping[str, float]], folder: Path) -> None:
    """The five price tables of Eurostat."""
    for part, code in CODES.items():
        if part == "supply":
            cells = {(f"CPA_{product}", "OTTM"): one["margins"] for product, one in values.items()}
            names = ("ind_impv", "prd_amo")
        else:
            cells = {(f"CPA_{product}", "P3_S14"): one[part] for product, one in values.items()}
            names = ("ind_use", "prd_ava")
        path = folder / record(f"eurostat-naio_10_{code}-nl").path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(answer(cells, code=code, names=names)), "utf-8")


def figaro(values: Mapping[str, Mapping[str, float]], folder: Path) -> dict[str, Path]:
    """A small table in FIGARO's layout in which Dutch households buy what the price tables say."""
    codes = tuple(scheme("A64").items)
    made = made_table(REGIONS, codes)
    cells, households = made.values.copy(), made.columns.index("NL_P3_S14")
    sectors, last = len(REGIONS) * len(codes), len(made.rows) - 1
    before = cells[:sectors, households].copy()
    for region, share in zip(REGIONS, (0.15, 0.05, 0.7, 0.1), strict=True):
        for code in codes:
            at = made.sectors.index(f"{region}_{code}")
            cells[at, households] = round(share * values.get(code, {"basic": 0.0})["basic"], 3)
    more = cells[:sectors, households] - before
    cells[last, :sectors] += more
    again = MadeTable(made.regions, made.industries, np.round(cells, 3))
    return {
        "table": write_matrix(again, folder / "matrix_eu-ic-io_ind-by-ind_26ed_2023.csv"),
        "emissions": write_footprint_emissions(again, folder / "env_ac_ghgfp.csv", YEAR),
        "households": write_households(again, folder / "env_ac_ainah_r2.csv", YEAR),
    }
