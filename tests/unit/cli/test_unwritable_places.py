"""Where a command cannot write it says so in words and ends with 1: no folder, a file for a folder, no space, no right."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from cli.main import app
from cli.written_files import told_if_refused
from procedure_defs.catalogue import SHIPPED

DRAWN = str(SHIPPED / "birth-residence-insurance" / "2026-09-01.yaml")


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, ["procedures", *words])


def _assert_told(ended: Result, place: Path, why: str) -> None:
    assert isinstance(ended.exception, SystemExit), ended.exception
    assert ended.exit_code == 1
    assert ended.output.splitlines()[-1] == f"không ghi được {place}: {why}"


NO_FOLDER = "không có thư mục này, hãy tạo trước"
A_FILE = "trên đường dẫn có một tệp ở chỗ của thư mục"
A_FOLDER = "đây là một thư mục, hãy nêu tên tệp"


@pytest.mark.parametrize("kind", ["svg", "mermaid", "png"])
@pytest.mark.parametrize(("name", "why"), [("none/x", NO_FOLDER), ("file/x", A_FILE), ("folder", A_FOLDER)])
def test_a_picture_that_cannot_be_written(tmp_path: Path, kind: str, name: str, why: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    _assert_told(_run("graph", DRAWN, "--format", kind, "--out", str(tmp_path / name)), tmp_path / name, why)


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    full = Path("/dev/full")
    _assert_told(_run("graph", DRAWN, "--format", "svg", "--out", str(full)), full, "ổ đĩa đã đầy")


def test_a_draft_below_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    _assert_told(_run("new", "kite-permit", "--dir", str(file)), file / "kite-permit", A_FILE)


def test_a_readme_that_grows_beyond_what_may_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "promotion-notice"
    shutil.copytree(SHIPPED / "promotion-notice", folder)
    (folder / "README.md").unlink()
    (folder / "README.md").symlink_to("/dev/full")
    told = _run("readme", str(folder))
    _assert_told(told, folder / "README.md", "ổ đĩa đã đầy")


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


def test_what_has_no_words_of_ours_is_told_as_the_system_refusing(tmp_path: Path) -> None:
    target = tmp_path / "x.svg"
    with _files_of_at_most(16):
        ended = _run("graph", DRAWN, "--out", str(target))
    _assert_told(ended, target, "hệ thống không cho ghi")


@pytest.mark.parametrize(
    ("language", "told"),
    [("vi", "không ghi được x: không có quyền ghi"), ("en", "x cannot be written: writing there is not permitted")],
)
def test_a_missing_right_has_words_in_both_languages(
    language: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended, told_if_refused("x", language):
        raise PermissionError(13, os.strerror(13))
    assert ended.value.exit_code == 1
    assert capsys.readouterr().err == f"{told}\n"


@pytest.mark.parametrize("asked", ["migrate", "prefect-server", "up --once"])
def test_a_data_folder_that_is_a_file(asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(file))
    ended = CliRunner().invoke(app, asked.split())
    _assert_told(ended, file, "ở đó đã có tệp hoặc thư mục")
