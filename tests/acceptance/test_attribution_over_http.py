"""`GET /cases/{id}/attribution` and the page of the case: who had the time, adding up to the whole."""

from __future__ import annotations

import httpx

from engine.core.actors import Role
from tests.support.served_api import COUNTER, ServedApi

AT = {"as_of": "2026-09-08T11:00:00+07:00"}


def test_every_second_has_one_owner(api: ServedApi) -> None:
    case = api.waiting("2026-09-07 09:00")
    found = api.as_officer.get(f"/cases/{case['id']}/attribution", params=AT).json()
    parts = {part["agency"] or part["owner"]: part["seconds"] for part in found["shares"]}
    assert sum(parts.values()) == found["total_seconds"] == 26 * 3600
    assert parts["applicant"] > 0 and set(parts) >= {"mau-don-civil-registry", "outside_working_time", "financial"}
    assert (found["is_final"], found["until"]) == (False, AT["as_of"])
    assert found["decided_by"][0]["step"] == "register_birth"
    assert found["decided_by"][0]["agency_title"]["vi"].startswith("Ủy ban nhân dân phường Mẫu Đơn")


def test_before_the_receipt_and_for_a_hidden_case(api: ServedApi) -> None:
    early = api.as_officer.get(f"/cases/{api.submitted()['id']}/attribution").json()
    assert (early["received_at"], early["total_seconds"], early["decided_by"]) == (None, 0, [])
    assert api.as_officer.get("/cases/5f0f8f39-0000-4000-8000-00000000abcd/attribution").status_code == 404


def test_the_page_says_where_the_time_went_in_both_languages(api: ServedApi) -> None:
    case = api.waiting("2026-09-07 09:00")
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as browser:
        assert browser.post("/sign-in", data={"token": api.token(Role.ONE_STOP_OFFICER, COUNTER)}).status_code == 303
        here = browser.get(f"/cases/{case['id']}/page", params=AT).text
        in_english = browser.get(f"/cases/{case['id']}/page", params={**AT, "lang": "en"}).text
    assert "Thời gian đã qua ở từng nơi" in here and "Người nộp (chờ bổ sung hồ sơ)" in here and "26 giờ" in here
    assert "Hiện đang quyết định thời điểm kết thúc: “Đăng ký khai sinh”" in here
    assert "Where the time went" in in_english and "The applicant (a supplement)" in in_english
