"""The editions of the calendars in SQL: added once each, read in their order."""

from collections.abc import Sequence

from sqlalchemy import func, insert, select

from engine.core.calendar_editions import CalendarEdition
from engine.store.calendar_table import CALENDAR_EDITIONS
from engine.store.database import Database

_NEWEST = select(func.coalesce(func.max(CALENDAR_EDITIONS.c.edition), 0))
_ALL = select(CALENDAR_EDITIONS).order_by(CALENDAR_EDITIONS.c.edition)


class SqlCalendarEditions:
    """What the calendars of this installation have said since when."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._insert = insert(CALENDAR_EDITIONS)

    def newest(self) -> int:
        with self._database.read() as connection:
            return int(connection.execute(_NEWEST).scalar_one())

    def all(self) -> Sequence[CalendarEdition]:
        with self._database.read() as connection:
            found = connection.execute(_ALL).mappings().all()
        return tuple(CalendarEdition.model_validate(dict(row)) for row in found)

    def add(self, editions: Sequence[CalendarEdition]) -> None:
        with self._database.write() as connection:
            connection.execute(self._insert, [edition.model_dump() for edition in editions])
