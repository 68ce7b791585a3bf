"""The naive design pays for itself alone: it is watched in Prefect's tables, and runs with Prefect's own settings."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from benchmarks.prefect_part.naive_part import environment_of, states_of, wait_for
from tests.support.processes import NotReady

RUNS = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"]
NEW = "00000000-0000-4000-8000-0000000000aa"


def test_it_has_no_setting_but_where_the_server_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_RUNNER_POLL_FREQUENCY", "2")
    told = {name for name in environment_of("http://127.0.0.1:1/api", tmp_path) if name.startswith("PREFECT_")}
    assert told == {"PREFECT_API_URL", "PREFECT_HOME"}


def test_that_a_resumption_has_ended_is_seen_in_the_tables_of_prefect(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as looking:
        looking.execute("CREATE TABLE flow_run (id uuid, state_type text, state_id uuid)")
        for run in RUNS:
            looking.execute("INSERT INTO flow_run VALUES (%s, 'PAUSED', %s)", (run, run))
        assert sorted(states_of(looking, RUNS)) == RUNS
        wait_for(looking, RUNS, "PAUSED", after=[])
        with pytest.raises(NotReady, match="2 naive runs are PAUSED"):
            wait_for(looking, RUNS, "PAUSED", after=RUNS, within=0)
        looking.execute("UPDATE flow_run SET state_id = %s", (NEW,))
        wait_for(looking, RUNS, "PAUSED", after=RUNS)
        assert states_of(looking, RUNS) == [NEW, NEW]
