"""The book of papers in SQL: who makes one second finds the first."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from engine.core.identifiers import CaseId
from engine.service.paper_ports import KeptPaper
from engine.store.database import Database
from engine.store.paper_table import PAPERS
from engine.store.statements import insert_or_leave

PAPERS_OF = select(PAPERS).where(PAPERS.c.case_id == bindparam("case")).order_by(PAPERS.c.sequence, PAPERS.c.name)
_ONE = select(PAPERS).where(PAPERS.c.case_id == bindparam("case"), PAPERS.c.name == bindparam("paper"))


class SqlPaperBook:
    """One database's papers."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._keep = insert_or_leave(PAPERS, database.dialect)

    def papers_of(self, case_id: CaseId) -> Sequence[KeptPaper]:
        with self._database.read() as connection:
            found = connection.execute(PAPERS_OF, {"case": case_id}).mappings().all()
        return tuple(KeptPaper.model_validate(dict(row)) for row in found)

    def keep(self, paper: KeptPaper) -> KeptPaper:
        with self._database.write() as connection:
            connection.execute(self._keep, dict(paper))
            row = connection.execute(_ONE, {"case": paper.case_id, "paper": paper.name}).mappings().one()
        return KeptPaper.model_validate(dict(row))
