"""Which one-stop units elsewhere see a case: those of the territories that its form names."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_counters",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_case_counters_cases"),
        sa.PrimaryKeyConstraint("case_id", "agency", name="pk_case_counters"),
    )
    op.create_index("ix_case_counters_agency", "case_counters", ["agency", "case_id"])


def downgrade() -> None:
    op.drop_table("case_counters")
