"""Paths that hold no definition: each command of authors says which and why, and ends; no stack, no waiting."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.procedures import app
from procedure_defs.catalogue import SHIPPED
from procedure_defs.reader import LARGEST

BIRTH = SHIPPED / "birth-residence-insurance" / "2026-09-01.yaml"
COMMANDS = ("validate", "test", "graph", "simulate")


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder with everything that can stand under the name of a definition file and is none."""
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "itself.yaml").symlink_to("itself.yaml")
    (tmp_path / "nowhere.yaml").symlink_to("nobody-is-here")
    (tmp_path / "empty" / "up").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "closed.yaml").touch(mode=0o000)
    (tmp_path / "large.yaml").write_bytes(b"a" * (LARGEST + 1))
    return tmp_path


def _run(*given: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in given], env={"LIENTHONG_LANGUAGE": "en"})


def _lines(result: Result) -> list[str]:
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 1
    return result.output.splitlines()


def test_each_is_told_by_its_name(odd: Path) -> None:
    *told, count = _lines(_run("validate", odd))
    assert count == "6 files checked, 6 problems"
    said = {line.removeprefix(f"{odd}/").partition(":1:1: ")[::2] for line in told}
    closed = next(line for line in told if line.startswith(f"{odd}/closed.yaml:1:1: the file "))
    assert said - {("closed.yaml", closed.partition(":1:1: ")[2])} == {
        ("folder.yaml", "this is a folder; name a definition file"),
        (
            "itself.yaml",
            "the file cannot be read (the system cannot open it); check its name and its permissions",
        ),
        (
            "large.yaml",
            f"the file is larger than {LARGEST:,} bytes; split it, or take out what is no definition",
        ),
        ("nowhere.yaml", "the file cannot be read (there is no such file); check its name and its permissions"),
        ("pipe.yaml", "this is no file that can be read to its end; name a definition file"),
    }


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["itself.yaml", "nowhere.yaml", "pipe.yaml", "closed.yaml", "missing.yaml", "a" * 300])
def test_every_command_names_the_path(odd: Path, command: str, name: str) -> None:
    lines = _lines(_run(command, odd / name))
    assert any(f"{odd / name}:1:1: " in line for line in lines)


@pytest.mark.parametrize("name", ["empty", "folder.yaml"])
def test_a_folder_without_definitions_is_no_success(odd: Path, name: str) -> None:
    assert _lines(_run("validate", odd / name)) == [
        "0 files checked, no problems",
        "there are no definition files (*.yaml) here; name a file, or a folder that has some",
    ]


def test_a_folder_is_no_scenario(odd: Path) -> None:
    lines = _lines(_run("simulate", BIRTH, "--cases", "1", "--scenario", odd / "folder.yaml"))
    assert lines == [f"{odd / 'folder.yaml'}:1:1: this is a folder; name a definition file"]


def test_a_folder_is_no_procedure(odd: Path) -> None:
    assert _lines(_run("graph", odd)) == [f"{odd}:1:1: this is a folder; name a definition file"]
