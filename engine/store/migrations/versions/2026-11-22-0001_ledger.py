"""The ledger: events and receipts that are only ever added to, serials of dossier codes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")

INSERT_ONLY = ("events", "command_receipts")


REASON = " is insert-only: what has happened is not changed"
FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || '{REASON}', ERRCODE = 'integrity_constraint_violation';
END $$
"""


def triggers(table: str, dialect: str) -> tuple[str, ...]:
    """The database itself refuses to change what has happened."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}{REASON}'); END"
            for change in ("UPDATE", "DELETE")
        )
    trigger = f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    return FUNCTION, trigger + "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("command_id", sa.String(), nullable=False),
        sa.Column("actor", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.CheckConstraint("occurred_at <= recorded_at", name="ck_events_recorded_after_it_occurred"),
        sa.CheckConstraint("sequence >= 1", name="ck_events_sequence_from_one"),
        sa.PrimaryKeyConstraint("case_id", "sequence", name="pk_events"),
    )
    op.create_table(
        "command_receipts",
        sa.Column("command_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("first_sequence", sa.Integer(), nullable=False),
        sa.Column("last_sequence", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_sequence >= 1 AND last_sequence >= first_sequence", name="ck_command_receipts_caused_something"
        ),
        sa.PrimaryKeyConstraint("command_id", name="pk_command_receipts"),
    )
    op.create_table(
        "dossier_serials",
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 1", name="ck_dossier_serials_from_one"),
        sa.PrimaryKeyConstraint("unit_code", "day", name="pk_dossier_serials"),
    )
    connection = op.get_bind()
    for table in INSERT_ONLY:
        for statement in triggers(table, connection.dialect.name):
            connection.exec_driver_sql(statement)


def downgrade() -> None:
    op.drop_table("dossier_serials")
    op.drop_table("command_receipts")
    op.drop_table("events")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
