"""What other agencies were asked, for the list of who is asked."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    """Nobody has asked before it."""
    op.create_table(
        "asked_opinions",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("opinion", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_asked_opinions_cases"),
        sa.PrimaryKeyConstraint("case_id", "opinion", name="pk_asked_opinions"),
    )
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_asked_opinions_open",
        "asked_opinions",
        ["agency", "due_at", "case_id", "opinion"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def downgrade() -> None:
    """The events keep what was asked."""
    op.drop_table("asked_opinions")
