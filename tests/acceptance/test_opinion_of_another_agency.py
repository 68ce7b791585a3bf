"""Another agency is asked for its opinion, over HTTP: its own term, no clock stopped, and nothing of the case opened to it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import httpx

from engine.core.actors import Role
from tests.support.served_api import OTHER_REGISTRY, POLICE, REGISTRY, ServedApi, key, step_of, step_path
from tests.support.typed_forms import at_the_desk

STEP, FIRST = "register_birth", "register_birth-opinion-1"
ASK: dict[str, Any] = {
    "agency": OTHER_REGISTRY,
    "question": "Cháu đã được đăng ký khai sinh ở đó chưa?",
    "within": {"n": 2, "unit": "working_days"},
}
GIVE: dict[str, Any] = {"opinion": FIRST, "answer": "remarks", "text": "Chưa đăng ký.", "reference": "15/UBND"}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def asked(api: ServedApi) -> dict[str, Any]:
    """Received on Monday 5 October at 9:00, asked an hour later."""
    case = api.received("2026-10-05 09:00")
    api.clock.set("2026-10-05 10:00")
    answer = api.as_registrar.post(step_path(case, STEP, "ask-opinion"), json=ASK, headers=key())
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_asked_and_given_while_every_clock_runs(api: ServedApi) -> None:
    case = asked(api)
    before = api.as_officer.get(f"/cases/{case['id']}", params={"as_of": "2026-10-05T09:30:00+07:00"}).json()
    assert step_of(case, STEP)["clock"]["due_at"] == step_of(before, STEP)["clock"]["due_at"]
    assert (case["clock"]["due_at"], case["promise"]) == (before["clock"]["due_at"], before["promise"])
    assert (case["clock"]["paused"], case["suspensions"]) == (False, [])
    (opinion,) = case["opinions"]
    # Two working days after Monday end on Wednesday at 24:00 (Civil Code art. 147, 148(6)).
    assert instant(opinion["due_at"]) == instant("2026-10-08T00:00:00+07:00")
    assert (opinion["agency"], opinion["ended"], opinion["overdue"]) == (OTHER_REGISTRY, None, False)
    api.clock.set("2026-10-08 09:00")
    late = api.as_officer.get(f"/cases/{case['id']}").json()["opinions"][0]
    assert late["overdue"]
    given = api.as_stranger.post(step_path(case, STEP, "give-opinion"), json=GIVE, headers=key())
    assert given.status_code == 200, given.text
    read = api.as_officer.get(f"/cases/{case['id']}").json()
    assert given.json() == {"id": case["id"], "version": read["version"]}
    (opinion,) = read["opinions"]
    assert (opinion["ended"], opinion["answer"], opinion["text"]) == ("given", "remarks", "Chưa đăng ký.")
    assert (opinion["answer_words"]["vi"], opinion["reference"]) == ("Có ý kiến khác", "15/UBND")
    kinds = [e["event"]["type"] for e in api.as_officer.get(f"/cases/{case['id']}/events").json()["events"]]
    assert kinds[-2:] == ["opinion_asked", "opinion_given"]


def test_being_asked_opens_nothing_of_the_case(api: ServedApi) -> None:
    other = api.received("2026-10-05 09:00")
    unasked = api.as_stranger.post(step_path(other, STEP, "give-opinion"), json=GIVE, headers=key())
    assert unasked.status_code == 404, "who was not asked is not told that the case is there"
    case = asked(api)
    for path in (f"/cases/{case['id']}", f"/cases/{case['id']}/events", f"/cases/{case['id']}/page"):
        assert api.as_stranger.get(path).status_code == 404
    assert api.as_stranger.post(step_path(case, STEP, "claim"), headers=key()).status_code == 404
    assert api.as_stranger.post(step_path(case, "register_residence", "give-opinion"), json=GIVE).status_code == 404
    officer = api.client(Role.ONE_STOP_OFFICER, OTHER_REGISTRY)
    assert officer.post(step_path(case, STEP, "give-opinion"), json=GIVE).status_code == 403


def test_refusals_have_their_codes(api: ServedApi) -> None:
    case = asked(api)
    ask = step_path(case, STEP, "ask-opinion")
    assert api.as_registrar.post(ask, json=ASK, headers=key()).json()["code"] == "opinion_not_possible"
    assert api.as_police.post(ask, json={**ASK, "agency": POLICE}).json()["code"] == "wrong_agency"
    both = {**ASK, "answer_by": "2026-10-09T17:00:00+07:00"}
    assert api.as_registrar.post(ask, json=both, headers=key()).status_code == 422
    withdraw = {"opinion": FIRST, "reason": "Đã tra cứu được"}
    gone = api.as_registrar.post(step_path(case, STEP, "withdraw-opinion"), json=withdraw, headers=key())
    assert gone.json()["opinions"][0]["ended"] == "withdrawn"
    given = api.as_stranger.post(step_path(case, STEP, "give-opinion"), json=GIVE, headers=key())
    assert (given.status_code, given.json()["code"]) == (409, "opinion_not_open")


def test_what_is_offered_leads_there(api: ServedApi) -> None:
    case = asked(api)
    offered = api.as_registrar.get(f"/cases/{case['id']}/available-commands").json()["items"]
    links = {item["command"]: item["href"] for item in offered if item["step"] == STEP}
    assert links["ask_opinion"] == step_path(case, STEP, "ask-opinion")
    assert links["withdraw_opinion"] == step_path(case, STEP, "withdraw-opinion")


def test_asked_and_given_by_forms(api: ServedApi) -> None:
    """The police have a part in the case, so they see it, and give their opinion on its page."""
    case = api.received("2026-10-05 09:00")
    path = f"/cases/{case['id']}/page"
    with at_the_desk(api, Role.CASEWORKER, REGISTRY) as registrar, at_the_desk(api, Role.CASEWORKER, POLICE) as police:
        assert "give_opinion" not in police.offers(path)
        registrar.give(path, "ask_opinion", {"agency": POLICE, "question": "Có cư trú không?", "within_days": "2"})
        shown = registrar.read(path)
        assert "Lấy ý kiến cơ quan khác" in shown and "“Có cư trú không?”" in shown and "đang chờ ý kiến" in shown
        assert "thời hạn của bước không dừng trong khi chờ" in shown, "why the date is what it is"
        said = {"opinion": FIRST, "answer": "disagrees", "text": "Không cư trú.", "reference": ""}
        police.give(path, "give_opinion", said)
        shown = registrar.read(path)
    assert "<strong>Không đồng ý</strong>" in shown and "“Không cư trú.”" in shown
    (opinion,) = api.as_officer.get(f"/cases/{case['id']}").json()["opinions"]
    assert (opinion["answer"], opinion["reference"]) == ("disagrees", None)


def test_the_citizen_reads_who_is_asked_and_not_what(api: ServedApi) -> None:
    case = asked(api)
    secret = api.as_officer.post(f"/cases/{case['id']}/citizen-access").json()["secret"]
    with httpx.Client(base_url=api.address, trust_env=False, follow_redirects=True, timeout=120) as citizen:
        page = citizen.post("/track", data={"code": case["dossier_code"], "secret": secret}).text
    assert "đang lấy ý kiến của" in page and "Thời hạn vẫn tính tiếp" in page
    assert ASK["question"] not in page


def test_who_is_asked_finds_the_question_until_it_is_over(api: ServedApi) -> None:
    case = asked(api)

    def listed() -> list[dict[str, Any]]:
        answer = api.as_stranger.get("/opinions")
        assert answer.status_code == 200, answer.text
        return [item for item in answer.json()["items"] if item["case_id"] == case["id"]]

    (item,) = listed()
    assert (item["question"], item["asked_for"], item["overdue"]) == (ASK["question"], REGISTRY, False)
    assert (item["dossier_code"], item["step_title"]["vi"]) == (case["dossier_code"], "Đăng ký khai sinh")
    assert "Nguyễn" not in str(item), "of the people of the case nothing is told"
    assert case["id"] not in api.as_police.get("/opinions").text
    api.clock.set("2026-10-08 09:00")
    assert listed()[0]["overdue"]
    given = api.as_stranger.post(item["href"], json={**GIVE, "opinion": item["opinion"]}, headers=key())
    assert given.status_code == 200, given.text
    assert listed() == []


def test_who_is_asked_answers_on_a_page_of_its_own(api: ServedApi) -> None:
    case = asked(api)
    path = "/pages/opinions"
    with at_the_desk(api, Role.CASEWORKER, OTHER_REGISTRY) as desk:
        shown = desk.client.get(path).text
        assert ASK["question"] in shown and case["dossier_code"] in shown
        form = _form_about(shown, case["id"])
        unsaid = desk.client.post(path, data={**form, "answer": "", "text": "Đã viết rồi"})
        assert (unsaid.status_code, "Đã viết rồi" in unsaid.text) == (422, True)
        foreign = desk.client.post(path, data={**form, "word": "", "answer": "agrees", "text": "Có"})
        assert foreign.status_code == 403
        for _ in range(2):
            sent = desk.client.post(path, data={**form, "answer": "agrees", "text": "Đồng ý."})
            assert (sent.status_code, sent.headers["location"]) == (303, f"{path}?done=given")
        assert case["id"] not in desk.client.get(f"{path}?lang=en").text
    (opinion,) = api.as_officer.get(f"/cases/{case['id']}").json()["opinions"]
    assert (opinion["answer"], opinion["text"]) == ("agrees", "Đồng ý.")


def _form_about(page: str, case_id: str) -> dict[str, str]:
    """The hidden fields of the one form about this case."""
    form = next(part for part in page.split("<form")[1:] if case_id in part)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
