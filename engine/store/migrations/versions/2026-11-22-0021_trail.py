"""The audit trail takes more kinds of entries: papers read, secrets made anew, delegations, looks at the trail itself."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLE, CHECK = "audit_entries", "ck_audit_entries_known"
OLD = (
    *("signed_in", "sign_in_refused", "command_refused", "case_looked_at", "token_issued", "token_revoked"),
    *("version_published", "version_ended", "case_held", "case_released", "case_purged"),
    *("exported", "imported", "backed_up", "restored", "report_exported"),
)
NEW = (*OLD, "paper_read", "access_renewed", "delegation_given", "delegation_ended", "trail_read")


def upgrade() -> None:
    _exchange(_among(OLD), _among(NEW))


def downgrade() -> None:
    """Refused by the check, with nothing changed, once there is an entry of a kind that was not known before."""
    _exchange(_among(NEW), _among(OLD))


def _among(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(map(repr, kinds))})"


def _exchange(before: str, after: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _exchange_in_sqlite(before, after)
        return
    op.drop_constraint(CHECK, TABLE, type_="check")
    op.create_check_constraint(CHECK, TABLE, after)


def _exchange_in_sqlite(before: str, after: str) -> None:
    """SQLite changes a table by making it anew. Its triggers come back last: what was entered is not noted a second time."""
    bind = op.get_bind()
    (made,) = bind.execute(sa.text(f"SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '{TABLE}'")).one()
    if f"CONSTRAINT {CHECK} CHECK ({before})" not in made:
        raise RuntimeError(f"the table `{TABLE}` has no {CHECK} as of 0018: it was not made by the steps before")
    made = made.replace(before, after)
    indexes, triggers = (_made_of(kind) for kind in ("index", "trigger"))
    op.execute(f"CREATE TEMPORARY TABLE {TABLE}_kept AS SELECT * FROM {TABLE}")
    op.execute(f"DROP TABLE {TABLE}")
    for sql in (made, *indexes):
        op.execute(sa.text(sql.replace(":", r"\:")))
    op.execute(f"INSERT INTO {TABLE} SELECT * FROM {TABLE}_kept")
    op.execute(f"DROP TABLE {TABLE}_kept")
    for sql in triggers:
        op.execute(sa.text(sql.replace(":", r"\:")))


def _made_of(kind: str) -> list[str]:
    asked = f"SELECT sql FROM sqlite_master WHERE type = '{kind}' AND tbl_name = '{TABLE}' AND sql IS NOT NULL"
    return list(op.get_bind().execute(sa.text(asked)).scalars())
