"""Whenever the town is played, every story keeps its promise: judged by the engine itself, without a server."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from cli.play_book import open_book
from demo.invented_answers import some_working_time_after
from demo.people import father_of, mother_of
from demo.scene import Scene, scenes_of
from demo.stories import STORIES
from demo.story import CARD, Promise, Story
from demo.wall_calendar import WallCalendar
from engine.core import commands
from engine.core.actors import SYSTEM, Actor, Role
from engine.core.case import CaseState, CaseStatus, StepStatus, evolve, initial_state
from engine.core.case_clock import times_of
from engine.core.decide import decide
from engine.core.decisions.lapses import expired_supplements
from engine.core.execution import automatic_work
from engine.core.identifiers import ActorId, AgencyId, CaseId, CommandId, DocumentId, ProcedureId
from engine.core.law import Law
from engine.core.legal_time import ClockStatus
from engine.core.papers import Paper
from engine.service.ports import DefinitionCatalogue
from procedure_defs.catalogue import SHIPPED, load_catalogue

DAYS = [
    "2026-11-22T12:41:00+07:00",  # a Sunday
    "2026-11-24T23:59:00+07:00",  # a holiday, at night
    "2026-11-25T10:15:00+07:00",  # a working day
    "2026-12-31T16:59:00+07:00",
    "2027-01-01T00:00:00+07:00",
    "2027-02-06T09:00:00+07:00",  # Tết
    "2027-02-11T08:05:00+07:00",  # right after Tết
    "2027-02-18T14:00:00+07:00",
    "2027-03-08T03:00:00+07:00",
    "2027-05-03T17:30:00+07:00",
    "2027-09-06T12:30:00+07:00",
]
ENDS = {
    Promise.WITHDRAWN: CaseStatus.WITHDRAWN,
    Promise.REFUSED: CaseStatus.REFUSED,
    Promise.NOT_ACCEPTED: CaseStatus.NOT_ACCEPTED,
    Promise.STOPPED: CaseStatus.STOPPED,
    Promise.NOT_RECEIVED: CaseStatus.SUBMITTED,
}
CLOCKS = {
    Promise.EARLY: ClockStatus.DONE_EARLY,
    Promise.ON_TIME: ClockStatus.DONE_ON_TIME,
    Promise.LATE: ClockStatus.DONE_LATE,
    Promise.OVERDUE: ClockStatus.OVERDUE,
}


@pytest.fixture(scope="module")
def catalogue() -> DefinitionCatalogue:
    return load_catalogue(SHIPPED)


@pytest.mark.parametrize("now", DAYS)
def test_every_story_keeps_its_promise(now: str, catalogue: DefinitionCatalogue, tmp_path: Any) -> None:
    anchor = datetime.fromisoformat(now)
    book = open_book(tmp_path / "book.json", catalogue.calendars.working(calendar_id(catalogue)), anchor)
    calendar = WallCalendar(book.working_days, anchor)
    broken = {}
    for number, story in enumerate(STORIES, start=1):
        law, state = played(catalogue, story, scenes_of(story, number, calendar, UUID(book.seed)), anchor)
        if not is_kept(story.promise, law, state, anchor):
            broken[number] = (story.promise, state.status)
    assert broken == {}


def calendar_id(catalogue: DefinitionCatalogue) -> Any:
    return next(agency.calendar for agency in catalogue.agencies.agencies.values())


def is_kept(promise: Promise, law: Law, state: CaseState, now: datetime) -> bool:
    """Whether the case stands now as the story said it would."""
    if promise in ENDS:
        return state.status is ENDS[promise]
    clock = times_of(law, state, now).case
    if promise is Promise.SUPPLEMENT:
        return len(state.open_suspensions()) == 1 and not expired_supplements(state, now)
    if promise is Promise.IN_PROGRESS:
        return state.status is CaseStatus.IN_PROGRESS
    return clock is not None and clock.status is CLOCKS[promise]


def played(catalogue: DefinitionCatalogue, story: Story, scenes: list[Scene], now: datetime) -> tuple[Law, CaseState]:
    """The case after its scenes, with what machines do in between: the insurance card and the sweep."""
    assert all(scene.at is None or scene.at < now for scene in scenes)
    state = initial_state(CaseId(f"case of {story.promise}"))
    law: Law | None = None
    for scene in scenes:
        at = scene.at or now
        if law is None or scene.command == "receive":
            definition = catalogue.find_applicable(ProcedureId("birth-residence-insurance"), at.date())
            assert definition is not None
            law = Law(definition, catalogue.calendars, catalogue.agencies)
        state = after(law, state, command_of(scene, state), now)
        state = with_card(law, state, now)
    assert law is not None
    for waiting in expired_supplements(state, now):
        sweep = commands.ExpireSupplement(
            command_id=CommandId("sweep"), case_id=state.id, actor=SYSTEM, suspension=waiting.id
        )
        state = after(law, state, sweep, now)
    return law, state


def with_card(law: Law, state: CaseState, now: datetime) -> CaseState:
    for work in automatic_work(law, state):
        opened_at = state.steps[work.step].opened_at
        assert opened_at is not None
        done_at = min(some_working_time_after(opened_at, work.key), now)
        card = commands.CompleteStep(
            command_id=CommandId("card"),
            case_id=state.id,
            actor=SYSTEM,
            occurred_at=done_at,
            step=work.step,
            documents=(Paper(document=DocumentId("insurance_card")),),
        )
        state = after(law, state, card, now)
        assert state.step_status(CARD) is StepStatus.COMPLETED
    return state


def after(law: Law, state: CaseState, command: commands.Command, now: datetime) -> CaseState:
    for event in decide(law, state, command, now):
        state = evolve(state, event)
    return state


def command_of(scene: Scene, state: CaseState) -> commands.Command:
    """The scene as the API would read it."""
    kind = {"submit": "submit_case", "receive": "receive_case", "withdraw": "withdraw_case"}.get(
        scene.command, scene.command.replace("-", "_")
    )
    kind += "_step" if scene.command in {"claim", "complete", "refuse"} else ""
    said: dict[str, Any] = {
        **scene.body,
        "type": kind,
        "command_id": str(scene.key),
        "case_id": state.id,
        "actor": actor_of(scene, state),
        "occurred_at": scene.at,
    }
    if kind == "receive_case":
        said |= {"dossier_code": "H99-260101-0001", "receiving_agency": f"{scene.territory}-one-stop"}
    if scene.step:
        said["step"] = scene.step
    return commands.ADAPTER.validate_python(said)


def actor_of(scene: Scene, state: CaseState) -> Actor:
    if scene.at is None:
        return Actor(id=ActorId("portal"), name="Cổng", agency=None, roles=(Role.CITIZEN_PORTAL,))
    if scene.step and scene.command != "hand-in-supplement":
        agencies = {str(step): agency for step, agency in state.agencies.items()}
        return Actor(
            id=ActorId("worker"), name="Cán bộ", agency=agencies[scene.step], roles=(Role.CASEWORKER, Role.LATE_ENTRY)
        )
    office = AgencyId(f"{scene.territory}-one-stop")
    return Actor(id=ActorId("officer"), name="Một cửa", agency=office, roles=(Role.ONE_STOP_OFFICER, Role.LATE_ENTRY))


def test_no_two_parents_share_a_name() -> None:
    numbers = range(1, len(STORIES) + 1)
    names = [name for number in numbers for name in (mother_of(number), father_of(number))]
    assert len(set(names)) == len(names)
