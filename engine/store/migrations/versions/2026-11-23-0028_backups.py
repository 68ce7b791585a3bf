"""The last backup is found at once in the audit trail; papers that nobody can make are due no more."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BACKUPS = sa.text("kind = 'backed_up'")


# A control sheet was put down as due for each case that was withdrawn before its receipt, and has none: it was tried, and
# failed, every minute.
NEVER_MADE = """
DELETE FROM papers WHERE made_at IS NULL AND name LIKE 'control-sheet-%'
AND case_id IN (SELECT case_id FROM cases WHERE received_at IS NULL)
"""


def upgrade() -> None:
    op.execute(sa.text(NEVER_MADE))
    op.create_index("ix_audit_entries_backups", "audit_entries", ["at"], sqlite_where=BACKUPS, postgresql_where=BACKUPS)


def downgrade() -> None:
    op.drop_index("ix_audit_entries_backups", "audit_entries")
