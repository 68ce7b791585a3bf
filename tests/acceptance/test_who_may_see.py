"""Who calls is known by a token; what is not his he does not find, not even that it is there."""

from __future__ import annotations

import httpx
import pytest

from engine.core.actors import Role
from tests.support.served_api import COUNTER, ServedApi, step_path

READING = ("", "/events", "/due-dates", "/available-commands", "/receipt", "/graph.svg", "/changes")


@pytest.mark.parametrize("header", [None, "Bearer made-up", "Bearer", "Basic dXNlcjpwYXNz"])
def test_nobody_is_told_to_sign_in(api: ServedApi, header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    for answer in (
        api.as_nobody.get("/cases", headers=headers),
        api.as_nobody.post("/cases/x/receive", headers=headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", READING)
def test_foreign_case_is_not_found(api: ServedApi, path: str) -> None:
    case = api.received()
    foreign = api.as_stranger.get(f"/cases/{case['id']}{path}")
    missing = api.as_stranger.get(f"/cases/none{path}")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.json() == missing.json(), "the two answers do not differ"


def test_foreign_case_is_not_even_there_for_commands(api: ServedApi) -> None:
    case = api.received()
    for headers in ({}, {"If-Match": '"1"'}):
        foreign = api.as_stranger.post(step_path(case, "register_birth", "claim"), headers=headers)
        missing = api.as_stranger.post(step_path({"id": "none"}, "register_birth", "claim"), headers=headers)
        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert foreign.json() == missing.json()


def test_foreign_cases_are_in_no_list(api: ServedApi) -> None:
    case = api.received()
    by_code = api.as_stranger.get(f"/cases/by-code/{case['dossier_code']}")
    assert by_code.status_code == 404
    assert api.as_stranger.get("/cases").json()["items"] == []
    assert api.as_stranger.get("/worklist").json()["items"] == []
    assert case["id"] in {item["id"] for item in api.as_manager.get("/cases", params={"limit": 200}).json()["items"]}


def test_before_the_receipt_the_counters_see_a_case(api: ServedApi) -> None:
    case = api.submitted()
    assert api.as_officer.get(f"/cases/{case['id']}").status_code == 200
    assert api.as_registrar.get(f"/cases/{case['id']}").status_code == 404


def test_applicant_sees_his_own_case_to_the_end(api: ServedApi) -> None:
    other = api.client(Role.CITIZEN_PORTAL, name="Người Khác")
    mine = api.received()
    case = api.as_portal.get(f"/cases/{mine['id']}")
    assert case.status_code == 404, "handed in by the officer, not by the portal"
    assert other.get("/cases").json()["items"] == []


def test_cookie_is_good_for_looking_only(api: ServedApi) -> None:
    case = api.submitted()
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as browser:
        browser.post("/sign-in", data={"token": api.token(Role.ONE_STOP_OFFICER, COUNTER)})
        assert browser.get(f"/cases/{case['id']}").status_code == 200
        assert browser.post(f"/cases/{case['id']}/receive").status_code == 401
    assert api.as_officer.get(f"/cases/{case['id']}").json()["status"] == "submitted"


def test_token_that_has_ended(api: ServedApi) -> None:
    token = api.token(Role.MANAGER, name="Người Đã Nghỉ")
    headers = {"Authorization": f"Bearer {token}"}
    assert api.as_nobody.get("/cases", headers=headers).status_code == 200
    api.product.tokens.revoke(token, api.clock.now())
    assert api.as_nobody.get("/cases", headers=headers).status_code == 401
