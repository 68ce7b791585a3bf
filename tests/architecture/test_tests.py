"""The tests' own manners: each asserts, none steps aside, none waits blindly."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.left_for_later import LATER, is_left_for_later
from tests.support.source_rules import evasions, unproven_tests
from tests.support.source_tree import ROOT, is_below, name_of, parsed, python_files

FILES = python_files("tests")
LOOKS_AGAIN = "tests/support/processes.py"
"""The one place that rests between two looks."""


def test_every_test_asserts() -> None:
    found = {name_of(path): unproven_tests(parsed(path)) for path in FILES}
    assert {name: what for name, what in found.items() if what} == {}


def test_no_test_steps_aside_or_waits_blindly() -> None:
    found = {name_of(path): evasions(parsed(path)) for path in FILES if name_of(path) != LOOKS_AGAIN}
    assert {name: what for name, what in found.items() if what} == {}


def test_a_test_that_asserts_nothing_is_noticed() -> None:
    assert unproven_tests(ast.parse("def test_it():\n    run()\n")) == ["1: test_it asserts nothing"]
    for proof in ("assert x", "check_it(x)", "given(x).then(y)", "with pytest.raises(Error):\n        run()"):
        assert unproven_tests(ast.parse(f"def test_it():\n    {proof}\n")) == []
    in_parts = "def test_it():\n    first()\ndef first():\n    second()\ndef second():\n    assert x\n"
    assert unproven_tests(ast.parse(in_parts)) == []


@pytest.mark.parametrize(
    "line",
    [
        "pytest.skip('x')",
        "@pytest.mark.xfail\ndef test(): ...",
        "time.sleep(1)",
        "threading.Event().wait(0.1)",
        "asyncio.Event().wait()",
        "def test():\n    pause = threading.Event()\n    pause.wait(1)",
    ],
)
def test_an_evasion_is_noticed(line: str) -> None:
    assert evasions(ast.parse(line)) != []


def test_waiting_for_somebody_is_no_evasion() -> None:
    line = "def test():\n    done = Event()\n    Thread(target=work, args=(done,)).start()\n    assert done.wait(60)"
    assert evasions(ast.parse(line)) == []


def test_what_is_left_for_later_is_there_and_is_a_part_only() -> None:
    tests = {folder: [path for path in FILES if is_below(path, folder) and _has_tests(path)] for folder in LATER}
    assert [folder for folder, found in tests.items() if not found] == []
    kept = [path for path in FILES if is_below(path, "tests/unit") and not is_left_for_later(path) and _has_tests(path)]
    assert {path.relative_to(ROOT / "tests/unit").parts[0] for path in kept} >= {"api", "engine", "visualizer"}


def test_every_test_file_is_found_by_pytest() -> None:
    strays = [path for path in FILES if _has_tests(path) and not path.name.startswith("test_")]
    assert [name_of(path) for path in strays] == []


def _has_tests(path: Path) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in parsed(path).body)
