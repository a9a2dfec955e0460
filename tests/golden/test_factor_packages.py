"""Values of the shipped editions that come from packages and compiled lists, copied by hand from their sources."""

from __future__ import annotations

import hashlib
import importlib.resources
from functools import cache
from pathlib import Path

import pytest

from ketenkompas.factors import Factor
from ketenkompas.ingest import edition_texts, read_cbam_benchmarks, read_cbam_defaults, read_edition, read_gwp

EDITIONS = Path(str(importlib.resources.files("ketenkompas"))) / "data" / "factors" / "editions"

CBAM = {  # kg CO2e per t (source in t): value, direct, indirect (None: not applicable), with the mark-up of 2026
    "customs.72071111.tr": (2310, 2310, None, 2541),
    "customs.72071190.tr": (3087, 3087, None, 3396),
    "customs.25231000.grey.al": (870, 870, 0, 957),
    "customs.25232900.al": (930, 900, 30, 1023),
    "customs.25231000.white.dz": (1340, 1290, 60, 1474),
    "customs.25231000.grey.dz": (1280, 1240, 40, 1408),
    "customs.31021019.al": (1420, 1330, 80, 1434),
    "customs.28080000.al": (2760, 2730, 40, 2788),
}
BENCHMARKS = {  # kg CO2e per t (source in t): column B and column A
    "customs.72071114.benchmark.c": (1364, 188),
    "customs.72071114.benchmark.d": (475, 65),
    "customs.72071114.benchmark.e": (66, 65),
    "customs.76011010.benchmark.k": (1423, 1423),
    "customs.76011010.benchmark.l": (91, 91),
    "customs.25231000.benchmark.a": (666, 666),
    "customs.25231000.benchmark.b": (859, 859),
    "customs.25232100.benchmark": (859, 0),
    "customs.72052100.benchmark.f.2026": (1460, 0),
    "customs.72052100.benchmark.f.2028": (1298, 0),
}
GWP = {
    "gwp.sar-100.ch4": 21, "gwp.tar-100.ch4": 23, "gwp.ar4-100.ch4": 25, "gwp.ar5-100.ch4": 28,
    "gwp.ar5ccf-100.ch4": 34, "gwp.ar6-100.ch4": 27.9, "gwp.ar6-20.ch4": 81.2, "gwp.ar6-500.ch4": 7.95,
    "gwp.ar4-100.n2o": 298, "gwp.ar5-100.n2o": 265, "gwp.ar6-100.n2o": 273, "gwp.ar6-100.hfc134a": 1530,
    "gwp.ar6-100.sf6": 25200, "gwp.ar5-100.cf4": 6630,
}  # fmt: skip
GRID = {"de": 0.38095, "fr": 0.056039, "pl": 0.661926, "no": 0.03008, "aw": 0.561224, "cf": 0.0, "eh": 0.666667}
PURCHASER = {  # kg per kEUR: demand mix, re-based, margin term, total; share of basic value, margins, taxes
    "a01": (1098.98, 1007.45, 10.18, 1017.63, 0.9167, 0.0814, 0.0019),
    "c10t12": (564.30, 488.57, 14.72, 503.29, 0.8658, 0.1177, 0.0165),
    "c13t15": (398.80, 299.71, 21.48, 321.19, 0.7515, 0.1718, 0.0767),
    "c17": (408.90, 347.05, 16.64, 363.69, 0.8487, 0.1331, 0.0182),
    "c20": (828.21, 744.39, 11.69, 756.08, 0.8988, 0.0935, 0.0077),
    "c24": (1078.76, 941.30, 15.40, 956.70, 0.8726, 0.1231, 0.0043),
    "c26": (287.82, 244.13, 17.90, 262.03, 0.8482, 0.1431, 0.0087),
    "c29": (286.40, 240.77, 19.80, 260.57, 0.8407, 0.1583, 0.0010),
    "c31_32": (268.74, 220.99, 18.52, 239.51, 0.8223, 0.1481, 0.0295),
    "f": (228.80, 218.71, 0, 218.71, 0.9559, 0, 0.0441),
    "h49": (456.81, 456.61, 0, 456.61, 0.9996, 0, 0.0004),
    "h51": (1134.78, 1070.12, 0, 1070.12, 0.9430, 0, 0.0570),
    "i": (182.99, 178.99, 0, 178.99, 0.9782, 0, 0.0218),
    "j62_63": (80.27, 78.17, 0, 78.17, 0.9739, 0, 0.0261),
    "m69_70": (78.36, 76.72, 0, 76.72, 0.9791, 0, 0.0209),
    "n80t82": (138.76, 130.64, 0, 130.64, 0.9415, 0, 0.0585),
}
SUPPLY = {"a01": 893.53, "c24": 953.92, "d35": 842.44, "h50": 1163.32, "j62_63": 65.02}


