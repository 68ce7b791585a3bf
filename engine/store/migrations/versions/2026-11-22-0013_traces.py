"""Whoever follows the processes finds the way from a command to the entry that it caused: its trace is kept with the wake."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wakes", sa.Column("traces", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("wakes", "traces")
