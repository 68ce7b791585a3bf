"""`lienthong cases`: papers are listed, and written as the very bytes that HTTP hands out."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.support.pdf_reading import read_paper
from tests.support.played_births import opened


def test_a_paper_is_listed_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path / "data") as alone:
        story = alone.story().received()
        code = str(story.state.dossier_code)
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    assert "receipt-2" in run(app, ["cases", "papers", code]).output
    written = run(app, ["cases", "paper", code, "receipt-2"])
    assert written.exit_code == 0, written.output
    content = (tmp_path / f"{code}-receipt-2.pdf").read_bytes()
    assert code in read_paper(content).words
    slip, *_ = json.loads(run(app, ["cases", "papers", code, "--json"]).output)
    assert (slip["form"], slip["sha256"]) == ("01", hashlib.sha256(content).hexdigest())


def test_what_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path / "data") as alone:
        case = alone.story().received().case_id
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path / "data"))
    run = CliRunner().invoke
    none = run(app, ["cases", "paper", case, "apology-2", "--lang", "en"])
    assert (none.exit_code, "no such paper" in none.output) == (1, True)
    assert run(app, ["cases", "papers", "nobody"]).exit_code == 1
    nowhere = run(app, ["cases", "paper", case, "receipt-2", "--out", str(tmp_path)])
    assert (nowhere.exit_code, "SHA-256" in nowhere.output) == (1, False)
