"""The audit chain and what it seals, read in one snapshot: block after block, and what is beside the chain."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select
from sqlalchemy.sql.expression import Exists

from engine.core.audit_chain import Block, RowFace, SealedItem
from engine.core.errors import WrittenByNewer
from engine.core.events import RecordedEvent
from engine.core.identifiers import CaseId
from engine.core.retention import RetentionActKind
from engine.service.audit_ports import RowKey, Unsealed
from engine.store.audit_tables import AUDIT_BLOCKS, AUDIT_CASES, AUDIT_ITEMS, AUDIT_PENDING
from engine.store.courier_tables import WAKES
from engine.store.database import Database
from engine.store.ledger_tables import COMMAND_RECEIPTS, EVENTS
from engine.store.retention_tables import RETENTION_ACTS
from engine.store.rows import recorded_event
from engine.store.seal_book import asked_blocks, blocks_in, head_of, salts_of, unsealed_of
from engine.store.sealed_sources import PURGED_EVENTS, SOURCES, as_it_lies, source_of, texts_as_they_lie

_AT_A_TIME = 500
_ITEMS = select(*(AUDIT_ITEMS.c[name] for name in SealedItem.model_fields)).order_by(AUDIT_ITEMS.c.place)
_PURGED = RETENTION_ACTS.c.act == RetentionActKind.PURGE.value
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""When an event was recorded is sealed apart from its content; whatever a hand has put there hinders nobody from reading."""
_BEFORE = AUDIT_ITEMS.alias("before")
_HAS_BEFORE = exists().where(
    _BEFORE.c.source == EVENTS.name,
    _BEFORE.c.subject == AUDIT_ITEMS.c.subject,
    _BEFORE.c.number == AUDIT_ITEMS.c.number - 1,
)
_GAPS = (
    select(AUDIT_ITEMS.c.subject, AUDIT_ITEMS.c.number)
    .where(AUDIT_ITEMS.c.source == EVENTS.name, AUDIT_ITEMS.c.number > 1, ~_HAS_BEFORE)
    .order_by(AUDIT_ITEMS.c.block, AUDIT_ITEMS.c.place)
)
_LAST = select(func.coalesce(func.max(AUDIT_BLOCKS.c.number), 0)).scalar_subquery()
_STRAYS = select(AUDIT_ITEMS.c.block).where(AUDIT_ITEMS.c.block > _LAST).distinct().order_by(AUDIT_ITEMS.c.block)
# An event waits to be sealed if it is the next of its case, its case knows of it, and a command caused it.
_WAITS = and_(
    ~exists().where(AUDIT_CASES.c.case_id == EVENTS.c.case_id, AUDIT_CASES.c.sealed >= EVENTS.c.sequence),
    exists().where(WAKES.c.case_id == EVENTS.c.case_id, WAKES.c.version >= EVENTS.c.sequence),
    exists().where(
        COMMAND_RECEIPTS.c.command_id == EVENTS.c.command_id,
        COMMAND_RECEIPTS.c.case_id == EVENTS.c.case_id,
        EVENTS.c.sequence.between(COMMAND_RECEIPTS.c.first_sequence, COMMAND_RECEIPTS.c.last_sequence),
    ),
)


