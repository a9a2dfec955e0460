"""Classifications and keys over the API: the same as the library, faults as problems."""

import pytest
from django.test import Client

from ketenkompas import library

BASE = "/api/v1"


def test_the_list_of_classifications(client: Client) -> None:
    answered = client.get(f"{BASE}/classifications?lang=nl").json()
    assert answered["items"] == library.classification_list("nl")
    assert answered["count"] == 14


def test_codes_come_in_pages_of_a_hundred(client: Client) -> None:
    answered = client.get(f"{BASE}/classifications/CPA2.1")
    assert answered.json()["count"] == 5522
    assert len(answered.json()["items"]) == 100
    assert 'rel="next"' in answered.headers["Link"]
    assert answered.headers["ETag"]
    one = client.get(f"{BASE}/classifications/CPA2.1?limit=1&offset=5521").json()["items"]
    assert len(one) == 1


def test_codes_by_beginning_and_by_words(client: Client) -> None:
    items = client.get(f"{BASE}/classifications/CPA2.1?prefix=2410&lang=en").json()["items"]
    assert items[0]["code"] == "24.10"
    assert all(item["code"].startswith("24.10") for item in items)
    items = client.get(f"{BASE}/classifications/CPA2.1?q=steel&prefix=25&lang=en").json()["items"]
    assert items[0]["code"] == "25.91"
    found = client.get(f"{BASE}/classifications/A64?q=Bureaustoel&lang=nl").json()["items"]
    assert [(item["code"], item["how"]) for item in found] == [("C31_32", "synonym")]


def test_a_code_in_any_spelling(client: Client) -> None:
    answered = client.get(f"{BASE}/classifications/CN2023/1012100?lang=nl")
    assert answered.json() == library.classified_code("CN2023", "01012100", lang="nl") | {"how": "zero_restored"}
    assert answered.headers["Content-Language"] == "nl"


def test_what_a_code_corresponds_to(client: Client) -> None:
    answered = client.get(f"{BASE}/correspondences/CN2023/A64/72071114?lang=en").json()
    assert answered == library.corresponding("CN2023", "A64", "72071114", lang="en")
    csv = client.get(f"{BASE}/correspondences/CN2022/CN2023/76011000", headers={"accept": "text/csv"})
    assert csv.content.decode().count("\r\n") == 3


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("classifications/CN1988", 404, "classification.no_scheme"),
        ("classifications/CN2023/08III000", 404, "classification.confidential"),
        ("classifications/CN2023/76011000", 404, "classification.other_edition"),
        ("classifications/CPV2008/30213100-5", 404, "classification.check_digit"),
        ("correspondences/RGS3.7/CN2023/WBedHuiElk", 404, "correspondence.no_key"),
        ("correspondences/CN2023/CPA2.1/99500000", 404, "correspondence.no_target"),
        ("classifications/CPA2.1?limit=0", 400, "web.request_faults"),
        ("classifications/CPA2.1?query=x", 400, "web.request_faults"),
    ],
)
def test_faults_are_problems(client: Client, path: str, status: int, code: str) -> None:
    answered = client.get(f"{BASE}/{path}")
    assert (answered.status_code, answered.json()["code"]) == (status, code)
    assert answered.headers["Content-Type"].startswith("application/problem+json")
