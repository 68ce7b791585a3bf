"""A purge that is killed, between two cases or with one half-written: nothing is half-purged, and the next goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.core import commands
from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId, CaseId
from engine.core.purging import PURGED
from engine.service.fault_points import VARIABLE
from engine.service.ports import CaseQuery, Page
from engine.settings import Settings
from engine.wiring import build, build_retention, migrate
from procedure_defs.catalogue import SHIPPED
from tests.support.clock import StubClock, local_instant
from tests.support.served_api import COUNTER, DOSSIER

OFFICER = Actor(id=ActorId("o-1"), name="Thử Văn Nghiệm", agency=AgencyId(COUNTER), roles=(Role.ONE_STOP_OFFICER,))
PERIOD = "retention: {years: 1, legal_basis: [{ref: Luật Ví Dụ, certainty: unverified}]}\n"
NAME = DOSSIER["form"]["requester"]["full_name"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Three cases that were withdrawn in 2024, past a period of one year."""
    definitions = tmp_path / "definitions"
    shutil.copytree(SHIPPED, definitions)
    version = definitions / "birth-residence-insurance" / "2024-07-01.yaml"
    version.write_text(version.read_text(encoding="utf-8") + PERIOD, encoding="utf-8")
    made = Settings(data_dir=tmp_path / "data", definitions_dir=definitions)
    migrate(made)
    product = build(made, StubClock(local_instant("2024-08-05 09:00")))
    for case in ("a", "b", "c"):
        for said in ({"type": "submit_case", **DOSSIER}, {"type": "withdraw_case", "reason": "đổi ý"}):
            given = {"command_id": f"{case}-{said['type']}", "case_id": case, "actor": OFFICER, **said}
            product.commands.handle(commands.ADAPTER.validate_python(given))
    product.close()
    return made


def purge(settings: Settings, armed: str = "") -> int:
    """By the command, in a process of its own."""
    environment = {
        **os.environ,
        "LIENTHONG_DATA_DIR": str(settings.data_dir),
        "LIENTHONG_DEFINITIONS_DIR": str(settings.definitions_dir),
        VARIABLE: armed,
    }
    command = [sys.executable, "-m", "cli.main", "retention", "purge", "--by", "An"]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=480).returncode


def applicants(settings: Settings) -> dict[CaseId, str]:
    """As lists show them, each the same as its history tells it, and a purge on record exactly where the name is gone."""
    product = build(settings)
    try:
        shown = {
            row.case_id: row.applicant for row in product.queries.list_cases(CaseQuery(everything=True), Page())[0]
        }
        for case, applicant in shown.items():
            told = "".join(str(recorded) for recorded in product.ledger.history(case))
            assert (NAME in told) == (applicant == NAME)
        on_record = [act.case_id for act in build_retention(product).acts()]
        assert sorted(on_record) == sorted(case for case, name in shown.items() if name == PURGED)
    finally:
        product.close()
    return shown


@pytest.mark.parametrize("armed", ["between_cases:purge#2", "purge_uncommitted:c"])
def test_killed_in_the_middle_it_goes_on_where_it_was(settings: Settings, armed: str) -> None:
    assert purge(settings, armed) == -signal.SIGKILL
    assert applicants(settings) == {"a": PURGED, "b": PURGED, "c": NAME}
    assert purge(settings) == 0
    assert set(applicants(settings).values()) == {PURGED}