@cache
def _shipped(edition: str) -> dict[str, Factor]:
    return {one.key: one for one in read_edition(EDITIONS / edition)}


@pytest.mark.parametrize("key", CBAM)
def test_default_values_of_cbam(key: str) -> None:
    one = _shipped("cbam-defaults/2025-2621")[key]
    value, direct, indirect, marked_up = CBAM[key]
    parts = {part.stage: part.value for part in one.components}
    assert (one.value, parts["direct"], parts.get("indirect")) == (value, direct, indirect)
    assert one.alternatives[0].value == marked_up
    assert (one.unit, one.boundary, one.region_role) == ("t", "cradle_to_gate", "production")
    assert float(one.value_text) * 1000 == pytest.approx(value)


def test_the_example_of_the_package() -> None:
    """``opencbam calculate --cn 72071111 --country Türkiye --mass 100`` gives 254.100 t with the mark-up of 2026."""
    one = _shipped("cbam-defaults/2025-2621")["customs.72071111.tr"]
    marked_up = {part.stage: part.value for part in one.alternatives}["markup_2026"]
    assert 100 * marked_up / 1000 == pytest.approx(254.1, abs=1e-9)
    assert one.region == "TR"
    assert "Turkije" in one.name_nl
    assert "7207 11 11" in one.name_nl


@pytest.mark.parametrize("key", BENCHMARKS)
def test_benchmarks_by_route(key: str) -> None:
    one = _shipped("cbam-benchmarks/2025-2620")[key]
    assert (one.value, one.alternatives[0].value, one.region) == (*BENCHMARKS[key], "EU27_2020")


def test_a_route_is_a_variant_of_the_default_value() -> None:
    routes = _shipped("cbam-benchmarks/2025-2620")
    defaults = _shipped("cbam-defaults/2025-2621")
    steel = routes["customs.72071114.benchmark.e"]
    assert (steel.variant, steel.technology) == ("E", "carbon steel, scrap and electric arc")
    assert steel.variant_of == "customs.72071114.row"
    assert routes["customs.25231000.benchmark.b"].variant_of == "customs.25231000.white.row"
    assert routes["customs.76011010.benchmark.k"].variant_of == "customs.7601.row"
    assert {one.variant_of for one in routes.values() if one.variant} <= set(defaults)
    changing = routes["customs.72052100.benchmark.f.2026"]
    assert (changing.valid_from.year, changing.valid_to and changing.valid_to.year) == (2026, 2027)


def test_warming_potentials() -> None:
    shipped = _shipped("gwp-ipcc/0.13.2")
    assert {key: shipped[key].value for key in GWP} == GWP
    assert shipped["gwp.ar6-100.ch4"].gwp_set == "AR6-100@gwp-0.13.2"
    assert {part.stage: part.value for part in shipped["gwp.ar6-100.ch4"].alternatives} == {
        "ch4_fossil": 29.8, "ch4_biogenic": 27.0,
    }  # fmt: skip
    assert {key for key, one in shipped.items() if "method" in one.flags} == {"gwp.ar6-100.ch4", "gwp.ar6-100.sf6"}


