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
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Ho_Chi_Minh"
    assert page.evaluate("navigator.language") == "vi-VN"


def test_it_shows_the_pages_of_prefect_without_the_internet(page: Page, prefect_server: PrefectServer) -> None:
    asked_elsewhere: list[str] = []
    page.on("request", lambda request: _note_outside(request.url, prefect_server.address, asked_elsewhere))
    page.goto(f"{prefect_server.address}/dashboard")
    page.get_by_text("Flow Runs").first.wait_for()
    assert "Prefect" in page.title()
    assert asked_elsewhere == []


def test_a_machine_without_a_browser_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(browser.BrowserMissing, match="make test"):
        browser.browser_program()


def _note_outside(url: str, address: str, noted: list[str]) -> None:
    if url.startswith(("http:", "https:")) and not url.startswith(address):
        noted.append(url)
