"""Endings of published versions: inserted as they are recorded, never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")
TABLE = "version_endings"
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
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("legal_basis", sa.JSON(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_version_endings_from_one"),
        sa.ForeignKeyConstraint(
            ["procedure", "version"],
            ["published_procedures.procedure", "published_procedures.version"],
            name="fk_version_endings_published_procedures",
        ),
        sa.PrimaryKeyConstraint("number", name="pk_version_endings"),
    )
    connection = op.get_bind()
    for statement in triggers(connection.dialect.name):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
