"""The officers' pages: what is offered is what may be done, everything typed is kept, nothing is done twice or by others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from engine.core.actors import Role
from engine.core.identifiers import CaseId
from tests.support.served_api import COUNTER, OTHER_REGISTRY, POLICE, REGISTRY, ServedApi, step_path
from tests.support.typed_forms import AtTheDesk, at_the_desk, form_of, forms_in

pytestmark = pytest.mark.slow
PDF = b"%PDF-1.4\ntrailer<<>>\n%%EOF\n"
BORN = {"result.certificate_number": "01/2026", "paper.birth_certificate.reference": "GKS-01-2026"}
ASKED = {"rule": "supplement", "reasons": "Thiếu giấy chứng nhận kết hôn\nThiếu chữ ký", "ask": "marriage_certificate"}
DOSSIER = {
    "territory": "mau-don",
    "channel": "counter",
    "form.requester.full_name": "Nguyễn Văn Ví Dụ",
    "form.requester.personal_id": "099000000001",
    "form.child.full_name": "Nguyễn Mẫu Một",
    "form.child.date_of_birth": "2026-08-15",
    "form.mother.full_name": "Trần Thị Thí Dụ",
    "form.father_unknown": "yes",
    "form.residence.head_of_household": "Trần Thị Thí Dụ",
    "form.residence.address": "Số 0 đường Ví Dụ",
    "paper.birth_notice.reference": "GCS-000001",
}
BORN_PAPERS = [{"document": "birth_certificate", "reference": "GKS-01-2026"}]
FEEDBACK = "mau-don-feedback-desk"
LETTER_BOX = {
    "procedure": "citizen-feedback",
    "territory": "mau-don",
    "channel": "counter",
    "documents": [],
    "form": {"sender": {"full_name": "Nguyễn Văn Ví Dụ"}, "subject": "Đèn đường", "content": "Đèn không sáng"},
}
LETTER = {"rule": "reschedule", "reason": "Quá tải"}
NEW = "/pages/new-case?procedure=birth-residence-insurance"


@pytest.fixture
def registrar(api: ServedApi) -> Iterator[AtTheDesk]:
    with at_the_desk(api, Role.CASEWORKER, REGISTRY) as desk:
        yield desk


@pytest.fixture
def officer(api: ServedApi) -> Iterator[AtTheDesk]:
    with at_the_desk(api, Role.ONE_STOP_OFFICER, COUNTER) as desk:
        yield desk


def test_new_dossier_is_handed_in_and_received_once(api: ServedApi, officer: AtTheDesk) -> None:
    form = form_of(officer.read(NEW), "submit_case")
    first, again = (officer.client.post("/pages/new-case", data={**form, **DOSSIER}) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["location"] == again.headers["location"]
    path = first.headers["location"].partition("?")[0]
    receipt = form_of(officer.read(path), "receive_case")
    slip, reloaded = (officer.client.post(path, data=receipt).text for _ in range(2))
    case = api.as_officer.get(path.removesuffix("/page")).json()
    assert case["dossier_code"] in slip
    assert 'type="application/pdf"' in slip
    assert "không thể xem lại trang này" in slip
    assert "không thể hiện lại" in reloaded
    assert [e.event.type for e in api.product.ledger.history(CaseId(case["id"]))].count("case_received") == 1


def test_faults_stand_beside_their_fields_with_everything_that_was_typed(officer: AtTheDesk) -> None:
    typed = {
        **DOSSIER,
        "form.child.date_of_birth": "hôm qua",
        "form.mother.full_name": "",
        "paper.birth_notice.reference": "",
    }
    answer = officer.send(NEW, "submit_case", typed)
    assert answer.status_code == 422
    assert 'value="Nguyễn Mẫu Một"' in answer.text
    assert 'id="new-form.child.date_of_birth-wrong">▲ Hãy ghi ngày' in answer.text
    assert 'id="new-paper.birth_notice-wrong">▲ Hãy ghi số' in answer.text
    by_law = officer.send(NEW, "submit_case", {**DOSSIER, "form.father_unknown": "no"})
    assert by_law.status_code == 422
    assert 'id="new-form.father-wrong">▲ hãy điền' in by_law.text, "what only the conditions of the procedure know"


def test_page_offers_what_the_person_may_do_and_nothing_else(api: ServedApi, registrar: AtTheDesk) -> None:
    case = api.received()
    path = f"/cases/{case['id']}/page"
    offered = {"ask_opinion", "claim_step", "complete_step", "refuse_step", "request_supplement"}
    assert set(registrar.offers(path)) == offered
    with at_the_desk(api, Role.AGENCY_LEAD, REGISTRY) as lead:
        assert "transfer_step" in lead.offers(path)
    with at_the_desk(api, Role.MANAGER, None) as manager:
        assert manager.offers(path) == []
    with at_the_desk(api, Role.CASEWORKER, OTHER_REGISTRY) as stranger:
        assert stranger.client.get(path).status_code == 404
        assert stranger.client.post(path, data=form_of(registrar.read(path), "claim_step")).status_code == 404


def test_supplement_is_asked_for_once_and_answered_with_a_file(
    api: ServedApi, registrar: AtTheDesk, officer: AtTheDesk
) -> None:
    path = f"/cases/{api.received()['id']}/page"
    registrar.give(path, "request_supplement", ASKED)
    assert registrar.offers(path) == [], "it waits for the applicant"
    lacking = officer.send(path, "hand_in_supplement", {})
    assert 'id="hand_in_supplement-register_birth-paper.marriage_certificate-wrong"' in lacking.text
    officer.give(path, "hand_in_supplement", {}, files={"paper.marriage_certificate.file": ("giấy.pdf", PDF)})
    html = registrar.read(path)
    assert "giấy.pdf" in html
    assert "/files/" in html
    assert 'id="request_supplement-register_birth-rule"' not in html
    rules = html.split('id="request_supplement-register_birth-wait-rule"')[1].split("</select>")[0]
    assert 'value="supplement"' not in rules
    assert "chỉ được tối đa 1 lần" in html, "why it is not offered again"
    page_of_html = officer.send(
        path, "withdraw_case", {"reason": "x"}, files={"paper.birth_notice.file": ("a.pdf", b"<html>")}
    )
    assert page_of_html.status_code == 422
    assert "Chỉ nhận tệp PDF" in page_of_html.text


def test_whoever_was_faster_is_named_and_nothing_typed_is_lost(api: ServedApi, registrar: AtTheDesk) -> None:
    case = api.received()
    path = f"/cases/{case['id']}/page"
    form = form_of(registrar.read(path), "request_supplement")
    api.as_colleague.post(step_path(case, "register_birth", "claim"))
    answer = registrar.client.post(path, data={**form, **ASKED})
    assert answer.status_code == 409
    assert "Lê Thị Đồng Nghiệp" in answer.text.split('class="meanwhile"')[1].split("</div>")[0]
    assert "Thiếu giấy chứng nhận kết hôn" in answer.text
    api.as_colleague.post(step_path(case, "register_birth", "release"))
    form["version"] = "2"
    again = registrar.client.post(path, data={**form, **ASKED})
    assert again.status_code == 409
    assert "Thiếu giấy chứng nhận kết hôn\nThiếu chữ ký</textarea>" in again.text, (
        "in the form itself, ready to be sent"
    )
    assert registrar.client.post(path, data={**form_of(again.text, "request_supplement"), **ASKED}).status_code == 303


@pytest.mark.parametrize(
    ("change", "headers"),
    [
        ({"word": "0" * 32}, {}),
        ({"word": ""}, {}),
        ({}, {"Origin": "https://elsewhere.example"}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
    ],
)
def test_form_of_another_site_does_nothing(
    api: ServedApi, registrar: AtTheDesk, change: Mapping[str, str], headers: Mapping[str, str]
) -> None:
    case = api.received()
    path = f"/cases/{case['id']}/page"
    form = {**form_of(registrar.read(path), "claim_step"), **change}
    assert registrar.client.post(path, data=form, headers=dict(headers)).status_code == 403
    row = {**_list_form(registrar), **change, "one": f"claim:{case['id']}/register_birth"}
    answer = registrar.client.post("/pages/worklist", data=row, headers=dict(headers))
    assert answer.status_code == (403 if headers else 409)
    assert api.as_registrar.get(f"/cases/{case['id']}").json()["version"] == case["version"]


def test_worklist_is_taken_on_in_its_row_and_by_ticks(api: ServedApi, registrar: AtTheDesk) -> None:
    one, two, taken = (api.received()["id"] for _ in range(3))
    row = {**_list_form(registrar), "one": f"claim:{one}/register_birth"}
    for _ in range(2):
        answer = registrar.client.post("/pages/worklist", data=row)
        assert answer.headers["location"] == "/pages/worklist?done=claim", "a second click is no second claim"
    api.as_colleague.post(f"/cases/{taken}/steps/register_birth/claim")
    ticked = {**_list_form(registrar), "do": "claim", "item": [f"{two}/register_birth", f"{taken}/register_birth"]}
    some = registrar.client.post("/pages/worklist", data=ticked)
    assert some.status_code == 409
    assert some.text.split('role="alert"')[1].split("</div>")[0].count("<li>") == 1
    holders = [_step(api, case)["claimed_by"] for case in (one, two, taken)]
    assert holders == ["Phạm Thử Nghiệm", "Phạm Thử Nghiệm", "Lê Thị Đồng Nghiệp"]
    mine = registrar.read("/pages/worklist?holder=me")
    assert f"/cases/{one}/page" in mine
    assert f"/cases/{taken}/page" not in mine
    back = {**_list_form(registrar), "one": f"release:{two}/register_birth"}
    registrar.client.post("/pages/worklist", data=back)
    assert _step(api, two)["claimed_by"] is None


def test_worklist_shows_what_is_late_first_and_leads_to_the_reason(api: ServedApi) -> None:
    late = api.received("2026-09-07 09:00")
    waits = api.waiting("2026-09-07 09:00")
    fresh = api.received("2026-09-09 08:00")
    with at_the_desk(api, Role.CASEWORKER, REGISTRY) as registrar:
        html = registrar.read("/pages/worklist")
        order = [html.index(f"/cases/{case['id']}/page") for case in (late, fresh, waits)]
        assert order == sorted(order)
        assert f"/cases/{late['id']}/page#why-register_birth" in html
        assert 'id="why-register_birth"' in registrar.read(f"/cases/{late['id']}/page")
        only = registrar.read(
            f"/pages/worklist?standing=late&q={late['dossier_code']}&procedure=birth-residence-insurance"
        )
        assert (f"/cases/{late['id']}/page" in only, f"/cases/{fresh['id']}/page" in only) == (True, False)
        assert "Xem tất cả" in registrar.read("/pages/worklist?q=không có ai tên này")


def test_the_case_page_says_what_was_handed_in_and_what_was_found(api: ServedApi, registrar: AtTheDesk) -> None:
    case = api.received()
    made = {"documents": BORN_PAPERS, "result": {"certificate_number": "01/2026", "personal_id": "079226000001"}}
    done = api.as_registrar.post(step_path(case, "register_birth", "complete"), json=made)
    assert done.is_success, done.text
    form = api.as_registrar.get(f"/cases/{case['id']}").json()["form"]
    html = registrar.read(f"/cases/{case['id']}/page")
    said = html.split('id="dossier-title"')[1].split("</section>")[0]
    for value in (form["child"]["full_name"], form["requester"]["full_name"], form["residence"]["address"]):
        assert f"<dd>{value}</dd>" in said
    day = "/".join(reversed(form["child"]["date_of_birth"].split("-")))
    assert f"<dd>{day}</dd>" in said
    assert "Có</dd>" in said, "yes and no are said as people say them"
    found = html.split('id="found-title"')[1].split("</section>")[0]
    assert "01/2026" in found and "079226000001" in found


def test_what_nobody_knows_is_found_nowhere(api: ServedApi, registrar: AtTheDesk) -> None:
    api.received()
    for query in ("standing=soon", "status=done", "procedure=none", "holder=nobody-s", "q=%25"):
        html = registrar.read(f"/pages/worklist?{query}")
        assert "Xem tất cả" in html, query


def test_heads_count_the_whole_list_and_lead_to_their_part(api: ServedApi, registrar: AtTheDesk) -> None:
    api.received("2026-09-07 09:00")
    mine = api.received()
    api.as_registrar.post(step_path(mine, "register_birth", "claim"))
    html = registrar.read("/pages/worklist?holder=me")
    waiting = api.as_registrar.get("/worklist", params={"holder": "me"}).json()["counts"]
    heads = re.findall(r'standing=(\w+)&amp;holder=me"[^>]*>[^<]*<strong>([\d+.]+)</strong>', html)
    assert heads == [(name, str(count)) for name, count in waiting.items()]
    everybodys = api.as_registrar.get("/worklist").json()["counts"]
    assert 1 <= sum(waiting.values()) < sum(everybodys.values())


def test_a_lead_gives_out_what_is_ticked_and_reads_what_was_refused(api: ServedApi) -> None:
    one, two = (api.received()["id"] for _ in range(2))
    with at_the_desk(api, Role.CASEWORKER, REGISTRY) as registrar:
        assert 'name="to"' not in registrar.read("/pages/worklist"), "who gives nothing out is not offered it"
    with at_the_desk(api, Role.AGENCY_LEAD, REGISTRY) as lead:
        form = {**_list_form(lead), "do": "assign", "item": [f"{one}/register_birth", f"{two}/no_such_step"]}
        nobody = lead.client.post("/pages/worklist", data={**form, "to": ""})
        assert (nobody.status_code, "chọn một đồng nghiệp" in nobody.text) == (409, True)
        api.as_registrar.get("/worklist")  # who has an account can be given something
        colleague = f"caseworker-{REGISTRY}-Phạm Thử Nghiệm"
        for _ in range(2):
            some = lead.client.post("/pages/worklist", data={**form, "to": colleague})
            alert = some.text.split('role="alert"')[1].split("</div>")[0]
            assert (some.status_code, alert.count("<li>"), "<strong>1</strong>" in alert) == (409, 1, True)
    assert _step(api, one)["claimed_by"] == "Phạm Thử Nghiệm"
    told = [recorded.event.type for recorded in api.product.ledger.history(CaseId(one))]
    assert told.count("step_assigned") == 1, "a form that is sent again does nothing twice"


def test_what_asks_for_nothing_is_completed_by_ticks(api: ServedApi, registrar: AtTheDesk) -> None:
    assert api.received()["id"] in registrar.read("/pages/worklist")
    assert 'value="complete"' not in registrar.read("/pages/worklist"), "a birth is not registered without its papers"
    counter = api.client(Role.ONE_STOP_OFFICER, FEEDBACK)
    cases = [counter.post("/cases", json=LETTER_BOX).json()["id"] for _ in range(2)]
    assert all(counter.post(f"/cases/{case}/receive").is_success for case in cases)
    with at_the_desk(api, Role.CASEWORKER, FEEDBACK) as desk:
        form = {**_list_form(desk), "do": "complete", "item": [f"{case}/classify_feedback" for case in cases]}
        for _ in range(2):
            answer = desk.client.post("/pages/worklist", data=form)
            assert answer.headers["location"] == "/pages/worklist?done=complete"
        assert "Đã hoàn thành." in desk.read("/pages/worklist?done=complete")
    for case in cases:
        told = [recorded.event.type for recorded in api.product.ledger.history(CaseId(case))]
        assert told.count("step_completed") == 1, "a form that is sent again completes nothing twice"


def test_a_lead_apologises_and_gives_the_new_date(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    api.as_registrar.post(
        step_path(case, "register_birth", "complete"), json={"documents": [{"document": "birth_certificate"}]}
    )
    path = f"/cases/{case['id']}/page"
    with at_the_desk(api, Role.AGENCY_LEAD, POLICE) as lead:
        early = lead.send(path, "extend_time_limit", {**LETTER, "new_due_on": "2026-09-07"})
        assert early.status_code == 409
        assert "Quá tải</textarea>" in early.text
        assert (
            lead.send(path, "extend_time_limit", {**LETTER, "new_due_on": "2026-09-11", "plus_days": "2"}).status_code
            == 422
        )
        lead.give(path, "extend_time_limit", {**LETTER, "plus_days": "2"})
        html = lead.read(path)
    assert "mẫu số 04" in html
    assert "11/09/2026" in html


def _list_form(desk: AtTheDesk) -> dict[str, str]:
    return next(form for form in forms_in(desk.read("/pages/worklist")) if "word" in form)


def _step(api: ServedApi, case: str) -> dict[str, Any]:
    steps = api.as_registrar.get(f"/cases/{case}").json()["steps"]
    return next(dict(step) for step in steps if step["id"] == "register_birth")


def test_filters_are_kept_from_page_to_page(registrar: AtTheDesk) -> None:
    html = registrar.read("/pages/worklist?holder=me&lang=en")
    assert '<option value="me" selected>' in html
    english = html.split('href="/pages/worklist?')[1].split('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(f"?{english}").query)["lang"] == ["en"]


def test_who_stands_in_chooses_it_in_the_head_and_acts_for_the_one_who_is_away(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    away, taker = "Phạm Thử Nghiệm", "Lê Thị Đồng Nghiệp"
    given = api.as_registrar.post(
        "/delegations",
        json={"taker": f"caseworker-{REGISTRY}-{taker}", "until_at": "2026-09-07T17:00:00+07:00"},
    )
    assert given.status_code == 201
    api.as_registrar.post(step_path(case, "register_birth", "claim"))
    path = f"/cases/{case['id']}/page"
    with at_the_desk(api, Role.CASEWORKER, REGISTRY, taker) as desk:
        assert "release_step" not in desk.offers(path), "it is a colleague's"
        chosen = next(form for form in forms_in(desk.read(path)) if "next" in form)
        assert chosen["next"] == path
        foreign = desk.client.post("/pages/stand-in", data={**chosen, "word": "", "for": given.json()["id"]})
        assert foreign.status_code == 403
        desk.client.post("/pages/stand-in", data={**chosen, "for": given.json()["id"]})
        assert f"Làm thay <strong>{away}</strong>" in desk.read(path)
        desk.give(path, "complete_step", BORN)
        by = next(
            e["actor"]
            for e in api.as_manager.get(f"/cases/{case['id']}/events").json()["events"]
            if e["event"]["type"] == "step_completed"
        )
        assert (by["name"], by["on_behalf_of"]["name"]) == (taker, away)
        api.as_registrar.post(f"/delegations/{given.json()['id']}/end")
        refused = desk.client.post(path, data={"command": "claim_step"})
        assert refused.status_code == 403, "not as oneself, where one meant to act for somebody else"
        assert "lienthong_acts_for" not in desk.client.cookies
        assert "Làm thay" not in desk.read("/pages/worklist")


def test_a_lead_gives_a_step_to_another_agency_of_its_kind(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    path = f"/cases/{case['id']}/page"
    with at_the_desk(api, Role.AGENCY_LEAD, REGISTRY) as lead:
        listed = lead.read(path).split('id="transfer_step-register_birth-to_agency"')[1].split("</select>")[0]
        assert (f'"{OTHER_REGISTRY}"' in listed, f'"{REGISTRY}"' in listed, f'"{POLICE}"' in listed) == (
            True,
            False,
            False,
        )
        unsaid = lead.send(path, "transfer_step", {"to_agency": OTHER_REGISTRY})
        assert 'id="transfer_step-register_birth-reason-wrong"' in unsaid.text
        sent = lead.send(path, "transfer_step", {"to_agency": OTHER_REGISTRY, "reason": "Thay đổi địa bàn"})
        assert "Đã thực hiện. Hồ sơ nay do cơ quan khác xử lý" in sent.text
    assert _step_seen_by_all(api, case["id"])["agency"] == OTHER_REGISTRY


def test_a_lead_gives_a_step_to_a_colleague_who_then_has_it(api: ServedApi, registrar: AtTheDesk) -> None:
    case = api.received()
    path = f"/cases/{case['id']}/page"
    assert "assign_step" not in registrar.offers(path), "that is for the lead"
    colleague, elsewhere = (f"caseworker-{agency}-Phạm Thử Nghiệm" for agency in (REGISTRY, POLICE))
    with at_the_desk(api, Role.AGENCY_LEAD, REGISTRY) as lead:
        listed = lead.read(path).split('id="assign_step-register_birth-to"')[1].split("</select>")[0]
        assert (f'"{colleague}"' in listed, elsewhere in listed) == (True, False)
        stranger = lead.send(path, "assign_step", {"to": elsewhere})
        assert stranger.status_code in {409, 422}
        lead.give(path, "assign_step", {"to": colleague})
    assert _step(api, case["id"])["claimed_by"] is not None
    assert "complete_step" in registrar.offers(path)


def test_whoever_was_overtaken_for_good_still_reads_what_was_typed(api: ServedApi, registrar: AtTheDesk) -> None:
    case = api.received()
    path = f"/cases/{case['id']}/page"
    form = form_of(registrar.read(path), "refuse_step")
    api.as_officer.post(f"/cases/{case['id']}/withdraw", json={"reason": "Nộp nhầm"})
    answer = registrar.client.post(path, data={**form, "reason": "Lý do đã viết rất lâu", "basis": "0"})
    assert answer.status_code == 409
    assert "Lý do: Lý do đã viết rất lâu" in answer.text
    assert "Công dân rút hồ sơ" in answer.text.split('class="meanwhile"')[1].split("</div>")[0]


def _step_seen_by_all(api: ServedApi, case: str) -> dict[str, Any]:
    steps = api.as_manager.get(f"/cases/{case}").json()["steps"]
    return next(dict(step) for step in steps if step["id"] == "register_birth")
