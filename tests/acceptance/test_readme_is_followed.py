"""The README's first procedure, typed word for word: the product runs it, and the open page follows every line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.readers_folder import product_started, readers_folder
from tests.support.typed_shell import typed_shell

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
USUAL = "http://127.0.0.1:8000"
HEADINGS = ("**Run it.**", "**Hand in a first case**", "**Watch it move.**")


def lines_after(heading: str) -> list[str]:
    """The commands of the first block behind these words."""
    found = re.search(r"^```\n(.*?)^```$", README[README.index(heading) :], re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1].splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return readers_folder(tmp_path)


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """Where the product runs that the README's lines have started."""
    *prepare, up = lines_after(HEADINGS[0])
    with typed_shell(folder) as shell:
        for line in prepare:
            shell.type(line)
    with product_started(folder, up) as found:
        yield found


def test_every_line_works_and_moves_the_page(folder: Path, address: str, page: Page) -> None:
    with typed_shell(folder) as shell:
        shown = [shell.type(line.replace(USUAL, address)) for line in lines_after(HEADINGS[1])]
        page.goto(shown[-1].strip())
        page.get_by_role("button").filter(has_text="Lãnh đạo theo dõi").click()
        expect(page.locator("h1")).to_contain_text("Mới đăng ký")
        picture = page.locator("figure svg").first
        for line in lines_after(HEADINGS[2]):
            before = picture.inner_html()
            case = json.loads(shell.type(line))
            assert case.get("procedure") == "kite-licence", case
            page.wait_for_function("before => document.querySelector('figure svg').innerHTML !== before", arg=before)
        expect(page.locator("h1")).to_contain_text("Đã giải quyết xong")
    assert case["status"] == "completed"
    assert {step["status"] for step in case["steps"]} == {"completed"}
