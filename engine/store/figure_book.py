"""Figures in SQL: sums over days and units, the notes that are not added up yet among them; and the rows behind them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam, text

from engine.core.identifiers import AgencyId, ProcedureId, ProcedureVersion, StepId
from engine.core.legal_time import civil_date, to_instant
from engine.service.figure_ports import Behind, OfDay, Passed, Sought, Standing, Work
from engine.service.flow_figures import FigureCase, Number
from engine.store.column_types import UtcInstant
from engine.store.database import Database
from engine.store.figure_lists import cells_of, is_of_cases, is_of_period, listed
from engine.store.figure_sql import CELL, all_moves, long_of

_VIET_NAM = timedelta(hours=7)
_COLUMNS = ", ".join(CELL)
_LISTS = ("agencies", "procedures", "kinds", "labels", "steps")
_PASSED = ("opened", "law", "wall", "working", "span")


class SqlFigureBook:
    """The sums of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def passed(self, sought: Sought) -> Sequence[Passed]:
        by = "agency, procedure, version, step, kind, label"
        period = sought.period
        only = f"{_only(sought)} AND kind IN :kinds AND day BETWEEN :first AND :last"
        said = {"kinds": _PASSED, "first": period.first.isoformat(), "last": period.last.isoformat()}
        found = self._sums(by, only, {**_given(sought), **said})
        return [Passed(*_work(row), row[4], row[5], row[6]) for row in found]

    def standing(self, sought: Sought, now: datetime) -> Sequence[Standing]:
        """By the hour of the due date. What falls due in the present hour is counted row by row: part of it is late."""
        due = (
            "CASE WHEN day = '' THEN 'later' WHEN day < :hour THEN 'late' WHEN day <= :soon THEN 'soon' "
            "ELSE 'later' END"
        )
        local = now.astimezone(UTC) + _VIET_NAM
        hour = local.replace(minute=0, second=0) - _VIET_NAM
        tomorrow = civil_date(to_instant(now)) + timedelta(days=1)
        said = {"kinds": ("live",), "hour": f"{local:%Y-%m-%dT%H}", "soon": f"{tomorrow.isoformat()}T23"}
        only = f"{_only(sought)} AND kind IN :kinds"
        found = self._sums("agency, procedure, version, step, label", only, {**_given(sought), **said}, due)
        sums = [Standing(*_work(row), row[4], row[5], row[6]) for row in found]
        return [*sums, *(one for row in self._late_this_hour(sought, hour, now) for one in _moved(row))]

    def days(self, sought: Sought, since: date, *, of_steps: bool = False) -> Sequence[OfDay]:
        only = f"{_only(sought)} AND kind IN :kinds AND day >= :first AND step {'<>' if of_steps else '='} ''"
        said = {"kinds": ("opened", "law"), "first": since.isoformat()}
        found = self._sums("day, kind, label", only, {**_given(sought), **said})
        return [OfDay(date.fromisoformat(day), kind, label, number) for day, kind, label, number in found]

    def listed(
        self, number: Number, sought: Sought, now: datetime, machines: Sequence[Work], limit: int, after: Behind | None
    ) -> Sequence[tuple[Behind, FigureCase]]:
        there = self._agencies_with(number, sought, machines)
        if not there:
            return []
        narrowed = sought.model_copy(update={"agencies": there})
        with self._database.snapshot() as connection:
            return listed(connection, number, narrowed, now, machines, limit, after)

    def _agencies_with(self, number: Number, sought: Sought, machines: Sequence[Work]) -> tuple[AgencyId, ...]:
        """Units of which the sums know such rows: no other one is walked."""
        kind, labels = cells_of(number)
        only, said = f"{_only(sought)} AND kind IN :kinds", {**_given(sought), "kinds": [kind]}
        only += " AND step = ''" if is_of_cases(number) else " AND step <> ''"
        if labels is not None:
            only, said = f"{only} AND label IN :labels", {**said, "labels": list(labels)}
        if number is Number.MACHINE:
            only, said = f"{only} AND step IN :steps", {**said, "steps": sorted({step for _, _, step in machines})}
        if is_of_period(number):
            period = sought.period
            only += " AND day BETWEEN :first AND :last"
            said = {**said, "first": period.first.isoformat(), "last": period.last.isoformat()}
        return tuple(AgencyId(agency) for agency, _ in self._sums("agency", only, said))

    def add_up(self, most: int) -> int:
        """One statement on PostgreSQL: what is taken and what is added are the same notes, whoever else writes."""
        with self._database.read() as connection:
            if connection.exec_driver_sql("SELECT 1 FROM figure_moves LIMIT 1").first() is None:
                return 0  # the write lock of SQLite is not asked for in vain
        with self._database.write() as connection:
            if self._database.dialect == "postgresql":
                found = connection.execute(text(_TAKE_AND_ADD), {"most": most}).scalar_one()
            else:
                found = connection.execute(text(_COUNT_NOTES), {"most": most}).scalar_one()
                connection.execute(text(_ADD), {"most": most})
                connection.execute(text(f"DELETE FROM figure_moves WHERE id IN ({_THE_OLDEST})"), {"most": most})
            if found:
                connection.execute(text("DELETE FROM figure_cells WHERE number = 0"))
        return int(found)

    def count_anew(self) -> None:
        with self._database.write() as connection:
            if self._database.dialect == "postgresql":
                connection.exec_driver_sql("LOCK TABLE cases, steps, figure_moves IN SHARE ROW EXCLUSIVE MODE")
            connection.exec_driver_sql("DELETE FROM figure_moves")
            connection.exec_driver_sql("DELETE FROM figure_cells")
            connection.exec_driver_sql(
                f"INSERT INTO figure_cells ({_COLUMNS}, number) {_summed(long_of(all_moves(self._database.dialect)))}"
            )

    def is_sound(self) -> bool:
        """In one snapshot: nobody has to wait for it."""
        kept = f"SELECT {_COLUMNS}, number FROM figure_cells UNION ALL {long_of('figure_moves')}"
        with self._database.snapshot() as connection:
            asked = long_of(all_moves(self._database.dialect)).replace("m.number", "-m.number")
            wrong = connection.exec_driver_sql(f"SELECT 1 FROM ({_summed(f'{kept} UNION ALL {asked}')}) w LIMIT 1")
            return wrong.first() is None

    def _sums(self, by: str, only: str, given: dict[str, Any], also: str | None = None) -> Sequence[Any]:
        more = f", {also} AS due" if also else ""
        inner = (
            f"SELECT {by}{more}, number FROM figure_cells WHERE {only} "
            f"UNION ALL SELECT {by}{more}, number FROM ({long_of('figure_moves')}) noted WHERE {only}"
        )
        by = f"{by}, due" if also else by
        asked = text(f"SELECT {by}, SUM(number) FROM ({inner}) a GROUP BY {by} HAVING SUM(number) <> 0")
        lists: list[BindParameter[Any]] = [bindparam(name, expanding=True) for name in _LISTS if name in given]
        with self._database.read() as connection:
            return connection.execute(asked.bindparams(*lists), given).all()

    def _late_this_hour(self, sought: Sought, hour: datetime, now: datetime) -> Sequence[Any]:
        """Along the worklists: a step is on its place by its due date."""
        only = _only(sought, ("s.agency", "c.procedure", "c.procedure_version", "s.step"))
        asked = text(
            "SELECT s.agency, c.procedure, c.procedure_version, s.step, s.status, COUNT(*) FROM steps s "
            f"JOIN cases c ON c.case_id = s.case_id WHERE {only} AND s.finished_at IS NULL "
            "AND s.worklist_at >= :hour AND s.worklist_at < :now "
            "GROUP BY s.agency, c.procedure, c.procedure_version, s.step, s.status"
        )
        given = {**_given(sought), "hour": hour, "now": now}
        lists: list[BindParameter[Any]] = [
            bindparam(name, expanding=True) for name in ("agencies", "procedures") if name in given
        ]
        instants = [bindparam(name, type_=UtcInstant()) for name in ("hour", "now")]
        with self._database.read() as connection:
            return connection.execute(asked.bindparams(*lists, *instants), given).all()


