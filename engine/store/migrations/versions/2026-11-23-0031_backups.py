"""The last backup is found at once in the audit trail, however long that is."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0027"
branch_labels = None
depends_on = None

BACKUPS = sa.text("kind = 'backed_up'")


def upgrade() -> None:
    op.create_index("ix_audit_entries_backups", "audit_entries", ["at"], sqlite_where=BACKUPS, postgresql_where=BACKUPS)


def downgrade() -> None:
    op.drop_index("ix_audit_entries_backups", "audit_entries")
