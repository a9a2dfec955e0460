"""Lighthouse on the main pages: accessibility, best practices and findability, on its phone.

Speed is measured by ``benchmarks/site.py``: here several tests share the machine.
"""

import pytest

from tests.conftest import absent
from tests.web import _lighthouse
from tests.web.conftest import ARGUMENTS, chromium

pytestmark = pytest.mark.browser

CATEGORIES = ("accessibility", "best-practices", "seo")
FLOOR = 95
PATHS = [
    *(f"/nl/{_lighthouse.MAIN[name][0]}" for name in _lighthouse.MAIN),
    "/en/",
    "/en/footprint",
    "/nl/emissiefactoren",
    "/en/emission-factors/fuel.diesel.b7",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_main_page_scores_95_or_more(site: str, path: str) -> None:
    missing = _lighthouse.missing()
    if missing:
        absent(missing)
    report = _lighthouse.audit(site + path, CATEGORIES, chromium(), ARGUMENTS)
    found = _lighthouse.scores(report)
    assert set(found) == set(CATEGORIES)
    assert min(found.values()) >= FLOOR, (found, _lighthouse.faults(report))
