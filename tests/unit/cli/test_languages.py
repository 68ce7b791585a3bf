"""Every command answers in Vietnamese, and in English when asked; nothing English is left over in the default."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from cli.main import app

WITHOUT_WORDS = {"api", "dispatcher", "prefect-server", "procedures schema"}
"""They become another program, or print a file for machines."""

TOLD_WITH_THE_DIAGNOSTICS = {"procedures validate", "procedures lint", "procedures test", "procedures list"}

_COMMON = (
    "the of is no not and has have that there cases case step from to written next name names roles agency "
    "issued expires revoked looked open transferred decided database tables run in system already date day for "
    "know knows here done as by with time limit due promised"
)
ENGLISH = set(_COMMON.split())
"""Words that no Vietnamese sentence has; `an`, `on` and `do` are left out, as are the names of files and ids."""


def _commands(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    for name in group.list_commands(None):
        found = group.get_command(None, name)
        if hasattr(found, "list_commands"):
            yield from _commands(found, f"{above}{name} ")
        else:
            yield f"{above}{name}", found


COMMANDS = dict(_commands(typer.main.get_command(app)))


def test_every_command_with_words_can_be_asked_for_english() -> None:
    options = {name: {o for p in command.params for o in p.opts} for name, command in COMMANDS.items()}
    silent = {name for name, known in options.items() if "--lang" not in known}
    assert silent - TOLD_WITH_THE_DIAGNOSTICS == WITHOUT_WORDS


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "220"})


def _left_over(said: str) -> set[str]:
    """English words, without what stands in backticks or belongs to an id, a file, an option or a command line."""
    prose = re.sub(r"`[^`]*`|\S*[-_/.@:]\w\S*|lienthong[^;\n]*", " ", said)
    # Whose frame it is: the usage lines of a wrong option are those of the library.
    lines = [line for line in prose.splitlines() if not line.lstrip("│ ").startswith(("Usage", "Try", "Invalid value"))]
    return set(re.findall(r"[a-z]+", " ".join(lines))) & ENGLISH


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("LIENTHONG_LANGUAGE", raising=False)
    assert _run("migrate").exit_code == 0
    return tmp_path


SCREENS = [
    "migrate",
    "tokens list",
    "tokens revoke nothing",
    "agencies tree --on 2026-07-01",
    "agencies resolve --kind licence_police --territory mau-don --on 2026-07-01",
    "agencies resolve --kind district_committee --territory mau-don --on 2025-07-01",
    "agencies transfer --dry-run",
    "calendars reproject --dry-run",
    "calendars short",
    "explain nothing",
    "lateness nothing",
    "procedures migrate birth-residence-insurance --to 2026-09-01",
    "procedures diff birth-residence-insurance@2024-07-01 birth-residence-insurance@2024-07-01",
]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_is_vietnamese_by_default_and_english_on_request(installed: Path, screen: str) -> None:
    words = screen.split()
    vietnamese, english = _run(*words).output, _run(*words, "--lang", "en").output
    assert _left_over(vietnamese) == set()
    assert vietnamese != english


def test_the_setting_of_the_installation_decides_where_nobody_asks(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIENTHONG_LANGUAGE", "en")
    assert _run("migrate").output == "the database is up to date\n"
    assert _run("migrate", "--lang", "vi").output == "cơ sở dữ liệu đã ở phiên bản hiện hành\n"


def test_without_tables_the_remedy_is_told_in_the_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path / "none"))
    refused = _run("tokens", "list")
    assert (refused.exit_code, _left_over(refused.output)) == (2, set())
    assert "tạo mới bằng `lienthong migrate`" in refused.output


def test_a_new_procedure_speaks_the_language_of_its_author(tmp_path: Path) -> None:
    for language, word in (("vi", "Bản nháp"), ("en", "A draft")):
        folder = tmp_path / language
        made = _run("procedures", "new", "kite-permit", "--dir", str(folder), "--lang", language)
        assert made.exit_code == 0, made.output
        version, readme = next((folder / "kite-permit").glob("20*.yaml")), folder / "kite-permit" / "README.md"
        assert word in version.read_text(encoding="utf-8") and word in readme.read_text(encoding="utf-8")
        assert f"<!-- tables {version.stem} {language}:" in readme.read_text(encoding="utf-8")
    made = _run("procedures", "new", "kite-permit", "--dir", str(tmp_path / "default"))
    assert _left_over(made.output) == set()


@pytest.mark.parametrize(
    "words",
    [
        ("agencies", "tree", "--on", "today"),
        ("agencies", "resolve", "--kind", "wizards", "--territory", "mau-don"),
        ("procedures", "new", "Kite"),
        ("procedures", "new", "kite", "--step", "a", "--step", "a"),
        ("procedures", "new", "kite", "--from", "2009-01-01"),
    ],
)
def test_what_cannot_be_is_refused_in_vietnamese(words: tuple[str, ...]) -> None:
    refused = _run(*words)
    assert (refused.exit_code, _left_over(refused.output)) == (2, set())
    assert _run(*words, "--lang", "en").output != refused.output
