"""How a case was handed in and how it ended stand in its row, so that reports count without reading its history."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

COLUMNS = ("channel", "outcome", "outcome_766", "outcome_766_waiting")
FINISHED = sa.text("closed_at IS NOT NULL AND received_at IS NOT NULL")


def upgrade() -> None:
    """Rows that are there stay as they are: reports read the events of such a case, until the doctor has mended it."""
    for name in COLUMNS:
        op.add_column("cases", sa.Column(name, sa.String(), nullable=True))
    op.create_index(
        "ix_cases_finished",
        "cases",
        ["receiving_agency", "closed_at", "case_id"],
        sqlite_where=FINISHED,
        postgresql_where=FINISHED,
    )


def downgrade() -> None:
    op.drop_index("ix_cases_finished", "cases")
    for name in COLUMNS:
        op.drop_column("cases", name)
