"""An error in the e-birth certificate, over HTTP: the police send the birth case back, the registry corrects it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.core.actors import Role
from tests.support.served_api import BORN, ServedApi, key, step_of, step_path

CORRECTED: dict[str, Any] = {"documents": [{"document": "birth_certificate", "reference": "GKS-01-2026-SUA"}]}
RETURN = {"to": "register_birth", "reason": "Sai tên người mẹ trong Giấy khai sinh điện tử"}
INSURANCE = "hoa-mau-social-insurance"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def born(api: ServedApi) -> dict[str, Any]:
    """Received on Monday at 9:00, the birth registered at 14:00."""
    case = api.received("2026-10-05 09:00")
    api.clock.set("2026-10-05 14:00")
    return dict(api.as_registrar.post(step_path(case, "register_birth", "complete"), json=BORN).json())


def test_sent_back_corrected_and_completed(api: ServedApi) -> None:
    case = born(api)
    api.clock.set("2026-10-06 10:00")
    answer = api.as_police.post(step_path(case, "register_residence", "return"), json=RETURN, headers=key())
    assert answer.status_code == 200, answer.text
    sent_back = answer.json()
    birth, residence = step_of(sent_back, "register_birth"), step_of(sent_back, "register_residence")
    assert (birth["status"], residence["status"]) == ("open", "suspended")
    assert residence["status_words"]["vi"] == "Chờ sửa kết quả của bước trước"
    assert residence["clock"]["paused"]
    assert not sent_back["clock"]["paused"], "a fault of the agencies stops no date that was promised"
    # Hours run: 24 from Tuesday 10:00. The former run ended before its own 24 hours were over.
    assert instant(birth["clock"]["due_at"]) == instant("2026-10-07T10:00:00+07:00")
    assert [run["clock"]["status"] for run in birth["earlier_runs"]] == ["done_early"]
    assert birth["earlier_runs"][0]["documents"][0]["reference"] == "GKS-01-2026"
    assert sent_back["suspensions"][-1]["sent_back_to"] == "register_birth"
    api.clock.set("2026-10-07 09:00")
    done = api.as_registrar.post(step_path(case, "register_birth", "complete"), json=CORRECTED).json()
    residence = step_of(done, "register_residence")
    assert residence["status"] == "open"
    # 16 hours, 5 used before the return; 11 from Wednesday 9:00: 3 + 4 that day, 4 on Thursday.
    assert instant(residence["clock"]["due_at"]) == instant("2026-10-08T12:00:00+07:00")
    papers = [p["reference"] for p in done["documents"] if p["document"] == "birth_certificate"]
    assert papers == ["GKS-01-2026-SUA"]
    read = api.as_officer.get(f"/cases/{case['id']}").json()
    assert read["steps"] == done["steps"]
    kinds = [e["event"]["type"] for e in api.as_officer.get(f"/cases/{case['id']}/events").json()["events"]]
    assert kinds[kinds.index("step_returned") :][:3] == ["step_returned", "step_reopened", "step_taken_back"]
    assert kinds[kinds.index("time_limit_resumed") - 1 :][:3] == ["step_completed", "time_limit_resumed", "step_opened"]


def test_worklists_follow(api: ServedApi) -> None:
    case = born(api)
    registrar = {item["case_id"] for item in api.as_registrar.get("/worklist").json()["items"]}
    assert case["id"] not in registrar
    api.clock.set("2026-10-06 10:00")
    api.as_police.post(step_path(case, "register_residence", "return"), json=RETURN)
    registrar = {item["case_id"] for item in api.as_registrar.get("/worklist").json()["items"]}
    assert case["id"] in registrar


def test_what_the_explanation_says(api: ServedApi) -> None:
    case = born(api)
    api.clock.set("2026-10-06 10:00")
    api.as_police.post(step_path(case, "register_residence", "return"), json=RETURN)
    path = f"/cases/{case['id']}/explanation"
    told = api.as_officer.get(path, params={"step": "register_residence"}).json()["due_dates"][0]
    said = " ".join(told["sentences"])
    assert "chuyển hồ sơ về bước “Đăng ký khai sinh” để sửa" in said
    assert RETURN["reason"] in said
    assert "khoản 5 Điều 6 Nghị định số 301/2026/NĐ-CP (sửa đổi, bổ sung khoản 4 Điều 8)" in said
    page = api.as_officer.get(f"/cases/{case['id']}/page").text
    assert "Chờ sửa kết quả của bước trước" in page
    assert "Giấy khai sinh điện tử có sai sót" in page, "the picture"


def test_repeated_with_its_key_it_happens_once(api: ServedApi) -> None:
    case, header = born(api), key()
    api.clock.set("2026-10-06 10:00")
    path = step_path(case, "register_residence", "return")
    first, second = (api.as_police.post(path, json=RETURN, headers=header) for _ in range(2))
    assert first.json() == second.json()
    assert second.headers["Idempotent-Replay"] == "true"


def test_refusals_have_their_codes(api: ServedApi) -> None:
    case = born(api)
    path = step_path(case, "register_residence", "return")
    offered = api.as_police.get(f"/cases/{case['id']}/available-commands").json()["items"]
    assert next(item["href"] for item in offered if item["command"] == "return_to_step") == path
    other = api.as_police.post(path, json={**RETURN, "to": "issue_insurance_card"}).json()
    assert other["code"] == "return_not_foreseen"
    assert api.as_registrar.post(path, json=RETURN).json()["code"] == "wrong_agency"
    api.clock.set("2026-10-06 10:00")
    api.as_police.post(path, json=RETURN)
    by_hand = api.as_police.post(step_path(case, "register_residence", "resume"), json={"note": "xong"}).json()
    assert by_hand["code"] == "wait_ended_otherwise"
    insurer = api.client(Role.CASEWORKER, INSURANCE)
    taken_back = insurer.post(step_path(case, "issue_insurance_card", "return"), json=RETURN).json()
    assert taken_back["code"] == "wrong_status", "its step waits for the corrected certificate already"


def test_the_page_shows_what_was_replaced(api: ServedApi) -> None:
    case = born(api)
    api.clock.set("2026-10-06 10:00")
    api.as_police.post(step_path(case, "register_residence", "return"), json=RETURN)
    page = api.as_officer.get(f"/cases/{case['id']}/page").text
    assert "Kết quả đã được thay thế" in page
    assert "<s>Giấy khai sinh" in page and "GKS-01-2026" in page
    assert "Chờ thực hiện lại" in page, "the insurance step"
    read = api.as_officer.get(f"/cases/{case['id']}").json()
    assert not [p for p in read["documents"] if p["document"] == "birth_certificate"]
    assert step_of(read, "issue_insurance_card")["earlier_runs"][0]["ended"] == "broken_off"


def test_procedure_tells_of_it(api: ServedApi) -> None:
    procedure = api.as_officer.get("/procedures/birth-residence-insurance/2026-09-01").json()
    rules = {rule["id"]: rule for rule in procedure["step_rules"]}
    assert [back["to"] for back in rules["register_residence"]["returns"]] == ["register_birth"]
    assert rules["register_birth"]["returns"] == []
    assert (rules["register_birth"]["join"], rules["register_birth"]["part"]) == ("all", "participating")
    ended_by_agencies = {rule["id"] for rule in procedure["suspensions"] if rule["ended_by"] == "agency"}
    assert ended_by_agencies == {"personal_number_trouble"}, "what the applicant is asked for, he answers"
