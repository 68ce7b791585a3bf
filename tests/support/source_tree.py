"""The repository as data: its files and rooms, for the tests that watch over the house rules."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("engine", "api", "flows", "cli", "visualizer", "printing", "procedure_defs", "demo")


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Every file of the repository with one of these suffixes (all, if none): what git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    found = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in found if path.is_file() and (not suffixes or path.suffix in suffixes))


def python_files(*folders: str) -> list[Path]:
    """The Python files below these folders of the repository; all of them when none is named."""
    return [path for path in files(".py") if not folders or any(is_below(path, folder) for folder in folders)]


def is_below(path: Path, folder: str) -> bool:
    """Whether a file is somewhere in a folder of the repository."""
    return path.is_relative_to(ROOT / folder)


def name_of(path: Path) -> str:
    """The path as people write it: from the root of the repository, with slashes."""
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    """The file's text; empty for pictures and the like."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def parsed(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(text_of(path), filename=str(path))


def line_count(path: Path) -> int:
    """How many lines the file has."""
    return len(text_of(path).splitlines())


def files_longer_than(lines: int) -> dict[str, int]:
    """The Python files that pass a length, with their lengths."""
    return {name_of(path): count for path in python_files() if (count := line_count(path)) > lines}
