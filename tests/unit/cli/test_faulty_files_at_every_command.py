"""A definition file with problems: every command that reads the definitions says them and ends with 1, never a stack."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer.main
from typer.testing import CliRunner

from cli.main import app
from procedure_defs.catalogue import SHIPPED

FAULTY = "calendar: office\ntitle: {vi: Cơ quan, en: Office}\nweek: [\n"

ASKED: dict[str, list[str]] = {
    "audit head": [],
    "audit list": [],
    "audit seal": [],
    "audit verify": [],
    "agencies tree": [],
    "agencies editions": [],
    "agencies resolve": ["--kind", "civil_registry", "--territory", "mau-don"],
    "agencies transfer": [],
    "calendars editions": [],
    "calendars reproject": [],
    "calendars short": ["--json"],
    "cases paper": ["case-1", "receipt-2"],
    "cases papers": ["case-1"],
    "delegations end": ["delegation-1"],
    "delegations give": ["--from", "an", "--to", "binh", "--until", "2036-12-31"],
    "delegations list": [],
    "doctor": [],
    "explain": ["case-1"],
    "import": ["FOLDER/calendars/office.yaml"],
    "lateness": ["case-1"],
    "procedures end": ["kite-licence", "2026-01-01", "--take-back", "--basis", "Kite Act"],
    "procedures diff": ["FOLDER/calendars/office.yaml", "FOLDER/calendars/office.yaml"],
    "procedures graph": ["FOLDER/calendars/office.yaml"],
    "procedures lint": ["FOLDER"],
    "procedures list": [],
    "procedures migrate": ["kite-licence", "--to", "2026-01-01"],
    "procedures publish": ["FOLDER"],
    "procedures readme": ["FOLDER"],
    "procedures simulate": ["FOLDER/calendars/office.yaml"],
    "procedures test": ["FOLDER/promotion-notice"],
    "procedures validate": ["FOLDER"],
    "procedures what-if": [],
    "reports 766": ["--agency", "mau-don-one-stop", "--from", "2026-09-01", "--to", "2026-09-30"],
    "reports ii06a": ["--agency", "mau-don-one-stop", "--from", "2026-09-01", "--to", "2026-09-30"],
    "restore": ["FOLDER/calendars/office.yaml"],
    "retention acts": [],
    "retention hold": ["case-1", "--reason", "why", "--basis", "Kite Act"],
    "retention list": [],
    "retention purge": ["--dry-run"],
    "retention reapply": ["FOLDER/calendars/office.yaml"],
    "retention release": ["case-1", "--reason", "why"],
    "tokens issue": ["--name", "An", "--role", "manager"],
    "tokens list": [],
    "tokens revoke": ["token-1"],
}
SERVERS = {"api", "dispatcher", "up"}
"""Processes of their own: `test_bad_definitions` starts them."""
WITHOUT_DEFINITIONS = {"backup", "deadlines", "export", "migrate", "prefect-server", "procedures schema"}
OF_THE_SHIPPED = {"procedures new"}
"""It looks at what is shipped only."""


def _commands(command: click.Command, way: tuple[str, ...] = ()) -> Iterator[str]:
    if not hasattr(command, "list_commands"):
        yield " ".join(way)
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        yield from _commands(command.get_command(context, name), (*way, name))


def test_no_command_is_forgotten() -> None:
    known = set(_commands(typer.main.get_command(app)))
    assert known == set(ASKED) | SERVERS | WITHOUT_DEFINITIONS | OF_THE_SHIPPED


@pytest.mark.parametrize("command", ASKED)
def test_a_faulty_file_is_told_without_a_stack(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "definitions"
    (folder / "calendars").mkdir(parents=True)
    (folder / "calendars" / "office.yaml").write_text(FAULTY, encoding="utf-8")
    shutil.copytree(SHIPPED / "promotion-notice", folder / "promotion-notice")
    (version,) = (folder / "promotion-notice").glob("20*.yaml")
    version.write_text(FAULTY.replace("calendar", "procedure"), encoding="utf-8")
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LIENTHONG_DEFINITIONS_DIR", str(folder))
    given = [word.replace("FOLDER", str(folder)) for word in ASKED[command]]
    ended = CliRunner().invoke(app, [*command.split(), *given])
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    assert ended.exit_code == 1, ended.output
    assert f"{version.name}:" in ended.output or "office.yaml:" in ended.output
