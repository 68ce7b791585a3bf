"""Every way to be told no: the status, the stable code, the state, the legal basis; and nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.support.served_api import BASIS, BORN, DOSSIER, FORM, ServedApi, key, step_path

Attempt = Callable[[ServedApi], httpx.Response]
REFUSAL = {"reason": "Không đủ điều kiện", "legal_basis": BASIS}


def _work(
    api: ServedApi, client: httpx.Client, act: str, body: Any = None, step: str = "register_birth"
) -> httpx.Response:
    return client.post(step_path(api.received(), step, act), json=body)


def _twice(api: ServedApi) -> httpx.Response:
    case = api.received()
    api.as_registrar.post(step_path(case, "register_birth", "complete"), json=BORN)
    return api.as_registrar.post(step_path(case, "register_birth", "complete"))


def _claimed_by_colleague(api: ServedApi) -> httpx.Response:
    case = api.received()
    api.as_colleague.post(step_path(case, "register_birth", "claim"))
    return api.as_registrar.post(step_path(case, "register_birth", "complete"))


def _second_supplement(api: ServedApi) -> httpx.Response:
    case = api.waiting()
    papers = {"documents": [{"document": "marriage_certificate"}]}
    api.as_officer.post(step_path(case, "register_birth", "hand-in-supplement"), json=papers)
    return api.as_registrar.post(
        step_path(case, "register_birth", "request-supplement"), json={"reasons": ["Lại thiếu"]}
    )


def _half_a_supplement(api: ServedApi) -> httpx.Response:
    case = api.waiting()
    return api.as_officer.post(step_path(case, "register_birth", "hand-in-supplement"), json={})


def _late_supplement(api: ServedApi) -> httpx.Response:
    case = api.waiting("2026-09-07 09:00")
    api.clock.set("2026-09-17 08:00")
    papers = {"documents": [{"document": "marriage_certificate"}]}
    return api.as_officer.post(step_path(case, "register_birth", "hand-in-supplement"), json=papers)


def _occurred(api: ServedApi, client: httpx.Client, at: str) -> httpx.Response:
    case = api.received("2026-09-07 09:00")
    return client.post(step_path(case, "register_birth", "claim"), json={"occurred_at": at})


def _withdrawn_yesterday(api: ServedApi) -> httpx.Response:
    api.clock.set("2026-09-07 09:00")
    case = api.as_portal.post("/cases", json=DOSSIER).json()
    said = {"reason": "Nộp nhầm", "occurred_at": "2026-09-06T09:00:00+07:00"}
    return api.as_portal.post(f"/cases/{case['id']}/withdraw", json=said)


def _submit(api: ServedApi, **changes: Any) -> httpx.Response:
    return api.as_officer.post("/cases", json={**DOSSIER, **changes})


ATTEMPTS: dict[str, tuple[int, str, Attempt]] = {
    "a step of another agency": (403, "wrong_agency", lambda api: _work(api, api.as_police, "complete")),
    "work without the right to": (403, "not_permitted", lambda api: _work(api, api.as_officer, "complete")),
    "a receipt by a caseworker": (
        403,
        "not_permitted",
        lambda api: api.as_registrar.post(f"/cases/{api.received()['id']}/receive"),
    ),
    "a worklist without an agency": (403, "not_permitted", lambda api: api.as_manager.get("/worklist")),
    "backdating by the applicant": (403, "backdating_not_permitted", _withdrawn_yesterday),
    "a step that the procedure has not": (
        404,
        "step_unknown",
        lambda api: _work(api, api.as_officer, "hand-in-supplement", {}, step="fly_kite"),
    ),
    "a step that is done": (409, "wrong_status", _twice),
    "a step that is not ready": (
        409,
        "wrong_status",
        lambda api: _work(api, api.as_police, "claim", step="register_residence"),
    ),
    "a step claimed by a colleague": (409, "claimed_by_another", _claimed_by_colleague),
    "tomorrow": (409, "occurred_in_future", lambda api: _occurred(api, api.as_registrar, "2026-09-08T09:00:00+07:00")),
    "before the receipt": (
        409,
        "occurred_too_early",
        lambda api: _occurred(api, api.as_registrar, "2026-09-04T09:00:00+07:00"),
    ),
    "a second supplement": (409, "suspension_used_up", _second_supplement),
    "a wait that no rule foresees": (
        409,
        "suspension_not_foreseen",
        lambda api: _work(
            api, api.as_registrar, "request-supplement", {"reasons": ["x"], "rule": "vneid_confirmation"}
        ),
    ),
    "half a supplement": (409, "dossier_incomplete", _half_a_supplement),
    "a supplement after its term": (409, "supplement_term_expired", _late_supplement),
    "a dossier without its papers": (
        409,
        "dossier_incomplete",
        lambda api: api.as_officer.post(f"/cases/{api.submitted(documents=[])['id']}/receive"),
    ),
    "a territory without agencies": (
        409,
        "no_competent_agency",
        lambda api: _submit(api, territory="viet-nam"),
    ),
    "a procedure that is not in force": (
        409,
        "no_version_in_force",
        lambda api: _submit(api, procedure="kite-licence"),
    ),
    "a form with a hole": (422, "form_invalid", lambda api: _submit(api, form={**FORM, "mother": None})),
    "a result that was not asked for": (
        422,
        "result_invalid",
        lambda api: _work(api, api.as_registrar, "complete", {"result": {"colour": "red"}}),
    ),
    "a fact that the procedure has not": (
        422,
        "fact_unknown",
        lambda api: _work(api, api.as_registrar, "facts", {"name": "windy", "value": True}),
    ),
    "a paper that the procedure has not": (
        422,
        "document_unknown",
        lambda api: _work(api, api.as_registrar, "request-supplement", {"reasons": ["x"], "documents": ["kite"]}),
    ),
    "a case that is not there": (404, "not_found", lambda api: api.as_officer.post("/cases/none/receive")),
    "a code that nobody has": (404, "not_found", lambda api: api.as_officer.get("/cases/by-code/H99-260101-0001")),
    "a cursor that is none": (
        422,
        "input_invalid",
        lambda api: api.as_officer.get("/cases", params={"after": "made-up"}),
    ),
    "a path that is none": (404, "not_found", lambda api: api.as_officer.get("/kites")),
    "a method that a path has not": (405, "method_not_allowed", lambda api: api.as_officer.delete("/cases")),
    "an instant beyond all calendars": (
        422,
        "input_invalid",
        lambda api: api.as_officer.get(f"/cases/{api.received()['id']}", params={"as_of": "9999-12-31T23:59:59+00:00"}),
    ),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_refused(api: ServedApi, attempt: str) -> None:
    status, code, make = ATTEMPTS[attempt]
    api.clock.set("2026-09-07 09:00")
    answer = make(api)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), problem
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["type"] == f"urn:lienthong:problem:{code}"
    assert problem["title"]
    assert problem["detail"]


def test_refusal_changes_nothing_and_says_where_the_case_stands(api: ServedApi) -> None:
    case = api.received()
    problem = api.as_police.post(step_path(case, "register_birth", "complete")).json()
    assert problem["current"] == "in_progress"
    assert problem["attempted"] == "complete_step"
    assert api.as_officer.get(f"/cases/{case['id']}").json()["version"] == case["version"]


def test_refusal_names_its_legal_basis(api: ServedApi) -> None:
    problem = _second_supplement(api).json()
    assert {"ref": "NĐ 301/2026/NĐ-CP", "article": "6(1) (8(1)b)"}.items() <= problem["legal_basis"][0].items()
    assert problem["current"] == "open"


def test_every_fault_of_a_form_is_told_at_once(api: ServedApi) -> None:
    form = {"requester": {"full_name": "A"}, "mother": {"full_name": "B"}, "kite": 1}
    problem = _submit(api, form=form).json()
    said = "\n".join(problem["problems"])
    for place in ("requester.personal_id", "child", "father", "residence", "kite"):
        assert any(line.startswith(f"{place}:") for line in problem["problems"]), said


def test_every_fault_of_a_request_is_told_with_place_and_mend(api: ServedApi) -> None:
    body = {"procedure": "birth-residence-insurance", "channel": "balloon", "form": {}, "kite": 1}
    english = {"Accept-Language": "en-GB,en"}
    given = {**body, "occurred_at": "2026-09-07T09:00:00"}
    answer = api.as_officer.post("/cases", json=given, headers=english)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "input_invalid")
    told = {line.split(":")[0]: line for line in problem["problems"]}
    assert told["body.territory"].endswith("add it")
    assert told["body.kite"].endswith("leave it out, it is not known here")
    assert "'counter', 'online' or 'post'" in told["body.channel"]
    assert "2026-08-21T15:10:00+07:00" in told["body.occurred_at"]
    vietnamese = api.as_officer.post("/cases", json=given).json()
    assert "body.territory: còn thiếu trường này: hãy bổ sung" in vietnamese["problems"]
    assert vietnamese["detail"] == "hãy sửa từng điểm rồi gửi lại yêu cầu"
    assert len(vietnamese["problems"]) == len(problem["problems"])


def test_refusal_is_told_in_vietnamese_and_on_request_in_english(api: ServedApi) -> None:
    case = api.received()
    path = f"/cases/{case['id']}/receive"
    told = api.as_officer.post(path).json()
    assert told["detail"] == "chưa thể tiếp nhận hồ sơ lúc này: hồ sơ đang ở trạng thái “Đang xử lý”"
    for asked in ({"params": {"lang": "en"}}, {"headers": {"Accept-Language": "en"}}):
        english = api.as_officer.post(path, **asked).json()
        assert english["detail"] == "receive_case is not possible now: the case stands at in_progress"
    form = api.as_officer.post("/cases", json={**DOSSIER, "form": {}}).json()
    assert any(problem.startswith("mother: hãy điền “") for problem in form["problems"])


@pytest.mark.parametrize("said", [1, "1", 1.5])
def test_number_is_no_instant(api: ServedApi, said: object) -> None:
    answer = api.as_officer.post("/cases", json={**DOSSIER, "occurred_at": said})
    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid")


@pytest.mark.parametrize(
    ("headers", "place"),
    [({"Idempotency-Key": "not-a-uuid"}, "header.idempotency-key"), ({"If-Match": "seven"}, "header.if-match")],
)
def test_malformed_headers(api: ServedApi, headers: dict[str, str], place: str) -> None:
    answer = api.as_officer.post("/cases/none/receive", headers=headers)
    assert answer.status_code == 422
    assert answer.json()["problems"][0].startswith(f"{place}:")


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 5000, b'{"facts": {"windy": NaN}}'])
def test_broken_json(api: ServedApi, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = api.as_officer.post(f"/cases/{api.submitted()['id']}/receive", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid")


@pytest.mark.parametrize(
    "content",
    [
        b'{"facts": {"a": "\\u0000"}}',
        b'{"facts": {"\\ud800": 1}}',
        b'{"facts": {"a": [1e999]}}',
        b'{"facts": {"a": %d}}' % 10**30,
    ],
    ids=["nul", "half a character", "infinite", "too large"],
)
def test_what_cannot_be_kept_is_not_taken(api: ServedApi, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = api.as_officer.post(f"/cases/{api.submitted()['id']}/receive", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid")
    assert answer.json()["problems"][0].startswith("body:")


@pytest.mark.parametrize("path", ["/cases/a%00b", "/cases/by-code/a%00b", "/cases?q=a%00b", "/pages/cases?q=%00"])
def test_nul_in_an_address(api: ServedApi, path: str) -> None:
    answer = api.as_officer.get(path)
    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid")


def test_titles_are_vietnamese_and_english_on_request(api: ServedApi) -> None:
    vietnamese = api.as_officer.get("/cases/none").json()["title"]
    english = api.as_officer.get("/cases/none", headers={"Accept-Language": "en-GB,en;q=0.8"}).json()["title"]
    assert (vietnamese, english) == ("Không tìm thấy", "Not found")


@pytest.mark.parametrize("chunked", [False, True])
def test_too_much_is_not_read(api: ServedApi, chunked: bool) -> None:
    much = b'{"form": "' + b"x" * 1_100_000 + b'"}'
    content = iter([much[:600_000], much[600_000:]]) if chunked else much
    headers = {"Content-Type": "application/json", **key()}
    answer = api.as_officer.post("/cases", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
