"""The book of papers in SQL: who makes one second finds the first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, text, tuple_

from engine.core.identifiers import CaseId
from engine.service.paper_ports import DuePaper, KeptPaper
from engine.store.column_types import UtcInstant
from engine.store.database import Database
from engine.store.paper_table import NOT_MADE, PAPERS
from engine.store.statements import insert_into

_MADE = [column for column in PAPERS.columns if column.name != "due_at"]

_OF_CASE = select(*_MADE).where(PAPERS.c.case_id == bindparam("case"), PAPERS.c.made_at.is_not(None))
PAPERS_OF = _OF_CASE.order_by(PAPERS.c.sequence, PAPERS.c.name)
_ONE = _OF_CASE.where(PAPERS.c.name == bindparam("paper"))
_PLACE = (PAPERS.c.due_at, PAPERS.c.case_id, PAPERS.c.name)
FIRST_DUE = select(*_PLACE).where(text(NOT_MADE)).order_by(*_PLACE).limit(bindparam("limit"))
NEXT_DUE = FIRST_DUE.where(
    tuple_(*_PLACE)
    > tuple_(bindparam("after_at", type_=UtcInstant()), bindparam("after_case"), bindparam("after_name"))
)


class SqlPaperBook:
    """One database's papers."""

    def __init__(self, database: Database) -> None:
        self._database = database
        added = insert_into(PAPERS, database.dialect)
        made = {name: added.excluded[name] for name in ("sha256", "size", "template", "made_at")}
        # Cases that are older than this book have no line in it until a paper of theirs is made.
        self._keep = added.on_conflict_do_update(
            index_elements=["case_id", "name"], set_=made, where=PAPERS.c.made_at.is_(None)
        )

    def due(self, limit: int, after: DuePaper | None = None) -> Sequence[DuePaper]:
        given: dict[str, Any] = {"limit": limit}
        if after is not None:
            given |= {"after_at": after.due_at, "after_case": after.case_id, "after_name": after.name}
        with self._database.read() as connection:
            found = connection.execute(FIRST_DUE if after is None else NEXT_DUE, given).all()
        return tuple(DuePaper(due_at, CaseId(case_id), name) for due_at, case_id, name in found)

    def papers_of(self, case_id: CaseId) -> Sequence[KeptPaper]:
        with self._database.read() as connection:
            found = connection.execute(PAPERS_OF, {"case": case_id}).mappings().all()
        return tuple(KeptPaper.model_validate(dict(row)) for row in found)

    def keep(self, paper: KeptPaper) -> KeptPaper:
        with self._database.write() as connection:
            connection.execute(self._keep, {**dict(paper), "due_at": paper.made_at})
            row = connection.execute(_ONE, {"case": paper.case_id, "paper": paper.name}).mappings().one()
        return KeptPaper.model_validate(dict(row))
