"""Whatever is sent: the API answers as its OpenAPI document says, and never fails (made-up requests by schemathesis)."""

from __future__ import annotations

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.write_openapi import FILE
from tests.support.served_api import ServedApi

pytestmark = pytest.mark.slow

# The stream of changes has no end to wait for; it has tests of its own.
DOCUMENT = schemathesis.openapi.from_path(FILE).exclude(path_regex="/changes$")
KEPT = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@DOCUMENT.parametrize()
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_request(api: ServedApi, case: schemathesis.Case) -> None:
    known = api.as_manager.get("/cases", params={"limit": 1}).json()["items"] or [api.received()]
    if "case_id" in case.path_parameters:
        case.path_parameters["case_id"] = known[0]["id"]
    answer = case.call(base_url=api.address, headers={"Authorization": api.as_officer.headers["Authorization"]})
    case.validate_response(answer, checks=KEPT)
    assert answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR
