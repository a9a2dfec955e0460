"""Keys between classifications: chained, and honest about what they miss."""

from __future__ import annotations

import pytest

from ketenkompas.classifications import Correspondence, cpa_to_a64, scheme
from ketenkompas.errors import CorrespondenceError

GOODS = Correspondence("CN2022", "CPA2.1", {"72081000": ("24.10.31",), "99990000": ("04.00.00",)})


def test_a_chain_of_keys_keeps_only_what_reaches_the_end() -> None:
    chain = GOODS.then(cpa_to_a64(["24.10.31", "04.00.00"]))
    assert (chain.source, chain.target) == ("CN2022", "A64")
    assert chain.targets("72081000") == ("C24",)
    report = chain.coverage(["72081000", "99990000", "72081000"])
    assert (report.asked, report.covered, report.missing) == (2, 1, ("99990000",))
    assert report.by_target == {"C24": 1}


def test_codes_with_several_targets_are_named() -> None:
    key = Correspondence("A64", "WIOD2013_35", {"C13T15": ("c4", "c5"), "C24": ("c12",)})
    report = key.coverage(["C13T15", "C24"])
    assert report.several == ("C13T15",)
    assert report.by_target == {"c4": 1, "c5": 1, "c12": 1}
    assert report.share is None


def test_a_code_without_a_target_and_keys_that_do_not_join_are_refused() -> None:
    with pytest.raises(CorrespondenceError) as caught:
        GOODS.targets("01012100")
    assert caught.value.code == "correspondence.no_target"
    with pytest.raises(CorrespondenceError) as caught:
        GOODS.then(Correspondence("A64", "WIOD2013_35", {}))
    assert caught.value.code == "correspondence.does_not_join"


def test_every_division_from_01_to_98_that_exists_has_one_group() -> None:
    divisions = [f"{number:02}" for number in range(1, 99)]
    key = cpa_to_a64(divisions)
    assert key.coverage(divisions).several == ()
    assert set(key.coverage(divisions).by_target) <= set(scheme("A64").items)
    assert {"04", "34", "48"} <= set(key.coverage(divisions).missing)
