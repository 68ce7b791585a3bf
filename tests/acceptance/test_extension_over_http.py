"""The police cannot keep their two days and say so in time: the whole story of an extension over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from engine.core.actors import Role
from tests.support.served_api import BORN, COUNTER, POLICE, REGISTRY, ServedApi, step_of, step_path

STEP = "register_residence"
LETTER: dict[str, Any] = {
    "rule": "reschedule",
    "new_due_on": "2026-10-09",
    "reason": "Phải xác minh thêm tại nơi cư trú",
    "agency_at_fault": POLICE,
}


def at_the_police(api: ServedApi) -> dict[str, Any]:
    """Received on Monday 5 October; the police have it from 15:00: due on Wednesday 7 October, 15:00."""
    case = api.received("2026-10-05 09:00")
    api.clock.set("2026-10-05 15:00")
    return dict(api.as_registrar.post(step_path(case, "register_birth", "complete"), json=BORN).json())


def extend(api: ServedApi, case: dict[str, Any], now: str, **said: Any) -> httpx.Response:
    api.clock.set(now)
    chief = api.client(Role.AGENCY_LEAD, POLICE, name="Ngô Văn Trưởng")
    letter = {name: value for name, value in {**LETTER, **said}.items() if value is not None}
    return chief.post(step_path(case, STEP, "extend"), json=letter)


def test_the_new_date_stands_beside_the_original(api: ServedApi) -> None:
    case = at_the_police(api)
    answer = extend(api, case, "2026-10-06 16:00")
    assert answer.status_code == 200, answer.text
    extended = answer.json()
    clock = step_of(extended, STEP)["clock"]
    assert (clock["due_at"], clock["original_due_at"]) == ("2026-10-09T17:00:00+07:00", "2026-10-07T15:00:00+07:00")
    assert (clock["extended"], clock["late_against_original"]) == (True, False)
    (letter,) = extended["extensions"]
    assert letter["reason"] == LETTER["reason"]
    assert (letter["agency_at_fault"], letter["agency_at_fault_title"]["vi"]) == (POLICE, "Công an phường Mẫu Đơn")
    assert (letter["of_step"]["before_on"], letter["of_step"]["after_on"]) == ("2026-10-07", "2026-10-09")
    assert letter["of_total"] is None
    assert letter["legal_basis"][0]["ref"] == "NĐ 301/2026/NĐ-CP"
    assert extended["promise"]["is_changed"] is False
    assert extended["promised_on"] == "2026-10-08"
    read = api.as_officer.get(f"/cases/{case['id']}").json()
    assert {**read, "prefect": None} == extended
    event = api.as_officer.get(f"/cases/{case['id']}/events").json()["events"][-1]
    assert (event["event"]["type"], event["words"]["vi"]) == ("time_limit_extended", "Xin lỗi và gia hạn giải quyết")


def test_the_worklist_and_the_sweep_look_at_the_new_date(api: ServedApi) -> None:
    case = at_the_police(api)
    extend(api, case, "2026-10-06 16:00")
    items = api.as_police.get("/worklist", params={"limit": 200}).json()["items"]
    (item,) = (i for i in items if case["id"] in str(i) and STEP in str(i))
    assert "2026-10-09T17:00:00+07:00" in str(item)


def test_the_past_does_not_know_it(api: ServedApi) -> None:
    case = at_the_police(api)
    extend(api, case, "2026-10-06 16:00")
    before = api.as_officer.get(f"/cases/{case['id']}", params={"as_of": "2026-10-06T15:59:59+07:00"}).json()
    assert before["extensions"] == []
    assert step_of(before, STEP)["clock"]["due_at"] == "2026-10-07T15:00:00+07:00"


def test_finished_by_the_new_date_is_on_time_and_late_against_the_original(api: ServedApi) -> None:
    case = at_the_police(api)
    extend(api, case, "2026-10-06 16:00")
    api.clock.set("2026-10-09 10:00")
    papers = {"documents": [{"document": "residence_notice"}]}
    done = api.as_police.post(step_path(case, STEP, "complete"), json=papers).json()
    clock = step_of(done, STEP)["clock"]
    assert (clock["status"], clock["late_against_original"]) == ("done_on_time", True)


def test_why_is_told_with_reason_and_article(api: ServedApi) -> None:
    case = at_the_police(api)
    extend(api, case, "2026-10-06 16:00")
    found = api.as_officer.get(f"/cases/{case['id']}/explanation").json()["due_dates"]
    told = next(one for one in found if one["step"] == STEP)
    (letter,) = told["extended_by"]
    assert (letter["reason"], letter["before"]) == (LETTER["reason"], "2026-10-07T15:00:00+07:00")
    said = " ".join(told["sentences"])
    assert LETTER["reason"] in said and "khoản 2 Điều 3 và Điều 5 (sửa đổi, bổ sung khoản 3 Điều 7)" in said


def test_the_page_shows_it(api: ServedApi) -> None:
    case = at_the_police(api)
    extend(api, case, "2026-10-06 16:00")
    page = api.as_officer.get(f"/cases/{case['id']}/page").text
    assert "Xin lỗi và gia hạn" in page
    assert "đã gia hạn; hạn ban đầu" in page
    assert LETTER["reason"] in page
    assert "Gia hạn từ" in page  # in the picture


def test_it_is_offered_to_the_leader_alone(api: ServedApi) -> None:
    case = at_the_police(api)
    chief = api.client(Role.AGENCY_LEAD, POLICE)
    offered = chief.get(f"/cases/{case['id']}/available-commands").json()["items"]
    assert f"/cases/{case['id']}/steps/{STEP}/extend" in {item["href"] for item in offered}
    worker = api.as_police.get(f"/cases/{case['id']}/available-commands").json()["items"]
    assert "extend_time_limit" not in {item["command"] for item in worker}


def test_the_same_order_again_is_the_same_extension(api: ServedApi) -> None:
    case = at_the_police(api)
    api.clock.set("2026-10-06 16:00")
    chief = api.client(Role.AGENCY_LEAD, POLICE)
    headers = {"Idempotency-Key": "5b0f0a5c-6a43-4a25-9a0f-1d2f5a3f7c11"}
    path = step_path(case, STEP, "extend")
    first, second = (chief.post(path, json=LETTER, headers=headers).json() for _ in range(2))
    assert first == second
    assert len(second["extensions"]) == 1


@pytest.mark.parametrize(
    ("now", "said", "status", "code"),
    [
        ("2026-10-07 09:00", {}, 409, "extension_too_late"),
        ("2026-10-07 15:00", {}, 409, "time_limit_passed"),
        ("2026-10-06 16:00", {"new_due_on": "2026-10-06"}, 409, "extension_not_later"),
        ("2026-10-06 16:00", {"rule": "whenever"}, 409, "extension_not_foreseen"),
        ("2026-10-06 16:00", {"new_due_on": "2031-01-02"}, 409, "calendar_runs_out"),
        ("2026-10-06 16:00", {"agency_at_fault": "sen-trang-police"}, 422, "extension_invalid"),
        ("2026-10-06 16:00", {"new_due_on": None, "plus": {"n": 1, "unit": "months"}}, 422, "extension_invalid"),
        ("2026-10-06 16:00", {"plus": {"n": 1, "unit": "working_days"}}, 422, "input_invalid"),
        ("2026-10-06 16:00", {"new_due_on": None}, 422, "input_invalid"),
        ("2026-10-06 16:00", {"new_due_on": None, "plus": {"n": -1, "unit": "hours"}}, 422, "input_invalid"),
    ],
)
def test_refused(api: ServedApi, now: str, said: dict[str, Any], status: int, code: str) -> None:
    case = at_the_police(api)
    answer = extend(api, case, now, **said)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), problem
    assert problem["detail"]
    assert api.as_officer.get(f"/cases/{case['id']}").json()["version"] == case["version"]


def test_once_only_and_by_the_leader_of_that_agency_only(api: ServedApi) -> None:
    case = at_the_police(api)
    assert extend(api, case, "2026-10-06 16:00").status_code == 200
    again = extend(api, case, "2026-10-08 09:00", new_due_on="2026-10-12").json()
    assert (again["code"], again["legal_basis"][0]["article"]) == ("extension_used_up", "3(2); 5 (7(3))")
    for who in ((Role.CASEWORKER, POLICE), (Role.ONE_STOP_OFFICER, COUNTER)):
        refused = api.client(*who).post(step_path(case, STEP, "extend"), json=LETTER)
        assert refused.json()["code"] == "not_permitted"
    other = api.client(Role.AGENCY_LEAD, REGISTRY).post(step_path(case, STEP, "extend"), json=LETTER)
    assert (other.status_code, other.json()["code"]) == (403, "wrong_agency")


def test_the_rule_is_part_of_the_procedure(api: ServedApi) -> None:
    found = api.as_officer.get("/procedures/birth-residence-insurance/2026-09-01").json()
    (rule,) = found["extensions"]
    assert (rule["id"], rule["max"], rule["notice_days"], rule["applies_to"]) == ("reschedule", 1, 1, "step")
    assert rule["legal_basis"][1]["certainty"] == "unverified"
