"""The migrations arrive at the declared tables, go all the way down, and up again, on both databases."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import inspect, text

from engine.core.errors import TablesMissing
from engine.store.database import Database
from engine.store.declared import declared
from engine.store.migration import differences, find_obstacle, is_current, migrate, migrate_down
from tests.support.sql_store import open_store
from tests.support.threads import at_once

TABLES = {
    "events",
    "command_receipts",
    "dossier_serials",
    "cases",
    "case_counters",
    "case_readers",
    "case_words",
    "figure_moves",
    "figure_cells",
    "steps",
    "asked_opinions",
    "outbox",
    "notifications",
    "wakes",
    "tokens",
    "uploads",
    "citizen_secrets",
    "citizen_sessions",
    "citizen_failures",
    "delegations",
    "published_procedures",
    "version_endings",
    "editions",
    "due_notices",
    "opinion_notices",
    "sweep_faults",
    "flow_turns",
    "retention_acts",
    "open_purges",
    "papers",
    "audit_entries",
    "audit_blocks",
    "audit_items",
    "audit_cases",
    "audit_pending",
}


def test_the_migrated_tables_are_the_declared_ones(empty_url: str) -> None:
    migrate(empty_url)
    assert differences(empty_url) == []


def test_a_difference_is_noticed(empty_url: str) -> None:
    migrate(empty_url)
    with closing(Database(empty_url)) as database, database.write() as connection:
        connection.execute(text("DROP INDEX ix_cases_falling_due"))
        connection.execute(text("ALTER TABLE wakes ADD COLUMN mood VARCHAR"))
    assert len(differences(empty_url)) == 2


def test_checks_and_triggers_are_the_declared_ones_too(empty_url: str) -> None:
    """What Alembic does not compare: the same database made from the declaration says the same of itself."""
    migrate(empty_url)
    migrated = _promises(empty_url)
    migrate_down(empty_url)
    with closing(Database(empty_url)) as database, database.write() as connection:
        declared().create_all(connection)
    assert _promises(empty_url) == migrated
    assert {name for name, *_ in migrated["checks"]} >= {"ck_cases_closed_has_end", "ck_wakes_seen_not_ahead"}
    assert len(migrated["triggers"]) >= 2


def test_down_and_up_again(empty_url: str) -> None:
    migrate(empty_url)
    assert _tables(empty_url) == TABLES
    migrate_down(empty_url)
    assert _tables(empty_url) == set()
    assert not is_current(empty_url)
    migrate(empty_url)
    assert _tables(empty_url) == TABLES
    assert is_current(empty_url)


@pytest.mark.parametrize(
    "step", ["0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0011", "0012", "0013"]
)
def test_each_step_goes_down_and_up(empty_url: str, step: str) -> None:
    migrate(empty_url)
    migrate_down(empty_url, step)
    assert not is_current(empty_url)
    migrate(empty_url)
    assert differences(empty_url) == []


def test_to_migrate_again_changes_nothing(empty_url: str) -> None:
    migrate(empty_url)
    with open_store(empty_url) as store:
        case = store.received("kite-1")
        migrate(empty_url)
        assert len(store.ledger.history(case)) == 3


def test_processes_that_start_together_migrate_once(empty_url: str) -> None:
    assert at_once(3, lambda _: migrate(empty_url)) == [None, None, None]
    assert is_current(empty_url)


def test_what_is_missing_is_said_with_its_remedy(empty_url: str) -> None:
    with closing(Database(empty_url)) as database:
        obstacle = find_obstacle(database)
        assert obstacle is not None and "lienthong migrate" in obstacle.vi and "lienthong migrate" in obstacle.en
        migrate(empty_url)
        assert find_obstacle(database) is None


@pytest.mark.parametrize("asked", ["SELECT * FROM cases", "SELECT no_such_column FROM alembic_version"])
def test_who_asks_for_what_no_step_has_made_is_told_to_migrate(empty_url: str, asked: str) -> None:
    with closing(Database(empty_url)) as database:
        with database.write() as connection:
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        with pytest.raises(TablesMissing) as told, database.read() as connection:
            connection.execute(text(asked))
    assert "lienthong migrate" in told.value.words.vi and "lienthong migrate" in told.value.words.en


def test_a_database_that_is_away_is_said_to_be() -> None:
    with closing(Database("postgresql://nobody@127.0.0.1:1/nowhere?connect_timeout=2")) as database:
        obstacle = find_obstacle(database)
        assert obstacle is not None and "does not answer" in obstacle.en and "không trả lời" in obstacle.vi


def _tables(url: str) -> set[str]:
    with closing(Database(url)) as database, database.read() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def _promises(url: str) -> dict[str, list[Any]]:
    with closing(Database(url)) as database, database.read() as connection:
        seen = inspect(connection)
        checks = [
            (check["name"], _plain(check["sqltext"]))
            for table in sorted(TABLES)
            for check in seen.get_check_constraints(table)
        ]
        triggers = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
            if database.dialect == "sqlite"
            else "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
        )
        return {"checks": sorted(checks), "triggers": [tuple(row) for row in connection.execute(text(triggers))]}


def _plain(sql: str) -> str:
    return " ".join(sql.split())
