"""Editions are of calendars and of the directory alike: one table takes over what was recorded of the calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")
REASON = " is insert-only: what has happened is not changed"


def triggers(table: str, dialect: str) -> tuple[str, ...]:
    """As for the events; PostgreSQL has the function since the first step."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}{REASON}'); END"
            for change in ("UPDATE", "DELETE")
        )
    trigger = f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    return (trigger + "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",)


def upgrade() -> None:
    op.create_table(
        "editions",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("first_seen_at", INSTANT, nullable=False),
        sa.CheckConstraint("edition >= 1", name="ck_editions_from_one"),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_editions_hash"),
        sa.CheckConstraint("subject IN ('calendar', 'directory')", name="ck_editions_subject"),
        sa.PrimaryKeyConstraint("edition", name="pk_editions"),
    )
    op.execute(
        "INSERT INTO editions (edition, subject, name, content_hash, content, first_seen_at) "
        "SELECT edition, 'calendar', calendar, content_hash, content, first_seen_at FROM calendar_editions"
    )
    op.drop_table("calendar_editions")
    _protect("editions")


def downgrade() -> None:
    """What was recorded of the directory is lost; of the calendars nothing."""
    op.create_table(
        "calendar_editions",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("first_seen_at", INSTANT, nullable=False),
        sa.CheckConstraint("edition >= 1", name="ck_calendar_editions_from_one"),
        sa.CheckConstraint("length(content_hash) = 64", name="ck_calendar_editions_hash"),
        sa.PrimaryKeyConstraint("edition", name="pk_calendar_editions"),
    )
    op.execute(
        "INSERT INTO calendar_editions (edition, calendar, content_hash, content, first_seen_at) "
        "SELECT edition, name, content_hash, content, first_seen_at FROM editions WHERE subject = 'calendar'"
    )
    op.drop_table("editions")
    _protect("calendar_editions")


def _protect(table: str) -> None:
    connection = op.get_bind()
    for statement in triggers(table, connection.dialect.name):
        connection.exec_driver_sql(statement)
