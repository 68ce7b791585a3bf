"""Who was told that an opinion was not given in time."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")
REASON = " is insert-only: what has happened is not changed"


def upgrade() -> None:
    """A table of its own: a program of the version before writes and reads the other notices as ever."""
    op.create_table(
        "opinion_notices",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("opinion", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_opinion_notices_version_from_one"),
        sa.CheckConstraint("at <= told_at", name="ck_opinion_notices_told_afterwards"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_opinion_notices_cases"),
        sa.PrimaryKeyConstraint("case_id", "opinion", "agency", name="pk_opinion_notices"),
    )
    op.create_index(
        "ix_opinion_notices_agency",
        "opinion_notices",
        ["agency", "at", "case_id", "step", "opinion", "version"],
    )
    for statement in _triggers("opinion_notices", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """What was told is forgotten."""
    op.drop_table("opinion_notices")


def _triggers(table: str, dialect: str) -> tuple[str, ...]:
    """As `append_only` declares them now; the function is there since the ledger."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}{REASON}'); END"
            for change in ("UPDATE", "DELETE")
        )
    trigger = f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    return (trigger + "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",)
