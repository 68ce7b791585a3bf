"""From when on a step is due soon stands in its row, so that a worklist shows what is at risk before the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")
UNFINISHED = sa.text("finished_at IS NULL")
COLUMNS = ["agency", "soon_at", "worklist_at", "case_id", "step"]


def upgrade() -> None:
    """Rows that are there stay as they are: their steps are in time until they are late, or the doctor has mended them."""
    op.add_column("steps", sa.Column("soon_at", INSTANT, nullable=True))
    op.create_index("ix_steps_due_soon", "steps", COLUMNS, sqlite_where=UNFINISHED, postgresql_where=UNFINISHED)


def downgrade() -> None:
    op.drop_index("ix_steps_due_soon", "steps")
    op.drop_column("steps", "soon_at")
