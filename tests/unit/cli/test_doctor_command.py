"""`lienthong doctor`: what it says of a whole installation, in words and as data, and with which code it ends."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.doctor_screen import DoctorReport
from cli.main import app
from engine.core import commands
from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId
from engine.service.doctor_words import DoctorFinding
from engine.settings import Settings
from engine.wiring import build, migrate
from tests.support.processes import LOOPBACK, free_port
from tests.support.served_api import COUNTER, DOSSIER

CASE = "ho-so-1"
OFFICER = Actor(id=ActorId("o-1"), name="Thử Văn Nghiệm", agency=AgencyId(COUNTER), roles=(Role.ONE_STOP_OFFICER,))
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LIENTHONG_PREFECT_API_URL", f"http://{LOOPBACK}:{free_port()}/api")
    return lambda *arguments: CliRunner().invoke(app, ["doctor", *arguments])


@pytest.fixture
def installed(tmp_path: Path, run: Run) -> Run:
    """With one case, of which a list shows something else than the ledger."""
    settings = Settings(data_dir=tmp_path)
    migrate(settings)
    product = build(settings)
    said = {"type": "submit_case", "command_id": "c1", "case_id": CASE, "actor": OFFICER, **DOSSIER}
    product.commands.handle(commands.ADAPTER.validate_python(said))
    product.close()
    with closing(sqlite3.connect(tmp_path / "lienthong.db", isolation_level=None)) as file:
        file.execute("UPDATE cases SET applicant = 'Somebody Else'")
    return run


def _told(ended: Result) -> dict[str, dict[str, Any]]:
    *findings, _ = [json.loads(line) for line in ended.output.splitlines()]
    return {finding["id"]: finding for finding in findings}


def test_without_tables_it_could_not_look(run: Run) -> None:
    ended = run("--lang", "en")
    assert ended.exit_code == 2
    assert "store-unusable" in ended.output
    assert "lienthong migrate" in ended.output


def test_what_is_found_is_told_with_its_mend(installed: Run) -> None:
    ended = installed("--lang", "en")
    assert ended.exit_code == 1
    assert "✖ error  rows-differ (1): lists show a case otherwise than the ledger tells it" in ended.output
    assert f"    {CASE} · applicant, search_text" in ended.output
    assert "  → --mend: its rows are built anew from the ledger" in ended.output
    assert "Somebody" not in ended.output
    assert "lists show" not in installed().output, "Vietnamese first"


def test_the_same_as_data(installed: Run) -> None:
    told = _told(installed("--json", "--lang", "en"))
    assert (told["rows-differ"]["gravity"], told["rows-differ"]["mended"]) == ("error", None)
    assert (told["rows-differ"]["case_id"], told["rows-differ"]["detail"]) == (CASE, "applicant, search_text")
    assert told["prefect-away"]["detail"] == "ConnectError"


def test_what_was_mended_is_found_no_more(installed: Run) -> None:
    mended = installed("--mend", "--json")
    told = _told(mended)
    assert (told["rows-differ"]["mended"], told["prefect-away"]["mended"]) == (True, False)
    assert json.loads(mended.output.splitlines()[-1])["mended"] == 1
    assert "rows-differ" not in _told(installed("--mend", "--json"))


def test_of_a_sample_it_looks_at_no_more(installed: Run) -> None:
    assert "rows-differ" in _told(installed("--sample", "1", "--json"))
    assert installed("--sample", "0").exit_code == 2


@pytest.mark.parametrize(
    ("found", "is_ill"),
    [([], False), ([("lease-left", None)], False), ([("run-lost", None)], True), ([("run-lost", True)], False),
     ([("run-lost", False)], True), ([("unseen-too-long", False), ("lease-left", True)], True)],
)  # fmt: skip
def test_who_is_ill(capsys: pytest.CaptureFixture[str], found: list[tuple[str, bool | None]], is_ill: bool) -> None:
    """A note is nothing that anybody must do; what was mended is well again."""
    report = DoctorReport("en", as_json=False)
    for kind, is_mended in found:
        report.add(DoctorFinding(id=kind), is_mended=is_mended)
    report.conclude()
    assert report.is_ill is is_ill
    assert ("Nothing was found" in capsys.readouterr().out) is (not found)


def test_of_many_some_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    report = DoctorReport("en", as_json=False)
    for number in range(8):
        report.add(DoctorFinding(id="run-hangs", about=f"run-{number}"), is_mended=number < 6)
    report.conclude()
    said = capsys.readouterr().out
    assert "run-4" in said
    assert "run-5" not in said
    assert "… +3" in said
    assert "mended 6 of 8" in said
