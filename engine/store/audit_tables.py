"""The chain of seals, what waits to be sealed, and the trail of what leaves no event."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from engine.core.audit import AuditKind
from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, one_of, table_of

BACKED_UP = f"kind = '{AuditKind.BACKED_UP.value}'"
_OF_BACKUPS = text(BACKED_UP)


class AuditBlockTable(StoreTable, table=True):
    """A block of the chain; only ever added to (see `append_only`)."""

    __tablename__ = "audit_blocks"
    __table_args__ = (
        # Blocks count from one: of two sealers that make the next one, one is told.
        CheckConstraint("number >= 1", name="ck_audit_blocks_from_one"),
        # A block that seals nothing would only make the chain longer.
        CheckConstraint("items >= 1", name="ck_audit_blocks_seal_something"),
        # Hashes are the 64 hexadecimal digits of a SHA-256.
        CheckConstraint(
            "length(hash) = 64 AND length(previous) = 64 AND length(root) = 64", name="ck_audit_blocks_hashes"
        ),
        # Nothing can follow one block twice.
        UniqueConstraint("previous", name="uq_audit_blocks_previous"),
        UniqueConstraint("hash", name="uq_audit_blocks_hash"),
    )

    number: int = Field(primary_key=True)
    scheme: int
    sealed_at: datetime = Field(sa_type=UtcInstant)
    items: int
    previous: str
    root: str
    hash: str


class AuditItemTable(StoreTable, table=True):
    """The seal of one row, in its block; only ever added to (see `append_only`)."""

    __tablename__ = "audit_items"
    __table_args__ = (
        # A row is sealed once: what is sealed differently later was changed.
        UniqueConstraint("source", "subject", "number", name="uq_audit_items_row"),
    )

    block: int = Field(primary_key=True)
    place: int = Field(primary_key=True)
    source: str
    subject: str
    number: int
    digest: str
    content: str


class AuditCaseTable(StoreTable, table=True):
    """Up to which event a case is sealed, and with which salt; a purge takes the salt away, and digests tell nothing."""

    __tablename__ = "audit_cases"

    case_id: str = Field(primary_key=True)
    salt: str
    sealed: int


class AuditPendingTable(StoreTable, table=True):
    """Rows that wait to be sealed; the database notes them by itself (see `audit_triggers`). Events are found by `wakes`."""

    __tablename__ = "audit_pending"

    source: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    number: int = Field(primary_key=True)


class AuditEntryTable(StoreTable, table=True):
    """What was done that leaves no event; only ever added to (see `append_only`)."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        one_of("kind", AuditKind, "ck_audit_entries_known"),
        # The trail in the order of time: all of it, of one actor, of one case.
        Index("ix_audit_entries_at", "at", "entry_id"),
        Index("ix_audit_entries_actor", "actor", "at", "entry_id"),
        Index("ix_audit_entries_case", "case_id", "at", "entry_id"),
        # The last backup is asked for by monitoring, among millions of looks.
        Index("ix_audit_entries_backups", "at", sqlite_where=_OF_BACKUPS, postgresql_where=_OF_BACKUPS),
    )

    entry_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcInstant)
    kind: str
    actor: str
    case_id: str | None
    about: str
    outcome: str
    address: str


AUDIT_BLOCKS = table_of(AuditBlockTable)
AUDIT_ITEMS = table_of(AuditItemTable)
AUDIT_CASES = table_of(AuditCaseTable)
AUDIT_PENDING = table_of(AuditPendingTable)
AUDIT_ENTRIES = table_of(AuditEntryTable)
