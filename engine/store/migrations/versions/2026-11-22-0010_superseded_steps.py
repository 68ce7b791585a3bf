"""A step can be superseded: another branch was enough for what waited for the first of several."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KNOWN = (
    "status IN ('open', 'claimed', 'suspended', 'completed', 'refused', 'not_needed', 'unreached', 'ended', 'not_ready')",
    (
        "status IN ('open', 'claimed', 'suspended', 'completed', 'refused', 'not_needed', 'unreached', 'ended', "
        "'superseded', 'not_ready')"
    ),
)
ENDED = (
    "status NOT IN ('completed', 'ended', 'not_needed', 'refused', 'unreached') OR finished_at IS NOT NULL",
    "status NOT IN ('completed', 'ended', 'not_needed', 'refused', 'superseded', 'unreached') OR finished_at IS NOT NULL",
)
CHECKS = {"ck_steps_status_known": KNOWN, "ck_steps_ended_has_end": ENDED}


def upgrade() -> None:
    _exchange({name: (before, after) for name, (before, after) in CHECKS.items()})


def downgrade() -> None:
    """Refused by the check, with nothing changed, while a step is superseded: before, none could be shown."""
    _exchange({name: (after, before) for name, (before, after) in CHECKS.items()})


def _exchange(checks: dict[str, tuple[str, str]]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _exchange_in_sqlite(checks)
        return
    for name, (_, after) in checks.items():
        op.drop_constraint(name, "steps", type_="check")
        op.create_check_constraint(name, "steps", after)


def _exchange_in_sqlite(checks: dict[str, tuple[str, str]]) -> None:
    """SQLite changes a table by making it anew."""
    bind = op.get_bind()
    (made,) = bind.execute(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'steps'")).one()
    indexes = bind.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'steps' AND sql IS NOT NULL")
    )
    again = [sql for (sql,) in indexes]
    for name, (before, after) in checks.items():
        check = f"CONSTRAINT {name} CHECK ({before})"
        if check not in made:
            raise RuntimeError(f"the table `steps` has no {check}: it was not made by the steps before")
        made = made.replace(check, f"CONSTRAINT {name} CHECK ({after})")
    op.execute("CREATE TEMPORARY TABLE steps_kept AS SELECT * FROM steps")
    op.execute("DROP TABLE steps")
    for sql in (made, *again):
        op.execute(sa.text(sql.replace(":", r"\:")))
    op.execute("INSERT INTO steps SELECT * FROM steps_kept")
    op.execute("DROP TABLE steps_kept")
