"""What the sweep has told is kept, once for each rung; what it must look at is named apart from what falls due."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")
REASON = " is insert-only: what has happened is not changed"


def upgrade() -> None:
    op.add_column("cases", sa.Column("look_at", INSTANT, nullable=True))
    # Until the sweep, or a command, has reckoned the rungs of a case, the next that falls due is where to look.
    op.execute("UPDATE cases SET look_at = next_due_at")
    _look_by("look_at")
    op.create_table(
        "due_notices",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('due_soon', 'supplement_expired', 'silence', 'overdue')", name="ck_due_notices_kind_known"
        ),
        sa.CheckConstraint("version >= 1", name="ck_due_notices_version_from_one"),
        sa.CheckConstraint("at <= told_at", name="ck_due_notices_told_afterwards"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_due_notices_cases"),
        sa.PrimaryKeyConstraint("case_id", "kind", "step", "version", name="pk_due_notices"),
    )
    op.create_index("uq_due_notices_due", "due_notices", ["case_id", "kind", "step", "due_at"], unique=True)
    op.create_index("ix_due_notices_agency", "due_notices", ["agency", "at", "case_id", "kind", "step", "version"])
    op.create_table(
        "sweep_faults",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("failed_at", INSTANT, nullable=False),
        sa.Column("retry_at", INSTANT, nullable=False),
        sa.CheckConstraint("failures >= 1", name="ck_sweep_faults_counted"),
        sa.CheckConstraint("retry_at > failed_at", name="ck_sweep_faults_tried_again"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_sweep_faults_cases"),
        sa.PrimaryKeyConstraint("case_id", name="pk_sweep_faults"),
    )
    for statement in _triggers("due_notices", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """What was told is forgotten; what lapses by law is found by `next_due_at` as before."""
    op.drop_table("sweep_faults")
    op.drop_table("due_notices")
    _look_by("next_due_at")
    op.drop_column("cases", "look_at")


def _look_by(column: str) -> None:
    op.drop_index("ix_cases_falling_due", "cases")
    is_known = sa.text(f"{column} IS NOT NULL")
    op.create_index(
        "ix_cases_falling_due",
        "cases",
        [column, "case_id"],
        sqlite_where=is_known,
        postgresql_where=is_known,
    )


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
