"""Notes to owners of dossiers, due or settled, each once on each way."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")
KINDS = (
    "'received', 'papers_asked', 'clock_stopped', 'clock_runs', 'date_moved', 'date_extended', 'due_soon', "
    "'result_ready', 'refused', 'stopped'"
)
OUTCOMES = "'sent', 'too_late', 'no_address', 'refused', 'given_up'"
INDEXES = (
    ("ix_notifications_due", "next_attempt_at", sa.text("settled_at IS NULL")),
    ("ix_notifications_given_up", "settled_at", sa.text("outcome IN ('given_up', 'refused')")),
)


def upgrade() -> None:
    """Nobody is told of what happened before it."""
    op.create_table(
        "notifications",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.CheckConstraint("sequence >= 1", name="ck_notifications_sequence_from_one"),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="ck_notifications_kind_known"),
        sa.CheckConstraint("way IN ('email', 'message')", name="ck_notifications_way_known"),
        sa.CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="ck_notifications_settled_has_outcome"),
        sa.CheckConstraint(f"outcome IN ({OUTCOMES})", name="ck_notifications_outcome_known"),
        sa.CheckConstraint("attempts >= 0", name="ck_notifications_attempts_counted"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_notifications_cases"),
        sa.PrimaryKeyConstraint("case_id", "sequence", "kind", "way", name="pk_notifications"),
    )
    for name, column, which in INDEXES:
        op.create_index(name, "notifications", [column], sqlite_where=which, postgresql_where=which)


def downgrade() -> None:
    """What was still to be told is not told; what was told is forgotten, and told again by nobody."""
    op.drop_table("notifications")
