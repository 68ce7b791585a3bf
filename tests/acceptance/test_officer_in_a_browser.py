"""An officer's whole day in a real browser, without scripts: from the counter to the registrar, the citizen, the police and
a lead; each person's pages are kept as pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from engine.core.actors import Role
from tests.support.browser import PATIENT_MS
from tests.support.served_api import COUNTER, POLICE, REGISTRY, ServedApi

pytestmark = pytest.mark.slow
DESK: ViewportSize = {"width": 1280, "height": 900}
TELEPHONE: ViewportSize = {"width": 360, "height": 780}
PDF = b"%PDF-1.4\ntrailer<<>>\n%%EOF\n"
FORM = {
    "Người yêu cầu": {"Họ, chữ đệm, tên": "Nguyễn Văn Ví Dụ", "Số định danh cá nhân": "099000000001"},
    "Người được khai sinh": {"Họ, chữ đệm, tên": "Nguyễn Mẫu Một", "Ngày, tháng, năm sinh": "2026-08-15"},
    "Người mẹ": {"Họ, chữ đệm, tên": "Trần Thị Thí Dụ"},
}
SignIn = Callable[[Role, str, ViewportSize], Page]


@pytest.fixture
def sign_in(api: ServedApi, browser: Browser) -> Iterator[SignIn]:
    opened = []

    def come_in(role: Role, agency: str, size: ViewportSize) -> Page:
        context = browser.new_context(java_script_enabled=False, locale="vi-VN", viewport=size)
        context.set_default_timeout(PATIENT_MS)
        opened.append(context)
        page = context.new_page()
        page.goto(f"{api.address}/sign-in")
        page.get_by_label("Mã truy cập").fill(api.token(role, agency, f"Cán bộ {agency}"))
        page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
        return page

    yield come_in
    for context in opened:
        context.close()


def test_a_whole_day_without_scripts(api: ServedApi, sign_in: SignIn, browser: Browser, tmp_path: Path) -> None:
    api.clock.set("2026-09-07 08:00")
    code, secret, case = _at_the_counter(sign_in(Role.ONE_STOP_OFFICER, COUNTER, DESK), tmp_path)
    registrar = sign_in(Role.CASEWORKER, REGISTRY, DESK)
    _registrar_asks(registrar, code, tmp_path)
    _citizen_answers(api, browser, code, secret, tmp_path)
    _registrar_completes(registrar, case, tmp_path)
    _lead_apologises(sign_in(Role.AGENCY_LEAD, POLICE, TELEPHONE), case, tmp_path)
    _police_completes(sign_in(Role.CASEWORKER, POLICE, TELEPHONE), code, tmp_path)
    stands = {step["id"]: step["status"] for step in api.as_manager.get(f"/cases/{case}").json()["steps"]}
    assert (stands["register_birth"], stands["register_residence"]) == ("completed", "completed")
    assert len(list(tmp_path.glob("*.png"))) == 8


def _at_the_counter(page: Page, pictures: Path) -> tuple[str, str, str]:
    page.get_by_role("link", name="Nộp hồ sơ mới").click()
    page.get_by_role("link", name="Đăng ký khai sinh, đăng ký thường trú").click()
    for group, answers in FORM.items():
        _fill(page.get_by_role("group", name=group).first, answers)
    page.get_by_label("Chưa xác định được cha").select_option("Có")
    residence = page.get_by_role("group", name="Đăng ký thường trú")
    _fill(residence, {"Họ tên chủ hộ": "Trần Thị Thí Dụ", "Nơi đề nghị đăng ký thường trú": "Số 0 đường Ví Dụ"})
    page.get_by_role("group", name="Giấy chứng sinh").get_by_label("Số, ký hiệu").fill("GCS-000001")
    _keep(page, pictures / "counter-form.png", DESK)
    page.get_by_role("main").get_by_role("button", name="Nộp hồ sơ mới").click()
    expect(page.get_by_role("status")).to_contain_text("Nộp hồ sơ mới")
    case = page.url.split("/cases/")[1].split("/")[0]
    page.get_by_text("Tiếp nhận hồ sơ", exact=True).first.click()
    page.get_by_role("button", name="Tiếp nhận hồ sơ").click()
    expect(page.get_by_role("status")).to_contain_text("Đã tiếp nhận hồ sơ")
    _keep(page, pictures / "counter-slip.png", DESK)
    code = page.locator(".slip .word").nth(0).inner_text()
    secret = page.locator(".slip .word").nth(1).inner_text()
    paper = page.get_by_role("link", name="Giấy tiếp nhận hồ sơ và hẹn trả kết quả").get_attribute("href")
    assert paper is not None
    slip = page.request.get(paper if paper.startswith("http") else page.url.split("/cases/")[0] + paper)
    assert slip.body().startswith(b"%PDF-")
    return code, secret, case


def _registrar_asks(page: Page, code: str, pictures: Path) -> None:
    page.get_by_role("link", name="Việc cần làm").click()
    page.get_by_role("row", name=code).get_by_role("button", name="Nhận").click()
    expect(page.get_by_role("status")).to_contain_text("Đã nhận việc")
    expect(page.get_by_role("row", name=code)).to_contain_text("Cán bộ mau-don-civil-registry")
    _keep(page, pictures / "registrar-worklist.png", DESK)
    page.get_by_role("link", name=code).click()
    page.get_by_text("Yêu cầu bổ sung hoặc chờ", exact=True).first.click()
    page.get_by_label("Theo quy định").select_option("supplement")
    page.get_by_label("Nội dung cần bổ sung và lý do").fill("Thiếu giấy chứng nhận kết hôn của cha mẹ")
    page.get_by_role("group", name="Giấy tờ cần nộp thêm").get_by_label("Giấy chứng nhận kết hôn").check()
    _keep(page, pictures / "registrar-asks.png", DESK)
    page.get_by_role("button", name="Yêu cầu bổ sung hoặc chờ").click()
    expect(page.locator("h1")).to_contain_text("Chờ bổ sung hồ sơ")


def _citizen_answers(api: ServedApi, browser: Browser, code: str, secret: str, pictures: Path) -> None:
    context = browser.new_context(java_script_enabled=False, locale="vi-VN", viewport=TELEPHONE)
    context.set_default_timeout(PATIENT_MS)
    page = context.new_page()
    page.goto(f"{api.address}/track")
    page.get_by_label("Mã hồ sơ").fill(code)
    page.get_by_label("Mã bí mật").fill(secret)
    page.get_by_role("button", name="Xem hồ sơ").click()
    paper = {"name": "giấy kết hôn.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.get_by_label("Giấy chứng nhận kết hôn").set_input_files(paper)
    page.get_by_role("button", name="Nộp").click()
    expect(page.get_by_role("status")).to_contain_text("Đã nhận giấy tờ bổ sung")
    _keep(page, pictures / "citizen.png", TELEPHONE)
    context.close()


def _registrar_completes(page: Page, case: str, pictures: Path) -> None:
    page.reload()
    expect(page.get_by_role("region", name="Thành phần hồ sơ")).to_contain_text("giấy kết hôn.pdf")
    page.get_by_text("Hoàn thành bước", exact=True).first.click()
    page.get_by_label("Số Giấy khai sinh").fill("01/2026")
    certificate = page.locator("details[open]").get_by_role("group", name="Giấy khai sinh")
    certificate.get_by_label("Số, ký hiệu").fill("GKS-01-2026")
    page.get_by_role("button", name="Hoàn thành bước").click()
    expect(page.get_by_role("status")).to_contain_text("Hoàn thành bước")
    expect(page.get_by_role("region", name="Việc của bạn")).to_contain_text("không có việc nào chờ bạn")
    _keep(page, pictures / "registrar-done.png", DESK)


def _lead_apologises(page: Page, case: str, pictures: Path) -> None:
    page.goto(f"{page.url.split('/pages/')[0]}/cases/{case}/page")
    page.get_by_text("Xin lỗi và hẹn lại", exact=True).first.click()
    letter = page.locator("details[open]")
    letter.get_by_label("Theo quy định").select_option("reschedule")
    letter.get_by_label("Ngày hẹn lại").fill("2026-09-11")
    letter.get_by_label("Lý do").fill("Phải xác minh thêm tại nơi cư trú")
    _keep(page, pictures / "lead.png", TELEPHONE)
    page.get_by_role("button", name="Xin lỗi và hẹn lại").click()
    expect(page.get_by_role("region", name="Giấy tờ theo mẫu")).to_contain_text("mẫu số 04")
    expect(page.get_by_role("region", name="Xin lỗi và gia hạn")).to_contain_text("11/09/2026")


def _police_completes(page: Page, code: str, pictures: Path) -> None:
    page.get_by_role("link", name="Việc cần làm").click()
    page.get_by_role("button", name=f"Nhận {code}").click()
    page.get_by_role("link", name=code).click()
    page.get_by_text("Hoàn thành bước", exact=True).first.click()
    for line in page.locator("details[open] input[required]").all():
        line.fill("1")
    for paper in page.locator("details[open] fieldset.paper").all():
        paper.get_by_label("Số, ký hiệu").fill("01/2026")
    page.get_by_role("button", name="Hoàn thành bước").click()
    expect(page.get_by_role("status")).to_contain_text("Hoàn thành bước")
    _keep(page, pictures / "police-done.png", TELEPHONE)


def _fill(group: Locator, answers: dict[str, str]) -> None:
    for label, said in answers.items():
        group.get_by_label(label).fill(said)


def _keep(page: Page, picture: Path, size: ViewportSize) -> None:
    """Without scripts a page cannot be asked how wide it is: the picture of all of it is as wide as what does not fit."""
    page.screenshot(path=picture, full_page=True)
    assert int.from_bytes(picture.read_bytes()[16:20], "big") == size["width"], picture.name