class SqlChainReader:
    """The chain of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def snapshot(self) -> Iterator["SqlChainView"]:
        with self._database.snapshot() as connection, texts_as_they_lie(connection):
            yield SqlChainView(connection)


class SqlChainView:
    """What one transaction sees."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def head(self) -> Block | None:
        return head_of(self._connection)

    def count_blocks(self, first: int) -> int:
        asked = select(func.count()).select_from(AUDIT_BLOCKS).where(AUDIT_BLOCKS.c.number >= first)
        return int(self._connection.execute(asked).scalar_one())

    def blocks(self, first: int) -> Iterator[Block]:
        after = first - 1
        while page := self._page(after):
            yield from page
            after = page[-1].number

    def items(self, block: int) -> Sequence[SealedItem]:
        found = self._connection.execute(_ITEMS.where(AUDIT_ITEMS.c.block == block)).mappings()
        return [SealedItem.model_construct(**row) for row in found]

    def rows(self, source: str, block: int) -> Mapping[RowKey, RowFace]:
        told = source_of(source)
        subject, number = told.keys
        asked = told.asked(self._connection.dialect.name).join(
            AUDIT_ITEMS, and_(AUDIT_ITEMS.c.subject == subject, AUDIT_ITEMS.c.number == number)
        )
        found = self._connection.execute(asked.where(AUDIT_ITEMS.c.block == block, AUDIT_ITEMS.c.source == source))
        faces = [told.face(row) for row in found]
        return {(face.subject, face.number): face for face in faces}

    def salts(self, cases: Collection[str]) -> Mapping[str, str]:
        return salts_of(self._connection, cases)

    def purged(self, cases: Collection[str]) -> frozenset[str]:
        asked = select(RETENTION_ACTS.c.case_id).where(_PURGED, RETENTION_ACTS.c.case_id.in_(cases))
        return frozenset(self._connection.execute(asked).scalars())

    def purged_seals(self, cases: Collection[str]) -> Mapping[RowKey, SealedItem]:
        asked = _ITEMS.where(AUDIT_ITEMS.c.source == PURGED_EVENTS, AUDIT_ITEMS.c.subject.in_(cases))
        items = [SealedItem.model_construct(**row) for row in self._connection.execute(asked).mappings()]
        return {(item.subject, item.number): item for item in items}

    def history(self, case: str) -> tuple[Sequence[RecordedEvent], frozenset[int]]:
        read: list[RecordedEvent] = []
        unreadable: set[int] = set()
        dialect = self._connection.dialect.name
        columns = (as_it_lies(column, dialect) for column in (EVENTS.c.command_id, EVENTS.c.actor, EVENTS.c.body))
        asked = select(EVENTS.c.sequence, *columns).where(EVENTS.c.case_id == case).order_by(EVENTS.c.sequence)
        for number, *said in self._connection.execute(asked):
            try:
                read.append(recorded_event(CaseId(case), (number, _ANY_TIME, *said)))
            except (WrittenByNewer, ValueError, TypeError):
                unreadable.add(number)
        return read, frozenset(unreadable)

    def sources(self) -> Sequence[str]:
        return tuple(SOURCES)

    def too_much(self, source: str) -> Iterator[RowKey]:
        subject, number = SOURCES[source].keys
        sealed = _at(AUDIT_ITEMS.c, source, subject, number)
        waits = _WAITS if source == EVENTS.name else _at(AUDIT_PENDING.c, source, subject, number)
        return self._keys(select(subject, number).select_from(SOURCES[source].table).where(~sealed, ~waits))

    def gaps(self) -> Iterator[RowKey]:
        return self._keys(_GAPS)

    def strays(self) -> Iterator[int]:
        yield from self._connection.execute(_STRAYS).scalars()

    def unsealed(self) -> Unsealed:
        return unsealed_of(self._connection)

    def _page(self, after: int) -> list[Block]:
        asked = asked_blocks(self._connection.dialect.name).where(AUDIT_BLOCKS.c.number > after)
        return blocks_in(self._connection, asked.order_by(AUDIT_BLOCKS.c.number).limit(_AT_A_TIME))

    def _keys(self, asked: Select[Any]) -> Iterator[RowKey]:
        streaming = self._connection.execution_options(stream_results=True, yield_per=_AT_A_TIME)
        with streaming.execute(asked) as found:
            for row in found:
                yield row[0], row[1]


def _at(columns: Any, source: str, subject: ColumnElement[Any], number: ColumnElement[Any]) -> Exists:
    return exists().where(columns.source == source, columns.subject == subject, columns.number == number)
