"""A purge that is killed, between two cases or with one half-written: nothing is half-purged, and the next goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.core.identifiers import CaseId
from engine.core.purging import PURGED
from engine.service.fault_points import VARIABLE
from engine.service.ports import CaseQuery, Page
from engine.settings import Settings
from engine.wiring import build, build_retention
from tests.support.served_api import DOSSIER
from tests.support.three_cases_past_their_period import settings_past_their_period

NAME = DOSSIER["form"]["requester"]["full_name"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Three cases that were withdrawn in 2024, past a period of one year."""
    return settings_past_their_period(tmp_path)


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
