"""A permit in which silence is consent and a notice that no law limits, over HTTP, as agencies and citizens meet them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from engine.core.actors import Role
from tests.support.served_api import COUNTER, ServedApi, served_api, step_of, step_path
from tests.support.town_definitions import write_definitions
from tests.support.tree_house import FORM

PERMIT: dict[str, Any] = {"procedure": "tree-house-permit", "territory": "mau-don", "channel": "counter", "form": FORM}
AGREED = {"result": {"agreed": True}}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    folder = tmp_path_factory.mktemp("town")
    with served_api(folder / "data", definitions_dir=write_definitions(folder / "definitions")) as served:
        yield served


def received(api: ServedApi, now: str, dossier: dict[str, Any]) -> dict[str, Any]:
    api.clock.set(now)
    case = api.as_officer.post("/cases", json=dossier)
    assert case.is_success, case.text
    answer = api.as_officer.post(f"/cases/{case.json()['id']}/receive")
    assert answer.is_success, answer.text
    return dict(answer.json())


def notice(show_on: str, **form: Any) -> dict[str, Any]:
    return {**PERMIT, "procedure": "kite-show-notice", "form": {**FORM, "show_on": show_on, **form}}


def read(api: ServedApi, case: dict[str, Any], **query: str) -> dict[str, Any]:
    return dict(api.as_officer.get(f"/cases/{case['id']}", params=query).json())


def page(api: ServedApi, case: dict[str, Any], language: str = "vi") -> str:
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as browser:
        browser.post("/sign-in", data={"token": api.token(Role.ONE_STOP_OFFICER, COUNTER)})
        answer = browser.get(f"/cases/{case['id']}/page", params={"lang": language})
        assert answer.status_code == 200, answer.text
        return answer.text


def test_the_law_answers_before_the_sweep_has_come(api: ServedApi) -> None:
    """Two working days from Monday 7 September 09:00 end on Wednesday 9 September 09:00; 8 working hours more, Thursday."""
    case = received(api, "2026-09-07 09:00", PERMIT)
    api.clock.set("2026-09-09 09:00:01")
    late = api.as_registrar.post(step_path(case, "fire_opinion", "complete"), json={"result": {"agreed": False}})
    assert (late.status_code, late.json()["code"]) == (409, "deemed_already")
    assert late.json()["legal_basis"][0]["ref"] == "Tree House Act"
    fire = step_of(read(api, case), "fire_opinion")
    assert (fire["status"], fire["status_words"]["vi"], fire["result"]) == (
        "completed",
        "Coi như đồng ý",
        {"agreed": True},
    )
    assert fire["deemed"]["legal_basis"][0]["article"] == "4"
    assert datetime.fromisoformat(fire["deemed"]["deemed_at"]) == datetime.fromisoformat("2026-09-09T09:00:00+07:00")
    assert fire["clock"]["judged"] is False
    offered = api.as_police.get(f"/cases/{case['id']}/available-commands").json()["items"]
    assert {"complete_step", "claim_step"} <= {item["command"] for item in offered if item["step"] == "road_opinion"}
    done = api.as_police.post(step_path(case, "road_opinion", "complete"), json=AGREED)
    assert done.is_success, done.text
    events = api.as_officer.get(f"/cases/{case['id']}/events").json()["events"]
    assert [e["event"]["type"] for e in events][-4:] == [
        "step_deemed",
        "step_opened",
        "step_completed",
        "step_opened",
    ]
    assert events[-4]["words"]["en"] == "Time limit passed, deemed answered"


def test_the_sweep_writes_down_what_was_seen(api: ServedApi) -> None:
    case = received(api, "2026-09-07 09:00", PERMIT)
    api.clock.set("2026-09-11 09:00")
    before = read(api, case)
    assert api.product.sweep.run().deemed == 2
    after = read(api, case)
    assert after["version"] == before["version"] + 4
    assert after["steps"] == before["steps"]
    as_of = read(api, case, as_of="2026-09-09T09:00:00+07:00")
    assert step_of(as_of, "fire_opinion")["deemed"] is None


def test_the_page_says_it_in_words(api: ServedApi) -> None:
    case = received(api, "2026-09-07 09:00", PERMIT)
    assert "Hết hạn không trả lời: coi như đồng ý" in page(api, case)
    api.clock.set("2026-09-09 12:00")
    html = page(api, case)
    assert "Coi như đồng ý" in html
    assert "hết hạn không trả lời" in html
    assert "mà cơ quan không trả lời, nên coi như đồng ý (Điều 4 Tree House Act)." in html
    assert "Deemed agreed" in page(api, case, "en")
    explained = api.as_officer.get(f"/cases/{case['id']}/explanation", params={"lang": "en"}).json()
    (note,) = explained["notes"]
    assert (note["kind"], note["step"]) == ("deemed", "fire_opinion")


def test_a_request_that_comes_late_is_marked(api: ServedApi) -> None:
    case = received(api, "2026-09-07 09:00", PERMIT)
    api.clock.set("2026-09-08 09:30")
    asked = api.as_registrar.post(step_path(case, "fire_opinion", "request-supplement"), json={"reasons": ["sơ đồ"]})
    assert asked.is_success, asked.text
    assert asked.json()["suspensions"][0]["asked_late"] is True
    html = page(api, case)
    assert "yêu cầu muộn hơn quy định" in html
    assert "muộn hơn 1 ngày làm việc kể từ khi bắt đầu; yêu cầu vẫn có hiệu lực (Điều 6 Tree House Act)." in html
    # Three working days after Tuesday 8 September: until the end of Friday 11 September.
    api.clock.set("2026-09-12 00:00:01")
    refused = read(api, case)
    assert (refused["status"], step_of(refused, "fire_opinion")["status"]) == ("refused", "refused")
    assert step_of(refused, "fire_opinion")["deemed"] is None


def test_a_notice_that_no_law_limits(api: ServedApi) -> None:
    """Five whole working days before Monday 21 September are 14 to 18 September: the last day is Sunday the 13th.

    The two working days of the look at the sky, from Monday 09:00, end on Wednesday; the filing has no limit.
    """
    case = received(api, "2026-09-07 09:00", notice("2026-09-21"))
    assert (case["promised_due_at"], case["promise"], case["clock"]) == (None, None, None)
    assert case["without_limit"]["words"]["vi"] == "không quy định thời hạn"
    assert case["without_limit"]["reason"]["en"] == "a notice is not answered"
    filing = step_of(case, "file_notice")
    assert (filing["limit"], filing["clock"]) == (None, None)
    assert filing["without_limit"]["legal_basis"][0]["ref"] == "Kite Show Act"
    assert (case["notice"]["latest_on"], case["notice"]["status"], case["notice"]["exempt"]) == (
        "2026-09-13",
        "ok",
        False,
    )
    slip = api.as_officer.get(f"/cases/{case['id']}/receipt").json()
    assert (slip["promised_on"], slip["total"]) == (None, None)
    assert slip["without_limit"]["words"]["en"] == "no time limit in law"
    assert [(step["id"], step["planned_at"]) for step in slip["steps"]] == [
        ("look_at_sky", "2026-09-09T09:00:00+07:00"),
        ("file_notice", None),
    ]
    assert slip["notice"]["event_on"] == "2026-09-21"
    lateness = api.as_officer.get(f"/cases/{case['id']}/lateness").json()
    assert (lateness["by_law"], lateness["by_766"]) == (None, [])
    assert lateness["without_limit"]["reason"]["en"] == "a notice is not answered"
    html = page(api, case)
    assert "không quy định thời hạn" in html
    assert "a notice is not answered (Điều 2 Kite Show Act)." in html
    with_list = api.as_officer.get("/cases", params={"procedure": "kite-show-notice"}).json()["items"]
    assert [item["promised_on"] for item in with_list if item["id"] == case["id"]] == [None]


def test_a_late_notice_is_received_and_shown_as_late(api: ServedApi) -> None:
    case = received(api, "2026-09-14 08:00", notice("2026-09-21"))
    assert (case["status"], case["notice"]["status"]) == ("in_progress", "late")
    assert "hồ sơ nộp muộn, cơ quan có thẩm quyền quyết định (Điều 3 Kite Show Act)." in page(api, case)
    small = received(api, "2026-09-14 08:00", notice("2026-09-21", small=True))
    assert small["notice"]["exempt"] is True


def test_the_procedures_say_it_before_any_case(api: ServedApi) -> None:
    permit = api.as_officer.get("/procedures/tree-house-permit/2026-01-01").json()
    fire = next(step for step in permit["step_rules"] if step["id"] == "fire_opinion")
    assert fire["on_silence"]["words"]["en"] == "Deemed agreed"
    assert permit["suspensions"][0]["ask_within"]["n"] == "1"
    show = api.as_officer.get("/procedures/kite-show-notice/2026-01-01").json()
    assert (show["total"], show["step_rules"][0]["within"]) == (None, None)
    assert show["before_event"]["at_least"]["words"]["vi"] == "5 ngày làm việc"
