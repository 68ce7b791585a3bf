"""The doctor's questions over the whole store: page by page along primary keys, or along the indexes of what waits."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
)

from engine.core.identifiers import CaseId, CommandId
from engine.core.transitions import STEPS_MOVE_IN
from engine.core.values import Text
from engine.service.doctor_ports import Altered, ExecutedCase, KeptRows, LostReceipt, UndeliveredMessage, WaitingEntry
from engine.service.opinion_ports import OpinionRow
from engine.service.ports import StepRow
from engine.store import rows
from engine.store.column_types import UtcInstant
from engine.store.courier_tables import NEEDS_ENTRY, OUTBOX, WAKES
from engine.store.database import Database
from engine.store.ledger_tables import COMMAND_RECEIPTS, EVENTS
from engine.store.migration import find_obstacle
from engine.store.opinion_table import ASKED_OPINIONS
from engine.store.read_tables import CASE_COUNTERS, CASES, STEPS
from engine.store.reader_table import CASE_READERS
from engine.store.search_text import searchable
from engine.store.soundness import altered, is_sound
from engine.store.sweep_tables import DUE_NOTICES, SWEEP_FAULTS
from engine.store.words_table import CASE_WORDS

_AFTER = bindparam("after", type_=String())
_LIMIT = bindparam("limit", type_=Integer())
_CASES = bindparam("cases", type_=String(), expanding=True)
_BEFORE = bindparam("before", type_=UtcInstant())
_BEYOND = bindparam("beyond", type_=UtcInstant())
_NEEDS_ENTRY = literal_column(f"({NEEDS_ENTRY})", Boolean())

SIZE = select(func.count()).select_from(CASES)
_WITH_EVENTS = select(EVENTS.c.case_id).where(EVENTS.c.case_id > _AFTER).distinct().order_by(EVENTS.c.case_id)
_WITH_ROW = select(CASES.c.case_id).where(CASES.c.case_id > _AFTER).order_by(CASES.c.case_id)
_SAMPLE = select(CASES.c.case_id).order_by(func.random()).limit(_LIMIT)
_CASE_ROWS = (
    select(CASES, CASE_WORDS.c.words)
    .join(CASE_WORDS, CASE_WORDS.c.case_id == CASES.c.case_id, isouter=True)
    .where(CASES.c.case_id.in_(_CASES))
)
_STEP_ROWS = select(STEPS).where(STEPS.c.case_id.in_(_CASES)).order_by(STEPS.c.case_id, STEPS.c.step)
_COUNTERS = select(CASE_COUNTERS).where(CASE_COUNTERS.c.case_id.in_(_CASES)).order_by(CASE_COUNTERS.c.agency)
_OPINIONS = (
    select(ASKED_OPINIONS)
    .where(ASKED_OPINIONS.c.case_id.in_(_CASES))
    .order_by(ASKED_OPINIONS.c.case_id, ASKED_OPINIONS.c.opinion)
)
_READERS = select(CASE_READERS).where(CASE_READERS.c.case_id.in_(_CASES))
_VERSIONS = {
    table.name: select(table.c.case_id, func.max(table.c.version))
    .where(table.c.case_id.in_(_CASES))
    .group_by(table.c.case_id)
    for table in (CASES, WAKES, DUE_NOTICES)
}
_EVENT_COLUMNS = select(EVENTS.c.case_id, EVENTS.c.sequence, EVENTS.c.type, EVENTS.c.occurred_at).where(
    EVENTS.c.case_id.in_(_CASES)
)
_MESSAGES = select(OUTBOX.c.key).where(OUTBOX.c.key.in_(bindparam("keys", type_=String(), expanding=True)))
_PUT_OFF = select(SWEEP_FAULTS.c.case_id).where(SWEEP_FAULTS.c.case_id.in_(_CASES))
_NEXT_RECEIPTS = (
    select(COMMAND_RECEIPTS).where(COMMAND_RECEIPTS.c.command_id > _AFTER).order_by(COMMAND_RECEIPTS.c.command_id)
)


def _caused(sequence: str, receipt: Any) -> ColumnElement[bool]:
    """The event that the receipt names is there, and was caused by its command."""
    same = and_(EVENTS.c.case_id == receipt.c.case_id, EVENTS.c.sequence == receipt.c[sequence])
    return exists().where(same, EVENTS.c.command_id == receipt.c.command_id)


_LOST_OF_CASES = (
    select(COMMAND_RECEIPTS.c.command_id, COMMAND_RECEIPTS.c.case_id)
    .where(
        COMMAND_RECEIPTS.c.case_id.in_(_CASES),
        not_(and_(_caused("first_sequence", COMMAND_RECEIPTS), _caused("last_sequence", COMMAND_RECEIPTS))),
    )
    .order_by(COMMAND_RECEIPTS.c.command_id)
)
_RECEIPTS = _NEXT_RECEIPTS.limit(_LIMIT).subquery()
_JUDGED_RECEIPTS = select(
    _RECEIPTS.c.command_id,
    _RECEIPTS.c.case_id,
    and_(_caused("first_sequence", _RECEIPTS), _caused("last_sequence", _RECEIPTS)),
).order_by(_RECEIPTS.c.command_id)

_OPEN = CASES.c.status == STEPS_MOVE_IN.value
_EXECUTED = select(
    CASES.c.case_id, CASES.c.dossier_code, WAKES.c.flow_run_id, _OPEN.label("is_open"), _NEEDS_ENTRY.label("is_awaited")
).join(WAKES, WAKES.c.case_id == CASES.c.case_id)
_WITH_RUNS = (
    _EXECUTED.where(or_(_OPEN, WAKES.c.flow_run_id.is_not(None)), CASES.c.case_id > _AFTER)
    .order_by(CASES.c.case_id)
    .limit(_LIMIT)
)
_THESE = _EXECUTED.where(CASES.c.case_id.in_(_CASES)).order_by(CASES.c.case_id)
_AT_REST = and_(WAKES.c.wake_version <= WAKES.c.seen_version, WAKES.c.retry_at.is_(None))
_NEVER_ENTERED = (
    select(CASES.c.case_id)
    .join(WAKES, WAKES.c.case_id == CASES.c.case_id, isouter=True)
    .where(
        _OPEN,
        or_(
            WAKES.c.case_id.is_(None),
            WAKES.c.version < CASES.c.version,
            and_(WAKES.c.flow_run_id.is_(None), _AT_REST),
        ),
    )
    .order_by(CASES.c.case_id)
    .limit(_LIMIT)
)
_ENTRY = (
    WAKES.c.case_id,
    WAKES.c.woken_at.label("since"),
    func.coalesce(WAKES.c.leased_until, WAKES.c.retry_at, type_=UtcInstant()).label("until"),
    WAKES.c.last_error.label("error"),
)
_SINCE = func.coalesce(WAKES.c.retry_at, WAKES.c.woken_at, type_=UtcInstant())
_UNSEEN = (
    select(*_ENTRY)
    .where(_NEEDS_ENTRY, WAKES.c.leased_until.is_(None), WAKES.c.woken_at < _BEFORE, _SINCE < _BEFORE)
    .order_by(_SINCE, WAKES.c.case_id)
    .limit(_LIMIT)
)
_FAILING = (
    select(*_ENTRY)
    .where(
        _NEEDS_ENTRY,
        or_(
            and_(WAKES.c.wake_version > WAKES.c.seen_version, WAKES.c.retry_at >= _BEFORE, WAKES.c.woken_at < _BEFORE),
            WAKES.c.retry_at > _BEYOND,
        ),
    )
    .order_by(WAKES.c.woken_at, WAKES.c.case_id)
    .limit(_LIMIT)
)
_LEASES = (
    select(*_ENTRY)
    .where(or_(WAKES.c.leased_until < _BEFORE, WAKES.c.leased_until > _BEYOND))
    .order_by(WAKES.c.case_id)
    .limit(_LIMIT)
)
_UNDELIVERED = (
    select(
        *(OUTBOX.c[name] for name in UndeliveredMessage.model_fields if name != "is_awaited"),
        func.coalesce(_NEEDS_ENTRY, False).label("is_awaited"),
    )
    .join(WAKES, WAKES.c.case_id == OUTBOX.c.case_id, isouter=True)
    .where(OUTBOX.c.delivered_at.is_(None), OUTBOX.c.created_at < _BEFORE)
    .order_by(OUTBOX.c.created_at, OUTBOX.c.key)
    .limit(_LIMIT)
)
_CLOCK = text("SELECT date_trunc('second', clock_timestamp())")


class SqlDoctorBook:
    """Reads; answers hold no row of a table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def size(self) -> int:
        with self._database.read() as connection:
            return int(connection.execute(SIZE).scalar_one())

    def cases(self, after: CaseId | None, limit: int) -> Sequence[CaseId]:
        given = {"after": after or ""}
        with self._database.read() as connection:
            found = {
                case_id
                for statement in (_WITH_EVENTS, _WITH_ROW)
                for case_id in connection.execute(statement.limit(limit), given).scalars()
            }
        return tuple(CaseId(case_id) for case_id in sorted(found)[:limit])

    def sample(self, count: int) -> Sequence[CaseId]:
        with self._database.read() as connection:
            return tuple(CaseId(found) for found in connection.execute(_SAMPLE, {"limit": count}).scalars())

    def kept_rows(self, cases: Collection[CaseId]) -> Mapping[CaseId, KeptRows]:
        given = {"cases": list(cases)}
        with self._database.read() as connection:
            case_rows = connection.execute(_CASE_ROWS, given).mappings().all()
            step_rows = connection.execute(_STEP_ROWS, given).mappings().all()
            counters = connection.execute(_COUNTERS, given).all()
            opinions = connection.execute(_OPINIONS, given).mappings().all()
            readers = connection.execute(_READERS, given).mappings().all()
            known = {name: connection.execute(statement, given).all() for name, statement in _VERSIONS.items()}
            put_off = set(connection.execute(_PUT_OFF, given).scalars())
        steps_of: dict[str, list[Any]] = {}
        for step in step_rows:
            steps_of.setdefault(step["case_id"], []).append(step)
        asked: dict[str, list[OpinionRow]] = {}
        for one in opinions:
            asked.setdefault(one["case_id"], []).append(OpinionRow.model_validate(dict(one)))
        seen_by: dict[str, list[str]] = {}
        for case_id, agency in counters:
            seen_by.setdefault(case_id, []).append(agency)
        listed: dict[str, set[tuple[Any, ...]]] = {}
        for reader in readers:
            listed.setdefault(reader["case_id"], set()).add(_listed(reader["agency"], reader))
        versions: dict[str, dict[str, int]] = {}
        for name, told in known.items():
            for case_id, version in told:
                versions.setdefault(case_id, {})[name] = version
        found = {CaseId(case_id): KeptRows(versions=of_it) for case_id, of_it in versions.items()}
        for row in case_rows:
            case_id = row["case_id"]
            kept = _kept(row, steps_of.get(case_id, ()), tuple(seen_by.get(case_id, ())))
            is_listed = listed.get(case_id, set()) == {_listed(agency, row) for agency in _concerned(kept)}
            kept = _with_opinions(kept, tuple(asked.get(case_id, ())))
            noted = {"versions": versions[case_id], "is_put_off": case_id in put_off}
            found[CaseId(case_id)] = kept.model_copy(update={"is_listed": is_listed, **noted})
        return found

    def event_columns(self, cases: Collection[CaseId]) -> Mapping[tuple[CaseId, int], tuple[str, datetime]]:
        with self._database.read() as connection:
            found = connection.execute(_EVENT_COLUMNS, {"cases": list(cases)}).all()
        return {(CaseId(case_id), sequence): (type_, at) for case_id, sequence, type_, at in found}

    def messages_among(self, keys: Collection[str]) -> Collection[str]:
        with self._database.read() as connection:
            return frozenset(connection.execute(_MESSAGES, {"keys": list(keys)}).scalars())

    def lost_receipts(self, after: CommandId | None, limit: int) -> tuple[Sequence[LostReceipt], CommandId | None]:
        with self._database.read() as connection:
            found = connection.execute(_JUDGED_RECEIPTS, {"after": after or "", "limit": limit}).all()
        lost = tuple(LostReceipt(command_id=command, case_id=case) for command, case, is_there in found if not is_there)
        return lost, CommandId(found[-1][0]) if len(found) == limit else None

    def lost_receipts_of(self, cases: Collection[CaseId]) -> Sequence[LostReceipt]:
        with self._database.read() as connection:
            found = connection.execute(_LOST_OF_CASES, {"cases": list(cases)}).all()
        return tuple(LostReceipt(command_id=command, case_id=case) for command, case in found)

    def cases_with_runs(self, after: CaseId | None, limit: int) -> Sequence[ExecutedCase]:
        return self._executed(_WITH_RUNS, {"after": after or "", "limit": limit})

    def executed(self, cases: Collection[CaseId]) -> Sequence[ExecutedCase]:
        return self._executed(_THESE, {"cases": list(cases)})

    def never_entered(self, limit: int) -> Sequence[CaseId]:
        with self._database.read() as connection:
            return tuple(CaseId(found) for found in connection.execute(_NEVER_ENTERED, {"limit": limit}).scalars())

    def unseen(self, before: datetime, limit: int) -> Sequence[WaitingEntry]:
        return self._entries(_UNSEEN, {"before": before, "limit": limit})

    def failing(self, before: datetime, put_off_until: datetime, limit: int) -> Sequence[WaitingEntry]:
        return self._entries(_FAILING, {"before": before, "beyond": put_off_until, "limit": limit})

    def leases(self, ended: datetime, beyond: datetime, limit: int) -> Sequence[WaitingEntry]:
        return self._entries(_LEASES, {"before": ended, "beyond": beyond, "limit": limit})

    def undelivered(self, before: datetime, limit: int) -> Sequence[UndeliveredMessage]:
        with self._database.read() as connection:
            found = connection.execute(_UNDELIVERED, {"before": before, "limit": limit}).mappings().all()
        return tuple(UndeliveredMessage.model_validate(dict(row)) for row in found)

    def database_time(self) -> datetime | None:
        """SQLite is a file: its time is ours."""
        if self._database.dialect == "sqlite":
            return None
        with self._database.read() as connection:
            shown: datetime = connection.execute(_CLOCK).scalar_one()
        return shown

    def is_sound(self) -> bool:
        return is_sound(self._database)

    def altered(self) -> Sequence[Altered]:
        return altered(self._database)

    def find_obstacle(self) -> Text | None:
        return find_obstacle(self._database)

    def _executed(self, statement: Select[Any], given: dict[str, Any]) -> Sequence[ExecutedCase]:
        with self._database.read() as connection:
            found = connection.execute(statement, given).mappings().all()
        return tuple(ExecutedCase.model_validate(dict(row)) for row in found)

    def _entries(self, statement: Select[Any], given: dict[str, Any]) -> Sequence[WaitingEntry]:
        with self._database.read() as connection:
            found = connection.execute(statement, given).mappings().all()
        return tuple(WaitingEntry.model_validate(dict(row)) for row in found)


