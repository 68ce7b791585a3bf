"""The environment files of the operators' page say what the programs hear, and its commands are commands."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
from prefect.settings import Settings as PrefectSettings
from typer.testing import CliRunner

from cli.main import app
from engine.settings import Settings, read_settings
from tests.support.document_blocks import Block, blocks_of
from tests.support.source_tree import ROOT

PAGE = ROOT / "docs" / "operations.md"
BLOCKS = list(blocks_of(PAGE))
TEXTS = [block.text for block in BLOCKS if block.language == "ini"]
UNITS = [block.text for block in BLOCKS if block.language == "systemd"]
HEARD_ELSEWHERE = re.compile(r"LIENTHONG_PREFECT_DATABASE_URL|PREFECT_REDIS_MESSAGING_(HOST|PORT|DB)")
"""By `lienthong prefect-server`, and by the package for Redis, which is not installed here."""


def _read(text: str) -> dict[str, str]:
    """As systemd reads an environment file: quotes around a value are no part of it."""
    said = (line.split("=", 1) for line in text.splitlines())
    return {name: "".join(shlex.split(value)) for name, value in said}


FILES = [_read(text) for text in TEXTS]


@pytest.fixture(params=range(len(FILES)), ids=lambda number: f"file {number + 1}")
def file(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """One environment file of the page; nothing else of ours or of Prefect's is in the environment."""
    for name in list(os.environ):
        if name.startswith(("LIENTHONG_", "PREFECT_")):
            monkeypatch.delenv(name)
    said: dict[str, str] = FILES[request.param]
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    return said


def test_the_page_has_them() -> None:
    assert len(FILES) == 3, "of the database's host, of an application's host, of replicas"


def test_each_line_is_heard(file: dict[str, str]) -> None:
    settings = read_settings()
    by_prefect = PrefectSettings().to_environment_variables(exclude_unset=True, include_secrets=True).values()
    for name, value in file.items():
        if HEARD_ELSEWHERE.fullmatch(name):
            continue
        if name.startswith("LIENTHONG_"):
            field = name.removeprefix("LIENTHONG_").lower()
            assert field in Settings.model_fields, f"{name} is no setting"
            assert field in settings.model_fields_set
        else:
            assert value in by_prefect, f"Prefect does not hear {name}"


def _commands() -> list[str]:
    plain: list[Block] = [block for block in BLOCKS if not block.language]
    return [line for block in plain for line in block.text.splitlines() if line.startswith("lienthong ")]


@pytest.mark.parametrize("command", _commands())
def test_each_command_is_one(command: str) -> None:
    """With `--help` behind it nothing is started, and an option that is not known is told all the same."""
    answer = CliRunner().invoke(app, [*shlex.split(command, comments=True)[1:], "--help"])
    assert answer.exit_code == 0, answer.output
    assert all(option in answer.output for option in re.findall(r"--[a-z-]+", command))


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_shell_reads_the_same_as_systemd(tmp_path: Path, number: int) -> None:
    path = tmp_path / "app.env"
    path.write_text(TEXTS[number], encoding="utf-8")
    command = ["sh", "-c", f"set -eu; set -a; . {path}; set +a; exec env -0"]
    heard = subprocess.run(command, capture_output=True, text=True, check=True, env={"PATH": os.environ["PATH"]}).stdout
    variables = dict(line.split("=", 1) for line in heard.split("\0") if line)
    assert {name: variables.get(name) for name in FILES[number]} == FILES[number]


def _unit(text: str) -> ConfigParser:
    found = ConfigParser(interpolation=None, delimiters=("=",))
    found.optionxform = str  # type: ignore[assignment, method-assign]
    found.read_string(text)
    return found


def test_the_units_are_units() -> None:
    units = [_unit(text) for text in UNITS]
    assert len(units) == 5, "API, dispatcher, Prefect's server, backup and its timer"
    page = PAGE.read_text(encoding="utf-8")
    for unit in units:
        assert unit["Unit"]["Description"]
        assert ("Service" in unit) != ("Timer" in unit)
        if "Service" in unit:
            assert f"`{unit['Service']['EnvironmentFile']}`" in page
            assert unit["Service"]["User"] == "lienthong"
    finish = read_settings().dispatcher_finish_seconds
    dispatcher = next(unit for unit in units if "dispatcher" in unit["Unit"]["Description"])
    assert int(dispatcher["Service"]["TimeoutStopSec"]) > finish + 5


@pytest.mark.parametrize("command", re.findall(r"^ExecStart=(.+)$", "\n".join(UNITS), re.MULTILINE))
def test_what_a_unit_starts_is_a_command(command: str) -> None:
    program, *words = shlex.split(command)
    assert program.endswith("/bin/lienthong")
    answer = CliRunner().invoke(app, [*words, "--help"])
    assert answer.exit_code == 0, answer.output
    assert all(option in answer.output for option in re.findall(r"--[a-z-]+", command))
