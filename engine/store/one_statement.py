"""What a transaction has gathered, as one statement where the database can write into several tables at once."""

from collections.abc import Sequence
from typing import Any

from pydantic_core import to_json
from sqlalchemy import JSON, Dialect, Insert, Text, bindparam, cast, column, func, select

from engine.store.schema import Rows
from engine.store.statements import Channel, Known

Written = tuple[Known, Rows]


class Writing:
    """On PostgreSQL the inserts into all tables are one statement, and the rows of each table one value in it: for each
    statement, and each row of one, the driver costs as much as the server. Triggers and foreign keys look when all of it
    is there. On SQLite a statement costs next to nothing, and each is sent by itself."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._joined: dict[tuple[Known, ...], _Joined] = {}

    def send(self, connection: Channel, written: Sequence[Written]) -> None:
        if self._dialect.name != "postgresql":
            for statement, rows in written:
                statement.send(connection, rows)
            return
        for together in _each_table_once(written):
            self._of(tuple(statement for statement, _ in together)).send(connection, [rows for _, rows in together])

    def _of(self, parts: tuple[Known, ...]) -> "_Joined":
        """As many as there are kinds of acts: a dozen or two."""
        known = self._joined.get(parts)
        if known is None:
            known = self._joined[parts] = _Joined(parts, self._dialect)
        return known


class _Joined:
    """Inserts into different tables as parts of one statement."""

    def __init__(self, statements: Sequence[Known], dialect: Dialect) -> None:
        self._parts = [_Part(statement, dialect) for statement in statements]
        *others, last = [part.insert() for part in self._parts]
        whole = last.add_cte(*(other.cte(f"part_{place}") for place, other in enumerate(others)))
        self._whole = Known(whole, dialect)

    def send(self, connection: Channel, rows: Sequence[Rows]) -> None:
        given: dict[str, Any] = {}
        for part, of_it in zip(self._parts, rows, strict=True):
            given |= part.said(of_it)
        self._whole.send(connection, [given])


class _Part:
    """An insert of rows that are said in one JSON array."""

    def __init__(self, known: Known, dialect: Dialect) -> None:
        self._statement = known.insert
        self._name = self._statement.table.name
        self._columns = [self._statement.table.columns[name] for name in known.columns]
        self._named = known.columns
        self._of_table = frozenset(column.name for column in self._statement.table.columns)
        texts = [one.name for one in self._columns if isinstance(one.type, JSON)]
        types = {one.name: one.type.dialect_impl(dialect) for one in self._columns if one.name not in texts}
        found = {name: of.bind_processor(dialect) for name, of in types.items()}
        self._writers = {name: writer for name, writer in found.items() if writer is not None}

    def insert(self) -> Insert:
        """What is JSON itself is kept to the letter: it comes as a text inside."""
        said = cast(bindparam(self._name, type_=Text()), JSON)
        named = [column(one.name, Text() if isinstance(one.type, JSON) else one.type) for one in self._columns]
        row = func.json_to_recordset(said).table_valued(*named).render_derived(with_types=True).columns
        kept = [cast(row[one.name], JSON) if isinstance(one.type, JSON) else row[one.name] for one in self._columns]
        return self._statement.from_select([one.name for one in self._columns], select(*kept))

    def said(self, rows: Rows) -> dict[str, Any]:
        """The array by its name, and by theirs the values that are no column's and the same for all rows."""
        others = {name: rows[0][name] for name in rows[0].keys() - self._of_table}
        return {**others, self._name: to_json([self._plain(row) for row in rows]).decode()}

    def _plain(self, row: dict[str, Any]) -> dict[str, Any]:
        plain = {name: row[name] for name in self._named}
        for name, writer in self._writers.items():
            plain[name] = writer(plain[name])
        return plain


def _each_table_once(written: Sequence[Written]) -> list[list[Written]]:
    """No statement may change a row that it has written: what comes to a table a second time goes after the first."""
    turns: list[list[Written]] = [[]]
    for one in written:
        if any(one[0].insert.table is other[0].insert.table for other in turns[-1]):
            turns.append([])
        turns[-1].append(one)
    return [turn for turn in turns if turn]
