"""Accounts that come in by an OpenID provider: who it is there stands in the row of the account."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tokens", sa.Column("issuer", sa.String(), nullable=True))
    op.add_column("tokens", sa.Column("subject", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("tokens", "subject")
    op.drop_column("tokens", "issuer")
