"""By what people look a case up, apart from the row that every command writes: a trigram index is dear to write."""

from typing import Any

from sqlalchemy import Connection, ForeignKeyConstraint, Table, event
from sqlmodel import Field

from engine.store.schema import StoreTable, table_of


class CaseWordsTable(StoreTable, table=True):
    """Name and code of a case without case and diacritics; the database itself copies them from `cases`."""

    __tablename__ = "case_words"
    __table_args__ = (
        ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_case_words_cases", ondelete="CASCADE"),
    )

    case_id: str = Field(primary_key=True)
    words: str


CASE_WORDS = table_of(CaseWordsTable)
TRIGRAMS = "ix_case_words_trigram"
"""The index on PostgreSQL. It is not declared: where the extension `pg_trgm` may not be made, there is none."""

_COPY = """DELETE FROM case_words WHERE case_id = NEW.case_id;
    INSERT INTO case_words (case_id, words) VALUES (NEW.case_id, NEW.search_text)"""
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION copy_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {_COPY};
    RETURN NULL;
END $$
"""


def word_triggers(dialect: str) -> tuple[str, ...]:
    """A command that changes neither name nor code costs a comparison."""
    if dialect == "sqlite":
        body, each, differs = f"BEGIN {_COPY}; END", "", "OLD.search_text IS NOT NEW.search_text"
    else:
        body, each = "EXECUTE FUNCTION copy_words()", "FOR EACH ROW "
        differs = "OLD.search_text IS DISTINCT FROM NEW.search_text"
    return (
        f"CREATE TRIGGER cases_note_words AFTER INSERT ON cases {each}{body}",
        f"CREATE TRIGGER cases_move_words AFTER UPDATE ON cases {each}WHEN ({differs}) {body}",
    )


def declare_word_triggers() -> None:
    event.listen(CASE_WORDS, "after_create", _create)


def _create(_: Table, connection: Connection, **__: Any) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_FUNCTION)
    for statement in word_triggers(connection.dialect.name):
        connection.exec_driver_sql(statement)
