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


def test_budgets_and_revisions_over_the_api_are_those_of_the_library(client: Client) -> None:
    answered = client.get("/api/v1/budgets?area=NL&baseYear=2014&periods=2019-2023,2024-2028&lang=en").json()
    found = kk.budgets("NL", base_year=2014, periods=[(2019, 2023), (2024, 2028)])
    assert answered["rows"] == [dict(row) for row in found.rows]
    answered = client.get("/api/v1/rebase?area=NL&baseYear=2014&revision=9&lang=en").json()
    assert answered["rows"] == [dict(row) for row in kk.rebase("NL", base_year=2014, revision=9).rows]
    assert client.get("/api/v1/revisions?lang=nl").json()["items"] == kk.revisions("nl")
    for faulty in ("budgets?area=NL&periods=2028-2024", "rebase?area=NL&revision=900", "rebase?area=NL&cited=xx-1"):
        assert client.get(f"/api/v1/{faulty}").status_code == 400
