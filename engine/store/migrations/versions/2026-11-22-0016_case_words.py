"""Names and codes apart from the cases, with a trigram index where PostgreSQL lets us have one; kept by triggers."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COPY = """DELETE FROM case_words WHERE case_id = NEW.case_id;
    INSERT INTO case_words (case_id, words) VALUES (NEW.case_id, NEW.search_text)"""
FUNCTION = f"""
CREATE OR REPLACE FUNCTION copy_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {COPY};
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "case_words",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_case_words_cases", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_words"),
    )
    op.execute("INSERT INTO case_words (case_id, words) SELECT case_id, search_text FROM cases")
    if op.get_bind().dialect.name == "postgresql":
        _index_trigrams(op.get_bind())
        op.execute(FUNCTION)
        body, each, differs = "EXECUTE FUNCTION copy_words()", "FOR EACH ROW ", "IS DISTINCT FROM"
    else:
        body, each, differs = f"BEGIN {COPY}; END", "", "IS NOT"
    op.execute(f"CREATE TRIGGER cases_note_words AFTER INSERT ON cases {each}{body}")
    changed = f"WHEN (OLD.search_text {differs} NEW.search_text)"
    op.execute(f"CREATE TRIGGER cases_move_words AFTER UPDATE ON cases {each}{changed} {body}")


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name in ("cases_note_words", "cases_move_words"):
        op.execute(f"DROP TRIGGER {name}" + (" ON cases" if is_postgresql else ""))
    if is_postgresql:
        op.execute("DROP FUNCTION copy_words()")
    op.drop_table("case_words")


def _index_trigrams(connection: sa.Connection) -> None:
    """Who owns the database may make the extension, since PostgreSQL 13; elsewhere an administrator does (see
    docs/operations.md). Without it a search finds the same, and reads all names. Written through at once
    (`fastupdate`): what is left to be sorted in would be read by every search and held up some writer."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            connection.exec_driver_sql(
                "CREATE INDEX ix_case_words_trigram ON case_words USING gin (words gin_trgm_ops) WITH (fastupdate = off)"
            )
    except sa.exc.DBAPIError as refused:
        if refused.connection_invalidated:
            raise
