"""A man moves with his military registration: one dossier, two communes, each at its own step and at no other."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from engine.core.actors import Role
from tests.support.served_api import ServedApi, key, step_of, step_path

OLD, NEW, POLICE = "mau-don-military-command", "sen-trang-military-command", "sen-trang-police"
FORM = {
    "requester": {"full_name": "Nguyễn Văn Di Chuyển", "personal_id": "099000000002"},
    "new_commune": "sen-trang",
    "arrives_on": "2026-10-01",
}
DOSSIER: dict[str, Any] = {
    "procedure": "military-registration-move",
    "territory": "mau-don",
    "channel": "counter",
    "form": FORM,
    "documents": [{"document": "certificate_held", "reference": "GCN-01"}],
}
LETTER = {"documents": [{"document": "transfer_letter", "reference": "GGT-01"}]}


class Chain:
    """The case, and the people of both communes."""

    def __init__(self, api: ServedApi) -> None:
        self.api = api
        self.counter = api.client(Role.ONE_STOP_OFFICER, OLD)
        self.old = api.client(Role.CASEWORKER, OLD, name="Đỗ Cũ")
        self.new = api.client(Role.CASEWORKER, NEW, name="Vũ Mới")
        self.new_counter = api.client(Role.ONE_STOP_OFFICER, NEW, name="Vũ Một Cửa")
        self.police = api.client(Role.CASEWORKER, POLICE, name="Hồ Cư Trú")
        api.clock.set("2026-10-14 10:00")
        self.case = _said(self.counter.post("/cases", json=DOSSIER, headers=key()))
        self.case = _said(self.counter.post(f"/cases/{self.case['id']}/receive", headers=key()))

    def read(self, who: httpx.Client, question: str = "") -> httpx.Response:
        return who.get(f"/cases/{self.case['id']}{question}")

    def complete(self, who: httpx.Client, step: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return who.post(step_path(self.case, step, "complete"), json=body or {}, headers=key())

    def works_on(self, who: httpx.Client) -> list[str]:
        items = who.get("/worklist", params={"limit": 200}).json()["items"]
        return [item["step"] for item in items if item["case_id"] == self.case["id"]]


def _said(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, f"{answer.status_code} {answer.text}"
    return dict(answer.json())


@pytest.fixture
def chain(api: ServedApi) -> Chain:
    return Chain(api)


def test_the_letter_goes_from_worklist_to_worklist(chain: Chain) -> None:
    assert (chain.works_on(chain.old), chain.works_on(chain.new), chain.works_on(chain.police)) == (
        ["move_out"],
        [],
        ["change_residence"],
    )
    _said(chain.complete(chain.old, "move_out", LETTER))
    assert chain.works_on(chain.new) == [], "the residence is not registered yet"
    done = {"documents": [{"document": "residence_notice", "reference": "CT-01"}]}
    _said(chain.complete(chain.police, "change_residence", done))
    assert (chain.works_on(chain.old), chain.works_on(chain.new)) == (["report_departure"], ["move_in"])
    case = _said(
        chain.complete(chain.new, "move_in", {"documents": [{"document": "certificate", "reference": "GCN-02"}]})
    )
    assert step_of(case, "move_in")["agency"] == NEW
    assert chain.works_on(chain.new) == ["report_arrival"]


def test_no_commune_does_the_others_step(chain: Chain) -> None:
    for who, step in ((chain.new, "move_out"), (chain.old, "change_residence")):
        refused = chain.complete(who, step, LETTER)
        assert (refused.status_code, refused.json()["code"]) == (403, "wrong_agency")
    assert chain.complete(chain.api.as_stranger, "move_out", LETTER).status_code == 404


def test_both_counters_see_it_from_the_receipt_on(chain: Chain) -> None:
    for who in (chain.counter, chain.new_counter):
        assert chain.read(who).status_code == 200
        listed = who.get("/cases", params={"limit": 200}).json()["items"]
        assert chain.case["id"] in {item["id"] for item in listed}
    assert chain.read(chain.api.as_officer).status_code == 404, "the one-stop unit beside has no part in it"


def test_the_two_terms_of_the_man_are_told_with_the_case(chain: Chain) -> None:
    """Of Thursday 1 October: by the Law Thursday 15 October, by the decree Monday 12 October; handed in on the 14th."""
    notice = chain.read(chain.old).json()["notice"]
    assert (notice["latest_on"], notice["published_on"], notice["status"]) == ("2026-10-15", "2026-10-12", "ok")
    said = " ".join(note["sentence"] for note in chain.read(chain.old, "/explanation").json()["notes"])
    assert "trong 10 ngày làm việc, chậm nhất thứ Năm 15/10/2026; hồ sơ nộp đúng hạn" in said
    assert "văn bản khác quy định 10 ngày, tức chậm nhất thứ Hai 12/10/2026 (Điều 8 Nghị định số 13/2016/NĐ-CP)" in said


def test_the_procedure_says_where_each_step_is_done(api: ServedApi) -> None:
    told = api.as_officer.get("/procedures/military-registration-move/2025-07-01").json()
    places = {step["id"]: step["territory"] for step in told["step_rules"]}
    assert places["move_out"] is None and places["move_in"] == "form.new_commune"
    assert told["after_event"]["published"]["within"]["words"]["vi"] == "10 ngày"
    title = next(step["territory_title"] for step in told["step_rules"] if step["id"] == "move_in")
    assert title == {"vi": "Nơi cư trú mới", "en": "New home"}


def test_a_place_that_the_directory_has_not_is_refused_with_its_field(api: ServedApi) -> None:
    counter = api.client(Role.ONE_STOP_OFFICER, OLD)
    refused = counter.post("/cases", json={**DOSSIER, "form": {**FORM, "new_commune": "sen-xanh"}}, headers=key())
    assert (refused.status_code, refused.json()["code"]) == (422, "form_invalid")
    assert "new_commune" in str(refused.json())


def test_the_page_names_both_communes_and_both_terms(chain: Chain) -> None:
    page = chain.read(chain.old, "/page")
    assert page.status_code == 200
    assert "Ban Chỉ huy quân sự phường Mẫu Đơn" in page.text and "Ban Chỉ huy quân sự xã Sen Trắng" in page.text
    assert "15/10/2026" in page.text and "12/10/2026" in page.text
