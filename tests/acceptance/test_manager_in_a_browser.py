"""A manager's day in a real browser: three questions from the start page, at most two clicks each; a phone, no scripts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.core.actors import Role
from tests.support.browser import PATIENT_MS
from tests.support.manager_week import manager_week
from tests.support.served_api import ServedApi, served_api

pytestmark = pytest.mark.slow
ABOVE = "mau-don-committee"
PICTURES = Path(os.environ.get("LIENTHONG_SCREENSHOTS", ""))
"""Where screenshots are kept as artefacts; not set: nowhere."""


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    with served_api(tmp_path_factory.mktemp("api")) as served:
        yield served


@pytest.fixture(scope="module")
def late(api: ServedApi) -> dict[str, Any]:
    return manager_week(api)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Without scripts: all of it must work so."""
    context = browser.new_context(java_script_enabled=False, locale="vi-VN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENT_MS)
    yield context.new_page()
    context.close()


def test_a_managers_day(api: ServedApi, late: dict[str, Any], page: Page) -> None:
    page.goto(f"{api.address}/pages/today")
    page.get_by_label("Mã truy cập").fill(api.token(Role.MANAGER, ABOVE))
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    _kept(page, "today")
    _which_step_is_the_bottleneck(page)
    page.goto(f"{api.address}/pages/today")
    _whose_cases_are_late_and_why(page, late)
    page.goto(f"{api.address}/pages/today")
    _what_if_tomorrow_is_a_holiday(page)
    page.goto(f"{api.address}/pages/today")
    page.get_by_role("link", name="Báo cáo II.06a").click()
    expect(page.get_by_role("region", name="Kiểm tra tổng")).to_contain_text("(3) = (7) + (11): 7 = 0 + 7")
    _kept(page, "report")
    page.get_by_role("link", name="Chỉ số 2.1 theo QĐ 766").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("Tỷ lệ đúng hạn")


def test_on_a_telephone_no_page_is_wider_than_the_screen(
    api: ServedApi, late: dict[str, Any], browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    context.set_default_timeout(PATIENT_MS)
    page = context.new_page()
    page.goto(f"{api.address}/sign-in")
    page.get_by_label("Mã truy cập").fill(api.token(Role.MANAGER, ABOVE))
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    procedure = "/pages/procedures/birth-residence-insurance"
    paths = ("/pages/today", "/pages/late", "/pages/what-if?day=2026-09-11", procedure, f"{procedure}/cases")
    for path in (*paths, "/pages/reports/ii06a", "/pages/reports/766", f"/cases/{late['id']}/page"):
        page.goto(api.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.locator("h1").count() == 1, path
        unnamed = (
            "[...document.querySelectorAll('input:not([type=hidden]),select')].filter(e => !e.labels.length).length"
        )
        assert page.evaluate(unnamed) == 0, path
        assert page.evaluate("[...document.querySelectorAll('[id]')].length === "
                             "new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"), path  # fmt: skip
        _kept(page, f"phone{path.split('?')[0].replace('/', '-')}")
    context.close()


def _which_step_is_the_bottleneck(page: Page) -> None:
    """No click: it is said; one click: where, in the picture and in the table."""
    said = page.get_by_role("region", name="Nút thắt tuần này")
    expect(said).to_contain_text("Đăng ký khai sinh")
    expect(said).to_contain_text("Đang có 4 việc, 1 quá hạn.")
    said.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Nút thắt: Đăng ký khai sinh")).to_be_visible()
    expect(page.locator('figure g[data-step="register_birth"]')).to_contain_text("4 việc đang ở đây")
    _kept(page, "procedure")
    page.get_by_role("link", name="Đang quá hạn: 1").first.click()
    expect(page.locator("tbody tr")).to_have_count(1)


def _whose_cases_are_late_and_why(page: Page, late: dict[str, Any]) -> None:
    """No click: whose, since when, why; one click: the case with its graphs."""
    told = page.get_by_role("region", name="Đang quá hạn: của ai, vì sao").get_by_role("row", name=late["dossier_code"])
    for words in ("hộ tịch", "Lê Thị Đồng Nghiệp", "09:00 ngày 08/09/2026", "hạn 24 giờ"):
        expect(told).to_contain_text(words)
    told.get_by_role("link").click()
    expect(page.get_by_role("img", name="Ai giữ hồ sơ")).to_be_visible()
    page.get_by_text("Cùng nội dung dưới dạng bảng: Ai giữ hồ sơ").click()
    expect(page.get_by_role("cell", name="quá hạn 48 giờ tính cả ngày đêm, từ 09:00 ngày 08/09/2026")).to_be_visible()
    _kept(page, "case")


def _what_if_tomorrow_is_a_holiday(page: Page) -> None:
    """One click. The promises of the cases of Wednesday (3 working days: Monday 14) move to Tuesday 15."""
    page.get_by_role("link", name="Nếu ngày mai là ngày nghỉ thì sao?").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Nếu ngày 11/09/2026 trở thành ngày nghỉ")
    moved = page.get_by_role("region", name="Các hạn thay đổi").locator("tbody tr", has_text="ngày hẹn trả kết quả")
    expect(moved.first).to_contain_text("14/09/2026")
    expect(moved.first).to_contain_text("15/09/2026")
    _kept(page, "what-if")


def _kept(page: Page, name: str) -> None:
    if PICTURES.name:
        page.screenshot(path=PICTURES / f"manager-{name}.png", full_page=True)
