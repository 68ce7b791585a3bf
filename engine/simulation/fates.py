"""What chance has in store for one case: every draw is made beforehand, so that no queue can change another's luck."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import StepId
from engine.simulation.scenario import Scenario

Answer = bool | str


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether the applicant is asked under one rule, whether he answers, and how long that takes (as luck)."""

    happens: bool
    answers: bool
    answer_luck: float


@dataclass(frozen=True, slots=True)
class StepFate:
    """One step: how long the work takes (as luck), what is asked, whether it is refused."""

    work_luck: float
    asked: Mapping[str, Asked]
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Fate:
    """One case: the answers on its form, its facts, its steps."""

    form: Mapping[str, Answer]
    facts: Mapping[str, Answer]
    steps: Mapping[StepId, StepFate]


def fate_of(scenario: Scenario, definition: ProcedureDefinition, seed: int, number: int) -> Fate:
    """The fate of the case with that number. Its draws do not depend on other cases, on staff or on durations."""
    luck = Random(f"{seed}/case/{number}")
    return Fate(
        form={way: _drawn(chance, luck.random()) for way, chance in scenario.form.items()},
        facts={name: _drawn(chance, luck.random()) for name, chance in scenario.facts.items()},
        steps={step: _step_fate(scenario, definition, step, luck) for step in definition.steps},
    )


def _step_fate(scenario: Scenario, definition: ProcedureDefinition, step: StepId, luck: Random) -> StepFate:
    said = scenario.steps[step]
    work_luck, refusal = luck.random(), luck.random()
    asked = {}
    # One draw for each rule that the step has, said or not: what a scenario adds later moves no other draw.
    for rule in definition.steps[step].may:
        happening, answering, answer_luck = luck.random(), luck.random(), luck.random()
        if rule in said.suspensions:
            chances = said.suspensions[rule]
            asked[rule] = Asked(happening < chances.chance, answering >= chances.unanswered, answer_luck)
    return StepFate(work_luck, asked, refusal < said.refused)


def _drawn(chance: Decimal | dict[str, Decimal], luck: float) -> Answer:
    if not isinstance(chance, dict):
        return luck < chance
    left = luck * float(sum(chance.values()))
    for choice, weight in chance.items():
        left -= float(weight)
        if left < 0:
            return choice
    return next(choice for choice, weight in reversed(chance.items()) if weight)
