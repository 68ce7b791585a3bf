"""Which tables are the truth and are carried when a ledger moves, and which are derived and made anew."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Table
from sqlalchemy.engine import Connection

from engine.service.moving_ports import AGENDA, Shape
from engine.store import exact_json
from engine.store.audit_tables import AUDIT_BLOCKS, AUDIT_CASES, AUDIT_ENTRIES, AUDIT_ITEMS, AUDIT_PENDING
from engine.store.citizen_tables import CITIZEN_FAILURES, CITIZEN_SECRETS, CITIZEN_SESSIONS
from engine.store.column_types import UtcInstant
from engine.store.courier_tables import OUTBOX, WAKES
from engine.store.delegation_table import DELEGATIONS
from engine.store.edition_table import EDITIONS
from engine.store.ending_table import VERSION_ENDINGS
from engine.store.figure_tables import FIGURE_CELLS, FIGURE_MOVES
from engine.store.flow_turn_table import FLOW_TURNS
from engine.store.ledger_tables import COMMAND_RECEIPTS, DOSSIER_SERIALS, EVENTS
from engine.store.notification_table import NOTIFICATIONS
from engine.store.opinion_table import ASKED_OPINIONS
from engine.store.paper_table import PAPERS
from engine.store.published_table import PUBLISHED_PROCEDURES
from engine.store.read_tables import CASE_COUNTERS, CASES, STEPS
from engine.store.reader_table import CASE_READERS
from engine.store.retention_tables import OPEN_PURGES, RETENTION_ACTS
from engine.store.sweep_tables import DUE_NOTICES, OPINION_NOTICES, SWEEP_FAULTS
from engine.store.token_table import TOKENS
from engine.store.upload_table import UPLOADS
from engine.store.words_table import CASE_WORDS

CARRIED: tuple[Table, ...] = (
    PUBLISHED_PROCEDURES,
    VERSION_ENDINGS,
    EDITIONS,
    DOSSIER_SERIALS,
    TOKENS,
    CITIZEN_SECRETS,
    DELEGATIONS,
    EVENTS,
    COMMAND_RECEIPTS,
    DUE_NOTICES,
    OPINION_NOTICES,
    OUTBOX,
    PAPERS,
    NOTIFICATIONS,
    RETENTION_ACTS,
    AUDIT_ENTRIES,
    AUDIT_BLOCKS,
    AUDIT_ITEMS,
    AUDIT_CASES,
)
"""In this order: the law before the cases that keep it, the cases before what refers to them."""

DERIVED: Mapping[str, str] = {
    CASES.name: "the fold of the events; what is not (`look_at`) is carried as the sweep's agenda",
    CASE_COUNTERS.name: "the fold of the events",
    STEPS.name: "the fold of the events",
    ASKED_OPINIONS.name: "the fold of the events",
    CASE_READERS.name: "who has a step, is a counter or has received; the database notes it by itself",
    CASE_WORDS.name: "copied from the cases by the database itself",
    FIGURE_MOVES.name: "what changed in cases and steps; the database notes it by itself",
    FIGURE_CELLS.name: "what these notes add up to",
    WAKES.name: "how far another Prefect has seen the cases: the next one sees them anew",
    FLOW_TURNS.name: "who executes a scheduled flow just now: where the ledger goes, somebody else does",
    SWEEP_FAULTS.name: "a sweep that could not look tries again",
    CITIZEN_SESSIONS.name: "over in half an hour: whoever has the secret comes in again",
    CITIZEN_FAILURES.name: "over in ten minutes",
    OPEN_PURGES.name: "empty to everybody but the transaction that purges a case",
    UPLOADS.name: "what no event names yet: it is uploaded again within a day, or never was needed",
    AUDIT_PENDING.name: "what is carried and has no seal; the database notes it by itself",
}

OF_CASES = frozenset(
    {
        *(EVENTS.name, COMMAND_RECEIPTS.name, DUE_NOTICES.name, OUTBOX.name, PAPERS.name),
        *(OPINION_NOTICES.name, NOTIFICATIONS.name),
        *(CITIZEN_SECRETS.name, RETENTION_ACTS.name, AGENDA),
    }
)
"""What a selection of cases is taken from; of everything else there is always all."""

AGENDA_SHAPE = Shape(("case_id",), frozenset({"case_id", "look_at"}), frozenset({"case_id", "look_at"}))


def shapes() -> dict[str, Shape]:
    """By table, in the order in which they are carried; the agenda comes behind the events that its cases have."""
    found: dict[str, Shape] = {}
    for table in CARRIED:
        found[table.name] = shape_of(table)
        if table is EVENTS:
            found[AGENDA] = AGENDA_SHAPE
    return found


def shape_of(table: Table) -> Shape:
    return Shape(
        tuple(column.name for column in table.primary_key),
        frozenset(column.name for column in table.columns),
        frozenset(column.name for column in table.columns if not column.nullable and column.server_default is None),
    )


def as_carried(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON says it, in the order of the columns; what is null is left out."""
    found = {}
    for column in table.columns:
        value = row[column.name]
        if value is None:
            continue
        found[column.name] = exact_json.nested(value) if isinstance(column.type, JSON) else _as_text(value)
    return found


def as_kept(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as the table keeps it; raises `ValueError` where a value is not of its column's kind."""
    found: dict[str, Any] = {}
    for column in table.columns:
        value = row.get(column.name)
        if value is None:
            found[column.name] = None
        elif isinstance(column.type, JSON):
            found[column.name] = exact_json.text_of(value)
        elif isinstance(column.type, UtcInstant):
            found[column.name] = datetime.fromisoformat(value)
        elif isinstance(column.type, Date):
            found[column.name] = date.fromisoformat(value)
        else:
            found[column.name] = value
    return found


def orders_bytewise(connection: Connection) -> bool:
    """Whether texts are in the order of their bytes as they are, so that an index has the order that a copy has."""
    if connection.dialect.name == "sqlite":
        return True
    asked = (
        "SELECT datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8') FROM pg_database WHERE datname = current_database()"
    )
    return bool(connection.exec_driver_sql(asked).scalar_one())


def _as_text(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return value.isoformat() if isinstance(value, date) else value
