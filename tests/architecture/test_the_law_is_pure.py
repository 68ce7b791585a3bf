"""engine/core: same input, same output. And nobody reads the wall clock but the one file that is there for it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.source_rules import impurities
from tests.support.source_tree import PRODUCT, ROOT, name_of, parsed, python_files, text_of

THE_CLOCK = "engine/gateways/system_clock.py"


@pytest.mark.parametrize("path", python_files("engine/core"), ids=name_of)
def test_the_core_reads_no_clock_and_touches_nothing(path: Path) -> None:
    assert impurities(parsed(path)) == []


@pytest.mark.parametrize("path", python_files("visualizer"), ids=name_of)
def test_pictures_read_no_clock(path: Path) -> None:
    assert [found for found in impurities(parsed(path)) if any(word in found for word in ("now", "today"))] == []


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "date.today()",
        "time.monotonic()",
        "uuid4()",
        "open('x')",
        "print(1)",
        "Path('x').read_text()",
        "logging.getLogger()",
        "async def ask(): ...",
    ],
)
def test_an_impurity_is_noticed(line: str) -> None:
    assert impurities(ast.parse(line)) != []


def test_nobody_talks_his_way_past_the_clock_rule() -> None:
    excuses = [
        name_of(path)
        for path in python_files(*PRODUCT)
        if name_of(path) != THE_CLOCK
        for line in text_of(path).splitlines()
        if "noqa" in line and ("TID251" in line or "DTZ" in line)
    ]
    assert excuses == []


def test_the_lint_knows_the_rule() -> None:
    configuration = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for call in ("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.date.today", "time.time"):
        assert f'"{call}".msg' in configuration
