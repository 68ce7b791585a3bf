"""The papers that a case's events cause, printed over HTTP and read back: what stands on them is what was said of the case."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from typing import Any

import httpx

from engine.core.actors import Role
from tests.support.clock import local_instant
from tests.support.pdf_reading import codes_on, plain, read_paper
from tests.support.served_api import BASIS, BORN, DOSSIER, POLICE, ServedApi, step_path

UNIT = "Trung tâm Phục vụ hành chính công phường Mẫu Đơn"
SET_OF_2025 = "Mẫu giấy tờ theo Thông tư 03/2025/TT-VPCP"


def listed(api: ServedApi, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(api.as_officer.get(f"/cases/{case['id']}/papers").raise_for_status().json()["items"])


def names(api: ServedApi, case: Mapping[str, Any]) -> list[str]:
    return [item["name"] for item in listed(api, case)]


def printed(api: ServedApi, case: Mapping[str, Any], kind: str) -> httpx.Response:
    """The first paper of that kind."""
    name = next(item["name"] for item in listed(api, case) if item["kind"] == kind)
    answer = api.as_officer.get(f"/cases/{case['id']}/papers/{name}")
    assert answer.status_code == 200, answer.text
    return answer


def test_the_slip_says_what_was_handed_in_and_when_to_come_back(api: ServedApi) -> None:
    """Received on Friday at 14:30: 3 working days are Monday, Wednesday and Thursday, for Tuesday is Culture Day
    (domain.md 2.8). Form 01 and its fields by domain.md 1.2."""
    requester = {
        "full_name": "Đặng Thuỵ Ưởng",
        "personal_id": "099000000002",
        "address": "Số 0 đường Ví Dụ, phường Mẫu Đơn",
        "phone": "0900000000",
        "email": "vidu@example.vn",
    }
    case = api.received("2026-11-20 14:30", form={**DOSSIER["form"], "requester": requester})
    answer = printed(api, case, "receipt")
    assert answer.headers["content-type"] == "application/pdf"
    paper = read_paper(answer.content)
    expected = [
        *requester.values(),
        UNIT.upper(),
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Mẫu số 01",
        SET_OF_2025,
        case["dossier_code"],
        "Giấy chứng sinh",
        "3 ngày làm việc",
        "14:30 ngày 20/11/2026",
        "ngày 26/11/2026",
        "ngày 20 tháng 11 năm 2026",
        "Phạm Thử Nghiệm",
    ]
    assert [said for said in expected if plain(said) not in paper.words] == []
    assert paper.sizes == {(148, 210)} and paper.are_fonts_embedded
    assert codes_on(answer.content) == [case["dossier_code"]]


def test_a_paper_is_made_once_and_stays_the_same(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    assert [item["made_at"] for item in listed(api, case)] == [None, None]
    first = printed(api, case, "receipt")
    (slip, _) = listed(api, case)
    assert (slip["made_at"], slip["form"], slip["form_set"]) == ("2026-09-07T09:00:00+07:00", "01", "tt-03-2025")
    assert hashlib.sha256(first.content).hexdigest() == slip["sha256"] == first.headers["etag"].strip('"')
    assert case["dossier_code"] in first.headers["content-disposition"]
    api.clock.set("2026-09-08 09:00")
    assert printed(api, case, "receipt").content == first.content
    shutil.rmtree(api.settings.data_dir / "papers")
    assert printed(api, case, "receipt").content == first.content, "made again from the ledger"
    assert listed(api, case)[0] == slip
    again = api.as_officer.get(
        f"/cases/{case['id']}/papers/{slip['name']}", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_a_sheet_that_was_changed_on_the_disk_is_not_handed_out(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    first = printed(api, case, "receipt").content
    (sheet,) = [path for path in api.settings.data_dir.glob("papers/*/*/*") if path.read_bytes() == first]
    sheet.write_bytes(first.replace(b"%PDF", b"%FDP"))
    assert printed(api, case, "receipt").content == first


def test_the_form_is_that_of_its_day(api: ServedApi) -> None:
    """A case of the version of 2024 names TT 01/2018; on the day of its receipt TT 03/2025 had replaced it."""
    case = api.received("2026-08-24 09:00")
    assert [(item["form"], item["form_set"]) for item in listed(api, case)] == [
        ("01", "tt-03-2025"),
        ("06", "tt-03-2025"),
    ]


def test_a_request_for_a_supplement(api: ServedApi) -> None:
    """The applicant has 7 working days (NĐ 301/2026 art. 6(1)b): from Monday the 7th on, to Wednesday the 16th."""
    case = api.waiting("2026-09-07 09:00")
    paper = read_paper(printed(api, case, "supplement").content)
    expected = [
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Mẫu số 02",
        "Thiếu giấy chứng nhận kết hôn",
        "Giấy chứng nhận kết hôn của cha mẹ",
        "16/09/2026",
        "Nguyễn Văn Ví Dụ",
        case["dossier_code"],
        "Phạm Thử Nghiệm",
    ]
    assert [said for said in expected if plain(said) not in paper.words] == []


def test_a_dossier_that_is_not_taken_in(api: ServedApi) -> None:
    """It gets no code, and is nothing to Prefect; its slip is made when it is asked for."""
    case = api.submitted("2026-09-07 09:00")
    said = {"reason": "Không thuộc thẩm quyền giải quyết", "legal_basis": BASIS}
    assert api.as_officer.post(f"/cases/{case['id']}/refuse-receipt", json=said).is_success
    answer = printed(api, case, "refusal")
    paper = read_paper(answer.content)
    cited = "khoản 1 Điều 6 Nghị định số 301/2026/NĐ-CP"
    expected = ["PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "Mẫu số 03", said["reason"], cited]
    assert [words for words in expected if plain(str(words)) not in paper.words] == []
    assert codes_on(answer.content) == []
    assert names(api, case) == ["refusal-2"]


def test_an_apology_with_the_new_date(api: ServedApi) -> None:
    """The police have it from Monday 15:00 on, for 2 working days; on Tuesday their leader asks for two more."""
    case = api.received("2026-10-05 09:00")
    api.clock.set("2026-10-05 15:00")
    assert api.as_registrar.post(step_path(case, "register_birth", "complete"), json=BORN).is_success
    api.clock.set("2026-10-06 16:00")
    chief = api.client(Role.AGENCY_LEAD, POLICE, name="Ngô Văn Trưởng")
    said = {"rule": "reschedule", "new_due_on": "2026-10-09", "reason": "Phải xác minh thêm tại nơi cư trú"}
    answer = chief.post(step_path(case, "register_residence", "extend"), json=said)
    assert answer.is_success, answer.text
    paper = read_paper(printed(api, case, "apology").content)
    expected = [
        "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
        "Mẫu số 04",
        "09:00 ngày 05/10/2026",
        said["reason"],
        "Cơ quan, đơn vị chậm giải quyết: Công an phường Mẫu Đơn",
        "Đăng ký thường trú: hạn 15:00 ngày 07/10/2026, hạn mới 17:00 ngày 09/10/2026",
        "Ngô Văn Trưởng",
        case["dossier_code"],
    ]
    assert [words for words in expected if plain(words) not in paper.words] == []


def test_a_stop_and_the_way_that_the_dossier_went(api: ServedApi) -> None:
    """A supplement that never comes: on the day after its term the sweep stops the case (form 05, then form 06)."""
    case = api.waiting("2026-09-07 09:00")
    api.clock.set("2026-09-18 09:00")
    assert api.product.sweep.run().failed == 0
    stopped = read_paper(printed(api, case, "stop").content)
    assert "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ" in stopped.words and "Mẫu số 05" in stopped.words
    assert case["dossier_code"] in stopped.words and "supplement_not_handed_in" not in stopped.words
    assert "hết ngày 16/09/2026" in stopped.words and "Thiếu giấy chứng nhận kết hôn" in stopped.words
    sheet = read_paper(printed(api, case, "control-sheet").content)
    expected = ["PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Mẫu số 06", "Đăng ký khai sinh"]
    expected += [f"Giao: {UNIT} Nhận: Ủy ban nhân dân phường Mẫu Đơn"]
    assert [words for words in expected if plain(words) not in sheet.words] == []
    assert sheet.sizes == {(148, 210)}


def test_the_control_sheet_can_be_asked_for_after_any_event(api: ServedApi) -> None:
    """Received on Monday at 09:00, registered at 15:00: early, for 24 hours are allowed (NĐ 301/2026 art. 6(1))."""
    case = api.received("2026-09-07 09:00")
    before = names(api, case)[-1]
    api.clock.set("2026-09-07 15:00")
    case = api.as_registrar.post(step_path(case, "register_birth", "complete"), json=BORN).json()
    after = names(api, case)[-1]
    assert before != after
    then, now = (read_paper(_got(api, case, name).content).words for name in (before, after))
    assert "trước hạn" not in then and "Đăng ký thường trú" not in then
    assert "trước hạn" in now and "15:00 ngày 07/09/2026" in now and "Nhận: Công an phường Mẫu Đơn" in now
    assert listed(api, case)[-1]["made_at"] is None, "only the last one is kept"


def test_the_book_of_a_unit_numbers_its_dossiers_through_the_year(api: ServedApi) -> None:
    """Opened per year, numbers consecutive from 01 (TT 01/2018/TT-VPCP art. 10); A4; columns by domain.md 1.2, form 07."""
    counter = api.client(Role.ONE_STOP_OFFICER, "sen-trang-one-stop", name="Hồ Thị Sổ Sách")
    codes = []
    for now in ("2026-11-09 09:00", "2026-11-09 10:00", "2026-11-10 09:00"):
        api.clock.set(now)
        case = counter.post("/cases", json={**DOSSIER, "territory": "sen-trang"}).json()
        codes.append(counter.post(f"/cases/{case['id']}/receive").json()["dossier_code"])
    path = "/agencies/sen-trang-one-stop/tracking-book"
    answer = counter.get(path, params={"from": "2026-11-09", "to": "2026-11-10"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    book = read_paper(answer.content)
    assert "SỔ THEO DÕI HỒ SƠ" in book.words and "Mẫu số 07" in book.words and book.sizes == {(297, 210)}
    assert [code for code in codes if code not in book.words] == []
    assert [f"0{place} {code}" in book.words for place, code in enumerate(codes, start=1)] == [True] * 3
    second = read_paper(counter.get(path).content)
    assert f"03 {codes[2]}" in second.words and codes[0] not in second.words, "today alone, with the year's number"
    assert api.as_manager.get(path).status_code == 200
    assert api.as_officer.get(path).json()["code"] == "not_permitted"
    assert api.as_manager.get("/agencies/nobody/tracking-book").status_code == 404
    assert counter.get(path, params={"from": "2026-01-01", "to": "2026-11-10"}).status_code == 404
    assert counter.get(path, params={"from": "soon"}).status_code == 422


def test_who_may_not_see_the_case_sees_no_paper(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    for path in ("papers", "papers/receipt-2"):
        assert api.as_stranger.get(f"/cases/{case['id']}/{path}").status_code == 404
        assert api.as_nobody.get(f"/cases/{case['id']}/{path}").status_code == 401
        assert api.as_manager.get(f"/cases/{case['id']}/{path}").status_code == 200
    strange = ["receipt-1", "receipt-02", "control-sheet-1", "control-sheet-99", "tracking-book-2", "..%2Freceipt-2"]
    assert {_asked(api, case, name) for name in strange} == {404}


def test_the_page_of_the_case_leads_to_its_papers(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    page = api.as_officer.get(f"/cases/{case['id']}/page").text
    assert f'href="/cases/{case["id"]}/papers/receipt-2"' in page
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in page
    early = api.as_officer.get(
        f"/cases/{case['id']}/page", params={"as_of": local_instant("2026-09-07 08:59").isoformat()}
    )
    assert "papers/" not in early.text


def _got(api: ServedApi, case: Mapping[str, Any], name: str) -> httpx.Response:
    return api.as_officer.get(f"/cases/{case['id']}/papers/{name}").raise_for_status()


def _asked(api: ServedApi, case: Mapping[str, Any], name: str) -> int:
    return api.as_officer.get(f"/cases/{case['id']}/papers/{name}").status_code
