"""The facts of a step and of a linked case, checked once when they are put together (R14, R17, A7, A14)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from engine.core.legal_time.allowance import Allowance, Convention, Unit, term_of
from engine.core.legal_time.calendar import WorkCalendar
from engine.core.legal_time.errors import DeadlineError, ErrorCode
from engine.core.legal_time.extension import Extension, Limit, grants_of
from engine.core.legal_time.instants import Instant
from engine.core.legal_time.pauses import Pause, PauseRule

# 8 working hours from the system's receipt: NĐ 45/2020 art. 11-13.
ACCEPTANCE_TIME: Final = Allowance(8, Unit.WORKING_HOURS)


class Policy(StrEnum):
    """When blocked steps stop the total: one of them is enough, or no branch can progress (R18)."""

    ANY = "any"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Intake:
    """Submission and acceptance before the main clock (R33, NĐ 309/2026 art. 8(3))."""

    calendar: WorkCalendar
    submitted_at: Instant
    accepted_at: Instant | None
    allowance: Allowance = ACCEPTANCE_TIME
    competent_received_at: Instant | None = None
    outside_boundary: bool = False
    pauses: tuple[Pause, ...] = ()
    limit: Limit = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for instant in (self.accepted_at, self.competent_received_at):
            if instant is not None and instant < self.submitted_at:
                raise DeadlineError(ErrorCode.INVALID_INTERVAL, "a dossier is not accepted before it is submitted")
        term = term_of(self.allowance, Convention.ELAPSED, self.calendar.spec.day_seconds)
        object.__setattr__(self, "limit", Limit(self.calendar, term, PauseRule.DATES, False))

    @property
    def clock_start(self) -> Instant | None:
        """Where the main clock starts, before R8: the competent authority's receipt decides when there is one."""
        if self.competent_received_at is not None:
            return self.competent_received_at
        return None if self.outside_boundary else self.accepted_at


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step at one agency: its time limit and what happened to it."""

    id: str
    calendar: WorkCalendar
    convention: Convention
    allowance: Allowance
    received: bool = False
    started_at: Instant | None = None
    finished_at: Instant | None = None
    pauses: tuple[Pause, ...] = ()
    after: tuple[str, ...] = ()
    pause_rule: PauseRule = PauseRule.DATES
    extensions: tuple[Extension, ...] = ()
    max_extensions: int = 1
    extension_notice_days: int = 0
    agency: str = ""  # the calendar's id unless named
    held_before: tuple[tuple[str, Instant], ...] = ()  # who had the step earlier, each until when; the first first
    intake: Intake | None = None
    limit: Limit = field(init=False, repr=False, compare=False)
    begun_at: Instant | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        begun = self.started_at
        if self.intake is not None:
            if begun is not None:
                raise _refusal("a step has either a start or an intake")
            begun = self.intake.clock_start
        if self.finished_at is not None and (begun is None or self.finished_at < begun):
            raise DeadlineError(ErrorCode.INVALID_INTERVAL, "a step may not finish before it starts")
        if not self.agency:
            object.__setattr__(self, "agency", self.calendar.id)
        object.__setattr__(self, "limit", _limit(self))
        object.__setattr__(self, "begun_at", begun)

    def holders(self, since: Instant, until: Instant) -> Iterator[tuple[str, Instant, Instant]]:
        """Which agency had the step in which part of [since, until)."""
        for agency, last in self.held_before:
            if since < last:
                yield agency, since, min(last, until)
                since = min(last, until)
        if since < until:
            yield self.agency, since, until


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case of linked steps, with the total that alone fixes its due instant (R21)."""

    id: str
    calendar: WorkCalendar
    convention: Convention
    allowance: Allowance
    received_at: Instant | None
    received: bool = True
    policy: Policy = Policy.ALL
    steps: tuple[StepFacts, ...] = ()
    pauses: tuple[Pause, ...] = ()
    pause_rule: PauseRule = PauseRule.DATES
    extensions: tuple[Extension, ...] = ()
    max_extensions: int = 1
    extension_notice_days: int = 0
    intake: Intake | None = None
    limit: Limit = field(init=False, repr=False, compare=False)
    begun_at: Instant | None = field(init=False, repr=False, compare=False)
    order: tuple[StepFacts, ...] = field(init=False, repr=False, compare=False)  # predecessors first
    by_id: Mapping[str, StepFacts] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if (self.intake is None) == (self.received_at is None):
            raise _refusal("a case has either a receipt or an intake")
        begun = self.received_at if self.intake is None else self.intake.clock_start
        for step in self.steps:
            if step.intake is not None:
                raise _refusal("a step of a case has no intake")
            if step.started_at is not None and (begun is None or step.started_at < begun):
                raise _refusal("no step starts before the receipt")
        object.__setattr__(self, "limit", _limit(self))
        object.__setattr__(self, "begun_at", begun)
        by_id = {step.id: step for step in self.steps}
        if len(by_id) != len(self.steps):
            raise _refusal("step ids are unique")
        object.__setattr__(self, "by_id", by_id)
        object.__setattr__(self, "order", _predecessors_first(by_id))


def _limit(facts: StepFacts | CaseFacts) -> Limit:
    day_seconds = facts.calendar.spec.day_seconds
    if facts.max_extensions < 0 or facts.extension_notice_days < 0:
        raise DeadlineError(ErrorCode.INVALID_EXTENSION, "the rules of extending are numbers of at least 0")
    return Limit(
        facts.calendar,
        term_of(facts.allowance, facts.convention, day_seconds),
        facts.pause_rule,
        facts.received,
        grants_of(facts.extensions, facts.convention, day_seconds) if facts.extensions else (),
        facts.max_extensions,
        facts.extension_notice_days,
    )


def _predecessors_first(by_id: Mapping[str, StepFacts]) -> tuple[StepFacts, ...]:
    """The steps so that each comes after those it waits for; refuses unknown names and cycles."""
    waiting: dict[str, int] = {}
    followers: dict[str, list[str]] = {}
    for step in by_id.values():
        before = set(step.after) if len(step.after) > 1 else step.after
        waiting[step.id] = len(before)
        for name in before:
            if name not in by_id:
                raise _refusal("a step waits for one that does not exist")
            followers.setdefault(name, []).append(step.id)
    ordered = [name for name, count in waiting.items() if not count]
    for name in ordered:  # grows while it is read
        for follower in followers.get(name, ()):
            waiting[follower] -= 1
            if not waiting[follower]:
                ordered.append(follower)
    if len(ordered) != len(by_id):
        raise _refusal("the steps wait for one another in a circle")
    return tuple(by_id[name] for name in ordered)


def _refusal(message: str) -> DeadlineError:
    return DeadlineError(ErrorCode.INVALID_CASE, message)
