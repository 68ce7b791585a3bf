"""A citizen comes with the code and the secret of the slip: what is told, what is handed in, and who is not let in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from engine.core.actors import Role
from engine.service.citizen_access import ALPHABET, FAILURES_OF_A_CODE
from tests.support.served_api import BORN, FORM, ServedApi, key, step_of, step_path

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
INSURANCE = "hoa-mau-social-insurance"
PAPER = "marriage_certificate"
ASKED = {"reasons": ["Thiếu giấy chứng nhận kết hôn"], "documents": [PAPER]}
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def citizen(api: ServedApi) -> Iterator[httpx.Client]:
    """A browser with nothing in it."""
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as client:
        yield client


def come_in(client: httpx.Client, case: dict[str, Any], secret: str | None = None, **headers: str) -> httpx.Response:
    said = {"code": case["dossier_code"], "secret": secret or case["citizen_access"]["secret"]}
    return client.post("/track", data=said, headers=headers)


def ask(api: ServedApi, case: dict[str, Any], **said: Any) -> None:
    asked = api.as_registrar.post(step_path(case, "register_birth", "request-supplement"), json={**ASKED, **said})
    assert asked.is_success, asked.text


def form_of(client: httpx.Client) -> dict[str, str]:
    """The hidden fields of the first form for handing in."""
    page = client.get("/track/case").text
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def _with_new_secret(api: ServedApi, case: dict[str, Any]) -> dict[str, Any]:
    return {**case, "citizen_access": api.as_officer.post(f"/cases/{case['id']}/citizen-access").json()}


def hand_in(client: httpx.Client, form: dict[str, str], content: bytes = PDF, name: str = "a.pdf") -> httpx.Response:
    return client.post("/track/case/hand-in", data=form, files={f"file.{PAPER}": (name, io.BytesIO(content))})


def test_the_secret_is_told_once_with_the_receipt(api: ServedApi) -> None:
    once = key()
    submitted = api.submitted()
    first = api.as_officer.post(f"/cases/{submitted['id']}/receive", headers={**once, "Host": "elsewhere.example"})
    again = api.as_officer.post(f"/cases/{submitted['id']}/receive", headers={**once, "Host": "elsewhere.example"})
    told = first.json()["citizen_access"]
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", told["secret"])
    assert told["link"] == f"/track#{first.json()['dossier_code']}/{told['secret']}"
    assert first.headers["Cache-Control"] == "no-store"
    assert (again.status_code, again.headers["Idempotent-Replay"]) == (200, "true")
    assert again.json()["citizen_access"] == {"secret": None, "link": None}
    assert {**again.json(), "citizen_access": None} == {**first.json(), "citizen_access": None}
    for path in ("", "/events", "/receipt"):
        assert told["secret"] not in api.as_officer.get(f"/cases/{submitted['id']}{path}").text


def test_the_date_comes_first_then_who_has_it(api: ServedApi, citizen: httpx.Client) -> None:
    case = api.received("2026-09-07 09:00")
    door = come_in(citizen, case)
    assert (door.status_code, door.headers["Location"]) == (303, "/track/case")
    cookie = door.headers["Set-Cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=strict", "path=/track", "max-age=1800"))
    page = citizen.get("/track/case")
    text = page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert text.index("Hẹn trả kết quả") < text.index("17:00 ngày 10/09/2026") < text.index("Ai đang giải quyết")
    assert "Đang trong hạn" in text and "Quý vị không phải làm gì lúc này." in text
    assert "Ủy ban nhân dân phường Mẫu Đơn – hộ tịch" in text and "09:00 ngày 07/09/2026" in text
    assert "Ngày hẹn chưa thay đổi lần nào." in text
    english = citizen.get("/track/case?lang=en").text
    assert "Your result is promised for" in english and "On time" in english
    citizen.post("/track/leave")
    assert citizen.get("/track/case").status_code == 303


def test_what_was_granted_and_what_was_refused_are_told_apart(api: ServedApi, citizen: httpx.Client) -> None:
    case = api.received("2026-09-07 09:00")
    api.as_registrar.post(step_path(case, "register_birth", "complete"), json=BORN)
    said = {"reason": "Không đủ điều kiện về chỗ ở", "legal_basis": {"ref": "NĐ 301/2026/NĐ-CP", "article": "6(1)"}}
    assert api.as_police.post(step_path(case, "register_residence", "refuse"), json=said).is_success
    insurer = api.client(Role.CASEWORKER, INSURANCE)
    card = {"documents": [{"document": "insurance_card", "reference": "GD4-01"}]}
    ended = insurer.post(step_path(case, "issue_insurance_card", "complete"), json=card)
    assert ended.json()["status"] == "completed", ended.text
    come_in(citizen, case)
    text = citizen.get("/track/case").text
    assert "Đã giải quyết xong, có phần bị từ chối" in text
    parts = text.split('id="parts-title"')[1].split("</section>")[0]
    born, refused, carded = re.findall(r"<li>(.*?)</li>", parts, re.DOTALL)
    assert "Đăng ký khai sinh" in born and "đã giải quyết" in born and "Giấy khai sinh" in born
    for words in ("Đăng ký thường trú", "bị từ chối", said["reason"], "301/2026/NĐ-CP"):
        assert words in refused
    assert "đã giải quyết" in carded
    english = citizen.get("/track/case?lang=en").text
    assert "a part of it was refused" in english


def test_a_wrong_secret_keeps_the_code_that_was_typed(api: ServedApi, citizen: httpx.Client) -> None:
    case = api.received()
    assert f'value="{case["dossier_code"]}"' in come_in(citizen, case, "AAAA-AAAA-AAAA").text


def test_what_is_asked_is_handed_in_here_once(api: ServedApi, citizen: httpx.Client) -> None:
    case = api.received("2026-09-07 09:00")
    api.as_registrar.post(step_path(case, "register_birth", "claim"))
    api.clock.set("2026-09-07 10:00")
    ask(api, case)
    come_in(citizen, case)
    text = citizen.get("/track/case").text
    for said in ("Đang chờ quý vị bổ sung", ASKED["reasons"][0], "hết ngày 16/09/2026", "Giấy chứng nhận kết hôn"):
        assert said in text
    assert "Phạm Thử Nghiệm" not in text, "no caseworker is named"
    api.clock.set("2026-09-08 09:00")
    assert citizen.get("/track/case").headers["Location"] == "/track?over=1", "a visit lasts half an hour"
    come_in(citizen, case)
    form = form_of(citizen)
    first, second = hand_in(citizen, form), hand_in(citizen, form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == "/track/case?done=1"
    after = citizen.get("/track/case?done=1").text
    handed = after.split('id="handed-title"')[1].split("</section>")[0]
    assert "09:00 ngày 08/09/2026: Giấy chứng nhận kết hôn" in handed
    assert "Đã nhận giấy tờ bổ sung của quý vị" in after and "Đang trong hạn" in after
    assert "Thời gian tạm dừng" in after and "10:00 ngày 07/09/2026" in after
    events = api.as_officer.get(f"/cases/{case['id']}/events").json()["events"]
    came = [one for one in events if one["event"]["type"] == "time_limit_resumed"]
    assert len(came) == 1 and came[0]["actor"]["id"] == f"citizen/{case['id']}"
    (paper,) = came[0]["event"]["documents"]
    assert (paper["document"], paper["name"]) == (PAPER, "a.pdf")
    digest = paper["reference"].removeprefix("file:")
    saved = api.as_registrar.get(f"/cases/{case['id']}/files/{digest}")
    assert (saved.content, saved.headers["Content-Type"]) == (PDF, "application/pdf")
    assert saved.headers["Content-Disposition"] == f'attachment; filename="{digest[:12]}.pdf"'
    assert (
        saved.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in saved.headers["Content-Security-Policy"]
    )
    assert api.as_stranger.get(f"/cases/{case['id']}/files/{digest}").status_code == 404
    assert api.as_registrar.get(f"/cases/{case['id']}/files/{'0' * 64}").status_code == 404


def test_a_moved_date_is_told_with_its_reason(api: ServedApi, citizen: httpx.Client) -> None:
    case = api.received("2026-09-07 09:00")
    ask(api, case)
    api.clock.set("2026-09-09 09:00")
    come_in(citizen, case)
    hand_in(citizen, form_of(citizen))
    text = citizen.get("/track/case").text
    assert "Vì có thời gian tạm dừng" in text and "Vì sao là ngày này?" in text
    api.clock.set("2026-09-21 09:00")
    come_in(citizen, case)
    late = citizen.get("/track/case").text
    assert "Đang chậm so với thời hạn" in late
    assert "Cơ quan chậm: <strong>Ủy ban nhân dân phường Mẫu Đơn – hộ tịch</strong>" in late


def test_a_wrong_code_and_a_wrong_secret_are_answered_alike(api: ServedApi, citizen: httpx.Client) -> None:
    case, other = api.received(), api.received()
    wrong = {
        "secret": come_in(citizen, case, "2222-2222-2222"),
        "another's": come_in(citizen, case, other["citizen_access"]["secret"]),
        "code": come_in(citizen, {**case, "dossier_code": "H98.01-260907-9999"}),
        "neither": citizen.post("/track", data={}),
    }
    # The code is said back as it was typed; nothing else differs.
    pages = {
        name: (answer.status_code, re.sub('name="code" value="[^"]*"', "", answer.text))
        for name, answer in wrong.items()
    }
    assert len(set(pages.values())) == 1 and pages["code"][0] == 403
    assert not citizen.cookies
    for path in ("/track/case", "/track", f"/track/{case['dossier_code']}"):
        assert "Nguyễn" not in citizen.get(path, follow_redirects=True).text


def test_guesses_end_in_429_whatever_the_headers_say(api: ServedApi, citizen: httpx.Client) -> None:
    case = api.received()
    for number in range(FAILURES_OF_A_CODE):
        tricks = {"X-Forwarded-For": f"198.51.100.{number}", "X-Real-IP": f"198.51.100.{number}", "Forwarded": "for=x"}
        assert come_in(citizen, case, "2222-2222-2222", **tricks).status_code == 403
    closed = come_in(citizen, case, **{"X-Forwarded-For": "192.0.2.99"})
    assert (closed.status_code, closed.headers["Retry-After"]) == (429, "600")
    assert "quá nhiều lần" in closed.text and not citizen.cookies


def test_a_new_secret_ends_the_old_one(api: ServedApi, citizen: httpx.Client) -> None:
    case, once = api.received(), key()
    come_in(citizen, case)
    path = f"/cases/{case['id']}/citizen-access"
    assert api.as_registrar.post(path).status_code == 403
    assert api.as_stranger.post(path).status_code == 403
    assert api.as_portal.post(path).status_code == 403
    assert api.client(Role.ONE_STOP_OFFICER, "sen-trang-one-stop").post(path).status_code == 404
    assert api.as_officer.post(path, headers={"If-Match": '"1"'}).status_code == 412
    new, again = api.as_officer.post(path, headers=once), api.as_officer.post(path, headers=once)
    assert (again.json()["secret"], again.headers["Idempotent-Replay"]) == (None, "true")
    assert citizen.get("/track/case").status_code == 303, "who came in with the old one is out"
    assert come_in(citizen, case).status_code == 403
    assert come_in(citizen, case, new.json()["secret"]).status_code == 303
    assert api.as_officer.get(f"/cases/{case['id']}").json()["version"] == case["version"], (
        "nothing of the case changes"
    )


def test_a_visit_opens_nothing_else(api: ServedApi, citizen: httpx.Client) -> None:
    case, other = api.received(), api.waiting()
    come_in(citizen, case)
    session = citizen.cookies["lienthong_track"]
    as_token, as_cookie = {"Authorization": f"Bearer {session}"}, {"Cookie": f"lienthong_session={session}"}
    answers = [
        citizen.get(f"/cases/{case['id']}"),
        citizen.get(f"/cases/{case['id']}", headers=as_token),
        citizen.get(f"/cases/{case['id']}", headers=as_cookie),
        citizen.post(f"/cases/{case['id']}/withdraw", json={"reason": "x"}, headers=as_token),
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 401]
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as neighbour:
        come_in(neighbour, _with_new_secret(api, other))
        foreign = form_of(neighbour)
    assert hand_in(citizen, foreign).status_code == 403, "a form of another visit"
    events = api.as_officer.get(f"/cases/{other['id']}/events").json()["events"]
    assert all(one["event"]["type"] != "time_limit_resumed" for one in events)


def test_another_site_hands_nothing_in(api: ServedApi, citizen: httpx.Client) -> None:
    case = api.received()
    ask(api, case)
    assert come_in(citizen, case, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert come_in(citizen, case, Origin="https://elsewhere.example").status_code == 403
    come_in(citizen, case)
    form = form_of(citizen)
    for changed in ({"word": ""}, {"word": "0" * 32}, {"word": "é"}):
        assert hand_in(citizen, {**form, **changed}).status_code == 403
    forged = citizen.post("/track/case/hand-in", data={**form, "note": "x"}, headers={"Sec-Fetch-Site": "same-site"})
    assert forged.status_code == 403
    assert step_of(api.as_officer.get(f"/cases/{case['id']}").json(), "register_birth")["status"] == "suspended"


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (b"<html><script>alert(1)</script></html>", "a.pdf", 422),
        (b"MZ\x90\x00" + b"\0" * 200, "a.jpg", 422),
        (b"\x89PNG\r\n\x1a\n<svg onload=alert(1)>", "a.png", 422),
        (b"%PDF-1.4 cut off", "a.pdf", 422),
        (b"", "a.pdf", 422),
        (b"%PDF-" + b"0" * (10 * 1024 * 1024) + b"%%EOF", "a.pdf", 422),
    ],
    ids=["a page", "a program", "a script in a picture", "cut off", "empty", "too large"],
)
def test_disguised_files_are_not_taken(
    api: ServedApi, citizen: httpx.Client, content: bytes, name: str, status: int
) -> None:
    case = api.received()
    ask(api, case)
    come_in(citizen, case)
    refused = hand_in(citizen, form_of(citizen), content, name)
    assert (refused.status_code, 'role="alert"' in refused.text) == (status, True)
    assert api.product.handed_in.files.count(case["id"]) == 0
    assert step_of(api.as_officer.get(f"/cases/{case['id']}").json(), "register_birth")["status"] == "suspended"


def test_what_the_law_refuses_leaves_no_file(api: ServedApi, citizen: httpx.Client) -> None:
    case = api.received()
    ask(api, case)
    come_in(citizen, case)
    form = form_of(citizen)
    api.clock.set("2026-09-07 09:20")
    unknown = citizen.post("/track/case/hand-in", data=form, files={"file.no_such_paper": ("a.pdf", io.BytesIO(PDF))})
    nothing = citizen.post("/track/case/hand-in", data=form)
    words_alone = citizen.post("/track/case/hand-in", data={**form, "note": "Không có"})
    assert words_alone.status_code == 409 and "còn thiếu: Giấy chứng nhận kết hôn" in words_alone.text
    assert citizen.get("/track/case/hand-in?lang=en").headers["Location"] == "/track/case?lang=en"
    other_step = hand_in(citizen, {**form, "step": "register_residence"})
    assert [one.status_code for one in (unknown, nothing, other_step)] == [409, 422, 409]
    assert api.product.handed_in.files.count(case["id"]) == 0
    assert hand_in(citizen, form_of(citizen)).status_code == 303


def test_names_and_reasons_are_text_and_nothing_else(api: ServedApi, citizen: httpx.Client) -> None:
    case = api.received(form={**FORM, "requester": {"full_name": SCRIPT, "personal_id": "099000000004"}})
    ask(api, case, reasons=[SCRIPT])
    come_in(citizen, case)
    page = citizen.get("/track/case")
    assert "<script>alert" not in page.text and "&lt;script&gt;alert" in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert hand_in(citizen, form_of(citizen), name=f"../../{SCRIPT}\r\nX: y.pdf").status_code == 303
    events = api.as_officer.get(f"/cases/{case['id']}/events").json()["events"]
    (paper,) = next(one["event"]["documents"] for one in events if one["event"]["type"] == "time_limit_resumed")
    assert "/" not in paper["name"].replace("</script>", "") and "\n" not in paper["name"]


def test_one_visit_of_many_hands_in_what_another_offers(api: ServedApi, citizen: httpx.Client) -> None:
    """An officer hands the paper in while the citizen has the form open: the citizen is told, and nothing is lost."""
    case = api.received()
    ask(api, case)
    come_in(citizen, case)
    form = form_of(citizen)
    given = {"documents": [{"document": PAPER, "reference": "GCNKH-1"}]}
    assert api.as_officer.post(step_path(case, "register_birth", "hand-in-supplement"), json=given).is_success
    late = hand_in(citizen, form)
    assert late.status_code == 409 and "không còn chờ quý vị" in late.text
