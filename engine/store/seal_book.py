"""The audit chain in SQL: what waits to be sealed, and blocks, one after the other whoever makes them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    text,
    tuple_,
    update,
)

from engine.core.audit_chain import Block, RowFace, SealedItem
from engine.core.identifiers import CaseId
from engine.core.retention import RetentionActKind
from engine.service.audit_ports import FoundRow, NewRows, Unsealed
from engine.store.audit_tables import AUDIT_BLOCKS, AUDIT_CASES, AUDIT_ENTRIES, AUDIT_ITEMS, AUDIT_PENDING
from engine.store.courier_tables import NEEDS_SEALING, WAKES
from engine.store.database import Database
from engine.store.ledger_tables import EVENTS
from engine.store.retention_tables import RETENTION_ACTS
from engine.store.sealed_sources import PURGED_EVENTS, SOURCES, as_it_lies, said, texts_as_they_lie
from engine.store.statements import insert_or_replace

MOST_COUNTED = 10_000
"""What is not sealed is counted no further."""
_ONE_SEALER = 0x4C55
"""Of two sealers the second waits for the first; the number is no other lock's."""
_SEALED: ColumnElement[int] = func.coalesce(AUDIT_CASES.c.sealed, 0)
_OF_WAKE = WAKES.outerjoin(AUDIT_CASES, AUDIT_CASES.c.case_id == WAKES.c.case_id)
_NEW_CASES = (
    select(WAKES.c.case_id, _SEALED.label("sealed"))
    .select_from(_OF_WAKE)
    .where(text(NEEDS_SEALING), WAKES.c.version > _SEALED)
    .order_by(WAKES.c.case_id)
)
_SETTLED = (
    select(WAKES.c.case_id)
    .select_from(WAKES.join(AUDIT_CASES, AUDIT_CASES.c.case_id == WAKES.c.case_id))
    .where(text(NEEDS_SEALING), AUDIT_CASES.c.sealed > WAKES.c.sealed_version)
    .order_by(WAKES.c.case_id)
)
_IS_SEALED = exists().where(
    AUDIT_ITEMS.c.source == AUDIT_PENDING.c.source,
    AUDIT_ITEMS.c.subject == AUDIT_PENDING.c.subject,
    AUDIT_ITEMS.c.number == AUDIT_PENDING.c.number,
)
_SEALED_OF = select(AUDIT_CASES.c.sealed).where(AUDIT_CASES.c.case_id == WAKES.c.case_id).scalar_subquery()


