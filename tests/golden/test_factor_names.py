"""What people read of the packaged records: names that tell records apart, attribution, links to classifications."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping

import pytest

from ketenkompas.factors import Factor, Link
from ketenkompas.ingest import read_edition
from ketenkompas.pipeline import packaged_factors

# Two headings of the nomenclature that hold the same goods.
SAME_GOODS = {("7223", "722300"), ("720219", "72021900")}
HEATED = {"Boiling", "Pan frying", "Deep frying", "Microwave"}
ATTRIBUTION = {
    "co2emissiefactoren-nl": "Bron: www.CO2emissiefactoren.nl, lijst emissiefactoren 2026 (stand 20-08-2026)",
    "rivm-food": "Bron: RIVM, Database milieubelasting voedingsmiddelen, versie 23 september 2024",
    "desnz": "Contains public sector information licensed under the Open Government Licence v3.0. "
    "Source: DESNZ, GHG conversion factors 2025",
    "cbam-defaults": "Source: Commission Implementing Regulation (EU) 2025/2621, via opencbam",
    "cbam-benchmarks": "Source: Commission Implementing Regulation (EU) 2025/2620, via opencbam",
    "gwp-ipcc": "Source: IPCC, via globalwarmingpotentials",
    "figaro-ecodex": "FIGARO monetary emission factors, Ecodex, DOI 10.5281/zenodo.23157020. "
    "Computed from Eurostat data",
    "grid-intensity": "Source: Our World in Data based on Ember and Energy Institute (CC BY 4.0), "
    "compiled by codecarbon (MIT)",
}  # fmt: skip


@functools.cache
def records(source: str) -> Mapping[str, Factor]:
    (folder,) = (packaged_factors() / "editions" / source).glob("*/")
    return {one.key: one for one in read_edition(folder)}


@pytest.mark.parametrize("source", sorted(ATTRIBUTION))
def test_every_source_carries_its_sentence(source: str) -> None:
    assert {one.source.attribution for one in records(source).values()} == {ATTRIBUTION[source]}


@pytest.mark.parametrize("source", sorted(ATTRIBUTION))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_name_is_cut_off_and_none_stands_for_two_records(source: str, language: str) -> None:
    told = Counter(one.name(language) for one in records(source).values())
    assert [name for name in told if "..." in name] == []
    assert [name for name, count in told.items() if count > 1] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_goods_under_cbam_differ_by_more_than_their_code(language: str) -> None:
    codes: dict[str, set[str]] = {}
    for source in ("cbam-defaults", "cbam-benchmarks"):
        for one in records(source).values():
            name, code = re.fullmatch(r"(.*) \(CN ([\d ]+)\)", one.name(language)).groups()  # type: ignore[union-attr]
            good = name.split(", EU-benchmark")[0].split(", EU benchmark")[0]
            codes.setdefault(f"{source} {one.region} {good} {one.variant} {one.valid_from}", set()).add(code)
    alike = {tuple(sorted(code.replace(" ", "") for code in found)) for found in codes.values() if len(found) > 1}
    assert alike <= SAME_GOODS


def test_a_food_that_was_heated_is_not_called_raw() -> None:
    for one in records("rivm-food").values():
        if one.variant.split(", ")[-1] in HEATED:
            assert not re.search(r"\b(rauw|onbereid)\b", one.name_nl), one.key


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("food.nevo-422-red-wine-ambient-long-still-wine-bottle-750-ml-no-preparation", "Rode wijn"),
        ("food.nevo-1405-minced-beef-cooled-meat-packaging-pp-1-kg-pan-frying", "Rundergehakt, gebakken"),
        ("food.nevo-921-broccoli-raw-ambient-short-plastic-foil-ldpe-500-gram-boiling", "Broccoli, gekookt"),
    ],
)
def test_foods_have_the_names_that_people_use(key: str, name: str) -> None:
    assert records("rivm-food")[key].name_nl == name


def test_a_plastic_is_called_by_its_density() -> None:
    """HDPE is made at low pressure: "hogedrukpolyetheen" is the Dutch name of LDPE."""
    names = [one.name_nl for key, one in records("desnz").items() if ".hdpe." in key]
    assert len(names) == 6
    assert all("hoge dichtheid" in name for name in names)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("fuel.petrol.e0", "C19"), ("fuel.lng", "B"), ("fuel.hydrogen.grey", "C20"), ("fuel.methanol.fossil", "C20"),
        ("fuel.propane", "C19"), ("fuel.bio-cng", "D35"), ("fuel.natural-gas.g", "D35"),
        ("fuel.coal-briquettes", "C19"),
    ],
)  # fmt: skip
def test_fuels_belong_to_the_industry_that_makes_them(key: str, code: str) -> None:
    assert records("co2emissiefactoren-nl")[key].classifications == (Link("A64", code, "broad"),)


def test_euro95_is_the_blend_and_not_fossil_petrol() -> None:
    found = records("co2emissiefactoren-nl")
    assert "euro95" in found["fuel.petrol.e10"].search_terms_nl
    assert "euro 95" not in found["fuel.petrol.e0"].search_terms_nl


@pytest.mark.parametrize(
    ("product", "scopes"),
    [
        ("m69_70", ("3.1",)), ("c28", ("3.1", "3.2")), ("c19", ("3.1", "3.3")), ("e37t39", ("3.1", "3.5")),
        ("h51", ("3.4", "3.6", "3.9")), ("n77", ("3.1", "3.8")), ("n79", ("3.6",)),
    ],
)  # fmt: skip
def test_spending_falls_in_the_categories_of_the_product_bought(product: str, scopes: tuple[str, ...]) -> None:
    for view in ("supply", "purchaser"):
        assert records("figaro-ecodex")[f"spend.nl.{product}.{view}"].scope_hint == scopes


def test_a_code_that_was_split_since_names_the_older_code() -> None:
    assert records("cbam-defaults")["customs.31021019.row"].classifications == (Link("CN2023", "31021010", "broad"),)
    assert records("cbam-defaults")["customs.31021090.row"].classifications == (Link("CN2023", "31021090", "exact"),)
