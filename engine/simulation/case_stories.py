"""The stories of cases in virtual time: queue, work, the applicant's answers, systems; what each causes is followed up."""

from collections.abc import Callable, Generator, Sequence
from typing import Any

import simpy

from engine.core import events
from engine.core.identifiers import StepId
from engine.core.law import Law
from engine.core.legal_time import Instant, to_instant
from engine.simulation.assumptions import Completed
from engine.simulation.desk import Desk
from engine.simulation.fates import Asked
from engine.simulation.judged_case import CaseWatch, JudgedCase
from engine.simulation.simulated_case import SimulatedCase

_Story = Generator[simpy.Event, Any, None]
_Sitting = Generator[simpy.Event, Any, bool]


class CaseStories:
    """Begins stories, and has each case judged when it closes. Which commands are lawful, the case itself knows."""

    def __init__(self, law: Law, inputs: Completed, clock: simpy.Environment, on_case_over: Callable[[], None]) -> None:
        self.law, self.inputs = law, inputs
        self._clock, self._on_case_over = clock, on_case_over
        self._running: dict[int, CaseWatch] = {}
        self._over: list[JudgedCase] = []
        self._calendars = {
            step: law.calendars.working(law.agencies.agencies[agency].calendar)
            for step, agency in inputs.agencies.items()
        }
        self._desks = {
            step: Desk(clock, self._calendars[step], said.staff)
            for step, said in inputs.scenario.steps.items()
            if said.staff is not None
        }

    def begin(self, case: SimulatedCase, at: Instant) -> None:
        """The dossier comes to the counter."""
        self._running[case.number] = watch = CaseWatch(case)
        self._follow(watch, case.hand_in(self.inputs.territory, self.inputs.places, at))

    def judged(self) -> Sequence[JudgedCase]:
        """Every case by its number, once the clock has run out.

        Who is still there waits for an answer that never comes and has no term; it is judged as of the last event.
        """
        found = [*self._over, *(watch.judge(self._now) for watch in self._running.values())]
        return sorted(found, key=lambda case: case.number)

    @property
    def _now(self) -> Instant:
        return int(self._clock.now)

    def _follow(self, watch: CaseWatch, caused: Sequence[events.Event]) -> None:
        """A step that opens is somebody's work; a case that has closed is judged."""
        for event in caused:
            if isinstance(event, events.StepOpened):
                automatic = self.law.definition.steps[event.step].run is not None
                work = self._by_system(watch, event.step) if automatic else self._by_people(watch, event.step)
                self._clock.process(work)
        if watch.case.is_closed and watch.case.number in self._running:
            del self._running[watch.case.number]
            self._over.append(watch.judge(self._now))
            self._on_case_over()

    def _by_system(self, watch: CaseWatch, step: StepId) -> _Story:
        latency = self.inputs.scenario.steps[step].latency
        assert latency is not None, "scenarios are completed before they are played"
        since = self._now
        end = latency.end(since, watch.case.fate.steps[step].work_luck, self._calendars[step])
        yield self._clock.timeout(end - since)
        if watch.case.may_work_on(step):
            watch.answered(step, since, end)
            self._follow(watch, watch.case.finish(step, end))

    def _by_people(self, watch: CaseWatch, step: StepId) -> _Story:
        case, done = watch.case, 0.0
        for rule, luck in case.fate.steps[step].asked.items():
            if luck.happens:
                until = float(self.inputs.scenario.steps[step].asked_after)
                if not (yield from self._one_sitting(watch, step, done, until)):
                    return
                done = until
                asked = case.ask(step, rule, self._now)
                self._follow(watch, asked)
                if asked:
                    yield from self._answer(watch, step, rule, luck)
        if (yield from self._one_sitting(watch, step, done, 1.0)):
            self._follow(watch, case.finish(step, self._now))

    def _one_sitting(self, watch: CaseWatch, step: StepId, done: float, until: float) -> _Sitting:
        """Queue, then the work from the share that is done to another; tells whether the step can go on."""
        case, desk, ready = watch.case, self._desks[step], self._now
        if not case.may_work_on(step):
            return False
        assert case.state.received_at is not None
        # Where no law limits the whole nothing is promised: then who came first is first.
        yield desk.queue(case.state.promised_due_at or case.state.received_at, case.number)
        begun = self._now
        if case.may_work_on(step):
            self._follow(watch, case.take_up(step, begun))
        if case.may_work_on(step):  # taking it up tells the law the time: a term elsewhere may have run out
            work = case.work_of(step, self.inputs.scenario.steps[step])
            whole = work.seconds(case.fate.steps[step].work_luck, desk.calendar.spec.day_seconds)
            end = desk.calendar.add(begun, int(whole * until) - int(whole * done))
            yield self._clock.timeout(end - begun)
            watch.worked(step, desk.calendar, ready, begun, end)
        desk.leave()
        return case.may_work_on(step)

    def _answer(self, watch: CaseWatch, step: StepId, rule: str, luck: Asked) -> _Story:
        """The applicant answers, or lets the term pass. Without a term he may stay silent for ever."""
        case, since = watch.case, self._now
        waiting = case.state.find_open_suspension(step)
        assert waiting is not None
        answer = self.inputs.scenario.steps[step].suspensions[rule].answer
        at = answer.end(since, luck.answer_luck, self._calendars[step]) if luck.answers else None
        due = to_instant(waiting.answer_due_at) if waiting.answer_due_at else None
        if at is not None and (due is None or at <= due):
            yield self._clock.timeout(at - since)
            if case.state.find_open_suspension(step) is not None:
                self._follow(watch, case.answer(step, at))
        elif due is not None:
            yield self._clock.timeout(due + 1 - since)
            self._follow(watch, case.let_expire(step, due + 1))
