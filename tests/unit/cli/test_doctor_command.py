"""`lienthong doctor`: what it says of a whole installation, in words and as data, and with which code it ends."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
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
    _submit(settings)
    with closing(sqlite3.connect(tmp_path / "lienthong.db", isolation_level=None)) as file:
        file.execute("UPDATE cases SET applicant = 'Somebody Else'")
    return run


def _submit(settings: Settings) -> None:
    product = build(settings)
    said = {"type": "submit_case", "command_id": "c1", "case_id": CASE, "actor": OFFICER, **DOSSIER}
    product.commands.handle(commands.ADAPTER.validate_python(said))
    product.close()


def _told(ended: Result) -> dict[str, dict[str, Any]]:
    *findings, _ = [json.loads(line) for line in ended.output.splitlines()]
    return {finding["id"]: finding for finding in findings}


def test_without_tables_it_could_not_look(run: Run) -> None:
    ended = run("--lang", "en")
    assert ended.exit_code == 2
    assert "store-unusable" in ended.output
    assert "lienthong migrate" in ended.output


def test_the_word_of_the_definition_files_is_the_one_of_every_process(installed: Run, tmp_path: Path) -> None:
    with closing(build(Settings(data_dir=tmp_path))) as product:
        told = product.condition().told["definitions"]
    assert json.loads(installed("--json").output.splitlines()[-1])["definitions"] == told
    assert f"definition files here: {told}" in installed("--lang", "en").output


def _of_the_store(ended: Result) -> str:
    assert ended.exit_code == 2, ended.output
    return str(_told(ended)["store-unusable"]["explained"])


def test_a_ledger_that_is_no_database_is_told_in_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "lienthong.db").write_bytes(b"nothing that SQLite wrote " * 400)
    for mend in ((), ("--mend",)):
        assert "is damaged" in _of_the_store(run("--json", "--lang", "en", *mend))
        assert "bị hỏng" in _of_the_store(run("--json", *mend))


def test_a_damaged_page_is_found(installed: Run, tmp_path: Path) -> None:
    file = tmp_path / "lienthong.db"
    with closing(sqlite3.connect(file)) as opened:
        (page,) = opened.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_cases_newest'").fetchone()
        (size,) = opened.execute("PRAGMA page_size").fetchone()
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as opened_file:
        opened_file.seek((page - 1) * size)
        opened_file.write(b"\xff" * size)
    assert "is damaged" in _of_the_store(installed("--json", "--lang", "en"))


def test_a_server_that_is_down_is_told_in_words(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", f"postgresql://postgres@{LOOPBACK}:{free_port()}/nowhere")
    assert "does not answer" in _of_the_store(run("--json", "--lang", "en"))


def test_who_may_only_read_is_told_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, postgres_url: str, tmp_path: Path
) -> None:
    """As a standby: it answers, and refuses to be written."""
    settings = Settings(data_dir=tmp_path, database_url=postgres_url)
    migrate(settings)
    _submit(settings)
    plain = postgres_url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("UPDATE cases SET applicant = 'Somebody Else'")
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(
                sql.Identifier(plain.rpartition("/")[2])
            )
        )
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", postgres_url)
    looked = run("--json")
    assert looked.exit_code == 1
    assert "rows-differ" in _told(looked)
    assert "cannot be written to" in _of_the_store(run("--json", "--lang", "en", "--mend"))


def test_who_only_looks_writes_nothing(run: Run, tmp_path: Path) -> None:
    """Neither a file where there is none, nor what the definitions say now."""
    assert run().exit_code == 2
    assert not (tmp_path / "lienthong.db").exists()
    migrate(Settings(data_dir=tmp_path))
    for _ in range(2):
        assert run().exit_code == 1, "there is no Prefect"
    with closing(sqlite3.connect(tmp_path / "lienthong.db")) as file:
        assert file.execute("SELECT count(*) FROM editions").fetchone() == (0,)


@pytest.mark.parametrize(
    ("altered", "kind", "about"),
    [
        ("DROP TRIGGER events_refuse_delete", "trigger-missing", "events_refuse_delete"),
        ("DROP INDEX ix_cases_newest", "table-differs", "add_index ix_cases_newest"),
        ("ALTER TABLE tokens ADD COLUMN note TEXT", "table-differs", "remove_column tokens note"),
    ],
)
def test_what_somebody_altered_is_found(installed: Run, tmp_path: Path, altered: str, kind: str, about: str) -> None:
    assert not {"trigger-missing", "table-differs"} & _told(installed("--json")).keys()
    with closing(sqlite3.connect(tmp_path / "lienthong.db", isolation_level=None)) as file:
        file.execute(altered)
    assert _told(installed("--json"))[kind]["about"] == about


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
