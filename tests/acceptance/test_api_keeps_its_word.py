"""Whatever is sent, by whoever: the API answers as its OpenAPI document says, never fails, and tells nobody of a case that
is not for him (made-up requests by schemathesis, each sent by every role; a word in a foreign case that must not leave it)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.write_openapi import FILE
from engine.core.actors import Role
from tests.support.served_api import COUNTER, DOSSIER, FORM, OTHER_REGISTRY, REGISTRY, ServedApi

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("API_EXAMPLES", "3"))
"""Of each operation; more by the environment: with 3 the suite takes less than a minute."""
CANARY = "bạch-yến-2f7c1b"
"""It stands in every text of the foreign case."""
FOREIGN_COUNTER = "sen-trang-one-stop"
# The stream of changes has no end to wait for; it has tests of its own.
DOCUMENT = schemathesis.openapi.from_path(FILE).exclude(path_regex="/changes$")
KEPT = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
SEES_ALL = {Role.AUDITOR, Role.SYSTEM}
AT_HOME = {Role.ONE_STOP_OFFICER: COUNTER}
"""Where somebody of a role works, who has nothing to do with the foreign case."""


@dataclass(frozen=True)
class World:
    """One's own case and a foreign one; somebody of each role, at home and (for the foreign agency) there."""

    own: dict[str, Any]
    foreign: dict[str, Any]
    at_home: dict[Role, httpx.Client]
    there: httpx.Client
    line: requests.Session
    turns: Iterator[dict[str, Any]]
    roles: Iterator[Role]
    asked: set[str] = field(default_factory=set)

    def askers_of(self, operation: str) -> list[Role]:
        """Everybody sends the first request of an operation, some in turn send each of the others."""
        if operation in self.asked:
            return list(islice(self.roles, 2))
        self.asked.add(operation)
        return list(self.at_home)


@pytest.fixture(scope="module")
def world(api: ServedApi) -> Iterator[World]:
    there = api.client(Role.CASEWORKER, OTHER_REGISTRY, name=f"Cán Bộ {CANARY}")
    counter = api.client(Role.ONE_STOP_OFFICER, FOREIGN_COUNTER, name=f"Một Cửa {CANARY}")
    form = {
        **FORM,
        "requester": {"full_name": f"Người {CANARY}", "personal_id": "099000000009"},
        "child": {"full_name": f"Bé {CANARY}", "date_of_birth": "2026-08-15"},
    }
    papers = [{"document": "birth_notice", "reference": f"GCS {CANARY}"}]
    dossier = {**DOSSIER, "territory": "sen-trang", "form": form, "documents": papers}
    foreign = counter.post("/cases", json=dossier).raise_for_status().json()
    foreign = counter.post(f"/cases/{foreign['id']}/receive").raise_for_status().json()
    asked = {"reasons": [f"Thiếu {CANARY}"], "documents": ["marriage_certificate"]}
    there.post(f"/cases/{foreign['id']}/steps/register_birth/request-supplement", json=asked).raise_for_status()
    at_home = {role: api.client(role, AT_HOME.get(role, REGISTRY), name="Người Nhà") for role in Role}
    own = api.waiting()
    with requests.Session() as line:
        line.trust_env = False
        yield World(own, foreign, at_home, there, line, cycle([foreign, own, foreign]), cycle(Role))


def test_the_word_is_there_to_be_told(api: ServedApi, world: World) -> None:
    """Or the others would prove nothing."""
    path = f"/cases/{world.foreign['id']}"
    assert CANARY in world.there.get(path).text
    assert CANARY in world.at_home[Role.AUDITOR].get(path).text


@DOCUMENT.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_request_by_every_role(api: ServedApi, world: World, case: schemathesis.Case) -> None:
    about = next(world.turns)
    if "case_id" in case.path_parameters:
        case.path_parameters["case_id"] = about["id"]
    if "dossier_code" in case.path_parameters:
        case.path_parameters["dossier_code"] = about["dossier_code"]
    for role in world.askers_of(case.operation.label):
        said = _answer(api, case, world.at_home[role], world.line)
        assert role in SEES_ALL or CANARY not in said, f"{role} was told of a foreign case: {said[:500]}"
    _answer(api, case, world.there, world.line)


def _answer(api: ServedApi, case: schemathesis.Case, client: httpx.Client, line: requests.Session) -> str:
    """All that came back, head and body, decoded; it is as the document says."""
    answer = case.call(base_url=api.address, session=line, headers={"Authorization": client.headers["Authorization"]})
    case.validate_response(answer, checks=KEPT)
    said = answer.content.decode("utf-8", errors="replace")
    return f"{dict(answer.headers)}\n{said}"
