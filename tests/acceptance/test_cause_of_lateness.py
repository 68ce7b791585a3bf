"""Why a step is late stays true when it changes hands; and whoever sends it away, or sends too much, reads what became of it."""

from __future__ import annotations

from html import unescape

from engine.core.actors import Role
from tests.support.served_api import COUNTER, OTHER_REGISTRY, REGISTRY, ServedApi, step_path
from tests.support.typed_forms import at_the_desk, form_of

STEP = "register_birth"
LATER = "2026-09-21 10:00"
NEW = "/pages/new-case?procedure=birth-residence-insurance"


def cause_of(api: ServedApi, case: str) -> str:
    late = api.as_manager.get("/agencies/*/figures/late?limit=200").json()["items"]
    (said,) = [one["cause"]["vi"] for one in late if one["case_id"] == case and one["step"] == STEP]
    return str(said)


def test_who_gave_a_late_step_back_is_still_named(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    assert api.as_registrar.post(step_path(case, STEP, "claim")).is_success
    api.clock.set(LATER)
    before = cause_of(api, case["id"])
    assert "chưa có cán bộ nào" not in before
    assert api.as_registrar.post(step_path(case, STEP, "release")).is_success
    after = cause_of(api, case["id"])
    assert "nhận việc lúc 09:00 ngày 07/09/2026, trả lại lúc 10:00 ngày 21/09/2026" in after
    assert "hiện chưa có cán bộ nào nhận" in after


def test_who_got_a_late_step_a_moment_ago_is_not_said_to_have_held_it(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    api.clock.set(LATER)
    path = f"/cases/{case['id']}/page"
    with at_the_desk(api, Role.AGENCY_LEAD, REGISTRY, "Đỗ Thị Phụ Trách") as lead:
        said = {"to_agency": OTHER_REGISTRY, "reason": "Nhầm địa bàn"}
        sent = lead.send(path, "transfer_step", said)
    assert "Không tìm thấy" not in sent.text
    assert sent.status_code in (200, 303), sent.text
    cause = cause_of(api, case["id"])
    assert "mới nhận lúc 10:00 ngày 21/09/2026" in cause
    assert "Bước này mở từ 09:00 ngày 07/09/2026" in cause
    assert "Trước đó do " in cause


def test_a_file_that_is_too_large_is_said_on_the_form_of_its_procedure(api: ServedApi) -> None:
    api.clock.set("2026-09-07 09:00")
    with at_the_desk(api, Role.ONE_STOP_OFFICER, COUNTER) as officer:
        html = officer.read(NEW)
        action = unescape(html.split('class="act dossier-form" method="post" action="')[1].split('"')[0])
        large = {"paper.birth_notice.file": ("anh.pdf", b"%PDF-1.7" + b"0" * (45 * 1024 * 1024), "application/pdf")}
        refused = officer.client.post(action, data=form_of(html, "submit_case"), files=large)
    assert refused.status_code == 413
    assert "mỗi tệp tối đa 10 MB" in refused.text
    assert "Người được khai sinh" in refused.text, "the same form, not the list of procedures"
