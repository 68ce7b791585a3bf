"""The turns of scheduled flows in SQL: each flow is executed by one dispatcher at a time, as each case is."""

from datetime import datetime, timedelta

from sqlalchemy import String, and_, bindparam, or_, update

from engine.store.column_types import UtcInstant
from engine.store.database import Database
from engine.store.flow_turn_table import FLOW_TURNS
from engine.store.statements import insert_or_leave

_NOW = bindparam("now", type_=UtcInstant())
_UNTIL = bindparam("until", type_=UtcInstant())
_OWNER = bindparam("by", type_=String())
_THIS = FLOW_TURNS.c.flow == bindparam("which")
_HELD = and_(_THIS, FLOW_TURNS.c.owner == _OWNER)
# A hold that ends later than any that is given now was given by a clock that has gone back since.
_FREE = or_(
    FLOW_TURNS.c.owner.is_(None),
    FLOW_TURNS.c.held_until <= _NOW,
    FLOW_TURNS.c.held_until > bindparam("too_late", type_=UtcInstant()),
)
# A dispatcher knows what it executes itself: a hold under its own name is that of a process which died.
_TAKE = (
    update(FLOW_TURNS).where(_THIS, or_(_FREE, FLOW_TURNS.c.owner == _OWNER)).values(owner=_OWNER, held_until=_UNTIL)
)
_RENEW = update(FLOW_TURNS).where(_HELD).values(held_until=_UNTIL)
_END = update(FLOW_TURNS).where(_HELD).values(owner=None, held_until=None)


class SqlFlowTurns:
    """One row for each scheduled flow."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._begin = insert_or_leave(FLOW_TURNS, database.dialect)

    def take(self, flow: str, owner: str, now: datetime, seconds: int) -> bool:
        term = timedelta(seconds=seconds)
        given = {"which": flow, "by": owner, "now": now, "until": now + term, "too_late": now + 2 * term}
        with self._database.write() as connection:
            connection.execute(self._begin, {"flow": flow, "owner": None, "held_until": None})
            return connection.execute(_TAKE, given).rowcount == 1

    def renew(self, flow: str, owner: str, now: datetime, seconds: int) -> bool:
        given = {"which": flow, "by": owner, "until": now + timedelta(seconds=seconds)}
        with self._database.write() as connection:
            return connection.execute(_RENEW, given).rowcount == 1

    def end(self, flow: str, owner: str) -> None:
        with self._database.write() as connection:
            connection.execute(_END, {"which": flow, "by": owner})
