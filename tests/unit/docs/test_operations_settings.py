"""The environment files of the operators' page say what the programs hear, and its commands are commands."""

from __future__ import annotations

import os
import re
import shlex

import pytest
from prefect.settings import Settings as PrefectSettings
from typer.testing import CliRunner

from cli.main import app
from engine.settings import Settings, read_settings
from tests.support.document_blocks import Block, blocks_of
from tests.support.source_tree import ROOT

PAGE = ROOT / "docs" / "operations.md"
BLOCKS = list(blocks_of(PAGE))
FILES = [dict(line.split("=", 1) for line in block.text.splitlines()) for block in BLOCKS if block.language == "ini"]
HEARD_ELSEWHERE = re.compile(r"LIENTHONG_PREFECT_DATABASE_URL|PREFECT_REDIS_MESSAGING_(HOST|PORT|DB)")
"""By `lienthong prefect-server`, and by the package for Redis, which is not installed here."""


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
