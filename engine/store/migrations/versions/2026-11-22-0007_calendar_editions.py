"""Editions of the calendars: inserted as they are first seen, never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")
TABLE = "calendar_editions"
REASON = " is insert-only: what has happened is not changed"


def triggers(dialect: str) -> tuple[str, ...]:
    """As for the events; PostgreSQL has the function since the first step."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {TABLE}_refuse_{change.lower()} BEFORE {change} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE}{REASON}'); END"
            for change in ("UPDATE", "DELETE")
        )
    trigger = f"CREATE TRIGGER {TABLE}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
    return (trigger + "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("first_seen_at", INSTANT, nullable=False),
        sa.CheckConstraint("edition >= 1", name="ck_calendar_editions_from_one"),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_calendar_editions_hash"),
        sa.PrimaryKeyConstraint("edition", name="pk_calendar_editions"),
    )
    connection = op.get_bind()
    for statement in triggers(connection.dialect.name):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
