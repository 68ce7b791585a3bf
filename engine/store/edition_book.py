"""The editions of the calendars and of the directory in SQL: added once each, read in their order."""

from collections.abc import Sequence

from sqlalchemy import func, insert, select

from engine.core.editions import RecordedEdition
from engine.store.database import Database
from engine.store.edition_table import EDITIONS

_NEWEST = select(func.coalesce(func.max(EDITIONS.c.edition), 0))
_ALL = select(EDITIONS).order_by(EDITIONS.c.edition)


class SqlEditions:
    """What the tables of this installation have said since when."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._insert = insert(EDITIONS)

    def newest(self) -> int:
        with self._database.read() as connection:
            return int(connection.execute(_NEWEST).scalar_one())

    def all(self) -> Sequence[RecordedEdition]:
        with self._database.read() as connection:
            found = connection.execute(_ALL).mappings().all()
        return tuple(RecordedEdition.model_validate(dict(row)) for row in found)

    def add(self, editions: Sequence[RecordedEdition]) -> None:
        with self._database.write() as connection:
            connection.execute(self._insert, [edition.model_dump(mode="python") for edition in editions])
