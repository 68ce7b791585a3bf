"""A file can be understood alone: 600 lines are too many, and so are 60 for a function."""

from __future__ import annotations

import ast

from tests.support.source_rules import long_functions
from tests.support.source_tree import files_longer_than, is_below, name_of, parsed, python_files

FILE_LINES = 600
MIGRATIONS = "engine/store/migrations/versions"  # lists of columns, read from top to bottom


def test_no_file_is_too_long() -> None:
    assert files_longer_than(FILE_LINES) == {}, "look for the second noun and give it a file"


def test_no_function_is_too_long() -> None:
    watched = (path for path in python_files() if not is_below(path, MIGRATIONS))
    found = {name_of(path): long_functions(parsed(path)) for path in watched}
    assert {name: what for name, what in found.items() if what} == {}


def test_a_long_function_is_noticed() -> None:
    body = "\n".join(f"    x{number} = {number}" for number in range(60))
    assert long_functions(ast.parse(f"def one():\n{body}\n")) == ["1: one has 61 lines"]
    assert long_functions(ast.parse("def one():\n    return 1\n")) == []