class SqlSealBook:
    """The chain of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._keep_case = insert_or_replace(AUDIT_CASES, database.dialect, ("sealed",))

    @contextmanager
    def sealing(self) -> Iterator["SqlSealing"]:
        """On SQLite the transaction is the lock. On PostgreSQL each statement sees what was committed before it: so what
        is read after the lock was granted is behind the head of whoever had it before."""
        with self._database.write() as connection, texts_as_they_lie(connection):
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_ONE_SEALER, 1)))
            yield SqlSealing(connection, self._keep_case)

    def settle(self, limit: int) -> int:
        """Never waits for a command or a dispatcher that has the row just now: it comes next time."""
        picked = _SETTLED.limit(limit).with_for_update(of=WAKES, skip_locked=True).cte("picked")
        done = update(WAKES).where(WAKES.c.case_id.in_(select(picked.c.case_id))).values(sealed_version=_SEALED_OF)
        with self._database.write() as connection:
            return len(connection.execute(done.returning(WAKES.c.case_id)).all())

    def head(self) -> Block | None:
        with self._database.read() as connection:
            return head_of(connection)

    def unsealed(self) -> Unsealed:
        with self._database.read() as connection:
            return unsealed_of(connection)


class SqlSealing:
    """One block on an open connection that holds the lock of all sealers."""

    def __init__(self, connection: Connection, keep_case: Any) -> None:
        self._connection = connection
        self._keep_case = keep_case
        self._noted: list[tuple[str, str, int]] = []

    def head(self) -> Block | None:
        return head_of(self._connection)

    def take(self, limit: int) -> NewRows:
        found = self._new_events(limit)
        gone: list[tuple[str, str, int]] = []
        self._connection.execute(delete(AUDIT_PENDING).where(_IS_SEALED))  # carried here together with their seals
        asked = select(AUDIT_PENDING).order_by(*AUDIT_PENDING.primary_key).limit(limit)
        self._noted = [(source, subject, number) for source, subject, number in self._connection.execute(asked)]
        for source, subject, number in self._noted:
            face = self._row(source, subject, number)
            if face is None:
                gone.append((source, subject, number))
                continue
            found.append(FoundRow(source, face, is_salted=False))
            if source == RETENTION_ACTS.name and ("act", RetentionActKind.PURGE.value) in face.frame:
                found += self._left_by_purge(subject)
        return NewRows(found, gone)

    def salts(self, cases: Collection[CaseId]) -> Mapping[CaseId, str]:
        return {CaseId(case): salt for case, salt in salts_of(self._connection, cases).items()}

    def append(self, block: Block, items: Sequence[SealedItem], new_salts: Mapping[CaseId, str]) -> None:
        sealed_at = datetime.fromisoformat(block.sealed_at)
        self._connection.execute(insert(AUDIT_BLOCKS), {**dict(block), "sealed_at": sealed_at})
        rows = [{"block": block.number, "place": place, **dict(item)} for place, item in enumerate(items, start=1)]
        self._connection.execute(insert(AUDIT_ITEMS), rows)
        upto = {item.subject: item.number for item in items if item.source == EVENTS.name}
        if upto:
            kept = [
                {"case_id": case, "salt": new_salts.get(CaseId(case), ""), "sealed": last}
                for case, last in upto.items()
            ]
            self._connection.execute(self._keep_case, kept)
        for source, subject, number in self._noted:
            one = (AUDIT_PENDING.c.source == source, AUDIT_PENDING.c.subject == subject)
            self._connection.execute(delete(AUDIT_PENDING).where(*one, AUDIT_PENDING.c.number == number))

    def _new_events(self, limit: int) -> list[FoundRow]:
        """In the order of their cases. A case counts its events without a gap: what is committed late is behind what is
        sealed of its case, whenever other cases were sealed."""
        new = _NEW_CASES.limit(limit).cte("new")
        asked = self._asked(EVENTS.name).join(new, new.c.case_id == EVENTS.c.case_id)
        asked = asked.where(EVENTS.c.sequence > new.c.sealed).order_by(EVENTS.c.case_id, EVENTS.c.sequence)
        return [FoundRow(EVENTS.name, face, is_salted=True) for face in self._faces(EVENTS.name, asked)]

    def _left_by_purge(self, case_id: str) -> list[FoundRow]:
        asked = self._asked(EVENTS.name).where(EVENTS.c.case_id == case_id).order_by(EVENTS.c.sequence)
        return [FoundRow(PURGED_EVENTS, face, is_salted=False) for face in self._faces(EVENTS.name, asked)]

    def _row(self, source: str, subject: str, number: int) -> RowFace | None:
        asked = self._asked(source).where(tuple_(*SOURCES[source].keys) == tuple_(literal(subject), literal(number)))
        return next(iter(self._faces(source, asked)), None)

    def _asked(self, source: str) -> Select[Any]:
        return SOURCES[source].asked(self._connection.dialect.name)

    def _faces(self, source: str, asked: Select[Any]) -> list[RowFace]:
        return [SOURCES[source].face(row) for row in self._connection.execute(asked)]


def head_of(connection: Connection) -> Block | None:
    asked = asked_blocks(connection.dialect.name).order_by(AUDIT_BLOCKS.c.number.desc()).limit(1)
    return next(iter(blocks_in(connection, asked)), None)


def asked_blocks(dialect: str) -> Select[Any]:
    return select(*(as_it_lies(AUDIT_BLOCKS.c[name], dialect) for name in Block.model_fields))


def blocks_in(connection: Connection, asked: Select[Any]) -> list[Block]:
    """As they lie there, also where a hand has put there what no block can have."""
    found = []
    for row in connection.execute(asked):
        kept: dict[str, Any] = {name: said(value) for name, value in zip(Block.model_fields, row, strict=True)}
        found.append(Block.model_construct(**kept))
    return found


def salts_of(connection: Connection, cases: Collection[str]) -> dict[str, str]:
    asked = select(AUDIT_CASES.c.case_id, AUDIT_CASES.c.salt).where(AUDIT_CASES.c.case_id.in_(cases))
    return {row.case_id: row.salt for row in connection.execute(asked)}


def note_seals(connection: Connection) -> None:
    """In a ledger that came here with its chain: what is sealed is not on the list of what is to be sealed."""
    connection.execute(delete(AUDIT_PENDING).where(_IS_SEALED))
    sealed = AUDIT_CASES.c.sealed > WAKES.c.sealed_version
    connection.execute(
        update(WAKES)
        .where(exists().where(AUDIT_CASES.c.case_id == WAKES.c.case_id, sealed))
        .values(sealed_version=_SEALED_OF)
    )


def unsealed_of(connection: Connection) -> Unsealed:
    new = _NEW_CASES.limit(MOST_COUNTED).subquery()
    first = and_(EVENTS.c.case_id == new.c.case_id, EVENTS.c.sequence == new.c.sealed + 1)
    asked = select(func.count(), func.min(EVENTS.c.recorded_at)).select_from(new.outerjoin(EVENTS, first))
    cases, since = connection.execute(asked).one()
    noted = select(AUDIT_PENDING).where(~_IS_SEALED).limit(MOST_COUNTED).subquery()
    entries = and_(noted.c.source == AUDIT_ENTRIES.name, AUDIT_ENTRIES.c.entry_id == noted.c.subject)
    asked = select(func.count(), func.min(AUDIT_ENTRIES.c.at)).select_from(noted.outerjoin(AUDIT_ENTRIES, entries))
    rows, entered = connection.execute(asked).one()
    return Unsealed(cases, rows, min((at for at in (since, entered) if at is not None), default=None))
