"""The reviewed tables: accounts and procurement codes to what they are a purchase of."""

from __future__ import annotations

import csv
import importlib.resources
from collections import Counter

import pytest

from ketenkompas.classifications import (
    classification,
    correspondence,
    cpv_prefixes,
    cpv_target,
    rgs_targets,
    scheme,
    special_targets,
)
from ketenkompas.classifications._spend import _target
from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.factors import activity_unit

FOLDER = importlib.resources.files("ketenkompas") / "data/classifications/keys"
TABLES = (
    "rgs-to-spend.csv",
    "rgs-investments-to-a64.csv",
    "special-targets.csv",
    "cpv-division-to-a64.csv",
    "cpv-prefix-overrides-to-a64.csv",
)
NO_PURCHASE = (
    "Lon",
    "Afschrijving",
    "belasting",
    "Rentelasten",
    "Dotatie",
    "Vrijval",
    "premies sociale",
    "Boetes",
    "subsidie",
)


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((FOLDER / name).read_text("utf-8").splitlines()))


def test_counts_by_treatment_and_confidence_are_those_that_are_documented() -> None:
    rows = _rows("rgs-to-spend.csv")
    assert Counter(row["treatment"] for row in rows) == {
        "no_emission": 428, "purchase": 142, "contra": 92, "unassigned": 38, "by_sector": 20, "energy": 6,
        "travel": 5, "fuel": 3, "activity": 2,
    }  # fmt: skip
    asked = [row for row in rows if row["treatment"] not in ("no_emission", "contra")]
    assert Counter(row["confidence"] for row in asked) == {"3": 84, "2": 73, "1": 59}
    assert [len(_rows(name)) for name in TABLES] == [736, 23, 27, 45, 176]


def test_every_result_account_of_level_4_is_there_once_with_its_own_name() -> None:
    rows, known = _rows("rgs-to-spend.csv"), classification("RGS3.7").items
    result = {code for code, item in known.items() if code.startswith("W") and item.level == 4}
    assert len(rows) == len({row["rgs_code"] for row in rows}) == 736
    assert {row["rgs_code"] for row in rows} == result
    assert all(row["label_nl"] == known[row["rgs_code"]].nl for row in rows)
    assert all((row["dc"] == "D") == ("debit" in known[row["rgs_code"]].marks) for row in rows)


def test_every_fixed_asset_has_its_acquisition_account() -> None:
    known = classification("RGS3.7")
    headings = {
        item.code for item in known.items.values() if item.level == 3 and item.code[:4] in ("BIva", "BMva", "BVas")
    }
    rows = _rows("rgs-investments-to-a64.csv")
    assert {row["rgs_code"] for row in rows} == headings
    assert all(row["acquisition_account"] in known.items for row in rows)
    assert all(row["ghg_category"] == "3.2" for row in rows if row["treatment"] == "capital_good")


@pytest.mark.parametrize("name", TABLES)
def test_every_row_was_reviewed(name: str) -> None:
    for row in _rows(name):
        assert row["review_status"] == "reviewed"
        assert row["reviewed_on"] == "2026-11-28"


def test_every_target_and_alternative_exists() -> None:
    known = {*scheme("A64").items, *special_targets()}
    for one in (*rgs_targets().values(), *cpv_prefixes().values()):
        assert {one.target, *one.alternatives} <= known, one
        assert one.target not in one.alternatives


def test_no_wages_taxes_interest_or_depreciation_have_a_factor() -> None:
    labels = classification("RGS3.7").items
    for code, one in rgs_targets().items():
        label = labels[code].nl
        if any(word.casefold() in label.casefold() for word in NO_PURCHASE) and one.treatment == "purchase":
            raise AssertionError(f"{code} {label}")
        if code.startswith(("WPer", "WAfs", "WBel", "WFbeRls", "WOvb", "WNer", "WRed")):
            assert one.treatment in ("no_emission", "contra") or code == "WPerLesLin", code
        if one.treatment in ("no_emission", "contra"):
            assert not one.ghg_category
            assert one.target in ("no_emission", "contra", "energy:electricity_feed_in")


def test_energy_and_trade_are_never_a_default_in_euros_of_goods() -> None:
    for one in rgs_targets().values():
        if one.treatment in ("purchase", "capital_good"):
            assert one.target not in ("D35", "C19", "G47"), one
            assert (
                one.target != "G46"
                or "rovisie" in _label(one.code)
                or "ommissie" in _label(one.code)
                or "eiling" in _label(one.code)
            )
        if one.treatment in ("energy", "fuel"):
            assert one.ask_for
            assert one.ghg_also == "3.3"


def _label(code: str) -> str:
    return classification("RGS3.7").items[code].nl