def _with_opinions(kept: KeptRows, opinions: tuple[OpinionRow, ...]) -> KeptRows:
    assert kept.case is not None
    return kept.model_copy(update={"case": kept.case.model_copy(update={"opinions": opinions})})


def _kept(row: Any, step_rows: Sequence[Any], counters: tuple[str, ...]) -> KeptRows:
    case = rows.case_row(dict(row)).model_copy(update={"counters": counters})
    steps = tuple(rows.step_row(dict(step)) for step in step_rows)
    is_ordered = all(_is_placed(step, kept) for step, kept in zip(step_rows, steps, strict=True))
    is_findable = row["search_text"] == row["words"] == searchable(case.applicant, case.dossier_code)
    return KeptRows(case=case, steps=steps, is_findable=is_findable and is_ordered)


def _is_placed(row: Any, kept: StepRow) -> bool:
    """On the worklist, and in the sums."""
    bands = rows.bands_of(kept)
    return row["worklist_at"] == rows.worklist_at(kept) and all(row[name] == band for name, band in bands.items())


def _concerned(kept: KeptRows) -> set[str]:
    assert kept.case is not None
    receiving = {kept.case.receiving_agency} if kept.case.receiving_agency is not None else set()
    return {*receiving, *kept.case.counters, *(step.agency for step in kept.steps)}


def _listed(agency: str, row: Any) -> tuple[Any, ...]:
    return agency, row["status"], row["procedure"], row["submitted_at"]
