"""A command's request is read in one go, and to the caller that is as if the framework had read it."""

from __future__ import annotations

import json

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from httpx import Headers
from starlette.testclient import TestClient

from api.app import create_app
from api.command_route import CommandRoute
from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId
from tests.support.served_api import COUNTER, DOSSIER, REGISTRY, ServedApi

JSON = {"Content-Type": "application/json"}
LONG = "x" * 101
GOOD = json.dumps(DOSSIER).encode()
BROKEN: list[tuple[str, dict[str, str], bytes]] = [
    ("/cases", JSON, b""),
    ("/cases", JSON, b"null"),
    ("/cases", JSON, b"[]"),
    ("/cases", JSON, b"7"),
    ("/cases", JSON, b'{"procedure": '),
    ("/cases", JSON, b"\xff\xfe"),
    ("/cases", JSON, b'"\xff"'),
    ("/cases", JSON, b'{"occurred_at": NaN, "x": 1}'),
    ("/cases", JSON, b"[" * 100_000),
    ("/cases", JSON, b'{"form": ' + b"9" * 5000 + b"}"),
    ("/cases", JSON, json.dumps({**DOSSIER, "more": 1, "form": 3, "occurred_at": "2026-09-07"}).encode()),
    ("/cases", {}, GOOD),
    ("/cases", {"Content-Type": "text/plain"}, GOOD),
    ("/cases", {"Content-Type": "nonsense"}, GOOD),
    ("/cases", {"Content-Type": "application/xml"}, b"<a/>"),
    ("/cases", {"Content-Type": "application/merge-patch+json; charset=utf-8"}, b'{"form": 3}'),
    ("/cases", {**JSON, "Idempotency-Key": "seven", "If-Match": "7"}, b"{}"),
    ("/cases", {**JSON, "Idempotency-Key": "", "If-Match": ""}, b"{}"),
    (f"/cases/{LONG}/receive", {**JSON, "If-Match": '"1'}, b'{"facts": 1, "occurred_at": 2}'),
    (f"/cases/{LONG}/steps/{LONG}/refuse", {**JSON, "Idempotency-Key": "7"}, b"{}"),
    ("/cases/%00/steps/%ED%A0%80/claim", {}, b""),
    ("/cases/nobody/steps/none/claim", {}, b"text"),
    ("/cases/nobody/steps/none/claim", JSON, b"null"),
    ("/cases/nobody/steps/none/complete", JSON, b'{"documents": [{"document": 7, "file": "x"}], "result": "\\u0000"}'),
    ("/cases/nobody/steps/none/extend", JSON, b'{"plus": {"n": -1, "unit": "age"}}'),
    ("/cases/nobody/receive", {**JSON, "If-Match": 'W/"7"'}, b"{}"),
    ("/cases/nobody/receive", {**JSON, "If-Match": "*"}, b""),
]