@pytest.mark.parametrize(
    ("code", "target", "category"),
    [
        ("WBedHuiElk", "energy:electricity", "2"),
        ("WBedHuiGas", "energy:natural_gas", "1"),
        ("WBedAutBra", "fuel:road", "1"),
        ("WBedVkkVrk", "H49", "3.4"),
        ("WBedAeaAea", "M69_70", "3.1"),
        ("WKprInhInh", "by_sector", "3.1"),
        ("WBedAlkOal", "unassigned", "3.1"),
        ("WAfsAmvBei", "no_emission", ""),
        ("WBedHuiSch", "N80T82", "3.1"),
        ("WBedHuiOnt", "N80T82", "3.1"),
        ("WBedAutPar", "H52", "3.1"),
        ("WBedVkkFra", "N77", "3.1"),
        ("WBedOrgOct", "N77", "3.1"),
        ("WKprAkvGez", "M74_75", "3.1"),
        ("WKprAkvVks", "C10T12", "3.1"),
        ("WKprAklVwa", "A01", "3.1"),
        ("WKprAklCoe", "C20", "3.1"),
        ("WKprInaLpt", "B", "3.1"),
        ("BMvaTevVvp", "C29", "3.2"),
        ("BVasVioVvp", "F", "3.2"),
    ],
)
def test_accounts_that_are_known_to_be_put_wrong(code: str, target: str, category: str) -> None:
    one = rgs_targets()[code]
    assert (one.target, one.ghg_category) == (target, category)


@pytest.mark.parametrize(
    ("code", "treatment"),
    [
        ("WBedHuiPre", "contra"),
        ("WKprInhPrv", "contra"),
        ("WKprInhVrv", "contra"),
        ("WWivWgpWhg", "contra"),
        ("WWivWgpWgp", "no_emission"),
        ("WLbeLbvLbv", "by_sector"),
        ("WKprAkvMel", "unassigned"),
        ("WKprKvmKvm", "unassigned"),
        ("WFbeOrlRkb", "unassigned"),
        ("WKprAklBdm", "unassigned"),
        ("WBedHuiMez", "activity"),
    ],
)
def test_what_the_review_changed_is_told_with_its_reason(code: str, treatment: str) -> None:
    one = rgs_targets()[code]
    assert one.treatment == treatment
    assert bool(one.change) is (code != "WWivWgpWgp")


def test_units_of_quantities_are_units_that_factors_know() -> None:
    for one in special_targets().values():
        assert (one.kind == "quantity") is bool(one.unit), one
        if one.unit:
            assert activity_unit(one.unit).code == one.unit


@pytest.mark.parametrize(
    ("code", "target", "by"),
    [
        ("30197600", "C17", "301976"),
        ("30192000", "C31_32", "3019"),
        ("50112000", "G45", "501"),
        ("77310000", "N80T82", "773"),
        ("77100000", "A01", "77"),
        ("09331200", "C26", "0933"),
        ("09331100", "C27", "09331100"),
        ("09123000", "energy:natural_gas", "09123"),
        ("16500000", "C28", "165"),
        ("45500000", "F", "455"),
        ("09340000", "C24", "0934"),
        ("79530000", "M74_75", "7953"),
        ("90731210", "unassigned", "90731210"),
        ("98351100", "H52", "98351"),
        ("33760000", "C17", "3376"),
    ],
)
def test_the_longest_prefix_of_a_procurement_code_decides(code: str, target: str, by: str) -> None:
    one = cpv_target(code)
    assert (one.target, one.code) == (target, by)
    assert correspondence("CPV2008", "SPEND").targets(code) == (target,)


def test_prefixes_are_real_codes_and_mixed_divisions_are_marked() -> None:
    known = classification("CPV2008").items
    for row in _rows("cpv-prefix-overrides-to-a64.csv"):
        assert known[row["code8"]].en == row["label_en"]
        assert row["code8"] == row["prefix"].ljust(8, "0")
    mixed = {one.code for one in cpv_prefixes().values() if one.confidence == 1 and len(one.code) == 2}
    assert mixed == {"09", "14", "33", "35", "44", "65", "79"}


def test_a_procurement_code_of_no_division_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        cpv_target("99999999")


@pytest.mark.parametrize(
    ("cell", "value"), [("target", "C99"), ("target_alternatives", "C24;X"), ("treatment", "gift"), ("confidence", "4")]
)
def test_a_table_with_a_target_that_is_not_there_is_damaged(cell: str, value: str) -> None:
    row = {**_rows("rgs-to-spend.csv")[0], cell: value}
    with pytest.raises(InputError) as caught:
        _target(row["rgs_code"], row, "rgs-to-spend.csv")
    assert caught.value.code == "classification.damaged"
