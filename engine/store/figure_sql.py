"""How a row of a step or a case is told to the sums, the same in a trigger, in the doctor's count and in a question."""

from collections.abc import Mapping

MOVED = (
    *("agency", "procedure", "version", "step", "status", "due", "opened_on", "ended_on"),
    *("by_law", "by_wall", "working", "span"),
)
CELL = ("agency", "procedure", "kind", "day", "step", "version", "label")

KINDS = """(SELECT 'live' AS kind UNION ALL SELECT 'opened' UNION ALL SELECT 'law'
    UNION ALL SELECT 'wall' UNION ALL SELECT 'working' UNION ALL SELECT 'span') k"""
"""live: goes on, by status and hour of its due date; opened; of what ended: its verdicts by law and wall clock, the bands
of its working time and its span."""


def long_of(source: str) -> str:
    """Cells out of moves: one for each kind that a move says something of."""
    return f"""SELECT m.agency, m.procedure, k.kind,
        CASE k.kind WHEN 'live' THEN m.due WHEN 'opened' THEN m.opened_on ELSE m.ended_on END AS day,
        m.step, m.version,
        CASE k.kind WHEN 'live' THEN m.status WHEN 'law' THEN m.by_law WHEN 'wall' THEN m.by_wall
            WHEN 'working' THEN m.working WHEN 'span' THEN m.span ELSE '' END AS label, m.number
        FROM {source} m CROSS JOIN {KINDS}
        WHERE CASE k.kind WHEN 'live' THEN m.status <> '' WHEN 'opened' THEN 1 = 1 WHEN 'law' THEN m.ended_on <> ''
            WHEN 'wall' THEN m.ended_on <> '' AND m.step <> '' WHEN 'working' THEN m.working <> ''
            ELSE m.span <> '' END"""


def step_says(row: str, dialect: str) -> Mapping[str, str]:
    """The columns of a move out of a row of `steps` (`row`: NEW, OLD or an alias); the case gives the rest."""
    goes_on = f"{row}.finished_at IS NULL"
    due = f"{goes_on} AND {row}.status <> 'suspended' AND {row}.due_at IS NOT NULL"
    return {
        "agency": f"{row}.agency",
        "procedure": "c.procedure",
        "version": "c.procedure_version",
        "step": f"{row}.step",
        "status": f"CASE WHEN {goes_on} THEN {row}.status ELSE '' END",
        "due": f"CASE WHEN {due} THEN {_hour(f'{row}.due_at', dialect)} ELSE '' END",
        "opened_on": _day(f"{row}.opened_at", dialect),
        "ended_on": f"COALESCE({_day(f'{row}.finished_at', dialect)}, '')",
        **{name: f"CASE WHEN {goes_on} THEN '' ELSE COALESCE({row}.{name}, '') END" for name in ("by_law", "by_wall")},
        "working": f"CASE WHEN {goes_on} THEN '' ELSE COALESCE(CAST({row}.working_band AS VARCHAR), '') END",
        "span": f"CASE WHEN {goes_on} THEN '' ELSE COALESCE(CAST({row}.wall_band AS VARCHAR), '') END",
    }


def case_says(row: str, dialect: str) -> Mapping[str, str]:
    """The same out of a row of `cases` that was received: a move without a step."""
    return {
        **dict.fromkeys(MOVED, "''"),
        "agency": f"{row}.receiving_agency",
        "procedure": f"{row}.procedure",
        "version": f"{row}.procedure_version",
        "status": f"CASE WHEN {row}.closed_at IS NULL THEN {row}.status ELSE '' END",
        "opened_on": _day(f"{row}.received_at", dialect),
        "ended_on": f"COALESCE({_day(f'{row}.closed_at', dialect)}, '')",
        "by_law": f"CASE WHEN {row}.closed_at IS NULL THEN '' ELSE COALESCE({row}.outcome, '') END",
    }


def all_moves(dialect: str) -> str:
    """Every row of the present as the move that it would be: what the cells must come to."""
    of_steps = ", ".join(f"{said} AS {name}" for name, said in step_says("s", dialect).items())
    of_cases = ", ".join(f"{said} AS {name}" for name, said in case_says("c", dialect).items())
    return f"""(SELECT {of_steps}, 1 AS number FROM steps s JOIN cases c ON c.case_id = s.case_id
        UNION ALL SELECT {of_cases}, 1 AS number FROM cases c WHERE c.received_at IS NOT NULL)"""


def _day(column: str, dialect: str) -> str:
    """In the time of Viet Nam, which has no summer time."""
    if dialect == "sqlite":
        return f"date({column}, '+7 hours')"
    return f"to_char(({column} + interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD')"


def _hour(column: str, dialect: str) -> str:
    if dialect == "sqlite":
        return f"strftime('%Y-%m-%dT%H', {column}, '+7 hours')"
    return f"""to_char(({column} + interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24')"""
