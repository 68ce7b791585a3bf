"""The worklist over HTTP: what is at risk on top, its filters, its pages, and the numbers at its head."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from engine.core.actors import Role
from tests.support.served_api import COUNTER, POLICE, REGISTRY, ServedApi, key, step_of, step_path

STEP = "register_birth"


Cases = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def cases(api: ServedApi) -> Cases:
    """Registered within a working day: by Tuesday afternoon one is late, one due soon, one in time, one waits."""
    found = {
        "waits": api.waiting("2026-09-07 08:00"),
        "late": api.received("2026-09-07 09:00"),
        "soon": api.received("2026-09-07 14:00"),
        "in_time": api.received("2026-09-08 10:00"),
    }
    api.clock.set("2026-09-08 13:30")
    return found


def _names(cases: Cases, answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    named = {case["id"]: name for name, case in cases.items()}
    return [named[item["case_id"]] for item in answer.json()["items"]]


def test_what_is_at_risk_is_on_top_and_counted(api: ServedApi, cases: Cases) -> None:
    listed = api.as_registrar.get("/worklist")
    assert _names(cases, listed) == ["late", "soon", "in_time", "waits"]
    items = listed.json()["items"]
    assert [item["standing"] for item in items] == ["late", "due_soon", "in_time", "waiting"]
    assert [item["clock"]["status"] for item in items[:3]] == ["overdue", "due_soon", "in_time"]
    assert items[0]["standing_words"] == {"vi": "Đã quá hạn", "en": "Overdue"}
    assert listed.json()["counts"] == {"late": 1, "due_soon": 1, "in_time": 1, "waiting": 1}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"standing": "late"}, ["late"]),
        ({"standing": "waiting", "status": "suspended"}, ["waits"]),
        ({"procedure": "citizen-feedback"}, []),
        ({"territory": "mau-don", "receiving_agency": COUNTER}, ["late", "soon", "in_time", "waits"]),
        ({"territory": "sen-trang"}, []),
        ({"holder": "somebody-else"}, []),
    ],
)
def test_filters(api: ServedApi, cases: Cases, asked: dict[str, Any], expected: list[str]) -> None:
    assert _names(cases, api.as_registrar.get("/worklist", params=asked)) == expected


def test_whose_it_is(api: ServedApi, cases: Cases) -> None:
    case = cases["soon"]
    assert api.as_registrar.post(step_path(case, STEP, "claim")).is_success
    mine = api.as_registrar.get("/worklist", params={"holder": "me"})
    assert _names(cases, mine) == ["soon"]
    assert _names(cases, api.as_colleague.get("/worklist", params={"holder": "me"})) == []
    holder = mine.json()["items"][0]["claimed_by_id"]
    assert _names(cases, api.as_colleague.get("/worklist", params={"holder": holder})) == ["soon"]
    assert _names(cases, api.as_colleague.get("/worklist", params={"holder": "nobody"})) == ["late", "in_time", "waits"]
    assert api.as_registrar.post(step_path(case, STEP, "release")).is_success


def test_pages_stand_as_of_the_first(api: ServedApi, cases: Cases) -> None:
    code = cases["soon"]["dossier_code"]
    assert _names(cases, api.as_registrar.get("/worklist", params={"q": code})) == ["soon"]
    found: list[str] = []
    params: dict[str, Any] = {"limit": 1}
    while True:
        answer = api.as_registrar.get("/worklist", params=params)
        assert (answer.json()["counts"] is None) is ("after" in params)
        found += _names(cases, answer)
        if answer.json()["next"] is None:
            break
        params["after"] = answer.json()["next"]
        api.clock.set("2026-09-08 16:00")  # what was due soon is late by now
    api.clock.set("2026-09-08 13:30")
    assert found == ["late", "soon", "in_time", "waits"]


@pytest.mark.parametrize("asked", [{"standing": "soon"}, {"status": "lost"}, {"after": "x"}, {"holder": "\x00"}])
def test_what_cannot_be_asked(api: ServedApi, asked: dict[str, str]) -> None:
    answer = api.as_registrar.get("/worklist", params=asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid")


@pytest.fixture(scope="module")
def lead(api: ServedApi) -> httpx.Client:
    return api.client(Role.AGENCY_LEAD, REGISTRY, name="Ngô Thị Trưởng")


def test_a_lead_gives_a_step_to_a_colleague(api: ServedApi, cases: Cases, lead: httpx.Client) -> None:
    people = {one["name"]: one["id"] for one in lead.get("/worklist/colleagues").json()["items"]}
    assert {"Phạm Thử Nghiệm", "Lê Thị Đồng Nghiệp", "Ngô Thị Trưởng"} == people.keys()
    to, path = people["Lê Thị Đồng Nghiệp"], step_path(cases["late"], STEP, "assign")
    headers = key()
    given = lead.post(path, json={"to": to}, headers=headers)
    assert (given.status_code, step_of(given.json(), STEP)["status"]) == (200, "claimed")
    again = lead.post(path, json={"to": to}, headers=headers)
    assert (again.status_code, again.headers["Idempotent-Replay"]) == (200, "true")
    (mine,) = api.as_colleague.get("/worklist", params={"holder": "me"}).json()["items"]
    assert (mine["claimed_by_id"], mine["assigned_by"]) == (to, "Ngô Thị Trưởng")
    assert mine["assigned_at"] == "2026-09-08T13:30:00+07:00"
    held = api.as_registrar.post(step_path(cases["late"], STEP, "release"))
    assert (held.status_code, held.json()["code"]) == (409, "claimed_by_another")
    told = api.as_officer.get(f"/cases/{cases['late']['id']}/events").json()["events"][-1]
    assert (told["event"]["type"], told["event"]["name"]) == ("step_assigned", "Lê Thị Đồng Nghiệp")
    assert api.as_colleague.post(step_path(cases["late"], STEP, "release")).is_success
    assert all(item["assigned_by"] is None for item in api.as_registrar.get("/worklist").json()["items"])


def test_to_nobody_else(api: ServedApi, cases: Cases, lead: httpx.Client) -> None:
    """An account elsewhere is answered as one that is not there."""
    path, elsewhere = step_path(cases["late"], STEP, "assign"), f"caseworker-{POLICE}-Phạm Thử Nghiệm"
    answers = [lead.post(path, json={"to": to}) for to in (elsewhere, "nobody")]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(409, "assignment_not_possible")}
    said = {answer.json()["detail"].replace(to, "X") for answer, to in zip(answers, (elsewhere, "nobody"), strict=True)}
    assert len(said) == 1
    refused = api.as_registrar.post(path, json={"to": "nobody"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    assert api.as_registrar.get("/worklist/colleagues").status_code == 403