_THE_OLDEST = "SELECT id FROM figure_moves ORDER BY id LIMIT :most"
_COUNT_NOTES = f"SELECT COUNT(*) FROM ({_THE_OLDEST}) o"


def _summed(cells: str) -> str:
    return f"SELECT {_COLUMNS}, SUM(number) AS number FROM ({cells}) l GROUP BY {_COLUMNS} HAVING SUM(number) <> 0"


def _added(notes: str) -> str:
    """In one order, so that two who add up at once do not wait for each other in a circle."""
    return f"""INSERT INTO figure_cells ({_COLUMNS}, number) {_summed(long_of(notes))} ORDER BY {_COLUMNS}
        ON CONFLICT ({_COLUMNS}) DO UPDATE SET number = figure_cells.number + excluded.number"""


_ADD = _added(f"(SELECT * FROM figure_moves WHERE id IN ({_THE_OLDEST}))")
_TAKE_AND_ADD = f"""WITH taken AS (
        DELETE FROM figure_moves WHERE id IN ({_THE_OLDEST} FOR UPDATE SKIP LOCKED) RETURNING *
    ), added AS ({_added("taken")} RETURNING 1)
    SELECT COUNT(*) FROM taken"""


def _only(sought: Sought, columns: tuple[str, str, str, str] = ("agency", "procedure", "version", "step")) -> str:
    agency, procedure, version, step = columns
    named = [f"{agency} IN :agencies"]
    named += [f"{procedure} IN :procedures"] if sought.procedures else []
    named += [f"{version} = :version"] if sought.version is not None else []
    named += [f"{step} = :step"] if sought.step is not None else []
    return " AND ".join(named)


def _given(sought: Sought) -> dict[str, Any]:
    said: dict[str, Any] = {"agencies": list(sought.agencies)}
    if sought.procedures:
        said["procedures"] = list(sought.procedures)
    if sought.version is not None:
        said["version"] = sought.version
    if sought.step is not None:
        said["step"] = sought.step
    return said


def _work(row: Any) -> tuple[AgencyId, ProcedureId, ProcedureVersion, StepId]:
    return AgencyId(row[0]), ProcedureId(row[1]), ProcedureVersion(row[2]), StepId(row[3])


def _moved(row: Any) -> tuple[Standing, Standing]:
    """From those that are due soon to those that are late."""
    return Standing(*_work(row), row[4], "soon", -row[5]), Standing(*_work(row), row[4], "late", row[5])
