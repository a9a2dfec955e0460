"""Definitions of variants: what they come to, and every fault by name."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.ingest import packaged_definitions, read_variants

ROOT = Path(__file__).resolve().parents[3]


def example() -> dict[str, Any]:
    """The definition that the how-to page shows."""
    page = (ROOT / "docs/how-to/split-a-product.md").read_text("utf-8")
    return yaml.safe_load(page.split("```yaml\n")[1].split("```")[0])  # type: ignore[no-any-return]


def saved(folder: Path, raw: Any) -> Path:
    path = folder / "mine.yml"
    path.write_text(yaml.safe_dump(raw), "utf-8")
    return path


def test_the_packaged_steel_routes() -> None:
    """Routes C, D, E at 1.370, 0.481, 0.072 t/t (fact sheet of the issue); shares and ratios have their means."""
    steel = read_variants("steel-routes")
    assert steel.emissions() == {"oxygen": 1.37, "reduced": 0.481, "electric": 0.072}
    for region in ("NL", "CN", "DE"):
        variants = steel.variants(region, "WIOD2013_35")
        assert sum(variant.share.value for variant in variants) == pytest.approx(1.0)
        assert sum(v.share.value * float(v.emission_ratio) for v in variants) == pytest.approx(1.0)  # type: ignore[arg-type]
        for supplier in ("c17", "c2"):
            assert sum(v.share.value * v.recipe.get(supplier, 1.0) for v in variants) == pytest.approx(1.0)
    oxygen, reduced, electric, other = steel.variants("DE", "A64")
    assert float(oxygen.emission_ratio) / float(electric.emission_ratio) == pytest.approx(1.37 / 0.072)  # type: ignore[arg-type]
    assert float(other.emission_ratio) == pytest.approx(0.2 / 0.78)  # type: ignore[arg-type]
    assert reduced.share.value == pytest.approx(0.22 * 0.05)
    assert "D35" in electric.recipe
    assert oxygen.share.bounds == pytest.approx((0.15 * 0.72, 0.30 * 0.72))
    assert other.share.bounds == pytest.approx((0.70, 0.85))


def test_every_parameter_says_its_basis_and_source() -> None:
    told = list(read_variants("steel-routes").parameters("nl"))
    assert {one.basis for one in told} == {"cited", "assumption"}
    assert all(one.source and one.value for one in told)
    assert len([one for one in told if "2025/2620" in one.source]) == 3


def test_prices_turn_tonnes_into_value(tmp_path: Path) -> None:
    cement = read_variants(saved(tmp_path, example()))
    mix = cement.mix(cement.physical("NL"))
    assert mix["slag"] == pytest.approx(0.1 * 0.6 * 0.95 / (0.4 + 0.6 * 0.95))
    assert mix["other"] == pytest.approx(0.9)
    slag = cement.variants("NL", "WIOD2013_35")[1]
    assert slag.buyer_shares["NL_c18"].value == pytest.approx(0.1 * 0.7 * 0.95 / (0.3 + 0.7 * 0.95))
    assert not cement.variants("DE", "WIOD2013_35")[1].buyer_shares
    assert cement.regions(("NL", "FR")) == ("NL", "BE", "DE")
    assert cement.product("A64") == "C23"
    with pytest.raises(UnknownCodeError) as caught:
        cement.product("ISIC")
    assert caught.value.code == "definition.other_scheme"


def test_without_a_part_the_variants_are_the_whole_product(tmp_path: Path) -> None:
    raw = example()
    del raw["part"], raw["path"]
    whole = read_variants(saved(tmp_path, raw))
    assert sum(whole.mix(whole.physical("FR")).values()) == pytest.approx(1.0)
    assert [variant.code for variant in whole.variants("FR", "A64")] == ["portland", "slag"]


def broken(change: str) -> dict[str, Any]:
    raw = copy.deepcopy(example())
    if change == "total":
        raw["shares"]["NL"]["by_variant"]["slag"] = 0.5
    elif change == "codes":
        del raw["shares"]["default"]["by_variant"]["slag"]
    elif change == "buyers":
        raw["buyers"][0]["by_variant"]["slag"] = 0.1
    elif change == "part":
        raw["part"]["output"]["high"] = 0.05
    elif change == "path":
        raw["path"]["rising"] = "wood"
    elif change == "unknown key":
        raw["colour"] = "green"
    elif change == "no source":
        del raw["variants"][0]["price"]["source"]
    return raw


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("total", "definition.total"),
        ("codes", "definition.codes"),
        ("buyers", "definition.total"),
        ("part", "definition.part"),
        ("path", "definition.codes"),
        ("unknown key", "definition.invalid"),
        ("no source", "definition.invalid"),
    ],
)
def test_every_fault_of_a_definition_has_a_name(tmp_path: Path, change: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        read_variants(saved(tmp_path, broken(change)))
    assert caught.value.code == "definition.faults"
    assert expected in {fault.code for fault in caught.value.problems}
    assert "mine.yml" in caught.value.text("nl")


def test_what_is_no_definition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        read_variants("straw-houses")
    assert caught.value.params["known"] == ", ".join(packaged_definitions())
    path = tmp_path / "bad.yml"
    path.write_text("id: [", "utf-8")
    with pytest.raises(InputError) as unreadable:
        read_variants(path)
    assert unreadable.value.code == "definition.unreadable"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError) as unreadable:
        read_variants(path)
    assert unreadable.value.code == "definition.unreadable"
