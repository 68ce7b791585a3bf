"""The database itself notes what changes in a row that figures count, whoever writes: old code, new code, a bulk load."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, MetaData, event

from engine.store.figure_sql import MOVED, case_says, step_says
from engine.store.read_tables import CASES, STEPS
from engine.store.schema import METADATA

_OF_STEPS = (
    *("agency", "status", "due_at", "opened_at", "finished_at"),
    *("by_law", "by_wall", "working_band", "wall_band"),
)
_OF_CASES = ("receiving_agency", "procedure", "procedure_version", "status", "received_at", "closed_at", "outcome")
_INTO = f"INSERT INTO figure_moves ({', '.join(MOVED)}, number)"


def figure_trigger_statements(table: str, dialect: str) -> tuple[str, ...]:
    """On `steps` and on `cases`; only what figures count costs anything. A case that comes over to another version takes
    its steps along."""
    if dialect == "postgresql":
        return _postgresql_of(table)
    return tuple(_on_one_line(one) for one in (_sqlite_of_steps() if table == STEPS.name else _sqlite_of_cases()))


def figure_functions() -> tuple[str, ...]:
    """Of PostgreSQL: what its triggers run."""
    return (
        _function("note_figures_of_step", (), _step_move("OLD", -1, "postgresql"), _step_move("NEW", 1, "postgresql")),
        _function(
            "note_figures_of_case",
            _came_over("postgresql"),
            _case_move("OLD", -1, "postgresql"),
            _case_move("NEW", 1, "postgresql"),
        ),
    )


def declare_figure_triggers() -> None:
    """They are made when all tables are there: nothing says which of those that they name comes last."""
    event.listen(METADATA, "after_create", _create)


def _create(_: MetaData, connection: Connection, **__: Any) -> None:
    if connection.dialect.name == "postgresql":
        for function in figure_functions():
            connection.exec_driver_sql(function)
    for table in (CASES, STEPS):
        for statement in figure_trigger_statements(table.name, connection.dialect.name):
            connection.exec_driver_sql(statement)


def _step_move(row: str, number: int, dialect: str) -> str:
    said = _in_order(step_says(row, dialect))
    return f"{_INTO} SELECT {said}, {number} FROM cases c WHERE c.case_id = {row}.case_id"


def _case_move(row: str, number: int, dialect: str) -> str:
    return f"{_INTO} SELECT {_in_order(case_says(row, dialect))}, {number} WHERE {row}.received_at IS NOT NULL"


def _came_over(dialect: str) -> tuple[str, ...]:
    """Its steps as they are counted: under the version before, and under the one after."""
    moves = []
    for row, number in (("OLD", -1), ("NEW", 1)):
        said = {**step_says("s", dialect), "procedure": f"{row}.procedure", "version": f"{row}.procedure_version"}
        moves.append(f"{_INTO} SELECT {_in_order(said)}, {number} FROM steps s WHERE s.case_id = NEW.case_id")
    return tuple(moves)


def _in_order(said: Mapping[str, str]) -> str:
    return ", ".join(said[name] for name in MOVED)


def _function(name: str, came_over: tuple[str, ...], forget: str, note: str) -> str:
    moved = " ".join(f"{one};" for one in came_over)
    over = f"IF TG_OP = 'UPDATE' AND ({_version_changed('IS DISTINCT FROM')}) THEN {moved} END IF;" if came_over else ""
    return _on_one_line(f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {over}
    IF TG_OP <> 'INSERT' THEN
    {forget};
    END IF;
    IF TG_OP <> 'DELETE' THEN
    {note};
    END IF;
    RETURN NULL;
END $$
""")


def _on_one_line(statement: str) -> str:
    return " ".join(statement.split())


def _version_changed(differs: str) -> str:
    return f"OLD.procedure {differs} NEW.procedure OR OLD.procedure_version {differs} NEW.procedure_version"


def _changed(table: str, differs: str) -> str:
    return " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in (_OF_STEPS if table == "steps" else _OF_CASES))


def _postgresql_of(table: str) -> tuple[str, ...]:
    run = f"EXECUTE FUNCTION note_figures_of_{'step' if table == STEPS.name else 'case'}()"
    changed = _changed(table, "IS DISTINCT FROM")
    return (
        f"CREATE TRIGGER {table}_note_figures AFTER INSERT OR DELETE ON {table} FOR EACH ROW {run}",
        f"CREATE TRIGGER {table}_move_figures AFTER UPDATE ON {table} FOR EACH ROW WHEN ({changed}) {run}",
    )


def _sqlite_of_steps() -> tuple[str, ...]:
    note, forget = _step_move("NEW", 1, "sqlite"), _step_move("OLD", -1, "sqlite")
    return _sqlite_triggers("steps", note, forget)


def _sqlite_of_cases() -> tuple[str, ...]:
    note, forget = _case_move("NEW", 1, "sqlite"), _case_move("OLD", -1, "sqlite")
    over = "; ".join(_came_over("sqlite"))
    return (
        *_sqlite_triggers("cases", note, forget),
        (
            f"CREATE TRIGGER cases_move_figures_of_steps AFTER UPDATE ON cases WHEN {_version_changed('IS NOT')} "
            f"BEGIN {over}; END"
        ),
    )


def _sqlite_triggers(table: str, note: str, forget: str) -> tuple[str, ...]:
    changed = _changed(table, "IS NOT")
    return (
        f"CREATE TRIGGER {table}_note_figures AFTER INSERT ON {table} BEGIN {note}; END",
        f"CREATE TRIGGER {table}_forget_figures AFTER DELETE ON {table} BEGIN {forget}; END",
        f"CREATE TRIGGER {table}_move_figures AFTER UPDATE ON {table} WHEN {changed} BEGIN {forget}; {note}; END",
    )
