"""Which agencies a case concerns, in the order of their lists; kept by triggers, so that older code keeps it too."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")
NO_REASON_LEFT = """NOT EXISTS (SELECT 1 FROM steps WHERE case_id = OLD.case_id AND agency = {agency})
        AND NOT EXISTS (SELECT 1 FROM case_counters WHERE case_id = OLD.case_id AND agency = {agency})
        AND NOT EXISTS (SELECT 1 FROM cases WHERE case_id = OLD.case_id AND receiving_agency = {agency})"""
NOTE = """INSERT INTO case_readers (case_id, agency, status, procedure, submitted_at)
    SELECT case_id, {agency}, status, procedure, submitted_at FROM cases
    WHERE case_id = NEW.case_id AND {agency} IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM case_readers WHERE case_id = NEW.case_id AND agency = {agency})"""
FORGET = "DELETE FROM case_readers WHERE case_id = OLD.case_id AND agency = {agency} AND " + NO_REASON_LEFT
FOLLOW = """UPDATE case_readers SET status = NEW.status, procedure = NEW.procedure, submitted_at = NEW.submitted_at
    WHERE case_id = NEW.case_id"""
FUNCTIONS = (
    f"""
CREATE OR REPLACE FUNCTION note_reader() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
    {FORGET.format(agency="OLD.agency")};
    END IF;
    IF TG_OP <> 'DELETE' THEN
    {NOTE.format(agency="NEW.agency")};
    END IF;
    RETURN NULL;
END $$
""",
    f"""
CREATE OR REPLACE FUNCTION note_readers_of_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
    {FOLLOW};
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.receiving_agency IS DISTINCT FROM NEW.receiving_agency THEN
    {FORGET.format(agency="OLD.receiving_agency")};
    END IF;
    {NOTE.format(agency="NEW.receiving_agency")};
    RETURN NULL;
