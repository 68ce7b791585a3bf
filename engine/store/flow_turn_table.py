"""Which dispatcher has the turn of each scheduled flow."""

from datetime import datetime

from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, both_or_neither, table_of


class FlowTurnTable(StoreTable, table=True):
    """A flow that was ever begun; held by nobody, or by one dispatcher for so long."""

    __tablename__ = "flow_turns"
    __table_args__ = (
        # Who holds it holds it until then.
        both_or_neither("owner", "held_until", "ck_flow_turns_held_by_somebody"),
    )

    flow: str = Field(primary_key=True)
    owner: str | None
    held_until: datetime | None = Field(sa_type=UtcInstant)


FLOW_TURNS = table_of(FlowTurnTable)
