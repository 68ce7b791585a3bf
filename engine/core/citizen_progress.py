"""A case as its citizen is told of it: the promised date first, each move of it with the reason, who has it, what to do.

No caseworker is named. Nothing is reckoned here: the clocks and the explanations of the core are put into an order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.core import events
from engine.core.answer_terms import lawful_end
from engine.core.basis_words import basis_words
from engine.core.case_clock import CaseTimes
from engine.core.case_state import ENDED_STEPS, CaseState, CaseStatus, StepState
from engine.core.clock_rules import EndedBy
from engine.core.day_words import last_day
from engine.core.identifiers import AgencyId, DocumentId, StepId
from engine.core.law import Law
from engine.core.legal_time import ClockStatus, Instant, to_datetime
from engine.core.migration_words import migration_words
from engine.core.reprojection_words import reprojection_words
from engine.core.values import Text
from engine.core.waits import find_who_ends, title_of

_LATE = frozenset({ClockStatus.OVERDUE, ClockStatus.DONE_LATE})


class Turn(StrEnum):
    """What a citizen asks first: is it on time, and if not, whose turn is it?"""

    ON_TIME = "on_time"
    YOURS = "yours"
    LATE = "late"
    WAITS = "waits"
    NO_LIMIT = "no_limit"
    READY = "ready"
    PARTLY = "partly"
    """There is a result, and something of what was asked for was refused."""
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class PromiseChange:
    """Another date than the one before; `at` is when the citizen could know of it."""

    at: datetime
    before: datetime | None
    after: datetime | None
    why: Text


@dataclass(frozen=True, slots=True)
class Holder:
    """An agency that has the case now."""

    agency: Text
    step: Text
    since: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the citizen is asked for, all of it, and until when."""

    step: StepId
    step_title: Text
    agency: Text
    title: Text
    reasons: tuple[str, ...]
    documents: tuple[tuple[DocumentId, Text], ...]
    asked_at: datetime
    until: datetime | None
    holds: bool
    """False for a note beside the work, which goes on."""


