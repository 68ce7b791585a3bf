"""`lienthong retention` at the terminal: what is past its period, what is purged, held and released, and what is said."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from engine.core import commands
from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId
from engine.settings import Settings
from engine.wiring import build, migrate
from procedure_defs.catalogue import SHIPPED
from tests.support.clock import StubClock, local_instant
from tests.support.served_api import COUNTER, DOSSIER

CASE = "ho-so-1"
OFFICER = Actor(id=ActorId("o-1"), name="Thử Văn Nghiệm", agency=AgencyId(COUNTER), roles=(Role.ONE_STOP_OFFICER,))
Run = Callable[..., Result]
PERIOD = "retention: {years: 1, legal_basis: [{ref: Luật Ví Dụ, certainty: unverified}]}\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """With one case that was withdrawn in 2024, and a period of one year."""
    definitions = tmp_path / "definitions"
    shutil.copytree(SHIPPED, definitions)
    version = definitions / "birth-residence-insurance" / "2024-07-01.yaml"
    version.write_text(version.read_text(encoding="utf-8") + PERIOD, encoding="utf-8")
    settings = Settings(data_dir=tmp_path / "data", definitions_dir=definitions)
    migrate(settings)
    product = build(settings, StubClock(local_instant("2024-08-05 09:00")))
    who = {"case_id": CASE, "actor": OFFICER}
    for said in ({"type": "submit_case", **DOSSIER}, {"type": "withdraw_case", "reason": "đổi ý"}):
        given = {"command_id": said["type"], **who, **said}
        product.commands.handle(commands.ADAPTER.validate_python(given))
    product.close()
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("LIENTHONG_DEFINITIONS_DIR", str(definitions))
    return lambda *arguments: CliRunner().invoke(app, ["retention", *arguments])


def listed(ended: Result) -> list[dict[str, object]]:
    assert ended.exit_code == 0, ended.output
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_a_case_is_listed_held_released_and_purged(run: Run) -> None:
    assert listed(run("list", "--at", "2025-12-31", "--json")) == []
    (past,) = listed(run("list", "--at", "2026-01-01", "--json"))
    assert (past["case_id"], past["outcome"], past["kept_until"]) == (CASE, "due", "2026-01-01T00:00:00+07:00")
    assert "chưa thay đổi gì" in run("purge", "--dry-run").stderr
    held = run("hold", CASE, "--reason", "khiếu nại", "--basis", "QĐ 12", "--by", "Bình")
    assert held.exit_code == 0 and CASE in held.output
    assert [one["outcome"] for one in listed(run("purge", "--json"))] == ["held"]
    assert run("release", CASE, "--reason", "xong", "--by", "Bình").exit_code == 0
    assert [one["outcome"] for one in listed(run("purge", "--json", "--by", "An", "--compact"))] == ["purged"]
    assert "không có hồ sơ nào" in run("purge").output
    on_record = listed(run("acts", "--json"))
    assert [(act["act"], act["by"]) for act in on_record] == [("hold", "Bình"), ("release", "Bình"), ("purge", "An")]
    assert "tạm giữ" in run("acts").output


def test_what_cannot_be_is_said_in_words(run: Run) -> None:
    assert "no such case" in run("hold", "nobody", "--reason", "r", "--basis", "b", "--lang", "en").stderr
    assert run("release", CASE, "--reason", "r").exit_code == 1
    assert run("hold", CASE, "--reason", " ", "--basis", "b").exit_code == 2
    assert "--dry-run" in run("purge", "--at", "2099-01-01").stderr


def test_a_case_is_named_whole_where_nobody_looks(run: Run) -> None:
    """A pipe has no width: what a script searches for is on one line."""
    why = "đương sự khiếu nại quyết định của cơ quan, chờ kết luận của thanh tra thành phố"
    assert run("hold", CASE, "--reason", why, "--basis", "Quyết định số 12/QĐ-UBND của ủy ban nhân dân").exit_code == 0
    (line,) = [line for line in run("acts").output.splitlines() if CASE in line]
    assert why in line
    assert CASE in run("list", "--at", "2026-01-01").output


def test_acts_are_given_again(run: Run, tmp_path: Path) -> None:
    run("hold", CASE, "--reason", "khiếu nại", "--basis", "QĐ 12")
    file = tmp_path / "acts.jsonl"
    file.write_text(run("acts", "--json").stdout, encoding="utf-8")
    again = run("reapply", str(file))
    assert again.exit_code == 0 and again.output == ""
    file.write_text("{}", encoding="utf-8")
    assert "dòng 1" in run("reapply", str(file)).stderr
