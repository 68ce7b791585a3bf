"""Holds, releases and purges are recorded; inside a recorded purge personal parts of a closed case may be replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")
REASON = " is insert-only: what has happened is not changed"
KEPT = {
    "events": ("case_id", "sequence", "type", "occurred_at", "recorded_at", "command_id"),
    "command_receipts": ("command_id", "case_id", "first_sequence", "last_sequence"),
}
MAY = {"events": "'actor', 'body'", "command_receipts": "'fingerprint'"}
NOT_ON_RECORD = "no purge of this case is on record, or it is held, or it is not closed"
ON_RECORD = """
EXISTS (SELECT 1 FROM cases WHERE cases.case_id = NEW.case_id AND cases.closed_at IS NOT NULL)
AND EXISTS (
    SELECT 1 FROM retention_acts AS act WHERE act.case_id = NEW.case_id AND act.act = 'purge'
    AND act.number = (SELECT max(number) FROM retention_acts WHERE case_id = NEW.case_id)
    AND NOT EXISTS (
        SELECT 1 FROM retention_acts AS before
        WHERE before.case_id = NEW.case_id AND before.number = act.number - 1 AND before.act = 'hold'
    )
)
"""
FUNCTIONS = (
    f"""
CREATE OR REPLACE FUNCTION refuse_unless_purged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_LEVEL = 'STATEMENT' THEN
        IF EXISTS (SELECT 1 FROM open_purges) THEN
            RETURN NULL;
        END IF;
    ELSIF EXISTS (SELECT 1 FROM open_purges WHERE case_id = OLD.case_id)
        AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || '{REASON}', ERRCODE = 'integrity_constraint_violation';
END $$
""",
    f"""
CREATE OR REPLACE FUNCTION refuse_unless_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {ON_RECORD} THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING MESSAGE = '{NOT_ON_RECORD}', ERRCODE = 'integrity_constraint_violation';
END $$
""",
)


def upgrade() -> None:
    op.create_table(
        "retention_acts",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.CheckConstraint("act IN ('hold', 'release', 'purge')", name="ck_retention_acts_known"),
        sa.CheckConstraint("number >= 1", name="ck_retention_acts_from_one"),
        sa.CheckConstraint("length(by) > 0 AND length(reason) > 0", name="ck_retention_acts_attributed"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_retention_acts_cases"),
        sa.PrimaryKeyConstraint("case_id", "number", name="pk_retention_acts"),
    )
    op.create_table(
        "open_purges",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_open_purges"),
    )
    dialect = op.get_bind().dialect.name
    for statement in (*_refusals("retention_acts", dialect), *_of_openings(dialect)):
        op.execute(statement)
    for table in KEPT:
        for statement in (*_dropped(table, dialect, is_purgeable=False), *_of_purgeable(table, dialect)):
            op.execute(statement)


def downgrade() -> None:
    """What was purged stays purged; nobody can tell any more by whom."""
    dialect = op.get_bind().dialect.name
    for table in KEPT:
        for statement in (*_dropped(table, dialect, is_purgeable=True), *_refusals(table, dialect)):
            op.execute(statement)
    op.drop_table("open_purges")
    op.drop_table("retention_acts")
    if dialect != "sqlite":
        op.execute("DROP FUNCTION refuse_unless_purged")
        op.execute("DROP FUNCTION refuse_unless_on_record")


def _dropped(table: str, dialect: str, *, is_purgeable: bool) -> tuple[str, ...]:
    if dialect == "sqlite":
        return tuple(f"DROP TRIGGER {table}_refuse_{change}" for change in ("update", "delete"))
    names = ("change", "update", "row") if is_purgeable else ("change",)
    return tuple(f"DROP TRIGGER {table}_refuse_{name} ON {table}" for name in names)


def _refusals(table: str, dialect: str) -> tuple[str, ...]:
    """The function is there since the ledger."""
    if dialect == "sqlite":
        return tuple(_refusal(table, change) for change in ("UPDATE", "DELETE"))
    trigger = f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    return (trigger + "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",)


def _of_purgeable(table: str, dialect: str) -> tuple[str, ...]:
    if dialect == "sqlite":
        same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT[table])
        purging = "EXISTS (SELECT 1 FROM open_purges WHERE open_purges.case_id = OLD.case_id)"
        return _refusal(table, "UPDATE", f"WHEN NOT ({purging} AND {same}) "), _refusal(table, "DELETE")
    call = f"EXECUTE FUNCTION refuse_unless_purged({MAY[table]})"
    return (
        (
            f"CREATE TRIGGER {table}_refuse_change BEFORE DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        ),
        f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} FOR EACH STATEMENT {call}",
        f"CREATE TRIGGER {table}_refuse_row BEFORE UPDATE ON {table} FOR EACH ROW {call}",
    )


def _of_openings(dialect: str) -> tuple[str, ...]:
    if dialect == "sqlite":
        return (
            (
                f"CREATE TRIGGER open_purges_on_record BEFORE INSERT ON open_purges WHEN NOT ({ON_RECORD}) "
                f"BEGIN SELECT RAISE(ABORT, '{NOT_ON_RECORD}'); END"
            ),
        )
    trigger = "CREATE TRIGGER open_purges_on_record BEFORE INSERT OR UPDATE ON open_purges "
    return *FUNCTIONS, trigger + "FOR EACH ROW EXECUTE FUNCTION refuse_unless_on_record()"


def _refusal(table: str, change: str, unless: str = "") -> str:
    return (
        f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} {unless}"
        f"BEGIN SELECT RAISE(ABORT, '{table}{REASON}'); END"
    )
