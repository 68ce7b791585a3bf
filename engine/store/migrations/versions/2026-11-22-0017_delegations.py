"""A colleague may stand in for somebody who is away."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    # Sessions from before are of eight hours at most, and are told from tokens no more after them.
    op.add_column("tokens", sa.Column("opened_under", sa.String(), nullable=True))
    op.create_table(
        "delegations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("giver_digest", sa.String(), nullable=False),
        sa.Column("taker", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=True),
        sa.Column("from_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.CheckConstraint("until_at > from_at", name="ck_delegations_end_later"),
        sa.CheckConstraint("giver <> taker", name="ck_delegations_of_two"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ck_delegations_end_attributed"),
        sa.ForeignKeyConstraint(["giver_digest"], ["tokens.digest"], name="fk_delegations_tokens"),
        sa.PrimaryKeyConstraint("id", name="pk_delegations"),
    )
    op.create_index("ix_delegations_agency", "delegations", ["agency", "given_at"])


def downgrade() -> None:
    """Who is away has nobody who stands in any more; what was done for him stays in the events."""
    op.drop_table("delegations")
    op.drop_column("tokens", "opened_under")
