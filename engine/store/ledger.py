"""The ledger in SQL: one command, one transaction; what it writes goes out in one piece with its commit."""

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Insert, bindparam, case, delete, func, insert, not_, select

from engine.core import events
from engine.core.errors import WrittenByNewer
from engine.core.execution import AutomaticWork
from engine.core.identifiers import CaseId, CommandId, StepId
from engine.core.notifications import Notification
from engine.core.publication import Newest
from engine.core.rungs import Rung
from engine.core.statutory_papers import CasePaper
from engine.service.ports import CaseRow, CommandReceipt, StepRow
from engine.store import rows
from engine.store.column_types import UtcInstant
from engine.store.courier_tables import LONGEST_TRACES, OUTBOX, WAKES
from engine.store.database import Database
from engine.store.ledger_tables import COMMAND_RECEIPTS, DOSSIER_SERIALS, EVENTS
from engine.store.notification_table import NOTIFICATIONS
from engine.store.one_statement import Written
from engine.store.opinion_table import ASKED_OPINIONS
from engine.store.paper_table import PAPERS
from engine.store.published_book import NEWEST
from engine.store.read_tables import CASE_COUNTERS, CASES, STEPS
from engine.store.reader_table import CASE_READERS
from engine.store.schema import Rows
from engine.store.statements import Channel, Known, commit, insert_into, insert_or_leave, insert_or_replace, together
from engine.store.sweep_book import NOTICES_OF, OPINION_NOTICES_OF
from engine.store.sweep_tables import DUE_NOTICES, OPINION_NOTICES
from engine.store.words_table import CASE_WORDS

_HISTORY = (
    select(EVENTS.c.sequence, EVENTS.c.recorded_at, EVENTS.c.command_id, EVENTS.c.actor, EVENTS.c.body)
    .where(EVENTS.c.case_id == bindparam("case"))
    .order_by(EVENTS.c.sequence)
)
_HISTORIES = (
    select(
        *(EVENTS.c.case_id, EVENTS.c.sequence, EVENTS.c.recorded_at, EVENTS.c.command_id),
        *(EVENTS.c.actor, EVENTS.c.body),
    )
    .where(EVENTS.c.case_id.in_(bindparam("cases", expanding=True)))
    .order_by(EVENTS.c.case_id, EVENTS.c.sequence)
)
_FORGET_STEP = delete(STEPS).where(STEPS.c.case_id == bindparam("case"), STEPS.c.step == bindparam("step"))
_FORGET_ALL_STEPS = delete(STEPS).where(STEPS.c.case_id == bindparam("case"))
_FORGET_OPINIONS = delete(ASKED_OPINIONS).where(ASKED_OPINIONS.c.case_id == bindparam("case"))
_FORGET_COUNTERS = delete(CASE_COUNTERS).where(CASE_COUNTERS.c.case_id == bindparam("case"))
_FORGET_READERS = delete(CASE_READERS).where(CASE_READERS.c.case_id == bindparam("case"))
_FORGET_WORDS = delete(CASE_WORDS).where(CASE_WORDS.c.case_id == bindparam("case"))
_COPY_WORDS = insert(CASE_WORDS).from_select(
    ["case_id", "words"], select(CASES.c.case_id, CASES.c.search_text).where(CASES.c.case_id == bindparam("case"))
)
# Those of steps and counters come back with them; the receiving unit's only if it changes.
_NOTE_RECEIVER = insert(CASE_READERS).from_select(
    ["case_id", "agency", "status", "procedure", "submitted_at"],
    select(CASES.c.case_id, CASES.c.receiving_agency, CASES.c.status, CASES.c.procedure, CASES.c.submitted_at).where(
        CASES.c.case_id == bindparam("case"), CASES.c.receiving_agency.is_not(None)
    ),
)
_RECEIPT = select(COMMAND_RECEIPTS).where(COMMAND_RECEIPTS.c.command_id == bindparam("command"))
_LOCK = NEWEST.add_columns(func.pg_advisory_xact_lock(bindparam("space"), bindparam("number")))
_OF_RECEIPTS = [column.name for column in COMMAND_RECEIPTS.columns]
_COLUMNS = [column.name for column in CASES.columns]
_LOCK_SPACE = 0x4C54
"""Keeps the locks of cases apart from other advisory locks in the same database."""


