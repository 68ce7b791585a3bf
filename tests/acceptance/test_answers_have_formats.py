"""A birth is not registered with the child's number "abc": refused over the API and beside the field of the page."""

from __future__ import annotations

import pytest

from engine.core.actors import Role
from tests.support.served_api import BORN, COUNTER, FORM, REGISTRY, ServedApi, key, step_path
from tests.support.served_api import DOSSIER as HANDED_IN
from tests.support.typed_forms import at_the_desk

pytestmark = pytest.mark.slow
NEW = "/pages/new-case?procedure=birth-residence-insurance"
PAPER = {"paper.birth_certificate.reference": "GKS-01-2026", "result.certificate_number": "01/2026"}


@pytest.mark.parametrize("number", ["abc", "09922600000", "099 226 000 001"])
def test_a_result_in_another_shape_is_refused_over_the_api(api: ServedApi, number: str) -> None:
    case = api.received()
    body = {**BORN, "result": {"personal_id": number, "certificate_number": "01/2026"}}
    answer = api.as_registrar.post(step_path(case, "register_birth", "complete"), json=body, headers=key())
    assert answer.status_code == 422
    assert "personal_id: cần số định danh cá nhân gồm 12 chữ số" in answer.text


def test_a_form_in_another_shape_is_refused_over_the_api_and_told_in_both_languages(api: ServedApi) -> None:
    requester = {**FORM["requester"], "personal_id": "abc", "phone": "hỏi mẹ tôi", "email": "an"}
    dossier = {**HANDED_IN, "form": {**FORM, "requester": requester}}
    answer = api.as_officer.post("/cases", json=dossier, headers={**key(), "Accept-Language": "en"})
    assert answer.status_code == 422
    for said in ("personal_id: a personal or document", "phone: a telephone number", "email: an e-mail address"):
        assert f"requester.{said}" in answer.text


def test_the_page_says_the_shape_beforehand_and_the_fault_beside_the_field(api: ServedApi) -> None:
    with at_the_desk(api, Role.CASEWORKER, REGISTRY) as registrar:
        path = f"/cases/{api.received()['id']}/page"
        html = registrar.read(path)
        assert 'maxlength="12" pattern="[0-9]{12}" inputmode="numeric"' in html
        assert "Số định danh cá nhân gồm 12 chữ số</small>" in html
        answer = registrar.send(path, "complete_step", {**PAPER, "result.personal_id": "abc"})
        assert answer.status_code == 422
        assert 'result.personal_id-wrong">▲ cần số định danh cá nhân gồm 12 chữ số' in answer.text
        assert 'value="abc"' in answer.text, "what was typed is kept"
        registrar.give(path, "complete_step", {**PAPER, "result.personal_id": "099226000001"})


def test_own_places_stand_first_and_what_is_no_more_last(api: ServedApi) -> None:
    with at_the_desk(api, Role.ONE_STOP_OFFICER, COUNTER) as officer:
        html = officer.read(NEW)
    places = html.split('name="territory"')[1].split("</select>")[0]
    own, others = places.split('<optgroup label="Địa bàn khác">')
    assert '<option value="mau-don" selected>' in own
    assert 'value="viet-nam"' in others
    assert "(bắt buộc nếu khai nhóm này)" in html
