"""`lienthong export`, `import`, `backup`, `restore` at the terminal: what is written where, for whom, and what is said."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """On the ledger in the folder `here`, or in another; with one token in the first."""

    def invoke(*arguments: str, at: str = "here") -> Result:
        monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path / at))
        return CliRunner().invoke(app, list(arguments))

    assert invoke("migrate").exit_code == 0
    assert invoke("tokens", "issue", "--name", "Ví Dụ", "--role", "manager", "--id", "an").exit_code == 0
    return invoke


def _ids(listed: Result) -> list[str]:
    return [token["actor"]["id"] for token in json.loads(listed.output)]


def _without_trail(copy: bytes) -> list[bytes]:
    """The first copy is in the audit trail of the second, and in its sums."""
    return [line for line in copy.splitlines()[:-1] if b"audit_" not in line]


def test_out_to_a_file_and_in_again(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    exported = run("export", str(file))
    assert exported.exit_code == 0 and f"vào {file}" in exported.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    printed = run("export", "-", "--lang", "en")
    assert _without_trail(printed.stdout_bytes) == _without_trail(file.read_bytes())
    assert "written to -" in printed.stderr
    assert "nguyên vẹn" in run("import", str(file), "--verify", at="there").output
    assert "đã nhập" in run("import", str(file), at="there").output
    assert _ids(run("tokens", "list", "--json", at="there")) == ["an"]
    again = run("import", str(file), "--lang", "en", at="there")
    assert again.exit_code == 1 and "has something in it already" in again.output
    file.write_bytes(file.read_bytes()[:-40])
    cut = run("import", str(file), at="elsewhere")
    assert cut.exit_code == 1 and "dòng" in cut.output
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["all.jsonl"], "no draft stays"


def test_a_backup_in_a_folder_is_checked_and_restored(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    made = run("backup", str(folder), "--verify", "--lang", "en")
    assert made.exit_code == 0, made.output
    (file,) = folder.iterdir()
    assert file.name.startswith("lienthong-") and file.suffix == ".db"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert f"{file} is whole" in made.output and f"backed up to {file}" in made.output
    assert "nguyên vẹn" in run("restore", str(file), "--verify").output
    run("tokens", "issue", "--name", "Ai Đó", "--role", "manager", "--id", "later")
    refused = run("restore", str(file))
    assert refused.exit_code == 1 and "--replace" in refused.output
    replaced = run("restore", str(file), "--replace")
    assert replaced.exit_code == 0 and "before_restore" in replaced.output
    assert _ids(run("tokens", "list", "--json")) == ["an"]


def test_what_cannot_be_written_or_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    nowhere = run("backup", str(tmp_path / "none" / "b.db"))
    assert nowhere.exit_code == 1 and "không có thư mục này" in nowhere.output
    unborn = run("export", str(tmp_path / "x.jsonl"), at="unborn")
    assert unborn.exit_code == 2 and "không có tệp" in unborn.output
    assert not (tmp_path / "x.jsonl").exists() and not (tmp_path / "unborn").exists()
    assert run("export", "-", "--received-from", "tomorrow").exit_code == 2
    list_of_things = tmp_path / "list.txt"
    list_of_things.write_text("milk\n", encoding="utf-8")
    assert "không phải" in run("restore", str(list_of_things), "--replace").output
    assert _ids(run("tokens", "list", "--json")) == ["an"]


def test_a_part_says_what_it_is(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "part.jsonl"
    assert run("export", str(file), "--received-from", "2026-01-01", "--received-to", "2026-12-31").exit_code == 0
    header = json.loads(file.read_bytes().splitlines()[0])
    assert header["selection"]["received_from"] == "2026-01-01T00:00:00+07:00", "the day begins in Viet Nam"
    assert header["selection"]["received_to"] == "2027-01-01T00:00:00+07:00"
    assert "tokens" not in header["tables"]
    assert run("import", str(file), at="there").exit_code == 1
    assert run("import", str(file), "--partial", at="there").exit_code == 0