class SqlLedger:
    """Events and what is read off them, in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._statements = _Statements(database)

    @contextmanager
    def transaction(self) -> Iterator["SqlLedgerTransaction"]:
        """Raises `Conflict` if another writer was faster, `CommandIdReused` for an id of another case's command."""
        with self._database.command() as connection:
            transaction = SqlLedgerTransaction(connection, self._statements)
            yield transaction
            transaction.commit()

    def history(self, case_id: CaseId) -> Sequence[events.RecordedEvent]:
        with self._database.read() as connection:
            return _history(connection, case_id)

    def histories(
        self, case_ids: Collection[CaseId], *, only_readable: bool = False
    ) -> Mapping[CaseId, Sequence[events.RecordedEvent]]:
        found: dict[CaseId, list[events.RecordedEvent]] = {case_id: [] for case_id in case_ids}
        newer: set[CaseId] = set()
        with self._database.read() as connection:
            for case_id, *row in connection.execute(_HISTORIES, {"cases": list(found)}):
                try:
                    found[case_id].append(rows.recorded_event(case_id, row))
                except WrittenByNewer:
                    if not only_readable:
                        raise
                    newer.add(case_id)
        return {case_id: history for case_id, history in found.items() if case_id not in newer}

    def find_receipt(self, command_id: CommandId) -> CommandReceipt | None:
        with self._database.read() as connection:
            return _find_receipt(self._statements, connection, command_id)


