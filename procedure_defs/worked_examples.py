"""Worked examples: dated stories with the lawful outcome, written from the law; played and compared with the engine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from engine.core.case import CaseState, CaseStatus
from engine.core.case_clock import times_of
from engine.core.definition import TimeLimit
from engine.core.errors import CommandRefused, NotFound
from engine.core.explain import explain_due_dates
from engine.core.findings import Path as Place
from engine.core.identifiers import ProcedureId, ProcedureVersion, StepId
from engine.core.law import Law
from engine.core.legal_time import Clock, ClockStatus, DeadlineError, PauseKind, civil_date, to_datetime, to_instant
from engine.core.values import Instant, Value
from procedure_defs.catalogue import Catalogue
from procedure_defs.example_story import Act, Impossible, play
from procedure_defs.problems import Problem
from procedure_defs.reader import read_file
from procedure_defs.shaping import Shaped

EXAMPLES_FILE = "worked_examples.yaml"


class EstablishedFact(Value):
    """A fact that the agency of a step establishes."""

    value: bool | int | str
    step: StepId
    at: Instant


class Extended(Value):
    """A letter that gives a step more time: an addition, or a new date."""

    at: Instant
    rule: str
    plus: TimeLimit | None = None
    new_due_on: date | None = None


class Expected(Value):
    """The lawful outcome; what is not said is not compared. `why` is the reckoning, with its articles."""

    promised: Instant | None = None
    due: dict[StepId, Instant] = {}
    original_due: dict[StepId, Instant] = {}
    status: dict[StepId, ClockStatus] = {}
    total_due_on: date | None = None
    total_status: ClockStatus | None = None
    answer_due: Instant | None = None
    case_status: CaseStatus | None = None
    why: tuple[str, ...]


class WorkedExample(Value):
    """One story: received, and what happened when."""

    id: str
    title: str
    version: ProcedureVersion
    form: dict[str, Any] = {}
    received: Instant
    facts: dict[str, EstablishedFact] = {}
    asked: dict[StepId, Instant] = {}
    handed_in: dict[StepId, Instant] = {}
    extended: dict[StepId, Extended] = {}
    done: dict[StepId, Instant] = {}
    expect: Expected


class WorkedExamples(Value):
    """The file beside the versions of a procedure."""

    of: ProcedureId
    worked_examples: tuple[WorkedExample, ...]


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example and where the engine differs from it; without problems the engine agrees."""

    example: WorkedExample
    problems: tuple[Problem, ...]


def example_files(root: Path) -> list[Path]:
    """The worked examples under a folder, in a stable order."""
    return sorted(root.rglob(EXAMPLES_FILE))


def run_examples(path: Path, catalogue: Catalogue) -> tuple[Sequence[ExampleResult], Sequence[Problem]]:
    """Each example with its differences; and what is wrong with the file itself, in which case nothing is played."""
    shaped = Shaped(read_file(path), WorkedExamples)
    if shaped.model is None or shaped.problems:
        return (), sorted(set(shaped.problems))
    examples = enumerate(shaped.model.worked_examples)
    return [_run(shaped, index, example, catalogue) for index, example in examples], ()


def _run(shaped: Shaped[WorkedExamples], index: int, example: WorkedExample, catalogue: Catalogue) -> ExampleResult:
    assert shaped.model is not None

    def problem(place: Place, what: str, mend: str) -> Problem:
        at = shaped.document.positions.of_value(("worked_examples", index, *place))
        return Problem(shaped.file, *at, f"{example.id}: {what}", mend)

    try:
        law = _law_of(shaped.model.of, example, catalogue)
        state, now = play(law, example.form, example.received, list(_acts(law, example)))
    except (CommandRefused, NotFound, DeadlineError, Impossible) as refusal:
        return ExampleResult(example, (problem((), f"it cannot be played: {refusal}", "mend the story"),))
    mend = "reckon it again by the law: either the example or the definition is wrong"
    wrong = tuple(
        problem(("expect", *place), f"expected {_said(expected)}, found {_said(found)}", mend)
        for place, expected, found in _compared(law, example, state, now)
        if expected != found
    )
    return ExampleResult(example, wrong)


def _law_of(procedure: ProcedureId, example: WorkedExample, catalogue: Catalogue) -> Law:
    definition = catalogue.get(procedure, example.version)
    day = civil_date(to_instant(example.received))
    if not definition.effective.contains(day):
        raise NotFound(f"version {example.version} is not in force on {day}")
    for step in (*example.asked, *example.handed_in, *example.extended, *example.done):
        if step not in definition.steps:
            raise NotFound(f"version {example.version} has no step `{step}`")
    return Law(definition, catalogue.calendars, catalogue.agencies)


def _acts(law: Law, example: WorkedExample) -> Iterator[Act]:
    """In the order in which things of one instant follow each other."""
    for step in law.definition.steps:
        for name, fact in example.facts.items():
            if fact.step == step:
                yield Act(fact.at, {"type": "establish_fact", "step": step, "name": name, "value": fact.value})
        if step in example.asked:
            asked = {"type": "request_supplement", "step": step, "rule": _rule(law, step), "reasons": ["ví dụ"]}
            yield Act(example.asked[step], asked)
        if step in example.handed_in:
            yield Act(example.handed_in[step], {"type": "hand_in_supplement", "step": step, "note": "ví dụ"})
        if step in example.extended:
            letter = example.extended[step]
            said = letter.model_dump(exclude={"at"}, exclude_none=True)
            yield Act(letter.at, {"type": "extend_time_limit", "step": step, "reason": "ví dụ", **said})
        if step in example.done:
            papers = [{"document": name} for name in law.definition.steps[step].produces]
            yield Act(example.done[step], {"type": "complete_step", "step": step, "documents": papers})


def _rule(law: Law, step: StepId) -> str:
    """The supplement of the step: the first one that it may ask for."""
    known = law.definition.suspensions
    may = law.definition.steps[step].may
    return next((r for r in may if r in known and known[r].kind is PauseKind.SUPPLEMENT), "supplement")


def _compared(
    law: Law, example: WorkedExample, state: CaseState, now: datetime
) -> Iterator[tuple[tuple[str, ...], object, object]]:
    """Each thing expected: where it stands, what it is, what the engine says."""
    expect, times = example.expect, times_of(law, state, now)
    if expect.promised is not None:
        yield ("promised",), expect.promised, state.promised_due_at
    for step, due in expect.due.items():
        yield ("due", step), due, _due_at(times.steps, step)
    for step, due in expect.original_due.items():
        clock = times.steps.get(step)
        known = clock.original_due_at if clock else None
        yield ("original_due", step), due, to_datetime(known) if known is not None else None
    for step, status in expect.status.items():
        yield ("status", step), status, times.steps[step].status if step in times.steps else None
    if expect.total_due_on is not None:
        yield ("total_due_on",), expect.total_due_on, explain_due_dates(law, state, now)[0].due_on
    if expect.total_status is not None:
        yield ("total_status",), expect.total_status, times.case.status if times.case else None
    if expect.answer_due is not None:
        answers = [s.answer_due_at for s in state.suspensions if s.answer_due_at is not None]
        yield ("answer_due",), expect.answer_due, answers[-1] if answers else None
    if expect.case_status is not None:
        yield ("case_status",), expect.case_status, state.status


def _due_at(clocks: Mapping[StepId, Clock], step: StepId) -> datetime | None:
    due = clocks[step].due_if_resumed_now if step in clocks else None
    return to_datetime(due) if due is not None else None


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return to_datetime(to_instant(value)).isoformat()
    return "nothing" if value is None else str(value)
