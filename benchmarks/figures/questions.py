"""What a manager's pages ask: of the province, which has everything below it, of one ward, of a month and of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from benchmarks.size.city import WARD
from engine.core.actors import Actor, Role
from engine.core.agencies import AgencyDirectory
from engine.core.identifiers import ActorId, AgencyId, ProcedureId
from engine.core.report_ii06a import Period
from engine.service.figures import FlowFigures
from engine.service.flow_figures import FiguresAsked, Number
from engine.service.ports import Page
from engine.service.read_case import CaseReader
from engine.store.figure_book import SqlFigureBook
from engine.wiring import Product

PROVINCE = AgencyId("hoa-mau-committee")
COUNTER = AgencyId(f"{WARD}-one-stop")
PROCEDURE = ProcedureId("birth-residence-insurance")
AUDITOR = Actor(id=ActorId("auditor"), name="Người Đo", agency=None, roles=(Role.AUDITOR,))
Ask = Callable[[], object]


class _CityCatalogue:
    """The catalogue of a product, with every ward under the province: in the files of the city each stands by itself."""

    def __init__(self, product: Product) -> None:
        self._catalogue = product.catalogue
        directory = product.catalogue.agencies
        above = directory.agencies[PROVINCE]
        whole = directory.agencies[COUNTER]
        parents = tuple(one.model_copy(update={"agency": PROVINCE}) for one in whole.parent)
        agencies = {
            name: one if one.parent or one is above else one.model_copy(update={"parent": parents})
            for name, one in directory.agencies.items()
        }
        self.agencies: AgencyDirectory = directory.model_copy(update={"agencies": agencies})

    def __getattr__(self, name: str) -> Any:
        return getattr(self._catalogue, name)


def questions(product: Product, today: date) -> Iterator[tuple[str, Ask]]:
    catalogue: Any = _CityCatalogue(product)
    reader = CaseReader(product.ledger, product.queries, catalogue, product.clock)
    book = SqlFigureBook(product.database)
    figures = FlowFigures(book, product.ledger, product.commands, reader, catalogue, product.clock)
    periods = {
        "month": Period(first=today - timedelta(days=29), last=today),
        "year": Period(first=today - timedelta(days=364), last=today),
    }
    for agency in (PROVINCE, COUNTER):
        for words, period in periods.items():
            asked = FiguresAsked(agency=agency, period=period)
            of_one = asked.model_copy(update={"procedure": PROCEDURE})
            yield f"{agency}, a procedure, {words}", lambda a=of_one: figures.of_procedure(a, AUDITOR)  # type: ignore[misc]
            yield f"{agency}, all procedures, {words}", lambda a=asked: figures.of_agency(a, AUDITOR)  # type: ignore[misc]
    month = FiguresAsked(agency=PROVINCE, period=periods["month"])
    for number in Number:
        yield f"list: {number.value}", lambda n=number: figures.cases(month, n, AUDITOR, Page(limit=50))  # type: ignore[misc]
    one_step = month.model_copy(update={"procedure": PROCEDURE, "step": "register_birth"})
    for number in (Number.PASSED, Number.LATE, Number.LATE_NOW):
        ask: Ask = lambda n=number: figures.cases(one_step, n, AUDITOR, Page(limit=50))  # type: ignore[misc]  # noqa: E731
        yield f"list of a step: {number.value}", ask
    yield "late cases with their causes", lambda: figures.late(month, AUDITOR, Page(limit=20))
