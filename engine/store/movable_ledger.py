"""A ledger in SQL that is carried elsewhere, read in one snapshot; or filled from elsewhere, in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Select,
    String,
    Table,
    bindparam,
    collate,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, StatementError

from engine.core import values
from engine.core.errors import CopyRefused
from engine.service.moving_ports import AGENDA, Row, Selection, Shape
from engine.service.ports import CaseRow, StepRow
from engine.store import carried, rows
from engine.store.aside import move_aside, refuse_while_used
from engine.store.column_types import UtcInstant
from engine.store.courier_tables import WAKES
from engine.store.database import Database
from engine.store.declared import TABLES
from engine.store.ledger_tables import COMMAND_RECEIPTS, EVENTS
from engine.store.opinion_table import ASKED_OPINIONS
from engine.store.read_tables import CASE_COUNTERS, CASES, STEPS
from engine.store.seal_book import note_seals
from engine.store.wakes_anew import wake_anew

_AT_A_TIME = 500
_BY_NAME = {table.name: table for table in carried.CARRIED}
_AGENDA = select(CASES.c.case_id, CASES.c.look_at).where(CASES.c.look_at.is_not(None))
_LOOK = (
    update(CASES).where(CASES.c.case_id == bindparam("case")).values(look_at=bindparam("instant", type_=UtcInstant()))
)
_EVENTS_OF_A_RECEIPT = (
    select(func.count())
    .where(
        EVENTS.c.case_id == COMMAND_RECEIPTS.c.case_id,
        EVENTS.c.command_id == COMMAND_RECEIPTS.c.command_id,
        EVENTS.c.sequence.between(COMMAND_RECEIPTS.c.first_sequence, COMMAND_RECEIPTS.c.last_sequence),
    )
    .scalar_subquery()
)
_RECEIPT_WITHOUT_EVENTS = (
    select(COMMAND_RECEIPTS.c.command_id)
    .where(COMMAND_RECEIPTS.c.last_sequence - COMMAND_RECEIPTS.c.first_sequence + 1 != _EVENTS_OF_A_RECEIPT)
    .limit(1)
)
_EVENT_WITHOUT_RECEIPT = (
    select(EVENTS.c.command_id)
    .where(
        ~select(literal(1))
        .where(
            COMMAND_RECEIPTS.c.command_id == EVENTS.c.command_id,
            COMMAND_RECEIPTS.c.case_id == EVENTS.c.case_id,
            EVENTS.c.sequence.between(COMMAND_RECEIPTS.c.first_sequence, COMMAND_RECEIPTS.c.last_sequence),
        )
        .correlate(EVENTS)
        .exists()
    )
    .limit(1)
)


class SqlMovableLedger:
    """One database, as a whole."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.shapes: Mapping[str, Shape] = carried.shapes()

    @contextmanager
    def snapshot(self, selection: Selection) -> Iterator["SqlSnapshot"]:
        with self._database.snapshot() as connection:
            yield SqlSnapshot(connection, selection)

    @contextmanager
    def intake(self, set_aside: str | None = None) -> Iterator["SqlIntake"]:
        with self._database.write() as connection:
            if set_aside is not None:
                move_aside(connection, set_aside)
            _refuse_unless_empty(connection)
            yield SqlIntake(connection)

    def holds_anything(self) -> bool:
        """Whether something was done in it already."""
        with self._database.read() as connection:
            return not is_empty(connection)

    def refuse_while_used(self) -> None:
        """Raises `CopyRefused` where others are seen at work; on SQLite that is seen when the file is closed up."""
        with self._database.read() as connection:
            refuse_while_used(connection)

    def wake_anew(self, now: datetime) -> None:
        """Of a ledger that came here as a file: no executor has seen it."""
        with self._database.write() as connection:
            wake_anew(connection, now)


class SqlSnapshot:
    """What one transaction sees."""

    def __init__(self, connection: Connection, selection: Selection) -> None:
        self._connection = connection
        self._cases = _selected(selection)
        self._is_bytewise = carried.orders_bytewise(connection)
        self.level = ", ".join(MigrationContext.configure(connection).get_current_heads())

    def count(self, table: str) -> int:
        asked = select(func.count()).select_from(self._asked(table).subquery())
        return int(self._connection.execute(asked).scalar_one())

    def rows(self, table: str) -> Iterator[Row]:
        source = _BY_NAME.get(table, CASES)
        keys = [CASES.c.case_id] if table == AGENDA else list(source.primary_key)
        asked = self._asked(table).order_by(*(self._in_order(key) for key in keys))
        streaming = self._connection.execution_options(stream_results=True, yield_per=_AT_A_TIME)
        with streaming.execute(asked) as found:
            for row in found.mappings():
                yield _agenda_row(dict(row)) if table == AGENDA else carried.as_carried(source, dict(row))

    def _asked(self, table: str) -> Select[Any]:
        source = _BY_NAME.get(table, CASES)
        asked: Select[Any] = _AGENDA if table == AGENDA else select(source)
        if self._cases is not None and table in carried.OF_CASES:
            return asked.where(source.c.case_id.in_(self._cases))
        return asked

    def _in_order(self, key: Column[Any]) -> Any:
        """The same order on every database: that of the bytes."""
        return collate(key, "C") if not self._is_bytewise and isinstance(key.type, String) else key


