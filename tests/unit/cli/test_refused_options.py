"""Options and names that cannot be: told in the language of the user, with what there is instead, and ended with 2."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.main import app
from procedure_defs.catalogue import SHIPPED

LINKED = str(SHIPPED / "birth-residence-insurance" / "2026-09-01.yaml")


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("LIENTHONG_LANGUAGE", raising=False)
    assert _run("migrate").exit_code == 0


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "4000"})


def _said(ended: Result) -> str:
    return re.sub(r"[│╭╰─╮╯\s]+", " ", ended.output)


@pytest.mark.parametrize(
    ("asked", "vietnamese", "english"),
    [
        ("what-if --day-off 2026-13-45", "`2026-13-45` không phải là ngày", "`2026-13-45` is no date"),
        ("what-if --work-day today", "`today` không phải là ngày", "`today` is no date"),
        ("what-if --day-off 2026-12-24 --at soon", "không phải là thời điểm", "is no instant; write"),
        ("what-if --limit inspect", "chưa nêu thời hạn", "names no limit"),
        ("what-if --limit check_dossier=1ngày", "không phải là thời hạn", "is not a time limit"),
        ("what-if --total 2", "`2` không phải là thời hạn", "`2` is not a time limit"),
        ("what-if --limit check_dosier=1", "có phải là `check_dossier` không?", "did you mean `check_dossier`?"),
        (
            "what-if --day-off 2026-12-24 --procedure judicial-recod",
            "không có thủ tục `judicial-recod`; có phải là `judicial-record` không?",
            "there is no procedure `judicial-recod`; did you mean `judicial-record`?",
        ),
        ("migrate nix --to 2026-01-01", "không có thủ tục `nix`", "there is no procedure `nix`"),
        (
            "migrate birth-residence-insurance --to 2030-01-01",
            "không có phiên bản `2030-01-01`; có: 2024-07-01, 2026-09-01",
            "has no version `2030-01-01`; it has: 2024-07-01, 2026-09-01",
        ),
        (
            "migrate birth-residence-insurance --to 2026-09-01 --from 2020-01-01",
            "không có phiên bản `2020-01-01`",
            "has no version `2020-01-01`",
        ),
        ("migrate x --to y --at 2026-01-01", "chỉ dùng cùng --dry-run", "only with --dry-run"),
        ("end nix 2026-01-01 --basis Act --take-back", "không có thủ tục `nix`", "there is no procedure `nix`"),
        (
            "end birth-residence-insurance 2026-01-01 --basis Act --take-back",
            "không có phiên bản `2026-01-01`",
            "has no version `2026-01-01`",
        ),
        ("end nix 2026-01-01 --basis Act", "hãy chọn một trong hai", "say either"),
        ("end nix 2026-01-01 --basis Act --last-day 31/12", "không phải là ngày", "is no date"),
        (f"simulate {LINKED} --cases 0", "không nằm trong khoảng từ 1", "is not between 1 and"),
        (f"graph {LINKED} --out x.jpg", "không cho biết phải vẽ gì", "does not say what to draw"),
        (f"graph {LINKED} --format png", "phải ghi vào tệp", "is written to a file"),
        (f"lint {LINKED} --json --sarif", "chỉ chọn một", "choose one of"),
    ],
)
def test_what_cannot_be_is_told_in_the_language_of_the_user(asked: str, vietnamese: str, english: str) -> None:
    refused, in_english = (_run("procedures", *asked.split(), "--lang", language) for language in ("vi", "en"))
    assert (refused.exit_code, in_english.exit_code) == (2, 2)
    assert vietnamese in _said(refused) and english not in _said(refused)
    assert english in _said(in_english)


@pytest.mark.parametrize(
    "asked",
    [
        "explain nothing --as-of yesterday",
        "lateness nothing --period-end 2026-08-21",
        "tokens issue --name An --role manager --days 0",
    ],
)
def test_other_commands_refuse_in_the_language_of_the_user_too(asked: str) -> None:
    refused, in_english = _run(*asked.split()), _run(*asked.split(), "--lang", "en")
    assert (refused.exit_code, in_english.exit_code) == (2, 2)
    assert _said(refused) != _said(in_english)
    assert "is no" not in _said(refused) and "too small" not in _said(refused)


@pytest.mark.parametrize(
    ("file", "vietnamese", "english"),
    [
        ("calendars/vn-state-agency.yaml", "đây là lịch làm việc", "this is a calendar, not a procedure"),
        ("agencies", "đây là danh mục cơ quan", "this is an agency directory"),
    ],
)
def test_a_picture_of_what_is_no_procedure_is_refused_in_one_line(file: str, vietnamese: str, english: str) -> None:
    path = SHIPPED / file
    path = path if path.is_file() else min(path.glob("*.yaml"))
    for language, words in (("vi", vietnamese), ("en", english)):
        ended = _run("procedures", "graph", str(path), "--lang", language)
        assert (ended.exit_code, len(ended.output.splitlines())) == (1, 1)
        assert words in ended.output