@dataclass(frozen=True, slots=True)
class Consulted:
    """An agency that another one waits for with an opinion; what is asked is between the two of them."""

    agency: Text
    by: Text
    since: datetime


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which the limit did not run, for which nobody is late."""

    title: Text
    agency: Text
    reasons: tuple[str, ...]
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartDone:
    """What became of one part of the chain: what was made, or why it was refused, and by which law."""

    step: Text
    agency: Text
    made: tuple[Text, ...]
    refusal: str | None
    basis: Text | None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What came in after the receipt, when, and with which words."""

    at: datetime
    papers: tuple[Text, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class CitizenProgress:
    """`promised_at` is what was given word for last. `due_at` is the end of the limit now, with its stops left out,
    `due_if_resumed` the same while it stands still; null where that is no other day than the one that is promised.
    """

    turn: Turn
    promised_at: datetime | None
    first_promised_at: datetime | None
    due_at: datetime | None
    due_if_resumed: datetime | None
    changes: tuple[PromiseChange, ...]
    holders: tuple[Holder, ...]
    consulted: tuple[Consulted, ...]
    late: tuple[Text, ...]
    asked: tuple[Asked, ...]
    stops: tuple[Stop, ...]
    fetched_at: Text | None
    parts: tuple[PartDone, ...]
    handed_in: tuple[HandedIn, ...]


def progress_of(
    law: Law, state: CaseState, times: CaseTimes, history: Iterable[events.RecordedEvent]
) -> CitizenProgress:
    """As of the instant of `times`; `state` and `history` hold what had happened by then."""
    history = tuple(history)
    asked = tuple(_asked(law, state))
    clock = times.case if state.closed_at is None else None
    return CitizenProgress(
        turn=_turn(state, times, asked),
        promised_at=state.promise_in_force,
        first_promised_at=state.promised_due_at,
        due_at=_another_day(state, clock.due_at) if clock is not None else None,
        due_if_resumed=_another_day(state, clock.due_if_resumed_now) if clock is not None and clock.paused else None,
        changes=tuple(_changes(law, state, history)),
        holders=tuple(_holders(law, state, times, {one.step for one in asked if one.holds})),
        consulted=tuple(_consulted(law, state)),
        late=tuple(_late(law, state, times)),
        asked=asked,
        stops=tuple(_stops(law, state)),
        fetched_at=_agency(law, state.receiving_agency) if state.closed_at is not None else None,
        parts=tuple(_parts(law, state, history)),
        handed_in=tuple(_handed_in(law, state, history)),
    )


def _another_day(state: CaseState, due: Instant | None) -> datetime | None:
    """A promise is a day: that it is kept until the close of an office, and the limit until midnight, is no change."""
    if due is None or state.promise_in_force is None:
        return None
    at = to_datetime(due)
    return at if last_day(at) != last_day(state.promise_in_force) else None


_ENDS = {CaseStatus.COMPLETED: Turn.READY, CaseStatus.REFUSED: Turn.REFUSED}


def _turn(state: CaseState, times: CaseTimes, asked: tuple[Asked, ...]) -> Turn:
    if state.closed_at is not None:
        if state.status is CaseStatus.COMPLETED and any(step.refusal for step in state.steps.values()):
            return Turn.PARTLY
        return _ENDS.get(state.status, Turn.STOPPED) if state.status is not None else Turn.STOPPED
    if asked:
        return Turn.YOURS
    if times.case is None:
        return Turn.NO_LIMIT
    if times.case.status in _LATE:
        return Turn.LATE
    return Turn.WAITS if times.case.paused else Turn.ON_TIME


def _changes(law: Law, state: CaseState, history: Iterable[events.RecordedEvent]) -> Iterator[PromiseChange]:
    promised: datetime | None = None
    for recorded in history:
        if isinstance(recorded.event, events.CaseReceived):
            promised = recorded.event.promised_due_at
            continue
        told = _told(law, state, recorded.event)
        if told is not None and told[0] != promised:
            yield PromiseChange(recorded.recorded_at, promised, *told)
            promised = told[0]


def _told(law: Law, state: CaseState, event: events.Event) -> tuple[datetime | None, Text] | None:
    """The date that is promised from then on, and why; null of what promises nothing anew."""
    match event:
        case events.DueDatesReprojected():
            return event.after.promised, reprojection_words(event)
        case events.CaseMigrated():
            return event.after.promised, migration_words(event)
        case events.TimeLimitExtended() if event.of_total is not None:
            return event.promised or event.of_total.after, _apology(law, state, event)
        case _:
            return None


def _apology(law: Law, state: CaseState, event: events.TimeLimitExtended) -> Text:
    agency = _agency(law, event.agency_at_fault or state.agencies.get(event.step)) or Text(vi="", en="")
    vi, en = (basis_words(event.legal_basis, language) for language in ("vi", "en"))
    return Text(
        vi=f"{agency.vi} xin lỗi và hẹn lại. Lý do: {event.reason} (căn cứ: {vi})",
        en=f"{agency.en} apologises and gives a new date. The reason: {event.reason} (legal basis: {en})",
    )


def _holders(law: Law, state: CaseState, times: CaseTimes, yours: set[StepId]) -> Iterator[Holder]:
    if state.closed_at is not None:
        return
    for step in state.steps.values():
        if step.status in ENDED_STEPS or step.opened_at is None or step.superseded_at is not None or step.id in yours:
            continue
        if (agency := _agency(law, step.agency)) is None:
            continue
        clock = times.steps.get(step.id)
        is_late = clock is not None and clock.status in _LATE
        yield Holder(agency, law.definition.steps[step.id].title, _had_since(step, step.opened_at), is_late)


def _had_since(step: StepState, opened_at: datetime) -> datetime:
    """Who took the step over from another agency has had it since then."""
    return step.held_before[-1].until if step.held_before else opened_at


def _late(law: Law, state: CaseState, times: CaseTimes) -> Iterator[Text]:
    """The agencies whose own limit has passed, or had passed when they were done; each once."""
    late = (step for step, clock in times.steps.items() if clock.status in _LATE)
    for agency in dict.fromkeys(state.agencies.get(step) for step in late):
        if (title := _agency(law, agency)) is not None:
            yield title


def _consulted(law: Law, state: CaseState) -> Iterator[Consulted]:
    for opinion in state.opinions:
        agency, by = _agency(law, opinion.agency), _agency(law, state.agencies.get(opinion.step))
        if opinion.is_open and agency is not None and by is not None:
            yield Consulted(agency, by, opinion.asked_at)


def _asked(law: Law, state: CaseState) -> Iterator[Asked]:
    for wait in state.open_suspensions():
        if find_who_ends(law.definition, wait) is not EndedBy.APPLICANT:
            continue
        titles = law.definition.documents
        agency = _agency(law, state.agencies.get(wait.step))
        yield Asked(
            step=wait.step,
            step_title=law.definition.steps[wait.step].title,
            agency=agency or Text(vi="", en=""),
            title=title_of(law.definition, wait),
            reasons=wait.reasons,
            documents=tuple((name, titles[name].title) for name in wait.documents),
            asked_at=wait.started_at,
            until=lawful_end(law, state, wait) if wait.answer_due_at is not None else None,
            holds=wait.holds,
        )


def _stops(law: Law, state: CaseState) -> Iterator[Stop]:
    """Those that are over, or that somebody else than the citizen ends: what he is asked for is told apart."""
    for wait in state.suspensions:
        mine = wait.ended_at is None and find_who_ends(law.definition, wait) is EndedBy.APPLICANT
        if wait.holds and not mine and wait.step in law.definition.steps:
            agency = _agency(law, state.agencies.get(wait.step)) or Text(vi="", en="")
            yield Stop(title_of(law.definition, wait), agency, wait.reasons, wait.started_at, wait.ended_at)


def _parts(law: Law, state: CaseState, history: Iterable[events.RecordedEvent]) -> Iterator[PartDone]:
    """The steps that made a paper or were refused, as they stand, in the order in which they ended."""
    refused = {one.event.step: one.event for one in history if isinstance(one.event, events.StepRefused)}
    ended = [step for step in state.steps.values() if step.finished_at is not None and step.id in law.definition.steps]
    for step in sorted(ended, key=lambda one: str(one.finished_at)):
        titles = law.definition.documents
        made = tuple(titles[one.document].title for one in step.documents if one.document in titles)
        if not made and not step.refusal:
            continue
        said = refused.get(step.id) if step.refusal else None
        basis = (
            Text(vi=basis_words([said.legal_basis], "vi"), en=basis_words([said.legal_basis], "en")) if said else None
        )
        agency = _agency(law, step.agency) or Text(vi="", en="")
        yield PartDone(law.definition.steps[step.id].title, agency, made, step.refusal, basis)


def _handed_in(law: Law, state: CaseState, history: Iterable[events.RecordedEvent]) -> Iterator[HandedIn]:
    """What answered a request to the applicant; agencies tell each other in other ways."""
    asked = {one.id for one in state.suspensions if find_who_ends(law.definition, one) is EndedBy.APPLICANT}
    titles = law.definition.documents
    for one in history:
        event = one.event
        if isinstance(event, events.TimeLimitResumed) and event.suspension in asked and (event.documents or event.note):
            papers = tuple(titles[paper.document].title for paper in event.documents if paper.document in titles)
            yield HandedIn(event.at, papers, event.note)


def _agency(law: Law, agency: AgencyId | None) -> Text | None:
    known = law.agencies.agencies.get(agency) if agency is not None else None
    return known.title if known is not None else None
