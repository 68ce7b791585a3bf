"""Definition files with problems: every process of the product says the lines and ends, without a stack."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = (["up", "--once"], ["api"], ["dispatcher"], ["tokens", "list"])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_the_lines_are_said(tmp_path: Path, command: list[str]) -> None:
    folder = tmp_path / "definitions" / "kite-licence"
    folder.mkdir(parents=True)
    (folder / "2026-01-01.yaml").write_text("procedure: kite-licence\ntotal: [\n", encoding="utf-8")
    given = {"LIENTHONG_DATA_DIR": str(tmp_path / "data"), "LIENTHONG_DEFINITIONS_DIR": str(folder.parent)}
    ended = subprocess.run(
        [sys.executable, "-m", "cli.main", *command],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    said = ended.stdout + ended.stderr
    assert ended.returncode == 1, said
    assert "2026-01-01.yaml:" in said
    assert "Traceback" not in said
