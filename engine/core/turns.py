"""The turns of work in a case, as legal time is told of them: one for each run of a step, and for each part of a run
that ended with a return to an earlier step.

Legal time knows steps that follow each other and never come back. A case that was returned is told to it as what it was:
first the birth was registered, then the residence was worked on until the fault was found, then the birth was registered
again, then the residence went on. So each stretch of time has one owner, and no turn is ready before its time.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.core.case import CaseState, StepState, StepStatus, Suspension
from engine.core.definition import ProcedureDefinition
from engine.core.definition_rules import Join
from engine.core.identifiers import AgencyId, StepId
from engine.core.legal_time import CriticalWeb, Instant, StepFacts, critical_web
from engine.core.step_runs import Holding, StepRun


@dataclass(frozen=True, slots=True)
class Turn:
    """`waits` are those that fell into it; `after` names the turns that had to end before it.

    The present run of a step bears the step's own name, so a case without returns has one turn for each step.
    """

    name: str
    step: StepId
    agency: AgencyId | None
    is_from_receipt: bool
    opened_at: datetime | None
    finished_at: datetime | None
    waits: tuple[Suspension, ...]
    after: tuple[str, ...]
    held_before: tuple[Holding, ...] = ()
    """The agencies that had the step in its course before `agency`."""


def turns_of(definition: ProcedureDefinition, state: CaseState, alive: Collection[StepId]) -> tuple[Turn, ...]:
    """The turns of the steps in `alive`, and of other steps those in whose course one of them was reopened."""
    return tuple(_Turns(definition, state, alive).all())


def earlier_turns(state: CaseState, step: StepId) -> tuple[str, ...]:
    """The names of the former runs of a step, the first one first."""
    known = state.steps.get(step)
    return tuple(_run_name(state, step, n) for n in range(1, known.run)) if known else ()


def step_named(state: CaseState, turn: str) -> StepId:
    """The step whose turn bears this name."""
    returned = next((wait.step for wait in state.suspensions if wait.id == turn), None)
    return returned or StepId(turn.partition("#")[0])


def path_of_steps(state: CaseState, turns: Iterable[str]) -> tuple[StepId, ...]:
    """A path of turns as the steps that it goes through, each where it comes first."""
    return tuple(dict.fromkeys(step_named(state, turn) for turn in turns))


def web_of_steps(state: CaseState, turns: Iterable[StepFacts], completions: Mapping[str, Instant]) -> CriticalWeb:
    """Every critical chain of turns as the steps that it goes through."""
    web = critical_web({turn.id: turn.after for turn in turns}, completions)
    names = {turn: step_named(state, turn) for turn in web.steps}
    links = {(names[first], names[then]) for first, then in web.links if names[first] != names[then]}
    return CriticalWeb(frozenset(names.values()), frozenset(links))


def undecided(definition: ProcedureDefinition, state: CaseState, alive: Collection[StepId]) -> tuple[StepId, ...]:
    """The steps not begun that wait for the first of several that may still come about."""
    return tuple(
        step
        for step in alive
        if definition.steps[step].join is Join.ANY and state.step_status(step) is StepStatus.NOT_READY
    )


def _holders(done: StepRun | StepState | None, until: datetime | None) -> tuple[AgencyId | None, tuple[Holding, ...]]:
    """Who had the step at the end of a turn, and who before; `until` cuts off what came after a part of a run."""
    if done is None:
        return None, ()
    if until is None:
        return done.agency, done.held_before
    then = tuple(had for had in done.held_before if had.until < until)
    later = [had.agency for had in done.held_before if had.until >= until]
    return later[0] if later else done.agency, then


def _run_name(state: CaseState, step: StepId, run: int) -> str:
    return step if run == state.steps[step].run else f"{step}#{run}"


class _Turns:
    """Puts the turns of one case together."""

    def __init__(self, definition: ProcedureDefinition, state: CaseState, alive: Collection[StepId]) -> None:
        self._definition = definition
        self._state = state
        self._alive = frozenset(alive)

    def all(self) -> Iterator[Turn]:
        for step in self._definition.steps:
            yield from self._parts(step)
            if step in self._alive:
                yield from self._runs(step)

    def _runs(self, step: StepId) -> Iterator[Turn]:
        known = self._state.steps.get(step)
        runs = known.earlier_runs if known else ()
        for n, former in enumerate(runs, 1):
            yield self._turn(step, n, f"{step}#{n}", former, former.finished_at, None)
        yield self._turn(step, len(runs) + 1, step, known, known.finished_at if known else None, None)

    def _parts(self, step: StepId) -> Iterator[Turn]:
        """Of a run in whose course a step in `alive` was reopened, what came before."""
        for wait in self._state.suspensions:
            if wait.step == step and self._is_told(wait):
                yield self._part(wait)

    def _is_told(self, wait: Suspension) -> bool:
        return wait.sent_back is not None and wait.sent_back.reopens and wait.sent_back.to in self._alive

    def _part(self, wait: Suspension) -> Turn:
        known = self._state.steps[wait.step]
        former = known.earlier_runs[wait.run - 1] if wait.run < known.run else known
        return self._turn(wait.step, wait.run, wait.id, former, wait.started_at, wait)

    def _turn(
        self,
        step: StepId,
        run: int,
        name: str,
        done: StepRun | StepState | None,
        finished_at: datetime | None,
        until: Suspension | None,
    ) -> Turn:
        opened_at = done.opened_at if done else None
        agency, held_before = _holders(done, finished_at if until is not None else None)
        waits = [wait for wait in self._state.suspensions if wait.step == step and wait.run == run]
        before = waits[: waits.index(until)] if until is not None else waits
        after = self._reopening(step, opened_at, run)
        mended = [name for wait in before for name in self._mended(wait)]
        from_receipt = run == 1 and not self._definition.steps[step].needs
        return Turn(
            name,
            step,
            agency,
            from_receipt,
            opened_at,
            finished_at,
            tuple(before),
            tuple(dict.fromkeys((*after, *mended))),
            held_before,
        )

    def _mended(self, wait: Suspension) -> Iterator[str]:
        """What a return waited for: the run that mends the fault, and what was done anew between it and the step."""
        back = wait.sent_back
        if back is None:
            return
        if back.to in self._alive:
            yield _run_name(self._state, back.to, back.run)
        between = self._definition.steps[wait.step].needs
        anew = [n for n in between if n in self._alive and n != back.to and self._is_done_anew(n, wait)]
        yield from (self._run_before(n, wait.ended_at)[0] for n in anew)

    def _is_done_anew(self, step: StepId, wait: Suspension) -> bool:
        known = self._state.steps.get(step)
        replaced = (run.replaced_at for run in known.earlier_runs) if known else ()
        return any(at is not None and at >= wait.started_at for at in replaced)

    def _reopening(self, step: StepId, opened_at: datetime | None, run: int) -> tuple[str, ...]:
        """What had to happen before a run: the steps that it needs; of one reopened, that somebody found the fault."""
        for wait in self._state.suspensions:
            back = wait.sent_back
            if back is not None and back.reopens and (back.to, back.run) == (step, run):
                return (wait.id,) if self._is_told(wait) else self._part(wait).after
        return self._needed(step, opened_at)

    def _needed(self, step: StepId, opened_at: datetime | None) -> tuple[str, ...]:
        """What the step waits for among `alive`; a step that falls out is replaced by what it needs itself."""
        declared = self._definition.steps[step]
        alive = [needed for needed in declared.needs if needed in self._alive]
        if declared.join is Join.ANY and alive:
            found = [self._run_before(needed, opened_at) for needed in alive]
            return self._first(found) if opened_at is not None else tuple(name for name, _ in found)
        names: list[str] = []
        for needed in declared.needs:
            names += [self._run_before(needed, opened_at)[0]] if needed in alive else self._needed(needed, opened_at)
        return tuple(dict.fromkeys(names))

    @staticmethod
    def _first(found: list[tuple[str, datetime | None]]) -> tuple[str, ...]:
        """Of several that one was enough of: the first that came about."""
        ended = [(end, name) for name, end in found if end is not None]
        return (min(ended)[1],) if ended else ()

    def _run_before(self, step: StepId, at: datetime | None) -> tuple[str, datetime | None]:
        """The run of a step for which another one waited that was opened at `at`, and its end; the present one else."""
        known = self._state.steps.get(step)
        present = (step, known.finished_at if known and known.status is StepStatus.COMPLETED else None)
        if known is None or at is None:
            return present
        runs = [(f"{step}#{n}", run.finished_at) for n, run in enumerate(known.earlier_runs, 1)]
        ended = [(name, end) for name, end in (*runs, present) if end is not None and end <= at]
        # Of several that ended at that very instant the first one opened the step; the others came after it.
        return next((run for run in ended if run[1] == at), ended[-1] if ended else present)
