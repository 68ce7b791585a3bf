"""Connections that the server has let go of while they lay idle: nobody who comes afterwards is told of it."""

from __future__ import annotations

import psycopg
import pytest

from engine.store import database
from tests.support.kite_licence import INSPECTOR
from tests.support.processes import wait_until
from tests.support.sql_store import Store

_OTHERS = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
_END_THE_OTHERS = _OTHERS.replace("SELECT pid", "SELECT pg_terminate_backend(pid)")


@pytest.mark.parametrize("unasked", [database.SECONDS_UNASKED, -1.0], ids=["seen", "asked"])
def test_a_connection_that_the_server_ended_is_not_lent_out(
    postgres_store: Store, monkeypatch: pytest.MonkeyPatch, unasked: float
) -> None:
    monkeypatch.setattr(database, "SECONDS_UNASKED", unasked)
    case = postgres_store.received("kite-1", "2026-06-01 08:00")
    with postgres_store.database.read(), postgres_store.database.read():
        pass  # two lie idle now
    url = postgres_store.url.replace("+psycopg", "")
    name = url.rpartition("/")[2]
    with psycopg.connect(url, autocommit=True) as administrator:
        ended = administrator.execute(_END_THE_OTHERS, (name,)).fetchall()
        assert len(ended) >= 2
        wait_until(lambda: not administrator.execute(_OTHERS, (name,)).fetchall(), within=30, what="they have ended")
    claimed = postgres_store.give("claim_step", case, actor=INSPECTOR, step="inspect_kite")
    assert len(postgres_store.ledger.history(case)) == claimed.state.version
