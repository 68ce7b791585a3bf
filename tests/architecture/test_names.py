"""Room cards and names: a line of code can tell which room it is in, and no file is a drawer for odds and ends."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support.source_tree import PRODUCT, ROOT, is_below, name_of, parsed, python_files

CARD = ("ROOM:", "MAY IMPORT:", "MUST NOT:", "CALLED BY:")
DRAWERS = {"util", "utils", "common", "helper", "helpers", "manager", "managers", "misc", "stuff"}
# The glossary's "not" column, as far as it is never the right word: the words of other engines for our things.
FOREIGN_WORDS = ("Workflow", "Ticket", "Snooze", "Sla")
ROOMS = [
    path
    for path in python_files(*PRODUCT)
    if path.name == "__init__.py" and (path.parent.parent == ROOT or path.parent.parent == ROOT / "engine")
]
ROOMS.remove(ROOT / "engine" / "__init__.py")


@pytest.mark.parametrize("path", ROOMS, ids=name_of)
def test_every_room_has_its_card(path: Path) -> None:
    card = ast.get_docstring(parsed(path)) or ""
    assert [line.split(":")[0] + ":" for line in card.splitlines() if line.startswith(CARD)] == list(CARD)


def test_every_package_says_what_it_is() -> None:
    packages = [path for path in python_files(*PRODUCT, "tests/support") if path.name == "__init__.py"]
    assert [name_of(path) for path in packages if not ast.get_docstring(parsed(path))] == []


def test_every_folder_of_the_product_is_a_package() -> None:
    migrations = "engine/store/migrations"
    folders = {path.parent for path in python_files(*PRODUCT) if not is_below(path, migrations)}
    assert sorted(name_of(folder) for folder in folders if not (folder / "__init__.py").exists()) == []


def test_every_file_says_in_one_sentence_what_it_is() -> None:
    silent = [path for path in python_files(*PRODUCT, "tests/support") if not ast.get_docstring(parsed(path))]
    assert [name_of(path) for path in silent] == []


def test_no_file_is_a_drawer() -> None:
    assert [name_of(path) for path in python_files() if path.stem in DRAWERS] == []


def test_no_file_of_the_product_is_two() -> None:
    assert [name_of(path) for path in python_files(*PRODUCT) if "_and_" in path.stem] == []


def test_names_are_of_the_glossary() -> None:
    watched = python_files("engine", "api", "visualizer", "procedure_defs")
    classes = [node.name for path in watched for node in ast.walk(parsed(path)) if isinstance(node, ast.ClassDef)]
    assert [name for name in classes if set(re.findall(r"[A-Z][a-z]*", name)) & set(FOREIGN_WORDS)] == []
