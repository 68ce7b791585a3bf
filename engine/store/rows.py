"""Between rows and values: nothing but values leaves this room."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from engine.core import events
from engine.core.actors import Actor
from engine.core.case import StepStatus
from engine.core.duration_bands import band_of
from engine.core.errors import WrittenByNewer
from engine.core.execution import AutomaticWork
from engine.core.identifiers import CaseId
from engine.core.notifications import Notification
from engine.core.rungs import Rung, RungKind
from engine.core.statutory_papers import CasePaper
from engine.service.executor_ports import OutboxMessage
from engine.service.ports import CaseRow, CommandReceipt, DueNotice, StepRow
from engine.store.schema import Rows
from engine.store.search_text import searchable

END_OF_TIME = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""The place on a worklist of a step whose clock stands, or that has none."""

PAYLOAD: TypeAdapter[dict[str, object]] = TypeAdapter(dict[str, object])


def rows_of_events(recorded: Sequence[events.RecordedEvent]) -> Rows:
    return [
        {
            "case_id": one.case_id,
            "sequence": one.sequence,
            "type": one.event.type,
            "occurred_at": one.event.at,
            "recorded_at": one.recorded_at,
            "command_id": one.command_id,
            "actor": one.actor.model_dump_json(),
            "body": one.event.model_dump_json(),
        }
        for one in recorded
    ]


def recorded_event(case_id: CaseId, row: Any) -> events.RecordedEvent:
    """From the columns sequence, recorded_at, command_id, actor, body, in this order."""
    sequence, recorded_at, command_id, actor, body = row
    return events.RecordedEvent(
        case_id=case_id,
        sequence=sequence,
        recorded_at=recorded_at,
        command_id=command_id,
        actor=actor_in(actor),
        event=_event(body),
    )


@lru_cache(maxsize=1024)
def actor_in(said: str | bytes) -> Actor:
    """Who it was, as it was written down: the same words are the same value, and few people write most of the events."""
    return Actor.model_validate_json(said)


def _event(body: str) -> events.Event:
    """What is in the ledger was an event when it was written. The message stays away: it would quote the event."""
    try:
        return events.ADAPTER.validate_json(body)
    except ValidationError:
        raise WrittenByNewer() from None


def row_of_receipt(receipt: CommandReceipt) -> dict[str, Any]:
    return dict(receipt)


def row_of_case(case: CaseRow) -> dict[str, Any]:
    kept = case.model_dump(exclude=set(_BESIDE))
    return {**kept, "search_text": searchable(case.applicant, case.dossier_code)}


_BESIDE = frozenset({"counters", "opinions"})
"""Of a case, in tables of their own."""


def rows_of_opinions(case: CaseRow) -> Rows:
    return [opinion.model_dump() for opinion in case.opinions]


def rows_of_counters(case: CaseRow) -> Rows:
    return [{"case_id": case.case_id, "agency": agency} for agency in case.counters]


def case_row(row: Mapping[str, Any]) -> CaseRow:
    return CaseRow.model_validate({name: row[name] for name in CaseRow.model_fields if name not in _BESIDE})


def rows_of_steps(steps: Sequence[StepRow]) -> Rows:
    return [{**dict(step), "worklist_at": worklist_at(step), **bands_of(step)} for step in steps]


def step_row(row: Mapping[str, Any]) -> StepRow:
    return StepRow.model_validate({name: row[name] for name in StepRow.model_fields})


def bands_of(step: StepRow) -> dict[str, int | None]:
    """Of what ended: the database adds up bands, see `figure_tables`."""
    if step.finished_at is None:
        return {"working_band": None, "wall_band": None}
    working = step.working_seconds
    return {
        "working_band": band_of(working) if working is not None else None,
        "wall_band": band_of(int((step.finished_at - step.opened_at).total_seconds())),
    }


def worklist_at(step: StepRow) -> datetime:
    """The nearest due first; who waits for the applicant comes last, whatever is left of the time."""
    if step.status is StepStatus.SUSPENDED or step.due_at is None:
        return END_OF_TIME
    return step.due_at


def rows_of_notices(case_id: CaseId, rungs: Sequence[Rung], now: datetime) -> Rows:
    of_case = [rung for rung in rungs if rung.opinion is None]
    return [{**rung.model_dump(exclude={"opinion"}), **_told(case_id, rung, now)} for rung in of_case]


def rows_of_opinion_notices(case_id: CaseId, rungs: Sequence[Rung], now: datetime) -> Rows:
    of_opinions = [rung for rung in rungs if rung.opinion is not None]
    return [{**rung.model_dump(exclude={"kind"}), **_told(case_id, rung, now)} for rung in of_opinions]


def _told(case_id: CaseId, rung: Rung, now: datetime) -> dict[str, Any]:
    return {"step": rung.step or "", "case_id": case_id, "told_at": now}


def due_notice(row: Mapping[str, Any]) -> DueNotice:
    """Of either table of notices; the kind of those of opinions is said by the table."""
    said = {"kind": RungKind.OPINION_OVERDUE, **{name: row[name] for name in Rung.model_fields if name in row}}
    rung = Rung.model_validate({**said, "step": row["step"] or None, "opinion": row.get("opinion") or None})
    return DueNotice(case_id=row["case_id"], rung=rung, told_at=row["told_at"])


def rows_of_work(work: Sequence[AutomaticWork], now: datetime) -> Rows:
    return [
        {
            **{name: value for name, value in dict(one).items() if name != "payload"},
            "payload": PAYLOAD.dump_json(one.payload).decode(),
            "created_at": now,
            "attempts": 0,
            "next_attempt_at": now,
        }
        for one in work
    ]


def rows_of_due_papers(case_id: CaseId, papers: Sequence[CasePaper], now: datetime) -> Rows:
    return [
        {
            "case_id": case_id,
            "name": paper.name,
            "sequence": paper.sequence,
            "form_set": paper.form_set,
            "number": paper.number,
            "due_at": now,
        }
        for paper in papers
    ]


def rows_of_notifications(notes: Sequence[Notification], now: datetime) -> Rows:
    return [
        {**note.model_dump(mode="python"), "created_at": now, "attempts": 0, "next_attempt_at": now} for note in notes
    ]


def outbox_message(row: Mapping[str, Any]) -> OutboxMessage:
    work = {name: row[name] for name in AutomaticWork.model_fields if name != "payload"}
    return OutboxMessage(
        work=AutomaticWork(**work, payload=PAYLOAD.validate_json(row["payload"])),
        attempts=row["attempts"],
        next_attempt_at=row["next_attempt_at"],
        last_error=row["last_error"],
    )
