"""The page of a case in a real browser: it follows the case by itself, reads without scripts, breaks no policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.core.actors import Role
from tests.support.browser import PATIENT_MS
from tests.support.served_api import COUNTER, ServedApi, step_path

pytestmark = pytest.mark.slow


def sign_in(page: Page, api: ServedApi) -> None:
    page.goto(f"{api.address}/pages/cases")
    page.get_by_label("Mã truy cập").fill(api.token(Role.ONE_STOP_OFFICER, COUNTER))
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(f"{api.address}/pages/cases")


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains about: scripts that fail, contents that the policy forbids."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def page_without_scripts(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    context.set_default_timeout(PATIENT_MS)
    yield context.new_page()
    context.close()


def test_page_follows_the_case(api: ServedApi, page: Page, complaints: list[str]) -> None:
    case = api.received()
    sign_in(page, api)
    page.get_by_role("link", name=case["dossier_code"]).click()
    expect(page.locator("h1")).to_contain_text("Đang xử lý")
    expect(page.locator("figure svg").first).to_be_visible()
    asked = {"reasons": ["Thiếu giấy chứng nhận kết hôn"], "documents": ["marriage_certificate"]}
    api.as_registrar.post(step_path(case, "register_birth", "request-supplement"), json=asked)
    expect(page.locator("h1")).to_contain_text("Chờ bổ sung hồ sơ", timeout=60_000)
    expect(page.locator("figure svg").first).to_contain_text("Chờ bổ sung")
    papers = {"documents": [{"document": "marriage_certificate"}]}
    api.as_officer.post(step_path(case, "register_birth", "hand-in-supplement"), json=papers)
    expect(page.locator("h1")).to_contain_text("Đang xử lý", timeout=60_000)
    assert complaints == []


def test_page_says_everything_without_scripts(api: ServedApi, page_without_scripts: Page) -> None:
    case = api.waiting()
    page = page_without_scripts
    sign_in(page, api)
    page.goto(f"{api.address}/cases/{case['id']}/page")
    table = page.get_by_role("region", name="Các bước")
    expect(table.get_by_role("row", name="Đăng ký khai sinh")).to_contain_text("Chờ bổ sung")
    expect(page.locator("figure svg").first).to_be_visible()
    assert page.locator('meta[http-equiv="refresh"]').count() == 0, "forms that are being filled in stay as they are"


def test_pages_break_no_policy(api: ServedApi, page: Page, complaints: list[str]) -> None:
    case = api.received()
    sign_in(page, api)
    for path in ("/pages/cases?lang=en", "/docs", f"/cases/{case['id']}/graph.svg"):
        answer = page.goto(api.address + path)
        assert answer is not None
        assert answer.ok
    assert complaints == []


def test_on_a_telephone_no_page_is_wider_than_the_screen(api: ServedApi, page: Page) -> None:
    case = api.waiting()
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in(page, api)
    for path in ("/pages/cases", f"/cases/{case['id']}/page", "/sign-in"):
        page.goto(api.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
