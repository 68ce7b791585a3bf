"""What monitoring reads: each process counts what it did, all of them see the same ledger, and no label is a case's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.service.loaded_files import word_of
from engine.store.migration import migrate_down
from procedure_defs.catalogue import load_catalogue
from tests.support.api_processes import api_processes
from tests.support.served_api import DOSSIER

pytestmark = pytest.mark.slow

LABELS = {"kind", "outcome", "code", "method", "route", "status", "le", "files"}


def test_two_processes_count_apart_and_see_one_ledger(tmp_path: Path) -> None:
    with api_processes(tmp_path, 2) as (first, second):
        case = first.client.post("/cases", json=DOSSIER).raise_for_status().json()
        second.client.post("/cases", json=DOSSIER, headers={"Idempotency-Key": case["id"]}).raise_for_status()
        second.client.post("/cases", json=DOSSIER, headers={"Idempotency-Key": case["id"]}).raise_for_status()
        second.client.post(f"/cases/{case['id']}/receive").raise_for_status()
        assert second.client.post(f"/cases/{case['id']}/receive").status_code == 409
        assert first.client.get("/no/such/place").status_code == 404
        here, there = first.figures(), second.figures()
        public = first.client.get("/metrics").status_code
    submitted = 'lienthong_commands_total{kind="submit_case",outcome="%s"}'
    assert (here[submitted % "accepted"], there[submitted % "accepted"], there[submitted % "repeated"]) == (1, 1, 1)
    assert there['lienthong_commands_total{kind="receive_case",outcome="refused"}'] == 1
    assert there['lienthong_refusals_total{code="wrong_status"}'] == 1
    assert there['lienthong_command_seconds_count{kind="receive_case"}'] == 2
    assert here['lienthong_request_seconds_count{method="GET",route="none",status="404"}'] == 1
    assert 'lienthong_request_seconds_count{method="POST",route="/cases/{case_id}/receive",status="200"}' in there
    for figures in (here, there):
        assert figures["lienthong_prefect_unseen_cases"] == 1, "received, and no dispatcher is there"
        assert figures["lienthong_prefect_unseen_oldest_seconds"] >= 0
        assert figures['lienthong_open_cases{status="in_progress"}'] == 1
        assert figures['lienthong_open_cases{status="submitted"}'] == 1
        assert (figures["lienthong_ledger_readable"], figures["lienthong_database_connections_limit"]) == (1, 40)
        assert set(re.findall(r'[{,](\w+)="', " ".join(figures))) <= LABELS
    assert case["id"] not in " ".join(here) + " ".join(there)
    assert public == 404, "figures are not for the public"


def test_the_process_tells_of_itself_even_without_its_tables(tmp_path: Path) -> None:
    with api_processes(tmp_path, 1) as (api,):
        assert api.monitoring.get("/ready").json() == {
            "status": "ready",
            "prefect_unseen_cases": 0,
            "prefect_unseen_seconds": 0,
            "malware_scanner": "none",
            "definitions": word_of(load_catalogue()),
        }
        assert f'lienthong_definitions_info{{files="{word_of(load_catalogue())}"}}' in api.figures()
        migrate_down(api.settings.database_url, "0002")
        assert api.monitoring.get("/health").json() == {"status": "alive"}
        answer = api.monitoring.get("/ready")
        assert (answer.status_code, answer.json()["status"]) == (503, "not_ready")
        assert "lienthong migrate" in answer.json()["problems"][0]
        assert (api.figures()["lienthong_ledger_readable"], "lienthong_open_cases" in api.figures()) == (0, False)
        assert api.monitoring.get("/else").status_code == 404
