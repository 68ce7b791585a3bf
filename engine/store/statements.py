"""Statements that are built once and sent many times: inserts that give way, or take the place of, what is there;
questions of every command."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, Dialect, Select, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import Delete, Insert

from engine.store.line import Line
from engine.store.schema import Rows

Channel = Connection | Line
"""What a statement goes by: a connection, or on PostgreSQL for what every command sends a line of its own."""

_Insert = postgresql.Insert | sqlite.Insert
_Key = TypeVar("_Key", int, str)
_OF_DRIVERS = (psycopg.Error, sqlite3.Error)


class Known:
    """A statement whose words, and what its columns do to values, are found once; it goes to the driver as it is.

    SQLAlchemy would find the words of ON CONFLICT anew each time, and costs as much as the driver even where it knows
    them. Whoever listens to the engine hears of these statements as of all others.
    """

    def __init__(self, statement: Insert | Delete | Select[Any], dialect: Dialect, columns: Sequence[str] = ()) -> None:
        names = list(columns or _columns_of(statement))
        self.columns = names
        self._statement = statement
        compiled = statement.compile(dialect=_in_places(dialect), column_keys=names or None)
        self._words = str(compiled)
        self._names = tuple(compiled.positiontup or ())
        given = {name for bind, name in compiled.bind_names.items() if bind.required} | set(names)
        self._constants = {name: value for name, value in compiled.params.items() if name not in given}
        binds = {name: bind.type.dialect_impl(dialect) for bind, name in compiled.bind_names.items()}
        self._writers = _found({name: of.bind_processor(dialect) for name, of in binds.items()})
        read = [column.type.dialect_impl(dialect) for column in statement.exported_columns]
        self._readers = _found({place: of.result_processor(dialect, None) for place, of in enumerate(read)})

    @property
    def insert(self) -> Insert:
        """As SQLAlchemy has it."""
        assert isinstance(self._statement, Insert)
        return self._statement

    def send(self, connection: Channel, rows: Rows) -> None:
        """Once for each row, in their order."""
        self._execute(connection, [self._bound(row) for row in rows])

    def ask(self, connection: Channel, **values: Any) -> "Answer":
        """Asked inside `together`, it is answered when that has ended."""
        said = self._execute(connection, [self._bound(values)])
        # SQLite's statement is open, and nothing is committed, until all of its answer is read.
        return Answer(_Read(said.fetchall()) if isinstance(said, sqlite3.Cursor) else said, self._readers)

    def _execute(self, connection: Channel, bound: list[Any]) -> Any:
        many = len(bound) > 1
        given = bound if many else bound[0]
        if isinstance(connection, Line):
            for told in connection.dispatch.before_cursor_execute:
                told(None, None, self._words, given, None, many)
            return [connection.say(self._words, one) for one in bound][-1]
        cursor = _cursor(connection)
        for told in connection.dispatch.before_cursor_execute:
            told(connection, cursor, self._words, given, None, many)
        try:
            (cursor.executemany if many else cursor.execute)(self._words, given)
        except _OF_DRIVERS as error:
            raise as_sqlalchemy_tells_it(error, connection.dialect) from error
        return cursor

    def _bound(self, row: dict[str, Any]) -> Any:
        said = {**self._constants, **row}
        for name, writer in self._writers.items():
            said[name] = writer(said[name])
        return tuple([said[name] for name in self._names])


class Answer:
    """What the database said, read when it is asked for."""

    def __init__(self, cursor: Any, readers: dict[int, Callable[[Any], Any]]) -> None:
        self._cursor = cursor
        self._readers = readers

    def rows(self) -> list[Sequence[Any]]:
        said: list[Sequence[Any]] = self._cursor.fetchall()
        return [self._read(row) for row in said] if self._readers else said

    def _read(self, row: Sequence[Any]) -> Sequence[Any]:
        values = list(row)
        for place, reader in self._readers.items():
            values[place] = reader(values[place])
        return values


class _Read:
    """An answer that is there."""

    def __init__(self, rows: list[Sequence[Any]]) -> None:
        self._rows = rows

    def fetchall(self) -> list[Sequence[Any]]:
        return self._rows


@contextmanager
def together(connection: Channel) -> Iterator[None]:
    """What is sent inside goes out at once, where the driver can do that; no answer can be read before the end."""
    if isinstance(connection, Line):
        with connection.together():
            yield
        return
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
        raise as_sqlalchemy_tells_it(error, connection.dialect) from error


def commit(connection: Channel) -> None:
    """What was said is durable when the answer to this is there."""
    if isinstance(connection, Line):
        connection.commit()
        return
    running = connection.get_transaction()
    assert running is not None
    running.commit()


def _columns_of(statement: Insert | Delete | Select[Any]) -> Sequence[str]:
    """Those of which each row gives a value: none of a question, nor of an insert of what another statement says."""
    if not isinstance(statement, Insert) or statement.select is not None:
        return ()
    return [column.name for column in statement.table.columns]


def _in_places(dialect: Dialect) -> Dialect:
    """Values by their places, as PostgreSQL itself takes them: the driver need not look for names in the words."""
    of_driver: Callable[..., Dialect] = type(dialect)
    return of_driver(paramstyle="numeric_dollar") if dialect.name == "postgresql" else dialect


def _cursor(connection: Connection) -> Any:
    driver = connection.connection.driver_connection
    return psycopg.RawCursor(driver) if isinstance(driver, psycopg.Connection) else connection.connection.cursor()


def as_sqlalchemy_tells_it(error: BaseException, dialect: Dialect) -> Any:
    """What the driver itself says, in the words of the rest of this room."""
    if not isinstance(error, _OF_DRIVERS):
        return error
    base = psycopg.Error if isinstance(error, psycopg.Error) else sqlite3.Error
    return DBAPIError.instance(None, None, error, base, hide_parameters=True, dialect=dialect)


def _found(processors: dict[_Key, Callable[[Any], Any] | None]) -> dict[_Key, Callable[[Any], Any]]:
    return {key: processor for key, processor in processors.items() if processor is not None}


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
