"""engine/core: same input, same output. And nobody reads the wall clock but the one file that is there for it."""

from __future__ import annotations

import ast
import re

import pytest

from tests.support.source_rules import impurities
from tests.support.source_tree import PRODUCT, ROOT, name_of, parsed, python_files, text_of

THE_CLOCK = "engine/gateways/system_clock.py"


def test_the_core_reads_no_clock_and_touches_nothing() -> None:
    found = {name_of(path): impurities(parsed(path)) for path in python_files("engine/core")}
    assert found
    assert {name: what for name, what in found.items() if what} == {}


def test_pictures_read_no_clock() -> None:
    found = [f"{name_of(path)}:{what}" for path in python_files("visualizer") for what in impurities(parsed(path))]
    assert [what for what in found if re.search(r"\b(now|utcnow|today)\(", what)] == []


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