END $$
""",
)
PARTS = ("steps", "case_counters")
SHOWN = ("status", "procedure", "submitted_at")
NOT_RECEIVED: dict[str, Any] = {
    "sqlite_where": sa.text("received_at IS NULL"),
    "postgresql_where": sa.text("received_at IS NULL"),
}
BY_ANYBODY = sa.text("received_at IS NULL AND awaited_by IS NULL")


def upgrade() -> None:
    op.create_table(
        "case_readers",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_case_readers_cases", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", "agency", name="pk_case_readers"),
    )
    concerned = "SELECT case_id, agency FROM steps UNION SELECT case_id, agency FROM case_counters"
    concerned += " UNION SELECT case_id, receiving_agency FROM cases WHERE receiving_agency IS NOT NULL"
    op.execute(
        "INSERT INTO case_readers (case_id, agency, status, procedure, submitted_at) "
        "SELECT cases.case_id, concerned.agency, status, procedure, submitted_at "
        f"FROM ({concerned}) AS concerned JOIN cases ON cases.case_id = concerned.case_id"
    )
    for name, column in (("", ()), ("_status", ("status",)), ("_procedure", ("procedure",))):
        op.create_index(f"ix_case_readers{name}_newest", "case_readers", ["agency", *column, "submitted_at", "case_id"])
    _index_what_awaits_receipt()
    for statement in _triggers(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for name in TRIGGERS[dialect]:
        on = f" ON {name.rpartition('_')[0].rpartition('_')[0]}" if dialect == "postgresql" else ""
        op.execute(f"DROP TRIGGER {name}{on}")
    if dialect == "postgresql":
        op.execute("DROP FUNCTION note_reader()")
        op.execute("DROP FUNCTION note_readers_of_case()")
    op.drop_table("case_readers")
    for name in ("ix_cases_awaiting", "ix_cases_awaiting_status", "ix_cases_awaiting_anybody"):
        op.drop_index(name, "cases")
    op.create_index("ix_cases_agency_newest", "cases", ["receiving_agency", "submitted_at", "case_id"])
    op.create_index("ix_cases_awaited_newest", "cases", ["awaited_by", "submitted_at", "case_id"])


TRIGGERS = {
    "postgresql": (
        *(f"{table}_{does}_reader" for table in PARTS for does in ("note", "move")),
        *("cases_note_reader", "cases_move_reader"),
    ),
    "sqlite": (
        *(f"{table}_{does}_reader" for table in PARTS for does in ("note", "forget", "move")),
        *(f"cases_{does}_reader" for does in ("note", "show", "move")),
    ),
}


def _index_what_awaits_receipt() -> None:
    """Few cases at a time. The indexes that they take the place of were written at each command; nobody needs them:
    older code finds the same without them, if not as quickly."""
    op.create_index("ix_cases_awaiting", "cases", ["awaited_by", "submitted_at", "case_id"], **NOT_RECEIVED)
    op.create_index(
        "ix_cases_awaiting_status", "cases", ["awaited_by", "status", "submitted_at", "case_id"], **NOT_RECEIVED
    )
    op.create_index(
        "ix_cases_awaiting_anybody",
        "cases",
        ["submitted_at", "case_id"],
        sqlite_where=BY_ANYBODY,
        postgresql_where=BY_ANYBODY,
    )
    op.drop_index("ix_cases_agency_newest", "cases")
    op.drop_index("ix_cases_awaited_newest", "cases")


def _triggers(dialect: str) -> tuple[str, ...]:
    """As `reader_triggers` declares them now."""
    if dialect == "postgresql":
        return (*FUNCTIONS, *_on_postgresql())
    return _on_sqlite()


def _on_postgresql() -> tuple[str, ...]:
    statements: list[str] = []
    for table in PARTS:
        run = "EXECUTE FUNCTION note_reader()"
        statements += (
            f"CREATE TRIGGER {table}_note_reader AFTER INSERT OR DELETE ON {table} FOR EACH ROW {run}",
            (
                f"CREATE TRIGGER {table}_move_reader AFTER UPDATE OF agency ON {table} FOR EACH ROW "
                f"WHEN (OLD.agency IS DISTINCT FROM NEW.agency) {run}"
            ),
        )
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in (*SHOWN, "receiving_agency"))
    run = "EXECUTE FUNCTION note_readers_of_case()"
    return (
        *statements,
        (
            "CREATE TRIGGER cases_note_reader AFTER INSERT ON cases FOR EACH ROW "
            f"WHEN (NEW.receiving_agency IS NOT NULL) {run}"
        ),
        f"CREATE TRIGGER cases_move_reader AFTER UPDATE ON cases FOR EACH ROW WHEN ({changed}) {run}",
    )


def _on_sqlite() -> tuple[str, ...]:
    statements: list[str] = []
    note, forget = NOTE.format(agency="NEW.agency"), FORGET.format(agency="OLD.agency")
    for table in PARTS:
        statements += (
            f"CREATE TRIGGER {table}_note_reader AFTER INSERT ON {table} BEGIN {note}; END",
            f"CREATE TRIGGER {table}_forget_reader AFTER DELETE ON {table} BEGIN {forget}; END",
            (
                f"CREATE TRIGGER {table}_move_reader AFTER UPDATE OF agency ON {table} WHEN OLD.agency IS NOT NEW.agency "
                f"BEGIN {forget}; {note}; END"
            ),
        )
    note, forget = NOTE.format(agency="NEW.receiving_agency"), FORGET.format(agency="OLD.receiving_agency")
    shown = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in SHOWN)
    return (
        *statements,
        (
            "CREATE TRIGGER cases_note_reader AFTER INSERT ON cases WHEN NEW.receiving_agency IS NOT NULL "
            f"BEGIN {note}; END"
        ),
        f"CREATE TRIGGER cases_show_reader AFTER UPDATE ON cases WHEN {shown} BEGIN {FOLLOW}; END",
        (
            "CREATE TRIGGER cases_move_reader AFTER UPDATE ON cases "
            f"WHEN OLD.receiving_agency IS NOT NEW.receiving_agency BEGIN {forget}; {note}; END"
        ),
    )
