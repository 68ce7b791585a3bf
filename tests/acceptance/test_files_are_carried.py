"""The files of papers go with the ledger: into a backup or an export, and back; what is lacking is told, and found."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId, CaseId, DocumentId
from engine.file_wiring import file_store
from engine.service.examine_files import FileExamination
from engine.service.file_ports import digest_of
from engine.settings import Settings
from engine.store.database import Database
from engine.store.named_files import SqlNamedFiles
from engine.wiring import build, migrate
from tests.support.sent_files import a_jpeg, a_pdf
from tests.support.served_api import COUNTER, DOSSIER
from tests.support.sql_store import a_command

OFFICER = Actor(id=ActorId("o-1"), name="Thử", agency=AgencyId(COUNTER), roles=(Role.ONE_STOP_OFFICER,))
CASES = {CaseId("ho-so-1"): a_pdf("một"), CaseId("hồ sơ/2 …"): a_jpeg(2, 2)}
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """With two cases that name a file each, and an upload that nobody has named."""

    def invoke(*arguments: str, at: str = "here") -> Result:
        monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path / at))
        return CliRunner().invoke(app, [*arguments, "--lang", "en"])

    settings = Settings(data_dir=tmp_path / "here")
    migrate(settings)
    product = build(settings)
    for number, (case_id, content) in enumerate(CASES.items()):
        added = product.uploads.add_before(OFFICER, "", content)
        papers = [{"document": "birth_notice", "reference": f"file:{added.digest}"}]
        command = a_command(
            "submit_case", case_id, OFFICER, **{**DOSSIER, "documents": papers, "command_id": f"c{number}"}
        )
        product.uploads.refuse_unkept(command)
        product.commands.handle(command)
    definition = product.catalogue.all()[0]
    document = DocumentId(next(iter(definition.documents)))
    product.uploads.add_to_case(CaseId("ho-so-1"), definition, OFFICER, document, "", a_pdf("chưa ai nêu"))
    product.close()
    return invoke


def kept(home: Path) -> dict[CaseId, bytes | None]:
    store = file_store(Settings(data_dir=home))
    return {case_id: store.find(case_id, digest_of(content)) for case_id, content in CASES.items()}


def test_a_backup_brings_them_back(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "b.db"
    made = run("backup", str(file), "--verify")
    assert made.exit_code == 0, made.output
    pack = tmp_path / "b.db.files.tar"
    assert f"2 files of papers written to {pack}" in made.output and f"{pack}: 2 files, all whole" in made.output
    assert pack.stat().st_mode & 0o777 == 0o600
    shutil.rmtree(tmp_path / "here" / "files")
    alone = run("restore", str(file), "--replace")
    assert alone.exit_code == 0 and f"2 files of papers put back from {pack}" in alone.output
    assert kept(tmp_path / "here") == CASES
    again = run("restore", str(file), "--replace")
    assert "0 files of papers put back" in again.output, "what is there is left alone"


def test_an_export_brings_them_elsewhere(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    assert run("export", str(file)).exit_code == 0
    taken = run("import", str(file), at="there")
    assert taken.exit_code == 0 and "2 files of papers put back" in taken.output
    assert kept(tmp_path / "there") == CASES
    with tarfile.open(tmp_path / "all.jsonl.files.tar") as pack:
        assert len(pack.getnames()) == 2, "what no event names stays behind"
    for arguments in (("export", "x.jsonl", "--without-files"), ("export", "y.jsonl", "--received-from", "2026-01-01")):
        assert run(arguments[0], str(tmp_path / arguments[1]), *arguments[2:]).exit_code == 0
        assert not (tmp_path / f"{arguments[1]}.files.tar").exists()


def test_without_them_it_is_told_and_the_doctor_finds_each(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "b.db"
    assert run("backup", str(file), "--without-files").exit_code == 0
    shutil.rmtree(tmp_path / "here" / "files")
    restored = run("restore", str(file), "--replace")
    assert restored.exit_code == 0 and "2 files that the ledger names are not in the store" in restored.output
    settings = Settings(data_dir=tmp_path / "here")
    database = Database(settings.database_url)
    found = list(FileExamination(None, SqlNamedFiles(database), file_store(settings)).run())
    database.close()
    assert {(one.id, one.case_id, one.about) for one in found} == {("scanner-none", None, "")} | {
        ("file-missing", case_id, digest_of(content)) for case_id, content in CASES.items()
    }
    told = run("backup", str(tmp_path / "c.db"))
    assert told.exit_code == 0 and "2 files that the ledger names are not in the store" in told.output


def test_a_damaged_pack_is_refused(run: Run, tmp_path: Path) -> None:
    file, pack = tmp_path / "b.db", tmp_path / "b.db.files.tar"
    assert run("backup", str(file)).exit_code == 0
    whole = pack.read_bytes()
    for damaged in (whole.replace(b"%PDF", b"%PDX", 1), whole[:700], b"no pack at all"):
        pack.write_bytes(damaged)
        refused = run("restore", str(file), "--verify")
        assert refused.exit_code == 1 and "files is damaged" in refused.output, refused.output
