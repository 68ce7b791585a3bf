"""A short soak on real processes: mixed load, every part killed in turn, and every event against the clients' journal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.soak.checking import check
from benchmarks.soak.installation import Installation
from benchmarks.soak.report import table
from benchmarks.soak.run import Sizes, journals_in, soaked

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SHORT = Sizes(
    minutes=0.4, kill_every=4.0, cases=160, clients=6, pause=3.0, lease_seconds=10, drain_minutes=3.0, seed=2869
)
"""By this seed PostgreSQL is killed first, with all its processes, then an API, a dispatcher, and Prefect."""


def test_a_short_soak_finds_no_fault_and_a_spoilt_ledger_many(tmp_path: Path) -> None:
    home = tmp_path / "soak"
    with soaked(home, SHORT) as (installation, found):
        assert found.faults == [], table(found)
        assert (found.checked.cases, found.checked.unseen) == (SHORT.cases, 0)
        assert found.checked.cards > 0
        assert found.checked.runs > 0
        assert found.kills, "nothing was killed: nothing was proven"
        assert found.seen.unknown > 0, "no client noticed a kill: nothing was proven"
        lost, doubled, forgotten = spoil(installation)
        faults = check(installation, journals_in(home)).faults
    told = "\n".join(faults)
    assert any(fault.startswith(lost) and "case ends with" in fault for fault in faults), told
    assert any(fault.startswith(doubled) and ": left (" in fault for fault in faults), told
    assert f"{forgotten}: said to be delivered, and the agency does not know it" in faults, told


def spoil(installation: Installation) -> tuple[str, str, str]:
    """One case loses its last event, another has one twice, and the agency's book loses a line; says which."""
    *book, last = installation.agency_book.read_text(encoding="utf-8").splitlines(keepends=True)
    installation.agency_book.write_text("".join(book), encoding="utf-8")
    with installation.product.database.write() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # past what guards the ledger
        ended = "SELECT case_id FROM cases WHERE status = 'withdrawn' ORDER BY case_id LIMIT 2"
        lost, doubled = connection.exec_driver_sql(ended).scalars()
        newest = "sequence = (SELECT max(sequence) FROM events WHERE case_id = %(case)s) AND case_id = %(case)s"
        connection.exec_driver_sql(f"DELETE FROM events WHERE {newest}", {"case": lost})
        connection.exec_driver_sql(
            "INSERT INTO events (case_id, sequence, type, occurred_at, recorded_at, command_id, actor, body) "
            "SELECT case_id, sequence + 1, type, occurred_at, recorded_at, command_id, actor, body "
            f"FROM events WHERE {newest}",
            {"case": doubled},
        )
    return lost, doubled, str(json.loads(last)["key"])
