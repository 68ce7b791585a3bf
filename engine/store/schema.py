"""The base of every table, and what tables declare in the same way. Row classes never leave this room."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, MetaData, Table, text
from sqlmodel import SQLModel

METADATA = MetaData(naming_convention={"pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(referred_table_name)s"})
"""Every constraint has a name: an error says which promise was about to be broken, a migration can change it."""


class StoreTable(SQLModel):
    """A table of ours. SQLModel does not validate rows of tables, which is one more reason to keep them in here."""

    metadata: ClassVar[MetaData] = METADATA


def table_of(model: type[StoreTable]) -> Table:
    """The table behind a class, for statements that go round the unit of work."""
    return METADATA.tables[str(model.__tablename__)]


def one_of(column: str, words: Iterable[StrEnum], name: str) -> CheckConstraint:
    """The column holds one of the words and nothing else."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=name)


def both_or_neither(first: str, second: str, name: str) -> CheckConstraint:
    """The two columns are null together."""
    return CheckConstraint(f"({first} IS NULL) = ({second} IS NULL)", name=name)


def where(condition: str) -> dict[str, Any]:
    """An index over these rows alone."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


Rows = list[dict[str, Any]]
"""What a statement inserts."""
