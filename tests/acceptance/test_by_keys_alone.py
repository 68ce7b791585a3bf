"""A registrar's acts in a real browser by the keyboard alone: Tab goes to what is operated, Enter and Space operate it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from engine.core.actors import Role
from tests.support.browser import PATIENT_MS
from tests.support.served_api import REGISTRY, ServedApi

pytestmark = pytest.mark.slow
MOST_STOPS = 200


@pytest.fixture
def keyboard(browser: Browser) -> Iterator[Page]:
    """A page that nobody points at: every click of a mouse would fail the test."""
    context = browser.new_context(locale="vi-VN")
    context.set_default_timeout(PATIENT_MS)
    page = context.new_page()
    page.add_init_script("addEventListener('mousedown', () => { document.body.textContent = 'a mouse was used' })")
    yield page
    context.close()


def test_a_step_is_taken_on_completed_and_another_waits_for_a_paper(api: ServedApi, keyboard: Page) -> None:
    done, asked = api.received("2026-09-07 09:00"), api.received("2026-09-07 09:10")
    page = keyboard
    page.goto(f"{api.address}/sign-in")
    _type(page, page.get_by_label("Mã truy cập"), api.token(Role.CASEWORKER, REGISTRY))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{api.address}/pages/worklist")
    _takes_on(page, done["dossier_code"])
    _completes(page, done["dossier_code"])
    _press(page, page.get_by_role("link", name="Việc cần làm"), "Enter")
    _takes_on(page, asked["dossier_code"])
    _asks_a_supplement(page, asked["dossier_code"])
    stands = [_status(api, case["id"]) for case in (done, asked)]
    assert stands == ["completed", "suspended"]


def _takes_on(page: Page, code: str) -> None:
    _press(page, page.get_by_role("button", name=f"Nhận {code}"), "Space")
    expect(page.get_by_role("status")).to_contain_text("Đã nhận việc")


def _completes(page: Page, code: str) -> None:
    _press(page, page.get_by_role("link", name=code), "Enter")
    _press(page, page.locator("summary", has_text="Hoàn thành bước"), "Enter")
    form = page.locator("details[open] form", has=page.get_by_role("button", name="Hoàn thành bước"))
    _type(page, form.get_by_label("Số Giấy khai sinh"), "01/2026")
    paper = form.get_by_role("group", name="Giấy khai sinh")
    _type(page, paper.get_by_label("Số, ký hiệu"), "GKS-01-2026")
    _press(page, form.get_by_role("button", name="Hoàn thành bước"), "Enter")
    expect(page.get_by_role("status")).to_contain_text("Hoàn thành bước")


def _asks_a_supplement(page: Page, code: str) -> None:
    _press(page, page.get_by_role("link", name=code), "Enter")
    _press(page, page.locator("summary", has_text="Yêu cầu người nộp bổ sung").first, "Space")
    form = page.locator("details[open] form", has=page.get_by_role("button", name="Yêu cầu người nộp bổ sung"))
    rule = form.get_by_label("Theo quy định")
    _reach(page, rule)
    for _ in range(rule.locator("option").count()):
        if rule.input_value() == "supplement":
            break
        page.keyboard.press("ArrowDown")
    expect(rule).to_have_value("supplement")
    _type(page, form.get_by_label("Nội dung cần bổ sung và lý do"), "Thiếu giấy chứng nhận kết hôn của cha mẹ")
    paper = form.get_by_role("group", name="Giấy tờ cần nộp thêm").get_by_label("Giấy chứng nhận kết hôn")
    _press(page, paper, "Space")
    expect(paper).to_be_checked()
    _press(page, form.get_by_role("button", name="Yêu cầu người nộp bổ sung"), "Space")
    expect(page.locator("h1")).to_contain_text("Chờ bổ sung hồ sơ")


def _press(page: Page, target: Locator, key: str) -> None:
    _reach(page, target)
    page.keyboard.press(key)


def _type(page: Page, target: Locator, said: str) -> None:
    _reach(page, target)
    page.keyboard.insert_text(said)


def _reach(page: Page, target: Locator) -> None:
    """By Tab, from wherever the focus is."""
    expect(target).to_be_visible()
    for _ in range(MOST_STOPS):
        if target.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {target}")


def _status(api: ServedApi, case: str) -> str:
    steps = api.as_manager.get(f"/cases/{case}").raise_for_status().json()["steps"]
    return next(str(step["status"]) for step in steps if step["id"] == "register_birth")