class SqlIntake:
    """What is filled, on one open connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._inserts = {table.name: _insert(table) for table in carried.CARRIED}

    def add(self, table: str, given: Sequence[Row], line: int) -> None:
        if not given:
            return
        try:
            if table == AGENDA:
                looks = [{"case": row["case_id"], "instant": datetime.fromisoformat(row["look_at"])} for row in given]
                self._connection.execute(_LOOK, looks)
            else:
                source = _BY_NAME[table]
                self._connection.execute(self._inserts[table], [carried.as_kept(source, row) for row in given])
        except (ValueError, IntegrityError, DataError, StatementError) as error:
            if isinstance(error, OperationalError):
                raise
            # What the database says of it may quote the row.
            raise CopyRefused(
                values.Text(
                    vi=f"dòng {line} hoặc trước đó, bảng {table}: cơ sở dữ liệu không nhận",
                    en=f"line {line} or shortly before, table {table}: the database does not take the row",
                ),
                line=line,
            ) from None

    def add_cases(self, cases: Sequence[tuple[CaseRow, Sequence[StepRow]]], now: datetime) -> None:
        shown = [case for case, _ in cases]
        self._many(CASES, [{**rows.row_of_case(case), "look_at": None} for case in shown])
        self._many(CASE_COUNTERS, [row for case in shown for row in rows.rows_of_counters(case)])
        self._many(ASKED_OPINIONS, [row for case in shown for row in rows.rows_of_opinions(case)])
        self._many(STEPS, [row for _, steps in cases for row in rows.rows_of_steps(steps)])
        self._many(WAKES, [_at_rest(case, now) for case in shown])

    def finish(self, now: datetime) -> None:
        for asked in (_RECEIPT_WITHOUT_EVENTS, _EVENT_WITHOUT_RECEIPT):
            found = self._connection.execute(asked).scalar_one_or_none()
            if found is not None:
                raise CopyRefused(
                    values.Text(
                        vi=f"lệnh {found}: biên nhận và các sự kiện không khớp nhau",
                        en=f"command {found}: its receipt and its events do not fit each other",
                    )
                )
        note_seals(self._connection)
        wake_anew(self._connection, now)

    def _many(self, table: Table, given: Sequence[Row]) -> None:
        if given:
            self._connection.execute(insert(table), list(given))


def is_empty(connection: Connection) -> bool:
    """Nothing was done in this installation yet; not even the calendars of a first start were recorded."""
    return not any(connection.execute(select(literal(1)).select_from(table).limit(1)).first() for table in TABLES)


def _refuse_unless_empty(connection: Connection) -> None:
    """On PostgreSQL nobody else begins to fill it meanwhile; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in TABLES)
        connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
    if not is_empty(connection):
        raise CopyRefused(
            values.Text(
                vi="cơ sở dữ liệu này đã có dữ liệu; hãy nhập vào một cơ sở dữ liệu trống (LIENTHONG_DATABASE_URL)",
                en="this database has something in it already; import into an empty one (LIENTHONG_DATABASE_URL)",
            )
        )


def _selected(selection: Selection) -> Select[tuple[str]] | None:
    if not selection.is_partial:
        return None
    asked = select(CASES.c.case_id)
    if selection.procedure is not None:
        asked = asked.where(CASES.c.procedure == selection.procedure)
    if selection.received_from is not None:
        asked = asked.where(CASES.c.received_at >= selection.received_from)
    if selection.received_to is not None:
        asked = asked.where(CASES.c.received_at < selection.received_to)
    return asked


def _insert(table: Table) -> Any:
    """What is null in a column of JSON is null in SQL, too, and no JSON that says null."""
    nothing = JSON(none_as_null=True)
    return insert(table).values(
        {
            column.name: bindparam(column.name, type_=nothing if isinstance(column.type, JSON) else column.type)
            for column in table.columns
        }
    )


def _agenda_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"case_id": row["case_id"], "look_at": f"{row['look_at']:%Y-%m-%dT%H:%M:%SZ}"}


def _at_rest(case: CaseRow, now: datetime) -> dict[str, Any]:
    """As if the executor had nothing to do with it; `wake_anew` says which cases it has to do with."""
    return {
        "case_id": case.case_id,
        "version": case.version,
        "wake_version": 0,
        "seen_version": 0,
        "shown_version": 0,
        "woken_at": now,
    }
