"""A citizen's whole visit in a real browser, on a telephone: typed off the slip without scripts, or by the link of its QR code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.support.browser import PATIENT_MS
from tests.support.served_api import ServedApi, step_path

pytestmark = pytest.mark.slow
TELEPHONE: ViewportSize = {"width": 390, "height": 844}
ASKED: dict[str, Any] = {"reasons": ["Thiếu giấy chứng nhận kết hôn"], "documents": ["marriage_certificate"]}
PDF = b"%PDF-1.4\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, locale="vi-VN", viewport=TELEPHONE)
    context.set_default_timeout(PATIENT_MS)
    yield context.new_page()
    context.close()


def test_a_whole_visit_without_scripts(api: ServedApi, telephone: Page, tmp_path: Path) -> None:
    case, page = api.received("2026-09-07 09:00"), telephone
    asked = api.as_registrar.post(step_path(case, "register_birth", "request-supplement"), json=ASKED)
    assert asked.is_success
    page.goto(f"{api.address}/track")
    page.get_by_label("Mã hồ sơ").fill(case["dossier_code"])
    page.get_by_label("Mã bí mật").fill("2222-2222-2222")
    page.get_by_role("button", name="Xem hồ sơ").click()
    expect(page.get_by_role("alert")).to_contain_text("không đúng")
    page.get_by_label("Mã hồ sơ").fill(case["dossier_code"])
    page.get_by_label("Mã bí mật").fill(case["citizen_access"]["secret"])
    page.get_by_role("button", name="Xem hồ sơ").click()
    expect(page).to_have_url(f"{api.address}/track/case")
    expect(page.get_by_role("region", name="Hẹn trả kết quả")).to_contain_text("Đang chờ quý vị bổ sung")
    _is_not_wider_than_the_screen(page, tmp_path / "asked.png")
    page.get_by_label("Giấy chứng nhận kết hôn").set_input_files(
        {"name": "giấy kết hôn.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Nộp").click()
    expect(page.get_by_role("status")).to_contain_text("Đã nhận giấy tờ bổ sung")
    expect(page.get_by_role("region", name="Ai đang giải quyết")).to_contain_text("hộ tịch")
    _is_not_wider_than_the_screen(page, tmp_path / "handed-in.png")
    page.get_by_role("button", name="Thoát").click()
    page.goto(f"{api.address}/track/case")
    expect(page).to_have_url(f"{api.address}/track?over=1")


def test_the_link_of_the_slip_fills_the_form_and_leaves_the_address(api: ServedApi, page: Page) -> None:
    case = api.received()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))
    page.goto(f"{api.address}{case['citizen_access']['link']}")
    expect(page.get_by_label("Mã bí mật")).to_have_value(case["citizen_access"]["secret"])
    assert page.url == f"{api.address}/track", "whoever looks at the screen, or at the history, sees no secret"
    page.get_by_role("button", name="Xem hồ sơ").click()
    expect(page.get_by_role("region", name="Hẹn trả kết quả")).to_contain_text("Đang trong hạn")
    assert not [one for one in asked if case["citizen_access"]["secret"] in one], asked


def _is_not_wider_than_the_screen(page: Page, picture: Path) -> None:
    page.screenshot(path=picture, full_page=True)
    # Without scripts the page cannot be asked: the picture of all of it is as wide as what does not fit.
    width = int.from_bytes(picture.read_bytes()[16:20], "big")
    assert width == TELEPHONE["width"]
