"""A benchmark run is green only if every promise is kept."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import __main__ as run

KEPT = {"bars": [{"words": "as quick as promised", "reached": True}]}
MISSED = {"bars": [*KEPT["bars"], {"words": "as small as promised", "reached": False}]}


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ({"size": KEPT, "day": KEPT}, 0),
        ({"size": KEPT, "day": MISSED}, 1),
        ({"size": {"failed": -9}}, 1),
        ({"size": {**KEPT, "failed": 1}}, 1),
        ({"size": {"bars": []}}, 1),
    ],
)
def test_only_promises_that_are_all_kept_end_with_zero(found: dict[str, dict[str, Any]], code: int) -> None:
    assert run.exit_code(found) == code


@pytest.mark.parametrize(("reached", "code", "expected"), [(True, 0, 0), (False, 0, 1), (True, 3, 1)])
def test_the_run_of_a_benchmark_ends_as_its_bars_do(
    reached: bool, code: int, expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "benchmarks_of").mkdir()
    monkeypatch.setattr(run, "FOLDER", tmp_path / "benchmarks_of")
    monkeypatch.setattr(run, "TARGET", tmp_path / "all.json")
    left = tmp_path / "benchmarks_of" / "size.json"
    said = json.dumps({"bars": [{"words": "small", "reached": reached}]})
    leaves = [sys.executable, "-c", f"open({str(left)!r}, 'w').write({said!r}); raise SystemExit({code})"]
    monkeypatch.setattr(run, "run_to_its_end", lambda _command: subprocess.run(leaves, check=False).returncode)
    monkeypatch.setattr(run, "unwind_on_sigterm", lambda: None)
    assert run.main(["size"]) == expected
    assert "size" in json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
