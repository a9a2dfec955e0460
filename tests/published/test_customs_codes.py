"""The goods under CBAM reach an industry: figures of the fact sheet of factors, section 7."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkompas.classifications import cpa_to_a64
from ketenkompas.ingest import cbam_codes, read_a64_to_wiod2013, read_cn_to_cpa

pytestmark = pytest.mark.mirror


def test_goods_under_cbam_reach_industries(mirror: Path) -> None:
    """565 of 569: CPA 24 449, 25 82, 20 26, 23 5 and three more outside these; in WIOD 24 and 25 are one industry."""
    products = read_cn_to_cpa(mirror / "classifications/cn/cn2022-to-cpa21.csv")
    assert len(products.pairs) == 9698
    groups = products.then(cpa_to_a64([code for codes in products.pairs.values() for code in codes]))
    report = groups.coverage(cbam_codes())
    assert (report.covered, report.asked) == (565, 569)
    assert report.missing == ("76011010", "76011090", "76012030", "76012040")
    assert {code: report.by_target[code] for code in ("C24", "C25", "C20", "C23")} == {
        "C24": 449, "C25": 82, "C20": 26, "C23": 5
    }  # fmt: skip
    assert sum(report.by_target.values()) == 565
    industries = groups.then(
        read_a64_to_wiod2013(mirror / "mrio/concordances/a64_to_jrc56_to_wiod2013_35.csv")
    ).coverage(cbam_codes())
    assert industries.by_target["c12"] == 449 + 82
    assert industries.covered == 565
