"""Every command of the page for authors is run, from the first to the last, in a folder of its own."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.procedures import app

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "reference" / "commands.md"


def test_the_commands_of_the_page_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("procedure_defs", "docs"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^lienthong procedures (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) >= 12
    ended = {words: CliRunner().invoke(app, shlex.split(words)).exit_code for words in commands}
    assert {words: code for words, code in ended.items() if code} == {}
    assert {path.name for path in tmp_path.iterdir()} >= {"kite-permit", "kite-permit.png", "kite.svg"}


def test_every_command_has_its_row() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert {name for name in named if f"`{name}`" not in text} == set()
