"""The README's first procedure, typed word for word: the product runs it, and the open page follows every line."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.support.processes import NotReady, end_of, free_port, wait_until
from tests.support.typed_shell import install_into, running_command, typed_shell

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

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
    """A fresh copy of what a reader has, as far as the commands use it; the usual ports may be taken on this machine."""
    shutil.copytree(ROOT / "procedure_defs", tmp_path / "procedure_defs")
    shutil.copytree(ROOT / "docs" / "tutorial", tmp_path / "docs" / "tutorial")
    install_into(tmp_path)
    ports = {name: free_port() for name in ("api", "prefect", "agency")}
    (tmp_path / ".lienthong").mkdir()
    (tmp_path / ".lienthong" / "ports.json").write_text(json.dumps(ports), encoding="utf-8")
    return tmp_path


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """Where the product runs that the README's lines have started."""
    *prepare, up = lines_after(HEADINGS[0])
    with typed_shell(folder) as shell:
        for line in prepare:
            shell.type(line)
    port = json.loads((folder / ".lienthong" / "ports.json").read_text(encoding="utf-8"))["api"]
    found, log = f"http://127.0.0.1:{port}", folder / "up.log"
    with running_command(folder, up, log) as process:
        wait_until(lambda: _serves(process, found, log), within=180, what="the product answers", log=log)
        yield found


def test_every_line_works_and_moves_the_page(folder: Path, address: str, page: Page) -> None:
    with typed_shell(folder) as shell:
        shown = [shell.type(line.replace(USUAL, address)) for line in lines_after(HEADINGS[1])]
        page.goto(shown[-1].strip())
        page.get_by_role("button").filter(has_text="Lãnh đạo").click()
        expect(page.locator("h1")).to_contain_text("Mới đăng ký")
        picture = page.locator("figure svg")
        for line in lines_after(HEADINGS[2]):
            before = picture.inner_html()
            case = json.loads(shell.type(line))
            assert case.get("procedure") == "kite-licence", case
            page.wait_for_function("before => document.querySelector('figure svg').innerHTML !== before", arg=before)
        expect(page.locator("h1")).to_contain_text("Đã giải quyết xong")
    assert case["status"] == "completed"
    assert {step["status"] for step in case["steps"]} == {"completed"}


def _serves(process: subprocess.Popen[bytes], address: str, log: Path) -> bool:
    if process.poll() is not None:
        raise NotReady(f"up ended by itself\n{end_of(log)}")
    try:
        return httpx.get(f"{address}/ready", timeout=5, trust_env=False).is_success
    except httpx.TransportError:
        return False
