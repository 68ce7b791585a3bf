"""Statements that are built once and sent many times: inserts that give way, or take the place of, what is there."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import Insert

from engine.store.schema import Rows

_Insert = postgresql.Insert | sqlite.Insert


class Known:
    """An insert whose words are found once: SQLAlchemy would find those of ON CONFLICT anew each time it is sent."""

    def __init__(self, statement: Insert, dialect: Dialect, columns: Sequence[str] = ()) -> None:
        names = columns or [column.name for column in statement.table.columns]
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        self._words = str(compiled)
        self._names = tuple(compiled.params) if compiled.positiontup is None else tuple(compiled.positiontup)
        self._is_positional = compiled.positiontup is not None
        given = {name for bind, name in compiled.bind_names.items() if bind.required} | set(names)
        self._constants = {name: value for name, value in compiled.params.items() if name not in given}
        self._writers: dict[str, Callable[[Any], Any]] = {}
        for bind, name in compiled.bind_names.items():
            if (writer := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None:
                self._writers[name] = writer

    def send(self, connection: Connection, rows: Rows) -> None:
        """Inserts the rows, in their order."""
        bound = [self._bound(row) for row in rows]
        connection.exec_driver_sql(self._words, bound[0] if len(bound) == 1 else bound)

    def _bound(self, row: dict[str, Any]) -> Any:
        said = {**self._constants, **row}
        for name, writer in self._writers.items():
            said[name] = writer(said[name])
        return tuple(said[name] for name in self._names) if self._is_positional else said


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """What is sent inside goes out at once, where the driver can do that; no answer can be read before the end."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        yield
        return
    try:
        with driver.pipeline():
            yield
    except (psycopg.Error, DBAPIError) as error:
        if not driver.closed:
            driver.rollback()  # the COMMIT that was on its way is none; SQLAlchemy takes it for done
        raise _as_sqlalchemy_tells_it(error, connection.dialect) from error


def _as_sqlalchemy_tells_it(error: psycopg.Error | DBAPIError, dialect: Dialect) -> BaseException:
    """What is told at the end of a pipeline comes from the driver itself."""
    if isinstance(error, DBAPIError):
        return error
    return DBAPIError.instance(None, None, error, psycopg.Error, hide_parameters=True, dialect=dialect)


def insert_into(table: Table, dialect: str) -> _Insert:
    """An insert that knows ON CONFLICT, which both databases have and the standard has not."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def insert_or_replace(table: Table, dialect: str, columns: Sequence[str] = ()) -> Insert:
    """A row with the same primary key gets the new values of `columns`, by default of all the others."""
    statement = insert_into(table, dialect)
    keys = [column.name for column in table.primary_key]
    changed = columns or [column.name for column in table.columns if column.name not in keys]
    return statement.on_conflict_do_update(
        index_elements=keys, set_={name: statement.excluded[name] for name in changed}
    )


def insert_or_leave(table: Table, dialect: str) -> Insert:
    """A row with the same primary key stays as it is."""
    return insert_into(table, dialect).on_conflict_do_nothing(
        index_elements=[column.name for column in table.primary_key]
    )
