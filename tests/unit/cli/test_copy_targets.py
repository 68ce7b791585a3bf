"""Where `lienthong backup` and `export` do not write: over the ledger, over what is no file, over what is there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.ended_by_signal import ended_by_signal
from cli.main import app
from cli.whole_files import whole_file

Run = Callable[..., Result]
OWN = "là tệp của chính cơ sở dữ liệu đang dùng"
COMMANDS = pytest.mark.parametrize("command", ["backup", "export"])


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """On a migrated ledger in the folder `here`."""
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path / "here"))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    assert invoke("migrate").exit_code == 0
    return invoke


def _assert_refused(ended: Result, why: str) -> None:
    assert ended.exit_code == 1, ended.output
    assert why in ended.output


@COMMANDS
@pytest.mark.parametrize("name", ["lienthong.db", "lienthong.db-wal", "lienthong.db-shm"])
def test_the_ledger_itself_stays(run: Run, tmp_path: Path, command: str, name: str) -> None:
    ledger = tmp_path / "here" / "lienthong.db"
    before = ledger.read_bytes(), ledger.stat().st_ino
    _assert_refused(run(command, str(tmp_path / "here" / name), "--replace"), OWN)
    assert (ledger.read_bytes(), ledger.stat().st_ino) == before
    assert [file.name for file in ledger.parent.iterdir()] == ["lienthong.db"]


@COMMANDS
@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_nor_is_it_reached_through_a_link(
    run: Run, tmp_path: Path, command: str, link: Callable[[Path, Path], None]
) -> None:
    link(tmp_path / "here" / "lienthong.db", tmp_path / "linked.db")
    _assert_refused(run(command, str(tmp_path / "linked.db"), "--replace"), OWN)


@COMMANDS
def test_what_is_no_file_is_not_replaced(run: Run, tmp_path: Path, command: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (pipe, Path("/dev/null")):
        _assert_refused(run(command, str(place), "--replace", "--lang", "en"), "is no regular file")
    assert pipe.is_fifo() and Path("/dev/null").is_char_device()


@COMMANDS
def test_a_file_is_replaced_only_when_asked(run: Run, tmp_path: Path, command: str) -> None:
    file = tmp_path / "precious"
    file.write_text("precious", encoding="utf-8")
    _assert_refused(run(command, str(file)), "--replace")
    assert file.read_text(encoding="utf-8") == "precious"
    assert run(command, str(file), "--replace").exit_code == 0
    assert file.read_bytes() != b"precious"
    (tmp_path / "precious-wal").touch()
    _assert_refused(run(command, str(file), "--replace", "--lang", "en"), "somebody uses")


def test_what_came_there_meanwhile_stays(tmp_path: Path) -> None:
    place = tmp_path / "copy"
    writing = whole_file(place)
    writing.__enter__().write_text("ours", encoding="utf-8")
    place.write_text("theirs", encoding="utf-8")
    with pytest.raises(FileExistsError):
        writing.__exit__(None, None, None)
    assert place.read_text(encoding="utf-8") == "theirs"
    assert [file.name for file in tmp_path.iterdir()] == ["copy"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_who_is_asked_to_end_leaves_no_draft(tmp_path: Path, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(SystemExit) as ended, ended_by_signal(), whole_file(tmp_path / "copy"):
        signal.raise_signal(number)
    assert ended.value.code == 128 + number
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(number) is before


_DIES = """
import os, pathlib, sys
from cli.whole_files import whole_file
with whole_file(pathlib.Path(sys.argv[1])) as draft:
    draft.with_name(draft.name + "-journal").touch()
    os.kill(os.getpid(), 9)
"""


def test_what_the_killed_left_is_taken_away_by_the_next(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _DIES, str(tmp_path / "first")], check=False)
    assert len(list(tmp_path.iterdir())) == 2
    living = tmp_path / f".x.{os.uname().nodename}@{os.getppid()}.lienthong-part"
    elsewhere = tmp_path / ".x.another-machine@1.lienthong-part"
    for file in (living, elsewhere):
        file.touch()
    with whole_file(tmp_path / "second") as draft:
        draft.write_text("whole", encoding="utf-8")
    assert {file.name for file in tmp_path.iterdir()} == {"second", living.name, elsewhere.name}
