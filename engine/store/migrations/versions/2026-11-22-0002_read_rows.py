"""What lists show: cases and their opened steps."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    _create_cases()
    _index_cases()
    _create_steps()
    _index_steps()


def downgrade() -> None:
    op.drop_table("steps")
    op.drop_table("cases")


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("procedure_version", sa.String(), nullable=False),
        sa.Column("territory", sa.String(), nullable=False),
        sa.Column("applicant", sa.String(), nullable=False),
        sa.Column("dossier_code", sa.String(), nullable=True),
        sa.Column("receiving_agency", sa.String(), nullable=True),
        sa.Column("awaited_by", sa.String(), nullable=True),
        sa.Column("submitted_by", sa.String(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("promised_due_at", INSTANT, nullable=True),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("next_due_at", INSTANT, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('completed', 'not_accepted', 'refused', 'stopped', 'withdrawn')) = (closed_at IS NOT NULL)",
            name="ck_cases_closed_has_end",
        ),
        sa.CheckConstraint(
            "status IN ('submitted', 'not_accepted', 'in_progress', 'completed', 'refused', 'stopped', 'withdrawn')",
            name="ck_cases_status_known",
        ),
        sa.CheckConstraint("(received_at IS NULL) = (dossier_code IS NULL)", name="ck_cases_received_has_code"),
        sa.CheckConstraint("(received_at IS NULL) = (promised_due_at IS NULL)", name="ck_cases_received_has_promise"),
        sa.CheckConstraint("(received_at IS NULL) = (receiving_agency IS NULL)", name="ck_cases_received_has_agency"),
        sa.CheckConstraint("closed_at IS NULL OR next_due_at IS NULL", name="ck_cases_closed_falls_not_due"),
        sa.CheckConstraint("version >= 1", name="ck_cases_version_from_one"),
        sa.PrimaryKeyConstraint("case_id", name="pk_cases"),
    )


def _index_cases() -> None:
    op.create_index("ix_cases_agency_newest", "cases", ["receiving_agency", "submitted_at", "case_id"])
    op.create_index("ix_cases_awaited_newest", "cases", ["awaited_by", "submitted_at", "case_id"])
    op.create_index(
        "ix_cases_falling_due",
        "cases",
        ["next_due_at", "case_id"],
        sqlite_where=sa.text("next_due_at IS NOT NULL"),
        postgresql_where=sa.text("next_due_at IS NOT NULL"),
    )
    op.create_index("ix_cases_newest", "cases", ["submitted_at", "case_id"])
    op.create_index("ix_cases_status_newest", "cases", ["status", "submitted_at", "case_id"])
    op.create_index("ix_cases_submitter_newest", "cases", ["submitted_by", "submitted_at", "case_id"])
    op.create_index(
        "uq_cases_dossier_code",
        "cases",
        ["dossier_code"],
        unique=True,
        sqlite_where=sa.text("dossier_code IS NOT NULL"),
        postgresql_where=sa.text("dossier_code IS NOT NULL"),
    )


def _create_steps() -> None:
    op.create_table(
        "steps",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_by_name", sa.String(), nullable=True),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("worklist_at", INSTANT, nullable=False),
        sa.CheckConstraint("status <> 'claimed' OR claimed_by IS NOT NULL", name="ck_steps_claimed_has_holder"),
        sa.CheckConstraint(
            "status IN ('open', 'claimed', 'suspended', 'completed', 'refused', 'not_needed', 'unreached', 'ended', "
            "'not_ready')",
            name="ck_steps_status_known",
        ),
        sa.CheckConstraint(
            "status NOT IN ('completed', 'ended', 'not_needed', 'refused', 'unreached') OR finished_at IS NOT NULL",
            name="ck_steps_ended_has_end",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_steps_cases"),
        sa.PrimaryKeyConstraint("case_id", "step", name="pk_steps"),
    )


def _index_steps() -> None:
    op.create_index("ix_steps_agency_case", "steps", ["agency", "case_id"])
    op.create_index(
        "ix_steps_worklist",
        "steps",
        ["agency", "worklist_at", "case_id", "step"],
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
