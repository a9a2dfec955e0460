"""Anything that the description of the API allows and much that it does not: answers as described, no server fault."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ketenkompas.web import application

SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application())
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]


@SCHEMA.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)
def test_the_api_answers_as_it_is_described(case: schemathesis.Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KETENKOMPAS_MIRROR", raising=False)  # raw tables: hundreds of analyses would take their time
    monkeypatch.setenv("KETENKOMPAS_SOURCES", "cache")
    case.headers.update({"Host": "localhost", "Accept-Encoding": "identity"})
    case.call_and_validate(checks=CHECKS)
