"""A case from the counter to its end over HTTP: every command and every question once, as its people give them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from tests.support.served_api import (
    BASIS,
    BORN,
    COUNTER,
    DOSSIER,
    FORM,
    POLICE,
    REGISTRY,
    ServedApi,
    key,
    step_of,
    step_path,
)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_submission_makes_a_case(api: ServedApi) -> None:
    api.clock.set("2026-09-07 09:00")
    answer = api.as_portal.post("/cases", json={**DOSSIER, "channel": "online"}, headers=key())
    case = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/cases/{case['id']}"
    assert answer.headers["ETag"] == '"1"'
    assert uuid.UUID(case["id"]).version == 5
    assert (case["status"], case["status_words"]) == ("submitted", {"vi": "Mới đăng ký", "en": "Submitted"})
    assert case["applicant"] == "Nguyễn Văn Ví Dụ"
    assert case["dossier_code"] is None
    assert case["clock"] is None
    # R33: 8 working hours from Monday 9:00 end on Tuesday at 9:00 (sessions 8-12, 13-17).
    assert instant(case["acceptance"]["due_at"]) == instant("2026-09-08T09:00:00+07:00")


def test_receipt_gives_code_promise_and_open_step(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    assert case["dossier_code"].startswith("H99.01.01-260907-")
    assert case["receiving_agency"] == COUNTER
    # Three working days after Monday the 7th: 8, 9, 10 September.
    assert case["promised_on"] == "2026-09-10"
    assert case["clock"]["status"] == "in_time"
    birth = step_of(case, "register_birth")
    assert (birth["status"], birth["agency"]) == ("open", REGISTRY)
    assert birth["limit"] == {"n": "24", "unit": "hours", "words": {"vi": "24 giờ", "en": "24 hours"}}
    assert instant(birth["clock"]["due_at"]) == instant("2026-09-08T09:00:00+07:00")
    assert step_of(case, "register_residence")["status"] == "not_ready"
    assert step_of(case, "issue_identity_card")["status"] in {"not_ready", "not_needed"}


def test_receipt_slip(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    path = f"/cases/{case['id']}"
    before = api.as_officer.get(f"{path}/receipt").json()
    api.clock.set("2026-09-08 08:00")
    api.as_registrar.post(step_path(case, "register_birth", "complete"), json=BORN)
    slip = api.as_officer.get(f"{path}/receipt").json()
    assert slip == before, "what was printed at the receipt stays as it was"
    assert slip["form"] == "01"
    assert slip["title"]["vi"] == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert slip["dossier_code"] == case["dossier_code"]
    assert slip["promised_on"] == "2026-09-10"
    assert [paper["title"]["en"] for paper in slip["papers"]] == ["Birth notice, or a paper in its place"]
    planned = {step["id"]: step for step in slip["steps"]}
    assert set(planned) == {"register_birth", "register_residence", "issue_insurance_card"}
    assert planned["register_residence"]["agency"] == POLICE
    assert instant(planned["register_birth"]["planned_at"]) == instant("2026-09-08T09:00:00+07:00")


def test_claim_release_and_fact(api: ServedApi) -> None:
    case = api.received()
    claimed = api.as_registrar.post(step_path(case, "register_birth", "claim")).json()
    assert step_of(claimed, "register_birth")["claimed_by"] == "Phạm Thử Nghiệm"
    released = api.as_registrar.post(step_path(case, "register_birth", "release")).json()
    assert step_of(released, "register_birth")["status"] == "open"
    said = {"name": "needs_verification", "value": True}
    other = api.as_registrar.post(step_path(case, "register_birth", "facts"), json=said)
    assert (other.status_code, other.json()["code"]) == (409, "fact_not_for_step")
    api.as_registrar.post(step_path(case, "register_birth", "complete"), json=BORN)
    known = api.as_police.post(step_path(case, "register_residence", "facts"), json=said).json()
    assert known["facts"] == {"needs_verification": True}
    assert step_of(known, "register_residence")["limit"]["words"]["vi"] == "5 ngày làm việc"


def test_completed_step_is_on_the_next_worklist_at_once(api: ServedApi) -> None:
    case = api.received()
    done = {
        "result": {"personal_id": "099226000001", "certificate_number": "01/2026"},
        "documents": [{"document": "birth_certificate", "reference": "GKS-01"}],
    }
    after = api.as_registrar.post(step_path(case, "register_birth", "complete"), json=done).json()
    assert step_of(after, "register_birth")["result"]["certificate_number"] == "01/2026"
    assert {p["document"] for p in after["documents"]} == {"birth_notice", "birth_certificate"}
    listed = api.as_police.get("/worklist", params={"limit": 200}).json()
    mine = [item for item in listed["items"] if item["case_id"] == case["id"]]
    assert listed["agency"] == POLICE
    assert [(item["step"], item["status_words"]["vi"]) for item in mine] == [("register_residence", "Chờ nhận xử lý")]
    assert mine[0]["clock"]["status"] == "in_time"
    assert mine[0]["due_at"] == mine[0]["clock"]["due_at"]


def test_the_answer_that_an_agency_system_owes_has_a_clock(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    assert step_of(case, "issue_insurance_card")["answer_clock"] is None
    api.clock.set("2026-09-07 16:00")
    made = {"documents": [{"document": "birth_certificate", "reference": "GKS-01"}]}
    after = api.as_registrar.post(step_path(case, "register_birth", "complete"), json=made).json()
    awaited = step_of(after, "issue_insurance_card")["answer_clock"]
    # Two working hours (NĐ 301/2026 art. 5): one is left on Monday, the other ends on Tuesday at 9:00.
    assert (awaited["status"], instant(awaited["due_at"])) == ("in_time", instant("2026-09-08T09:00:00+07:00"))
    assert step_of(after, "register_residence")["answer_clock"] is None
    api.clock.set("2026-09-08 10:00")
    late = step_of(api.as_officer.get(f"/cases/{case['id']}").json(), "issue_insurance_card")
    assert (late["answer_clock"]["status_words"]["vi"], late["clock"]["status"]) == ("Đang quá hạn", "in_time")


def test_supplement_stops_the_clock(api: ServedApi) -> None:
    case = api.waiting("2026-09-07 09:00")
    assert case["status_words"]["vi"] == "Chờ bổ sung hồ sơ"
    assert case["clock"]["paused"] is True
    assert case["suspensions"][0]["reasons"] == ["Thiếu giấy chứng nhận kết hôn"]
    # Seven working days after Monday the 7th: Wednesday the 16th, to its end.
    assert instant(case["suspensions"][0]["answer_due_at"]) == instant("2026-09-17T00:00:00+07:00")
    api.clock.set("2026-09-08 09:00")
    papers = {"documents": [{"document": "marriage_certificate", "reference": "GCNKH-1"}], "note": "Bản sao"}
    resumed = api.as_officer.post(step_path(case, "register_birth", "hand-in-supplement"), json=papers).json()
    assert resumed["clock"]["paused"] is False
    assert resumed["suspensions"][0]["ended_at"] is not None
    birth = step_of(resumed, "register_birth")
    # 24 hours, none of them used before the suspension began: Wednesday 9:00.
    assert instant(birth["clock"]["due_at"]) == instant("2026-09-09T09:00:00+07:00")


def test_refusal_ends_what_needs_it(api: ServedApi) -> None:
    case = api.received()
    said = {"reason": "Không đủ điều kiện", "legal_basis": BASIS}
    after = api.as_registrar.post(step_path(case, "register_birth", "refuse"), json=said).json()
    assert after["status"] == "refused"
    assert step_of(after, "register_birth")["refusal"] == "Không đủ điều kiện"
    assert step_of(after, "register_residence")["status"] == "unreached"


def test_withdrawal(api: ServedApi) -> None:
    case = api.received()
    after = api.as_officer.post(f"/cases/{case['id']}/withdraw", json={"reason": "Nộp nhầm"}).json()
    assert (after["status"], after["closing_reason"]) == ("withdrawn", "Nộp nhầm")
    assert after["status_words"]["vi"] == "Công dân rút hồ sơ"


def test_receipt_refused(api: ServedApi) -> None:
    case = api.submitted()
    said = {"reason": "Không thuộc phạm vi", "legal_basis": BASIS}
    after = api.as_officer.post(f"/cases/{case['id']}/refuse-receipt", json=said).json()
    assert (after["status"], after["status_words"]["vi"]) == ("not_accepted", "Không được tiếp nhận")
    assert api.as_officer.get(f"/cases/{case['id']}/receipt").status_code == 404


def test_what_happened_earlier_is_entered_afterwards(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    api.clock.set("2026-09-08 15:00")
    said = {**BORN, "occurred_at": "2026-09-07T15:00:00+07:00"}
    after = api.as_registrar.post(step_path(case, "register_birth", "complete"), json=said).json()
    assert instant(step_of(after, "register_birth")["finished_at"]) == instant("2026-09-07T15:00:00+07:00")
    last = api.as_officer.get(f"/cases/{case['id']}/events").json()["events"][-1]
    assert instant(last["recorded_at"]) == instant("2026-09-08T15:00:00+07:00")
    assert last["actor"]["agency"] == REGISTRY


def test_as_of_knows_nothing_of_later(api: ServedApi) -> None:
    case = api.waiting("2026-09-07 09:00")
    path = f"/cases/{case['id']}"
    overdue = api.as_officer.get(f"{path}/due-dates", params={"as_of": "2026-09-16T09:00:00+07:00"}).json()
    assert overdue["case"]["paused"] is True
    early = api.as_officer.get(path, params={"as_of": "2026-09-07T09:00:00+07:00"})
    assert early.json()["as_of"] == "2026-09-07T09:00:00+07:00"
    gone = api.as_officer.get(path, params={"as_of": "2026-09-06T09:00:00+07:00"})
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")


def test_events_are_the_ledger(api: ServedApi) -> None:
    case = api.waiting()
    events = api.as_officer.get(f"/cases/{case['id']}/events").json()["events"]
    assert [event["event"]["type"] for event in events] == [
        "case_submitted",
        "case_received",
        "step_opened",
        "step_not_needed",  # no support for the mother was asked for
        "time_limit_suspended",
    ]
    assert [event["sequence"] for event in events] == [1, 2, 3, 4, 5]
    assert events[4]["words"]["vi"] == "Yêu cầu bổ sung, tạm dừng thời hạn"
    assert events[4]["event"]["legal_basis"]


def test_every_available_command_is_taken(api: ServedApi) -> None:
    """What is offered is not refused for its status or for who gives it: the links work as they stand."""
    case = api.received()
    bodies: dict[str, dict[str, Any]] = {
        "complete_step": BORN,
        "request_supplement": {"reasons": ["Thiếu"], "documents": []},
        "refuse_step": {"reason": "Không đủ điều kiện", "legal_basis": BASIS},
        "withdraw_case": {"reason": "Nộp nhầm"},
        "ask_opinion": {"agency": POLICE, "question": "Có cư trú không?", "within": {"n": 2, "unit": "working_days"}},
    }
    offered = api.as_registrar.get(f"/cases/{case['id']}/available-commands").json()
    assert {item["command"] for item in offered["items"]} == {
        "ask_opinion",
        "claim_step",
        "complete_step",
        "refuse_step",
        "request_supplement",
    }
    for item in offered["items"]:
        fresh = api.received()
        href = item["href"].replace(case["id"], fresh["id"])
        assert api.as_registrar.post(href, json=bodies.get(item["command"], {})).status_code == 200, href
    reading = api.as_manager.get(f"/cases/{case['id']}/available-commands").json()
    assert reading["items"] == []


def test_case_by_its_code(api: ServedApi) -> None:
    case = api.received()
    found = api.as_officer.get(f"/cases/by-code/{case['dossier_code']}")
    assert found.json()["id"] == case["id"]
    assert found.headers["ETag"] == f'"{case["version"]}"'


def test_list_is_narrowed_and_paged(api: ServedApi) -> None:
    form = {**FORM, "requester": {"full_name": "Đặng Thị Tìm Kiếm", "personal_id": "099000000002"}}
    made = [api.submitted(form=form)["id"] for _ in range(3)]
    first = api.as_officer.get("/cases", params={"q": "tim kiem", "limit": 2}).json()
    second = api.as_officer.get("/cases", params={"q": "tim kiem", "limit": 2, "after": first["next"]}).json()
    assert {item["id"] for item in first["items"] + second["items"]} == set(made)
    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
    none = api.as_officer.get("/cases", params={"q": "tim kiem", "status": "completed"}).json()
    assert none["items"] == []
    other = api.as_officer.get("/cases", params={"q": "tim kiem", "procedure": "kite-licence"}).json()
    assert other["items"] == []


def test_answer_to_a_command_is_the_case_that_is_read_afterwards(api: ServedApi) -> None:
    case = api.received()
    read = api.as_officer.get(f"/cases/{case['id']}")
    assert read.headers["ETag"] == f'"{case["version"]}"'
    told_once = {"citizen_access": case["citizen_access"]}
    assert {**read.json(), "prefect": None, **told_once} == case
    assert read.json()["prefect"] == {"flow_run_id": None, "seen_version": 0, "lag": case["version"]}
