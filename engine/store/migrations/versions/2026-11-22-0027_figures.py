"""The database keeps the sums behind the figures: notes of what changes in steps and cases, and what these add up to."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

COLUMNS = {"by_law": sa.String, "by_wall": sa.String, "working_seconds": sa.Integer, "working_band": sa.Integer}
PASSED = sa.text("finished_at IS NOT NULL")
ENDED_LATE = sa.text("closed_at IS NOT NULL AND received_at IS NOT NULL AND outcome = 'late'")
GOES_ON = sa.text("closed_at IS NULL AND received_at IS NOT NULL")
RECEIVED = sa.text("received_at IS NOT NULL")
EMPTY = sa.text("number = 0")


def upgrade() -> None:
    """Rows that are there say neither how a step ended nor how long it took until the doctor has mended them; they are
    counted all the same."""
    dialect = op.get_bind().dialect.name
    for name, kind in COLUMNS.items():
        op.add_column("steps", sa.Column(name, kind(), nullable=True))
    op.add_column("steps", sa.Column("wall_band", sa.Integer(), nullable=True))
    _index("ix_steps_passed", "steps", ["agency", "finished_at", "case_id", "step"], PASSED)
    for name in ("by_law", "by_wall"):
        _index(f"ix_steps_{name}", "steps", ["agency", name, "finished_at", "case_id", "step"], PASSED)
    _index("ix_steps_passed_step", "steps", ["agency", "step", "finished_at", "case_id"], PASSED)
    _index("ix_cases_finished_late", "cases", ["receiving_agency", "closed_at", "case_id"], ENDED_LATE)
    _index("ix_cases_going_on", "cases", ["receiving_agency", "received_at", "case_id"], GOES_ON)
    _index("ix_cases_received", "cases", ["receiving_agency", "received_at", "case_id"], RECEIVED)
    _make_tables()
    op.execute(FILL[dialect])
    for statement in TRIGGERS[dialect]:
        op.execute(" ".join(statement.split()))


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for name in NAMES[dialect]:
        on = f" ON {name.partition('_')[0]}" if dialect == "postgresql" else ""
        op.execute(f"DROP TRIGGER {name}{on}")
    if dialect == "postgresql":
        op.execute("DROP FUNCTION note_figures_of_step()")
        op.execute("DROP FUNCTION note_figures_of_case()")
    op.drop_table("figure_cells")
    op.drop_table("figure_moves")
    op.drop_index("ix_cases_received", "cases")
    for name in ("going_on", "finished_late"):
        op.drop_index(f"ix_cases_{name}", "cases")
    for name in ("passed", "passed_step", "by_law", "by_wall"):
        op.drop_index(f"ix_steps_{name}", "steps")
    for name in (*COLUMNS, "wall_band"):
        op.drop_column("steps", name)


def _make_tables() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "figure_moves",
        sa.Column("id", number, autoincrement=True, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in MOVED),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_figure_moves"),
    )
    op.create_table(
        "figure_cells",
        *(sa.Column(name, sa.String(), nullable=False) for name in CELL),
        sa.Column("number", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint(*CELL, name="pk_figure_cells"),
    )
    _index("ix_figure_cells_empty", "figure_cells", ["agency"], EMPTY)
    op.create_index("ix_figure_cells_day", "figure_cells", ["agency", "kind", "day"])


def _index(name: str, table: str, columns: list[str], condition: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


MOVED = (
    *("agency", "procedure", "version", "step", "status", "due", "opened_on", "ended_on"),
    *("by_law", "by_wall", "working", "span"),
)
CELL = ("agency", "procedure", "kind", "day", "step", "version", "label")
NAMES = {
    "postgresql": ("cases_note_figures", "cases_move_figures", "steps_note_figures", "steps_move_figures"),
    "sqlite": (
        *(f"{table}_{does}_figures" for table in ("cases", "steps") for does in ("note", "forget", "move")),
        "cases_move_figures_of_steps",
    ),
}
FILL = {
    "postgresql": """
