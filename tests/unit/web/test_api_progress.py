"""Indicative targets over the API: the same figures as the library, faults as problems."""

from django.test import Client

import ketenkompas as kk


def test_the_api_gives_the_same_figures(client: Client) -> None:
    answered = client.get("/api/v1/progress?area=NL&baseYear=2014&low=-50&lang=en").json()
    found = kk.progress("NL", base_year=2014, low=-50)
    assert answered["rows"] == [dict(row) for row in found.rows]
    assert answered["receipt"] == found.receipt
    assert client.get("/api/v1/targets?lang=nl").json()["count"] == 3
    faulty = client.get("/api/v1/progress?area=NL&baseYear=1990")
    assert faulty.status_code in (400, 404)
    assert faulty.headers["Content-Type"].startswith("application/problem+json")
