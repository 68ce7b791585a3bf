"""Many steps in one request: each a command of its own, each with its answer, and nothing done twice."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from engine.core.actors import Role
from tests.support.served_api import BORN, DOSSIER, OTHER_REGISTRY, REGISTRY, ServedApi, key, step_path

STEP = "register_birth"


def _items(*cases: dict[str, Any] | str, step: str = STEP) -> list[dict[str, Any]]:
    return [{"case_id": case if isinstance(case, str) else case["id"], "step": step} for case in cases]


def _sent(client: httpx.Client, act: str, items: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    headers = more.pop("headers", key())
    answer = client.post("/worklist/batch", json={"act": act, "items": items, **more}, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Idempotency-Key"] == headers["Idempotency-Key"]
    return dict(answer.json())


def _kinds(api: ServedApi, case: dict[str, Any]) -> list[str]:
    told = api.as_officer.get(f"/cases/{case['id']}/events").json()["events"]
    return [one["event"]["type"] for one in told]


def test_what_is_refused_holds_up_nothing(api: ServedApi) -> None:
    first, taken, last = api.received(), api.received(), api.received()
    assert api.as_colleague.post(step_path(taken, STEP, "claim")).is_success
    said = _sent(api.as_registrar, "claim", _items(first, taken, "none", last))
    assert (said["done"], said["refused"]) == (2, 2)
    assert [item["problem"] and item["problem"]["code"] for item in said["items"]] == [
        None, "wrong_status", "not_found", None,
    ]  # fmt: skip
    assert [item["case_id"] for item in said["items"]] == [first["id"], taken["id"], "none", last["id"]]
    refused = said["items"][1]["problem"]
    assert (refused["status"], refused["current"]) == (409, "in_progress/claimed")
    assert refused["current_version"] == taken["version"] + 1
    assert said["items"][0]["version"] == first["version"] + 1
    assert _kinds(api, last)[-1] == "step_claimed"
    gone = _sent(api.as_registrar, "release", _items(first, last))
    assert gone["done"] == 2


def test_a_repeat_does_nothing_twice_and_answers_the_same(api: ServedApi) -> None:
    """Also one that was interrupted after the first: it goes on where it stopped."""
    cases = [api.received() for _ in range(3)]
    headers = key()
    begun = _sent(api.as_registrar, "claim", _items(cases[0]), headers=headers)
    whole = _sent(api.as_registrar, "claim", _items(*cases), headers=headers)
    assert whole["items"][0] == begun["items"][0]
    assert api.as_registrar.post(step_path(cases[1], STEP, "release")).is_success
    again = _sent(api.as_registrar, "claim", _items(*reversed(cases)), headers=headers)
    assert again["items"] == list(reversed(whole["items"]))
    assert [_kinds(api, case).count("step_claimed") for case in cases] == [1, 1, 1]
    other = _sent(api.as_registrar, "complete", _items(*cases), headers=headers)
    assert {item["problem"]["code"] for item in other["items"]} == {"command_id_reused"}


def test_of_a_case_elsewhere_nothing_is_told(api: ServedApi) -> None:
    case = api.received()
    stranger = api.client(Role.CASEWORKER, OTHER_REGISTRY, name="Người Lạ")
    there, missing = _sent(stranger, "claim", _items(case, "none"))["items"]
    assert there["problem"] == missing["problem"]
    assert there["problem"]["code"] == "not_found"


def test_steps_are_given_out(api: ServedApi) -> None:
    cases = [api.received(), api.received()]
    lead = api.client(Role.AGENCY_LEAD, REGISTRY, name="Ngô Thị Trưởng")
    to = f"caseworker-{REGISTRY}-Lê Thị Đồng Nghiệp"
    assert _sent(lead, "assign", _items(*cases), to=to)["done"] == 2
    held = api.as_colleague.get("/worklist", params={"holder": "me", "limit": 200}).json()["items"]
    assert {case["id"] for case in cases} <= {item["case_id"] for item in held}
    refused = _sent(api.as_registrar, "assign", _items(*cases), to=to)
    assert {item["problem"]["code"] for item in refused["items"]} == {"not_permitted"}
    nobody = _sent(lead, "assign", _items(*cases), to="nobody")
    assert {item["problem"]["code"] for item in nobody["items"]} == {"assignment_not_possible"}


def test_what_asks_for_a_paper_is_completed_by_itself(api: ServedApi) -> None:
    case = api.received()
    (item,) = _sent(api.as_registrar, "complete", _items(case))["items"]
    assert item["problem"]["code"] == "result_invalid"
    assert any("birth_certificate" in problem for problem in item["problem"]["problems"])
    assert api.as_registrar.post(step_path(case, STEP, "complete"), json=BORN).is_success


def test_what_asks_for_nothing_is_completed(api: ServedApi) -> None:
    agency = "mau-don-feedback-desk"
    counter, desk = api.client(Role.ONE_STOP_OFFICER, agency), api.client(Role.CASEWORKER, agency)
    said = {"sender": {"full_name": "Nguyễn Văn Ví Dụ"}, "subject": "Đèn đường", "content": "Đèn không sáng"}
    letter = {**DOSSIER, "procedure": "citizen-feedback", "form": said, "documents": []}
    cases = [counter.post("/cases", json=letter).json() for _ in range(2)]
    assert all(counter.post(f"/cases/{case['id']}/receive").is_success for case in cases)
    answered = _sent(desk, "complete", _items(*cases, step="classify_feedback"))
    assert (answered["done"], answered["refused"]) == (2, 0), answered
    for case in cases:
        told = counter.get(f"/cases/{case['id']}/events").json()["events"]
        assert [one["event"]["type"] for one in told].count("step_completed") == 1


def test_somebody_was_faster(api: ServedApi) -> None:
    case = api.received()
    items = [{**_items(case)[0], "expected_version": case["version"] - 1}]
    (item,) = _sent(api.as_registrar, "claim", items)["items"]
    assert (item["problem"]["code"], item["problem"]["current_version"]) == ("conflict", case["version"])
    assert "step_claimed" not in _kinds(api, case)


@pytest.mark.parametrize(
    "body",
    [
        {"act": "claim", "items": []},
        {"act": "claim", "items": _items(*(str(n) for n in range(101)))},
        {"act": "claim", "items": _items("one", "one")},
        {"act": "claim", "items": _items("one"), "to": "somebody"},
        {"act": "assign", "items": _items("one")},
        {"act": "refuse", "items": _items("one")},
        {"act": "claim", "items": _items("\x00")},
        {"act": "claim", "items": [{"case_id": "one"}]},
    ],
)
def test_what_is_no_batch(api: ServedApi, body: dict[str, Any]) -> None:
    answer = api.as_registrar.post("/worklist/batch", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid")


def test_a_session_of_the_pages_gives_no_batch(api: ServedApi) -> None:
    body = {"act": "claim", "items": _items("one")}
    assert api.as_nobody.post("/worklist/batch", json=body).status_code == 401
