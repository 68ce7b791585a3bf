"""Whether loaded cases are as after a normal life: what lists show is what their events say, and nothing is left to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from engine.core.case import CaseState, fold
from engine.core.identifiers import CaseId
from engine.core.law import Law
from engine.core.rungs import passed_rungs
from engine.service.read_rows import rows_of
from engine.store.courier_tables import WAKES
from engine.store.ledger_tables import COMMAND_RECEIPTS
from engine.store.read_tables import CASE_COUNTERS, STEPS
from engine.store.rows import rows_of_steps
from engine.wiring import Product


def faults_in(product: Product, cases: Iterable[CaseId], now: datetime) -> list[str]:
    """What is wrong with them; nothing, if the bulk path is as good as the service."""
    product.catalogue.refresh()
    return [f"{case}: {fault}" for case in cases for fault in _faults_of(product, case, now)]


def _faults_of(product: Product, case: CaseId, now: datetime) -> list[str]:
    history = product.ledger.history(case)
    if not history:
        return ["has no events"]
    state = fold(case, history)
    law = product.commands.law_of(state)
    notices = product.sweep_book.notices_of(case)
    told = {notice.rung for notice in notices}
    written = [history[-1].recorded_at, *(n.told_at for n in notices if n.told_at >= history[-1].recorded_at)]
    missed = passed_rungs(product.commands.law_of, case, history, now, told).rungs
    return [
        *_rows_that_differ(product, law, state, written, now),
        *_other_tables(product, state, {recorded.command_id for recorded in history}),
        *(f"nobody was told of {rung.kind} of {rung.step}" for rung in missed),
    ]


def _rows_that_differ(
    product: Product, law: Law, state: CaseState, written: Sequence[datetime], now: datetime
) -> list[str]:
    """They are written with the last event, and anew whenever the sweep has looked."""
    case_row, step_rows = rows_of(law, state, written[-1])
    kept = product.queries.find_case(state.id)
    if kept is None:
        return ["is on no list"]
    found = []
    said = case_row.model_copy(update={"look_at": None, "counters": ()})
    if kept.model_copy(update={"look_at": None}) != said:
        found.append("the row of the case differs from its events")
    if kept.look_at != rows_of(law, state, now, is_swept=True)[0].look_at:
        found.append(f"the sweep would look at it at {kept.look_at}")
    with product.database.read() as connection:
        steps = [dict(row) for row in connection.execute(select(STEPS).where(STEPS.c.case_id == state.id)).mappings()]
        counters = set(connection.execute(select(CASE_COUNTERS.c.agency).filter_by(case_id=state.id)).scalars())
    if {row["step"]: row for row in steps} != {row["step"]: row for row in rows_of_steps(step_rows)}:
        found.append("the rows of its steps differ from its events")
    if counters != set(case_row.counters):
        found.append("the units that see it differ from its events")
    return found


def _other_tables(product: Product, state: CaseState, commands: set[str]) -> list[str]:
    with product.database.read() as connection:
        asked = select(COMMAND_RECEIPTS.c.command_id).where(COMMAND_RECEIPTS.c.command_id.in_(commands))
        receipts = set(connection.execute(asked).scalars())
        wake = connection.execute(select(WAKES).where(WAKES.c.case_id == state.id)).mappings().one()
    found = [] if receipts == commands else ["a command has no receipt"]
    if wake["version"] != state.version or wake["seen_version"] < wake["wake_version"]:
        found.append("the executor has not seen it")
    if product.outbox.due(state.id):
        found.append("a message is not delivered")
    return found
