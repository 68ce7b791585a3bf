"""Which dispatcher has the turn of each scheduled flow."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    """Nobody holds a turn before it."""
    op.create_table(
        "flow_turns",
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("held_until", INSTANT, nullable=True),
        sa.CheckConstraint("(owner IS NULL) = (held_until IS NULL)", name="ck_flow_turns_held_by_somebody"),
        sa.PrimaryKeyConstraint("flow", name="pk_flow_turns"),
    )


def downgrade() -> None:
    """A flow may be executed twice at once again."""
    op.drop_table("flow_turns")
