"""`lienthong explain` reads the ledger of the installation and tells it as the API does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from engine.core import commands
from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId, CaseId
from engine.settings import Settings
from engine.wiring import build, migrate
from tests.support.clock import StubClock, local_instant
from tests.support.served_api import COUNTER, DOSSIER

Run = Callable[..., Result]
OFFICER = Actor(id=ActorId("officer"), name="An", agency=AgencyId(COUNTER), roles=(Role.ONE_STOP_OFFICER,))
CASE = CaseId("5f0f8f39-0000-4000-8000-000000000001")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """An installation with one case, received on a Friday after 15:00."""
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path))
    settings = Settings(data_dir=tmp_path)
    migrate(settings)
    product = build(settings, StubClock(local_instant("2026-11-20 15:10")))
    for number, said in enumerate(({"type": "submit_case", **DOSSIER}, RECEIVE)):
        given = {"command_id": f"c{number}", "case_id": CASE, "actor": OFFICER, **said}
        product.commands.handle(commands.ADAPTER.validate_python(given))
    product.close()
    return lambda *arguments: CliRunner().invoke(app, ["explain", *arguments])


RECEIVE = {"type": "receive_case", "dossier_code": "", "receiving_agency": COUNTER}


def test_the_whole_case_in_sentences(run: Run) -> None:
    said = run(CASE, "--as-of", "2026-11-20T16:00:00+07:00").output
    assert "nên được tính từ 08:00 thứ Hai 23/11/2026" in said
    assert "thứ Ba 24/11/2026 (Ngày Văn hóa Việt Nam, theo Nghị quyết số 28/2026/QH16" in said
    assert "Vì vậy hạn là hết thứ Sáu 27/11/2026" in said
    assert "Đăng ký thường trú\n\n  Thời hạn của bước “Đăng ký thường trú”" in said


def test_one_step_as_data_by_its_dossier_code(run: Run) -> None:
    code = json.loads(run(CASE, "--json", "--as-of", "2026-11-21T08:00:00+07:00").output)["dossier_code"]
    found = json.loads(run(code, "--step", "register_birth", "--json", "--lang", "en").output)
    (told,) = found["due_dates"]
    assert told["terms"][0]["counted_seconds"] == told["terms"][0]["allowed_seconds"] == 86_400
    assert told["sentences"][0].startswith("The time limit for the step “Register the birth”")


@pytest.mark.parametrize("arguments", [("nowhere",), (CASE, "--step", "fly")])
def test_what_is_not_there_is_said(run: Run, arguments: tuple[str, ...]) -> None:
    refused = run(*arguments)
    assert refused.exit_code == 1
    assert refused.output.strip()


def test_an_instant_needs_its_offset(run: Run) -> None:
    assert run(CASE, "--as-of", "2026-11-20").exit_code == 2


def test_lateness_of_cases_and_their_counts(run: Run) -> None:
    assert run(CASE).exit_code == 0
    arguments = ["lateness", CASE, "--period-end", "2026-12-01T00:00:00+07:00"]
    found = json.loads(CliRunner().invoke(app, arguments).output)
    assert [case["by_law"]["timeliness"] for case in found["cases"]] == ["overdue"]
    assert found["counts"]["by_law"]["overdue"] == found["counts"]["by_766"]["late"]["overdue"] == 1
    assert found["counts"]["by_law"]["on_time_rate"] == "0.00"
    assert CliRunner().invoke(app, ["lateness", "nowhere"]).exit_code == 1


def test_it_ends_with_who_had_the_time(run: Run) -> None:
    said = run(CASE, "--as-of", "2026-11-23T10:00:00+07:00").output
    assert said.index("Thời gian đã qua ở từng nơi\n") > said.index("Vì vậy hạn là hết thứ Sáu 27/11/2026")
    assert "Ngoài giờ làm việc: " in said and "Hiện đang quyết định thời điểm kết thúc" in said
    assert "Where the time went" in run(CASE, "--lang", "en").output
    assert "Thời gian đã qua ở từng nơi" not in run(CASE, "--step", "register_birth").output