def test_what_is_wrong_is_told_as_the_framework_finds_it(api: ServedApi, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = TestClient(create_app(api.product))
    monkeypatch.setattr(CommandRoute, "get_route_handler", APIRoute.get_route_handler)
    frameworks = TestClient(create_app(api.product))
    roles = (Role.ONE_STOP_OFFICER, Role.CASEWORKER, Role.AGENCY_LEAD)
    everybody = Actor(id=ActorId("everybody"), name="Người Thử", agency=AgencyId(COUNTER), roles=roles)
    token = api.product.tokens.issue(everybody, api.clock.now())
    for path, headers, content in BROKEN:
        for language in ("vi", "en"):
            sent = {"Authorization": f"bearer {token}", "Accept-Language": language, **headers}
            said = [client.post(path, headers=sent, content=content) for client in (ours, frameworks)]
            (mine, expected) = [(answer.status_code, answer.json()) for answer in said]
            assert mine == expected
            assert mine[0] in {404, 422}
            assert not said[0].is_success


def test_an_accepted_command_is_answered_as_by_the_framework(api: ServedApi, monkeypatch: pytest.MonkeyPatch) -> None:
    case = api.received()
    ours = TestClient(create_app(api.product))
    monkeypatch.setattr(CommandRoute, "get_route_handler", APIRoute.get_route_handler)
    frameworks = TestClient(create_app(api.product))
    sent = {"Authorization": f"Bearer {api.token(Role.CASEWORKER, REGISTRY)}", "Idempotency-Key": str(case["id"])}
    path = f"/cases/{case['id']}/steps/register_birth/claim"
    first, *repeated = [client.post(path, headers=sent) for client in (ours, ours, frameworks)]
    assert first.status_code == 200
    assert first.headers["ETag"] == repeated[0].headers["ETag"]
    assert "Idempotent-Replay" not in first.headers
    mine, expected = [(answer.status_code, answer.json(), _without_ids(answer.headers)) for answer in repeated]
    assert mine == expected
    assert mine[2]["idempotent-replay"] == "true"


@pytest.mark.parametrize("authorization", ["", "Bearer", "Basic abc", "Bearer nobody's"])
@pytest.mark.parametrize("content", [GOOD, b"{", b"{}"])
def test_who_is_not_signed_in_is_told_that_first(api: ServedApi, authorization: str, content: bytes) -> None:
    answer = api.as_nobody.post("/cases", headers={**JSON, "Authorization": authorization}, content=content)
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def _without_ids(headers: Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items() if name.lower() != "x-request-id"}


def test_whoever_wants_no_more_hears_the_version_alone(api: ServedApi) -> None:
    """Of several preferences, in any letters; what is told but once is told all the same."""
    case = api.submitted()["id"]
    received = api.as_officer.post(f"/cases/{case}/receive", json={}, headers={"Prefer": "return=minimal"})
    assert received.json()["citizen_access"]["secret"] and "Preference-Applied" not in received.headers
    path = f"/cases/{case}/steps/register_birth/claim"
    said = {"Prefer": 'wait=10, Return="minimal"; now=1', "Idempotency-Key": "0b3a5b3e-7f6b-4c53-9d7d-1d7b1f8f2a11"}
    little = api.as_registrar.post(path, json={}, headers=said)
    assert little.json() == {"id": case, "version": received.json()["version"] + 1}
    assert (little.headers["Preference-Applied"], little.headers["ETag"]) == (
        "return=minimal",
        f'"{little.json()["version"]}"',
    )
    again = api.as_registrar.post(path, json={}, headers=said)
    assert (again.json(), again.headers["Idempotent-Replay"]) == (little.json(), "true")
    full = api.as_registrar.post(path, json={}, headers={**said, "Prefer": "return=representation"})
    assert full.json()["steps"] and "Preference-Applied" not in full.headers


def test_a_command_is_found_in_the_table_as_by_the_router(api: ServedApi) -> None:
    """Each path of a command, and paths that only look like one; whoever is not signed in is told so by the route itself."""
    table = create_app(api.product)
    walked = create_app(api.product)
    walked.router.middleware_stack = walked.router.app
    found = (context.original_route for context in iter_route_contexts(walked.routes))
    routes = [route for route in found if isinstance(route, CommandRoute) and route.takes_a_command]
    paths = [route.path.replace("{case_id}", "a b").replace("{step}", "c%2Fd") for route in routes]
    odd = ["/cases/", "/cases//receive", "/cases/a/steps//claim", "/cases/a/nothing", "/cases/a/receive/", "/Cases"]
    assert len(paths) > 15
    for path in [*paths, *odd]:
        for method in ("POST", "GET", "PUT"):
            asked = [TestClient(app).request(method, path, follow_redirects=False) for app in (table, walked)]
            (mine, routers) = [(answer.status_code, answer.text, answer.headers.get("allow")) for answer in asked]
            assert mine == routers, path
