"""What is really sent to a database, and how the database means to answer it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from engine.store.database import Database

Sent = list[tuple[str, Any]]


@contextmanager
def statements_sent() -> Iterator[Sent]:
    """Every statement with its parameters, but for those that begin or end a transaction."""
    sent: Sent = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if not statement.startswith("BEGIN"):
            sent.append((statement, parameters[0] if many else parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def plan_of(database: Database, statement: str, parameters: Any) -> str:
    """How the database means to carry the statement out; nothing is carried out."""
    explain = "EXPLAIN QUERY PLAN" if database.dialect == "sqlite" else "EXPLAIN"
    with database.read() as connection:
        rows = connection.exec_driver_sql(f"{explain} {statement}", parameters).all()
    return "\n".join(str(row[-1]) for row in rows)


def effort_of(database: Database, statement: str, parameters: Any) -> int:
    """What the database does for a question: rows that it touches, on SQLite steps of its machine."""
    with database.read() as connection:
        if database.dialect == "postgresql":
            asked = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"
            (answer,) = json.loads(connection.exec_driver_sql(asked, parameters).scalar_one())
            return _rows_touched(answer["Plan"])
        counted = [0]
        driver: Any = connection.connection.dbapi_connection

        def count() -> int:
            counted[0] += 1
            return 0

        driver.set_progress_handler(count, 1)
        try:
            connection.exec_driver_sql(statement, parameters).all()
        finally:
            driver.set_progress_handler(None, 1)
        return counted[0]


def _rows_touched(plan: dict[str, Any]) -> int:
    """PostgreSQL tells the rows of one turn, and how many turns there were."""
    kinds = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck")
    own = sum(plan.get(kind, 0) for kind in kinds) * plan["Actual Loops"]
    return int(own) + sum(_rows_touched(part) for part in plan.get("Plans", []))