class SqlLedgerTransaction:
    """One command's transaction on an open connection. What it writes goes out at its end, in one piece with the commit:
    what is asked here (history, serial, rungs told) is asked before anything is written."""

    def __init__(self, connection: Channel, statements: "_Statements") -> None:
        self._connection = connection
        self._statements = statements
        self.newest = Newest(0, 0)
        self._commands_seen: frozenset[str] = frozenset()
        self._written: list[Written] = []
        self._forgotten: list[dict[str, object]] = []

    def lock_case(self, case_id: CaseId) -> Sequence[events.RecordedEvent]:
        """SQLite's transaction holds the write lock already. On PostgreSQL the lock is on the case's name, not on its
        row: so it holds for a case that does not exist yet too. The history is a statement of its own, because what
        it sees is taken when its turn comes: after the lock was granted.
        """
        with together(self._connection):
            locked = self._statements.lock.ask(self._connection, **self._statements.lock_of(case_id))
            found = self._statements.history.ask(self._connection, case=case_id)
        edition, ending, tables, *_ = locked.rows()[0]
        self.newest = Newest(edition, ending, tables)
        history = tuple(rows.recorded_event(case_id, row) for row in found.rows())
        self._commands_seen = frozenset(recorded.command_id for recorded in history)
        return history

    def find_receipt(self, command_id: CommandId) -> CommandReceipt | None:
        """Asks the database only if the locked case knows the command: each accepted command caused an event."""
        known = command_id in self._commands_seen
        return _find_receipt(self._statements, self._connection, command_id) if known else None

    def next_serial(self, unit_code: str, day: date) -> int:
        ((counted,),) = self._statements.next_serial.ask(self._connection, unit_code=unit_code, day=day).rows()
        return int(counted)

    def append(self, recorded: Sequence[events.RecordedEvent], receipt: CommandReceipt) -> None:
        self._write(self._statements.receipt, [rows.row_of_receipt(receipt)])
        self._write(self._statements.events, rows.rows_of_events(recorded))

    def save_rows(self, case: CaseRow, steps: Sequence[StepRow], now: datetime, *, is_swept: bool = False) -> None:
        if is_swept:
            self._write(self._statements.swept_case, [rows.row_of_case(case)])
        else:
            self._write(self._statements.case, [{**rows.row_of_case(case), "now": now}])
        self._write(self._statements.counters, rows.rows_of_counters(case))
        self._write(self._statements.opinions, rows.rows_of_opinions(case))
        self._write(self._statements.steps, rows.rows_of_steps(steps))

    def forget_steps(self, case_id: CaseId, steps: Collection[StepId]) -> None:
        self._forgotten += [{"case": case_id, "step": step} for step in steps]

    def forget_rows(self, case_id: CaseId) -> None:
        for statement in self._statements.anew:
            statement.send(self._connection, [{"case": case_id}])

    def told_rungs(self, case_id: CaseId) -> Sequence[Rung]:
        known = ((self._statements.told, DUE_NOTICES), (self._statements.told_opinions, OPINION_NOTICES))
        return tuple(
            rows.due_notice(dict(zip(table.columns.keys(), row, strict=True))).rung
            for statement, table in known
            for row in statement.ask(self._connection, case=case_id).rows()
        )

    def tell_rungs(self, case_id: CaseId, rungs: Sequence[Rung], now: datetime) -> None:
        self._write(self._statements.notices, rows.rows_of_notices(case_id, rungs, now))
        self._write(self._statements.opinion_notices, rows.rows_of_opinion_notices(case_id, rungs, now))

    def put_outbox(self, work: Sequence[AutomaticWork], now: datetime) -> None:
        self._write(self._statements.outbox, rows.rows_of_work(work, now))

    def put_papers(self, case_id: CaseId, papers: Sequence[CasePaper], now: datetime) -> None:
        self._write(self._statements.papers, rows.rows_of_due_papers(case_id, papers, now))

    def put_notifications(self, notes: Sequence[Notification], now: datetime) -> None:
        self._write(self._statements.notifications, rows.rows_of_notifications(notes, now))

    def mark_wake(self, case_id: CaseId, version: int, now: datetime, *, wakes: bool, trace: str | None = None) -> None:
        row = {
            "case_id": case_id,
            "version": version,
            "wake_version": version if wakes else 0,
            "seen_version": 0,
            "shown_version": 0,
            "woken_at": now,
            "traces": trace,
        }
        self._write(self._statements.wake if wakes else self._statements.news, [row])

    def commit(self) -> None:
        """All of it is durable when this returns, or nothing is."""
        with together(self._connection):
            if self._forgotten:
                self._statements.forget_step.send(self._connection, self._forgotten)
            self._statements.writing.send(self._connection, self._written)
            commit(self._connection)

    def _write(self, statement: Known, written: Rows) -> None:
        if written:
            self._written.append((statement, written))


class _Statements:
    """What a transaction sends, built once for each database."""

    def __init__(self, database: Database) -> None:
        dialect, known = database.dialect, database.known
        self.writing = database.writing()
        self.receipt = known(insert(COMMAND_RECEIPTS))
        self.events = known(insert(EVENTS))
        self.papers = known(insert_or_leave(PAPERS, dialect), _DUE_PAPER)
        self.notifications = known(insert_or_leave(NOTIFICATIONS, dialect), _DUE_NOTE)
        self.swept_case = known(insert_or_replace(CASES, dialect))
        self.case = known(_insert_or_replace_case(dialect))
        self.notices = known(insert(DUE_NOTICES))
        self.opinion_notices = known(insert(OPINION_NOTICES))
        self.counters = known(insert_or_leave(CASE_COUNTERS, dialect))
        self.opinions = known(insert_or_replace(ASKED_OPINIONS, dialect))
        self.steps = known(insert_or_replace(STEPS, dialect))
        self.outbox = known(insert_or_leave(OUTBOX, dialect), _NEW_MESSAGE)
        self.news = known(insert_or_replace(WAKES, dialect, ("version",)), _NEW_WAKE)
        self.wake = known(_insert_or_wake(dialect), _NEW_WAKE)
        serial = insert_into(DOSSIER_SERIALS, dialect).values(last=1)
        counted = serial.on_conflict_do_update(
            index_elements=["unit_code", "day"], set_={"last": DOSSIER_SERIALS.c.last + 1}
        )
        self.next_serial = known(counted.returning(DOSSIER_SERIALS.c.last), ("unit_code", "day"))
        self.history = known(_HISTORY)
        self.find_receipt = known(_RECEIPT)
        self.told = known(NOTICES_OF)
        self.told_opinions = known(OPINION_NOTICES_OF)
        self.forget_step = known(_FORGET_STEP)
        anew = (
            _FORGET_ALL_STEPS,
            _FORGET_COUNTERS,
            _FORGET_OPINIONS,
            _FORGET_READERS,
            _NOTE_RECEIVER,
            _FORGET_WORDS,
            _COPY_WORDS,
        )
        self.anew = [known(statement) for statement in anew]
        self._locks = dialect == "postgresql"
        self.lock = known(_LOCK if self._locks else NEWEST)

    def lock_of(self, case_id: CaseId) -> dict[str, int]:
        return {"space": _LOCK_SPACE, "number": _lock_number(case_id)} if self._locks else {}


