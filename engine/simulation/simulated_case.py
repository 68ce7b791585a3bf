"""One invented case, driven through the same `decide` and `evolve` as a real one; the clock is an argument."""

from collections.abc import Sequence
from typing import Any

from engine.core import commands, events
from engine.core.actors import Actor, Role
from engine.core.case import CaseState, evolve, initial_state
from engine.core.decide import decide
from engine.core.definition import ProcedureDefinition
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import ActorId, CaseId, CommandId, DossierCode, StepId, TerritoryId
from engine.core.law import Law, circumstances
from engine.core.legal_time import Instant, to_datetime
from engine.core.papers import Channel, Paper
from engine.core.required_papers import missing_papers
from engine.core.step_places import Places
from engine.core.transitions import step_admits
from engine.core.values import Text
from engine.simulation.assumptions import CannotSimulate
from engine.simulation.durations import Duration
from engine.simulation.fates import Fate
from engine.simulation.sample_dossier import filled_form, required_papers
from engine.simulation.scenario import StepScenario

EVERYBODY = Actor(id=ActorId("simulation"), name="simulation", agency=None, roles=tuple(Role))
"""Who may do everything: a simulation is about time, not about permissions."""

_LAWFUL_NO = frozenset({Reason.TIME_LIMIT_PASSED, Reason.SUSPENSION_USED_UP, Reason.SUSPENSION_NOT_FORESEEN})
"""Refusals that belong to the story: the fact comes too late, the supplement may not be asked for again."""


class SimulatedCase:
    """A case and its luck. What the law refuses is not done; `refusals` says what it was."""

    def __init__(self, law: Law, number: int, fate: Fate) -> None:
        self.law = law
        self.number = number
        self.fate = fate
        self.state: CaseState = initial_state(CaseId(f"simulated-{number}"))
        self.refusals: list[Reason] = []
        self._commands = 0

    @property
    def is_closed(self) -> bool:
        return self.state.closed_at is not None

    def may_work_on(self, step: StepId) -> bool:
        """Whether people can go on with the step: it is there, and waits for nobody."""
        return step_admits(self.state.status, self.state.step_status(step), "complete_step")

    def hand_in(self, territory: TerritoryId, places: Places, at: Instant) -> Sequence[events.Event]:
        """Submitted and received at once, at a counter."""
        definition = self.law.definition
        facts = {name: value for name, value in self.fate.facts.items() if not _established(definition, name)}
        form = filled_form(definition.form, {**places, **self.fate.form}, facts)
        submission = {
            "procedure": definition.procedure,
            "territory": territory,
            "channel": Channel.COUNTER,
            "form": form,
            "documents": required_papers(self.law, form, facts),
        }
        self._give(commands.SubmitCase, at, **submission)
        code, counter = DossierCode(f"S{self.number}"), next(iter(self.law.agencies.agencies))
        return self._give(commands.ReceiveCase, at, dossier_code=code, receiving_agency=counter, facts=facts)

    def take_up(self, step: StepId, at: Instant) -> Sequence[events.Event]:
        """Claims the step; what its agency establishes it finds out at once, if that is not the default."""
        caused: list[events.Event] = []
        if self.state.steps[step].claimed_by is None:
            caused += self._give(commands.ClaimStep, at, step=step)
        for name, value in self.fate.facts.items():
            declared = self.law.definition.facts[name]
            is_new = value != self.state.facts.get(name, declared.default)
            if is_new and step in declared.established_by and self.may_work_on(step):
                caused += self._give(commands.EstablishFact, at, step=step, name=name, value=value)
        return caused

    def work_of(self, step: StepId, said: StepScenario) -> Duration:
        """How long the step takes this case, given what is known of it."""
        assert said.work is not None, "scenarios are completed before they are played"
        if not said.work_when:
            return said.work
        seen = circumstances(self.law.definition, self.state.form, self.state.facts)
        return next((work for condition, work in said.work_when.items() if seen.hold(condition)), said.work)

    def ask(self, step: StepId, rule: str, at: Instant) -> Sequence[events.Event]:
        """Asks the applicant; nothing happens if the law does not let the agency."""
        return self._give(commands.RequestSupplement, at, step=step, rule=rule, reasons=("mô phỏng",))

    def answer(self, step: StepId, at: Instant) -> Sequence[events.Event]:
        return self._give(commands.HandInSupplement, at, step=step, note="mô phỏng")

    def let_expire(self, step: StepId, at: Instant) -> Sequence[events.Event]:
        """A term that has passed, if nobody has noted it yet."""
        waiting = self.state.find_open_suspension(step)
        return () if waiting is None else self._give(commands.ExpireSupplement, at, suspension=waiting.id)

    def finish(self, step: StepId, at: Instant) -> Sequence[events.Event]:
        """Completes the step, or refuses it if that is its fate."""
        declared = self.law.definition.steps[step]
        if self.fate.steps[step].is_refused:
            basis = declared.legal_basis[0]
            return self._give(commands.RefuseStep, at, step=step, reason="mô phỏng", legal_basis=basis)
        result = filled_form(declared.result, {}, self.state.facts)
        brought = missing_papers(self.law, self.state, step)  # at the latest now, as the agency needs them
        papers = tuple(Paper(document=name) for name in dict.fromkeys((*declared.produces, *brought)))
        return self._give(commands.CompleteStep, at, step=step, result=result, documents=papers)

    def _give(self, kind: type[commands.CommandBase], at: Instant, **said: Any) -> Sequence[events.Event]:
        self._commands += 1
        envelope: dict[str, Any] = {
            "command_id": CommandId(f"c{self._commands}"),
            "case_id": self.state.id,
            "actor": EVERYBODY,
        }
        command: Any = kind(**envelope, **said)
        try:
            caused = decide(self.law, self.state, command, to_datetime(at))
        except CommandRefused as refusal:
            if refusal.reason in _LAWFUL_NO:
                self.refusals.append(refusal.reason)
                return ()
            raise CannotSimulate(_whole(refusal)) from refusal
        for event in caused:
            self.state = evolve(self.state, event)
        return caused


def _established(definition: ProcedureDefinition, name: str) -> bool:
    return bool(definition.facts[name].established_by)


def _whole(refusal: CommandRefused) -> Text:
    """The refusal in both languages, with what is wrong in particular."""
    parts = (refusal.words, *refusal.problem_words)
    return Text(vi="; ".join(part.vi for part in parts), en="; ".join(part.en for part in parts))