INSERT INTO figure_cells (agency, procedure, kind, day, step, version, label, number) SELECT agency, procedure,
kind, day, step, version, label, SUM(number) FROM (SELECT m.agency, m.procedure, k.kind, CASE k.kind WHEN 'live'
THEN m.due WHEN 'opened' THEN m.opened_on ELSE m.ended_on END AS day, m.step, m.version, CASE k.kind WHEN 'live'
THEN m.status WHEN 'law' THEN m.by_law WHEN 'wall' THEN m.by_wall WHEN 'working' THEN m.working WHEN 'span' THEN
m.span ELSE '' END AS label, m.number FROM (SELECT s.agency AS agency, c.procedure AS procedure, c.procedure_version
AS version, s.step AS step, CASE WHEN s.finished_at IS NULL THEN s.status ELSE '' END AS status, CASE WHEN
s.finished_at IS NULL AND s.status <> 'suspended' AND s.due_at IS NOT NULL THEN to_char((s.due_at + interval
'7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24') ELSE '' END AS due, to_char((s.opened_at + interval '7 hours')
AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS opened_on, COALESCE(to_char((s.finished_at + interval '7 hours') AT TIME ZONE
'UTC', 'YYYY-MM-DD'), '') AS ended_on, CASE WHEN s.finished_at IS NULL THEN '' ELSE COALESCE(s.by_law, '') END AS
by_law, CASE WHEN s.finished_at IS NULL THEN '' ELSE COALESCE(s.by_wall, '') END AS by_wall, CASE WHEN s.finished_at
IS NULL THEN '' ELSE COALESCE(CAST(s.working_band AS VARCHAR), '') END AS working, CASE WHEN s.finished_at IS NULL
THEN '' ELSE COALESCE(CAST(s.wall_band AS VARCHAR), '') END AS span, 1 AS number FROM steps s JOIN cases c ON
c.case_id = s.case_id UNION ALL SELECT c.receiving_agency AS agency, c.procedure AS procedure, c.procedure_version
AS version, '' AS step, CASE WHEN c.closed_at IS NULL THEN c.status ELSE '' END AS status, '' AS due,
to_char((c.received_at + interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS opened_on,
COALESCE(to_char((c.closed_at + interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD'), '') AS ended_on, CASE WHEN
c.closed_at IS NULL THEN '' ELSE COALESCE(c.outcome, '') END AS by_law, '' AS by_wall, '' AS working, '' AS span, 1
AS number FROM cases c WHERE c.received_at IS NOT NULL) m CROSS JOIN (SELECT 'live' AS kind UNION ALL SELECT
'opened' UNION ALL SELECT 'law' UNION ALL SELECT 'wall' UNION ALL SELECT 'working' UNION ALL SELECT 'span') k WHERE
CASE k.kind WHEN 'live' THEN m.status <> '' WHEN 'opened' THEN 1 = 1 WHEN 'law' THEN m.ended_on <> '' WHEN 'wall'
THEN m.ended_on <> '' AND m.step <> '' WHEN 'working' THEN m.working <> '' ELSE m.span <> '' END) l GROUP BY agency,
procedure, kind, day, step, version, label
""",
    "sqlite": """
INSERT INTO figure_cells (agency, procedure, kind, day, step, version, label, number) SELECT agency, procedure,
kind, day, step, version, label, SUM(number) FROM (SELECT m.agency, m.procedure, k.kind, CASE k.kind WHEN 'live'
THEN m.due WHEN 'opened' THEN m.opened_on ELSE m.ended_on END AS day, m.step, m.version, CASE k.kind WHEN 'live'
THEN m.status WHEN 'law' THEN m.by_law WHEN 'wall' THEN m.by_wall WHEN 'working' THEN m.working WHEN 'span' THEN
m.span ELSE '' END AS label, m.number FROM (SELECT s.agency AS agency, c.procedure AS procedure, c.procedure_version
AS version, s.step AS step, CASE WHEN s.finished_at IS NULL THEN s.status ELSE '' END AS status, CASE WHEN
s.finished_at IS NULL AND s.status <> 'suspended' AND s.due_at IS NOT NULL THEN strftime('%Y-%m-%dT%H', s.due_at,
'+7 hours') ELSE '' END AS due, date(s.opened_at, '+7 hours') AS opened_on, COALESCE(date(s.finished_at,
'+7 hours'), '') AS ended_on, CASE WHEN s.finished_at IS NULL THEN '' ELSE COALESCE(s.by_law, '') END AS by_law,
CASE WHEN s.finished_at IS NULL THEN '' ELSE COALESCE(s.by_wall, '') END AS by_wall, CASE WHEN s.finished_at IS NULL
THEN '' ELSE COALESCE(CAST(s.working_band AS VARCHAR), '') END AS working, CASE WHEN s.finished_at IS NULL THEN ''
ELSE COALESCE(CAST(s.wall_band AS VARCHAR), '') END AS span, 1 AS number FROM steps s JOIN cases c ON c.case_id =
s.case_id UNION ALL SELECT c.receiving_agency AS agency, c.procedure AS procedure, c.procedure_version AS version,
'' AS step, CASE WHEN c.closed_at IS NULL THEN c.status ELSE '' END AS status, '' AS due, date(c.received_at,
'+7 hours') AS opened_on, COALESCE(date(c.closed_at, '+7 hours'), '') AS ended_on, CASE WHEN c.closed_at IS NULL
THEN '' ELSE COALESCE(c.outcome, '') END AS by_law, '' AS by_wall, '' AS working, '' AS span, 1 AS number FROM cases
c WHERE c.received_at IS NOT NULL) m CROSS JOIN (SELECT 'live' AS kind UNION ALL SELECT 'opened' UNION ALL SELECT
'law' UNION ALL SELECT 'wall' UNION ALL SELECT 'working' UNION ALL SELECT 'span') k WHERE CASE k.kind WHEN 'live'
THEN m.status <> '' WHEN 'opened' THEN 1 = 1 WHEN 'law' THEN m.ended_on <> '' WHEN 'wall' THEN m.ended_on <> '' AND
m.step <> '' WHEN 'working' THEN m.working <> '' ELSE m.span <> '' END) l GROUP BY agency, procedure, kind, day,
step, version, label
""",
}
TRIGGERS = {
    "postgresql": (
        """
CREATE OR REPLACE FUNCTION note_figures_of_step() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'INSERT'
THEN INSERT INTO figure_moves (agency, procedure, version, step, status, due, opened_on, ended_on, by_law, by_wall,
working, span, number) SELECT OLD.agency, c.procedure, c.procedure_version, OLD.step, CASE WHEN OLD.finished_at IS
NULL THEN OLD.status ELSE '' END, CASE WHEN OLD.finished_at IS NULL AND OLD.status <> 'suspended' AND OLD.due_at IS
NOT NULL THEN to_char((OLD.due_at + interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24') ELSE '' END,
to_char((OLD.opened_at + interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD'), COALESCE(to_char((OLD.finished_at +
interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD'), ''), CASE WHEN OLD.finished_at IS NULL THEN '' ELSE
COALESCE(OLD.by_law, '') END, CASE WHEN OLD.finished_at IS NULL THEN '' ELSE COALESCE(OLD.by_wall, '') END, CASE
WHEN OLD.finished_at IS NULL THEN '' ELSE COALESCE(CAST(OLD.working_band AS VARCHAR), '') END, CASE WHEN
OLD.finished_at IS NULL THEN '' ELSE COALESCE(CAST(OLD.wall_band AS VARCHAR), '') END, -1 FROM cases c WHERE
c.case_id = OLD.case_id; END IF; IF TG_OP <> 'DELETE' THEN INSERT INTO figure_moves (agency, procedure, version,
step, status, due, opened_on, ended_on, by_law, by_wall, working, span, number) SELECT NEW.agency, c.procedure,
c.procedure_version, NEW.step, CASE WHEN NEW.finished_at IS NULL THEN NEW.status ELSE '' END, CASE WHEN
NEW.finished_at IS NULL AND NEW.status <> 'suspended' AND NEW.due_at IS NOT NULL THEN to_char((NEW.due_at + interval
'7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24') ELSE '' END, to_char((NEW.opened_at + interval '7 hours') AT
TIME ZONE 'UTC', 'YYYY-MM-DD'), COALESCE(to_char((NEW.finished_at + interval '7 hours') AT TIME ZONE 'UTC',
'YYYY-MM-DD'), ''), CASE WHEN NEW.finished_at IS NULL THEN '' ELSE COALESCE(NEW.by_law, '') END, CASE WHEN
NEW.finished_at IS NULL THEN '' ELSE COALESCE(NEW.by_wall, '') END, CASE WHEN NEW.finished_at IS NULL THEN '' ELSE
COALESCE(CAST(NEW.working_band AS VARCHAR), '') END, CASE WHEN NEW.finished_at IS NULL THEN '' ELSE
COALESCE(CAST(NEW.wall_band AS VARCHAR), '') END, 1 FROM cases c WHERE c.case_id = NEW.case_id; END IF; RETURN NULL;
END $$
""",
        """
CREATE OR REPLACE FUNCTION note_figures_of_case() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'UPDATE'
AND (OLD.procedure IS DISTINCT FROM NEW.procedure OR OLD.procedure_version IS DISTINCT FROM NEW.procedure_version)
THEN INSERT INTO figure_moves (agency, procedure, version, step, status, due, opened_on, ended_on, by_law, by_wall,
working, span, number) SELECT s.agency, OLD.procedure, OLD.procedure_version, s.step, CASE WHEN s.finished_at IS
NULL THEN s.status ELSE '' END, CASE WHEN s.finished_at IS NULL AND s.status <> 'suspended' AND s.due_at IS NOT NULL
THEN to_char((s.due_at + interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24') ELSE '' END,
to_char((s.opened_at + interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD'), COALESCE(to_char((s.finished_at +
interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD'), ''), CASE WHEN s.finished_at IS NULL THEN '' ELSE
COALESCE(s.by_law, '') END, CASE WHEN s.finished_at IS NULL THEN '' ELSE COALESCE(s.by_wall, '') END, CASE WHEN
s.finished_at IS NULL THEN '' ELSE COALESCE(CAST(s.working_band AS VARCHAR), '') END, CASE WHEN s.finished_at IS
NULL THEN '' ELSE COALESCE(CAST(s.wall_band AS VARCHAR), '') END, -1 FROM steps s WHERE s.case_id = NEW.case_id;
INSERT INTO figure_moves (agency, procedure, version, step, status, due, opened_on, ended_on, by_law, by_wall,
working, span, number) SELECT s.agency, NEW.procedure, NEW.procedure_version, s.step, CASE WHEN s.finished_at IS
NULL THEN s.status ELSE '' END, CASE WHEN s.finished_at IS NULL AND s.status <> 'suspended' AND s.due_at IS NOT NULL
THEN to_char((s.due_at + interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24') ELSE '' END,
to_char((s.opened_at + interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD'), COALESCE(to_char((s.finished_at +
interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD'), ''), CASE WHEN s.finished_at IS NULL THEN '' ELSE
COALESCE(s.by_law, '') END, CASE WHEN s.finished_at IS NULL THEN '' ELSE COALESCE(s.by_wall, '') END, CASE WHEN
s.finished_at IS NULL THEN '' ELSE COALESCE(CAST(s.working_band AS VARCHAR), '') END, CASE WHEN s.finished_at IS
NULL THEN '' ELSE COALESCE(CAST(s.wall_band AS VARCHAR), '') END, 1 FROM steps s WHERE s.case_id = NEW.case_id; END
IF; IF TG_OP <> 'INSERT' THEN INSERT INTO figure_moves (agency, procedure, version, step, status, due, opened_on,
ended_on, by_law, by_wall, working, span, number) SELECT OLD.receiving_agency, OLD.procedure, OLD.procedure_version,
'', CASE WHEN OLD.closed_at IS NULL THEN OLD.status ELSE '' END, '', to_char((OLD.received_at + interval '7 hours')
AT TIME ZONE 'UTC', 'YYYY-MM-DD'), COALESCE(to_char((OLD.closed_at + interval '7 hours') AT TIME ZONE 'UTC',
'YYYY-MM-DD'), ''), CASE WHEN OLD.closed_at IS NULL THEN '' ELSE COALESCE(OLD.outcome, '') END, '', '', '', -1 WHERE
OLD.received_at IS NOT NULL; END IF; IF TG_OP <> 'DELETE' THEN INSERT INTO figure_moves (agency, procedure, version,
step, status, due, opened_on, ended_on, by_law, by_wall, working, span, number) SELECT NEW.receiving_agency,
NEW.procedure, NEW.procedure_version, '', CASE WHEN NEW.closed_at IS NULL THEN NEW.status ELSE '' END, '',
to_char((NEW.received_at + interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD'), COALESCE(to_char((NEW.closed_at +
interval '7 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD'), ''), CASE WHEN NEW.closed_at IS NULL THEN '' ELSE
COALESCE(NEW.outcome, '') END, '', '', '', 1 WHERE NEW.received_at IS NOT NULL; END IF; RETURN NULL; END $$
""",
        """
CREATE TRIGGER cases_note_figures AFTER INSERT OR DELETE ON cases FOR EACH ROW EXECUTE FUNCTION
note_figures_of_case()
""",
        """
CREATE TRIGGER cases_move_figures AFTER UPDATE ON cases FOR EACH ROW WHEN (OLD.receiving_agency IS DISTINCT FROM
NEW.receiving_agency OR OLD.procedure IS DISTINCT FROM NEW.procedure OR OLD.procedure_version IS DISTINCT FROM
NEW.procedure_version OR OLD.status IS DISTINCT FROM NEW.status OR OLD.received_at IS DISTINCT FROM NEW.received_at
OR OLD.closed_at IS DISTINCT FROM NEW.closed_at OR OLD.outcome IS DISTINCT FROM NEW.outcome) EXECUTE FUNCTION
note_figures_of_case()
""",
        """
CREATE TRIGGER steps_note_figures AFTER INSERT OR DELETE ON steps FOR EACH ROW EXECUTE FUNCTION
note_figures_of_step()
""",
        """
CREATE TRIGGER steps_move_figures AFTER UPDATE ON steps FOR EACH ROW WHEN (OLD.agency IS DISTINCT FROM NEW.agency OR
OLD.status IS DISTINCT FROM NEW.status OR OLD.due_at IS DISTINCT FROM NEW.due_at OR OLD.opened_at IS DISTINCT FROM
NEW.opened_at OR OLD.finished_at IS DISTINCT FROM NEW.finished_at OR OLD.by_law IS DISTINCT FROM NEW.by_law OR
OLD.by_wall IS DISTINCT FROM NEW.by_wall OR OLD.working_band IS DISTINCT FROM NEW.working_band OR OLD.wall_band IS
DISTINCT FROM NEW.wall_band) EXECUTE FUNCTION note_figures_of_step()
""",
    ),
    "sqlite": (
        """
CREATE TRIGGER cases_note_figures AFTER INSERT ON cases BEGIN INSERT INTO figure_moves (agency, procedure, version,
step, status, due, opened_on, ended_on, by_law, by_wall, working, span, number) SELECT NEW.receiving_agency,
NEW.procedure, NEW.procedure_version, '', CASE WHEN NEW.closed_at IS NULL THEN NEW.status ELSE '' END, '',
date(NEW.received_at, '+7 hours'), COALESCE(date(NEW.closed_at, '+7 hours'), ''), CASE WHEN NEW.closed_at IS NULL
THEN '' ELSE COALESCE(NEW.outcome, '') END, '', '', '', 1 WHERE NEW.received_at IS NOT NULL; END
""",
        """
CREATE TRIGGER cases_forget_figures AFTER DELETE ON cases BEGIN INSERT INTO figure_moves (agency, procedure,
version, step, status, due, opened_on, ended_on, by_law, by_wall, working, span, number) SELECT
OLD.receiving_agency, OLD.procedure, OLD.procedure_version, '', CASE WHEN OLD.closed_at IS NULL THEN OLD.status ELSE
'' END, '', date(OLD.received_at, '+7 hours'), COALESCE(date(OLD.closed_at, '+7 hours'), ''), CASE WHEN
OLD.closed_at IS NULL THEN '' ELSE COALESCE(OLD.outcome, '') END, '', '', '', -1 WHERE OLD.received_at IS NOT NULL;
END
""",
        """
CREATE TRIGGER cases_move_figures AFTER UPDATE ON cases WHEN OLD.receiving_agency IS NOT NEW.receiving_agency OR
OLD.procedure IS NOT NEW.procedure OR OLD.procedure_version IS NOT NEW.procedure_version OR OLD.status IS NOT
NEW.status OR OLD.received_at IS NOT NEW.received_at OR OLD.closed_at IS NOT NEW.closed_at OR OLD.outcome IS NOT
NEW.outcome BEGIN INSERT INTO figure_moves (agency, procedure, version, step, status, due, opened_on, ended_on,
by_law, by_wall, working, span, number) SELECT OLD.receiving_agency, OLD.procedure, OLD.procedure_version, '', CASE
WHEN OLD.closed_at IS NULL THEN OLD.status ELSE '' END, '', date(OLD.received_at, '+7 hours'),
COALESCE(date(OLD.closed_at, '+7 hours'), ''), CASE WHEN OLD.closed_at IS NULL THEN '' ELSE COALESCE(OLD.outcome,
'') END, '', '', '', -1 WHERE OLD.received_at IS NOT NULL; INSERT INTO figure_moves (agency, procedure, version,
step, status, due, opened_on, ended_on, by_law, by_wall, working, span, number) SELECT NEW.receiving_agency,
NEW.procedure, NEW.procedure_version, '', CASE WHEN NEW.closed_at IS NULL THEN NEW.status ELSE '' END, '',
date(NEW.received_at, '+7 hours'), COALESCE(date(NEW.closed_at, '+7 hours'), ''), CASE WHEN NEW.closed_at IS NULL
THEN '' ELSE COALESCE(NEW.outcome, '') END, '', '', '', 1 WHERE NEW.received_at IS NOT NULL; END
""",
        """
CREATE TRIGGER cases_move_figures_of_steps AFTER UPDATE ON cases WHEN OLD.procedure IS NOT NEW.procedure OR
OLD.procedure_version IS NOT NEW.procedure_version BEGIN INSERT INTO figure_moves (agency, procedure, version, step,
status, due, opened_on, ended_on, by_law, by_wall, working, span, number) SELECT s.agency, OLD.procedure,
OLD.procedure_version, s.step, CASE WHEN s.finished_at IS NULL THEN s.status ELSE '' END, CASE WHEN s.finished_at IS
NULL AND s.status <> 'suspended' AND s.due_at IS NOT NULL THEN strftime('%Y-%m-%dT%H', s.due_at, '+7 hours') ELSE ''
END, date(s.opened_at, '+7 hours'), COALESCE(date(s.finished_at, '+7 hours'), ''), CASE WHEN s.finished_at IS NULL
THEN '' ELSE COALESCE(s.by_law, '') END, CASE WHEN s.finished_at IS NULL THEN '' ELSE COALESCE(s.by_wall, '') END,
CASE WHEN s.finished_at IS NULL THEN '' ELSE COALESCE(CAST(s.working_band AS VARCHAR), '') END, CASE WHEN
s.finished_at IS NULL THEN '' ELSE COALESCE(CAST(s.wall_band AS VARCHAR), '') END, -1 FROM steps s WHERE s.case_id =
NEW.case_id; INSERT INTO figure_moves (agency, procedure, version, step, status, due, opened_on, ended_on, by_law,
by_wall, working, span, number) SELECT s.agency, NEW.procedure, NEW.procedure_version, s.step, CASE WHEN
s.finished_at IS NULL THEN s.status ELSE '' END, CASE WHEN s.finished_at IS NULL AND s.status <> 'suspended' AND
s.due_at IS NOT NULL THEN strftime('%Y-%m-%dT%H', s.due_at, '+7 hours') ELSE '' END, date(s.opened_at, '+7 hours'),
COALESCE(date(s.finished_at, '+7 hours'), ''), CASE WHEN s.finished_at IS NULL THEN '' ELSE COALESCE(s.by_law, '')
END, CASE WHEN s.finished_at IS NULL THEN '' ELSE COALESCE(s.by_wall, '') END, CASE WHEN s.finished_at IS NULL THEN
'' ELSE COALESCE(CAST(s.working_band AS VARCHAR), '') END, CASE WHEN s.finished_at IS NULL THEN '' ELSE
COALESCE(CAST(s.wall_band AS VARCHAR), '') END, 1 FROM steps s WHERE s.case_id = NEW.case_id; END
""",
        """
CREATE TRIGGER steps_note_figures AFTER INSERT ON steps BEGIN INSERT INTO figure_moves (agency, procedure, version,
step, status, due, opened_on, ended_on, by_law, by_wall, working, span, number) SELECT NEW.agency, c.procedure,
c.procedure_version, NEW.step, CASE WHEN NEW.finished_at IS NULL THEN NEW.status ELSE '' END, CASE WHEN
NEW.finished_at IS NULL AND NEW.status <> 'suspended' AND NEW.due_at IS NOT NULL THEN strftime('%Y-%m-%dT%H',
NEW.due_at, '+7 hours') ELSE '' END, date(NEW.opened_at, '+7 hours'), COALESCE(date(NEW.finished_at, '+7 hours'),
''), CASE WHEN NEW.finished_at IS NULL THEN '' ELSE COALESCE(NEW.by_law, '') END, CASE WHEN NEW.finished_at IS NULL
THEN '' ELSE COALESCE(NEW.by_wall, '') END, CASE WHEN NEW.finished_at IS NULL THEN '' ELSE
COALESCE(CAST(NEW.working_band AS VARCHAR), '') END, CASE WHEN NEW.finished_at IS NULL THEN '' ELSE
COALESCE(CAST(NEW.wall_band AS VARCHAR), '') END, 1 FROM cases c WHERE c.case_id = NEW.case_id; END
""",
        """
CREATE TRIGGER steps_forget_figures AFTER DELETE ON steps BEGIN INSERT INTO figure_moves (agency, procedure,
version, step, status, due, opened_on, ended_on, by_law, by_wall, working, span, number) SELECT OLD.agency,
c.procedure, c.procedure_version, OLD.step, CASE WHEN OLD.finished_at IS NULL THEN OLD.status ELSE '' END, CASE WHEN
OLD.finished_at IS NULL AND OLD.status <> 'suspended' AND OLD.due_at IS NOT NULL THEN strftime('%Y-%m-%dT%H',
OLD.due_at, '+7 hours') ELSE '' END, date(OLD.opened_at, '+7 hours'), COALESCE(date(OLD.finished_at, '+7 hours'),
''), CASE WHEN OLD.finished_at IS NULL THEN '' ELSE COALESCE(OLD.by_law, '') END, CASE WHEN OLD.finished_at IS NULL
THEN '' ELSE COALESCE(OLD.by_wall, '') END, CASE WHEN OLD.finished_at IS NULL THEN '' ELSE
COALESCE(CAST(OLD.working_band AS VARCHAR), '') END, CASE WHEN OLD.finished_at IS NULL THEN '' ELSE
COALESCE(CAST(OLD.wall_band AS VARCHAR), '') END, -1 FROM cases c WHERE c.case_id = OLD.case_id; END
""",
        """
CREATE TRIGGER steps_move_figures AFTER UPDATE ON steps WHEN OLD.agency IS NOT NEW.agency OR OLD.status IS NOT
NEW.status OR OLD.due_at IS NOT NEW.due_at OR OLD.opened_at IS NOT NEW.opened_at OR OLD.finished_at IS NOT
NEW.finished_at OR OLD.by_law IS NOT NEW.by_law OR OLD.by_wall IS NOT NEW.by_wall OR OLD.working_band IS NOT
NEW.working_band OR OLD.wall_band IS NOT NEW.wall_band BEGIN INSERT INTO figure_moves (agency, procedure, version,
step, status, due, opened_on, ended_on, by_law, by_wall, working, span, number) SELECT OLD.agency, c.procedure,
c.procedure_version, OLD.step, CASE WHEN OLD.finished_at IS NULL THEN OLD.status ELSE '' END, CASE WHEN
OLD.finished_at IS NULL AND OLD.status <> 'suspended' AND OLD.due_at IS NOT NULL THEN strftime('%Y-%m-%dT%H',
OLD.due_at, '+7 hours') ELSE '' END, date(OLD.opened_at, '+7 hours'), COALESCE(date(OLD.finished_at, '+7 hours'),
''), CASE WHEN OLD.finished_at IS NULL THEN '' ELSE COALESCE(OLD.by_law, '') END, CASE WHEN OLD.finished_at IS NULL
THEN '' ELSE COALESCE(OLD.by_wall, '') END, CASE WHEN OLD.finished_at IS NULL THEN '' ELSE
COALESCE(CAST(OLD.working_band AS VARCHAR), '') END, CASE WHEN OLD.finished_at IS NULL THEN '' ELSE
COALESCE(CAST(OLD.wall_band AS VARCHAR), '') END, -1 FROM cases c WHERE c.case_id = OLD.case_id; INSERT INTO
figure_moves (agency, procedure, version, step, status, due, opened_on, ended_on, by_law, by_wall, working, span,
number) SELECT NEW.agency, c.procedure, c.procedure_version, NEW.step, CASE WHEN NEW.finished_at IS NULL THEN
NEW.status ELSE '' END, CASE WHEN NEW.finished_at IS NULL AND NEW.status <> 'suspended' AND NEW.due_at IS NOT NULL
THEN strftime('%Y-%m-%dT%H', NEW.due_at, '+7 hours') ELSE '' END, date(NEW.opened_at, '+7 hours'),
COALESCE(date(NEW.finished_at, '+7 hours'), ''), CASE WHEN NEW.finished_at IS NULL THEN '' ELSE COALESCE(NEW.by_law,
'') END, CASE WHEN NEW.finished_at IS NULL THEN '' ELSE COALESCE(NEW.by_wall, '') END, CASE WHEN NEW.finished_at IS
NULL THEN '' ELSE COALESCE(CAST(NEW.working_band AS VARCHAR), '') END, CASE WHEN NEW.finished_at IS NULL THEN ''
ELSE COALESCE(CAST(NEW.wall_band AS VARCHAR), '') END, 1 FROM cases c WHERE c.case_id = NEW.case_id; END
""",
    ),
}
"""As `figure_triggers` declares them now."""
