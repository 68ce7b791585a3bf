"""The form of a new dossier: handed in and received in one go, with the slip; what need not be said is folded in."""

from __future__ import annotations

from engine.core.actors import Role
from engine.core.identifiers import CaseId
from tests.support.served_api import COUNTER, ServedApi
from tests.support.typed_forms import at_the_desk, form_of

NEW = "/pages/new-case?procedure=birth-residence-insurance"
DOSSIER = {
    "territory": "mau-don",
    "channel": "counter",
    "form.requester.full_name": "Nguyễn Văn Ví Dụ",
    "form.requester.personal_id": "099000000001",
    "form.child.full_name": "Nguyễn Mẫu Hai",
    "form.child.date_of_birth": "2026-08-15",
    "form.mother.full_name": "Trần Thị Thí Dụ",
    "form.father_unknown": "yes",
    "form.residence.head_of_household": "Trần Thị Thí Dụ",
    "form.residence.address": "Số 0 đường Ví Dụ",
    "paper.birth_notice.reference": "GCS-000001",
}


def test_handed_in_and_received_by_one_click_with_the_slip_once(api: ServedApi) -> None:
    api.clock.set("2026-09-07 09:00")
    with at_the_desk(api, Role.ONE_STOP_OFFICER, COUNTER) as officer:
        form = {**form_of(officer.read(NEW), "submit_case"), **DOSSIER, "then": "receive"}
        first, again = (officer.client.post("/pages/new-case", data=form) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200), first.text
    assert "không thể xem lại trang này" in first.text
    assert "không thể hiện lại" in again.text, "the secret is told once"
    case = next(c for c in api.as_officer.get("/cases").json()["items"] if (c["dossier_code"] or "-") in first.text)
    kinds = [e.event.type for e in api.product.ledger.history(CaseId(case["id"]))]
    assert kinds[:2] == ["case_submitted", "case_received"]
    assert kinds.count("case_received") == 1


def test_what_stands_against_the_dossier_receives_nothing(api: ServedApi) -> None:
    api.clock.set("2026-09-07 09:00")
    with at_the_desk(api, Role.ONE_STOP_OFFICER, COUNTER) as officer:
        form = {**form_of(officer.read(NEW), "submit_case"), **DOSSIER, "then": "receive"}
        before = api.as_officer.get("/cases").json()["items"]
        refused = officer.client.post("/pages/new-case", data={**form, "form.mother.full_name": ""})
        assert refused.status_code == 422
        assert api.as_officer.get("/cases").json()["items"] == before


def test_a_group_that_may_be_left_out_opens_once_something_of_it_is_said(api: ServedApi) -> None:
    api.clock.set("2026-09-07 09:00")
    with at_the_desk(api, Role.ONE_STOP_OFFICER, COUNTER) as officer:
        html = officer.read(NEW)
        assert '<details class="group" open>' not in html
        form = {**form_of(html, "submit_case"), **DOSSIER, "form.mother.full_name": ""}
        again = officer.client.post("/pages/new-case", data={**form, "form.father.ethnicity": "Kinh"})
    assert again.text.count('<details class="group" open>') == 1


def test_dossiers_to_be_received_are_counted_on_the_worklist(api: ServedApi) -> None:
    with at_the_desk(api, Role.ONE_STOP_OFFICER, COUNTER) as officer:

        def waiting() -> int:
            head = officer.read("/pages/worklist").split("Hồ sơ chờ tiếp nhận")[1]
            return int(head.split("<strong>")[1].split("</strong>")[0].rstrip("+"))

        before = waiting()
        case = api.submitted()
        assert waiting() == before + 1
        api.as_officer.post(f"/cases/{case['id']}/receive")
        assert waiting() == before
