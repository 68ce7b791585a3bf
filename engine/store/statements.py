"""Statements that are built once and sent many times: inserts that give way, or take the place of, what is there."""

from collections.abc import Sequence

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

_Insert = postgresql.Insert | sqlite.Insert


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