def test_grid_intensity() -> None:
    shipped = _shipped("grid-intensity/2024")
    assert {place: shipped[f"electricity.grid.{place}"].value for place in GRID} == GRID
    assert len(shipped) == 213
    years = [one.data_year_from for one in shipped.values()]
    assert {year: years.count(year) for year in set(years)} == {2023: 78, 2022: 130, 2021: 4, 2009: 1}
    assert [one.region for one in shipped.values() if "dated" in one.flags] == ["EH"]
    zero = shipped["electricity.grid.cf"]
    assert (zero.value, zero.status, zero.flags) == (0.0, "active", ("outlier",))
    assert "hydropower" in zero.description
    assert all("Life cycle" in one.description and one.includes_infrastructure for one in shipped.values())


@pytest.mark.parametrize("product", PURCHASER)
def test_sixteen_product_groups_at_purchaser_prices(product: str) -> None:
    one = _shipped("figaro-ecodex/2023-26ed")[f"spend.nl.{product}.purchaser"]
    demand, rebased, margin, total, *shares = PURCHASER[product]
    parts = {part.stage: part.value for part in one.components}
    assert one.value == pytest.approx(total / 1000, abs=1e-12)
    assert one.alternatives[0].value == pytest.approx(demand / 1000, abs=1e-12)
    assert parts["goods_and_services"] == pytest.approx(rebased / 1000, abs=1e-12)
    assert parts["trade_and_transport_margins"] == pytest.approx(margin / 1000, abs=1e-12)
    assert [one.share_basic, one.share_margin, one.share_tax] == shares
    assert (one.unit, one.price_year, one.margin_factor) == ("{EUR2023}", 2023, 0.12505)


def test_supply_view() -> None:
    shipped = _shipped("figaro-ecodex/2023-26ed")
    assert {product: shipped[f"spend.nl.{product}.supply"].value for product in SUPPLY} == {
        product: pytest.approx(value / 1000, abs=1e-12) for product, value in SUPPLY.items()
    }
    supply = [one for one in shipped.values() if one.price_basis == "basic"]
    purchaser = [one for one in shipped.values() if one.price_basis == "purchaser"]
    assert (len(supply), len(purchaser)) == (62, 61)
    assert all(sum(one.origins.values()) == pytest.approx(1, abs=0.011) for one in supply)
    assert not any(one.origins for one in purchaser)


def test_cited_factors_say_what_they_are() -> None:
    """Traps (a), (b), (c), (d), (e), (g): negative taxes stay, trade is no goods, energy and metals by quantity."""
    shipped = _shipped("figaro-ecodex/2023-26ed")
    assert all(one.source.licence_verdict == "amber" and one.gsd2 == 2.0 for one in shipped.values())
    assert all({"second_hand", "provisional"} <= set(one.flags) for one in shipped.values())
    assert all("capital goods" in one.description and "inflation" in one.description for one in shipped.values())
    taxes = {product: shipped[f"spend.nl.{product}.purchaser"].share_tax for product in ("g46", "h50", "h52")}
    assert taxes == {"g46": -0.0030, "h50": -0.0018, "h52": -0.0073}
    assert "never the goods" in shipped["spend.nl.g47.purchaser"].description
    assert "partial" in shipped["spend.nl.g47.supply"].flags
    assert "kilowatt-hours" in shipped["spend.nl.d35.supply"].description
    assert "spend.nl.d35.purchaser" not in shipped
    assert "per kilogram" in shipped["spend.nl.c24.purchaser"].description


@pytest.mark.parametrize(
    ("edition", "made"),
    [
        ("cbam-defaults/2025-2621", read_cbam_defaults),
        ("cbam-benchmarks/2025-2620", read_cbam_benchmarks),
        ("gwp-ipcc/0.13.2", read_gwp),
    ],
)
def test_shipped_editions_are_what_the_importers_give(edition: str, made: object) -> None:
    assert callable(made)
    texts = edition_texts(made().records)
    for name, text in texts.items():
        shipped = (EDITIONS / edition / name).read_bytes()
        assert hashlib.sha256(shipped).hexdigest() == hashlib.sha256(text.encode()).hexdigest()
