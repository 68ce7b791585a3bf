"""The ladder of a case's time: little is left, a limit has passed, a supplement or an opinion did not come, silence has
answered.

A rung is a fact about the ledger and an instant, like everything that is derived. What is read off here is which rungs
were passed in which version, so that somebody can be told once: late or early, after however long a pause, the same
rungs are found, in the order of their own instants.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from engine.core import events
from engine.core.case import ENDED_STEPS, CaseState, evolve, initial_state
from engine.core.case_clock import CaseTimes
from engine.core.counted_facts import CountedFacts, facts_of
from engine.core.decisions.lapses import lapses
from engine.core.identifiers import AgencyId, CalendarId, CaseId, OpinionId, StepId
from engine.core.known_law import known_law
from engine.core.law import Law
from engine.core.legal_time import (
    CaseFacts,
    Clock,
    StepFacts,
    evaluate_case,
    evaluate_step,
    to_datetime,
    to_instant,
)
from engine.core.transitions import STEPS_MOVE_IN
from engine.core.values import Instant, Text, Value
from engine.core.work_standing import due_soon_at


class RungKind(StrEnum):
    """The rungs, in the order in which those of one instant are told."""

    DUE_SOON = "due_soon"
    SUPPLEMENT_EXPIRED = "supplement_expired"
    SILENCE = "silence"
    OVERDUE = "overdue"
    OPINION_OVERDUE = "opinion_overdue"


RUNG_WORDS: dict[RungKind, Text] = {
    RungKind.DUE_SOON: Text(vi="Sắp đến hạn", en="Due soon"),
    RungKind.SUPPLEMENT_EXPIRED: Text(vi="Hết hạn bổ sung hồ sơ", en="The supplement did not come in time"),
    RungKind.SILENCE: Text(vi="Hết hạn mà không trả lời", en="The limit passed in silence"),
    RungKind.OVERDUE: Text(vi="Đã quá hạn", en="Overdue"),
    RungKind.OPINION_OVERDUE: Text(
        vi="Cơ quan được lấy ý kiến chưa trả lời đúng hạn", en="An opinion was not given in time"
    ),
}


class Rung(Value):
    """One rung that a case has passed. `step` is null of the whole case; `at` is its own instant, not that of telling.

    `version` is the ledger's as it was then. Nobody is told the same due instant twice, nor one rung twice in a version.
    Of an opinion several agencies are told: who was asked, who asked, and the unit that received the case.
    """

    kind: RungKind
    step: StepId | None
    opinion: OpinionId | None = None
    agency: AgencyId
    due_at: Instant
    at: Instant
    version: int

    @property
    def subject(self) -> tuple[str | None, ...]:
        """What the rung is about; of an opinion also who is told."""
        of_opinion = (self.opinion, self.agency) if self.opinion is not None else ()
        return self.kind, self.step, *of_opinion


LawOf = Callable[[CaseState], Law]
"""The law that a case keeps: a case that came over to another version had another law before."""


class Passed(NamedTuple):
    """Rungs in order. `is_whole` is false where an act is of the very instant that was asked about: nothing can have passed
    of it yet, and what lies behind by it is told by whoever looks a second later."""

    rungs: list[Rung]
    is_whole: bool


def passed_rungs(
    law_of: LawOf,
    case_id: CaseId,
    history: Sequence[events.RecordedEvent],
    until: datetime,
    told: Collection[Rung] = (),
    since: datetime | None = None,
) -> Passed:
    """What was passed before `until` and is not among `told`, in order; what ended before `since` was looked at."""
    found: list[Rung] = []
    known_at = until
    for state, event, known_at, ends_at in _spans(law_of, case_id, history, until):
        if known_at < until and (said := _said(state, event, known_at)) is not None:
            found.append(said)
        if known_at < ends_at and (since is None or since < ends_at) and _is_counted(state):
            found += sorted(_passed_in(law_of(state), state, known_at, ends_at), key=_order)
    return Passed(_not_told(found, told), known_at < until)


def next_rung_at(
    law: Law, state: CaseState, now: datetime, *, is_swept: bool, times: CaseTimes | None = None
) -> datetime | None:
    """The next instant at which a rung may be passed if nothing else happens; null: there is none.

    `times`: the clocks of the case as of now, where they are reckoned already.

    What lies behind was told when the sweep has just looked. Else an act may have moved it there: it is looked at now.
    """
    if not _is_counted(state):
        return None
    ahead = [max(rung.at, now) for rung in _ladder(law, state, now, times) if rung.at >= now or not is_swept]
    return min([*ahead, *_edges(known_law(law, state, now), state, now)], default=None)


def first_lapse(law: Law, state: CaseState, now: datetime) -> datetime | None:
    """When something lapsed that nobody has written down yet; what is due after it depends on it."""
    caused = lapses(law, state, now)
    return caused[0].at if caused else None


class _Span(NamedTuple):
    """A version of the case, the event that led to it, and between which instants it was what was known."""

    state: CaseState
    event: events.Event
    known_at: datetime
    ends_at: datetime


def _spans(law_of: LawOf, case_id: CaseId, history: Sequence[events.RecordedEvent], until: datetime) -> Iterator[_Span]:
    state, states = initial_state(case_id), []
    for recorded in history:
        state = evolve(state, recorded.event)
        states.append(state)
    known = _known_at(law_of, case_id, history, states)
    ends = [*known[1:], until]
    for state, recorded, known_at, ends_at in zip(states, history, known, ends, strict=True):
        yield _Span(state, recorded.event, known_at, min(ends_at, until))


def _known_at(
    law_of: LawOf, case_id: CaseId, history: Sequence[events.RecordedEvent], states: Sequence[CaseState]
) -> list[datetime]:
    """An act is known from its recording; what lapsed is known from its own instant, whoever wrote it down and when."""
    known: list[datetime] = []
    for place, recorded in enumerate(history):
        if place < len(known):
            continue
        latest = known[-1] if known else recorded.recorded_at
        lapsed: list[events.Event] = []
        if isinstance(recorded.event, _LAPSED):
            before = states[place - 1]
            lapsed = lapses(law_of(before), before, recorded.recorded_at)
        for foreseen, written in zip(lapsed, history[place:], strict=False):
            if foreseen != written.event or written.command_id != recorded.command_id:
                break
            latest = max(latest, foreseen.at)
            known.append(latest)
        if place == len(known):
            known.append(max(latest, recorded.recorded_at))
    return known


_LAPSED = (events.SupplementExpired, events.StepDeemed)


def _said(state: CaseState, event: events.Event, known_at: datetime) -> Rung | None:
    """What the ledger itself says has lapsed."""
    if not isinstance(event, _LAPSED):
        return None
    kind = RungKind.SILENCE if isinstance(event, events.StepDeemed) else RungKind.SUPPLEMENT_EXPIRED
    agency = state.agencies[event.step]
    return Rung(kind=kind, step=event.step, agency=agency, due_at=event.at, at=known_at, version=state.version)


def _is_counted(state: CaseState) -> bool:
    return state.status is STEPS_MOVE_IN and state.received_at is not None


def _passed_in(law: Law, state: CaseState, known_at: datetime, ends_at: datetime) -> Iterator[Rung]:
    """Of one version; it is looked at anew wherever calendars, the directory or an outage say something else."""
    turns = {to_datetime(turn) for turn in law.turns(to_instant(known_at), to_instant(ends_at))}
    turns.update(_edges(known_law(law, state, ends_at), state, known_at))
    marks = sorted({known_at, *(turn for turn in turns if known_at < turn < ends_at), ends_at})
    for since, until in pairwise(marks):
        for rung in _ladder(law, state, since):
            at = max(rung.at, since)
            if at < until and (rung.kind is not RungKind.DUE_SOON or at <= rung.due_at):
                yield rung.model_copy(update={"at": at})


def _ladder(law: Law, state: CaseState, since: datetime, times: CaseTimes | None = None) -> Iterator[Rung]:
    """The rungs ahead of the case, and those behind it, by what is known at `since`: none of a clock that stands."""
    yield from _of_opinions(state)
    counted = (times and times.counted) or facts_of(law, state, since)
    if counted is None:
        return
    at = to_instant(since)
    if counted.under_total is not None and state.receiving_agency is not None:
        whole = (times and times.case) or evaluate_case(counted.under_total, at)
        if any(step.finished_at is None for step in counted.under_total.steps):
            yield from _rungs(counted.under_total, whole, None, state.receiving_agency, state.version)
    for step, facts in _running(counted, state):
        agency = state.steps[step].agency or state.agencies[step]
        clock = times.steps[step] if times is not None else evaluate_step(facts, at)
        for rung in _rungs(facts, clock, step, agency, state.version):
            if rung.kind is RungKind.DUE_SOON or law.definition.steps[step].on_silence is None:
                yield rung


def _of_opinions(state: CaseState) -> Iterator[Rung]:
    """Whoever leads tells the head of the one-stop unit that an opinion is overdue (NĐ 61/2018/NĐ-CP art. 19(5))."""
    for asked in state.opinions:
        if not asked.is_open:
            continue
        for agency in dict.fromkeys((asked.agency, asked.asked_for, state.receiving_agency)):
            if agency is not None:
                yield Rung(
                    kind=RungKind.OPINION_OVERDUE,
                    step=asked.step,
                    opinion=asked.id,
                    agency=agency,
                    due_at=asked.due_at,
                    at=asked.due_at,
                    version=state.version,
                )


def _running(counted: CountedFacts, state: CaseState) -> Iterator[tuple[StepId, StepFacts]]:
    for step in counted.limits:
        known = state.steps.get(step)
        if known is not None and known.opened_at is not None and known.status not in ENDED_STEPS:
            yield step, counted.of_step(step)


def _rungs(
    facts: StepFacts | CaseFacts, clock: Clock, step: StepId | None, agency: AgencyId, version: int
) -> Iterator[Rung]:
    if clock.due_at is None or clock.effective_start is None:
        return
    due, soon = to_datetime(clock.due_at), due_soon_at(facts, clock)
    if soon is not None:
        yield Rung(kind=RungKind.DUE_SOON, step=step, agency=agency, due_at=due, at=soon, version=version)
    yield Rung(kind=RungKind.OVERDUE, step=step, agency=agency, due_at=due, at=due, version=version)


def _edges(law: Law, state: CaseState, after: datetime) -> list[datetime]:
    """Known instants after one at which an outage begins or ends: clocks stand from then on, or run again."""
    agencies = law.agencies.agencies
    calendars: set[CalendarId] = {law.definition.calendar}
    calendars.update(agencies[name].calendar for name in state.agencies.values() if name in agencies)
    outages = [outage for name in calendars for outage in law.calendars.definition(name).outages]
    edges = [edge for outage in outages for edge in (outage.began_at, outage.ended_at) if edge is not None]
    return [edge for edge in edges if edge > after]


def _not_told(found: Sequence[Rung], told: Collection[Rung]) -> list[Rung]:
    dates = {(rung.subject, rung.due_at) for rung in told}
    versions = {(rung.subject, rung.version) for rung in told}
    new: list[Rung] = []
    for rung in found:
        date, version = (rung.subject, rung.due_at), (rung.subject, rung.version)
        if date in dates or version in versions:
            continue
        dates.add(date)
        versions.add(version)
        new.append(rung)
    return new


_KINDS = tuple(RungKind)


def _order(rung: Rung) -> tuple[datetime, int, str, str]:
    return rung.at, _KINDS.index(rung.kind), rung.step or "", rung.opinion or ""
