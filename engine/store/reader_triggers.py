"""The database itself notes which agencies a case concerns, whoever writes: old code, new code, or a bulk load."""

from typing import Any

from sqlalchemy import Connection, Table, event

from engine.store.read_tables import CASE_COUNTERS, CASES, STEPS
from engine.store.reader_table import CASE_READERS

_NO_REASON_LEFT = """NOT EXISTS (SELECT 1 FROM steps WHERE case_id = OLD.case_id AND agency = {agency})
        AND NOT EXISTS (SELECT 1 FROM case_counters WHERE case_id = OLD.case_id AND agency = {agency})
        AND NOT EXISTS (SELECT 1 FROM cases WHERE case_id = OLD.case_id AND receiving_agency = {agency})"""
_NOTE = """INSERT INTO case_readers (case_id, agency, status, procedure, submitted_at)
    SELECT case_id, {agency}, status, procedure, submitted_at FROM cases
    WHERE case_id = NEW.case_id AND {agency} IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM case_readers WHERE case_id = NEW.case_id AND agency = {agency})"""
_FORGET = "DELETE FROM case_readers WHERE case_id = OLD.case_id AND agency = {agency} AND " + _NO_REASON_LEFT
_FOLLOW = """UPDATE case_readers SET status = NEW.status, procedure = NEW.procedure, submitted_at = NEW.submitted_at
    WHERE case_id = NEW.case_id"""
_DIFFERS = "OLD.{0} IS DISTINCT FROM NEW.{0}"

_FUNCTIONS = (
    f"""
CREATE OR REPLACE FUNCTION note_reader() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
    {_FORGET.format(agency="OLD.agency")};
    END IF;
    IF TG_OP <> 'DELETE' THEN
    {_NOTE.format(agency="NEW.agency")};
    END IF;
    RETURN NULL;
END $$
""",
    f"""
CREATE OR REPLACE FUNCTION note_readers_of_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
    {_FOLLOW};
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.receiving_agency IS DISTINCT FROM NEW.receiving_agency THEN
    {_FORGET.format(agency="OLD.receiving_agency")};
    END IF;
    {_NOTE.format(agency="NEW.receiving_agency")};
    RETURN NULL;
END $$
""",
)
_SHOWN = ("status", "procedure", "submitted_at")


def trigger_statements(table: str, dialect: str) -> tuple[str, ...]:
    """On `cases`, and alike on `steps` and `case_counters`; only what lists go by costs anything."""
    if dialect == "sqlite":
        return _sqlite_of_cases() if table == CASES.name else _sqlite_of_parts(table)
    return _postgresql_of_cases() if table == CASES.name else _postgresql_of_parts(table)


def declare_reader_triggers() -> None:
    """They are made when the last of the tables that they name is there."""
    event.listen(CASE_READERS, "after_create", _create)


def _create(_: Table, connection: Connection, **__: Any) -> None:
    if connection.dialect.name == "postgresql":
        for function in _FUNCTIONS:
            connection.exec_driver_sql(function)
    for table in (CASES, STEPS, CASE_COUNTERS):
        for statement in trigger_statements(table.name, connection.dialect.name):
            connection.exec_driver_sql(statement)


def _postgresql_of_parts(table: str) -> tuple[str, ...]:
    run = "FOR EACH ROW {when}EXECUTE FUNCTION note_reader()"
    moved = run.format(when=f"WHEN ({_DIFFERS.format('agency')}) ")
    return (
        f"CREATE TRIGGER {table}_note_reader AFTER INSERT OR DELETE ON {table} {run.format(when='')}",
        f"CREATE TRIGGER {table}_move_reader AFTER UPDATE OF agency ON {table} {moved}",
    )


def _postgresql_of_cases() -> tuple[str, ...]:
    changed = " OR ".join(_DIFFERS.format(column) for column in (*_SHOWN, "receiving_agency"))
    run = "EXECUTE FUNCTION note_readers_of_case()"
    return (
        (
            "CREATE TRIGGER cases_note_reader AFTER INSERT ON cases FOR EACH ROW "
            f"WHEN (NEW.receiving_agency IS NOT NULL) {run}"
        ),
        f"CREATE TRIGGER cases_move_reader AFTER UPDATE ON cases FOR EACH ROW WHEN ({changed}) {run}",
    )


def _sqlite_of_parts(table: str) -> tuple[str, ...]:
    note, forget = _NOTE.format(agency="NEW.agency"), _FORGET.format(agency="OLD.agency")
    return (
        f"CREATE TRIGGER {table}_note_reader AFTER INSERT ON {table} BEGIN {note}; END",
        f"CREATE TRIGGER {table}_forget_reader AFTER DELETE ON {table} BEGIN {forget}; END",
        (
            f"CREATE TRIGGER {table}_move_reader AFTER UPDATE OF agency ON {table} WHEN OLD.agency IS NOT NEW.agency "
            f"BEGIN {forget}; {note}; END"
        ),
    )


def _sqlite_of_cases() -> tuple[str, ...]:
    note = _NOTE.format(agency="NEW.receiving_agency")
    forget = _FORGET.format(agency="OLD.receiving_agency")
    shown = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in _SHOWN)
    return (
        (
            "CREATE TRIGGER cases_note_reader AFTER INSERT ON cases WHEN NEW.receiving_agency IS NOT NULL "
            f"BEGIN {note}; END"
        ),
        f"CREATE TRIGGER cases_show_reader AFTER UPDATE ON cases WHEN {shown} BEGIN {_FOLLOW}; END",
        (
            "CREATE TRIGGER cases_move_reader AFTER UPDATE ON cases "
            f"WHEN OLD.receiving_agency IS NOT NEW.receiving_agency BEGIN {forget}; {note}; END"
        ),
    )
