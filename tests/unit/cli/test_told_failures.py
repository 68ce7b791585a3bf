"""What no command can mend: a ledger away, damaged, full, read-only, or not there; told in a line, with code 2."""

from __future__ import annotations

import resource
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from cli.told_failures import telling
from engine.core.errors import Busy, LedgerReadOnly

NOBODY_THERE = "postgresql://nobody@127.0.0.1:1/nowhere?connect_timeout=2"
ASKED = {
    "migrate": ["migrate"],
    "backup": ["backup", "FOLDER/copy"],
    "export": ["export", "FOLDER/copy"],
    "restore": ["restore", "FOLDER/whole.db", "--replace"],
    "import": ["import", "FOLDER/whole.jsonl"],
    "retention": ["retention", "list"],
    "tokens": ["tokens", "list"],
    "doctor": ["doctor"],
}
EACH = pytest.mark.parametrize("command", ASKED)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a backup and an export of a ledger that has one token, and that ledger in `here`."""
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path / "here"))
    for words in (
        ["migrate"],
        ["tokens", "issue", "--name", "Ví Dụ", "--role", "manager"],
        ["backup", str(tmp_path / "whole.db")],
        ["export", str(tmp_path / "whole.jsonl")],
    ):
        assert _run(words, tmp_path).exit_code == 0
    return tmp_path


def _run(words: list[str], folder: Path) -> Result:
    return CliRunner().invoke(app, [word.replace("FOLDER", str(folder)) for word in words])


def _assert_told(ended: Result, *words: str) -> None:
    assert isinstance(ended.exception, SystemExit), ended.exception
    assert ended.exit_code == 2, ended.output
    assert "Traceback" not in ended.output
    assert any(word in ended.output for word in words), ended.output


@EACH
def test_a_database_that_is_away(folder: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", NOBODY_THERE)
    words = ["restore", "FOLDER/whole.jsonl"] if command == "restore" else ASKED[command]
    _assert_told(_run([*words, "--lang", "en"], folder), "LIENTHONG_DATABASE_URL")


@EACH
@pytest.mark.parametrize("kept", [0, 4096])
def test_a_file_that_is_damaged(folder: Path, command: str, kept: int) -> None:
    ledger = folder / "here" / "lienthong.db"
    ledger.write_bytes(ledger.read_bytes()[:kept] + b"\xfe" * 90_000)
    ended = _run(ASKED[command], folder)
    if command == "restore":
        assert ended.exit_code == 0, ended.output
        assert _run(["tokens", "list"], folder).exit_code == 0
        assert b"\xfe" * 90_000 in next(ledger.parent.glob("*before_restore*")).read_bytes(), "it is kept aside"
    else:
        _assert_told(ended, "bị hỏng")


@contextmanager
def _files_of_at_most(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("command", ["migrate", "backup", "restore", "import"])
def test_storage_that_takes_no_more(folder: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if command in ("migrate", "import"):
        monkeypatch.setenv("LIENTHONG_DATA_DIR", str(folder / "new"))
    with _files_of_at_most(40_000):
        ended = _run(ASKED[command], folder)
    _assert_told(ended, "nơi lưu trữ đã đầy")
    assert not (folder / "copy").exists() and not list(folder.glob(".*part*"))


@pytest.mark.parametrize("command", ["migrate", "restore", "import"])
def test_a_folder_that_takes_no_file(folder: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", "sqlite:////proc/lienthong.db")
    _assert_told(_run(ASKED[command], folder), "/proc/lienthong.db")


@pytest.mark.parametrize("command", ["backup", "export", "retention", "tokens", "doctor"])
def test_who_only_reads_makes_no_ledger(folder: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(folder / "wrong"))
    _assert_told(_run(ASKED[command], folder), "LIENTHONG_DATA_DIR")
    assert not (folder / "wrong").exists()


def test_the_ledger_and_its_folder_are_its_owners_alone(folder: Path) -> None:
    ledger = folder / "here" / "lienthong.db"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (ledger, ledger.parent)] == [0o600, 0o700]


def test_it_is_told_in_the_language_that_was_asked_for() -> None:
    assert str(telling(Busy(), ["migrate", "--lang=en"])).startswith("the database is busy")
    assert str(telling(Busy(), ["migrate", "--lang", "vi"])).startswith("cơ sở dữ liệu đang bận")
    assert "cannot be written to" in str(telling(LedgerReadOnly(), ["tokens", "list", "--lang", "en"]))
    assert telling(ValueError("a bug"), []) is None
