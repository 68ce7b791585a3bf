"""What `make check` leaves to `make test`, so that it stays under a minute: the marker `later` on whole folders."""

from __future__ import annotations

from pathlib import Path

from tests.support.source_tree import is_below

LATER = {
    "tests/unit/cli": "commands run as in a terminal, many in a process of their own",
    "tests/unit/docs": "every example of the documents is checked and played",
    "tests/unit/procedure_defs": "every shipped procedure and every broken file is read and checked",
    "tests/unit/test_readme.py": "what it shows is checked, drawn and played",
    "tests/unit/demo": "the whole town is played on many days",
    "tests/unit/engine/test_settings.py": "commands in processes of their own are told what is said wrongly",
    "tests/unit/engine/simulation/test_laws_of_simulation.py": "towns of many shapes are played for months",
    "tests/unit/benchmarks": "the engine answers every question of the benchmark",
}
"""A folder or a file, and why it takes long."""


def is_left_for_later(path: Path) -> bool:
    """Whether a test file, or a folder of them, is one of those."""
    return any(is_below(path, folder) for folder in LATER)