_NEW_WAKE = ("case_id", "version", "wake_version", "seen_version", "shown_version", "woken_at", "traces")
_DUE_PAPER = ("case_id", "name", "sequence", "form_set", "number", "due_at")
_DUE_NOTE = ("case_id", "sequence", "kind", "way", "at", "created_at", "attempts", "next_attempt_at")
_NEW_MESSAGE = (
    *("key", "case_id", "step", "agency", "system", "operation", "payload"),
    *("created_at", "attempts", "next_attempt_at"),
)


def _insert_or_wake(dialect: str) -> Insert:
    """News that call for an entry end a delay: what went wrong before may be over with them. Traces of what no entry has
    seen gather, the oldest first, as far as there is room."""
    wake = insert_into(WAKES, dialect)
    unseen = WAKES.c.wake_version > WAKES.c.seen_version
    new, gathered = wake.excluded.traces, WAKES.c.traces + " " + wake.excluded.traces
    traces = case((not_(unseen), new), (func.length(gathered) <= LONGEST_TRACES, gathered), else_=_kept_or(new))
    return wake.on_conflict_do_update(
        index_elements=["case_id"],
        set_={
            "version": wake.excluded.version,
            "wake_version": wake.excluded.wake_version,
            "woken_at": case((unseen, WAKES.c.woken_at), else_=wake.excluded.woken_at),
            "retry_at": None,
            "traces": traces,
        },
    )


def _kept_or(new: ColumnElement[str]) -> ColumnElement[str]:
    return func.coalesce(WAKES.c.traces, new)


def _insert_or_replace_case(dialect: str) -> Insert:
    """What the sweep has missed stays to be looked at, whatever the command did: also in a case that it closed."""
    statement = insert_into(CASES, dialect)
    missed = CASES.c.look_at < bindparam("now", type_=UtcInstant())
    kept = case((missed, CASES.c.look_at), else_=statement.excluded.look_at)
    new = {name: statement.excluded[name] for name in _COLUMNS if name not in ("case_id", "look_at")}
    return statement.on_conflict_do_update(index_elements=["case_id"], set_={**new, "look_at": kept})


def lock_and_read(connection: Connection, case_id: CaseId) -> tuple[events.RecordedEvent, ...]:
    """The history of a case that nobody else writes to until the end of the transaction."""
    if connection.dialect.name == "postgresql":
        with together(connection):  # with BEGIN
            connection.execute(_LOCK, {"space": _LOCK_SPACE, "number": _lock_number(case_id)})
    return _history(connection, case_id)


def _history(connection: Connection, case_id: CaseId) -> tuple[events.RecordedEvent, ...]:
    return tuple(rows.recorded_event(case_id, row) for row in connection.execute(_HISTORY, {"case": case_id}))


def _find_receipt(statements: _Statements, connection: Channel, command_id: CommandId) -> CommandReceipt | None:
    found = statements.find_receipt.ask(connection, command=command_id).rows()
    return CommandReceipt.model_validate(dict(zip(_OF_RECEIPTS, found[0], strict=True))) if found else None


def _lock_number(case_id: CaseId) -> int:
    """A signed 32-bit number for a name; two cases with one number merely wait for each other."""
    return zlib.crc32(case_id.encode()) - 2**31
