"""What is still to be carried: the outbox, and the versions that the executor has not seen."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    _create_outbox()
    _index_outbox()
    _create_wakes()
    _index_wakes()


def downgrade() -> None:
    op.drop_table("wakes")
    op.drop_table("outbox")


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("delivered_at", INSTANT, nullable=True),
        sa.Column("receipt", sa.JSON(), nullable=True),
        sa.CheckConstraint("(delivered_at IS NULL) = (receipt IS NULL)", name="ck_outbox_delivered_has_receipt"),
        sa.CheckConstraint("attempts >= 0", name="ck_outbox_attempts_counted"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_outbox_cases"),
        sa.PrimaryKeyConstraint("key", name="pk_outbox"),
    )


def _index_outbox() -> None:
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["case_id"],
        sqlite_where=sa.text("delivered_at IS NULL"),
        postgresql_where=sa.text("delivered_at IS NULL"),
    )


def _create_wakes() -> None:
    op.create_table(
        "wakes",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wake_version", sa.Integer(), nullable=False),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("shown_version", sa.Integer(), nullable=False),
        sa.Column("woken_at", INSTANT, nullable=False),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.Column("retry_at", INSTANT, nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("flow_run_id", sa.String(), nullable=True),
        sa.CheckConstraint("(lease_owner IS NULL) = (leased_until IS NULL)", name="ck_wakes_lease_has_end"),
        sa.CheckConstraint("seen_version BETWEEN 0 AND version", name="ck_wakes_seen_not_ahead"),
        sa.CheckConstraint("shown_version BETWEEN 0 AND version", name="ck_wakes_shown_not_ahead"),
        sa.CheckConstraint("version >= 1", name="ck_wakes_version_from_one"),
        sa.CheckConstraint("wake_version BETWEEN 0 AND version", name="ck_wakes_wake_not_ahead"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_wakes_cases"),
        sa.PrimaryKeyConstraint("case_id", name="pk_wakes"),
    )


def _index_wakes() -> None:
    op.create_index(
        "ix_wakes_to_enter",
        "wakes",
        ["woken_at"],
        sqlite_where=sa.text("wake_version > seen_version OR retry_at IS NOT NULL"),
        postgresql_where=sa.text("wake_version > seen_version OR retry_at IS NOT NULL"),
    )
    op.create_index(
        "ix_wakes_to_show",
        "wakes",
        ["woken_at"],
        sqlite_where=sa.text("shown_version < version AND wake_version <= seen_version AND flow_run_id IS NOT NULL"),
        postgresql_where=sa.text(
            "shown_version < version AND wake_version <= seen_version AND flow_run_id IS NOT NULL"
        ),
    )
    op.create_index(
        "uq_wakes_flow_run",
        "wakes",
        ["flow_run_id"],
        unique=True,
        sqlite_where=sa.text("flow_run_id IS NOT NULL"),
        postgresql_where=sa.text("flow_run_id IS NOT NULL"),
    )
