"""An upgrade with old and new processes on one database: steps only add, and what is not understood is refused, not lost."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import inspect, text

from engine.core.errors import WrittenByNewer
from engine.core.identifiers import CaseId
from engine.service.ports import CaseQuery, Page
from engine.store.database import Database
from engine.store.migration import find_obstacle, migrate
from tests.support.sql_store import Store

STEPS = [f"{number:04d}" for number in range(1, 32)]
BEFORE_ANY_RELEASE: dict[str, set[str]] = {"0009": {"calendar_editions is gone"}}
"""What was taken away while nobody ran the product. A later entry needs the release in which nobody asks for it any more."""

Columns = dict[str, dict[str, Any]]


def losses(before: dict[str, Columns], after: dict[str, Columns]) -> set[str]:
    """What a process that knows the tables of before would miss, or could not write any more."""
    found = {f"{table} is gone" for table in before.keys() - after.keys()}
    for table in before.keys() & after.keys():
        old, new = before[table], after[table]
        found |= {f"{table}.{name} is gone" for name in old.keys() - new.keys()}
        found |= {
            f"{table}.{name} must be given"
            for name, column in new.items()
            if not column["nullable"] and column["default"] is None and (name not in old or old[name]["nullable"])
        }
        found |= {
            f"{table}.{name} is of another kind"
            for name in old.keys() & new.keys()
            if str(old[name]["type"]) != str(new[name]["type"])
        }
    return found


def test_each_step_leaves_what_older_code_needs(empty_url: str) -> None:
    before: dict[str, Columns] = {}
    for step in STEPS:
        migrate(empty_url, step)
        after = _tables(empty_url)
        assert losses(before, after) == BEFORE_ANY_RELEASE.get(step, set()), (
            f"step {step}: expand first, contract later"
        )
        before = after
    migrate(empty_url)
    assert _tables(empty_url).keys() == before.keys(), "a new step: add it to STEPS"
    assert _step(empty_url) == STEPS[-1], "a new step: add it to STEPS"


@pytest.mark.parametrize(
    ("change", "loss"),
    [
        ("ALTER TABLE wakes RENAME COLUMN last_error TO trouble", {"wakes.last_error is gone"}),
        ("ALTER TABLE wakes DROP COLUMN last_error", {"wakes.last_error is gone"}),
        ("ALTER TABLE tokens RENAME TO passes", {"tokens is gone"}),
        ("ALTER TABLE wakes ADD COLUMN mood VARCHAR", set()),
        ("ALTER TABLE wakes ADD COLUMN mood VARCHAR NOT NULL DEFAULT 'calm'", set()),
    ],
)
def test_what_older_code_cannot_bear_is_noticed(empty_url: str, change: str, loss: set[str]) -> None:
    migrate(empty_url)
    before = _tables(empty_url)
    with closing(Database(empty_url)) as database, database.write() as connection:
        connection.execute(text(change))
    assert losses(before, _tables(empty_url)) == loss


def test_a_column_that_older_code_does_not_fill_is_noticed() -> None:
    new = {"mood": {"nullable": False, "default": None, "type": "VARCHAR"}}
    assert losses({"wakes": {}}, {"wakes": new}) == {"wakes.mood must be given"}
    tightened = {"mood": {**new["mood"], "nullable": True}}
    assert losses({"wakes": tightened}, {"wakes": new}) == {"wakes.mood must be given"}


def test_tables_of_a_newer_version_are_no_obstacle(empty_url: str) -> None:
    migrate(empty_url)
    with closing(Database(empty_url)) as database:
        with database.write() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        assert find_obstacle(database) is None
        with database.write() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
        assert find_obstacle(database) is not None


@pytest.mark.parametrize(
    "body",
    ['{"type": "case_put_on_the_moon", "at": "2026-06-01T01:30:00Z"}', '{"type": "step_claimed", "colour": "blue"}'],
)
def test_a_case_with_an_event_of_newer_code_is_refused_alone(store: Store, body: str) -> None:
    newer, ours = store.received("kite-1", "2026-06-01 08:00"), store.received("kite-2", "2026-06-01 08:00")
    _append(store, newer, body)
    with pytest.raises(WrittenByNewer) as refused:
        store.inspected("kite-1", "2026-06-01 09:00")
    assert "blue" not in str(refused.value) and "moon" not in str(refused.value)
    with pytest.raises(WrittenByNewer):
        store.ledger.history(newer)
    store.inspected("kite-2", "2026-06-01 09:00")
    with store.database.read() as connection:
        kept = connection.execute(text("SELECT count(*) FROM events WHERE case_id = 'kite-1'")).scalar_one()
    assert kept == 4, (
        "submitted, received, the first step opened, and the one of newer code: nothing added, nothing lost"
    )
    assert store.ledger.history(ours)
    assert {row.case_id for row in _listed(store)} == {newer, ours}


def _append(store: Store, case: CaseId, body: str) -> None:
    """As a process of tomorrow would write it, in all columns that today's events have."""
    last = "SELECT max(sequence) FROM events WHERE case_id = :case"
    with store.database.write() as connection:
        columns = [column["name"] for column in inspect(connection).get_columns("events")]
        given = {"sequence": "sequence + 1", "body": ":body"}
        chosen = ", ".join(given.get(name, name) for name in columns)
        connection.execute(
            text(
                f"INSERT INTO events ({', '.join(columns)}) SELECT {chosen} FROM events "
                f"WHERE case_id = :case AND sequence = ({last})"
            ),
            {"case": case, "body": body},
        )


def _listed(store: Store) -> Any:
    return store.queries.list_cases(CaseQuery(everything=True), Page())[0]


def _tables(url: str) -> dict[str, Columns]:
    with closing(Database(url)) as database, database.read() as connection:
        seen = inspect(connection)
        names = [name for name in seen.get_table_names() if name != "alembic_version"]
        return {name: {column["name"]: dict(column) for column in seen.get_columns(name)} for name in names}


def _step(url: str) -> str:
    with closing(Database(url)) as database, database.read() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
