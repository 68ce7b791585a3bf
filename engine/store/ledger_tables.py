"""The truth: events, receipts of commands, serials of dossier codes."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, table_of


class EventTable(StoreTable, table=True):
    """What has happened, in the order of its case; only ever added to (see `append_only`)."""

    __tablename__ = "events"
    __table_args__ = (
        # A case counts its events from one; with the primary key, no two writers take the same place.
        CheckConstraint("sequence >= 1", name="ck_events_sequence_from_one"),
        # Nothing is written down before it has happened.
        CheckConstraint("occurred_at <= recorded_at", name="ck_events_recorded_after_it_occurred"),
    )

    case_id: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    type: str
    occurred_at: datetime = Field(sa_type=UtcInstant)
    recorded_at: datetime = Field(sa_type=UtcInstant)
    command_id: str
    actor: str = Field(sa_type=JSON)
    body: str = Field(sa_type=JSON)


class CommandReceiptTable(StoreTable, table=True):
    """The first answer to each command; the primary key makes its repeat harmless."""

    __tablename__ = "command_receipts"
    __table_args__ = (
        # An accepted command caused at least one event, and the answer names the first and the last.
        CheckConstraint(
            "first_sequence >= 1 AND last_sequence >= first_sequence", name="ck_command_receipts_caused_something"
        ),
    )

    command_id: str = Field(primary_key=True)
    case_id: str
    fingerprint: str
    first_sequence: int
    last_sequence: int


class DossierSerialTable(StoreTable, table=True):
    """The last serial given for a unit and day; counted in the command's transaction, so none is lost or doubled."""

    __tablename__ = "dossier_serials"
    __table_args__ = (
        # Serials count from one.
        CheckConstraint("last >= 1", name="ck_dossier_serials_from_one"),
    )

    unit_code: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    last: int


EVENTS = table_of(EventTable)
COMMAND_RECEIPTS = table_of(CommandReceiptTable)
DOSSIER_SERIALS = table_of(DossierSerialTable)
