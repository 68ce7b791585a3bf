"""The system's Chromium renders a page, Vietnamese letters included, and shows Prefect's own pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.support import browser
from tests.support.prefect_server import PrefectServer

# Every Vietnamese letter that Latin-1 does not have must be drawn, not replaced by the same empty box.
DIFFERENT_WIDTHS = """() => {
  const canvas = document.createElement('canvas');
  const brush = canvas.getContext('2d', {willReadFrequently: true});
  const drawn = (letter) => {
    canvas.width = canvas.height = 60;
    brush.font = '40px sans-serif';
    brush.fillText(letter, 5, 45);
    return Array.from(brush.getImageData(0, 0, 60, 60).data).join();
  };
  return new Set(['ư', 'ơ', 'đ', 'ạ', 'ế', 'ỗ', 'ữ', 'ỳ', '\\u{10FFFD}'].map(drawn)).size;
}"""


def test_it_renders_vietnamese(page: Page) -> None:
    page.set_content("<!doctype html><meta charset=utf-8><title>Hồ sơ</title><h1>Đăng ký khai sinh – thường trú</h1>")
    assert page.title() == "Hồ sơ"
    assert page.inner_text("h1") == "Đăng ký khai sinh – thường trú"
    assert page.evaluate(DIFFERENT_WIDTHS) == 9
    assert page.screenshot().startswith(b"\x89PNG")


def test_it_lives_in_vietnam(page: Page) -> None:
    assert page.evaluate("new Date('2026-09-02T00:00:00Z').getHours()") == 7
    assert page.evaluate("navigator.language") == "vi-VN"


@pytest.mark.parametrize("start", ["/", "/v2/"])
def test_it_shows_the_pages_of_prefect_and_they_call_nobody(
    page: Page, prefect_server: PrefectServer, start: str
) -> None:
    called: list[str] = []
    page.on("request", lambda request: called.append(request.url))
    page.goto(prefect_server.address + start)
    page.get_by_text("Deployments").first.wait_for()
    assert "/dashboard" in page.url
    ours = (prefect_server.address, f"blob:{prefect_server.address}", "data:")
    assert called
    assert [url for url in called if not url.startswith(ours)] == []


def test_a_machine_without_a_browser_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(browser.BrowserMissing, match="make test"):
        browser.browser_program()
