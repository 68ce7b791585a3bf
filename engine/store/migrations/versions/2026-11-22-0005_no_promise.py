"""A case that no law limits as a whole is received without a promise."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WITH_RECEIPT = "promised_due_at IS NULL OR received_at IS NOT NULL"
BOTH_OR_NEITHER = "(received_at IS NULL) = (promised_due_at IS NULL)"


def upgrade() -> None:
    _exchange("ck_cases_received_has_promise", "ck_cases_promise_has_receipt", WITH_RECEIPT)


def downgrade() -> None:
    """Refused by the check, with nothing changed, while there is a case without a promise: before, none could be shown."""
    _exchange("ck_cases_promise_has_receipt", "ck_cases_received_has_promise", BOTH_OR_NEITHER)


def _exchange(old: str, new: str, condition: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _exchange_in_sqlite(old, new, condition)
        return
    op.drop_constraint(old, "cases", type_="check")
    op.create_check_constraint(new, "cases", condition)


def _exchange_in_sqlite(old: str, new: str, condition: str) -> None:
    """SQLite changes a table by making it anew; what refers to its rows is checked again when they are back."""
    bind = op.get_bind()
    (made,) = bind.execute(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'cases'")).one()
    indexes = bind.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'cases' AND sql IS NOT NULL")
    )
    again = [sql for (sql,) in indexes]
    before = WITH_RECEIPT if condition == BOTH_OR_NEITHER else BOTH_OR_NEITHER
    check = f"CONSTRAINT {old} CHECK ({before})"
    if check not in made:
        raise RuntimeError(f"the table `cases` has no {check}: it was not made by the steps before")
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE cases_kept AS SELECT * FROM cases")
    op.execute("DROP TABLE cases")
    for sql in (made.replace(check, f"CONSTRAINT {new} CHECK ({condition})"), *again):
        op.execute(sa.text(sql.replace(":", r"\:")))
    op.execute("INSERT INTO cases SELECT * FROM cases_kept")
    op.execute("DROP TABLE cases_kept")
