"""After the drain: every case against its client's journal, the agency's book, Prefect's account, and the doctor over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from benchmarks.soak import agency, journal
from benchmarks.soak.histories import Kept, faults_of
from benchmarks.soak.installation import Installation
from benchmarks.soak.journal import Told
from benchmarks.soak.stories import BY_NAME
from engine.core.events import RecordedEvent
from engine.core.identifiers import CaseId
from engine.service.doctor import Asked
from engine.service.doctor_words import Gravity
from engine.wiring import build_doctor
from flows.names import CASE_FLOW

AT_ONCE = 200
IS_OVER, WAITS = "COMPLETED", "PAUSED"
_OF_RUNS = ("run-", "prefect-", "unseen-", "entry-", "lease-", "message-")
"""What the doctor says of cases that Prefect has not seen is no news."""


@dataclass(slots=True)
class Checked:
    """How much was looked at, and everything that was wrong with it."""

    cases: int = 0
    commands: int = 0
    events: int = 0
    cards: int = 0
    runs: int = 0
    unseen: int = 0
    """Cases that Prefect had not seen when the time for draining was over: their runs and cards were not looked at."""
    faults: list[str] = field(default_factory=list)


def check(installation: Installation, journals: Path) -> Checked:
    """Looks at all of it; nothing may run on meanwhile but what has nothing to do."""
    told = journal.read(journals)
    works = agency.read(installation.agency_book)
    unseen = set(_column(installation, _UNSEEN))
    found = Checked(cards=len(works), unseen=len(unseen))
    found.faults += [f"{one.asked.key}: nobody could hand it in {one.given_up}".strip() for one in told.pop("", [])]
    found.faults += _cases(installation, told, {work.key.partition("/")[0]: work for work in works}, unseen, found)
    found.faults += agency.done_twice(works)
    found.faults += _messages(installation, {work.key for work in works})
    found.faults += _runs(installation, told, unseen, found)
    found.faults += _by_the_doctor(installation, is_drained=not unseen)
    return found


_UNSEEN = (
    "SELECT case_id FROM wakes WHERE wake_version > seen_version "
    "UNION SELECT case_id FROM outbox WHERE delivered_at IS NULL"
)


def _cases(
    installation: Installation,
    told: Mapping[str, Sequence[Told]],
    works: Mapping[str, agency.Work],
    unseen: Collection[str],
    found: Checked,
) -> Iterator[str]:
    commands = 0
    for batch in _in_batches(list(told)):
        histories = installation.product.ledger.histories([CaseId(case) for case in batch])
        for case in batch:
            history = [_kept(recorded) for recorded in histories[CaseId(case)]]
            found.cases += 1
            found.events += len(history)
            found.commands += sum(one.is_done for one in told[case])
            commands += len({kept.command for kept in history})
            card = works[case].answer if case in works else None
            for fault in faults_of(told[case], history, card, is_drained=case not in unseen):
                yield f"{case}: {fault}"
    kept = installation.count("SELECT count(*) FROM events")
    if kept != found.events:
        yield f"the ledger has {kept} events, the cases of the clients {found.events}"
    receipts = installation.count("SELECT count(*) FROM command_receipts")
    if receipts != commands:
        yield f"the ledger has {receipts} receipts for {commands} commands"
    yield from (
        f"{case}: no client handed it in"
        for case in set(_column(installation, "SELECT case_id FROM cases")) - set(told)
    )


def _messages(installation: Installation, done: set[str]) -> Iterator[str]:
    """What the agency did, and what the ledger says that it did, are the same; undelivered is what it may have done."""
    delivered = set(_column(installation, "SELECT key FROM outbox WHERE delivered_at IS NOT NULL"))
    wanted = set(_column(installation, "SELECT key FROM outbox"))
    yield from (f"{key}: said to be delivered, and the agency does not know it" for key in sorted(delivered - done))
    yield from (f"{key}: done by the agency, and nobody wanted it" for key in sorted(done - wanted))


def _runs(
    installation: Installation, told: Mapping[str, Sequence[Told]], unseen: Collection[str], found: Checked
) -> Iterator[str]:
    """One for each case that was received, over if the case is over; and none for anything else."""
    story_of = {case: BY_NAME[commands[0].asked.story] for case, commands in told.items()}
    counted: Counter[str] = Counter()
    for key, state in _all_runs(installation):
        counted[key] += 1
        story = story_of.get(key)
        if story is None or not story.is_executed:
            yield f"{key}: a flow run of nobody"
        elif key not in unseen and state != (IS_OVER if story.ends else WAITS):
            yield f"{key}: its run is {state}, its story: {story.name}"
    for case, story in story_of.items():
        if story.is_executed and case not in unseen:
            found.runs += 1
            if counted[case] != 1:
                yield f"{case}: {counted[case]} flow runs"
    yield from (f"{case}: {count} flow runs" for case, count in counted.items() if case in unseen and count > 1)


def _all_runs(installation: Installation) -> Iterator[tuple[str, str]]:
    """Of our flow: the case for which it was made, and the type of its state."""
    asked: dict[str, Any] = {"flows": {"name": {"any_": [CASE_FLOW]}}, "sort": "ID_DESC", "limit": AT_ONCE}
    with httpx.Client(base_url=installation.couriers.prefect.api_url, timeout=60, trust_env=False) as client:
        offset = 0
        while True:
            page = client.post("/flow_runs/filter", json={**asked, "offset": offset}).raise_for_status().json()
            yield from ((str(run["idempotency_key"]), str(run["state"]["type"])) for run in page)
            offset += len(page)
            if len(page) < AT_ONCE:
                return


def _by_the_doctor(installation: Installation, *, is_drained: bool) -> Iterator[str]:
    """Rows against the fold, receipts, queues, runs: everything that is worse than news."""
    for finding in build_doctor(installation.product).examine(Asked()):
        if finding.kind.gravity is Gravity.INFO or (not is_drained and finding.id.startswith(_OF_RUNS)):
            continue
        yield f"the doctor: {finding.id} {finding.case_id or ''} {finding.about} {finding.detail}"


def _kept(recorded: RecordedEvent) -> Kept:
    said = recorded.event.model_dump(mode="json")
    word = " ".join(str(said[name]) for name in ("type", "step") if said.get(name))
    return Kept(recorded.sequence, str(recorded.command_id), str(recorded.actor.id), word, said)


def _column(installation: Installation, question: str) -> list[str]:
    with installation.product.database.read() as connection:
        return [str(value) for value in connection.exec_driver_sql(question).scalars()]


def _in_batches(cases: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(cases), AT_ONCE):
        yield cases[start : start + AT_ONCE]
